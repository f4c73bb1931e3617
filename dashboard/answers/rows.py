"""The rows behind a number: the same lines under the same scope and limits, and the number made from them."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from dashboard.access.scope import Scope
from dashboard.answers.answer import answer
from dashboard.answers.compiler_rows import compile_atoms, compile_files, compile_rows
from dashboard.answers.members import resolve
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import Row, Shelf
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import (
    Atom,
    Distinct,
    Formula,
    Kind,
    Latest,
    Measure,
    Minus,
    Prior,
    Quantile,
    Ratio,
    Sum,
    Trailing,
    Whole,
    atoms,
    nodes,
)
from dashboard.metrics.periods import twelve_months
from dashboard.metrics.question import Outline, Question

# Kind of each column, for those who write them.
COLUMNS = {
    "order_date": "date", "order_id": "text", "customer": "text", "product": "text", "rep": "text",
    "territory": "text", "channel": "text", "quantity": "quantity", "net_amount": "money",
    "cost_amount": "money", "period_start": "date", "period_end": "date", "whole_amount": "money",
    "amount": "money", "segment": "text", "city": "text", "annual_potential": "money",
    "created_on": "date", "closed_on": "date", "expected_close": "date", "stage": "text", "outcome": "text",
    "source": "text", "value": "money", "probability": "quantity", "cycle_days": "count",
    "contact_day": "date", "contact_kind": "text", "result": "text", "planned": "count", "contacts": "count",
    "kept": "count", "days": "quantity", "vacant_days": "count", "category": "text", "market_amount": "money",
    "own_sales": "money", "amount_before": "money", "own_sales_before": "money", "since": "date",
    "source_file": "text", "source_record": "count",
}  # fmt: skip
Value = Decimal | int | float | dt.date | None
_CENT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Rows:
    """A stretch of the rows behind a number.

    `total` is the number itself, computed as on the screen; `again` is the same number computed
    from these rows alone, or None where it also needs what they do not hold (a quota, another
    year): `dividend` is then what they do give of it.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    row_count: int
    total: Value
    again: Value
    dividend: Value
    statement: Statement

    @property
    def agree(self) -> bool:
        """Whether the rows give the number."""
        if isinstance(self.again, float) and isinstance(self.total, float):
            return abs(self.again - self.total) <= 1e-9 * max(1.0, abs(self.total))
        return self.again == self.total


def rows_behind(
    question: Question, measure: str, scope: Scope, shelf: Shelf, limit: int, offset: int = 0
) -> Rows:
    """Rows `offset` to `offset + limit` behind one measure of a question, the latest first.

    Raises:
        NotUnderstood: a measure or member that is not known.
    """
    row = catalogue.measure(measure)
    asked = _one(resolve(question, scope, shelf), measure)
    read = _read_days(asked, row, shelf.outline)
    mart = _mart(row.formula)
    only = _only(row.formula, mart)
    statement = compile_rows(mart, read, scope, shelf.outline, only, limit, offset)
    names, found = shelf.read(statement)
    whole = _atoms_here(row.formula, mart)
    dividend = _dividend(row.formula)
    found_atoms = whole if whole is not None else _atoms_here(dividend, mart) or ()
    count, *values = shelf.run(compile_atoms(mart, read, scope, shelf.outline, only, found_atoms))[0]
    known = dict(zip(found_atoms, map(_value, values), strict=True))
    total = answer(asked, scope, shelf).total(measure)
    return Rows(
        columns=tuple(names),
        rows=tuple(found),
        row_count=int(str(count)),
        total=_value(total),
        again=_again(row, known) if whole is not None else None,
        dividend=_evaluate(dividend, known) if found_atoms else None,
        statement=statement,
    )


def files_behind(question: Question, measure: str, scope: Scope, shelf: Shelf) -> list[tuple[str, int]]:
    """The files that the rows behind a measure come from, and how many rows of each."""
    row = catalogue.measure(measure)
    read = _read_days(_one(resolve(question, scope, shelf), measure), row, shelf.outline)
    mart = _mart(row.formula)
    statement = compile_files(mart, read, scope, shelf.outline, _only(row.formula, mart))
    return [(str(file), int(str(count))) for file, count in shelf.run(statement)] if statement else []


def _one(question: Question, measure: str) -> Question:
    return replace(question, measures=(measure,), by=(), sort=(), against=None, limit=None, offset=0)


def _read_days(asked: Question, row: Measure, outline: Outline) -> Question:
    """The question over the days whose lines are the rows: twelve months, where the measure reads those."""
    if any(isinstance(node, Trailing) for node in nodes(row.formula)):
        return replace(asked, period=twelve_months(min(asked.period.end, outline.through)))
    return asked


def _mart(formula: Formula) -> str:
    """The mart whose lines are the rows: what is divided, not what it is divided by."""
    match formula:
        case Ratio(over=over):
            return _mart(over)
        case Minus(left=left):
            return _mart(left)
        case Prior(of) | Trailing(of) | Whole(of):
            return _mart(of)
        case Sum() | Distinct() | Latest() | Quantile():
            return formula.mart


def _only(formula: Formula, mart: str) -> tuple[str, ...]:
    """Which lines of the mart the formula is about: one of these conditions holds for each."""
    return tuple(dict.fromkeys(atom.only for atom in atoms(formula) if atom.mart == mart))


def _dividend(formula: Formula) -> Formula:
    """What is divided, of the lines that are read; the formula itself where nothing is."""
    over = formula.over if isinstance(formula, Ratio) else formula
    return over.of if isinstance(over, Trailing) else over


def _atoms_here(formula: Formula, mart: str) -> tuple[Atom, ...] | None:
    """The atoms of a formula that needs nothing but these lines; None for any other."""
    leaves = [node for node in nodes(formula) if not isinstance(node, Ratio | Minus)]
    found = [leaf for leaf in leaves if isinstance(leaf, Atom) and leaf.mart == mart]
    return tuple(dict.fromkeys(found)) if len(found) == len(leaves) else None


def _again(row: Measure, atoms: dict[Atom, Value]) -> Value:
    value = _evaluate(row.formula, atoms)
    if row.kind is Kind.MONEY and isinstance(value, Decimal):
        return value.quantize(_CENT, ROUND_HALF_UP)
    if row.kind is Kind.RATIO and value is not None and not isinstance(value, dt.date):
        return float(value)
    return 0 if value is None and row.absent == "zero" else value


def _evaluate(formula: Formula, atoms: dict[Atom, Value]) -> Value:
    match formula:
        case Sum() | Distinct() | Latest() | Quantile():
            return atoms[formula]
        case Minus(left, right, _):
            values = _evaluate(left, atoms), _evaluate(right, atoms)
            return None if None in values else _number(values[0]) - _number(values[1])
        case Ratio(over=over, under=under):
            below = _number(_evaluate(under, atoms))
            return _number(_evaluate(over, atoms)) / below if below else None
    return None


def _number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def _value(value: object) -> Value:
    return value if isinstance(value, Decimal | int | float | dt.date) else None
