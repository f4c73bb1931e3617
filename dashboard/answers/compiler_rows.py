"""The statements behind "see the rows": the lines of one number, what they give, and their files."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.compiler_parts import ONLY, limit_to_layer, together, value
from dashboard.answers.door import DAY, Span, lines
from dashboard.answers.paid import NOBODY, Paid
from dashboard.answers.routing import Reading
from dashboard.answers.row_sheets import SHEETS
from dashboard.answers.spans import days_of
from dashboard.answers.statement import Statement, Values
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Atom
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

_CUSTOMER = """SELECT
    customer_name.label AS customer, customer_name.segment, customer_name.city,
    territory_name.label AS territory, customer_name.annual_potential"""
_CUSTOMER_NAMES = """
    INNER JOIN customer AS customer_name ON customer_name.customer_id = line.customer_id
    INNER JOIN territory AS territory_name ON territory_name.territory_id = line.territory_today"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines are asked for: of a mart, over a span of days, and whether of people.

    Of the conditions `only`, one must hold of a line; without one, all lines are asked for.
    """

    mart: str
    span: Span = "now"
    people: bool = False
    only: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """The relation that holds the lines."""
        return Reading(self.mart).relation


_NAMES = {
    "sales": _SALES_NAMES,
    "quota_day": _QUOTA_NAMES,
    "customer": _CUSTOMER_NAMES,
    **{mart: sheet.names for mart, sheet in SHEETS.items()},
}


def compile_rows(
    read: Asked,
    asked: Question,
    scope: Scope,
    outline: Outline,
    limit: int,
    offset: int,
    paid: Paid = NOBODY,
) -> Statement:
    """A stretch of the lines themselves, the latest first; `paid` is the pay that may be read.

    Of sales, names are looked up for the stretch alone: a company's lines are a hundred thousand times more.
    """
    values = Values(paid=paid)
    text = _lines(read, asked, scope, outline, values, named=read.relation != "sales")
    window = f"LIMIT {values.put(limit, 'limit')} OFFSET {values.put(offset, 'offset')}"
    if read.relation == "quota_day":
        group = (
            "GROUP BY ALL ORDER BY quota.period_start DESC, quota.source_file, quota.source_record, territory"
        )
        return Statement(f"{_QUOTA}\n{text}\n{group}\n{window}", values.taken, (read.relation,))
    if read.relation == "customer":
        order = "ORDER BY customer_name.annual_potential DESC NULLS LAST, line.customer_id"
        return Statement(f"{_CUSTOMER}\n{text}\n{order}\n{window}", values.taken, (read.relation,))
    if read.mart in SHEETS:
        sheet = SHEETS[read.mart]
        group = "GROUP BY ALL " if sheet.counted else ""
        return Statement(
            f"SELECT {sheet.columns}\n{text}\n{group}ORDER BY {sheet.order}\n{window}",
            values.taken,
            (read.relation,),
        )
    order = "ORDER BY line.order_date DESC, line.order_id DESC, line.line_id"
    names = _SALES_NAMES.format(alignment=asked.alignment)
    stretch = f"(\n    SELECT line.*\n    {text}\n    {order}\n    {window}\n)"
    return Statement(f"{_SALES}\nFROM {stretch} AS line{names}\n{order}", values.taken, (read.relation,))


def compile_atoms(
    read: Asked,
    asked: Question,
    scope: Scope,
    outline: Outline,
    atoms: Sequence[Atom],
    paid: Paid = NOBODY,
) -> Statement:
    """How many rows there are, then what each atom of the measure comes to over them."""
    values = Values(paid=paid)
    text = _lines(read, asked, scope, outline, values, named=False)
    rows = "count(*)"
    if read.relation == "quota_day":
        rows = "count(DISTINCT (line.quota_id, line.territory_today, line.rep_id))"
    if read.mart in SHEETS and SHEETS[read.mart].counted:
        rows = f"count(DISTINCT {SHEETS[read.mart].counted})"
    made = [together(atom, value(atom)) for atom in atoms]
    return Statement(f"SELECT {', '.join([rows, *made])} {text}", values.taken, (read.relation,))


def compile_files(read: Asked, asked: Question, scope: Scope, outline: Outline) -> Statement | None:
    """Each file of the rows with how many of them it holds; None for a mart that keeps no files."""
    values = Values()
    if read.relation == "customer" or (read.mart in SHEETS and not SHEETS[read.mart].files):
        return None
    source = "quota" if read.relation == "quota_day" else "line"
    text = _lines(read, asked, scope, outline, values, named=read.relation == "quota_day")
    counted = f"count(DISTINCT {source}.source_record)"
    group = f"GROUP BY {source}.source_file ORDER BY {source}.source_file"
    counts = f"SELECT {source}.source_file, {counted} {text} {group}"
    return Statement(counts, values.taken, (read.relation,))


def _lines(
    read: Asked, asked: Question, scope: Scope, outline: Outline, values: Values, *, named: bool
) -> str:
    days = days_of(read.span, asked, outline) if DAY[read.mart] else None
    known = dict(catalogue.dimensions(outline.levels))
    found = lines(Reading(read.mart, days), asked, scope, values, known, read.span, through=outline.through)
    if read.only and "" not in read.only:
        found.limits.append("(" + " OR ".join(ONLY[one] for one in read.only) + ")")
    limit_to_layer(found, asked, outline, values, people=read.people)
    if named:
        found.joins["names"] = _NAMES[read.relation].format(alignment=asked.alignment).strip()
    return found.text()
