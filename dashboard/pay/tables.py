"""The arithmetic of tables: what was reached, walked through bands or along a line, part by part.

Everything is exact; the parts of a walk add up to what it pays, by construction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from dashboard.pay.plan import Band, Point, Table


@dataclass(frozen=True, slots=True)
class Part:
    """One band's part: its edges (what they count, or money for edges that are shares of quota), how much
    of the credit fell into it, at what value, and what that comes to.
    """

    first: Fraction
    end: Fraction | None
    quantity: Fraction
    value: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Scaled:
    """A table whose edges are in the units of the credit: shares of quota are multiplied out.

    `base_to` is the edge above which values stay those of the band below it (a gate that was not reached).
    """

    table: Table
    unit: Fraction = Fraction(1)
    base_to: Fraction | None = None

    @property
    def bands(self) -> list[tuple[Fraction, Fraction | None, Fraction]]:
        """From, to and value of each band."""
        found: list[tuple[Fraction, Fraction | None, Fraction]] = []
        for band in self.table.bands:
            first, end = Fraction(band.from_) * self.unit, None if band.to is None else Fraction(band.to)
            held = self.base_to is not None and found and first >= self.base_to
            value = found[-1][2] if held else Fraction(band.value)
            found.append((first, None if end is None else end * self.unit, value))
        return found

    def parts(self, credit: Fraction) -> tuple[Part, ...]:
        """The walk of a credit through the bands."""
        if self.table.how == "marginal":
            return self._marginal(credit)
        if self.table.how == "proportional":
            return self._proportional(credit)
        index = reached(self.bands, credit)
        first, end, value = self.bands[index]
        return (Part(first, end, credit, value, value * credit),)

    def _marginal(self, credit: Fraction) -> tuple[Part, ...]:
        parts = []
        for index, (first, end, value) in enumerate(self.bands):
            low = first if index else min(first, credit)
            high = credit if end is None else min(credit, end)
            inside = max(high - low, Fraction(0)) if credit >= 0 else Fraction(0)
            if index == 0:
                # Less than nothing lies in the first band, whatever its edge.
                inside = credit if credit < 0 else max(high, Fraction(0)) - max(first, Fraction(0))
            parts.append(Part(first, end, inside, value, inside * value))
        return tuple(parts)

    def _proportional(self, credit: Fraction) -> tuple[Part, ...]:
        """Values add up, the last in the share of its band that is filled; an open band counts whole."""
        parts = []
        for first, end, value in self.bands:
            if credit <= first:
                filled = Fraction(0)
            elif end is None or credit >= end:
                filled = Fraction(1)
            else:
                filled = (credit - first) / (end - first)
            parts.append(Part(first, end, filled, value, filled * value))
        return tuple(parts)

    def value(self, reach: Fraction) -> Fraction:
        """What a table says of a reach, where it is looked up and not multiplied."""
        if self.table.how == "linear":
            held = min(reach, self.base_to) if self.base_to is not None else reach
            return on_line(self.table, held)
        if self.table.how == "proportional":
            return sum((part.amount for part in self._proportional(reach)), Fraction(0))
        if self.table.how == "marginal":
            return sum((value for first, _, value in self.bands if reach >= first), Fraction(0))
        return self.bands[reached(self.bands, reach)][2]


def reached(bands: Sequence[tuple[Fraction, Fraction | None, Fraction]], credit: Fraction) -> int:
    """The index of the band in which a credit ends; below all of them it is the first."""
    found = 0
    for index, (first, _, _) in enumerate(bands):
        if credit >= first:
            found = index
    return found


def band_value(bands: Sequence[Band], reach: Fraction) -> Fraction:
    """The value of the band in which something lies."""
    scaled = [(Fraction(band.from_), None, Fraction(band.value)) for band in bands]
    return scaled[reached(scaled, reach)][2]


def on_line(table: Table, reach: Fraction) -> Fraction:
    """The value on the straight lines between the points."""
    points = table.points
    if reach < Fraction(points[0].at):
        return Fraction(points[0].value) if table.below == "first" else Fraction(0)
    for one, other in pairwise(points):
        if reach <= Fraction(other.at):
            return _between(one, other, reach)
    if table.above == "continue":
        return _between(points[-2], points[-1], reach)
    return Fraction(points[-1].value)


def _between(one: Point, other: Point, reach: Fraction) -> Fraction:
    slope = (Fraction(other.value) - Fraction(one.value)) / (Fraction(other.at) - Fraction(one.at))
    return Fraction(one.value) + slope * (reach - Fraction(one.at))
