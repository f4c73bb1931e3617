"""The second calculator's caps of pay intervals and fiscal years.

What may be paid for each pay period is worked out anew from all that is known of it and of those before it;
what caps have cut off until now is what the ledger says, or, where it says nothing, what they would have cut
off of what it says was earned.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Window
from dashboard.pay.plan import Cap, Component, Interval, Plan
from dashboard.pay.second_days import Days, UnknownFeature, cut

_NOTHING = Decimal(0)
Key = tuple[str, dt.date]
Amounts = Mapping[Key, Decimal]


@dataclass(frozen=True)
class Capped:
    """What caps cut off in all, by component ("": the plan) and pay period: in the plan's money and, where
    the days of credits turn it, in the payee's.
    """

    plan: Amounts
    paid: Amounts


class Caps:
    """One person's caps in one pay period; `in_force` has the version of the plan of a pay period, and the
    person's days under it.
    """

    def __init__(
        self, plan: Plan, facts: Facts, payee: str, period: Window,
        in_force: Callable[[Window], tuple[Plan, Days]],
    ) -> None:  # fmt: skip
        self._plan, self._facts, self._payee, self._period = plan, facts, payee, period
        self._in_force = in_force

    def cut(self, earned: Amounts, paid: Mapping[Key, Fraction], known: Amounts) -> Capped:
        """What caps that let nothing go later cut off of what was earned; `known` is said already."""
        in_plan: dict[Key, Decimal] = {}
        in_paid: dict[Key, Decimal] = {}
        for first in sorted({first for _, first in earned}):
            window = self._facts.calendar.interval(self._plan.interval.paid, first)
            one = _OfPeriod(self, *self._in_force(window), earned)
            whole, whole_paid = _NOTHING, Fraction(0)
            for key in [key for key, day in earned if day == first]:
                amount, left = earned[key, first], one.left_of_component(key, first)
                taken = self._share(paid.get((key, first), Fraction(0)), amount - left, amount)
                if one.caps_of(key):
                    gone = known.get((key, first), amount - left)
                    in_plan[key, first] = gone
                    in_paid[key, first] = self._share(paid.get((key, first), Fraction(0)), gone, amount)
                whole += left
                whole_paid += paid.get((key, first), Fraction(0)) - Fraction(taken)
            if one.caps_of(""):
                gone = known.get(("", first), whole - one.left_of_plan(first))
                in_plan["", first], in_paid["", first] = gone, self._share(whole_paid, gone, whole)
        return Capped(in_plan, in_paid)

    def _share(self, paid: Fraction, part: Decimal, whole: Decimal) -> Decimal:
        """The part of an amount of the payee's money that is cut off where `part` of `whole` is."""
        exact = paid * Fraction(part) / Fraction(whole) if whole else Fraction(0)
        return cut(exact, self._plan.rounding.mode, self._plan.rounding.digits)

    def kept(self, may: Decimal, withheld: Decimal) -> list[tuple[Decimal, Decimal, Decimal]]:
        """What each refundable cap cuts off, pays of what was kept, and adds to that; `may` could be paid."""
        found = []
        _, days = self._in_force(self._period)
        for cap in self._plan.cap:
            if cap.refundable:
                most = self.most(self._plan, days, cap, None, self._period)
                over, room = max(may - most, _NOTHING), max(most - may, _NOTHING)
                released = min(room, withheld)
                withheld += over - released
                found.append((over, released, over - released))
        return found

    def whole(self, plan: Plan, cap: Cap, first: dt.date) -> Window:
        """The interval that a cap is of."""
        kinds: dict[str, Interval] = {"pay": plan.interval.paid, "year": "year"}
        if cap.per == "measure":
            kinds["measure"] = plan.interval.measured
        if cap.per not in kinds:
            raise UnknownFeature(f"cap per {cap.per}")
        return self._facts.calendar.interval(kinds[cap.per], first)

    def most(self, plan: Plan, days: Days, cap: Cap, component: Component | None, whole: Window) -> Decimal:
        """What a cap allows in its interval."""
        most = Fraction(cap.amount or 0)
        if cap.times_target is not None:
            if not days.has_target:
                raise Refused(
                    "pay.no_target", payee=self._payee, component=component.key if component else ""
                )
            weight = Fraction(component.weight) if component else Fraction(1)
            most = Fraction(cap.times_target) * days.target(whole) * weight
        return cut(most, plan.rounding.mode, plan.rounding.digits)


class _OfPeriod:
    """What one version of the plan leaves of what was earned, cap after cap, period after period."""

    def __init__(self, caps: Caps, plan: Plan, days: Days, earned: Amounts) -> None:
        self._caps, self._plan, self._days, self._earned = caps, plan, days, earned
        self._known: dict[tuple[str, int, dt.date], Decimal] = {}

    def caps_of(self, key: str) -> list[tuple[Cap, Component | None]]:
        """The caps of a component, or of the plan."""
        if not key:
            return [(cap, None) for cap in self._plan.cap if not cap.refundable]
        return [
            (cap, component)
            for component in self._plan.component
            for cap in component.cap
            if component.key == key and cap.per in ("pay", "year")
            if cap.amount is not None or cap.times_target is not None
        ]

    def left_of_component(self, key: str, first: dt.date) -> Decimal:
        """What a component may pay for a period."""
        return self._left(key, len(self.caps_of(key)), first)

    def left_of_plan(self, first: dt.date) -> Decimal:
        """What all of them may pay for it."""
        return self._left("", len(self.caps_of("")), first)

    def _left(self, key: str, caps: int, first: dt.date) -> Decimal:
        """What the first caps leave of a period: what they leave with it, less what they leave without it."""
        asked = key, caps, first
        if asked not in self._known:
            self._known[asked] = self._uncapped(key, first) if not caps else self._under(key, caps - 1, first)
        return self._known[asked]

    def _uncapped(self, key: str, first: dt.date) -> Decimal:
        if key:
            return self._earned[key, first]
        keys = [one for one, day in self._earned if day == first]
        return sum((self.left_of_component(one, first) for one in keys), _NOTHING)

    def _under(self, key: str, index: int, first: dt.date) -> Decimal:
        cap, component = self.caps_of(key)[index]
        whole = self._caps.whole(self._plan, cap, first)
        most = self._caps.most(self._plan, self._days, cap, component, whole)
        earlier = {day for one, day in self._earned if whole.first <= day < first and key in ("", one)}
        before = sum((self._left(key, index, day) for day in earlier), _NOTHING)
        return min(before + self._left(key, index, first), most) - min(before, most)
