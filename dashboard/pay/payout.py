"""What becomes of earned pay: caps, guarantee, draw, clawback, what people adjust, hold, carrying on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.caps import Caps
from dashboard.pay.clawback import taken_back
from dashboard.pay.desk import Desk
from dashboard.pay.facts import Hold, Window
from dashboard.pay.measured import paid_for
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import Before, StatementLine

_NONE = Decimal(0)
_DAY = dt.timedelta(days=1)
_Step = tuple[list[StatementLine], Before]


@dataclass(frozen=True)
class Payout:
    """The steps after the components, in their order; each sees the lines of those before it.

    `desk_of` has the person's figures under the version of the plan that was in force in a pay period;
    `rate` turns the plan's money, in which a plan says its amounts, into the payee's.
    """

    desk: Desk
    period: Window
    before: Before
    desk_of: Callable[[Window], Desk]
    rate: Fraction = Fraction(1)

    def steps(self, lines: list[StatementLine], after: Before) -> _Step:
        """The lines that the steps add, and what they leave for later periods."""
        all_lines = list(lines)
        for step in (
            self._cap, self._guarantee, self._draw, self._clawback, self._adjust, self._hold, self._carry,
        ):  # fmt: skip
            more, after = step(all_lines, after)
            all_lines += more
        year = self.desk.facts.calendar.interval("year", self.period.first)
        begun = any(year.first <= first < self.period.first for _, first in self.before.posted)
        currency = self.desk.payee.currency if self.desk.payee.currency != self.desk.plan.currency else ""
        so_far = self.before.year if begun and self.before.currency == currency else _NONE
        return all_lines[len(lines) :], replace(after, year=so_far + _sum(all_lines), currency=currency)

    def _cap(self, lines: list[StatementLine], after: Before) -> _Step:
        """The components' and the plan's caps; what a refundable one keeps has the rate of what it is of."""
        caps = Caps(self.desk, self.period, self.before, self.desk_of, self.rate)
        found = caps.found(lines, after)
        more = [StatementLine("cap", -cut.own, cut.component, plan_amount=-cut.amount) for cut in found.cuts]
        rate = self._rate_of(lines)
        for one in found.refundable:
            more.append(StatementLine("cap_release", self._own(one.released)))
            more.append(StatementLine("cap", self._own(-one.amount, rate), plan_amount=-one.amount))
        return more, replace(after, withheld=found.withheld, cut=found.cut, cut_turned=found.cut_turned)

    def _own(self, amount: Decimal | Fraction, rate: Fraction | None = None) -> Decimal:
        """An amount of the plan's money in the payee's."""
        return rounded(Fraction(amount) * (self.rate if rate is None else rate), self.desk.plan.rounding)

    def _rate_of(self, lines: list[StatementLine]) -> Fraction:
        """The rate of what is earned: of the pay day or plan, or what lines came to, by each credit's day.

        Amounts of lines are rounded, and may nearly cancel each other; so their rate is asked for only where
        it is not known exactly, and of their sizes.
        """
        if not self.desk.by_credit:
            return self.rate
        whole = sum((abs(line.plan_amount) for line in lines), _NONE)
        turned = sum((abs(line.amount) for line in lines if line.plan_amount), _NONE)
        return Fraction(turned) / Fraction(whole) if whole else self.rate

    def _guarantee(self, lines: list[StatementLine], after: Before) -> _Step:
        """Never less than so much, and never owed back."""
        found = self.desk.plan.guarantee
        draw = self.desk.plan.draw
        least = _NONE
        if found and self._in_force(found.valid_from, found.valid_to):
            least = self._own(found.amount)
        if draw and not draw.recoverable and self._in_force(draw.valid_from, draw.valid_to):
            least = max(least, self._own(draw.amount))
        return [StatementLine("guarantee", max(least - _sum(lines), _NONE))] if least else [], after

    def _draw(self, lines: list[StatementLine], after: Before) -> _Step:
        """An advance up to the draw; what is earned above it pays back."""
        draw = self.desk.plan.draw
        if draw is None or not draw.recoverable:
            return [], after
        in_force = self._in_force(draw.valid_from, draw.valid_to)
        least = self._own(draw.amount) if in_force else _NONE
        earned, owed = _sum(lines), self.before.drawn
        if in_force and earned < least:
            return [StatementLine("draw_advance", least - earned)], replace(
                after, drawn=owed + least - earned
            )
        if draw.recover_from and self.period.end <= draw.recover_from:
            return [], after
        most = rounded(Fraction(draw.share) * Fraction(max(earned - least, _NONE)), self.desk.plan.rounding)
        back = min(owed, most, *([self._own(draw.most)] if draw.most is not None else []))
        return [StatementLine("draw_recovery", -back)], replace(after, drawn=owed - back)

    def _clawback(self, lines: list[StatementLine], after: Before) -> _Step:
        """What paid lines that were returned give back, by the plan's schedule."""
        returns = self.desk.plan.returns
        if returns.policy != "schedule":
            return [], after
        most = rounded(
            Fraction(returns.most_share) * Fraction(max(_sum(lines), _NONE)), self.desk.plan.rounding
        )
        more = []
        for taken in taken_back(self.desk, self.period):
            amount = self._own(taken.amount)
            if returns.most_share < 1:
                amount = min(amount, most)
                most -= amount
            more.append(
                StatementLine("clawback", -amount, taken.component, source=taken.line_id, note=taken.note)
            )
        return more, after

    def _adjust(self, _lines: list[StatementLine], after: Before) -> _Step:
        """What people decided by hand: whole, whatever caps, guarantee and draw did to all else."""
        mine = [
            one
            for one in self.desk.facts.adjustments
            if (one.payee, one.plan) == (self.desk.payee.payee, self.desk.plan.key)
            and self.period.first <= one.first
            and one.end <= self.period.end
        ]
        for one in mine:
            if one.currency not in ("", self.desk.payee.currency):
                raise Refused(
                    "pay.adjusted_abroad", payee=one.payee, adjustment=one.adjustment_id, was=one.currency,
                    now=self.desk.payee.currency,
                )  # fmt: skip
        return [
            StatementLine(
                "adjustment", one.amount, source=one.adjustment_id,
                note={
                    "reason": one.reason, "rationale": one.rationale, "asked_by": one.asked_by,
                    "approved_by": one.approved_by,
                },
            )
            for one in sorted(mine, key=lambda one: (one.first, one.adjustment_id))
        ], after  # fmt: skip

    def _hold(self, lines: list[StatementLine], after: Before) -> _Step:
        """What waits, and what waited and is let go."""
        held, more = dict(self.before.held), []
        for hold in sorted(self.desk.facts.holds, key=lambda one: one.hold_id):
            if hold.payee != self.desk.payee.payee or hold.first >= self.period.end:
                continue
            waiting, source = held.get(hold.hold_id, _NONE), hold.line_id or hold.hold_id
            if hold.end <= self.period.end - _DAY:
                held.pop(hold.hold_id, None)
                more.append(StatementLine("reserve_release", waiting, hold.component, source=source))
                continue
            amount = self._held(hold, [*lines, *more])
            held[hold.hold_id] = waiting + amount
            more.append(
                StatementLine(
                    "reserve", -amount, hold.component, source=source,
                    note={"reason": hold.reason},
                )
            )  # fmt: skip
        return more, replace(after, held={key: amount for key, amount in held.items() if amount})

    def _held(self, hold: Hold, lines: list[StatementLine]) -> Decimal:
        """What a hold keeps back of this period: a share of a line's pay, of a component's, or of all."""
        rounding, share = self.desk.plan.rounding, Fraction(hold.share)
        if hold.line_id:
            return self._own(paid_for(self.desk, hold.line_id, self.period) * share)
        mine = [line for line in lines if not hold.component or line.component == hold.component]
        return rounded(Fraction(max(_sum(mine), _NONE)) * share, rounding)

    def _carry(self, lines: list[StatementLine], after: Before) -> _Step:
        """A period that comes to less than nothing: netted against later ones, paid back, or let go."""
        total = _sum(lines)
        if total >= 0 or self.desk.plan.negative == "pay":
            return [], after
        carried = total if self.desk.plan.negative == "carry" else _NONE
        return [StatementLine("carried_forward", -total)], replace(after, carried=carried)

    def _in_force(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Whether an advance is given in this period: it begins after the first and ends by the last day."""
        begins = self.period.first
        return (first is None or begins >= first) and (last is None or begins <= last)


def _sum(lines: list[StatementLine]) -> Decimal:
    return sum((line.amount for line in lines), _NONE)
