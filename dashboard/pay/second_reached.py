"""The second calculator's attainment: what was reached of what was asked for, measure by measure."""

from dataclasses import dataclass
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Window
from dashboard.pay.plan import Component, Credit, Gate, Modifier, Plan
from dashboard.pay.second_credit import Credited, Piece
from dashboard.pay.second_days import Days, UnknownFeature, cut

_ONE = Fraction(1)


class PaysNothing(Exception):
    """There is no quota, and the plan lets this pay nothing."""


@dataclass(frozen=True)
class Stretch:
    """A measure interval, and the part of it that is over."""

    whole: Window
    so_far: Window


class Reached:
    """One person's results under one plan; lines in `without` never were."""

    def __init__(self, plan: Plan, facts: Facts, payee: str, without: frozenset[str] = frozenset()) -> None:
        self.plan, self.facts, self.payee = plan, facts, payee
        self.days = Days(plan, facts, payee)
        self._credited = Credited(plan, facts, payee, without)

    def held_against(self, stretch: Stretch) -> Window:
        """The days whose quota and target pay results are held against."""
        if self.plan.interval.quota == "whole":
            return stretch.whole
        if self.plan.interval.quota == "to_date":
            return stretch.so_far
        raise UnknownFeature(f"quota {self.plan.interval.quota}")

    def quota(self, measure: str, window: Window) -> Fraction | None:
        """A quota that can be divided by; None where the plan counts a missing one as reached.

        Raises:
            PaysNothing: there is none, and the plan says that it pays nothing.
            Refused: there is none, and the plan does not say what to do.
        """
        quota = self.days.quota(measure, window)
        if quota is not None and quota > 0:
            return quota
        if self.plan.zero_quota == "full":
            return None
        if self.plan.zero_quota == "nothing":
            raise PaysNothing
        raise Refused("pay.no_quota", payee=self.payee, measure=measure, first=window.first, end=window.end)

    def pieces(self, component: Component, window: Window) -> list[Piece]:
        """What a component counts."""
        return self._credited.pieces(component.measure, component.credit, component.where, window)

    def credit(self, measure: str, credit: Credit, window: Window, of: Component | None = None) -> Fraction:
        """The whole credit of a measure, of the lines that a component picks or of all."""
        return self._credited.total(measure, credit, of.where if of else {}, window)

    def share(self, measure: str, credit: Credit, stretch: Stretch, of: Component | None = None) -> Fraction:
        """Credit by quota."""
        quota = self.quota(measure, self.held_against(stretch))
        return _ONE if quota is None else self.credit(measure, credit, stretch.so_far, of) / quota

    def limit(self, component: Component, stretch: Stretch) -> Fraction | None:
        """The most attainment that counts, if there is a most."""
        most = [Fraction(cap.attainment) for cap in component.cap if cap.attainment is not None]
        interim = self.plan.interval.interim_attainment
        if interim is not None and stretch.so_far.end < stretch.whole.end:
            most.append(Fraction(interim))
        return min(most) if most else None

    def counted(self, component: Component, stretch: Stretch, attainment: Fraction) -> Fraction:
        """An attainment cut, and rounded where the table says so."""
        limit = self.limit(component, stretch)
        if limit is not None and limit < attainment:
            attainment = limit
        rounding = component.table.round_attainment if component.table else None
        return Fraction(cut(attainment, rounding.mode, rounding.digits)) if rounding else attainment

    def passes(self, gate: Gate, stretch: Stretch) -> bool:
        """Whether what a gate asks for is reached."""
        if gate.window == "year":
            year = self.facts.calendar.interval("year", stretch.so_far.first)
            stretch = Stretch(year, Window(year.first, stretch.so_far.end))
        elif gate.window != "component":
            raise UnknownFeature(f"gate window {gate.window}")
        try:
            return self._got(gate, stretch, year=gate.window == "year") >= Fraction(gate.at_least)
        except PaysNothing:
            return False

    def factor(self, modifier: Modifier, stretch: Stretch) -> Fraction:
        """What a modifier multiplies by."""
        got = self._got(modifier, stretch, year=False)
        value = Fraction(modifier.bands[0].value)
        for band in modifier.bands:
            if got >= band.from_:
                value = Fraction(band.value)
        return value

    def _got(self, asked: Gate | Modifier, stretch: Stretch, *, year: bool) -> Fraction:
        if asked.of == "value":
            return self.credit(asked.measure, asked.credit, stretch.so_far)
        if asked.of != "attainment":
            raise UnknownFeature(f"of {asked.of}")
        quota = self.quota(asked.measure, stretch.whole if year else self.held_against(stretch))
        return _ONE if quota is None else self.credit(asked.measure, asked.credit, stretch.so_far) / quota
