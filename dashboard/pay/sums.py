"""Sums of what several people are paid: of each currency by itself, for no two can be added."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal


def by_currency(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The sum of each currency, in their order."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in amounts:
        found[currency] += amount
    return dict(sorted(found.items()))
