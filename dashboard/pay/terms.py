"""Everything that turns a credit into pay but the credit itself: one function, and its parts.

The statement, the curve that is drawn, what if, and the next step all ask the same `Terms`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.facts import Line
from dashboard.pay.plan import Component, Table
from dashboard.pay.rounding import rounded
from dashboard.pay.tables import Part, Scaled

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """One component's terms for one person and window; money is the plan's.

    `target` is the component's share of target pay, `factor` what its modifiers multiply, `base_to` where a
    gate that was not reached ends acceleration, `most` the attainment above which nothing counts.
    """

    component: Component
    table: Table
    quota: Fraction | None
    target: Fraction
    factor: Fraction = Fraction(1)
    shut: bool = False
    base_to: Fraction | None = None
    most: Fraction | None = None
    most_rate: Fraction | None = None
    attained: Fraction | None = None

    @property
    def unit(self) -> Fraction:
        """What an edge of 1 means in the units of the credit."""
        return (self.quota or _NOTHING) if self.table.over == "attainment" else Fraction(1)

    @property
    def scaled(self) -> Scaled:
        """The table with its edges in the units of the credit."""
        base = None if self.base_to is None else self.base_to * self.unit
        return Scaled(self.table, self.unit, base)

    def counted(self, credit: Fraction) -> Fraction:
        """The credit that counts, where a cap on attainment cuts it."""
        if self.most is None or self.quota is None or self.quota <= 0:
            return credit
        return min(credit, self.most * self.quota)

    def attainment(self, credit: Fraction) -> Fraction | None:
        """Credit by quota, cut by the cap and rounded where the plan says so."""
        found = self.attained
        if found is None:
            if not self.quota:
                return None
            found = self.counted(credit) / self.quota
        elif self.most is not None:
            found = min(found, self.most)
        if self.table.round_attainment:
            return Fraction(rounded(found, self.table.round_attainment))
        return found

    def parts(self, credit: Fraction) -> tuple[Part, ...]:
        """The walk through the bands; empty where a value is looked up on a line."""
        if self.table.how == "linear":
            return ()
        return self.scaled.parts(self._walked(credit))

    def amount(self, credit: Fraction) -> Fraction:
        """What the credit pays: exact, after gate, factor and the cap on its rate."""
        if self.shut:
            return _NOTHING
        return self._within_rate(self._plain(credit) * self.factor, credit)

    @property
    def undivided(self) -> bool:
        """Whether no line can be told what it is paid: a blend, or a quota that counts as reached."""
        return self.attained is not None and (
            bool(self.component.blend) or self.component.pays == "base_rate"
        )

    @property
    def of_no_line(self) -> Fraction:
        """What is paid before there is any line."""
        table = self.table
        alone = table.each == "line" or (table.each == "running" and table.how == "flat")
        return _NOTHING if alone else self.amount(_NOTHING)

    def amounts(self, lines: Iterable[tuple[Line, Fraction]]) -> list[tuple[Line, Fraction]]:
        """What each line pays, in the order of their days and keys; with `of_no_line` what all pay at once.

        Each by itself, each with the bands that those before it left, or the difference that it makes.
        """
        found, before, paid = [], _NOTHING, self.of_no_line
        for line, credit in lines:
            through = before + credit
            if self.table.each == "line":
                amount = self.amount(credit)
            elif self.table.each == "running" and self.table.how == "flat":
                amount = self._at_value_of(through, credit)
            else:
                due = self.amount(through)
                amount, paid = due - paid, due
            if self.component.round_lines:
                amount = Fraction(rounded(amount, self.component.round_lines))
            found.append((line, amount))
            before = through
        return found

    def amount_of_attainment(self, attained: Fraction) -> Fraction:
        """What so much of the quota pays, before gate and factor."""
        return self._plain(attained * (self.quota or Fraction(1)))

    def at(self, *, factor: Fraction | None = None, quota: Fraction | None = None) -> "Terms":
        """The same terms with another factor or quota: what would be paid."""
        return replace(self, factor=factor or self.factor, quota=quota or self.quota)

    def _walked(self, credit: Fraction) -> Fraction:
        """The credit as bands see it: of a rounded attainment, what that comes to."""
        if self.table.over == "attainment" and (self.table.round_attainment or self.attained is not None):
            return (self.attainment(credit) or _NOTHING) * self.unit
        return self.counted(credit)

    def _plain(self, credit: Fraction) -> Fraction:
        pays = self.component.pays
        if pays in ("target", "amount"):
            money = self.target if pays == "target" else Fraction(1)
            return self._value(credit) * money
        if pays == "base_rate" and self.quota is None and self.attained is not None:
            # A quota that counts as reached: of whatever size, its base rate times it is target pay.
            return replace(self, quota=Fraction(1), attained=None).amount_of_attainment(self.attained)
        base = self.target / self.quota if pays == "base_rate" and self.quota else Fraction(1)
        return self._rated(credit) * base

    def _value(self, credit: Fraction) -> Fraction:
        if self.table.over == "amount":
            return self.scaled.value(self.counted(credit))
        reach = self.attainment(credit) or _NOTHING
        return Scaled(self.table, Fraction(1), self.base_to).value(reach)

    def _rated(self, credit: Fraction) -> Fraction:
        """Credit times rate: band by band, or the whole at the rate that was looked up."""
        counted = self.counted(credit)
        if self.table.how in ("linear", "proportional"):
            return self._value(credit) * counted
        walked = self._walked(credit)
        if self.table.how == "marginal":
            return sum((part.amount for part in self.scaled.parts(walked)), _NOTHING)
        # A rounded attainment picks the band; what is paid for is the credit itself.
        return self.scaled.value(walked) * counted

    def _at_value_of(self, through: Fraction, credit: Fraction) -> Fraction:
        """A whole line at the value of the band that it and those before it reach."""
        if self.shut:
            return _NOTHING
        pays, value = self.component.pays, self._value(through)
        if pays in ("target", "amount"):
            paid = value * (self.target if pays == "target" else Fraction(1))
        else:
            paid = value * credit * (self.target / self.quota if pays == "base_rate" and self.quota else 1)
        return self._within_rate(paid * self.factor, credit)

    def _within_rate(self, paid: Fraction, credit: Fraction) -> Fraction:
        """No more than the cap's share of the credit, of which less than nothing has none."""
        return paid if self.most_rate is None else min(paid, self.most_rate * max(credit, _NOTHING))


def shown(amount: Fraction, digits: int = 10) -> Decimal:
    """An exact amount for a trace: itself where ten decimals hold it, else cut there."""
    whole, rest = divmod(abs(amount.numerator) * 10**digits, amount.denominator)
    whole += 2 * rest >= amount.denominator
    return Decimal(whole if amount >= 0 else -whole).scaleb(-digits)
