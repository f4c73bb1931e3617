"""Rates between a deal's money, the plan's and the payee's: which day's, and what was found."""

import calendar
import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from dashboard.errors import Refused
from dashboard.pay.facts import Rate

When = Literal["spot", "month_end", "plan"]


class Rates:
    """Every rate of a run, by its two currencies; a rate holds until the next one."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._days: dict[tuple[str, str], list[Rate]] = {}
        self._plan: dict[tuple[str, str], list[Rate]] = {}
        for one in sorted(rates, key=lambda rate: (rate.day, rate.rate)):
            kept = self._plan if one.kind == "plan" else self._days
            kept.setdefault((one.currency, one.to), []).append(one)

    def rate(self, currency: str, to: str, day: dt.date, when: When) -> Fraction:
        """How much of `to` one unit is worth.

        Raises:
            Refused: `pay.no_rate`, where no rate of the day or of an earlier one is known.
        """
        if currency in ("", to):
            return Fraction(1)
        if when == "month_end":
            day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        kept = self._plan if when == "plan" else self._days
        found = _latest(kept.get((currency, to), []), day)
        if found is not None:
            return found
        other = _latest(kept.get((to, currency), []), day)
        if other:
            return 1 / other
        raise Refused("pay.no_rate", currency=currency, to=to, day=day)


def _latest(rates: list[Rate], day: dt.date) -> Fraction | None:
    earlier = [one for one in rates if one.day <= day]
    return Fraction(earlier[-1].rate) if earlier else None
