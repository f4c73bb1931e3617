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
    earlier: Sequence[Window] = (),
) -> dict[Key, Decimal]:
    """The amount of every line of a statement.

    Raises:
        Refused: a quota or a rate is missing, and the plan does not say what to do.
        UnknownFeature: the plan says something that this calculator does not know.
    """
    earnings = Earnings(plan, facts, payee, before, earlier)
    found: dict[Key, Decimal] = {}
    for component in plan.component:
        kind = "bonus" if component.award or component.objectives else "earning"
        found[kind, component.key, None, ""] = earnings.of(component, period)
        for past in earnings.paid_before(period.first):
            posted = before.posted.get((component.key, past.first), _NOTHING)
            found["adjustment", component.key, past.first, ""] = earnings.of(component, past) - posted
    money = Money(plan, facts, payee, period, paid_on or period.end - _DAY)
    return Payout(plan, facts, payee, period, before, money, earnings.taken_back).lines(found)


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
    """What components earn in pay periods, by today's facts, in the plan's money."""

    def __init__(
        self, plan: Plan, facts: Facts, payee: str, before: Before, earlier: Sequence[Window]
    ) -> None:
        self._plan, self._facts, self._payee = plan, facts, payee
        firsts = {first for _, first in before.posted} | {one.first for one in earlier}
        self._paid = [facts.calendar.interval(plan.interval.paid, first) for first in sorted(firsts)]

    def paid_before(self, day: dt.date) -> list[Window]:
        """The pay periods before a day that were paid, in order."""
        return [one for one in self._paid if one.first < day]

    def of(self, component: Component, period: Window) -> Decimal:
        """What is due at the end of a pay period, less what was due when it was last paid."""
        now = self._due(component, period)
        measured = component.measured or self._plan.interval.measured
        if MONTHS[measured] <= MONTHS[self._plan.interval.paid]:
            return now
        whole = self._facts.calendar.interval(measured, period.first)
        past = [one for one in self.paid_before(period.first) if one.first in whole]
        return now - (self._due(component, past[-1]) if past else _NOTHING)

    def _due(self, component: Component, period: Window) -> Decimal:
        exact = due(Reached(self._plan, self._facts, self._payee), component, period)
        return cut(exact, self._plan.rounding.mode, self._plan.rounding.digits)

    def taken_back(self, line_id: str, period: Window) -> Fraction:
        """The difference that a line made to what was due at the end of a pay period."""
        with_it = Reached(self._plan, self._facts, self._payee)
        without = Reached(self._plan, self._facts, self._payee, frozenset({line_id}))
        return sum(
            (due(with_it, one, period) - due(without, one, period) for one in self._plan.component),
            Fraction(0),
        )
