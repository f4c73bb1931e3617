"""The second calculator's credit: a person's lines, one by one, in the plan's money and in their order."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.facts import Facts, Line, Pick, Rate, Window
from dashboard.pay.plan import Attribute, Credit, Plan
from dashboard.pay.second_days import Days, UnknownFeature

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """One line and what it counts for; a measure that is no sum of lines is one piece without a line."""

    amount: Fraction
    day: dt.date
    line: Line | None = None

    @property
    def order(self) -> str:
        """The order it belongs to; a line without one is an order by itself."""
        if self.line is None:
            return ""
        return self.line.order_id or f"line:{self.line.line_id}"


def rate_of(rates: Sequence[Rate], currency: str, to: str, day: dt.date, kind: str) -> Fraction:
    """How much of `to` one unit is worth by the last rate on or before the day.

    Raises:
        Refused: there is none.
    """
    if currency == to:
        return Fraction(1)
    best: Rate | None = None
    for one in rates:
        if one.currency != currency or one.to != to or one.kind != kind or one.day > day:
            continue
        if best is None or one.day > best.day:
            best = one
    if best is None:
        raise Refused("pay.no_rate", currency=currency, to=to, day=day, kind=kind)
    return Fraction(best.rate)


class Credited:
    """What one person is credited with under one plan; lines in `without` are left out."""

    def __init__(self, plan: Plan, facts: Facts, payee: str, without: frozenset[str] = frozenset()) -> None:
        self._plan, self._facts, self._payee, self._without = plan, facts, payee, without
        self._days = Days(plan, facts, payee)

    def pieces(
        self, measure: str, credit: Credit, where: Mapping[Attribute, tuple[str, ...]], window: Window
    ) -> list[Piece]:
        """Everything that counts in the window, in the order of its days and keys."""
        if measure not in self._facts.line_measures:
            return [Piece(self._value(measure, window), window.first)]
        policy = self._plan.returns.policy
        pick = Pick(measure, credit, tuple((name, tuple(values)) for name, values in where.items()), policy)
        found = []
        for line in self._facts.credits.lines(self._payee, pick, window):
            day = line.counts_on(policy)
            if day is None or not self._days.in_plan(day) or line.line_id in self._without:
                continue
            amount = Fraction(line.amounts[measure])
            if line.currency and measure != "units":
                amount *= self._credit_rate(line.currency, day)
            found.append(Piece(amount, day, line))
        return sorted(found, key=lambda one: (one.day, one.line.line_id if one.line else ""))

    def total(
        self, measure: str, credit: Credit, where: Mapping[Attribute, tuple[str, ...]], window: Window
    ) -> Fraction:
        """All of it."""
        return sum((one.amount for one in self.pieces(measure, credit, where, window)), Fraction(0))

    def _value(self, measure: str, window: Window) -> Fraction:
        for one in self._facts.values:
            if (one.payee, one.measure, one.first, one.end) == (
                self._payee, measure, window.first, window.end,
            ):  # fmt: skip
                return Fraction(one.value)
        raise Refused("pay.no_value", payee=self._payee, measure=measure, first=window.first, end=window.end)

    def _credit_rate(self, currency: str, day: dt.date) -> Fraction:
        way, to = self._plan.currencies.credit, self._plan.currency
        if way == "spot":
            return rate_of(self._facts.rates, currency, to, day, "day")
        if way == "month_end":
            last = self._facts.calendar.interval("month", day).end - _DAY
            return rate_of(self._facts.rates, currency, to, last, "day")
        if way == "plan":
            return rate_of(self._facts.rates, currency, to, day, "plan")
        raise UnknownFeature(f"credit currency by {way}")
