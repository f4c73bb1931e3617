"""Why net sales changed: price, volume, mix, new and lost items, adding up to the change exactly.

The level is declared: the product, whatever the rows. An item that is sold in both years has a
price in both; what has none (no quantity, an unknown product) is left to the mix.
"""

from dashboard.metrics.kinds import (
    Count,
    Direction,
    Each,
    Formula,
    Holds,
    Minus,
    Number,
    Prior,
    Prorated,
    Sum,
)
from dashboard.metrics.kpis.growth import CHANGE
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import money

_ITEMS = ("product",)
_LINES = Count("sales")
VOLUME = Sum("sales", "quantity")
PRICED = Sum("sales", "net_amount", only="measured")
IN_BOTH = (Holds(VOLUME, ">"), Holds(Prior(VOLUME), ">"))
# This year's volume at the prior year's price.
AT_PRIOR_PRICE = Prorated(Prior(PRICED), VOLUME, Prior(VOLUME))


def _kept(of: Formula) -> Each:
    return Each(_ITEMS, "sum", of, IN_BOTH)


PRICE = _kept(Minus(PRICED, AT_PRIOR_PRICE))
VOLUME_CHANGE = Prorated(
    _kept(Prior(PRICED)), Minus(_kept(VOLUME), _kept(Prior(VOLUME))), _kept(Prior(VOLUME))
)
NEW = Each(_ITEMS, "sum", NET, (Holds(_LINES, ">"), Holds(Prior(_LINES), "=")))
LOST = Each(_ITEMS, "sum", Minus(Number(0), Prior(NET)), (Holds(Prior(_LINES), ">"), Holds(_LINES, "=")))
MIX = Minus(Minus(Minus(Minus(CHANGE, PRICE), VOLUME_CHANGE), NEW), LOST)

ROWS = tuple(
    money(key, formula, "sales", "products", direction=Direction.NEITHER, alignment="today")
    for key, formula in (
        ("price_effect", PRICE),
        ("volume_effect", VOLUME_CHANGE),
        ("mix_effect", MIX),
        ("new_item_effect", NEW),
        ("lost_item_effect", LOST),
    )
)
