"""Results: what was sold, and what was left of it."""

from dashboard.metrics.kinds import Direction, Distinct, Minus, Ratio, Sum
from dashboard.metrics.kpis.rows import count, money, quantity, rate

NET = Sum("sales", "net_amount")
COST = Sum("sales", "cost_amount")
NET_COSTED = Sum("sales", "net_amount", only="costed")
ORDERS = Distinct("sales", "order_id")

ROWS = (
    money("net_sales", NET, "sales"),
    money("gross_margin", Minus(NET_COSTED, COST), "sales", empty_reason="note.no_cost"),
    rate(
        "gross_margin_rate", Ratio(Minus(NET_COSTED, COST), NET_COSTED), "sales", empty_reason="note.no_cost"
    ),
    quantity("units", Sum("sales", "quantity"), "sales"),
    count("orders", ORDERS, "sales"),
    money("average_order", Ratio(NET, ORDERS), "sales", empty_reason="note.no_orders"),
    rate(
        "credited_to_invoiced",
        Ratio(Sum("sales", "credited_amount"), NET),
        "sales",
        "reps",
        direction=Direction.NEITHER,
        empty_reason="note.no_net_sales",
    ),
)
