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
    gate that was not reached ends acceleration, `most` the attainment above which nothing counts. `mirrored`:
    a return follows the line that it gives back, as though less had been sold.
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
    mirrored: bool = False

    @property
    def unit(self) -> Fraction:
        """What an edge of 1 means in the units of the credit."""
        return (self.quota or _NOTHING) if self.table.over == "attainment" else Fraction(1)

    @property
    def scaled(self) -> Scaled:
        """The table with its edges in the units of the credit."""
        base = None if self.base_to is None else self.base_to * self.unit
        return Scaled(self.table, self.unit, base)

    @property
    def edges(self) -> list[Fraction]:
        """Where the value of the table changes, in the units of the credit."""
        if self.table.points:
            scale = self.quota if self.table.over == "attainment" and self.quota else Fraction(1)
            return [Fraction(point.at) * scale for point in self.table.points]
        return [first for first, _, _ in self.scaled.bands if first > 0]

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
        """The bands and what each of them pays, before gate and factor; none for a line of points.

        Their amounts add up to what is paid; of `proportional` shares of the credit the rates add up.
        """
        if self.table.how == "linear":
            return ()
        walked = self._walked(credit)
        found = self.scaled.parts(walked)
        match self.component.pays, self.table.how:
            case "target" | "amount", "proportional":
                quantities = [part.quantity * self._money for part in found]
            case "target" | "amount", "marginal":
                quantities = [self._money if walked >= part.first else _NOTHING for part in found]
            case "target" | "amount", _:
                quantities = [self._money for _ in found]
            case _, "retroactive" | "flat":
                quantities = [self.counted(credit) for _ in found]
            case _:
                quantities = [part.quantity for part in found]
        values = [part.value * self._base for part in found]
        return tuple(
            replace(part, quantity=quantity, value=value, amount=quantity * value)
            for part, quantity, value in zip(found, quantities, values, strict=True)
        )

    @property
    def _money(self) -> Fraction:
        """What a value that is looked up is a share of."""
        return self.target if self.component.pays == "target" else Fraction(1)

    @property
    def _base(self) -> Fraction:
        """What a value that multiplies the credit is a multiple of."""
        of_target = self.component.pays == "base_rate" and self.quota
        return self.target / self.quota if of_target and self.quota else Fraction(1)

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
        alone: dict[str, tuple[Fraction, Fraction]] = {}
        values: dict[str, Fraction] = {}
        for line, mine in lines:
            credit, share = self.share_of(line, mine)
            through = before + credit
            sold = line.returns if self.mirrored and line.returns else line.line_id
            if self.table.each == "line":
                left, had = alone.get(sold, (_NOTHING, _NOTHING))
                left += credit
                due = _NOTHING if sold in alone and not left else self._of_line(left)
                alone[sold], amount = (left, due), due - had
            elif self.table.each == "running" and self.table.how == "flat":
                value = values.setdefault(sold, self._value(through))
                amount = self._at(value, credit)
            else:
                due = self.amount(through)
                amount, paid = due - paid, due
            amount *= share
            if self.component.round_lines:
                amount = Fraction(rounded(amount, self.component.round_lines))
            found.append((line, amount))
            before = through
        return found

    def share_of(self, line: Line, credit: Fraction) -> tuple[Fraction, Fraction]:
        """What counts of a line, and which part of what that pays is the person's."""
        measure, share = self.component.measure, Fraction(line.share)
        if self.component.split == "credit" or not share:
            return credit, Fraction(1)
        whole, own = line.whole.get(measure), Fraction(line.amounts[measure])
        if whole is None or not own:
            return credit / share, share
        # Both in the line's own money: their ratio turns the credit, which may be in another, into the whole.
        return credit * Fraction(whole) / own, share

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
            return self._value(credit) * self._money
        if pays == "base_rate" and self.quota is None and self.attained is not None:
            # A quota that counts as reached: of whatever size, its base rate times it is target pay.
            return replace(self, quota=Fraction(1), attained=None).amount_of_attainment(self.attained)
        return self._rated(credit) * self._base

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

    def _of_line(self, credit: Fraction) -> Fraction:
        """A line by itself; a return takes back the money that a line of its size is paid."""
        if credit < 0 and self.component.pays == "amount":
            return -self.amount(-credit)
        return self.amount(credit)

    def _at(self, value: Fraction, credit: Fraction) -> Fraction:
        """A whole line at a value, that of the band which it and those before it reach."""
        if self.shut:
            return _NOTHING
        looked_up = self.component.pays in ("target", "amount")
        paid = value * (self._money if looked_up else credit * self._base) * self.factor
        return self._within_rate(paid, credit)

    def _within_rate(self, paid: Fraction, credit: Fraction) -> Fraction:
        """No more than the cap's share of the credit, of which less than nothing has none."""
        return paid if self.most_rate is None else min(paid, self.most_rate * max(credit, _NOTHING))


def shown(amount: Fraction, digits: int = 10) -> Decimal:
    """An exact amount for a trace: itself where ten decimals hold it, else cut there."""
    whole, rest = divmod(abs(amount.numerator) * 10**digits, amount.denominator)
    whole += 2 * rest >= amount.denominator
    return Decimal(whole if amount >= 0 else -whole).scaleb(-digits)
