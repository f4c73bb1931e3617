"""The second calculator's tables: each line goes over the edges of the bands by itself.

A marginal table is paid by what each line adds to each band on its way; everything else by looking up the
band that is reached. What comes of it is a list, one amount for each line.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.plan import Band, Point, Table
from dashboard.pay.second_days import UnknownFeature

_NONE = Fraction(0)


@dataclass(frozen=True)
class Edge:
    """A band in the unit of what is looked up."""

    low: Fraction
    high: Fraction | None
    value: Fraction


def edges(bands: Sequence[Band], base_to: Decimal | None) -> list[Edge]:
    """The bands; from `base_to` on they keep the value of the band below."""
    found: list[Edge] = []
    for band in bands:
        value = Fraction(band.value)
        if base_to is not None and band.from_ >= base_to and found:
            value = found[-1].value
        high = None if band.to is None else Fraction(band.to)
        found.append(Edge(Fraction(band.from_), high, value))
    return found


def reached(bands: Sequence[Edge], level: Fraction) -> Fraction:
    """The value of the last band that is begun, of the first one where none is."""
    value = bands[0].value
    for band in bands:
        if level >= band.low:
            value = band.value
    return value


def crossed(bands: Sequence[Edge], start: Fraction, stop: Fraction) -> Fraction:
    """What the way from one level to another is worth: its part in each band times the band's value."""
    worth = _NONE
    for number, band in enumerate(bands):
        worth += (
            _within(band, stop, first=number == 0) - _within(band, start, first=number == 0)
        ) * band.value
    return worth


def _within(band: Edge, level: Fraction, *, first: bool) -> Fraction:
    """How much of what lies between nothing and the level the band holds."""
    if level < 0:
        return level if first else _NONE
    low = max(band.low, _NONE)
    high = level if band.high is None or level < band.high else band.high
    return high - low if high > low else _NONE


def filled(bands: Sequence[Edge], level: Fraction) -> Fraction:
    """Values added up band by band, the last in the share that is filled; an open one whole once begun."""
    total = _NONE
    for band in bands:
        low = max(band.low, _NONE)
        if level <= low:
            break
        if band.high is None or level >= band.high:
            total += band.value
        else:
            total += band.value * (level - low) / (band.high - low)
    return total


def on_line(points: Sequence[Point], level: Fraction, below: str, above: str) -> Fraction:
    """The value on the straight line between the two points around the level."""
    marks = [(Fraction(one.at), Fraction(one.value)) for one in points]
    if level < marks[0][0]:
        if below == "nothing":
            return _NONE
        if below == "first":
            return marks[0][1]
        raise UnknownFeature(f"below {below}")
    if level >= marks[-1][0]:
        if above == "last":
            return marks[-1][1]
        if above != "continue":
            raise UnknownFeature(f"above {above}")
        marks = marks[-2:]
    left, right = next(
        (pair for pair in itertools.pairwise(marks) if pair[0][0] <= level < pair[1][0]),
        (marks[0], marks[-1]),
    )
    return left[1] + (right[1] - left[1]) * (level - left[0]) / (right[0] - left[0])


def value_at(table: Table, level: Fraction, base_to: Decimal | None) -> Fraction:
    """The value that a level reaches, of any table that is looked up as a whole."""
    if table.how == "linear":
        if base_to is not None:
            level = min(level, Fraction(base_to))
        return on_line(table.points, level, table.below, table.above)
    bands = edges(table.bands, base_to)
    if table.how in ("retroactive", "flat"):
        return reached(bands, level)
    if table.how == "proportional":
        return filled(bands, level)
    raise UnknownFeature(f"table {table.how}")
