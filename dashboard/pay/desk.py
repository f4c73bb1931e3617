"""One person's figures under a plan: credits, quotas, attainments and target pay of any window."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dashboard.errors import Refused
from dashboard.metrics.kinds import Credit
from dashboard.pay.facts import Facts, Line, Payee, Pick, Window, no_value
from dashboard.pay.money import When, turned, worth_on
from dashboard.pay.plan import Basis, Plan
from dashboard.pay.proration import Prorated

_DAY = dt.timedelta(days=1)
# The day of an event, who is paid for it, and its key.
Won = tuple[dt.date, str, str]


@dataclass(frozen=True)
class Desk:
    """A plan, a person and the facts of a run."""

    plan: Plan
    payee: Payee
    facts: Facts

    @cached_property
    def prorated(self) -> Prorated:
        """The person's working time."""
        return Prorated(self.plan, self.payee, self.facts)

    @cached_property
    def won(self) -> dict[str, tuple[list[Won], frozenset[Won]]]:
        """By component, all events of its award and those that are paid: found once, for they are of all."""
        return {}

    def supposing(self, facts: Facts, plan: Plan) -> "Desk":
        """The same person's figures by other credits or events, or under other terms, for the same days.

        Working time is not found out again, nor are rates and events that are the same.
        """
        if facts.rates is self.facts.rates:
            facts.__dict__["by_day"] = self.facts.by_day
        made = Desk(plan, self.payee, facts)
        made.__dict__["prorated"] = self.prorated
        if facts.events is self.facts.events:
            made.__dict__["won"] = self.won
        return made

    def rate(self, currency: str, to: str, day: dt.date, when: When) -> Fraction:
        """What one unit of a currency is in another, one of which is the plan's ("" is too).

        Raises:
            Refused: `pay.no_rate`, `pay.no_plan_rate`.
        """
        return turned(self.plan, self.facts.by_day, (currency, to), day, when)

    @property
    def by_credit(self) -> bool:
        """Whether the payee is paid in other money than the plan's, by the rate of each credit's day."""
        return self.plan.currencies.pay == "credit_day" and self.plan.currency != self.payee.currency

    def pay_rate(self, to: str, day: dt.date) -> Fraction:
        """What one unit of the plan's money is in a payee's, where it is that of no line: when it is paid.

        Raises:
            Refused: `pay.no_rate`, `pay.no_plan_rate`.
        """
        return self.rate("", to, day, "plan" if self.plan.currencies.pay == "plan" else "spot")

    def worth_reported(self, day: dt.date) -> Fraction:
        """What one unit of the plan's money is in the reporting currency: on a day, or, where no rate of it
        is known, in its plan year.

        Raises:
            Refused: `pay.no_rate`: there is neither.
        """
        here = self.plan.currency
        return worth_on(self.plan, self.facts.by_day, (here, self.facts.reporting or here), day).rate

    def _fixes(self, currency: str, day: dt.date) -> bool:
        """Whether the plan says a rate of its year."""
        return any(one.currency == currency and one.from_ <= day for one in self.plan.currencies.rate)

    def target_paid(self, window: Window) -> Fraction | None:
        """Target pay of a window in the payee's money: at the plan year's rate, at which it was turned into
        the plan's; where the plan says none, at that of the window's last day.

        None where nobody says one, or no rate turns it: then nobody is paid by it.
        """
        if not self.prorated.has_target:
            return None
        try:
            return self._target_paid(window)
        except Refused:
            return None

    def _target_paid(self, window: Window) -> Fraction:
        to, last = self.payee.currency, window.end - _DAY
        return self.prorated.target(window) * self.rate(
            "", to, last, "plan" if self._fixes(to, last) else "spot"
        )

    def pick(self, measure: str, credit: Credit, basis: Basis | None = None) -> Pick:
        """Which lines a measure counts."""
        where = tuple(sorted(basis.where.items())) if basis else ()
        return Pick(
            measure, credit, where, self.plan.returns.policy, self.plan.credit_date, self.plan.currency
        )

    def reached(self, basis: Basis, window: Window) -> Fraction:
        """What was credited in the window of all that a basis measures."""
        return self.credit(self.pick(basis.measure, basis.credit, basis), window)

    def quota(self, basis: Basis, window: Window) -> Fraction | None:
        """The quota that a basis is held against; None without one, or where it is not above zero."""
        quota = self.prorated.quota(basis.measure, window, basis.quota)
        return quota if quota is not None and quota > 0 else None

    def credit(self, pick: Pick, window: Window) -> Fraction:
        """What was credited in the window, in the plan's money.

        Raises:
            Refused: `pay.no_value` for a measure that neither lines nor values tell, `pay.no_rate`.
        """
        if pick.measure not in self.facts.line_measures:
            return self._value(pick, window)
        worked = self._within(window)
        return sum((self.credit_of_all(pick, part) for part in worked), Fraction(0))

    def credit_of_all(self, pick: Pick, window: Window) -> Fraction:
        """What the lines of a window come to, in the plan's money, whether the person was in the plan or not.

        Raises:
            Refused: `pay.no_rate`, `pay.no_plan_rate`.
        """
        return sum(
            (
                one.amount * self.worth(pick.measure, one.currency, one.day)
                for one in self.facts.credits.sums(self.payee.payee, pick, window)
            ),
            Fraction(0),
        )

    def lines(self, pick: Pick, window: Window) -> list[tuple[Line, Fraction]]:
        """The credited lines of the window and what each counts for, in the plan's money."""
        found = [
            (line, self.line_credit(line, pick))
            for part in self._within(window)
            for line in self.facts.credits.lines(self.payee.payee, pick, part)
        ]
        return sorted(found, key=lambda one: _place(one[0], pick))

    def line_credit(self, line: Line, pick: Pick) -> Fraction:
        """What one line counts for, in the plan's money."""
        day = line.counts_on(pick.returns) or line.day
        return Fraction(line.amounts[pick.measure]) * self.worth(pick.measure, line.currency, day)

    def _within(self, window: Window) -> list[Window]:
        """The parts of a window in which the person is in the plan, each day once."""
        stretches = sorted(
            (one.first, one.end)
            for one in self.facts.members
            if one.payee == self.payee.payee and one.plan == self.plan.key
        )
        found: list[Window] = []
        for first, end in stretches:
            part = window.overlap(max(first, found[-1].end) if found else first, end)
            if part is not None:
                found.append(part)
        return found

    def in_plan(self, day: dt.date, window: Window) -> bool:
        """Whether a day lies in the window, and in the person's time in the plan."""
        return any(day in part for part in self._within(window))

    def worth(self, measure: str, currency: str, day: dt.date) -> Fraction:
        """What one unit of a measure counts for in the plan's money, by the plan's way of converting."""
        if not currency or measure == "units":
            return Fraction(1)
        return self.rate(currency, "", day, self.plan.currencies.credit)

    def _value(self, pick: Pick, window: Window) -> Fraction:
        asked = (self.payee.payee, pick.measure, pick.credit, pick.where)
        mine = [
            one
            for one in self.facts.values
            if (one.payee, one.measure, one.credit, one.where) == asked and one.first <= window.first
        ]
        exact = [one for one in mine if (one.first, one.end) == (window.first, window.end)]
        around = [one for one in mine if one.end >= window.end]
        if not exact and not around:
            raise no_value(*asked, window)
        told = min(exact or around, key=lambda one: (one.end, one.first, one.value))
        # Of a whole stretch of days no single day's rate is the right one: the last day's is the one that
        # everybody can look up.
        return Fraction(told.value) * self.worth(pick.measure, told.currency, told.end - _DAY)


def _place(line: Line, pick: Pick) -> tuple[dt.date, str, bool, str]:
    """Lines stand by the day that they count and their key; a return that counts there, after its line."""
    day = line.counts_on(pick.returns) or line.day
    if pick.returns == "original" and line.returns:
        return day, line.returns, True, line.line_id
    return day, line.line_id, False, line.line_id
