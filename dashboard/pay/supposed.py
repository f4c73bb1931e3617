"""What if more were credited: the facts of a run with one line more, as the engine is asked about them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.facts import Credits, Event, Facts, Line, LineCredit, Pick, Score, Sum, Window
from dashboard.pay.plan import Plan

_LINE = "supposed"


@dataclass(frozen=True, slots=True)
class Supposed:
    """Credits with so much more of what a component counts, on one day; in the plan's money."""

    credits: Credits
    payee: str
    pick: Pick
    day: dt.date
    amount: Decimal

    def sums(self, payee: str, pick: Pick, window: Window) -> Sequence[Sum]:
        """What lines come to, with the supposed one."""
        found = list(self.credits.sums(payee, pick, window))
        if self._counts(payee, pick, window):
            found.append(Sum("", self.day, Fraction(self.amount), 1))
        return found

    def lines(self, payee: str, pick: Pick, window: Window) -> Sequence[Line]:
        """The lines, with the supposed one."""
        found = list(self.credits.lines(payee, pick, window))
        return [*found, self._line()] if self._counts(payee, pick, window) else found

    def line(self, line_id: str, payee: str) -> Line | None:
        """One line of a person."""
        return self.credits.line(line_id, payee)

    def _counts(self, payee: str, pick: Pick, window: Window) -> bool:
        """Whether a pick has it: of the same measure and credit, and no products that it is not of."""
        mine = dict(self.pick.where)
        return (
            payee == self.payee
            and self.day in window
            and (pick.measure, pick.credit) == (self.pick.measure, self.pick.credit)
            and all(name in mine and mine[name][0] in values for name, values in pick.where)
        )

    def _line(self) -> Line:
        credit: LineCredit = "overlay" if self.pick.credit == "overlay" else "direct"
        of = {name: values[0] for name, values in self.pick.where}
        amounts = {self.pick.measure: self.amount}
        return Line(_LINE, self.payee, self.day, amounts, credit, attributes=of)


def with_more(facts: Facts, payee: str, pick: Pick, day: dt.date, amount: Decimal) -> Facts:
    """The facts, had somebody so much more credit on a day."""
    return replace(facts, credits=Supposed(facts.credits, payee, pick, day, amount))


def with_events(facts: Facts, payee: str, event: str, day: dt.date, count: int) -> Facts:
    """The facts, had somebody so many more events of an award on a day."""
    more = tuple(Event(f"{_LINE} {at}", payee, event, day) for at in range(count))
    return replace(facts, events=(*facts.events, *more))


def with_scores(facts: Facts, plan: Plan, payee: str, period: Window) -> Facts:
    """The facts, where objectives that nobody has scored yet in a pay period count as reached in it."""
    more = tuple(
        Score(payee, one.key, interval.first, interval.end, Decimal(1))
        for component in plan.component
        for interval in facts.calendar.intervals(component.measured or plan.interval.measured, period)
        for one in component.objectives
        if not any(
            (known.payee, known.objective) == (payee, one.key)
            and known.first < interval.end
            and known.end > interval.first
            for known in facts.scores
        )
    )
    return replace(facts, scores=(*facts.scores, *more)) if more else facts
