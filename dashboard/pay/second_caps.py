"""The second calculator's caps of pay intervals and fiscal years, in the plan's money.

What may be paid is worked out twice: for everything that was posted, and for everything as it is known now.
What a cap cuts off is the change of what was earned less the change of what may be paid.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Window
from dashboard.pay.plan import Cap, Component, Interval, Plan
from dashboard.pay.second_days import Days, UnknownFeature, cut
from dashboard.pay.statement import Before

_NOTHING = Decimal(0)
# Component (or "" for the plan), what is cut off, what is paid of what was kept, and what is kept then.
Cut = tuple[str, Decimal, Decimal, Decimal]
# What each pay period (its first day) comes to.
Periods = Mapping[dt.date, Decimal]


class Caps:
    """One person's caps in one pay period."""

    def __init__(
        self, plan: Plan, facts: Facts, payee: str, period: Window, before: Before, days: Days
    ) -> None:
        self._plan, self._facts, self._payee, self._period = plan, facts, payee, period
        self._before, self._days = before, days

    def cuts(self, now: Mapping[tuple[str, dt.date], Decimal]) -> list[Cut]:
        """What each cap does; `now` is what each component earns for each period as it is known now."""
        found: list[Cut] = []
        was, may = dict(self._before.posted), dict(now)
        for component in self._plan.component:
            for cap in component.cap:
                if cap.per not in ("pay", "year") or (cap.amount is None and cap.times_target is None):
                    continue
                old, new = _of(was, component.key), _of(may, component.key)
                old_may, new_may = self._paid(cap, component, old), self._paid(cap, component, new)
                found.append(
                    (component.key, _change(old, new) - _change(old_may, new_may), _NOTHING, _NOTHING)
                )
                was |= {(component.key, first): amount for first, amount in old_may.items()}
                may |= {(component.key, first): amount for first, amount in new_may.items()}
        old, new = _of(was, None), _of(may, None)
        for cap in self._plan.cap:
            if not cap.refundable:
                old_may, new_may = self._paid(cap, None, old), self._paid(cap, None, new)
                found.append(("", _change(old, new) - _change(old_may, new_may), _NOTHING, _NOTHING))
                old, new = old_may, new_may
        for cap in self._plan.cap:
            if cap.refundable:
                earned, most = _change(old, new), self._most(cap, None, self._period)
                over, room = max(earned - most, _NOTHING), max(most - earned, _NOTHING)
                released = min(room, self._before.withheld)
                found.append(("", over, released, over - released))
        return found

    def _paid(self, cap: Cap, component: Component | None, earned: Periods) -> dict[dt.date, Decimal]:
        """What each period may pay: what its interval may pay with it, less what it may pay without it."""
        kinds: dict[str, Interval] = {"pay": self._plan.interval.paid, "year": "year"}
        if cap.per == "measure":
            kinds["measure"] = self._plan.interval.measured
        if cap.per not in kinds:
            raise UnknownFeature(f"cap per {cap.per}")
        found = {}
        for first in earned:
            whole = self._facts.calendar.interval(kinds[cap.per], first)
            before = sum((earned[one] for one in earned if whole.first <= one < first), _NOTHING)
            most = self._most(cap, component, whole)
            found[first] = min(before + earned[first], most) - min(before, most)
        return found

    def _most(self, cap: Cap, component: Component | None, whole: Window) -> Decimal:
        most = Fraction(cap.amount or 0)
        if cap.times_target is not None:
            if not self._days.has_target:
                raise Refused(
                    "pay.no_target", payee=self._payee, component=component.key if component else ""
                )
            weight = Fraction(component.weight) if component else Fraction(1)
            most = Fraction(cap.times_target) * self._days.target(whole) * weight
        return cut(most, self._plan.rounding.mode, self._plan.rounding.digits)


def _of(posted: Mapping[tuple[str, dt.date], Decimal], component: str | None) -> dict[dt.date, Decimal]:
    found: dict[dt.date, Decimal] = {}
    for (key, first), amount in posted.items():
        if component in (None, key):
            found[first] = found.get(first, _NOTHING) + amount
    return found


def _change(old: Periods, new: Periods) -> Decimal:
    return sum(new.values(), _NOTHING) - sum(old.values(), _NOTHING)
