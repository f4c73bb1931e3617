"""The statements behind "see the rows": the lines of one number, what they give, and their files."""

from collections.abc import Sequence

from dashboard.access.scope import Scope
from dashboard.answers.compiler_parts import ONLY, quota_layer, together, value
from dashboard.answers.door import lines
from dashboard.answers.row_sheets import SHEETS
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
_NAMES = {
    "sales": _SALES_NAMES,
    "quota_day": _QUOTA_NAMES,
    "customer": _CUSTOMER_NAMES,
    **{mart: sheet.names for mart, sheet in SHEETS.items()},
}


def compile_rows(
    mart: str, asked: Question, scope: Scope, outline: Outline, only: Sequence[str], limit: int, offset: int
) -> Statement:
    """A stretch of the lines themselves, the latest first; of the conditions `only` one must hold."""
    values = Values()
    text = _lines(mart, asked, scope, outline, values, only, named=True)
    window = f"LIMIT {values.put(limit, 'limit')} OFFSET {values.put(offset, 'offset')}"
    if mart == "quota_day":
        group = (
            "GROUP BY ALL ORDER BY quota.period_start DESC, quota.source_file, quota.source_record, territory"
        )
        return Statement(f"{_QUOTA}\n{text}\n{group}\n{window}", values.taken)
    if mart == "customer":
        order = "ORDER BY customer_name.annual_potential DESC NULLS LAST, line.customer_id"
        return Statement(f"{_CUSTOMER}\n{text}\n{order}\n{window}", values.taken)
    if mart in SHEETS:
        sheet = SHEETS[mart]
        group = "GROUP BY ALL " if sheet.counted else ""
        return Statement(
            f"SELECT {sheet.columns}\n{text}\n{group}ORDER BY {sheet.order}\n{window}", values.taken
        )
    order = "ORDER BY line.order_date DESC, line.order_id DESC, line.line_id"
    return Statement(f"{_SALES}\n{text}\n{order}\n{window}", values.taken)


def compile_atoms(
    mart: str, asked: Question, scope: Scope, outline: Outline, only: Sequence[str], atoms: Sequence[Atom]
) -> Statement:
    """How many rows there are, then what each atom of the measure comes to over them."""
    values = Values()
    text = _lines(mart, asked, scope, outline, values, only, named=False)
    rows = "count(*)"
    if mart == "quota_day":
        rows = "count(DISTINCT (line.quota_id, line.territory_today, line.rep_id))"
    if mart in SHEETS and SHEETS[mart].counted:
        rows = f"count(DISTINCT {SHEETS[mart].counted})"
    made = [together(atom, value(atom)) for atom in atoms]
    return Statement(f"SELECT {', '.join([rows, *made])} {text}", values.taken)


def compile_files(
    mart: str, asked: Question, scope: Scope, outline: Outline, only: Sequence[str]
) -> Statement | None:
    """Each file of the rows with how many of them it holds; None for a mart that keeps no files."""
    values = Values()
    if mart == "customer" or (mart in SHEETS and not SHEETS[mart].files):
        return None
    source = "quota" if mart == "quota_day" else "line"
    text = _lines(mart, asked, scope, outline, values, only, named=True)
    counted = f"count(DISTINCT {source}.source_record)"
    group = f"GROUP BY {source}.source_file ORDER BY {source}.source_file"
    return Statement(f"SELECT {source}.source_file, {counted} {text} {group}", values.taken)


def _lines(
    mart: str,
    asked: Question,
    scope: Scope,
    outline: Outline,
    values: Values,
    only: Sequence[str],
    *,
    named: bool,
) -> str:
    known = dict(catalogue.dimensions(outline.levels))
    found = lines(mart, asked, scope, values, known, through=outline.through)
    if only and "" not in only:
        found.limits.append("(" + " OR ".join(ONLY[one] for one in only) + ")")
    if mart == "quota_day":
        found.limits.append(f"line.layer = {values.put(quota_layer(asked, outline), 'layer')}")
        found.limits.append("line.measure = 'net_sales'")
    if named:
        found.joins["names"] = _NAMES[mart].format(alignment=asked.alignment).strip()
    return found.text()
