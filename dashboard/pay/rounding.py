"""Rounding, and sharing out a whole so that the parts add up to it."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.plan import Rounding, RoundingMode


def rounded(amount: Fraction, rounding: Rounding) -> Decimal:
    """The amount with so many decimals, cut as the mode says; exact until here.

    `half_up` takes a half away from zero, `down` towards it, `up` away from it.
    """
    scale = 10**rounding.digits
    whole, rest = divmod(abs(amount.numerator) * scale, amount.denominator)
    whole += _carries(rounding.mode, whole, rest, amount.denominator)
    return Decimal(whole if amount >= 0 else -whole).scaleb(-rounding.digits)


def _carries(mode: RoundingMode, whole: int, rest: int, denominator: int) -> int:
    if mode == "down" or not rest:
        return 0
    if mode == "up":
        return 1
    doubled = 2 * rest
    if doubled == denominator and mode == "half_even":
        return whole % 2
    return int(doubled >= denominator)


def shared_out(total: Decimal, weights: Mapping[str, Decimal], digits: int = 2) -> dict[str, Decimal]:
    """The total in parts by weight, which add up to it exactly: the largest remainders get what is left.

    Ties go to the smaller key. Weights may not be negative, nor all zero.
    """
    unit = Decimal(1).scaleb(-digits)
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    units = Fraction(total) / Fraction(unit)
    exact = {key: units * Fraction(weight) / whole for key, weight in weights.items()}
    parts = {key: amount.numerator // amount.denominator for key, amount in exact.items()}
    left = int(units - sum(parts.values()))
    for key in sorted(exact, key=lambda key: (parts[key] - exact[key], key))[:left]:
        parts[key] += 1
    return {key: part * unit for key, part in parts.items()}
