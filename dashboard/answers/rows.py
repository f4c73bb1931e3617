"""The rows behind a number: the same lines under the same scope and limits, and the number made from them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from dashboard.access.scope import Scope
from dashboard.answers.answer import answer
from dashboard.answers.compiler_rows import Asked, compile_atoms, compile_files, compile_rows
from dashboard.answers.door import Span
from dashboard.answers.effort import in_its_lane
from dashboard.answers.members import resolve
from dashboard.answers.pay_lines import paid_for
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Row, Shelf
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import (
    AtLeastZero,
    Atom,
    Count,
    Distinct,
    Each,
    Formula,
    Kind,
    Latest,
    Measure,
    Minus,
    Number,
    OrZero,
    Over,
    Plus,
    Prior,
    Prorated,
    Quantile,
    Ratio,
    Sum,
    Times,
    Total,
    Whole,
    Within,
    parts,
)
from dashboard.metrics.question import Question

# Kind of each column, for those who write them.
COLUMNS = {
    "order_date": "date", "order_id": "text", "customer": "text", "product": "text", "rep": "text",
    "territory": "text", "channel": "text", "quantity": "quantity", "net_amount": "money",
    "cost_amount": "money", "period_start": "date", "period_end": "date", "whole_amount": "money",
    "amount": "money", "segment": "text", "city": "text", "annual_potential": "money",
    "created_on": "date", "closed_on": "date", "expected_close": "date", "stage": "text", "outcome": "text",
    "source": "text", "value": "money", "probability": "quantity", "cycle_days": "count",
    "contact_day": "date", "foreseen_day": "date", "contact_kind": "text", "result": "text",
    "planned": "count", "contacts": "count", "kept": "count",
    "days": "quantity", "vacant_days": "count", "category": "text", "market_amount": "money",
    "own_sales": "money", "amount_before": "money", "own_sales_before": "money", "since": "date",
    "paid_on": "date", "paid": "money", "source_file": "text", "source_record": "count",
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
        Denied: they are lines of pay, and nobody's is open to this person here.
    """
    asked = _one(resolve(question, scope, shelf), measure)
    row = asked.row(measure)
    formula, within = _lines_of(row.formula)
    read = _reading(formula)
    narrowed = asked.narrowed(*within)
    paid = paid_for(asked, scope, shelf)
    rows = compile_rows(read, narrowed, scope, shelf.outline, limit, offset, paid)
    statement = in_its_lane(rows, narrowed, scope)
    names, found = shelf.read(statement)
    whole = _atoms_here(formula)
    dividend = formula.over if isinstance(formula, Ratio) else formula
    atoms = whole if whole is not None else _atoms_here(dividend) or ()
    counted = compile_atoms(read, narrowed, scope, shelf.outline, atoms, paid)
    count, *values = shelf.run(in_its_lane(counted, narrowed, scope))[0]
    known = dict(zip(atoms, map(_value, values), strict=True))
    total = answer(asked, scope, shelf).total(measure)
    return Rows(
        columns=tuple(names),
        rows=tuple(found),
        row_count=int(str(count)),
        total=_value(total),
        again=_again(replace(row, formula=formula), known) if whole is not None else None,
        dividend=_evaluate(dividend, known) if atoms else None,
        statement=statement,
    )


def files_behind(question: Question, measure: str, scope: Scope, shelf: Shelf) -> list[tuple[str, int]]:
    """The files that the rows behind a measure come from, and how many rows of each."""
    asked = _one(resolve(question, scope, shelf), measure)
    formula, within = _lines_of(asked.row(measure).formula)
    read, narrowed = _reading(formula), asked.narrowed(*within)
    statement = compile_files(read, narrowed, scope, shelf.outline)
    if statement is None:
        return []
    found = shelf.run(in_its_lane(statement, narrowed, scope))
    return [(str(file), int(str(count))) for file, count in found]


def _one(question: Question, measure: str) -> Question:
    return replace(question, measures=(measure,), by=(), sort=(), against=None, limit=None, offset=0)


def _lines_of(formula: Formula) -> tuple[Formula, tuple[Condition, ...]]:
    """The formula without the limits that all of it has, or all of what it divides; and these limits."""
    match formula:
        case Within(of, limits):
            return of, limits
        case Ratio(over=Within(of, limits)):
            return replace(formula, over=of), limits
    return formula, ()


def _reading(formula: Formula) -> Asked:
    """The lines that are the rows: of what is divided, not of what it is divided by; all that count there."""
    leaves = list(_leaves(formula))
    first, span, people, _ = leaves[0]
    beside = (atom.only for atom, at, *_ in leaves if (atom.mart, at) == (first.mart, span))
    return Asked(first.mart, span, people, tuple(dict.fromkeys(beside)))


def _leaves(
    formula: Formula, span: Span = "now", people: bool = False, plain: bool = True
) -> Iterator[tuple[Atom, Span, bool, bool]]:
    """Each atom with its days, whether it is asked of people, and whether its lines alone give it."""
    match formula:
        case Sum() | Distinct() | Count() | Latest() | Quantile():
            yield formula, span, people, plain
            return
        case Prior():
            span = "prior"
        case Over(days=days):
            span = days
        case Whole():
            span = "whole"
        case Total() | OrZero() | Prorated() | AtLeastZero() | Within():
            plain = False
        case Each(members=members):
            people, plain = "rep" in members, False
    for part in parts(formula):
        yield from _leaves(part, span, people, plain)


def _atoms_here(formula: Formula) -> tuple[Atom, ...] | None:
    """The atoms of a formula that needs nothing but the lines of one reading; None for any other."""
    leaves = list(_leaves(formula))
    places = {(atom.mart, span) for atom, span, _, _ in leaves}
    if len(places) > 1 or not all(plain for *_, plain in leaves):
        return None
    return tuple(dict.fromkeys(atom for atom, *_ in leaves))


def _again(row: Measure, atoms: dict[Atom, Value]) -> Value:
    value = _evaluate(row.formula, atoms)
    if row.kind is Kind.MONEY and isinstance(value, Decimal):
        return value.quantize(_CENT, ROUND_HALF_UP)
    if row.kind is Kind.RATIO and value is not None and not isinstance(value, dt.date):
        return float(value)
    return 0 if value is None and row.absent == "zero" else value


def _evaluate(formula: Formula, atoms: dict[Atom, Value]) -> Value:
    match formula:
        case Sum() | Distinct() | Count() | Latest() | Quantile():
            return atoms[formula]
        case Number(value):
            return value
        case Prior(of) | Over(of) | Whole(of):
            return _evaluate(of, atoms)
        case Times(of, by):
            one = _evaluate(of, atoms)
            return None if one is None else _number(one) * by
        case Plus(left, right):
            values = _evaluate(left, atoms), _evaluate(right, atoms)
            return None if None in values else _number(values[0]) + _number(values[1])
        case Minus(left, right):
            values = _evaluate(left, atoms), _evaluate(right, atoms)
            return None if None in values else _number(values[0]) - _number(values[1])
        case Ratio(over=over, under=under, above_zero=above, both=both):
            top, below = _evaluate(over, atoms), _number(_evaluate(under, atoms))
            known = (below > 0 if above else below) and not (both and top is None)
            return _number(top) / below if known else None
    return None


def _number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def _value(value: object) -> Value:
    return value if isinstance(value, Decimal | int | float | dt.date) else None
