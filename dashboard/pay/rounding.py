"""Rounding, and sharing out a whole so that the parts add up to it."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.plan import Rounding, RoundingMode

_OF_A_BIT = 0.30103  # decimal digits
_LONG = 40


def written(amount: Fraction, most: int = 4000) -> str:
    """An exact amount as numerator and denominator; of more digits than `most`, as a year of daily rates
    may have, as a number of forty decimals: Python writes no longer ones, and nobody reads them.
    """
    digits = max(amount.numerator.bit_length(), amount.denominator.bit_length()) * _OF_A_BIT
    if digits <= most:
        return f"{amount.numerator}/{amount.denominator}"
    whole, part = divmod(abs(amount.numerator) * 10**_LONG // amount.denominator, 10**_LONG)
    return f"{'-' if amount < 0 else ''}{whole}.{part:0{_LONG}d}"


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
