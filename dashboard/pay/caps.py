"""Caps of a pay interval, a measure interval and a fiscal year: what they cut off, in the plan's money.

A cap turns what each pay period earned into what it may pay. It is asked twice, of what was posted and of
what is posted now; the difference is what this statement may pay. So a change of a closed period that stays
above its cap changes nothing, and a cap gives back what a later return would take twice.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.desk import Desk
from dashboard.pay.due import limit
from dashboard.pay.facts import Window
from dashboard.pay.plan import Cap
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import Before

_NONE = Decimal(0)
_DAY = dt.timedelta(days=1)
# What each pay period (its first day) earned, or may pay.
Series = dict[dt.date, Decimal]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a cap cuts off (below zero: what it gives back), or, `withheld`, keeps for later."""

    component: str
    amount: Decimal
    released: Decimal = _NONE


@dataclass(frozen=True)
class Caps:
    """All caps of a plan for one pay period: of the components, then of the plan, refundable ones last."""

    desk: Desk
    period: Window
    before: Before

    def cuts(self, posted: Mapping[tuple[str, dt.date], Decimal]) -> tuple[list[Cut], Decimal]:
        """What is cut off, and what refundable caps keep then; `posted` has what is earned now."""
        found, old_parts, new_parts = [], [], []
        for key in dict.fromkeys(
            [*(one.key for one in self.desk.plan.component), *(key for key, _ in posted)]
        ):
            old, new = _series(self.before.posted, key), _series(posted, key)
            for cap, weight in self._of_component(key):
                old, new, cut = self._through(cap, weight, old, new)
                found.append(Cut(key, cut))
            old_parts.append(old)
            new_parts.append(new)
        old, new, withheld = _added(old_parts), _added(new_parts), self.before.withheld
        for cap in sorted(self.desk.plan.cap, key=lambda one: one.refundable):
            if cap.refundable:
                may = _change(old, new)
                paid = min(may + withheld, self._limit(cap, Fraction(1), self.period))
                released = min(max(paid - may, _NONE), withheld)
                found.append(Cut("", max(may - paid, _NONE), released))
                withheld += may - paid
                continue
            old, new, cut = self._through(cap, Fraction(1), old, new)
            found.append(Cut("", cut))
        return found, withheld

    def _of_component(self, key: str) -> Iterator[tuple[Cap, Fraction]]:
        for component in self.desk.plan.component:
            if component.key == key:
                yield from (
                    (cap, Fraction(component.weight))
                    for cap in component.cap
                    if cap.per in ("pay", "year") and (cap.amount, cap.times_target) != (None, None)
                )

    def _through(
        self, cap: Cap, weight: Fraction, old: Series, new: Series
    ) -> tuple[Series, Series, Decimal]:
        """What stays of both under a cap, and what it cuts off of the difference."""
        old_may, new_may = self._capped(cap, weight, old), self._capped(cap, weight, new)
        return old_may, new_may, _change(old, new) - _change(old_may, new_may)

    def _capped(self, cap: Cap, weight: Fraction, series: Series) -> Series:
        """What each pay period may pay: as far as those before it in the cap's interval left room."""
        found: Series = {}
        so_far: Series = {}
        for first in sorted(series):
            interval = self._interval(cap, first)
            most, before = self._limit(cap, weight, interval), so_far.get(interval.first, _NONE)
            so_far[interval.first] = before + series[first]
            found[first] = min(before + series[first], most) - min(before, most)
        return found

    def _interval(self, cap: Cap, first: dt.date) -> Window:
        interval = self.desk.plan.interval
        kind = {"pay": interval.paid, "measure": interval.measured, "year": "year"}[cap.per]
        return self.desk.facts.calendar.interval(kind, first)

    def _limit(self, cap: Cap, weight: Fraction, interval: Window) -> Decimal:
        if cap.times_target is not None and not self.desk.prorated.has_target:
            raise Refused("pay.no_target", payee=self.desk.payee.payee, component="-")
        target = _NONE if cap.times_target is None else self.desk.prorated.target(interval) * weight
        return rounded(limit(cap.amount, cap.times_target, Fraction(target)), self.desk.plan.rounding)


def _series(posted: Mapping[tuple[str, dt.date], Decimal], key: str) -> Series:
    return {first: amount for (component, first), amount in posted.items() if component == key}


def _added(parts: list[Series]) -> Series:
    total: Series = {}
    for part in parts:
        for first, amount in part.items():
            total[first] = total.get(first, _NONE) + amount
    return total


def _change(old: Series, new: Series) -> Decimal:
    return sum(new.values(), _NONE) - sum(old.values(), _NONE)
