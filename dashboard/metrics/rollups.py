"""The rollups: facts put together in advance, each with what its rows carry and hold.

A file of `queries/rollups` makes each of them when a publication is built; the compiler reads the
smallest one that carries all that a question breaks down by and holds all that it measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from dashboard.metrics.kinds import Atom, Distinct, Latest, Sum

# How a held column becomes its atom: like the lines' own values, as counts that add up, or as
# bitmaps of the members of a block, put together by OR and counted.
Way = Literal["plain", "counts", "bits"]


@dataclass(frozen=True, slots=True)
class Held:
    """Where a rollup holds an atom."""

    column: str
    way: Way = "plain"
    only: str = ""


@dataclass(frozen=True, slots=True)
class Rollup:
    """One rollup: its mart, the days in a row, and what its rows carry beside territories and time.

    `own` are the dimensions that are columns of its own; the others are found as in the mart.
    """

    relation: str
    mart: str
    grain: Literal["day", "month"]
    dimensions: frozenset[str]
    holds: Mapping[Atom, Held]
    own: frozenset[str] = frozenset()


_SUMS: Mapping[Atom, Held] = {
    **{
        Sum("sales", column): Held(column)
        for column in ("net_amount", "cost_amount", "list_amount", "discount_amount", "quantity")
    },
    Sum("sales", "net_amount", only="costed"): Held("net_amount_costed"),
    Sum("sales", "net_amount", only="listed"): Held("net_amount_listed"),
}
_ORDERS: Mapping[Atom, Held] = {Distinct("sales", "order_id"): Held("order_count", "counts")}
_LAST: Mapping[Atom, Held] = {Latest("sales", "order_date", only="bought"): Held("last_bought")}
_BUYERS = Distinct("sales", "customer_id", only="bought")
_BY_BLOCK: Mapping[Atom, Held] = {_BUYERS: Held("customers", "bits")}
_BY_CUSTOMER: Mapping[Atom, Held] = {_BUYERS: Held("customer_id", only="last_bought")}

_DOCUMENT = frozenset({"rep", "channel", "quota_period"})
_CUSTOMER = _DOCUMENT | {"customer", "segment", "city"}
_GOODS = frozenset({"brand", "category"})

_OF_TERRITORIES: Mapping[Atom, Held] = {**_SUMS, **_ORDERS, **_LAST, **_BY_BLOCK}
_OF_CUSTOMERS: Mapping[Atom, Held] = {**_SUMS, **_ORDERS, **_LAST, **_BY_CUSTOMER}
_OF_QUOTAS: Mapping[Atom, Held] = {Sum("quota_day", "amount"): Held("amount")}

ROLLUPS = (
    Rollup("rollup_month", "sales", "month", _DOCUMENT, _OF_TERRITORIES),
    Rollup("rollup_day", "sales", "day", _DOCUMENT, _OF_TERRITORIES),
    Rollup("goods_month", "sales", "month", _DOCUMENT | _GOODS, _SUMS, own=_GOODS),
    Rollup("goods_day", "sales", "day", _DOCUMENT | _GOODS, _SUMS, own=_GOODS),
    Rollup("customer_month", "sales", "month", _CUSTOMER, _OF_CUSTOMERS),
    Rollup("customer_day", "sales", "day", _CUSTOMER, _OF_CUSTOMERS),
    Rollup("quota_month", "quota_day", "month", frozenset({"rep", "quota_period"}), _OF_QUOTAS),
)
BY_NAME: Mapping[str, Rollup] = MappingProxyType({one.relation: one for one in ROLLUPS})
