"""Statements that stand, put beside the facts that the last of them froze: what each reached and got."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboard.errors import Refused
from dashboard.pay.desk import Desk
from dashboard.pay.due import Due
from dashboard.pay.facts import Facts, Window
from dashboard.pay.measured import dues_of
from dashboard.pay.observed import EARNED, Observed, Part, Watched, longest
from dashboard.pay.plan import Basis, Component, Plan
from dashboard.pay.plan_file import shares_target
from dashboard.pay.rounding import rounded
from dashboard.records.pay import Kept

_NONE = Decimal(0)
_NOTHING = Fraction(0)
_DAY = dt.timedelta(days=1)
# A line of a statement as it is kept, and its amount in the plan's money.
_Amount = tuple[Mapping[str, Any], Decimal]


def watched(plans: Sequence[Plan], facts: Facts, statements: Sequence[Kept]) -> list[Watched]:
    """Every plan that was paid in the fiscal year of the last statement, with its people: in its own money.

    Args:
        plans: all versions, as the last run read them.
        facts: of everybody, as the last run froze them.
        statements: those that stand, of any time up to the end of the last one.

    Raises:
        Refused: `pay.no_rate`: nothing says what a plan's money is in the reporting currency.
    """
    if not statements:
        return []
    end = max(one.end for one in statements)
    year = facts.calendar.interval("year", end - dt.timedelta(days=1))
    found = []
    for key in sorted({one.plan for one in statements}):
        mine = [one for one in statements if one.plan == key and one.first in year]
        if mine:
            found.append(_watched(plans, facts, key, mine, end))
    return found


def _watched(plans: Sequence[Plan], facts: Facts, key: str, mine: Sequence[Kept], end: dt.date) -> Watched:
    last = max(mine, key=lambda one: (one.end, one.plan_version))
    plan = next(one for one in plans if (one.key, one.version) == (key, last.plan_version))
    since = facts.calendar.interval(longest(plan), min(one.first for one in mine)).first
    year = facts.calendar.interval("year", last.first)
    window = Window(max(since, year.first), last.end)
    ends = {one.end for one in mine}
    versions = {one.version: one for one in plans if one.key == key}
    members = {
        one.payee
        for one in facts.members
        if one.plan == key and window.overlap(one.first, one.end) is not None
    }
    people = []
    for payee in sorted(members | {one.payee for one in mine}):
        own = [one for one in mine if one.payee == payee]
        desk = Desk(plan, facts.payee(payee), facts)
        people.append(_Person(desk, window, own, ends, versions).observed())
    worth = Desk(plan, facts.payee(last.payee), facts).worth_reported(end - _DAY)
    return Watched(plan, window, tuple(people), worth, facts.reporting not in ("", plan.currency))


@dataclass(frozen=True)
class _ByDays(Desk):
    """Credit at the rates of days to the reporting currency, and in the plan's at that of the last one: they
    are known of every line that was loaded, whatever rates the plan says of its years.
    """

    last: dt.date

    def worth(self, measure: str, currency: str, day: dt.date) -> Fraction:
        """What one unit of a measure counts for in the plan's money."""
        if not currency or measure == "units":
            return Fraction(1)
        return self.facts.by_day.rate(currency, self.facts.reporting, day) / self.worth_reported(self.last)


@dataclass(frozen=True)
class _Person:
    desk: Desk
    window: Window
    statements: Sequence[Kept]
    ends: set[dt.date]
    versions: Mapping[int, Plan]

    def observed(self) -> Observed:
        plan = self.desk.plan
        target = self._target()
        parts = {one.key: self._part(one, target) for one in plan.component}
        leading = leading_component(plan, self.desk.facts.line_measures)
        lines = list(self._lines())
        reached, dues = _attained(plan, parts), self._dues()
        credit = self._reached(leading) if leading else _NOTHING
        return Observed(
            self.desk.payee.payee, self.desk.payee.name or self.desk.payee.payee, plan.key, reached,
            _sum(lines, EARNED), _sum(lines, {"guarantee"}),
            _changed(lines, by_hand=False), _changed(lines, by_hand=True),
            target, credit, self._quota(leading) if leading else None,
            self._before(leading) if leading else _NOTHING,
            self._own("net_sales"), self._own("gross_margin"),
            parts, _over(dues),
            any(line["kind"] == "cap" and amount < 0 for line, amount in lines)
            or any(due.cut > 0 for due in dues),
            self.desk.payee.hired, self._excluded(reached, target),
        )  # fmt: skip

    def _target(self) -> Fraction:
        """Target pay in the plan's money; nothing where no rate turns it, for nobody is paid by it then."""
        try:
            return self.desk.prorated.target(self.window) if self.desk.prorated.has_target else _NOTHING
        except Refused:
            return _NOTHING

    def _quota(self, basis: Basis) -> Fraction | None:
        """A quota in the plan's money; none where no rate turns it, for nobody is paid by it then."""
        try:
            return self.desk.quota(basis, self.window)
        except Refused:
            return None

    def _credit(self, of: Callable[[Desk], Fraction]) -> Fraction:
        """A credit in the plan's money. Where the plan says no rate for it, it is told by those of days, for
        nobody is paid by it then: it is of one who is refused, or of a year before the plan.
        """
        try:
            return of(self.desk)
        except Refused:
            return of(_ByDays(self.desk.plan, self.desk.payee, self.desk.facts, self.window.end - _DAY))

    def _lines(self) -> Iterator[_Amount]:
        """The lines of all statements, each with its amount in the plan's money: turned back as the version
        of the plan turned it that paid it.
        """
        plan = self.desk.plan
        for one in self.statements:
            for line in one.lines:
                amount, earned = Decimal(line["amount"]), Decimal(line["plan_amount"])
                if one.currency != plan.currency and earned:
                    amount = earned
                elif one.currency != plan.currency and amount:
                    paid_by = replace(self.desk, plan=self.versions.get(one.plan_version, plan))
                    rate = paid_by.pay_rate(one.currency, one.end - _DAY)
                    amount = rounded(Fraction(amount) / rate, plan.rounding)
                yield line, amount

    def _part(self, component: Component, target: Fraction) -> Part:
        lines = [one for one in self._lines() if one[0]["component"] == component.key]
        weight = Fraction(component.weight) if shares_target(component) else _NOTHING
        return Part(_sum(lines, EARNED), target * weight, self._attainment(component))

    def _attainment(self, component: Component) -> Fraction | None:
        """Credit by quota over the window; of a blend the weighted sum."""
        if component.award or component.objectives:
            return None
        bases: list[tuple[Basis, Fraction]] = [(one, Fraction(one.weight)) for one in component.blend]
        bases = bases or [(component, Fraction(1))]
        total = _NOTHING
        for basis, weight in bases:
            quota = self._quota(basis)
            if quota is None or basis.measure not in self.desk.facts.line_measures:
                return None
            total += weight * self._reached(basis) / quota
        return total

    def _reached(self, basis: Basis) -> Fraction:
        return self._credit(lambda desk: desk.reached(basis, self.window))

    def _dues(self) -> list[Due]:
        """What each component owes for the last pay period of the window; nothing for who is not in it."""
        last = next((one for one in self.statements if one.end == self.window.end), None)
        if last is None:
            return []
        period = Window(last.first, last.end)
        return [due for one in self.desk.plan.component for due in dues_of(self.desk, one, period)]

    def _before(self, component: Component) -> Fraction:
        """The credit of a year before, in the plan or not: the plan may be younger than that."""
        pick = self.desk.pick(component.measure, component.credit, component)
        return self._credit(lambda desk: desk.credit_of_all(pick, _year_before(self.window)))

    def _own(self, measure: str) -> Fraction:
        """What the person was directly credited with, be it measured by the plan or not."""
        if measure not in self.desk.facts.line_measures:
            return _NOTHING
        pick = self.desk.pick(measure, "direct")
        return self._credit(lambda desk: desk.credit(pick, self.window))

    def _excluded(self, reached: Fraction | None, target: Fraction) -> str:
        """The first reason for which the person is compared with nobody."""
        desk, window = self.desk, self.window
        last = window.end - dt.timedelta(days=1)
        ramp, hired = desk.plan.proration.ramp, desk.payee.hired
        if {one.end for one in self.statements} != self.ends:
            return "unpaid" if self._there(window.first) and self._there(last) else "part"
        if not self._there(window.first) or not self._there(last):
            return "part"
        if ramp and hired and _months_between(hired, window.first) < len(ramp):
            return "ramp"
        if self._away():
            return "leave"
        if reached is None:
            return "no_quota"
        return "" if target > 0 else "no_target"

    def _away(self) -> bool:
        """Whether a leave took days out of the window, as the plan counts them."""
        after = self.desk.plan.proration.leave_after
        return after is not None and any(
            one.payee == self.desk.payee.payee
            and self.window.overlap(one.first + dt.timedelta(days=after), one.end) is not None
            for one in self.desk.facts.leaves
        )

    def _there(self, day: dt.date) -> bool:
        """Whether the person was employed and in the plan on a day."""
        payee = self.desk.payee
        if (payee.hired and day < payee.hired) or (payee.left and day >= payee.left):
            return False
        return self.desk.in_plan(day, self.window)


def leading_component(plan: Plan, of_lines: Collection[str]) -> Component | None:
    """The component of most weight that measures credited lines: its credit is what pay is compared with."""
    held = [
        one
        for one in plan.component
        if not one.award and not one.objectives and not one.blend and one.measure in of_lines
    ]
    return max(held, key=lambda one: one.weight, default=None)


def _attained(plan: Plan, parts: Mapping[str, Part]) -> Fraction | None:
    """The attainments of the components, each with its weight."""
    total, weights = _NOTHING, _NOTHING
    for component in plan.component:
        reached = parts[component.key].attainment
        if reached is not None:
            total += Fraction(component.weight) * reached
            weights += Fraction(component.weight)
    return total / weights if weights else None


def _over(dues: Iterable[Due]) -> tuple[Fraction, Fraction]:
    """What was paid beyond what the quota pays, and how much was sold beyond it."""
    paid = sold = _NOTHING
    for due in dues:
        if due.terms is not None and due.quota and due.credit > due.quota and due.terms.attained is None:
            paid += due.amount - due.terms.amount(due.quota)
            sold += due.credit - due.quota
    return paid, sold


def _sum(lines: Iterable[_Amount], kinds: Iterable[str]) -> Decimal:
    wanted = frozenset(kinds)
    return sum((amount for line, amount in lines if line["kind"] in wanted), _NONE)


def _changed(lines: Iterable[_Amount], *, by_hand: bool) -> Decimal:
    """How much adjustments changed, up or down; one that was made by hand is of no earlier period."""
    mine = (one for one in lines if one[0]["kind"] == "adjustment" and (not one[0]["period"]) == by_hand)
    return sum((abs(amount) for _, amount in mine), _NONE)


def _year_before(window: Window) -> Window:
    return Window(_back(window.first), _back(window.end))


def _back(day: dt.date) -> dt.date:
    """The same day a year earlier; of 29 February the day before."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _months_between(first: dt.date, then: dt.date) -> int:
    """Whole months from one day to another."""
    return (then.year - first.year) * 12 + then.month - first.month - (then.day < first.day)
