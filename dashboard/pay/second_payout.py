"""The second calculator's way from what is earned to what is paid: steps 12 to 16, in the payee's money."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Hold, Line, Pick, Window
from dashboard.pay.plan import Component, CreditDate, Draw, Guarantee, Plan
from dashboard.pay.second_caps import Caps
from dashboard.pay.second_credit import Credited
from dashboard.pay.second_days import Days, UnknownFeature, cut, of_plan_year
from dashboard.pay.second_due import Part
from dashboard.pay.second_reached import Reached
from dashboard.pay.statement import Before

_DAY = dt.timedelta(days=1)
_NOTHING = Decimal(0)
Key = tuple[str, str, dt.date | None, str]


def balances(after: Before) -> dict[Key, Decimal]:
    """What a statement carries on, as if each balance were a line."""
    found: dict[Key, Decimal] = {
        ("after", "withheld", None, ""): after.withheld,
        ("after", "drawn", None, ""): after.drawn,
        ("after", "carried", None, ""): after.carried,
        ("after", "year", None, ""): after.year,
    }
    found |= {("after", "held", None, hold): amount for hold, amount in after.held.items()}
    dated = {
        "posted": after.posted, "turned": after.turned, "cut": after.cut, "cut_turned": after.cut_turned,
    }  # fmt: skip
    return found | {
        ("after", name, first, key): amount
        for name, amounts in dated.items()
        for (key, first), amount in amounts.items()
    }


def _pick(component: Component, dated: CreditDate) -> Pick:
    """A component's lines by their own days."""
    where = tuple((name, tuple(values)) for name, values in component.where.items())
    return Pick(component.measure, component.credit, where, "current", dated)


class Earned(Protocol):
    """What the payout asks of what was earned."""

    def made_by(self, line_id: str, key: str, period: Window) -> Fraction:
        """What a component was due for a line of a pay period."""

    def version_of(self, period: Window) -> tuple[Plan, Days]:
        """The version of the plan that was in force in a pay period, and the person's days under it."""


@dataclass(frozen=True)
class Amount:
    """One earned amount, in the payee's money and in the plan's."""

    paid: Decimal
    plan: Decimal


class Money:
    """The plan's money in the payee's."""

    def __init__(self, plan: Plan, credited: Credited, to: str, paid_on: dt.date) -> None:
        self._plan, self._credited, self._to = plan, credited, to
        self._paid_on = paid_on
        if plan.currencies.pay not in ("credit_day", "pay_day", "plan"):
            raise UnknownFeature(f"pay currency by {plan.currencies.pay}")

    @property
    def by_credit(self) -> bool:
        """Whether each line's day says what its pay is worth in other money."""
        return self._plan.currencies.pay == "credit_day" and self._to != self._plan.currency

    def _on(self, day: dt.date) -> Fraction:
        return self._credited.rates.on(self._plan.currency, self._to, day)

    def rate(self) -> Fraction:
        """What one unit of the plan's money is worth, where it belongs to no credit."""
        if self._plan.currencies.pay == "plan":
            return 1 / of_plan_year(self._plan, self._to, self._paid_on)
        return self._on(self._paid_on)

    def rate_of(self, parts: Iterable[Part]) -> Fraction:
        """What one unit of these lines' pay is worth: of each line's day, in its share of the pay."""
        if not self.by_credit:
            return self.rate()
        whole = turned = Fraction(0)
        for part in parts:
            if part.piece is not None and part.piece.line is not None:
                whole += abs(part.amount)
                turned += abs(part.amount) * self._on(part.piece.day)
        return turned / whole if whole else self.rate()

    def rate_of_amounts(self, amounts: Iterable[Amount]) -> Fraction:
        """What one unit was worth in amounts of the plan's money that are turned already."""
        if self._plan.currencies.pay != "credit_day":
            return self.rate()
        found = list(amounts)
        whole = sum(abs(Fraction(one.plan)) for one in found)
        return sum(abs(Fraction(one.paid)) for one in found if one.plan) / whole if whole else self.rate()

    def paid(self, amount: Fraction | Decimal) -> Decimal:
        """An amount of the plan's money, turned and rounded."""
        return self.whole(Fraction(amount) * self.rate())

    def whole(self, amount: Fraction) -> Decimal:
        """An amount of the payee's money, rounded."""
        return cut(amount, self._plan.rounding.mode, self._plan.rounding.digits)


class Payout:
    """One person's period, after it is known what the components earn."""

    def __init__(
        self, plan: Plan, facts: Facts, payee: str, period: Window, before: Before, money: Money,
        earned: Earned, results: Reached,
    ) -> None:  # fmt: skip
        self._plan, self._facts, self._payee, self._period = plan, facts, payee, period
        self._before, self._money, self._earned = before, money, earned
        self._worth = results.credited.worth
        self._lines: dict[Key, Decimal] = {}
        self._cut: Mapping[tuple[str, dt.date], Decimal] = {}
        self._cut_turned: Mapping[tuple[str, dt.date], Decimal] = {}
        self._withheld, self._held = before.withheld, dict(before.held)

    def lines(self, earned: Mapping[Key, Amount]) -> dict[Key, Decimal]:
        """All lines of the statement, and what it carries on; those that come to nothing too."""
        self._lines = {key: amount.paid for key, amount in earned.items()}
        if self._before.carried:
            self._put("brought_forward", self._before.carried)
        self._caps(earned)
        if self._plan.guarantee:
            self._guarantee(self._plan.guarantee)
        if self._plan.draw:
            self._draw(self._plan.draw)
        self._clawback()
        self._by_hand()
        self._holds()
        total = self._total()
        if total < 0 and self._plan.negative in ("carry", "forgive"):
            self._put("carried_forward", -total)
        elif self._plan.negative not in ("carry", "forgive", "pay"):
            raise UnknownFeature(f"negative {self._plan.negative}")
        carried = total if total < 0 and self._plan.negative == "carry" else _NOTHING
        return self._lines | balances(self._after(earned, carried))

    def _after(self, earned: Mapping[Key, Amount], carried: Decimal) -> Before:
        """What stands in the ledger afterwards, by the lines alone."""
        drawn = self._before.drawn
        for (kind, *_), amount in self._lines.items():
            drawn += amount if kind in ("draw_advance", "draw_recovery") else _NOTHING
        posted = dict(self._before.posted)
        for (_, component, past, _), one in earned.items():
            key = component, past or self._period.first
            posted[key] = posted.get(key, _NOTHING) + one.plan
        year = self._facts.calendar.interval("year", self._period.first)
        begun = any(first in year for _, first in self._before.posted)
        was, now = self._before.currency or self._plan.currency, self._facts.payee(self._payee).currency
        paid = self._total() + (self._before.year if begun and was == now else _NOTHING)
        return Before(
            posted, self._withheld, drawn, carried, self._held, paid, turned=self._turned_after(earned),
            cut=self._cut, cut_turned=self._cut_turned,
        )  # fmt: skip

    def _turned_after(self, earned: Mapping[Key, Amount]) -> dict[tuple[str, dt.date], Decimal]:
        """What each period came to in the payee's money, where the days of its credits turn it."""
        if not self._money.by_credit:
            return {}
        same = self._before.currency == self._facts.payee(self._payee).currency
        turned = dict(self._before.turned) if same else {}
        for (kind, component, past, _), one in earned.items():
            at = component, past or self._period.first
            if kind != "adjustment" or at in turned:
                turned[at] = turned.get(at, _NOTHING) + one.paid
        return turned

    def _put(self, kind: str, amount: Decimal, component: str = "", source: str = "") -> None:
        key = (kind, component, None, source)
        self._lines[key] = self._lines.get(key, _NOTHING) + amount

    def _total(self, component: str | None = None) -> Decimal:
        return sum(
            (amount for key, amount in self._lines.items() if component is None or key[1] == component),
            _NOTHING,
        )

    def _caps(self, earned: Mapping[Key, Amount]) -> None:
        """What caps cut off by now, less what they had cut off, in the plan's money and in the payee's."""
        before, by_credit = self._before, self._money.by_credit
        same = before.currency == self._facts.payee(self._payee).currency
        turned, cut_turned = (before.turned, before.cut_turned) if same else ({}, {})
        plan = dict(before.posted)
        paid = {
            key: Fraction(turned[key]) if key in turned else Fraction(amount) * self._money.rate()
            for key, amount in plan.items()
        }
        caps = Caps(self._plan, self._facts, self._payee, self._period, self._earned.version_of)
        old = caps.cut(plan, paid, before.cut)
        for (_, component, past, _), amount in earned.items():
            key = component, past or self._period.first
            plan[key] = plan.get(key, _NOTHING) + amount.plan
            paid[key] = paid.get(key, Fraction(0)) + Fraction(amount.paid)
        new = caps.cut(plan, paid, {})
        may = sum(plan.values(), _NOTHING) - sum(before.posted.values(), _NOTHING)
        for component in {key for key, _ in (*old.plan, *new.plan)}:
            gone = _of(new.plan, component) - _of(old.plan, component)
            may -= gone
            had = {key: cut_turned.get(key, amount) for key, amount in old.paid.items()}
            gone_paid = _of(new.paid, component) - _of(had, component)
            self._put("cap", -gone_paid if by_credit else self._money.paid(-gone), component)
        for over, released, more in caps.kept(may, self._withheld):
            self._withheld += more
            rate = self._money.rate_of_amounts(earned.values())
            self._put("cap_release", self._money.paid(released))
            self._put("cap", self._money.whole(-Fraction(over) * rate))
        self._cut = new.plan
        days = {first for key, first in self._turned_after(earned)}
        self._cut_turned = {key: amount for key, amount in new.paid.items() if by_credit and key[1] in days}

    def _in_force(self, one: Guarantee | Draw) -> bool:
        """Whether it is given in this period: the period begins on one of its days."""
        first = self._period.first
        return (one.valid_from is None or one.valid_from <= first) and (
            one.valid_to is None or first <= one.valid_to
        )

    def _guarantee(self, guarantee: Guarantee) -> None:
        if self._in_force(guarantee):
            self._put(
                "guarantee", max(self._money.paid(Fraction(guarantee.amount)) - self._total(), _NOTHING)
            )

    def _draw(self, draw: Draw) -> None:
        earned, owed = self._total(), self._before.drawn
        level = self._money.paid(Fraction(draw.amount)) if self._in_force(draw) else _NOTHING
        if self._in_force(draw) and earned < level:
            self._put("draw_advance" if draw.recoverable else "guarantee", level - earned)
            return
        if draw.recoverable and owed > 0 and (draw.recover_from or dt.date.min) < self._period.end:
            back = self._money.whole(Fraction(draw.share) * max(Fraction(earned - level), Fraction(0)))
            if draw.most is not None:
                back = min(back, self._money.paid(Fraction(draw.most)))
            self._put("draw_recovery", -min(back, owed))

    def _clawback(self) -> None:
        returns = self._plan.returns
        if returns.policy not in ("current", "original", "schedule"):
            raise UnknownFeature(f"returns {returns.policy}")
        if returns.policy != "schedule":
            return
        left = self._money.whole(Fraction(returns.most_share) * max(Fraction(self._total()), Fraction(0)))
        for component in self._plan.component:
            for line in self._returned(component, self._period):
                back = self._money.paid(self._taken_back(component, line))
                if returns.most_share < 1:
                    back = min(back, left)
                    left -= back
                self._put("clawback", -back, component.key, line.line_id)

    def _returned(self, component: Component, window: Window) -> list[Line]:
        """The lines of a component that give something back in a window, in the order of their days."""
        if component.measure not in self._facts.line_measures:
            return []
        lines = self._facts.credits.lines(self._payee, _pick(component, self._plan.credit_date), window)
        found = [line for line in lines if line.returns and line.returns_day]
        return sorted(found, key=lambda one: (one.day, one.line_id))

    def _taken_back(self, component: Component, line: Line) -> Fraction:
        """What one return takes back, in the plan's money, when those before it have taken theirs."""
        day = line.returns_day or line.day
        on_day = self._facts.credits.lines(
            self._payee, _pick(component, self._plan.credit_date), Window(day, day + _DAY)
        )
        sold = [one for one in on_day if one.line_id == line.returns]
        if not sold or sold[0].amounts[component.measure] <= 0:
            return Fraction(0)

        def size(one: Line) -> Fraction:
            return Fraction(one.amounts[component.measure]) * self._worth(
                component.measure, one.currency, day
            )

        whole = size(sold[0])
        paid_in = self._facts.calendar.interval(self._plan.interval.paid, day)
        made = max(self._earned.made_by(line.returns, component.key, paid_in), Fraction(0))
        left = Fraction(1)
        for one in self._returned(component, Window(day, line.day + _DAY)):
            if one.returns != line.returns:
                continue
            part = min(-size(one) / whole, left)
            if one.line_id == line.line_id:
                return self._share((line.day - day).days) * max(part, Fraction(0)) * made
            left = max(left - part, Fraction(0))
        return Fraction(0)

    def _share(self, age: int) -> Fraction:
        """How much is taken back after so many days."""
        steps = [step for step in self._plan.returns.schedule if age <= step.within_days]
        return Fraction(min(steps, key=lambda step: step.within_days).share) if steps else Fraction(0)

    def _by_hand(self) -> None:
        """What was approved for this person and plan in a month of the period."""
        for one in self._facts.adjustments:
            mine = one.payee == self._payee and one.plan == self._plan.key
            if mine and one.first >= self._period.first and one.end <= self._period.end:
                now = self._facts.payee(self._payee).currency
                if one.currency and one.currency != now:
                    raise Refused(
                        "pay.adjusted_abroad", payee=self._payee, adjustment=one.adjustment_id,
                        was=one.currency, now=now,
                    )  # fmt: skip
                self._put("adjustment", one.amount, source=one.adjustment_id)

    def _holds(self) -> None:
        """Hold after hold, each of what those before it left; what is let go is there for the next."""
        for hold in sorted(self._facts.holds, key=lambda one: one.hold_id):
            if hold.payee != self._payee or hold.first >= self._period.end:
                continue
            source = hold.line_id or hold.hold_id
            if hold.end < self._period.end:
                self._put("reserve_release", self._held.pop(hold.hold_id, _NOTHING), hold.component, source)
            else:
                waiting = self._waits(hold)
                self._held[hold.hold_id] = self._held.get(hold.hold_id, _NOTHING) + waiting
                self._put("reserve", -waiting, hold.component, source)

    def _waits(self, hold: Hold) -> Decimal:
        if hold.line_id:
            parts = [
                self._earned.made_by(hold.line_id, one.key, self._period) for one in self._plan.component
            ]
            return self._money.paid(sum(parts, Fraction(0)) * Fraction(hold.share))
        base = self._total(hold.component or None)
        return self._money.whole(Fraction(hold.share) * max(Fraction(base), Fraction(0)))


def _of(amounts: Mapping[tuple[str, dt.date], Decimal], component: str) -> Decimal:
    return sum((amount for (key, _), amount in amounts.items() if key == component), _NOTHING)
