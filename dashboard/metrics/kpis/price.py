"""Price and discount."""

from dashboard.metrics.kinds import Count, Direction, Each, Minus, Ratio, Sum
from dashboard.metrics.kpis.bridge import AT_PRIOR_PRICE, IN_BOTH, PRICED, VOLUME
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import money, rate

_LIST = Sum("sales", "list_amount")
_LISTED_VOLUME = Sum("sales", "quantity", only="listed")
_NET_LISTED = Sum("sales", "net_amount", only="listed")

_BOUGHT_IN_BOTH = ("customer", "product")
_NOW = Each(_BOUGHT_IN_BOTH, "sum", PRICED, IN_BOTH)
_AT_PRIOR_PRICES = Each(_BOUGHT_IN_BOTH, "sum", AT_PRIOR_PRICE, IN_BOTH)
_INDEX_NEEDS = ("sales", "customers", "products")

_NET_BELOW = Sum("sales", "net_amount", only="below_floor")
_FLOOR_BELOW = Sum("sales", "floor_amount", only="below_floor")
_NET_WITH_FLOOR = Sum("sales", "net_amount", only="with_floor")
_FLOOR_NEEDS = ("sales", "products", "price_floors")
_NO_FLOOR = "note.no_floor"

ROWS = (
    rate(
        "discount_rate",
        Ratio(Minus(_LIST, _NET_LISTED), _LIST, above_zero=True),
        "sales",
        direction=Direction.DOWN,
        empty_reason="note.no_list",
    ),
    rate(
        "price_realisation",
        Ratio(_NET_LISTED, _LIST, above_zero=True),
        "sales",
        empty_reason="note.no_list",
    ),
    money(
        "average_price",
        Ratio(PRICED, VOLUME, above_zero=True),
        "sales",
        direction=Direction.NEITHER,
        empty_reason="note.no_units",
    ),
    money(
        "average_list_price",
        Ratio(_LIST, _LISTED_VOLUME, above_zero=True, both=True),
        "sales",
        direction=Direction.NEITHER,
        empty_reason="note.no_list",
    ),
    rate(
        "price_index",
        Ratio(_NOW, _AT_PRIOR_PRICES, above_zero=True),
        *_INDEX_NEEDS,
        alignment="today",
        empty_reason="note.no_same_items",
    ),
    rate(
        "price_index_coverage",
        Ratio(_NOW, NET, above_zero=True),
        *_INDEX_NEEDS,
        alignment="today",
        empty_reason="note.no_net_sales",
    ),
    rate(
        "off_policy_lines",
        Ratio(Count("sales", only="below_floor"), Count("sales", only="with_floor")),
        *_FLOOR_NEEDS,
        direction=Direction.DOWN,
        empty_reason=_NO_FLOOR,
    ),
    rate(
        "off_policy_value",
        Ratio(_NET_BELOW, _NET_WITH_FLOOR, above_zero=True),
        *_FLOOR_NEEDS,
        direction=Direction.DOWN,
        empty_reason=_NO_FLOOR,
    ),
    money("margin_leakage", Minus(_FLOOR_BELOW, _NET_BELOW), *_FLOOR_NEEDS, direction=Direction.DOWN),
)
