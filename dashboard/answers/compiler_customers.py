"""The statements about one customer that are no measure: who it is, whose it was, what it ordered."""

from dashboard.access.scope import Scope
from dashboard.answers.compiler_limits import opened
from dashboard.answers.compiler_members import compile_members
from dashboard.answers.door import Lines, lines
from dashboard.answers.routing import Reading
from dashboard.answers.statement import Statement, Values
from dashboard.metrics import catalogue
from dashboard.metrics.question import Outline, Question

_PRODUCT = "INNER JOIN product AS product_name ON product_name.product_id = line.product_id"
# Lines without an order are one for each day.
_ORDER = "coalesce(line.order_id, '?')"


def compile_profile(key: str, scope: Scope, outline: Outline) -> Statement:
    """The customer of this key, if this person may see it: who may be named there may be opened."""
    values = Values()
    member = compile_members(catalogue.dimension("customer", outline.levels), scope, values, outline)
    sought = values.put(key, "customer")
    return Statement(
        f"""WITH member (key, label) AS (
    {member}
)
SELECT customer_id, label, segment, industry, city, opened_on, territory_today, identifiers
FROM customer
WHERE customer_id = {sought} AND customer_id IN (SELECT key FROM member)""",
        values.taken,
    )


def compile_holders(key: str, scope: Scope) -> Statement:
    """Which territory owned the customer, from when to when, and who worked it; the latest first.

    Only territories that lie, or lay, within the scope.
    """
    values = Values()
    sought, seen = values.put(key, "customer"), ""
    if not scope.everything:
        paths = opened(scope, values)
        seen = f"""
    AND alignment.territory_id IN (SELECT territory_id FROM territory_path WHERE path_id IN ({paths}))"""
    return Statement(
        f"""SELECT
    territory.territory_id,
    territory.label,
    greatest(alignment.from_day, coalesce(owner.from_day, alignment.from_day)) AS from_day,
    least(alignment.to_day, coalesce(owner.to_day, alignment.to_day)) AS to_day,
    rep.label
FROM alignment
INNER JOIN territory ON territory.territory_id = alignment.territory_id
LEFT JOIN territory_owner AS owner
    ON owner.territory_id = alignment.territory_id
    AND owner.from_day < alignment.to_day
    AND owner.to_day > alignment.from_day
LEFT JOIN rep ON rep.rep_id = owner.rep_id
WHERE alignment.customer_id = {sought}{seen}
ORDER BY from_day DESC""",
        values.taken,
    )


def compile_orders(asked: Question, scope: Scope, outline: Outline, limit: int, offset: int) -> Statement:
    """A stretch of the orders, the latest first, with lines and amount; how many, and their sum."""
    values = Values()
    found = _lines(asked, scope, outline, values)
    return Statement(
        f"""SELECT
    line.order_date,
    {_ORDER} AS order_id,
    count(*) AS lines,
    CAST(sum(line.net_amount) AS DECIMAL(38, 4)) AS net_amount,
    count(*) OVER () AS orders,
    CAST(sum(sum(line.net_amount)) OVER () AS DECIMAL(38, 4)) AS whole
{found.text()}
GROUP BY line.order_date, {_ORDER}
ORDER BY line.order_date DESC, order_id DESC
LIMIT {values.put(limit, "limit")} OFFSET {values.put(offset, "offset")}""",
        values.taken,
    )


def compile_order(order: str, asked: Question, scope: Scope, outline: Outline) -> Statement:
    """The lines of one order on the question's days, the largest first."""
    values = Values()
    found = _lines(asked, scope, outline, values)
    found.limits.append(f"{_ORDER} = {values.put(order, 'order')}")
    found.joins["names"] = _PRODUCT
    return Statement(
        f"""SELECT
    product_name.label AS product, line.quantity, line.list_amount, line.net_amount, line.channel,
    line.source_file, line.source_record
{found.text()}
ORDER BY line.net_amount DESC, line.line_id""",
        values.taken,
    )


def _lines(asked: Question, scope: Scope, outline: Outline, values: Values) -> Lines:
    known = dict(catalogue.dimensions(outline.levels))
    return lines(Reading("sales", asked.period), asked, scope, values, known, through=outline.through)
