"""The second calculator's way from what is earned to what is paid: steps 12 to 15, in the payee's money."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from dashboard.pay.facts import Facts, Hold, Line, Pick, Window
from dashboard.pay.plan import Cap, Component, Draw, Guarantee, Plan
from dashboard.pay.second_credit import rate_of
from dashboard.pay.second_days import Days, UnknownFeature, cut
from dashboard.pay.second_reached import Reached
from dashboard.pay.statement import Before

_DAY = dt.timedelta(days=1)
_NOTHING = Decimal(0)
Key = tuple[str, str, dt.date | None, str]


def _pick(component: Component) -> Pick:
    """A component's lines by their own days."""
    where = tuple((name, tuple(values)) for name, values in component.where.items())
    return Pick(component.measure, component.credit, where, "current")


class Earned(Protocol):
    """What the payout asks of what was earned."""

    def made_by(self, line_id: str, key: str, period: Window) -> Fraction:
        """The difference that a line made to what a component was due at the end of a pay period."""


class Money:
    """The plan's money in the payee's."""

    def __init__(self, plan: Plan, facts: Facts, payee: str, paid_on: dt.date) -> None:
        self._plan, self._facts, self._to = plan, facts, facts.payee(payee).currency
        self._paid_on = paid_on

    def _rate(self, day: dt.date, kind: str = "day") -> Fraction:
        return rate_of(self._facts.rates, self._plan.currency, self._to, day, kind)

    def rate(self) -> Fraction:
        """What one unit of the plan's money is worth, where it belongs to no credit."""
        if self._plan.currencies.pay == "plan":
            return self._rate(self._paid_on, "plan")
        return self._rate(self._paid_on)

    def rate_of(self, component: Component, reached: Reached, period: Window) -> Fraction:
        """What one unit of a component's pay is worth: by each credit's day in the credit's share of all."""
        if self._plan.currencies.pay not in ("credit_day", "pay_day", "plan"):
            raise UnknownFeature(f"pay currency by {self._plan.currencies.pay}")
        if self._plan.currencies.pay != "credit_day" or self._to == self._plan.currency:
            return self.rate()
        if component.measure not in self._facts.line_measures:
            return self.rate()
        pieces = reached.credited.pieces(component, period)
        total = sum((one.amount for one in pieces), Fraction(0))
        if not total:
            return self.rate()
        return sum((one.amount * self._rate(one.day) for one in pieces), Fraction(0)) / total

    def paid(self, amount: Fraction | Decimal) -> Decimal:
        """An amount of the plan's money, turned and rounded."""
        return self.whole(Fraction(amount) * self.rate())

    def whole(self, amount: Fraction) -> Decimal:
        """An amount of the payee's money, rounded."""
        return cut(amount, self._plan.rounding.mode, self._plan.rounding.digits)


class Payout:
    """One person's period, after it is known what the components earn."""

    def __init__(
        self, plan: Plan, facts: Facts, payee: str, period: Window, before: Before, money: Money, earned: Earned,
        days: Days,
    ) -> None:  # fmt: skip
        self._plan, self._facts, self._payee, self._period = plan, facts, payee, period
        self._before, self._money, self._earned = before, money, earned
        self._days = days
        self._lines: dict[Key, Decimal] = {}

    def lines(self, earned: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
        """All lines of the statement; those that come to nothing too."""
        self._lines = dict(earned)
        if self._before.carried:
            self._put("brought_forward", self._before.carried)
        for component in self._plan.component:
            for cap in component.cap:
                self._cap(cap, component)
        for cap in self._plan.cap:
            self._cap(cap, None)
        if self._plan.guarantee:
            self._guarantee(self._plan.guarantee)
        if self._plan.draw:
            self._draw(self._plan.draw)
        self._clawback()
        self._holds()
        total = self._total()
        if total < 0 and self._plan.negative in ("carry", "forgive"):
            self._put("carried_forward", -total)
        elif self._plan.negative not in ("carry", "forgive", "pay"):
            raise UnknownFeature(f"negative {self._plan.negative}")
        return self._lines

    def _put(self, kind: str, amount: Decimal, component: str = "", source: str = "") -> None:
        key = (kind, component, None, source)
        self._lines[key] = self._lines.get(key, _NOTHING) + amount

    def _total(self, component: str | None = None) -> Decimal:
        return sum(
            (amount for key, amount in self._lines.items() if component is None or key[1] == component),
            _NOTHING,
        )

    def _cap(self, cap: Cap, component: Component | None) -> None:
        """Takes what lies above a cap, or pays what it took before as far as there is room."""
        if cap.per not in ("pay", "year") or (cap.amount is None and cap.times_target is None):
            return
        stretch = self._period
        if cap.per == "year":
            year = self._facts.calendar.interval("year", self._period.first)
            stretch = Window(year.first, self._period.end)
        most = Fraction(cap.amount or 0)
        if cap.times_target is not None:
            whole = stretch if cap.per == "pay" else self._facts.calendar.interval("year", self._period.first)
            weight = Fraction(component.weight) if component else Fraction(1)
            most = Fraction(cap.times_target) * self._days.target(whole) * weight
        room = self._money.paid(most)
        name = component.key if component else ""
        if cap.per == "year":
            room -= self._paid_this_year(component, stretch)
        got = self._total(name or None)
        if got > room:
            self._put("cap", max(room, _NOTHING) - got, name)
        elif cap.refundable and self._before.withheld > 0:
            self._put("cap_release", min(self._before.withheld, room - got), name)

    def _paid_this_year(self, component: Component | None, year: Window) -> Decimal:
        if component is None:
            return self._before.year
        posted = sum(
            (
                amount
                for (key, first), amount in self._before.posted.items()
                if key == component.key and first in year
            ),
            _NOTHING,
        )
        return self._money.paid(posted)

    def _in_force(self, one: Guarantee | Draw) -> bool:
        last = self._period.end - _DAY
        return (one.valid_from is None or one.valid_from <= last) and (
            one.valid_to is None or last <= one.valid_to
        )

    def _guarantee(self, guarantee: Guarantee) -> None:
        if self._in_force(guarantee):
            self._put(
                "guarantee", max(self._money.paid(Fraction(guarantee.amount)) - self._total(), _NOTHING)
            )

    def _draw(self, draw: Draw) -> None:
        earned = self._total()
        level = self._money.paid(Fraction(draw.amount)) if self._in_force(draw) else _NOTHING
        if earned < level:
            self._put("draw_advance" if draw.recoverable else "guarantee", level - earned)
            return
        owed = self._before.drawn
        if draw.recoverable and owed > 0 and (draw.recover_from or dt.date.min) < self._period.end:
            back = self._money.whole(Fraction(draw.share) * Fraction(earned - level))
            if draw.most is not None:
                back = min(back, self._money.paid(Fraction(draw.most)))
            self._put("draw_recovery", -min(back, owed))

    def _clawback(self) -> None:
        if self._plan.returns.policy != "schedule":
            return
        left = self._money.whole(
            Fraction(self._plan.returns.most_share) * max(Fraction(self._total()), Fraction(0))
        )
        for component in self._plan.component:
            for line in self._returned(component, self._period):
                back = min(self._money.paid(self._taken_back(component, line)), left)
                left -= back
                self._put("clawback", -back, component.key, line.line_id)

    def _returned(self, component: Component, window: Window) -> list[Line]:
        """The lines of a component that give something back in a window, in the order of their days."""
        if component.measure not in self._facts.line_measures:
            return []
        lines = self._facts.credits.lines(self._payee, _pick(component), window)
        return [line for line in lines if line.returns and self._days.in_plan(line.day)]

    def _taken_back(self, component: Component, line: Line) -> Fraction:
        """What one return takes back, in the plan's money, when those before it have taken theirs."""
        day = line.returns_day or line.day
        sold = next(
            (
                one
                for one in self._facts.credits.lines(self._payee, _pick(component), Window(day, day + _DAY))
                if one.line_id == line.returns
            ),
            None,
        )
        if sold is None or not sold.amounts[component.measure] or not self._days.in_plan(day):
            return Fraction(0)
        paid_in = self._facts.calendar.interval(self._plan.interval.paid, sold.day)
        made = max(self._earned.made_by(sold.line_id, component.key, paid_in), Fraction(0))
        left = Fraction(1)
        for one in self._returned(component, Window(sold.day, line.day + _DAY)):
            if one.returns != sold.line_id or (one.day, one.line_id) > (line.day, line.line_id):
                continue
            part = -Fraction(one.amounts[component.measure]) / Fraction(sold.amounts[component.measure])
            part = max(min(part, left), Fraction(0))
            left -= part
            if one.line_id == line.line_id:
                return self._share((one.day - sold.day).days) * part * made
        return Fraction(0)

    def _share(self, age: int) -> Fraction:
        """How much is taken back after so many days."""
        steps = [step for step in self._plan.returns.schedule if age <= step.within_days]
        return Fraction(min(steps, key=lambda step: step.within_days).share) if steps else Fraction(0)

    def _holds(self) -> None:
        base = self._total()
        for hold in sorted(self._facts.holds, key=lambda one: one.hold_id):
            if hold.payee != self._payee:
                continue
            waiting = self._before.held.get(hold.hold_id, _NOTHING)
            if hold.end <= self._period.end:
                self._put("reserve_release", waiting, "", hold.hold_id)
            elif hold.first < self._period.end:
                self._put("reserve", -self._waits(hold, base), "", hold.hold_id)

    def _waits(self, hold: Hold, base: Decimal) -> Decimal:
        if hold.line_id:
            parts = [self._earned.made_by(hold.line_id, one.key, self._period) for one in self._plan.component]
            made = self._money.paid(sum(parts, Fraction(0)))
            return self._money.whole(Fraction(hold.share) * max(Fraction(made), Fraction(0)))
        if hold.component:
            base = self._total(hold.component)
        return self._money.whole(Fraction(hold.share) * max(Fraction(base), Fraction(0)))
