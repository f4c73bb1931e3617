"""Every measure and dimension, one row each.

Names, definitions and pitfalls in both languages stand in the text catalogue under
`measure.<key>` and `dimension.<key>`; documentation, glossary and screens come from here.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dashboard.errors import NotUnderstood
from dashboard.metrics.kinds import (
    Aggregation,
    Dimension,
    Direction,
    Distinct,
    Kind,
    Latest,
    Measure,
    Minus,
    Prior,
    Ratio,
    Sum,
    Trailing,
    Whole,
)
from dashboard.metrics.nearest import nearest

NET = Sum("sales", "net_amount")
COST = Sum("sales", "cost_amount")
NET_COSTED = Sum("sales", "net_amount", only="costed")
ORDERS = Distinct("sales", "order_id")
QUOTA = Sum("quota_day", "amount")

_ROWS = (
    Measure(
        "net_sales", 1, Kind.MONEY, "currency", Direction.UP, Aggregation.SUM, "credited", NET, ("sales",)
    ),
    Measure(
        "gross_margin",
        1,
        Kind.MONEY,
        "currency",
        Direction.UP,
        Aggregation.SUM,
        "credited",
        Minus(NET_COSTED, COST),
        ("sales",),
        absent="empty",
        empty_reason="note.no_cost",
    ),
    Measure(
        "gross_margin_rate",
        1,
        Kind.RATIO,
        "fraction",
        Direction.UP,
        Aggregation.RATIO_OF_SUMS,
        "credited",
        Ratio(Minus(NET_COSTED, COST), NET_COSTED),
        ("sales",),
        absent="empty",
        empty_reason="note.no_cost",
    ),
    Measure(
        "units",
        1,
        Kind.QUANTITY,
        "units",
        Direction.UP,
        Aggregation.SUM,
        "credited",
        Sum("sales", "quantity"),
        ("sales",),
    ),
    Measure(
        "orders",
        1,
        Kind.COUNT,
        "n",
        Direction.UP,
        Aggregation.DISTINCT,
        "credited",
        ORDERS,
        ("sales",),
    ),
    Measure(
        "average_order",
        1,
        Kind.MONEY,
        "currency",
        Direction.UP,
        Aggregation.RATIO_OF_SUMS,
        "credited",
        Ratio(NET, ORDERS),
        ("sales",),
        absent="empty",
        empty_reason="note.no_orders",
    ),
    Measure(
        "active_customers",
        1,
        Kind.COUNT,
        "n",
        Direction.UP,
        Aggregation.DISTINCT,
        "credited",
        Distinct("sales", "customer_id", only="bought"),
        ("sales",),
    ),
    Measure(
        "quota",
        1,
        Kind.MONEY,
        "currency",
        Direction.NEITHER,
        Aggregation.SUM,
        "credited",
        QUOTA,
        ("quotas",),
        absent="empty",
        empty_reason="note.no_quota",
    ),
    Measure(
        "attainment",
        1,
        Kind.RATIO,
        "fraction",
        Direction.UP,
        Aggregation.RATIO_OF_SUMS,
        "credited",
        Ratio(NET, QUOTA),
        ("sales", "quotas"),
        absent="empty",
        empty_reason="note.no_quota",
    ),
    Measure(
        "share_of_full_quota",
        1,
        Kind.RATIO,
        "fraction",
        Direction.UP,
        Aggregation.RATIO_OF_SUMS,
        "credited",
        Ratio(NET, Whole(QUOTA)),
        ("sales", "quotas"),
        absent="empty",
        empty_reason="note.no_quota",
    ),
    Measure(
        "growth",
        1,
        Kind.RATIO,
        "fraction",
        Direction.UP,
        Aggregation.RATIO_OF_SUMS,
        "today",
        Ratio(Minus(NET, Prior(NET)), Prior(NET), above_zero=True),
        ("sales",),
        absent="empty",
        empty_reason="note.no_prior",
    ),
    Measure(
        "potential",
        1,
        Kind.MONEY,
        "currency",
        Direction.NEITHER,
        Aggregation.SUM,
        "today",
        Sum("customer", "annual_potential"),
        ("customers",),
        absent="empty",
        empty_reason="note.no_potential",
    ),
    Measure(
        "share_of_wallet",
        1,
        Kind.RATIO,
        "fraction",
        Direction.UP,
        Aggregation.RATIO_OF_SUMS,
        "today",
        Ratio(Trailing(NET), Sum("customer", "annual_potential")),
        ("sales", "customers"),
        absent="empty",
        empty_reason="note.no_potential",
    ),
    Measure(
        "last_order",
        1,
        Kind.DATE,
        "day",
        Direction.NEITHER,
        Aggregation.LATEST,
        "credited",
        Latest("sales", "order_date", only="bought"),
        ("sales",),
        absent="empty",
        empty_reason="note.no_orders",
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({row.key: row for row in _ROWS})

_DIMENSIONS = (
    Dimension("day", "time"),
    Dimension("fiscal_week", "time"),
    Dimension("fiscal_month", "time"),
    Dimension("fiscal_quarter", "time"),
    Dimension("fiscal_year", "time"),
    Dimension("quota_period", "time"),
    Dimension("territory", "territory"),
    Dimension("rep", "rep"),
    Dimension("customer", "customer"),
    Dimension("segment", "customer"),
    Dimension("city", "customer"),
    Dimension("product", "product"),
    Dimension("brand", "product"),
    Dimension("category", "product"),
    Dimension("channel", "document"),
)


def dimensions(levels: Iterable[str]) -> Mapping[str, Dimension]:
    """All dimensions, with one for each level of this company's territory tree."""
    known = {row.key: row for row in _DIMENSIONS}
    for level in levels:
        known.setdefault(level, Dimension(level, "territory", level))
    return MappingProxyType(known)


def measure(key: str) -> Measure:
    """The measure of this key.

    Raises:
        NotUnderstood: there is none; the sentence offers the nearest.
    """
    if key not in MEASURES:
        raise NotUnderstood("ask.unknown_measure", name=key, nearest=nearest(key, MEASURES))
    return MEASURES[key]


def dimension(key: str, levels: Iterable[str]) -> Dimension:
    """The dimension of this key, among the fixed ones and the levels of the tree.

    Raises:
        NotUnderstood: there is none; the sentence offers the nearest.
    """
    known = dimensions(levels)
    if key not in known:
        raise NotUnderstood("ask.unknown_dimension", name=key, nearest=nearest(key, known))
    return known[key]
