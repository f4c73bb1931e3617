"""The one order in which pay is calculated; docs/pay.md tells it to people, and a test holds the two equal.

Eligibility, credit, measures, component table, weight, modifiers and gates, component cap; then what is due
so far less what was posted, rounding of each line, plan cap, guarantee, draw, clawback, hold.
Nothing is rounded before a statement's line; nothing depends on the order in which lines were loaded.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked, Due, Judged, judge_gate, judge_modifier
from dashboard.pay.facts import Facts, Window
from dashboard.pay.measured import dues_of, measured
from dashboard.pay.money import When
from dashboard.pay.payout import Payout
from dashboard.pay.plan import Component, Plan
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import Before, Kind, Statement, StatementLine

_NONE = Decimal(0)
_NOTHING = Fraction(0)
_DAY = dt.timedelta(days=1)


def calculate(
    plan: Plan,
    facts: Facts,
    payee: str,
    period: Window,
    before: Before,
    *,
    paid_on: dt.date | None = None,
    earlier: tuple[Plan, ...] = (),
) -> Statement:
    """One person's statement for one pay period.

    Args:
        plan: the version in force at the period's end.
        facts: everything that is calculated from.
        payee: the person's key.
        period: a whole pay interval of the plan.
        before: what the ledger says of earlier periods.
        paid_on: the day whose rate turns the plan's money into the payee's; else the period's last.
        earlier: other versions of the plan, under which periods that were paid are calculated again.

    Raises:
        Refused: `pay.*`: a fact is missing, and no amount may be guessed.
    """
    desk = Desk(plan, facts.payee(payee), facts)
    return _Run(desk, period, before, paid_on or period.end - _DAY, earlier).statement()


@dataclass(frozen=True)
class _Run:
    desk: Desk
    period: Window
    before: Before
    paid_on: dt.date
    earlier: tuple[Plan, ...]
    known: dict[tuple[str, dt.date], Decimal] = field(default_factory=dict)

    def statement(self) -> Statement:
        """All steps, in their order."""
        plan, lines = self.desk.plan, list(self._brought_forward())
        dues: list[Due] = []
        for component in plan.component:
            earned, made = self._component(component)
            lines += earned
            dues += made
        more, after = Payout(self.desk, self.period, self.before).steps(lines, self._posted(lines))
        lines += more
        return Statement(
            self.desk.payee.payee, plan.key, plan.version, self.period, self.desk.payee.currency,
            tuple(line for line in lines if line.amount or line.kind in ("earning", "bonus")), tuple(dues),
            self.before, after, self._judged(self.desk, self.period),
        )  # fmt: skip

    def _judged(self, desk: Desk, period: Window) -> tuple[Judged, ...]:
        """Gates and modifiers of the whole plan, as they stand at the end of a period."""
        plan = desk.plan
        whole = desk.facts.calendar.interval(plan.interval.measured, period.end - _DAY)
        window = Window(whole.first, min(whole.end, period.end))
        against = whole if plan.interval.quota == "whole" else window
        return (
            *(judge_gate(desk, gate, window, whole) for gate in plan.gate),
            *(judge_modifier(desk, one, window, against) for one in plan.modifier),
        )

    def _component(self, component: Component) -> tuple[list[StatementLine], list[Due]]:
        """Earned now, and what changed for periods that were paid already."""
        dues = dues_of(self.desk, component, self.period)
        exact = sum((due.amount for due in dues), _NOTHING) * self._factor(self.desk, self.period)
        earned = rounded(exact, self.desk.plan.rounding) - self._through_before(component, self.period)
        kind: Kind = "bonus" if component.award else "earning"
        money = self._money(earned, component)
        line = StatementLine(kind, money, component.key, earned, exact, dues[-1])
        return [line, *self._adjustments(component)], dues

    def _adjustments(self, component: Component) -> Iterator[StatementLine]:
        """The difference for each period that was paid, by today's facts and the plan that was in force."""
        for (key, first), posted in sorted(self.before.posted.items()):
            if key != component.key or first >= self.period.first:
                continue
            paid = self.desk.facts.calendar.interval(self.desk.plan.interval.paid, first)
            now = self._through(component, paid) - self._through_before(component, paid)
            if now != posted:
                yield StatementLine(
                    "adjustment", self._money(now - posted, component), key, now - posted, period=first,
                    note={"now": str(now), "posted": str(posted)},
                )  # fmt: skip

    def _through_before(self, component: Component, period: Window) -> Decimal:
        """What was due, by today's facts, when the measure interval was last paid."""
        kind = component.measured or self.desk.plan.interval.measured
        whole = self.desk.facts.calendar.interval(kind, period.first)
        posted = [
            first
            for key, first in self.before.posted
            if key == component.key and whole.first <= first < period.first
        ]
        if not posted:
            return _NONE
        paid = self.desk.facts.calendar.interval(self.desk.plan.interval.paid, max(posted))
        return self._through(component, paid)

    def _through(self, component: Component, period: Window) -> Decimal:
        """What is due at the end of a period that was paid: under the version of the plan that held then."""
        key = (component.key, period.first)
        if key not in self.known:
            desk = self._desk_of(period)
            then = next((one for one in desk.plan.component if one.key == component.key), None)
            dues = dues_of(desk, then, period) if then else []
            exact = sum((due.amount for due in dues), _NOTHING) * self._factor(desk, period)
            self.known[key] = rounded(exact, desk.plan.rounding)
        return self.known[key]

    def _desk_of(self, period: Window) -> Desk:
        held = [plan for plan in self.earlier if plan.holds_on(period.end - _DAY)]
        return replace(self.desk, plan=held[-1]) if held else self.desk

    def _factor(self, desk: Desk, period: Window) -> Fraction:
        factor = Fraction(1)
        for one in self._judged(desk, period):
            factor *= one.factor
        return factor

    def _posted(self, lines: list[StatementLine]) -> Before:
        """The ledger with what this statement earns and adjusts."""
        posted = dict(self.before.posted)
        for line in lines:
            if line.kind in ("earning", "bonus", "adjustment"):
                key = (line.component, line.period or self.period.first)
                posted[key] = posted.get(key, _NONE) + line.plan_amount
        return replace(self.before, posted=posted, carried=_NONE)

    def _brought_forward(self) -> Iterator[StatementLine]:
        if self.before.carried:
            yield StatementLine("brought_forward", self.before.carried)

    def _money(self, amount: Decimal, component: Component) -> Decimal:
        """An amount of the plan's money in the payee's."""
        plan, to = self.desk.plan, self.desk.payee.currency
        if plan.currency == to:
            return amount
        rate = self._rate(component)
        return rounded(Fraction(amount) * rate, plan.rounding)

    def _rate(self, component: Component) -> Fraction:
        """The plan's money in the payee's: of the pay day, of the plan, or of the days of the credits."""
        plan, to = self.desk.plan, self.desk.payee.currency
        if plan.currencies.pay == "credit_day" and component.table:
            return self._rate_of_credits(component, to)
        when: When = "plan" if plan.currencies.pay == "plan" else "spot"
        return self.desk.rates.rate(plan.currency, to, self.paid_on, when)

    def _rate_of_credits(self, component: Component, to: str) -> Fraction:
        """The mean of the days' rates, each weighed by what its lines are paid."""
        asked = measured(self.desk, component, self.period)[-1]
        question = Asked(self.desk, component, Window(self.period.first, asked.window.end), asked.whole)
        plan, total, turned = self.desk.plan, _NOTHING, _NOTHING
        assert component.table is not None
        for line, amount in question.terms(component.table).amounts(
            self.desk.lines(question.pick, question.window)
        ):
            total += amount
            turned += amount * self.desk.rates.rate(plan.currency, to, line.day, "spot")
        return turned / total if total else self.desk.rates.rate(plan.currency, to, self.paid_on, "spot")
