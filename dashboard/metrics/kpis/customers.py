"""Customers: how many, and how much of what they spend."""

from dashboard.metrics.kinds import Direction, Distinct, Latest, Ratio, Sum, Trailing
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import count, day, money, rate

POTENTIAL = Sum("customer", "annual_potential")
_UNSAID = "note.no_potential"

ROWS = (
    count("active_customers", Distinct("sales", "customer_id", only="bought"), "sales"),
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
        Ratio(Trailing(NET), POTENTIAL),
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
