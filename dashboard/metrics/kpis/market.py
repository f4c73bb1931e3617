"""The market, and our part of it in the same scope."""

from dashboard.metrics.kinds import Direction, Ratio, Sum
from dashboard.metrics.kpis.rows import money, rate

OWN_CHANGE = Ratio(
    Sum("market", "own_sales", only="compared"), Sum("market", "own_sales_before", only="compared")
)
CHANGE = Ratio(Sum("market", "amount", only="compared"), Sum("market", "amount_before", only="compared"))

ROWS = (
    money(
        "market_size",
        Sum("market", "amount"),
        "market",
        direction=Direction.NEITHER,
        alignment="today",
        empty_reason="note.no_market",
    ),
    rate(
        "market_share",
        Ratio(Sum("market", "own_sales"), Sum("market", "amount", only="with_own_sales")),
        "market",
        "sales",
        alignment="today",
        empty_reason="note.no_market",
    ),
    rate(
        "evolution_index",
        Ratio(OWN_CHANGE, CHANGE),
        "market",
        "sales",
        alignment="today",
        empty_reason="note.no_market_before",
    ),
)
