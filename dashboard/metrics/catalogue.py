"""Every measure and dimension, one row each.

Names, definitions and pitfalls in both languages stand in the text catalogue under
`measure.<key>` and `dimension.<key>`; documentation, glossary and screens come from here.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from dashboard.errors import NotUnderstood
from dashboard.metrics.kinds import Dimension, Measure
from dashboard.metrics.kpis import (
    activity,
    bridge,
    coverage,
    customers,
    growth,
    market,
    pay,
    pipeline,
    price,
    quota,
    results,
)
from dashboard.metrics.nearest import nearest

# What the measures are about, in the order in which one reads them.
CHAPTERS: Mapping[str, tuple[Measure, ...]] = MappingProxyType(
    {
        "results": results.ROWS,
        "quota": quota.ROWS,
        "growth": growth.ROWS,
        "bridge": bridge.ROWS,
        "price": price.ROWS,
        "customers": customers.ROWS,
        "pipeline": pipeline.ROWS,
        "activity": activity.ROWS,
        "market": market.ROWS,
        "coverage": coverage.ROWS,
        "pay": pay.ROWS,
    }
)
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {row.key: row for rows in CHAPTERS.values() for row in rows}
)

_DIMENSIONS = (
    Dimension("day", "time"),
    Dimension("fiscal_week", "time"),
    Dimension("fiscal_month", "time"),
    Dimension("fiscal_quarter", "time"),
    Dimension("fiscal_year", "time"),
    Dimension("quota_period", "time"),
    Dimension("territory", "territory"),
    Dimension("rep", "rep"),
    Dimension("manager", "rep"),
    Dimension("customer", "customer"),
    Dimension("segment", "customer"),
    Dimension("industry", "customer"),
    Dimension("city", "customer"),
    Dimension("product", "product"),
    Dimension("brand", "product"),
    Dimension("category", "product"),
    Dimension("channel", "document"),
    Dimension("stage", "deal"),
    Dimension("source", "deal"),
    Dimension("outcome", "deal"),
    Dimension("contact_kind", "contact"),
)


def dimensions(levels: Iterable[str]) -> Mapping[str, Dimension]:
    """All dimensions, with one for each level of this company's territory tree."""
    return _with_levels(tuple(levels))


@lru_cache(maxsize=64)
def _with_levels(levels: tuple[str, ...]) -> Mapping[str, Dimension]:
    known = {row.key: row for row in _DIMENSIONS}
    for level in levels:
        known.setdefault(level, Dimension(level, "territory", level))
    return MappingProxyType(known)


def measures(own: Iterable[Measure] = ()) -> Mapping[str, Measure]:
    """All measures, with a company's own: one of the same key stands instead of ours."""
    more = {row.key: row for row in own}
    return MappingProxyType({**MEASURES, **more}) if more else MEASURES


def measure(key: str, own: Iterable[Measure] = ()) -> Measure:
    """The measure of this key.

    Raises:
        NotUnderstood: there is none; the sentence offers the nearest.
    """
    known = measures(own)
    if key not in known:
        raise NotUnderstood("ask.unknown_measure", name=key, nearest=nearest(key, known))
    return known[key]


def dimension(key: str, levels: Iterable[str]) -> Dimension:
    """The dimension of this key, among the fixed ones and the levels of the tree.

    Raises:
        NotUnderstood: there is none; the sentence offers the nearest.
    """
    known = dimensions(levels)
    if key not in known:
        raise NotUnderstood("ask.unknown_dimension", name=key, nearest=nearest(key, known))
    return known[key]
