"""The map of a territory: outlines in thin lines, and on them what customers come to, as circles.

A circle's area is its amount, its colour whether that is better or worse than before. This module
says what is shown; `territory_map_drawing` places it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import asinh, cosh, degrees, radians, tan
from typing import Literal

from dashboard.text import Language, say

Corner = tuple[float, float]  # degrees north and east
Ring = tuple[Corner, ...]
Tone = Literal["good", "bad", "flat"]
_NORTHMOST = 85.0  # degrees: the plane has no end beyond
_LEAST = 0.02  # degrees that are shown at least
_AROUND, _EDGE = 0.12, 0.01  # land around those who stand there, and around outlines, of the longer side
_DWARFED = 2.0  # outlines that much larger than where customers are are not shown whole
_KM = 111.32  # of a degree along the equator


@dataclass(frozen=True, slots=True)
class Parcel:
    """The outline of one territory; `own` is the one that the map is of, the others lie below it."""

    name: str
    rings: tuple[Ring, ...]
    own: bool = False
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """What stands at one place: an amount, None where none is known; `title` tells it in words."""

    latitude: float
    longitude: float
    amount: Decimal | None
    tone: Tone
    title: str
    href: str = ""

    @property
    def hollow(self) -> bool:
        """Whether nothing was sold, or more came back than was sold."""
        return (self.amount or 0) <= 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane that is shown: degrees east, and as long ones north (Mercator)."""

    west: float
    east: float
    bottom: float
    top: float

    @property
    def side(self) -> float:
        """The longer one."""
        return max(self.east - self.west, self.top - self.bottom)

    def grown(self, more: float) -> "Frame":
        """With so much more at each edge."""
        edges = self.west - more, self.east + more, self.bottom - more, self.top + more
        return Frame(*(round(edge, 6) for edge in edges))

    @property
    def kilometres(self) -> float:
        """How many a degree of the plane is in the middle of the frame."""
        return _KM / cosh(radians((self.bottom + self.top) / 2))


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """The specification: outlines, circles from the largest to the smallest, and where they lie.

    `legend` pairs the look of circles (good, bad, flat, hollow) and a word; `kilometre` is its unit's.
    """

    parcels: tuple[Parcel, ...]
    circles: tuple[Circle, ...]
    frame: Frame
    sentence: str
    legend: tuple[tuple[str, str], ...]
    kilometre: str


def territory_map(
    language: Language,
    parcels: Sequence[Parcel],
    circles: Iterable[Circle],
    sentence: str,
    beside: str,
) -> TerritoryMap:
    """The specification: it shows where the circles are, and whole outlines where they are not much larger.

    `beside` names what an amount is compared with.
    """
    ordered = tuple(sorted(circles, key=lambda one: -abs(one.amount or Decimal(0))))
    frame = _frame(
        [(one.latitude, one.longitude) for one in ordered],
        [corner for parcel in parcels for ring in parcel.rings for corner in ring],
    )
    looks = [one for one in ("good", "bad", "flat") if any(circle.tone == one for circle in ordered)]
    looks += ["hollow"] * any(circle.hollow for circle in ordered)
    legend = tuple((look, say(language, f"figures.map_{look}", beside=beside)) for look in looks)
    kilometre = say(language, "figures.kilometre")
    return TerritoryMap(tuple(parcels), ordered, frame, sentence, legend, kilometre)


def height(north: float) -> float:
    """Degrees north on the plane, where a degree is as long as one east."""
    return degrees(asinh(tan(radians(max(-_NORTHMOST, min(_NORTHMOST, north))))))


def _frame(stands: Sequence[Corner], outlines: Sequence[Corner]) -> Frame:
    """All who stand somewhere with some land around them, and the outlines if they do not dwarf them."""
    near, whole = _box(stands or outlines), _box([*stands, *outlines])
    shown, around = near, _AROUND
    if outlines and near.side * _DWARFED >= whole.side:
        shown, around = whole, _EDGE
    return shown.grown(max(shown.side * around, (_LEAST - shown.side) / 2))


def _box(corners: Sequence[Corner]) -> Frame:
    xs, ys = [east for _, east in corners] or [0.0], [height(north) for north, _ in corners] or [0.0]
    return Frame(min(xs), max(xs), min(ys), max(ys))
