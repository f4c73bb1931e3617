"""Quota and target pay by the days that somebody works: both are cut by the same factor."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from dashboard.pay.facts import Calendar, Facts, Leave, Payee, TargetPay, Window
from dashboard.pay.money import plan_rate
from dashboard.pay.plan import MONTHS, Plan

_ONE = dt.timedelta(days=1)
_MONTHS = (28, 29, 30, 31)


def days(window: Window) -> Iterator[dt.date]:
    """Every day of a window."""
    day = window.first
    while day < window.end:
        yield day
        day += _ONE


@dataclass(frozen=True)
class Prorated:
    """One person's working time under a plan: which days count, and how much each."""

    plan: Plan
    payee: Payee
    facts: Facts

    def weight(self, window: Window, *, counted_only: bool) -> Fraction:
        """What the days weigh; all of them, or those on which the person is in the plan and at work."""
        weights = self._by(window)
        return weights.sum(day for day in days(window) if not counted_only or self.counts(day))

    def quota(self, measure: str, window: Window, scope: str = "") -> Fraction | None:
        """The quota of the person's slices in the window, in the plan's money; None where nobody set one.

        One in other money is turned at the rate of the plan year of its first day: nobody comes nearer to a
        quota by what a currency does.

        Raises:
            Refused: `pay.no_plan_rate`.
        """
        key = (measure, window, scope)
        if key not in self._quotas:
            self._quotas[key] = self._quota(measure, window, scope)
        return self._quotas[key]

    def _quota(self, measure: str, window: Window, scope: str) -> Fraction | None:
        total, found = Fraction(0), False
        for piece in self.facts.quotas:
            if (piece.payee, piece.measure, piece.scope) != (self.payee.payee, measure, scope):
                continue
            quota = Window(piece.first, piece.end)
            held = quota.overlap(piece.held_first, piece.held_end)
            here = held.overlap(window.first, window.end) if held else None
            if here is None:
                continue
            found = True
            weights = self._by(quota)
            part = self._ramped(weights, days(here))
            amount = Fraction(piece.amount) * plan_rate(self.plan, piece.currency, piece.first)
            total += amount * Fraction(piece.share) * part / weights.sum(days(quota))
        return total if found else None

    def target(self, window: Window) -> Fraction:
        """Target pay of the window: a month's part of the year's for each month, cut like the quota.

        Where it changes inside the window, each amount is cut by the days for which it stands. One in other
        money is turned into the plan's at the rate of the plan year.

        Raises:
            Refused: `pay.no_plan_rate`.
        """
        if window not in self._of_window:
            self._of_window[window] = self._target(window)
        return self._of_window[window]

    def _target(self, window: Window) -> Fraction:
        weights, total = self._by(window), Fraction(0)
        stands = self._monthly(window)
        for amount in sorted(set(stands.values())):
            days_of = [day for day, one in stands.items() if one == amount]
            whole = weights.sum(days_of)
            if self.plan.proration.ramp_target:
                counted = self._ramped(weights, days_of)
            else:
                counted = weights.sum(day for day in days_of if self.counts(day))
            total += amount * self._months(days_of) * counted / (whole or 1)
        return total

    def _ramped(self, weights: "_Weights", chosen: Iterable[dt.date]) -> Fraction:
        """What the days weigh on which the person is at work, each cut by its share of the ramp."""
        by_share: dict[Fraction, list[dt.date]] = {}
        for day in chosen:
            if self.counts(day):
                by_share.setdefault(self._ramp(day), []).append(day)
        return sum((share * weights.sum(mine) for share, mine in by_share.items()), Fraction(0))

    @property
    def has_target(self) -> bool:
        """Whether target pay is known at all."""
        return bool(self.plan.target) or any(one.payee == self.payee.payee for one in self.facts.targets)

    def _monthly(self, window: Window) -> dict[dt.date, Fraction]:
        """A month's target pay as it stands on each day; before somebody is hired it is the first one's."""
        found: dict[dt.date, Fraction] = {}
        later = Fraction(0)
        for day in reversed(list(days(window))):
            said = self._target_of_month(day)
            if said is None:
                said = Fraction(0) if self.counts(day) else later
            found[day] = later = said
        return found

    def _months(self, days_of: Iterable[dt.date]) -> Fraction:
        """How many months the days are, by their weight in each."""
        by_month: dict[Window, list[dt.date]] = {}
        for day in days_of:
            by_month.setdefault(self._month(day), []).append(day)
        total = Fraction(0)
        for month, mine in by_month.items():
            weights = self._by(month)
            total += weights.sum(mine) / (weights.sum(days(month)) or 1)
        return total

    def _month(self, day: dt.date) -> Window:
        if day not in self._known_months:
            month = self.facts.calendar.interval("month", day)
            self._known_months.update(dict.fromkeys(days(month), month))
        return self._known_months[day]

    def counts(self, day: dt.date) -> bool:
        """Whether the person is in the plan, employed and not on a leave that is taken out."""
        if not any(day in stretch for stretch in self._stretches):
            return False
        if self.plan.proration.hire and (
            (self.payee.hired and day < self.payee.hired) or (self.payee.left and day >= self.payee.left)
        ):
            return False
        return not any(day in away for away in self._away)

    def _by(self, window: Window) -> "_Weights":
        """What days are weighed by: by the calendar where the plan's way leaves a window without weight."""
        weights = self._weights
        return weights if any(weights[day] for day in days(window)) else self._calendar_days

    @cached_property
    def _weights(self) -> "_Weights":
        return _Weights(self.plan.proration.by, self.facts.calendar)

    @cached_property
    def _calendar_days(self) -> "_Weights":
        return _Weights("calendar_days", self.facts.calendar)

    @cached_property
    def _quotas(self) -> dict[tuple[str, Window, str], Fraction | None]:
        """Quotas that were asked for: a component asks for its own several times."""
        return {}

    @cached_property
    def _of_window(self) -> dict[Window, Fraction]:
        """Target pay that was asked for."""
        return {}

    @cached_property
    def _known_months(self) -> dict[dt.date, Window]:
        return {}

    def _ramp(self, day: dt.date) -> Fraction:
        """The share of quota that counts in this month since hire."""
        ramp, hired = self.plan.proration.ramp, self.payee.hired
        if not ramp or hired is None or day < hired:
            return Fraction(1)
        months = (day.year - hired.year) * 12 + day.month - hired.month
        months -= 1 if day.day < hired.day else 0
        return Fraction(ramp[months]) if months < len(ramp) else Fraction(1)

    def _target_of_month(self, day: dt.date) -> Fraction | None:
        for one in self._targets:
            if one.first <= day < one.end:
                return Fraction(one.amount) * plan_rate(self.plan, one.currency, day) / MONTHS[one.per]
        if self.plan.target:
            return Fraction(self.plan.target.amount) / MONTHS[self.plan.target.per]
        return None

    @cached_property
    def _targets(self) -> tuple[TargetPay, ...]:
        """The person's target pay; where two stand on a day, the later one."""
        mine = (one for one in self.facts.targets if one.payee == self.payee.payee)
        return tuple(sorted(mine, key=lambda one: (one.first, one.end, one.amount), reverse=True))

    @cached_property
    def _stretches(self) -> tuple[Window, ...]:
        return tuple(
            Window(one.first, one.end)
            for one in self.facts.members
            if one.payee == self.payee.payee and one.plan == self.plan.key
        )

    @cached_property
    def _away(self) -> tuple[Window, ...]:
        after = self.plan.proration.leave_after
        if after is None:
            return ()
        mine = (one for one in self.facts.leaves if one.payee == self.payee.payee)
        return tuple(_beyond(mine, after))


def _beyond(leaves: Iterable[Leave], after: int) -> Iterator[Window]:
    """The days of each leave that are taken out: those after its first so many."""
    for leave in leaves:
        first = leave.first + dt.timedelta(days=after)
        if first < leave.end:
            yield Window(first, leave.end)


class _Weights(dict[dt.date, int]):
    """What each day weighs, in whole numbers of a unit that all of them have: they are added up often."""

    def __init__(self, by: str, calendar: Calendar) -> None:
        super().__init__()
        self._way, self._calendar = by, calendar
        self._unit = lcm(
            *(Fraction(one).denominator for one in calendar.season),
            *(
                Fraction(one, length).denominator
                for one in map(Fraction, calendar.season)
                for length in _MONTHS
            ),
        )

    def __missing__(self, day: dt.date) -> int:
        self[day] = weight = int(_weight(day, self._way, self._calendar) * self._unit)
        return weight

    def sum(self, chosen: Iterable[dt.date]) -> Fraction:
        """What these days weigh together."""
        return Fraction(sum(self[day] for day in chosen), self._unit)


def _weight(day: dt.date, by: str, calendar: Calendar) -> Fraction:
    if by == "calendar_days":
        return Fraction(1)
    if by == "months":
        return Fraction(calendar.season[day.month - 1]) / monthrange(day.year, day.month)[1]
    if day.isoweekday() in calendar.weekend or day in calendar.holidays:
        return Fraction(0)
    return Fraction(calendar.season[day.month - 1]) if by == "seasonal" else Fraction(1)
