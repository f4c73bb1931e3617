"""Rates between a deal's money, the plan's and the payee's: which day's, and what was found."""

import calendar
import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from dashboard.errors import Refused
from dashboard.pay.plan import Plan

When = Literal["spot", "month_end", "plan"]
# From which day on one unit is worth so much, in order.
_Known = Sequence[tuple[dt.date, Fraction]]


@dataclass(frozen=True, slots=True)
class Rate:
    """So much of `to` for one unit of `currency` from a day on, until there is another."""

    currency: str
    to: str
    day: dt.date
    rate: Decimal


class Rates:
    """The rates of days. One holds until the next; what two currencies are worth in each other without a rate
    of their own follows from the rates of both to a third, each the last one by the day.
    """

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._days: dict[tuple[str, str], list[tuple[dt.date, Fraction]]] = {}
        for one in sorted(rates, key=lambda rate: (rate.day, rate.rate)):
            self._days.setdefault((one.currency, one.to), []).append((one.day, Fraction(one.rate)))
        self._thirds = sorted({to for _, to in self._days})
        self._found: dict[tuple[str, str, dt.date], Fraction] = {}

    def rate(self, currency: str, to: str, day: dt.date) -> Fraction:
        """How much of `to` one unit is worth.

        Raises:
            Refused: `pay.no_rate`, where no rate of the day or of an earlier one is known.
        """
        if currency == to:
            return Fraction(1)
        asked = currency, to, day
        if asked not in self._found:
            self._found[asked] = self._of_day(*asked)
        return self._found[asked]

    def _of_day(self, currency: str, to: str, day: dt.date) -> Fraction:
        direct = self._between(currency, to, day)
        if direct is not None:
            return direct
        for third in self._thirds:
            here, there = self._between(currency, third, day), self._between(to, third, day)
            if here is not None and there is not None:
                return here / there
        raise Refused("pay.no_rate", currency=currency, to=to, day=day)

    def _between(self, currency: str, to: str, day: dt.date) -> Fraction | None:
        """By a rate of the two, in either direction."""
        found = _latest(self._days.get((currency, to), ()), day)
        if found is not None:
            return found
        other = _latest(self._days.get((to, currency), ()), day)
        return 1 / other if other else None


def check_currency(plan: Plan, reporting: str) -> None:
    """Go on only where a plan says its currency, or is in that of the company without saying so.

    Raises:
        Refused: `payrun.no_currency`: its amounts would be in a currency that nobody wrote.
    """
    if "currency" not in plan.model_fields_set and plan.currency != reporting:
        raise Refused("payrun.no_currency", plan=plan.key, currency=plan.currency, to=reporting)


def turned(plan: Plan, rates: Rates, pair: tuple[str, str], day: dt.date, when: When) -> Fraction:
    """What one unit of the first currency is in the second, one of which is the plan's (or "").

    Raises:
        Refused: `pay.no_rate`; `pay.no_plan_rate`, where the plan says none of its year.
    """
    currency, to = (one or plan.currency for one in pair)
    if currency == to:
        return Fraction(1)
    if when == "plan":
        return plan_rate(plan, currency, day) / plan_rate(plan, to, day)
    if when == "month_end":
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return rates.rate(currency, to, day)


def plan_rate(plan: Plan, currency: str, day: dt.date) -> Fraction:
    """What one unit is worth in the plan's money in the plan year of a day; no currency is the plan's.

    Raises:
        Refused: `pay.no_plan_rate`: the plan says none from that day or an earlier one.
    """
    if currency in ("", plan.currency):
        return Fraction(1)
    mine = sorted((one.from_, one.rate) for one in plan.currencies.rate if one.currency == currency)
    found = _latest([(since, Fraction(rate)) for since, rate in mine], day)
    if found is None:
        raise Refused("pay.no_plan_rate", currency=currency, to=plan.currency, day=day, plan=plan.key)
    return found


@dataclass(frozen=True, slots=True)
class Worth:
    """What one unit of a currency is in another; `agreed`: in the plan year, for the day has no rate."""

    rate: Fraction
    agreed: bool = False


def worth_on(plan: Plan, rates: Rates, pair: tuple[str, str], day: dt.date) -> Worth:
    """What one unit of the first currency is in the second: on a day, or, where no rate of it is known, in
    the plan year. Neither need be the plan's.

    Raises:
        Refused: `pay.no_rate`: there is neither.
    """
    currency, to = pair
    try:
        return Worth(rates.rate(currency, to, day))
    except Refused as none:
        try:
            if currency != plan.currency:
                over = worth_on(plan, rates, (plan.currency, to), day)
                return Worth(plan_rate(plan, currency, day) * over.rate, agreed=True)
            return Worth(1 / plan_rate(plan, to, day), agreed=True)
        except Refused:
            raise none from None


def _latest(known: _Known, day: dt.date) -> Fraction | None:
    """The last one by a day; of several of one day the highest."""
    at = bisect_right(known, day, key=lambda one: one[0])
    return known[at - 1][1] if at else None
