"""A second calculator of pay, so that the engine is not its own witness.

It is slow and plain: every statement is worked out from the facts again, line by line and day by day, by
what `docs/pay.md` says and by nothing else. It shares no arithmetic with the engine. Where a plan says
something that it does not know it stops (`UnknownFeature`): it never agrees with what it did not check.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Window
from dashboard.pay.plan import Component, Plan
from dashboard.pay.second_days import Days, cut
from dashboard.pay.second_due import Part, due, parts_of
from dashboard.pay.second_payout import Amount, Money, Payout, balances
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
    """The amount of every line of a statement and of every balance that it carries on.

    Arguments are those of `engine.calculate`.

    Raises:
        Refused: a quota or a rate is missing, and the plan does not say what to do.
        UnknownFeature: the plan says something that this calculator does not know.
    """
    mine = [one for one in facts.members if (one.payee, one.plan) == (payee, plan.key)]
    if not any(one.first < period.end for one in mine):
        raise Refused("pay.not_in_plan", payee=payee, plan=plan.key, end=period.end - _DAY)
    was, now = before.currency or plan.currency, facts.payee(payee).currency
    if was != now and (before.drawn or before.carried or [one for one in before.held.values() if one]):
        raise Refused("pay.balances_abroad", payee=payee, was=was, now=now)
    earnings = Earnings(plan, facts, payee, before, earlier)
    results = earnings.reached(plan)
    money = Money(plan, results.credited, now, paid_on or period.end - _DAY)
    found: dict[Key, Amount] = {}
    for component in plan.component:
        kind = "bonus" if component.award else "earning"
        for past in (*earnings.paid_before(component.key, period.first), period):
            earned = earnings.of(component, past)
            rate = money.rate_of(earnings.parts_in(plan, component, past))
            if past == period:
                found[kind, component.key, None, ""] = Amount(money.whole(Fraction(earned) * rate), earned)
                continue
            at = component.key, past.first
            change = earned - before.posted[at]
            if money.by_credit and was == now and at in before.turned:
                paid = money.whole(Fraction(earned) * rate) - before.turned[at]
            else:
                paid = money.whole(Fraction(change) * rate)
            found["adjustment", component.key, past.first, ""] = Amount(paid, change)
    return Payout(plan, facts, payee, period, before, money, earnings, results).lines(found)


def differences(statement: Statement, recalculated: Mapping[Key, Decimal]) -> list[Difference]:
    """Every line and balance of which a statement and its recalculation do not say the same, in order."""
    stated = balances(statement.after)
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
        self._facts, self._payee = facts, payee
        self._plan, self._before, self._versions = plan, before, (*earlier, plan)
        self._reached: dict[int, Reached] = {}
        self._dues: dict[tuple[int, str, Window], Decimal] = {}
        self._parts: dict[tuple[int, str, Window], list[Part]] = {}

    def reached(self, plan: Plan) -> Reached:
        """The person's results under one version of the plan."""
        if plan.version not in self._reached:
            self._reached[plan.version] = Reached(plan, self._facts, self._payee)
        return self._reached[plan.version]

    def paid_before(self, key: str, day: dt.date) -> list[Window]:
        """The pay periods before a day that a component was paid for, in order."""
        firsts = sorted(first for component, first in self._before.posted if component == key and first < day)
        return [self._facts.calendar.interval(self._plan.interval.paid, first) for first in firsts]

    def of(self, component: Component, period: Window) -> Decimal:
        """What is due at a pay period's end, less what was due when its measure interval was last paid."""
        kind = component.measured or self._plan.interval.measured
        whole = self._facts.calendar.interval(kind, period.first)
        past = [one for one in self.paid_before(component.key, period.first) if one.first in whole]
        now = self._due(component, period, self._in_force(period))
        return now - self._due(component, past[-1], self._in_force(past[-1])) if past else now

    def _due(self, component: Component, period: Window, plan: Plan) -> Decimal:
        """What is due at the end of a pay period, rounded, in the plan's money."""
        key = plan.version, component.key, period
        if key not in self._dues:
            then = [one for one in plan.component if one.key == component.key]
            exact = due(self.reached(plan), then[0], period) if then else Fraction(0)
            self._dues[key] = cut(exact, plan.rounding.mode, plan.rounding.digits)
        return self._dues[key]

    def version_of(self, period: Window) -> tuple[Plan, Days]:
        """The version of the plan that was in force in a pay period, and the person's days under it."""
        plan = self._in_force(period)
        return plan, self.reached(plan).days

    def _in_force(self, period: Window) -> Plan:
        """The latest version that held at the end of a period."""
        held = [one for one in self._versions if one.holds_on(period.end - _DAY)]
        return max(held, key=lambda one: one.version) if held else self._plan

    def parts(self, plan: Plan, component: Component, period: Window) -> list[Part]:
        """What a component of one version of the plan is due for each line; nothing where it has it not."""
        key = plan.version, component.key, period
        if key not in self._parts:
            then = [one for one in plan.component if one.key == component.key]
            self._parts[key] = parts_of(self.reached(plan), then[0], period) if then else []
        return self._parts[key]

    def parts_in(self, plan: Plan, component: Component, period: Window) -> Iterator[Part]:
        """Those of the lines of the period's own days, worked out when they are asked for."""
        for part in self.parts(plan, component, period):
            if part.piece and part.piece.line and part.piece.day in period:
                yield part

    def made_by(self, line_id: str, key: str, period: Window) -> Fraction:
        """What a component was due for a line of a pay period."""
        plan, total = self._in_force(period), Fraction(0)
        for component in plan.component:
            if component.key == key:
                for part in self.parts_in(plan, component, period):
                    if part.piece and part.piece.line and part.piece.line.line_id == line_id:
                        total += part.amount
        return total
