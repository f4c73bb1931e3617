"""The one order in which pay is calculated; docs/pay.md tells it to people, and a test holds the two equal.

Eligibility, credit, measures, component table, weight, modifiers and gates, component cap; then what is due
so far less what was posted, rounding of each line, plan cap, guarantee, draw, clawback, manual adjustments,
hold.
Nothing is rounded before a statement's line; nothing depends on the order in which lines were loaded.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked, Due
from dashboard.pay.facts import Facts, Window
from dashboard.pay.measured import dues_of, judged_of_plan, measured, owed
from dashboard.pay.payout import Payout
from dashboard.pay.plan import Component, Plan
from dashboard.pay.rounding import rounded, written
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
    known: "Known | None" = None,
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
        known: what was found out for other periods of the same person, from the same facts and versions.

    Raises:
        Refused: `pay.*`: a fact is missing, and no amount may be guessed; `pay.not_in_plan`;
            `pay.balances_abroad`: what is carried on is in another currency than the one that is paid now.
    """
    if not any(
        one.payee == payee and one.plan == plan.key and one.first < period.end for one in facts.members
    ):
        raise Refused("pay.not_in_plan", payee=payee, plan=plan.key, end=period.end - _DAY)
    paid_in = facts.payee(payee).currency
    if before.owing and (before.currency or plan.currency) != paid_in:
        raise Refused("pay.balances_abroad", payee=payee, was=before.currency or plan.currency, now=paid_in)
    known = Known() if known is None else known
    desk = known.desk(Desk(plan, facts.payee(payee), facts))
    return _Run(desk, period, before, paid_on or period.end - _DAY, earlier, known).statement()


@dataclass(frozen=True)
class Known:
    """What periods of one person, calculated in a row from the same facts, need not find out again: what was
    due at the end of each period that was paid, and the person's figures under each version of the plan.
    """

    through: dict[tuple[str, dt.date], Decimal] = field(default_factory=dict)
    desks: dict[int, Desk] = field(default_factory=dict)

    def desk(self, made: Desk) -> Desk:
        """The figures under a version, those that are known already if there are any."""
        return self.desks.setdefault(made.plan.version, made)


@dataclass(frozen=True)
class _Run:
    desk: Desk
    period: Window
    before: Before
    paid_on: dt.date
    earlier: tuple[Plan, ...]
    known: Known

    def statement(self) -> Statement:
        """All steps, in their order."""
        plan, lines = self.desk.plan, list(self._brought_forward())
        dues: list[Due] = []
        for component in plan.component:
            earned, made = self._component(component)
            lines += earned
            dues += made
        payout = Payout(self.desk, self.period, self.before, self._desk_of, self._pay_rate())
        more, after = payout.steps(lines, self._posted(lines))
        lines += more
        return Statement(
            self.desk.payee.payee, plan.key, plan.version, self.period, self.desk.payee.currency,
            tuple(line for line in lines if line.amount or line.kind in ("earning", "bonus")), tuple(dues),
            self.before, after, judged_of_plan(self.desk, self.period.end - _DAY, self.period.end),
        )  # fmt: skip

    def _component(self, component: Component) -> tuple[list[StatementLine], list[Due]]:
        """Earned now, and what changed for periods that were paid already."""
        dues = dues_of(self.desk, component, self.period)
        exact = owed(dues, self.desk, self.period)
        earned = rounded(exact, self.desk.plan.rounding) - self._through_before(component, self.period)
        kind: Kind = "bonus" if component.award else "earning"
        money, note = self._money(earned, component, self.period)
        line = StatementLine(kind, money, component.key, earned, exact, dues[-1], note=note)
        return [line, *self._adjustments(component)], dues

    def _adjustments(self, component: Component) -> Iterator[StatementLine]:
        """The difference for each period that was paid, by today's facts and the plan that was in force."""
        for (key, first), posted in sorted(self.before.posted.items()):
            if key != component.key or first >= self.period.first:
                continue
            paid = self.desk.facts.calendar.interval(self.desk.plan.interval.paid, first)
            now = self._through(component, paid) - self._through_before(component, paid)
            turned = self._turned(key, first)
            if turned is None:
                money, note = self._money(now - posted, component, paid)
            else:
                whole, note = self._money(now, component, paid)
                money, note = whole - turned, {**note, "whole": str(whole), "turned": str(turned)}
            if now != posted or money:
                yield StatementLine(
                    "adjustment", money, key, now - posted, period=first,
                    note={"now": str(now), "posted": str(posted), **note},
                )  # fmt: skip

    def _turned(self, key: str, first: dt.date) -> Decimal | None:
        """What a period was paid in the payee's money, where the days of its credits turn it."""
        if not self.desk.by_credit or self.before.currency != self.desk.payee.currency:
            return None
        return self.before.turned.get((key, first))

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
        if key not in self.known.through:
            desk = self._desk_of(period)
            then = next((one for one in desk.plan.component if one.key == component.key), None)
            dues = dues_of(desk, then, period) if then else []
            self.known.through[key] = rounded(owed(dues, desk, period), desk.plan.rounding)
        return self.known.through[key]

    def _desk_of(self, period: Window) -> Desk:
        versions = (*self.earlier, self.desk.plan)
        held = [plan for plan in versions if plan.holds_on(period.end - _DAY)]
        if not held:
            return self.desk
        return self.known.desk(replace(self.desk, plan=max(held, key=lambda one: one.version)))

    def _posted(self, lines: list[StatementLine]) -> Before:
        """The ledger with what this statement earns and adjusts."""
        posted = dict(self.before.posted)
        for line in lines:
            if line.kind in ("earning", "bonus", "adjustment"):
                key = (line.component, line.period or self.period.first)
                posted[key] = posted.get(key, _NONE) + line.plan_amount
        return replace(self.before, posted=posted, turned=self._all_turned(lines), carried=_NONE)

    def _all_turned(self, lines: list[StatementLine]) -> dict[tuple[str, dt.date], Decimal]:
        if not self.desk.by_credit:
            return {}
        same = self.before.currency == self.desk.payee.currency
        turned = dict(self.before.turned) if same else {}
        for line in lines:
            if line.kind in ("earning", "bonus", "adjustment"):
                key = (line.component, line.period or self.period.first)
                if key in turned or not line.period:
                    turned[key] = turned.get(key, _NONE) + line.amount
        return turned

    def _brought_forward(self) -> Iterator[StatementLine]:
        if self.before.carried:
            yield StatementLine("brought_forward", self.before.carried)

    def _money(self, amount: Decimal, component: Component, period: Window) -> tuple[Decimal, dict[str, str]]:
        """What a period earned, of the plan's money in the payee's, and at which rate where it is another."""
        plan = self.desk.plan
        if plan.currency == self.desk.payee.currency:
            return amount, {}
        by_credit = plan.currencies.pay == "credit_day" and component.table
        rate = self._rate_of_credits(component, period) if by_credit else self._pay_rate()
        return rounded(Fraction(amount) * rate, plan.rounding), {
            "currency": plan.currency,
            "rate": written(rate, 40),
            "rate_day": "" if by_credit else self.paid_on.isoformat(),
        }

    def _pay_rate(self) -> Fraction:
        """The plan's money in the payee's: of the plan's year, or of the pay day."""
        return self.desk.pay_rate(self.desk.payee.currency, self.paid_on)

    def _rate_of_credits(self, component: Component, period: Window) -> Fraction:
        """The mean of the days' rates, each weighed by what the lines of the day are paid.

        What a line takes away weighs as much as what one adds: else lines that nearly cancel each other
        would make a rate that no day had.
        """
        to = self.desk.payee.currency
        total, turned = _NOTHING, _NOTHING
        for one in measured(self.desk, component, period):
            asked = Asked(self.desk, component, one.window, one.whole)
            for line, amount in asked.by_line():
                day = line.counts_on(asked.pick.returns) or line.day
                if day in period:
                    total += abs(amount)
                    turned += abs(amount) * self.desk.rate("", to, day, "spot")
        return turned / total if total else self._pay_rate()
