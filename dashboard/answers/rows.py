"""The rows behind a number: the same lines under the same scope and limits, which add up to it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.access.scope import Scope
from dashboard.answers.answer import answer
from dashboard.answers.compiler_rows import compile_rows, compile_sum
from dashboard.answers.members import resolve
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import Row, Shelf
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Kind, Minus, Prior, Ratio, Sum, Whole
from dashboard.metrics.question import Question

# Kind of each column, for those who write them.
COLUMNS = {
    "order_date": "date", "order_id": "text", "customer": "text", "product": "text", "rep": "text",
    "territory": "text", "channel": "text", "quantity": "quantity", "net_amount": "money",
    "cost_amount": "money",
    "period_start": "date", "period_end": "date", "whole_amount": "money", "amount": "money",
    "source_file": "text", "source_record": "count",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """A stretch of the rows behind a number.

    `total` is the number itself, computed as on the screen; `added` is what the rows add up to,
    where the measure is a sum (None for counts and ratios, which rows do not add up to).
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    row_count: int
    total: object
    added: Decimal | None
    statement: Statement


def rows_behind(
    question: Question, measure: str, scope: Scope, shelf: Shelf, limit: int, offset: int = 0
) -> Rows:
    """Rows `offset` to `offset + limit` behind one measure of a question, the latest first.

    Raises:
        NotUnderstood: a measure or member that is not known.
    """
    asked = replace(resolve(question, scope, shelf), measures=(measure,), by=(), sort=(), against=None)
    mart = _mart(catalogue.measure(measure).formula)
    statement = compile_rows(mart, asked, scope, shelf.outline, limit, offset)
    names, found = shelf.read(statement)
    count, added = shelf.run(compile_sum(mart, asked, scope, shelf.outline))[0]
    row = catalogue.measure(measure)
    is_sum = isinstance(row.formula, Sum) and row.kind in (Kind.MONEY, Kind.QUANTITY) and row.key != "units"
    return Rows(
        columns=tuple(names),
        rows=tuple(found),
        row_count=int(str(count)),
        total=answer(asked, scope, shelf).total(measure),
        added=Decimal(str(added or 0)) if is_sum else None,
        statement=statement,
    )


def _mart(formula: object) -> str:
    match formula:
        case Ratio(over=over):
            return _mart(over)
        case Minus(left, _):
            return _mart(left)
        case Prior(of) | Whole(of):
            return _mart(of)
        case _:
            return str(getattr(formula, "mart", "sales"))
