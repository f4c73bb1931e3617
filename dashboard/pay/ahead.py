"""The steps ahead of somebody, each a what-if of the engine that pays: with more credit, less without.

A step is found for the end of the interval that its component is measured over, with what has been credited
so far, as though the rest came on the interval's last day and all of it were paid with the statement of that
day. Quota, target pay, gates, caps, guarantees and draws are thus those of that day, and what is promised is
what a statement would say. What was posted already is taken as it stands.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from dashboard.errors import Refused
from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked, Due
from dashboard.pay.engine import Known, calculate
from dashboard.pay.facts import Facts, Pick, Window
from dashboard.pay.judging import judge_gate, judge_modifier
from dashboard.pay.outlook import Outlook, Step
from dashboard.pay.plan import Basis, Component, Gate, Modifier, Plan, Rounding
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import Before, Statement
from dashboard.pay.supposed import with_events, with_more, with_scores
from dashboard.pay.terms import Terms

_DAY = dt.timedelta(days=1)
_CENT = Decimal("0.01")
_THOUSAND = Decimal(1000)
_NONE = Decimal(0)
_LATELY = 60  # days
_FARTHEST = 3  # edges that are tried: those far above are nobody's next step
_UP = Rounding(mode="up", digits=2)  # a cent less would not reach it


@dataclass(frozen=True)
class Ahead:
    """A plan, a person, and the facts of a run as far as `through`.

    `made` is the statement of the run, if it made one; `posted` is what the ledger carries on otherwise.
    `known` is what was found out for that statement.
    """

    plan: Plan
    facts: Facts
    payee: str
    through: dt.date
    made: Statement | None = None
    posted: Before = field(default_factory=Before)
    earlier: tuple[Plan, ...] = ()
    known: Known = field(default_factory=Known)

    def carried_to(self, period: Window) -> Before:
        """What is carried on to a pay period: that of the statement, or what comes after it."""
        if self.made is None:
            return self.posted
        return self.made.after if self.made.period.end <= period.first else self.made.before

    def outlook(self) -> Outlook:
        """All steps, and the year's target pay."""
        year = self.facts.calendar.interval("year", self.through)
        desk = self.known.desk(Desk(self.plan, self.facts.payee(self.payee), self.facts))
        target = desk.target_paid(year) or Fraction(0)
        names = {one.key: {"en": one.name.en, "el": one.name.el} for one in self.plan.component}
        return Outlook(
            self.payee, self.plan.key, self.plan.version, self.through, year.first, desk.payee.currency,
            rounded(target, Rounding()), self.plan.leader_sees, tuple(self._steps()), names,
            self.plan.currency, self._worth(desk),
        )  # fmt: skip

    def _worth(self, desk: Desk) -> dict[str, Fraction]:
        """What one unit of the plan's money, and one of the person's, is in the reporting currency."""
        worth, paid_in = desk.worth_reported(self.through), desk.payee.currency
        return {paid_in: worth / desk.pay_rate(paid_in, self.through), self.plan.currency: worth}

    def _steps(self) -> Iterator[Step]:
        ends: dict[Window, _Settled] = {}
        for component in self.plan.component:
            whole = self._interval(component)
            settled = ends.setdefault(whole, _Settled(self, whole))
            try:
                yield from settled.of(component)
            except Refused:
                # What a statement needs and nobody has said yet: nothing is promised without it.
                continue
        whole = self._interval(None)
        try:
            yield from ends.setdefault(whole, _Settled(self, whole)).of_plan()
        except Refused:
            return

    def _interval(self, component: Component | None) -> Window:
        kind = (component and component.measured) or self.plan.interval.measured
        return self.facts.calendar.interval(kind, self.through + _DAY)


@dataclass(frozen=True)
class _Settled:
    """The end of one measure interval, with what is credited so far."""

    ahead: Ahead
    whole: Window

    @property
    def day(self) -> dt.date:
        return self.whole.end - _DAY

    @cached_property
    def period(self) -> Window:
        return self.ahead.facts.calendar.interval(self.ahead.plan.interval.paid, self.day)

    @cached_property
    def facts(self) -> Facts:
        return with_scores(self.ahead.facts, self.ahead.plan, self.ahead.payee, self.period)

    @cached_property
    def desk(self) -> Desk:
        made = Desk(self.ahead.plan, self.ahead.facts.payee(self.ahead.payee), self.ahead.facts)
        return self.ahead.known.desk(made).supposing(self.facts, self.ahead.plan)

    @cached_property
    def paid(self) -> Decimal:
        """What the statement of the last day pays, if no more comes."""
        return self._paid(self.facts, self.ahead.plan)

    def _paid(self, facts: Facts, plan: Plan) -> Decimal:
        period, earlier = self.period, self.ahead.earlier
        before = self.ahead.carried_to(period)
        # What was due when earlier periods were paid stays as it was found for what stands.
        known = Known(self.ahead.known.through, {plan.version: self.desk.supposing(facts, plan)})
        made = calculate(plan, facts, self.ahead.payee, period, before, earlier=earlier, known=known)
        return made.paid

    def _change(self, facts: Facts, plan: Plan) -> Decimal:
        """What other facts, or another plan, would change of it; what stands is found out first."""
        paid = self.paid
        return self._paid(facts, plan) - paid

    def gain(self, pick: Pick, more: Decimal) -> Decimal:
        """What so much more credit is paid; of less, what it costs."""
        supposed = with_more(self.facts, self.ahead.payee, pick, self.day, more)
        return self._change(supposed, self.ahead.plan)

    def _rate(self, pick: Pick, more: Decimal) -> Decimal:
        """What the last thousand of so much more is paid, as though less than nothing were paid back."""
        bare = self.ahead.plan.model_copy(update={"negative": "pay", "guarantee": None, "draw": None})
        ends = (more, more - _THOUSAND)
        one, other = (with_more(self.facts, self.ahead.payee, pick, self.day, end) for end in ends)
        return self._change(one, bare) - self._change(other, bare)

    def of(self, component: Component) -> Iterator[Step]:
        """The steps of one component."""
        asked = Asked(self.desk, component, self.whole, self.whole)
        due = asked.due()
        if due.terms is not None and _walked(component, due.terms):
            yield from self._tier(component, due, due.terms)
        for gate in component.gate:
            without = component.model_copy(
                update={"gate": tuple(one for one in component.gate if one is not gate)}
            )
            components = tuple(without if one is component else one for one in self.ahead.plan.component)
            plan = self.ahead.plan.model_copy(update={"component": components})
            yield from self._gate(component.key, gate, plan)
        for modifier in component.modifier:
            yield from self._factor(component.key, modifier)
        if component.award:
            yield from self._award(component, due)

    def of_plan(self) -> Iterator[Step]:
        """The gates and modifiers of the whole plan."""
        plan = self.ahead.plan
        for gate in plan.gate:
            gates = tuple(one for one in plan.gate if one is not gate)
            yield from self._gate("", gate, plan.model_copy(update={"gate": gates}))
        for modifier in plan.modifier:
            yield from self._factor("", modifier)

    def _tier(self, component: Component, due: Due, terms: Terms) -> Iterator[Step]:
        """The next edge at which pay jumps, or from which on it pays another rate."""
        pick = self._pick(component)
        ahead = sorted(edge for edge in terms.edges if edge > due.credit)[:_FARTHEST]
        for edge in ahead:
            more = rounded(edge - due.credit, _UP)
            gain, just = self.gain(pick, more), self.gain(pick, more - _CENT)
            after = self.gain(pick, more + _THOUSAND) - gain
            before = self._rate(pick, more - _CENT)
            jump = gain - just
            if jump <= before * _CENT / _THOUSAND + _CENT:
                jump = _NONE
            if gain > 0 and (jump or abs(after - before) > _CENT):
                by_quota = terms.table.over == "attainment" and terms.quota is not None
                yield Step(
                    "tier", component.key, component.measure, "attainment" if by_quota else "value",
                    edge / terms.unit if by_quota else edge, more, gain, self.day, self._pace(component),
                    before, after, jump,
                )  # fmt: skip
                return

    def _gate(self, component: str, gate: Gate, without: Plan) -> Iterator[Step]:
        """A gate that is not reached yet, though more would be paid without it."""
        judged = judge_gate(self.desk, gate, self.whole, self.whole)
        missing = self._missing(gate, Fraction(gate.at_least), judged.reached, gate.window == "year")
        if judged.passed or missing is None:
            return
        gain = self._change(self.facts, without)
        if gain > 0:
            until = self.facts.calendar.interval("year", self.day).end - _DAY
            yield Step(
                "gate", component, gate.measure, gate.of, Fraction(gate.at_least), missing, gain,
                until if gate.window == "year" else self.day, self._pace(gate),
            )  # fmt: skip

    def _factor(self, component: str, modifier: Modifier) -> Iterator[Step]:
        """The next band of a modifier that pays more than the one that is reached."""
        judged = judge_modifier(self.desk, modifier, self.whole, self.whole)
        better = [
            band
            for band in modifier.bands
            if Fraction(band.from_) > (judged.reached or 0) and Fraction(band.value) > judged.factor
        ]
        if not better or judged.reached is None:
            return
        band = min(better, key=lambda one: one.from_)
        missing = self._missing(modifier, Fraction(band.from_), judged.reached, year=False)
        if missing is None:
            return
        gain = self.gain(self._pick(modifier), missing)
        if gain > 0:
            now, then = (rounded(one, Rounding(digits=4)) for one in (judged.factor, Fraction(band.value)))
            yield Step(
                "factor", component, modifier.measure, modifier.of, Fraction(band.from_), missing, gain,
                self.day, self._pace(modifier), now, then,
            )  # fmt: skip

    def _missing(
        self, basis: Gate | Modifier, edge: Fraction, reached: Fraction | None, year: bool
    ) -> Decimal | None:
        """How much credit is missing to an edge; None where no credit reaches it."""
        if basis.measure not in self.facts.line_measures or reached is None:
            return None
        if basis.of == "value":
            return rounded(edge - reached, _UP)
        against = self.facts.calendar.interval("year", self.day) if year else self.whole
        quota = self.desk.quota(basis, against)
        return None if quota is None else rounded((edge - reached) * quota, _UP)

    def _award(self, component: Component, due: Due) -> Iterator[Step]:
        """What the events that are left of an award would bring."""
        award = component.award
        assert award is not None
        left = 1 if award.limit is None else award.limit - int(due.scored[0].score)
        if left <= 0:
            return
        supposed = with_events(self.facts, self.ahead.payee, award.event, self.day, left)
        gain = self._change(supposed, self.ahead.plan)
        if gain > 0:
            count = Decimal(left)
            yield Step("award", component.key, award.event, "value", Fraction(left), count, gain, self.day)

    def _pick(self, basis: Basis) -> Pick:
        return self.desk.pick(basis.measure, basis.credit, basis)

    def _pace(self, basis: Basis) -> Fraction:
        """What each of the last sixty days brought on which the person was there."""
        end = self.ahead.through + _DAY
        window = Window(end - dt.timedelta(days=_LATELY), end)
        there = sum(self.desk.prorated.counts(window.first + dt.timedelta(at)) for at in range(_LATELY))
        return self.desk.reached(basis, window) / there if there else Fraction(0)


def _walked(component: Component, terms: Terms) -> bool:
    """Whether pay is a function of one credit: neither of each line by itself, nor of a blend."""
    by_deal = any(cap.per == "deal" for cap in component.cap)
    return (
        terms.table.each == "total" and terms.attained is None and component.split == "credit" and not by_deal
    )
