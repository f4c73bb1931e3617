"""The second calculator's credit: a person's lines, one by one, in the plan's money and in their order."""

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Line, Pick, Window, no_value
from dashboard.pay.money import Rate
from dashboard.pay.plan import Basis, Plan
from dashboard.pay.second_days import Days, UnknownFeature, of_plan_year

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """One line and what it counts for; a measure that is no sum of lines is one piece without a line."""

    amount: Fraction
    day: dt.date
    line: Line | None = None

    @property
    def order(self) -> str:
        """The order it belongs to; empty where it is of none."""
        return self.line.order_id if self.line else ""


class Rated:
    """What currencies are worth in each other by day; each answer is kept, for many lines ask the same."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._of: dict[tuple[str, str], list[Rate]] = defaultdict(list)
        for one in rates:
            self._of[one.currency, one.to].append(one)
        self._known: dict[tuple[str, str, dt.date], Fraction] = {}

    def on(self, currency: str, to: str, day: dt.date) -> Fraction:
        """How much of `to` one unit is worth by the last rate on or before the day, of either direction.

        Without one, by those of both to the first currency, in the order of the alphabet, that both are
        given in.

        Raises:
            Refused: there is none.
        """
        if currency == to:
            return Fraction(1)
        asked = currency, to, day
        if asked not in self._known:
            self._known[asked] = self._found(currency, to, day)
        return self._known[asked]

    def _found(self, currency: str, to: str, day: dt.date) -> Fraction:
        for between in (to, *sorted({there for _, there in self._of})):
            first, second = (self._one(one, between, day) for one in (currency, to))
            if first is not None and second is not None:
                return first / second
        raise Refused("pay.no_rate", currency=currency, to=to, day=day)

    def _one(self, currency: str, to: str, day: dt.date) -> Fraction | None:
        if currency == to:
            return Fraction(1)
        for here, there in ((currency, to), (to, currency)):
            known = [one for one in self._of.get((here, there), ()) if one.day <= day]
            if known:
                last = max(known, key=lambda one: (one.day, one.rate))
                return Fraction(last.rate) if here == currency else 1 / Fraction(last.rate)
        return None


class Credited:
    """What one person is credited with under one plan."""

    def __init__(self, plan: Plan, facts: Facts, payee: str, days: Days) -> None:
        self._plan, self._facts, self._payee = plan, facts, payee
        self._days = days

    @cached_property
    def rates(self) -> Rated:
        """The rates of days, put in order when the first of them is asked for."""
        return Rated(self._facts.rates)

    def pieces(self, basis: Basis, window: Window) -> list[Piece]:
        """Everything that counts in the window, in the order of its days and keys."""
        measure = basis.measure
        if measure not in self._facts.line_measures:
            return [Piece(self._value(basis, window), window.first)]
        policy = self._plan.returns.policy
        where = tuple((name, tuple(values)) for name, values in basis.where.items())
        pick = Pick(measure, basis.credit, where, policy, self._plan.credit_date)
        found = []
        for line in self._facts.credits.lines(self._payee, pick, window):
            day = line.counts_on(policy)
            if day is None or not self._days.in_plan(day):
                continue
            amount = Fraction(line.amounts[measure]) * self.worth(measure, line.currency, day)
            found.append(Piece(amount, day, line))
        return sorted(found, key=lambda one: (one.day, one.line.line_id if one.line else ""))

    def total(self, basis: Basis, window: Window) -> Fraction:
        """All of it."""
        return sum((one.amount for one in self.pieces(basis, window)), Fraction(0))

    def _value(self, basis: Basis, window: Window) -> Fraction:
        """The value of exactly these days, else of the days around them that end first, of no other lines."""
        limits = {str(name): tuple(values) for name, values in basis.where.items()}
        around = [
            one for one in self._facts.values
            if (one.payee, one.measure) == (self._payee, basis.measure)
            and one.credit == basis.credit and dict(one.where) == limits
            and one.first <= window.first and window.end <= one.end
        ]  # fmt: skip
        if not around:
            raise no_value(self._payee, basis.measure, basis.credit, tuple(sorted(limits.items())), window)
        exact = [one for one in around if (one.first, one.end) == (window.first, window.end)]
        told = min(exact or around, key=lambda one: (one.end, one.first, one.value))
        return Fraction(told.value) * self.worth(basis.measure, told.currency, told.end - _DAY)

    def worth(self, measure: str, currency: str, day: dt.date) -> Fraction:
        """What one unit counts for in the plan's money; no currency is the plan's, and units are no money."""
        way, to = self._plan.currencies.credit, self._plan.currency
        if currency in ("", to) or measure == "units":
            return Fraction(1)
        if way == "spot":
            return self.rates.on(currency, to, day)
        if way == "month_end":
            return self.rates.on(currency, to, day.replace(day=monthrange(day.year, day.month)[1]))
        if way == "plan":
            return of_plan_year(self._plan, currency, day)
        raise UnknownFeature(f"credit currency by {way}")
