"""The statements behind "see the rows": the lines of one number, and what they add up to."""

from dashboard.access.scope import Scope
from dashboard.answers.compiler import quota_layer
from dashboard.answers.door import lines
from dashboard.answers.statement import Statement, Values
from dashboard.metrics import catalogue
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


def compile_rows(
    mart: str, asked: Question, scope: Scope, outline: Outline, limit: int, offset: int
) -> Statement:
    """A stretch of the lines themselves, the latest first."""
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


def compile_sum(mart: str, asked: Question, scope: Scope, outline: Outline) -> Statement:
    """How many lines there are, and their money added up."""
    values = Values()
    text = _lines(mart, asked, scope, outline, values, named=False)
    if mart == "quota_day":
        key = "line.quota_id, line.territory_today, line.rep_id"
        kept = f"SELECT {key}, sum(line.amount) AS amount {text} GROUP BY ALL"
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
