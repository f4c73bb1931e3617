"""Growth, share and mix."""

from dashboard.metrics.kinds import Direction, Each, Holds, Minus, Over, Prior, Ratio, Sum, Total
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import money, rate

CHANGE = Minus(NET, Prior(NET))
GROWTH = Ratio(CHANGE, Prior(NET), above_zero=True)

_NEW = Sum("sales", "net_amount", only="newly_launched")
_WITH_LAUNCH = Sum("sales", "net_amount", only="with_launch")
_CUSTOMERS = ("customer",)
# A customer whose returns outweigh what it bought is no part of what the others' shares are of.
_BUYERS = (Holds(NET, ">"),)
_UNSOLD = "note.no_net_sales"

ROWS = (
    rate("growth", GROWTH, "sales", alignment="today", empty_reason="note.no_prior"),
    rate(
        "growth_contribution",
        Ratio(CHANGE, Total(Prior(NET)), above_zero=True),
        "sales",
        alignment="today",
        empty_reason="note.no_prior",
    ),
    money("moving_annual_total", Over(NET, "full_months"), "sales"),
    rate(
        "mix_share",
        Ratio(NET, Total(NET), above_zero=True),
        "sales",
        direction=Direction.NEITHER,
        empty_reason=_UNSOLD,
    ),
    rate(
        "new_product_vitality",
        Ratio(_NEW, _WITH_LAUNCH, above_zero=True),
        "sales",
        "products",
        empty_reason="note.no_launch",
    ),
    rate(
        "concentration_top10",
        Each(_CUSTOMERS, "top_ten", NET, _BUYERS),
        "sales",
        "customers",
        direction=Direction.DOWN,
        empty_reason=_UNSOLD,
    ),
    rate(
        "concentration_hhi",
        Each(_CUSTOMERS, "squared_shares", NET, _BUYERS),
        "sales",
        "customers",
        direction=Direction.DOWN,
        empty_reason=_UNSOLD,
    ),
)
