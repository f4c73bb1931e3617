"""Where the names of a dimension's members stand: relation, key, label."""

from collections.abc import Mapping
from types import MappingProxyType

NAMED: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "customer": ("customer", "customer_id", "label"),
        "product": ("product", "product_id", "label"),
        "rep": ("rep", "rep_id", "label"),
        "territory": ("territory", "territory_id", "label"),
        "segment": ("customer", "segment", "segment"),
        "industry": ("customer", "industry", "industry"),
        "city": ("customer", "city", "city"),
        "brand": ("product", "brand", "brand"),
        "category": ("product", "category", "category"),
    }
)
