"""What a company's own measure may read of each mart: columns, conditions, and the tables they come from.

The catalogue's own formulas name columns in code; what a file names is held against this list.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Holds = Literal["money", "quantity", "key", "day", "days"]

COLUMNS: Mapping[str, Mapping[str, Holds]] = MappingProxyType(
    {
        "sales": {
            "net_amount": "money", "list_amount": "money", "discount_amount": "money", "cost_amount": "money",
            "credited_amount": "money", "floor_amount": "money", "quantity": "quantity", "order_id": "key",
            "customer_id": "key", "product_id": "key", "rep_id": "key", "channel": "key", "order_date": "day",
        },
        "quota_day": {"amount": "money"},
        "customer": {"annual_potential": "money", "customer_id": "key"},
    }
)  # fmt: skip
CONDITIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sales": ("costed", "bought", "measured", "listed", "newly_launched", "with_floor", "below_floor")}
)
TABLE: Mapping[str, str] = MappingProxyType(
    {
        "sales": "sales",
        "quota_day": "quotas",
        "customer": "customers",
        "contact": "activities",
        "deal_created": "opportunities",
        "deal_closed": "opportunities",
        "deal_due": "opportunities",
        "deal_open": "opportunities",
    }
)
