"""The second calculator's attainment: what was reached of what was asked for, measure by measure."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Window
from dashboard.pay.plan import Basis, Component, Gate, Modifier, Plan
from dashboard.pay.second_credit import Credited
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

    def __init__(self, plan: Plan, facts: Facts, payee: str) -> None:
        self.plan, self.facts, self.payee = plan, facts, payee
        self.days = Days(plan, facts, payee)
        self.credited = Credited(plan, facts, payee, self.days)
        self._others: dict[str, Days] = {payee: self.days}

    def days_of(self, payee: str) -> Days:
        """Somebody else's days: those whose events share a budget."""
        if payee not in self._others:
            self._others[payee] = Days(self.plan, self.facts, payee)
        return self._others[payee]

    def held_against(self, stretch: Stretch) -> Window:
        """The days whose quota and target pay results are held against."""
        if self.plan.interval.quota == "whole":
            return stretch.whole
        if self.plan.interval.quota == "to_date":
            return stretch.so_far
        raise UnknownFeature(f"quota {self.plan.interval.quota}")

    def quota(self, basis: Basis, window: Window) -> Fraction | None:
        """A quota that can be divided by; None where the plan counts a missing one as reached.

        Raises:
            PaysNothing: there is none, and the plan says that it pays nothing.
            Refused: there is none, and the plan does not say what to do.
        """
        quota = self.days.quota(basis.measure, window, basis.quota)
        if quota is not None and quota > 0:
            return quota
        if self.plan.zero_quota == "full":
            return None
        if self.plan.zero_quota == "nothing":
            raise PaysNothing
        if self.plan.zero_quota != "refuse":
            raise UnknownFeature(f"zero quota {self.plan.zero_quota}")
        raise self.no_quota(basis, window)

    def no_quota(self, basis: Basis, window: Window) -> Refused:
        """Why somebody cannot be paid."""
        component = basis.key if isinstance(basis, Component) else "-"
        return Refused(
            "pay.no_quota", payee=self.payee, component=component, measure=basis.measure,
            start=window.first, end=window.end - dt.timedelta(days=1),
        )  # fmt: skip

    def attainment(self, basis: Basis, stretch: Stretch) -> Fraction:
        """Credit by quota, of a part of a blend or a side of a matrix: nothing where that is what it pays."""
        try:
            quota = self.quota(basis, self.held_against(stretch))
        except PaysNothing:
            return Fraction(0)
        return _ONE if quota is None else self.credited.total(basis, stretch.so_far) / quota

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
        if limit is not None:
            attainment = min(attainment, limit)
        rounding = component.table.round_attainment if component.table else None
        return Fraction(cut(attainment, rounding.mode, rounding.digits)) if rounding else attainment

    def passes(self, gate: Gate, stretch: Stretch) -> bool:
        """Whether what a gate asks for is reached; without its quota it is not."""
        quota_of = self.held_against(stretch)
        if gate.window == "year":
            year = self.facts.calendar.interval("year", stretch.so_far.first)
            stretch = Stretch(year, Window(year.first, stretch.so_far.end))
            quota_of = year
        elif gate.window != "component":
            raise UnknownFeature(f"gate window {gate.window}")
        got = self._got(gate, stretch, quota_of)
        return got is not None and got >= Fraction(gate.at_least)

    def factor(self, modifier: Modifier, stretch: Stretch) -> Fraction:
        """What a modifier multiplies by: the value of the last band that is begun, else of the first.

        Without its quota nothing is reached.
        """
        got = self._got(modifier, stretch, self.held_against(stretch)) or Fraction(0)
        value = Fraction(modifier.bands[0].value)
        for band in modifier.bands:
            if got >= band.from_:
                value = Fraction(band.value)
        return value

    def _got(self, asked: Gate | Modifier, stretch: Stretch, quota_of: Window) -> Fraction | None:
        credit = self.credited.total(asked, stretch.so_far)
        if asked.of == "value":
            return credit
        if asked.of != "attainment":
            raise UnknownFeature(f"of {asked.of}")
        quota = self.days.quota(asked.measure, quota_of, asked.quota)
        return credit / quota if quota is not None and quota > 0 else None
