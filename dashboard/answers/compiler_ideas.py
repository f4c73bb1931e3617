"""The statements about ideas: those that are worth a minute, within a scope and a part of the tree."""

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


def _within(scope: Scope, node: str | None, values: Values) -> list[str]:
    found = []
    if not scope.everything:
        found.append(f"path_today IN ({opened(scope, values)})")
    if node is not None:
        found.append(f"path_today IN ({below([node], values, 'node')})")
    return found
