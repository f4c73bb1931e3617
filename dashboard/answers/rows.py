"""The rows behind a number: the same lines under the same scope and limits, which add up to it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.access.scope import Scope
from dashboard.answers.answer import answer
from dashboard.answers.compiler import quota_layer
from dashboard.answers.door import lines
from dashboard.answers.members import resolve
from dashboard.answers.statement import Statement, Values
from dashboard.answers.warehouse import Row, Shelf
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Kind, Minus, Prior, Ratio, Sum, Whole
from dashboard.metrics.question import Outline, Question

_SALES = """SELECT
    line.order_date, customer_name.label AS customer, product_name.label AS product, line.quantity,
    line.net_amount, line.cost_amount, line.order_id, line.channel, territory_name.label AS territory,
    rep_name.label AS rep, line.source_file, line.source_record"""
_SALES_NAMES = """
    INNER JOIN customer AS customer_name ON customer_name.customer_id = line.customer_id
    INNER JOIN product AS product_name ON product_name.product_id = line.product_id
    INNER JOIN rep AS rep_name ON rep_name.rep_id = line.rep_id
    INNER JOIN territory AS territory_name ON territory_name.territory_id = line.territory_{alignment}"""
_QUOTA = """SELECT
    quota.period_start, quota.period_end - 1 AS period_end, territory_name.label AS territory,
    rep_name.label AS rep, CAST(sum(line.amount) AS DECIMAL(38, 4)) AS amount, quota.amount AS whole_amount,
    quota.source_file, quota.source_record"""
_QUOTA_NAMES = """
    INNER JOIN quota ON quota.quota_id = line.quota_id
    INNER JOIN rep AS rep_name ON rep_name.rep_id = line.rep_id
    INNER JOIN territory AS territory_name ON territory_name.territory_id = line.territory_{alignment}"""

# Kind of each column, for those who write them.
COLUMNS = {
    "order_date": "date", "order_id": "text", "customer": "text", "product": "text", "rep": "text",
    "territory": "text", "channel": "text", "quantity": "quantity", "net_amount": "money", "cost_amount": "money",
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
    statement = _page(mart, asked, scope, shelf.outline, limit, offset)
    names, found = shelf.read(statement)
    count, added = shelf.run(_sum(mart, asked, scope, shelf.outline))[0]
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
        case Ratio(over, _):
            return _mart(over)
        case Minus(left, _):
            return _mart(left)
        case Prior(of) | Whole(of):
            return _mart(of)
        case _:
            return str(getattr(formula, "mart", "sales"))


def _page(mart: str, asked: Question, scope: Scope, outline: Outline, limit: int, offset: int) -> Statement:
    values = Values()
    text = _lines(mart, asked, scope, outline, values, named=True)
    window = f"LIMIT {values.put(limit, 'limit')} OFFSET {values.put(offset, 'offset')}"
    if mart == "quota_day":
        group = (
            "GROUP BY ALL ORDER BY quota.period_start DESC, quota.source_file, quota.source_record, territory"
        )
        return Statement(f"{_QUOTA}\n{text}\n{group}\n{window}", values.taken)
    order = "ORDER BY line.order_date DESC, line.order_id DESC, line.line_id"
    return Statement(f"{_SALES}\n{text}\n{order}\n{window}", values.taken)


def _sum(mart: str, asked: Question, scope: Scope, outline: Outline) -> Statement:
    values = Values()
    text = _lines(mart, asked, scope, outline, values, named=False)
    if mart == "quota_day":
        kept = f"SELECT line.quota_id, line.territory_today, line.rep_id, sum(line.amount) AS amount {text} GROUP BY ALL"
        return Statement(f"SELECT count(*), CAST(sum(amount) AS DECIMAL(38, 4)) FROM ({kept})", values.taken)
    return Statement(f"SELECT count(*), CAST(sum(line.net_amount) AS DECIMAL(38, 4)) {text}", values.taken)


def _lines(mart: str, asked: Question, scope: Scope, outline: Outline, values: Values, *, named: bool) -> str:
    found = lines(mart, asked, scope, values, dict(catalogue.dimensions(outline.levels)))
    if mart == "quota_day":
        found.limits.append(f"line.layer = {values.put(quota_layer(asked, outline), 'layer')}")
        found.limits.append("line.measure = 'net_sales'")
    if named:
        names = _QUOTA_NAMES if mart == "quota_day" else _SALES_NAMES
        found.joins["names"] = names.format(alignment=asked.alignment).strip()
    return found.text()
