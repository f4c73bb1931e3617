"""The statements about ideas: those that are worth a minute, within a scope and a part of the tree."""

import datetime as dt
from collections.abc import Collection

from dashboard.access.scope import Scope
from dashboard.answers.compiler_limits import among, below, opened
from dashboard.answers.statement import Statement, Values

FOUND = (
    "rule", "customer_id", "customer", "subject", "subject_name", "beside_name", "value", "expected",
    "effort",
    "measured", "usual", "bound", "amount", "since", "counted", "territory_today",
    "latitude", "longitude",
)  # fmt: skip


def compile_ideas(scope: Scope, node: str | None, limit: int) -> Statement:
    """The ideas of the territories in scope (below `node`, where one is given), the best first."""
    values = Values()
    where = ["enough", *_within(scope, node, values)]
    sql = (
        f"SELECT {', '.join(FOUND)} FROM idea WHERE {' AND '.join(where)} "
        f"ORDER BY expected / effort DESC, rule, customer_id, subject LIMIT {values.put(limit, 'limit')}"
    )
    return Statement(sql, values.taken, ("idea",))


def compile_raised(scope: Scope, customers: Collection[str]) -> Statement:
    """Customer, rule and subject of the ideas about these customers, the one worth most last."""
    values = Values()
    theirs = among(list(customers), values, "customer")
    where = ["enough", f"customer_id IN ({theirs})", *_within(scope, None, values)]
    sql = (
        f"SELECT customer_id, rule, subject FROM idea WHERE {' AND '.join(where)} "
        "ORDER BY expected, rule, subject"
    )
    return Statement(sql, values.taken, ("idea",))


def compile_named(scope: Scope, customers: Collection[str], territories: Collection[str]) -> Statement:
    """Those of these customers and territories that are in scope today: whether a territory, key and name."""
    values = Values()
    within = "".join(f" AND {one}" for one in _within(scope, None, values))
    sql = (
        "SELECT FALSE, customer_id, label FROM customer "
        f"WHERE customer_id IN ({among(customers, values, 'customer')}){within} "
        "UNION ALL SELECT TRUE, territory_id, label FROM territory "
        f"WHERE territory_id IN ({among(territories, values, 'territory')}){within}"
    )
    return Statement(sql, values.taken)


def compile_deliverable(scope: Scope, node: str | None, until: dt.date, limit: int) -> Statement:
    """Whose open deals are due by a day, and whose orders are overdue; deals first, the likeliest first.

    The columns: kind, customer, name, what it is worth, what is likely, the day.
    """
    values = Values()
    within = "".join(f" AND {one}" for one in _within(scope, node, values))
    sql = (
        "SELECT 'deal' AS kind, deal.customer_id, customer.label, sum(deal.amount) AS worth, "
        "sum(deal.weighted) AS likely, min(deal.expected_close) AS day "
        "FROM deal_open AS deal "
        "INNER JOIN (SELECT customer_id, label FROM customer) AS customer "
        "ON customer.customer_id = deal.customer_id "
        "WHERE deal.outcome = 'open' AND deal.amount > 0 "
        f"AND deal.expected_close <= {values.put(until)}{within} "
        "GROUP BY deal.customer_id, customer.label "
        "UNION ALL SELECT 'overdue' AS kind, customer_id, customer AS label, value AS worth, "
        f"expected AS likely, since AS day FROM idea WHERE rule = 'overdue_order'{within} "
        f"ORDER BY kind, likely DESC, customer_id LIMIT {values.put(limit, 'limit')}"
    )
    return Statement(sql, values.taken, ("idea",))


def _within(scope: Scope, node: str | None, values: Values) -> list[str]:
    found = []
    if not scope.everything:
        found.append(f"path_today IN ({opened(scope, values)})")
    if node is not None:
        found.append(f"path_today IN ({below([node], values, 'node')})")
    return found
