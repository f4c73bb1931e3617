"""The second calculator's days: quota and target pay, added up one day at a time.

Every day is asked by itself whether it counts and what it weighs, so that no formula for whole stretches of
days stands here that could be wrong in the same way as the engine's.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Slice, Window
from dashboard.pay.plan import MONTHS, Plan

_DAY = dt.timedelta(days=1)
_NONE = Fraction(0)


class UnknownFeature(Refused):
    """The plan says something that the second calculator cannot follow, so that it must not seem to agree."""

    def __init__(self, what: str) -> None:
        super().__init__("payrun.unknown_to_second", what=what)


def each_day(first: dt.date, end: dt.date) -> Iterator[dt.date]:
    """Days one after the other, without the last."""
    while first < end:
        yield first
        first += _DAY


def cut(amount: Fraction, mode: str, digits: int) -> Decimal:
    """An amount to so many decimals: by what is left over when its whole units are taken away."""
    units = abs(amount) * 10**digits
    whole = units.numerator // units.denominator
    left = units - whole
    half = Fraction(1, 2)
    if mode == "half_up":
        more = left >= half
    elif mode == "half_even":
        more = left > half or (left == half and whole % 2 == 1)
    elif mode == "up":
        more = left > 0
    elif mode == "down":
        more = False
    else:
        raise UnknownFeature(f"rounding {mode}")
    whole += 1 if more else 0
    return Decimal(whole if amount >= 0 else -whole).scaleb(-digits)


def of_plan_year(plan: Plan, currency: str, day: dt.date) -> Fraction:
    """What one unit is worth in the plan's money by the rate that the plan fixed last, by the day."""
    if currency in ("", plan.currency):
        return Fraction(1)
    fixed = [one for one in plan.currencies.rate if one.currency == currency and one.from_ <= day]
    if not fixed:
        raise Refused("pay.no_plan_rate", currency=currency, to=plan.currency, day=day, plan=plan.key)
    return Fraction(max(fixed, key=lambda one: one.from_).rate)


class Days:
    """One person's days under one plan."""

    def __init__(self, plan: Plan, facts: Facts, payee: str) -> None:
        self._plan, self._facts, self._payee = plan, facts, facts.payee(payee)
        self._away: set[dt.date] = set()
        allowed = plan.proration.leave_after
        if allowed is not None:
            for leave in facts.leaves:
                if leave.payee == payee:
                    self._away |= set(list(each_day(leave.first, leave.end))[allowed:])
        self._members = [one for one in facts.members if (one.payee, one.plan) == (payee, plan.key)]
        self._quotas = [one for one in facts.quotas if one.payee == payee]
        self._targets = [one for one in facts.targets if one.payee == payee]
        # Every answer is kept: the same days are asked for by each period that is calculated again.
        self._counts: dict[dt.date, bool] = {}
        self._known: dict[tuple[str, Window, str], Fraction | None] = {}
        self._paid: dict[Window, Fraction] = {}
        self._parts: dict[dt.date, Fraction] = {}
        self._weighed: dict[Window, dict[dt.date, Fraction]] = {}

    def in_plan(self, day: dt.date) -> bool:
        """Whether the person is a member of the plan on the day."""
        return any(one.first <= day < one.end for one in self._members)

    def counts(self, day: dt.date) -> bool:
        """Whether quota and target pay have this day."""
        if day not in self._counts:
            self._counts[day] = self._is_there(day)
        return self._counts[day]

    def _is_there(self, day: dt.date) -> bool:
        if not self.in_plan(day) or day in self._away:
            return False
        if not self._plan.proration.hire:
            return True
        hired, left = self._payee.hired, self._payee.left
        return (hired is None or hired <= day) and (left is None or day < left)

    def weight(self, day: dt.date) -> Fraction:
        """What the day weighs before anything is asked about the person."""
        by, calendar = self._plan.proration.by, self._facts.calendar
        if by == "calendar_days":
            return Fraction(1)
        worked = day.isoweekday() not in calendar.weekend and day not in calendar.holidays
        if by == "working_days":
            return Fraction(1 if worked else 0)
        if by == "seasonal":
            return Fraction(calendar.season[day.month - 1]) if worked else _NONE
        if by == "months":
            return Fraction(calendar.season[day.month - 1]) / monthrange(day.year, day.month)[1]
        raise UnknownFeature(f"proration by {by}")

    def weights(self, first: dt.date, end: dt.date) -> dict[dt.date, Fraction]:
        """All days of a stretch with their weights; where none weighs anything, each weighs 1."""
        window = Window(first, end)
        if window not in self._weighed:
            found = {day: self.weight(day) for day in each_day(first, end)}
            self._weighed[window] = found if any(found.values()) else dict.fromkeys(found, Fraction(1))
        return self._weighed[window]

    def ramp(self, day: dt.date) -> Fraction:
        """The share of quota in the month since hire in which the day lies."""
        shares, hired = self._plan.proration.ramp, self._payee.hired
        if not shares or hired is None or day < hired:
            return Fraction(1)
        month = (day.year - hired.year) * 12 + day.month - hired.month
        if day.day < hired.day:
            month -= 1
        return Fraction(shares[month]) if month < len(shares) else Fraction(1)

    def quota(self, measure: str, window: Window, scope: str) -> Fraction | None:
        """The quota of a window, of all products or of those of a scope; None where there is none at all."""
        asked = measure, window, scope
        if asked not in self._known:
            self._known[asked] = self._quota(measure, window, scope)
        return self._known[asked]

    def _quota(self, measure: str, window: Window, scope: str) -> Fraction | None:
        found: list[Fraction] = []
        for one in self._quotas:
            if (one.measure, one.scope) == (measure, scope) and self._touches(one, window):
                found.append(self._of_slice(one, window))
        return sum(found, _NONE) if found else None

    def _touches(self, one: Slice, window: Window) -> bool:
        first, end = max(window.first, one.first, one.held_first), min(window.end, one.end, one.held_end)
        return first < end

    def _of_slice(self, one: Slice, window: Window) -> Fraction:
        weights = self.weights(one.first, one.end)
        whole = sum(weights.values(), _NONE)
        got = _NONE
        for day, weight in weights.items():
            if day in window and one.held_first <= day < one.held_end and self.counts(day):
                got += weight * self.ramp(day)
        amount = Fraction(one.amount) * of_plan_year(self._plan, one.currency, one.first)
        return amount * Fraction(one.share) * got / whole

    def target(self, window: Window) -> Fraction:
        """Target pay of a window, before a component's weight: amount by amount that stands in it.

        As many months of it as the days are for which it stands, by the share of their weight that counts.
        """
        if window not in self._paid:
            self._paid[window] = self._target(window)
        return self._paid[window]

    def _target(self, window: Window) -> Fraction:
        weights = self.weights(window.first, window.end)
        total, stands = _NONE, self._standing(window)
        for amount in set(stands.values()):
            days = [day for day, one in stands.items() if one == amount]
            months = sum((self._part_of_month(day) for day in days), _NONE)
            whole = sum((weights[day] for day in days), _NONE)
            got = sum((weights[day] * self._ramp_of_target(day) for day in days if self.counts(day)), _NONE)
            total += amount * months * got / whole if whole else _NONE
        return total

    def _ramp_of_target(self, day: dt.date) -> Fraction:
        return self.ramp(day) if self._plan.proration.ramp_target else Fraction(1)

    def _part_of_month(self, day: dt.date) -> Fraction:
        if day not in self._parts:
            month = self._facts.calendar.interval("month", day)
            weights = self.weights(month.first, month.end)
            whole = sum(weights.values(), _NONE)
            self._parts.update((one, weight / whole) for one, weight in weights.items())
        return self._parts[day]

    def _standing(self, window: Window) -> dict[dt.date, Fraction]:
        """A month's target pay of each day; a day that does not count has, without one, the next day's."""
        found: dict[dt.date, Fraction] = {}
        for day in each_day(window.first, window.end):
            here = self._said(day)
            ahead = day
            while here is None and not self.counts(ahead) and ahead + _DAY < window.end:
                ahead += _DAY
                here = self._said(ahead)
            found[day] = here or _NONE
        return found

    def _said(self, day: dt.date) -> Fraction | None:
        """What is said of a day; where two amounts are, the one that began last."""
        said = [one for one in self._targets if one.first <= day < one.end]
        if said:
            last = max(said, key=lambda one: (one.first, one.end, one.amount))
            return Fraction(last.amount) * of_plan_year(self._plan, last.currency, day) / MONTHS[last.per]
        table = self._plan.target
        return Fraction(table.amount) / MONTHS[table.per] if table else None

    @property
    def has_target(self) -> bool:
        """Whether anybody says what the person's target pay is."""
        return bool(self._targets) or self._plan.target is not None
