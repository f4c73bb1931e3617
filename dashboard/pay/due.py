"""What one component owes for a window, and how that came about, step by step."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.awarding import won_and_granted
from dashboard.pay.desk import Desk
from dashboard.pay.facts import Line, Pick, Window
from dashboard.pay.judging import Judged, judge_gate, judge_modifier
from dashboard.pay.plan import Basis, Component, Table
from dashboard.pay.plan_file import shares_target
from dashboard.pay.proration import days
from dashboard.pay.tables import Part
from dashboard.pay.terms import Terms

_NOTHING = Fraction(0)
_ONE = Fraction(1)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scored:
    """One objective, its weight and score; or the events of an award, how many and at how much."""

    key: str
    weight: Fraction
    score: Fraction
    evaluator: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """What a component owes for a window, exactly, and everything that it was made of."""

    component: str
    window: Window
    credit: Fraction
    quota: Fraction | None
    target: Fraction
    attainment: Fraction | None
    amount: Fraction
    parts: tuple[Part, ...] = ()
    judged: tuple[Judged, ...] = ()
    scored: tuple[Scored, ...] = ()
    cut: Fraction = _NOTHING
    terms: Terms | None = None


@dataclass(frozen=True)
class Asked:
    """A component of a person's plan, for a window inside a measure interval (`whole`)."""

    desk: Desk
    component: Component
    window: Window
    whole: Window

    @property
    def pick(self) -> Pick:
        """The lines that count."""
        return self.desk.pick(self.component.measure, self.component.credit, self.component)

    @property
    def held_against(self) -> Window:
        """The days of the quota that results are held against."""
        return self.whole if self.desk.plan.interval.quota == "whole" else self.window

    def due(self) -> Due:
        """What is owed.

        Raises:
            Refused: `pay.*` where a fact is missing that the component needs.
        """
        if self._idle():
            return Due(self.component.key, self.window, _NOTHING, None, _NOTHING, None, _NOTHING)
        if self.component.award:
            found = self._award()
        elif self.component.objectives:
            found = self._objectives()
        else:
            found = self._cells() if self.component.cells else self._table()
        return self._capped(found)

    def _idle(self) -> bool:
        """Whether nobody was there to earn: no day of the window counts, and nothing was credited in it.

        A month before somebody joins, or wholly on leave, has no quota; that is no lack of one.
        """
        if self.component.award or any(map(self.desk.prorated.counts, days(self.window))):
            return False
        bases: tuple[Basis, ...] = self.component.blend or (self.component,)
        lines = self.desk.facts.line_measures
        return not any(one.measure in lines and self.desk.reached(one, self.window) for one in bases)

    def target(self) -> Fraction:
        """The component's share of target pay.

        Raises:
            Refused: `pay.no_target`, where the component pays a share of it and nobody says it.
        """
        asked = shares_target(self.component) or any(
            cap.times_target is not None for cap in self.component.cap
        )
        if asked and not self.desk.prorated.has_target:
            raise Refused("pay.no_target", payee=self.desk.payee.payee, component=self.component.key)
        target = self._told(lambda: self.desk.prorated.target(self.held_against), needed=asked)
        return (target or _NOTHING) * Fraction(self.component.weight)

    def _told(self, amount: Callable[[], Fraction | None], *, needed: bool) -> Fraction | None:
        """An amount that may be in other money: where pay does not hang on it, nothing without a rate.

        Raises:
            Refused: `pay.no_plan_rate`, where it does.
        """
        try:
            return amount()
        except Refused:
            if needed:
                raise
            return None

    def judged(self) -> tuple[Judged, ...]:
        """The gates and modifiers of the component."""
        gates = [judge_gate(self.desk, gate, self.window, self.whole) for gate in self.component.gate]
        factors = [
            judge_modifier(self.desk, one, self.window, self.held_against) for one in self.component.modifier
        ]
        return (*gates, *factors)

    def terms(self, table: Table) -> Terms:
        """The terms under which a credit is paid."""
        attained = self._blended() if self.component.blend else None
        needs = (
            table.over == "attainment"
            or self.component.pays == "base_rate"
            or any(cap.attainment is not None for cap in self.component.cap)
        )
        quota = self._told(
            lambda: self.desk.prorated.quota(self.component.measure, self.held_against, self.component.quota),
            needed=needs and attained is None,
        )
        judged = self.judged()
        base = [
            gate.base_to
            for gate, one in zip(self.component.gate, judged, strict=False)
            if not one.passed and gate.otherwise == "base"
        ]
        shut = any(
            not one.passed and gate.otherwise == "nothing"
            for gate, one in zip(self.component.gate, judged, strict=False)
        )
        factor = _ONE
        for one in judged:
            factor *= one.factor
        terms = Terms(
            self.component, table, quota, self.target(), factor, shut, Fraction(min(base)) if base else None,
            self._most(), self._most_rate(), attained, self.desk.plan.returns.policy == "original",
        )  # fmt: skip
        return self._without_quota(terms) if needs and attained is None and not _positive(quota) else terms

    def _without_quota(self, terms: Terms) -> Terms:
        """A quota that is missing, nothing or less: what the plan says of it, never a guess."""
        if self.desk.plan.zero_quota == "nothing":
            return replace(terms, shut=True, quota=None)
        # A share of the credit, or of target pay by money, needs a quota of some size.
        sized = self.component.pays == "rate" or (
            self.component.pays == "base_rate" and terms.table.over == "amount"
        )
        if self.desk.plan.zero_quota == "full" and not sized:
            return replace(terms, attained=_ONE, quota=None)
        raise self._no_quota(self.component.measure)

    def _no_quota(self, measure: str) -> Refused:
        return Refused(
            "pay.no_quota", payee=self.desk.payee.payee, component=self.component.key, measure=measure,
            start=self.held_against.first, end=self.held_against.end - _DAY,
        )  # fmt: skip

    def _table(self) -> Due:
        table = self.component.table
        assert table is not None
        terms = self.terms(table)
        of_money = self.component.split == "money"
        by_line = not terms.undivided and (
            of_money
            or table.each != "total"
            or self.component.round_lines is not None
            or self._deal_cap() is not None
        )
        credit = _NOTHING
        if of_money:
            lines = self.desk.lines(self.pick, self.window)
            credit = sum((terms.share_of(line, mine)[0] for line, mine in lines), _NOTHING)
        elif not self.component.blend:
            credit = self.desk.credit(self.pick, self.window)
        amount = terms.amount(credit)
        if by_line:
            amount = terms.of_no_line + sum((paid for _, paid in self._by_line(terms)), _NOTHING)
        walked = table.each == "total" and terms.attained is None and not of_money
        parts = terms.parts(credit) if walked else ()
        return Due(
            self.component.key, self.window, credit, terms.quota, terms.target, terms.attainment(credit),
            amount, parts, self.judged(), terms=terms,
        )  # fmt: skip

    def by_line(self) -> list[tuple[Line, Fraction]]:
        """What each line is paid, after every cap of the component; empty where no line can be told apart."""
        if self.component.table is None or self._idle():
            return []
        terms = self.terms(self.component.table)
        if terms.undivided:
            return []
        limits, found = self._limits(terms.target), self._by_line(terms)
        return _up_to(found, lambda _: "", min(limits), terms.of_no_line) if limits else found

    def _by_line(self, terms: Terms) -> list[tuple[Line, Fraction]]:
        amounts = terms.amounts(self.desk.lines(self.pick, self.window))
        most = self._deal_cap()
        if most is None:
            return amounts
        return _up_to(
            amounts,
            lambda line: line.order_id or (line.returns if terms.mirrored else "") or line.line_id,
            most,
        )

    def _deal_cap(self) -> Fraction | None:
        found = [cap.amount for cap in self.component.cap if cap.per == "deal" and cap.amount is not None]
        return Fraction(min(found)) if found else None

    def _most(self) -> Fraction | None:
        """The attainment above which nothing counts."""
        found = [cap.attainment for cap in self.component.cap if cap.attainment is not None]
        interim = self.desk.plan.interval.interim_attainment
        if interim is not None and self.window.end < self.whole.end:
            found.append(interim)
        return Fraction(min(found)) if found else None

    def _most_rate(self) -> Fraction | None:
        found = [cap.rate for cap in self.component.cap if cap.rate is not None]
        return Fraction(min(found)) if found else None

    def _capped(self, due: Due) -> Due:
        """The amount under the cap of its measure interval, and what that cut off."""
        most = min(self._limits(due.target), default=due.amount)
        return replace(due, amount=min(due.amount, most), cut=max(due.amount - most, _NOTHING))

    def _limits(self, target: Fraction) -> list[Fraction]:
        return [
            limit(cap.amount, cap.times_target, target)
            for cap in self.component.cap
            if cap.per == "measure" and (cap.amount is not None or cap.times_target is not None)
        ]

    def _blended(self) -> Fraction:
        total = _NOTHING
        for part in self.component.blend:
            total += Fraction(part.weight) * self._attained(part)
        return total

    def _attained(self, basis: Basis) -> Fraction:
        """What was reached of a basis's quota, as far as the window goes."""
        quota = self.desk.quota(basis, self.held_against)
        if quota is not None:
            return self.desk.reached(basis, self.window) / quota
        if self.desk.plan.zero_quota == "refuse":
            raise self._no_quota(basis.measure)
        return _ONE if self.desk.plan.zero_quota == "full" else _NOTHING

    def _cells(self) -> Due:
        cells = self.component.cells
        assert cells is not None
        across = Basis(measure=cells.column_measure, credit=cells.column_credit)
        by_attainment = cells.row_of == "attainment"
        own = (
            self._attained(self.component)
            if by_attainment
            else self.desk.reached(self.component, self.window)
        )
        other = (
            self._attained(across)
            if cells.column_of == "attainment"
            else self.desk.reached(across, self.window)
        )
        if (most := self._most()) is not None:
            own = min(own, most) if by_attainment else own
            other = min(other, most) if cells.column_of == "attainment" else other
        row, column = _edge(cells.rows, own), _edge(cells.columns, other)
        value = Fraction(cells.values[row][column]) if row >= 0 and column >= 0 else _NOTHING
        judged = self.judged()
        factor = value
        for one in judged:
            factor *= one.factor
        target, credit = self.target(), self.desk.credit(self.pick, self.window)
        base = {"target": target, "rate": credit, "amount": _ONE}[cells.pays]
        part = Part(own, other, base, value, base * value)
        quota = self._told(lambda: self.desk.quota(self.component, self.held_against), needed=by_attainment)
        return Due(
            self.component.key, self.window, credit, quota, target, own if by_attainment else None,
            base * factor, (part,), judged,
        )  # fmt: skip

    def _objectives(self) -> Due:
        target, scored = self.target(), []
        for one in self.component.objectives:
            found = [
                score
                for score in self.desk.facts.scores
                if score.payee == self.desk.payee.payee
                and score.objective == one.key
                and score.first < self.window.end
                and score.end > self.window.first
            ]
            if not found:
                raise Refused(
                    "pay.no_score", payee=self.desk.payee.payee, objective=one.key, end=self.window.end - _DAY
                )
            latest = max(found, key=lambda score: (score.end, score.first, score.score, score.evaluator))
            if latest.evaluator and latest.evaluator == self.desk.payee.payee:
                raise Refused("pay.own_score", payee=self.desk.payee.payee, objective=one.key)
            scored.append(Scored(one.key, Fraction(one.weight), Fraction(latest.score), latest.evaluator))
        reached = sum((one.weight * one.score for one in scored), _NOTHING)
        judged, factor = self.judged(), reached
        for gate in judged:
            factor *= gate.factor
        return Due(
            self.component.key, self.window, _NOTHING, None, target, reached, target * factor, (), judged,
            tuple(scored),
        )  # fmt: skip

    def _award(self) -> Due:
        award = self.component.award
        assert award is not None
        won, granted = won_and_granted(self.desk, self.component, award)
        mine = [one for one in won if one[1] == self.desk.payee.payee and one[0] in self.window]
        paid = sum(one in granted for one in mine)
        judged, amount = self.judged(), Fraction(award.amount) * paid
        for one in judged:
            amount *= one.factor
        return Due(
            self.component.key, self.window, Fraction(len(mine)), None, self.target(), None, amount, (),
            judged, (Scored(award.event, Fraction(award.amount), Fraction(paid)),),
        )  # fmt: skip


def _up_to(
    amounts: list[tuple[Line, Fraction]],
    group: Callable[[Line], str],
    most: Fraction,
    start: Fraction = _NOTHING,
) -> list[tuple[Line, Fraction]]:
    """What is left of each line's pay when no group of lines is paid more than `most`, in their order."""
    found, so_far = [], dict[str, Fraction]()
    for line, amount in amounts:
        before = so_far.get(group(line), start)
        so_far[group(line)] = before + amount
        found.append((line, min(before + amount, most) - min(before, most)))
    return found


def limit(amount: Decimal | None, times_target: Decimal | None, target: Fraction) -> Fraction:
    """The money of a cap."""
    return Fraction(amount) if amount is not None else Fraction(times_target or 0) * target


def _positive(quota: Fraction | None) -> bool:
    return quota is not None and quota > 0


def _edge(edges: tuple[Decimal, ...], reach: Fraction) -> int:
    """The index of the last edge that was reached; -1 below all of them."""
    return max((index for index, edge in enumerate(edges) if reach >= Fraction(edge)), default=-1)
