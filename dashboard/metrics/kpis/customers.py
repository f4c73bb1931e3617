"""Customers: how many, which ones came, stayed and went, and how much of what they spend.

Each account counts for itself, whatever its parent buys.
"""

from dashboard.metrics.kinds import (
    Count,
    Days,
    Direction,
    Distinct,
    Each,
    Formula,
    Holds,
    Latest,
    Number,
    Over,
    Ratio,
    Sum,
)
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import count, day, mean, money, rate

POTENTIAL = Sum("customer", "annual_potential")
ACTIVE = Distinct("sales", "customer_id", only="bought")
_UNSAID = "note.no_potential"

_CUSTOMERS = ("customer",)
# Of one customer: one, or none; unlike their lines, rollups hold it.
_BOUGHT = ACTIVE
_NEEDS = ("sales", "customers")


def _some(days: Days) -> Holds:
    return Holds(Over(_BOUGHT, days), ">")


def _none(days: Days) -> Holds:
    return Holds(Over(_BOUGHT, days), "=")


def _those(*tests: Holds, of: Formula | None = None) -> Each:
    return Each(_CUSTOMERS, "sum" if of else "count", of or Number(1), tests)


_NOW = Holds(_BOUGHT, ">")
NEW = _those(_NOW, _none("earlier"))
REACTIVATED = _those(_NOW, _none("opening"), _some("earlier"))
RETAINED = _those(_NOW, _some("opening"))
LOST = _those(_some("opening"), _none("window"))
KEPT = _those(_some("opening"), _some("window"))
OPENING = Over(ACTIVE, "opening")
CLOSING = Over(ACTIVE, "window")

_OWNED_ACTIVE = Distinct("sales", "customer_id", only="bought_by_owned")
_ACCOUNTS = Over(Distinct("account", "customer_id"), "until")
_FAMILIES = Each(("customer", "category"), "count", Number(1), (Holds(Count("sales", only="bought"), ">"),))

ROWS = (
    count("active_customers", ACTIVE, "sales"),
    count("opening_customers", OPENING, *_NEEDS, alignment="today"),
    count("new_customers", NEW, *_NEEDS, alignment="today"),
    count("reactivated_customers", REACTIVATED, *_NEEDS, alignment="today"),
    count("retained_customers", RETAINED, *_NEEDS, alignment="today"),
    count("lost_customers", LOST, *_NEEDS, direction=Direction.DOWN, alignment="today"),
    count("closing_customers", CLOSING, *_NEEDS, alignment="today"),
    rate(
        "customer_retention",
        Ratio(KEPT, OPENING),
        *_NEEDS,
        alignment="today",
        empty_reason="note.no_opening",
    ),
    rate(
        "net_revenue_retention",
        Ratio(
            _those(_some("opening"), of=Over(NET, "trailing")),
            _those(_some("opening"), of=Over(NET, "opening")),
            above_zero=True,
        ),
        *_NEEDS,
        alignment="today",
        empty_reason="note.no_opening",
    ),
    rate(
        "penetration",
        Ratio(_OWNED_ACTIVE, _ACCOUNTS),
        *_NEEDS,
        "alignments",
        alignment="today",
        empty_reason="note.no_accounts",
    ),
    mean("breadth", Ratio(_FAMILIES, ACTIVE), *_NEEDS, "products", empty_reason="note.nobody_bought"),
    money(
        "potential",
        POTENTIAL,
        "customers",
        direction=Direction.NEITHER,
        alignment="today",
        empty_reason=_UNSAID,
    ),
    rate(
        "share_of_wallet",
        Ratio(Over(NET, "trailing"), POTENTIAL),
        "sales",
        "customers",
        alignment="today",
        empty_reason=_UNSAID,
    ),
    day(
        "last_order",
        Latest("sales", "order_date", only="bought"),
        "sales",
        direction=Direction.NEITHER,
        empty_reason="note.no_orders",
    ),
)
