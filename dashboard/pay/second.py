"""A second calculator of pay, so that the engine is not its own witness.

It is slow and plain: every statement is worked out from the facts again, line by line and day by day, by
what `docs/pay.md` says and by nothing else. It shares no arithmetic with the engine. Where a plan says
something that it does not know it stops (`UnknownFeature`): it never agrees with what it did not check.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.facts import Facts, Window
from dashboard.pay.plan import MONTHS, Component, Plan
from dashboard.pay.second_days import cut
from dashboard.pay.second_due import due
from dashboard.pay.second_payout import Money, Payout
from dashboard.pay.second_reached import Reached
from dashboard.pay.statement import Before, Statement

_DAY = dt.timedelta(days=1)
_NOTHING = Decimal(0)

# What a line of a statement is: its kind, component, the period an adjustment is for, and its source.
Key = tuple[str, str, dt.date | None, str]


@dataclass(frozen=True)
class Difference:
    """A line of which the two calculators do not say the same; what one of them has not is nothing."""

    key: Key
    stated: Decimal
    recalculated: Decimal


def recalculated(
    plan: Plan,
    facts: Facts,
    payee: str,
    period: Window,
    before: Before,
    *,
    paid_on: dt.date | None = None,
    earlier: Sequence[Plan] = (),
) -> dict[Key, Decimal]:
    """The amount of every line of a statement; arguments are those of `engine.calculate`.

    Raises:
        Refused: a quota or a rate is missing, and the plan does not say what to do.
        UnknownFeature: the plan says something that this calculator does not know.
    """
    earnings = Earnings(plan, facts, payee, before, earlier)
    money = Money(plan, facts, payee, paid_on or period.end - _DAY)
    found: dict[Key, Decimal] = {}
    for component in plan.component:
        kind = "bonus" if component.award else "earning"
        rate = money.rate_of(component, earnings.reached(plan), period)
        found[kind, component.key, None, ""] = money.whole(earnings.of(component, period) * rate)
        for past in earnings.paid_before(period.first):
            posted = before.posted.get((component.key, past.first), _NOTHING)
            changed = earnings.of(component, past) - Fraction(posted)
            rate = money.rate_of(component, earnings.reached(plan), past)
            found["adjustment", component.key, past.first, ""] = money.whole(changed * rate)
    days = earnings.reached(plan).days
    return Payout(plan, facts, payee, period, before, money, earnings, days).lines(found)


def differences(statement: Statement, recalculated: Mapping[Key, Decimal]) -> list[Difference]:
    """Every line on which a statement and its recalculation are not equal to the cent, in order."""
    stated: dict[Key, Decimal] = {}
    for line in statement.lines:
        key = (line.kind, line.component, line.period, line.source)
        stated[key] = stated.get(key, _NOTHING) + line.amount
    keys = sorted(
        stated.keys() | recalculated.keys(), key=lambda one: (one[0], one[1], one[2] or dt.date.min, one[3])
    )
    return [
        Difference(key, stated.get(key, _NOTHING), recalculated.get(key, _NOTHING))
        for key in keys
        if stated.get(key, _NOTHING) != recalculated.get(key, _NOTHING)
    ]


class Earnings:
    """What each component earns in each pay period, under the version of the plan that was in force then."""

    def __init__(self, plan: Plan, facts: Facts, payee: str, before: Before, earlier: Sequence[Plan]) -> None:
        self._plan, self._facts, self._payee, self._earlier = plan, facts, payee, earlier
        firsts = sorted({first for _, first in before.posted})
        self._paid = [facts.calendar.interval(plan.interval.paid, first) for first in firsts]
        self._reached: dict[int, Reached] = {}
        self._dues: dict[tuple[str, Window], Fraction] = {}
        self._made: dict[tuple[str, str, Window], Fraction] = {}

    def reached(self, plan: Plan) -> Reached:
        """The person's results under one version of the plan."""
        if plan.version not in self._reached:
            self._reached[plan.version] = Reached(plan, self._facts, self._payee)
        return self._reached[plan.version]

    def paid_before(self, day: dt.date) -> list[Window]:
        """The pay periods before a day that were paid, in order."""
        return [one for one in self._paid if one.first < day]

    def of(self, component: Component, period: Window) -> Fraction:
        """What is due at the end of a pay period, less what was due when it was last paid."""
        now = self._due(component.key, period)
        measured = component.measured or self._plan.interval.measured
        if MONTHS[measured] <= MONTHS[self._plan.interval.paid]:
            return now
        whole = self._facts.calendar.interval(measured, period.first)
        past = [one for one in self.paid_before(period.first) if one.first in whole]
        return now - self._due(component.key, past[-1]) if past else now

    def _due(self, key: str, period: Window) -> Fraction:
        """What is due at the end of a pay period, rounded, in the plan's money."""
        if (key, period) not in self._dues:
            plan = self._in_force(period)
            exact = sum(
                (due(self.reached(plan), one, period) for one in plan.component if one.key == key), Fraction(0)
            )
            self._dues[key, period] = Fraction(cut(exact, plan.rounding.mode, plan.rounding.digits))
        return self._dues[key, period]

    def _in_force(self, period: Window) -> Plan:
        last = period.end - _DAY
        if self._plan.holds_on(last) or not self._earlier:
            return self._plan
        held = [one for one in self._earlier if one.holds_on(last)]
        return max(held, key=lambda one: one.version) if held else self._plan

    def made_by(self, line_id: str, key: str, period: Window) -> Fraction:
        """The difference that a line made to what a component was due at the end of a pay period."""
        if (line_id, key, period) not in self._made:
            plan = self._in_force(period)
            reached = self.reached(plan)
            without = reached.without(line_id)
            self._made[line_id, key, period] = sum(
                (
                    due(reached, one, period) - due(without, one, period)
                    for one in plan.component
                    if one.key == key
                ),
                Fraction(0),
            )
        return self._made[line_id, key, period]
