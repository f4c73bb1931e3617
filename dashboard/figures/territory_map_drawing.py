"""The map of a territory, placed on a sheet of pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10, pi, sqrt

from dashboard.figures.map_labels import Label, labels
from dashboard.figures.map_overview import overview
from dashboard.figures.marks import Area, Box, Dot, Linked, Mark, Point, Sheet, Stroke, Words
from dashboard.figures.territory_map import Circle, Frame, Ring, TerritoryMap, height

_EDGE = 12.0  # around everything
_FLATTEST, _TALLEST = 0.4, 0.68  # the height as a part of the width
_TALLEST_NARROW, _NARROW = 1.1, 500
_WINDOW = 600  # pixels: what is taller is never seen whole
_PART_OF_WIDTH = 0.032  # the largest radius
_AT_LEAST, _SMALLEST = 16.0, 1.5  # the same in pixels on a phone, and a circle of nothing
_COVERED = 0.04  # the part of the sheet that all circles together may take
_SIGNED = 7.0  # from such a radius on a circle bears its sign
_BAR = 0.25  # of the width: the scale is no longer


@dataclass(frozen=True, slots=True)
class _Plane:
    """From degrees to pixels."""

    frame: Frame
    scale: float
    left: float
    top: float

    def point(self, north: float, east: float) -> Point:
        return (
            self.left + (east - self.frame.west) * self.scale,
            self.top + (self.frame.top - height(north)) * self.scale,
        )

    def ring(self, ring: Ring) -> tuple[Point, ...]:
        return tuple(self.point(*corner) for corner in ring)


def draw_territory_map(spec: TerritoryMap, width: float, *, linked: bool = True) -> Sheet:
    """The map at `width` pixels, as tall as its land asks for; its sentence is told beside it if `linked`.

    What has marks to point at may be no picture to a screen reader: those marks would be lost to it.
    """
    plane, tall = _plane(spec.frame, width)
    circles = list(_circles(spec, plane, width, width * tall))
    dots = [mark for one in circles for mark in one.marks if isinstance(mark, Dot)]
    inset = list(overview(spec, (width, tall), dots))
    marks = [
        *_land(spec, plane),
        *circles,
        *inset,
        *_names(spec, plane, (width, tall), dots, [one for one in inset if isinstance(one, Box)]),
        *_scale(plane, width, tall, spec.kilometre),
    ]
    if linked:
        return Sheet(width, tall, tuple(marks), "")
    return Sheet(width, tall, tuple(bare for mark in marks for bare in _bare(mark)), spec.sentence)


def _bare(mark: Mark) -> tuple[Mark, ...]:
    return mark.marks if isinstance(mark, Linked) else (mark,)


def _plane(frame: Frame, width: float) -> tuple[_Plane, float]:
    """The whole frame in the middle of the sheet, and how tall that is."""
    wide, high = frame.east - frame.west, frame.top - frame.bottom
    inner = width - 2 * _EDGE
    tallest = min(_WINDOW, width * (_TALLEST_NARROW if width < _NARROW else _TALLEST))
    tall = round(min(tallest, max(min(_WINDOW, width * _FLATTEST), high / wide * inner + 2 * _EDGE)))
    scale = min(inner / wide, (tall - 2 * _EDGE) / high)
    return _Plane(frame, scale, (width - wide * scale) / 2, (tall - high * scale) / 2), tall


def _land(spec: TerritoryMap, plane: _Plane) -> Iterator[Mark]:
    """The territory itself filled, those below it outlined."""
    below = any(not one.own for one in spec.parcels)
    for parcel in sorted(spec.parcels, key=lambda one: not one.own):
        rings = tuple(plane.ring(ring) for ring in parcel.rings)
        look = "parcel" if not parcel.own else "land" if below else "land bordered"
        area = Area(rings, look)
        yield Linked((area,), parcel.title, parcel.href) if parcel.title else area


def _circles(spec: TerritoryMap, plane: _Plane, width: float, room: float) -> Iterator[Linked]:
    """The largest first, so that the small ones stand on them."""
    most = max((abs(one.amount or Decimal(0)) for one in spec.circles), default=Decimal(0))
    shares = [float(abs(one.amount or Decimal(0)) / most) if most else 0.0 for one in spec.circles]
    largest = min(max(_AT_LEAST, width * _PART_OF_WIDTH), sqrt(room * _COVERED / pi / max(sum(shares), 1.0)))
    for one, share in zip(spec.circles, shares, strict=True):
        yield Linked(tuple(_circle(one, plane, max(_SMALLEST, largest * sqrt(share)))), one.title, one.href)


def _circle(one: Circle, plane: _Plane, radius: float) -> Iterator[Mark]:
    x, y = plane.point(one.latitude, one.longitude)
    yield Dot(x, y, radius, f"spot {one.tone}{' hollow' if one.hollow else ''}")
    if radius >= _SIGNED and one.tone != "flat":
        arm = radius * 0.4
        points: list[Point | None] = [(x - arm, y), (x + arm, y)]
        if one.tone == "good":
            points += [None, (x, y - arm), (x, y + arm)]
        yield Stroke(tuple(points), "sign hollow" if one.hollow else "sign")


def _names(
    spec: TerritoryMap,
    plane: _Plane,
    size: tuple[float, float],
    dots: Sequence[Dot],
    boxes: Sequence[Box],
) -> Iterator[Mark]:
    marks = [(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in dots]
    taken = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in boxes]
    wanted = [
        Label(one.name, tuple(plane.ring(ring) for ring in one.rings)) for one in spec.parcels if not one.own
    ]
    for text, (x, y) in labels(wanted, size, marks, taken):
        yield Words(x, y, text, "t-land", "middle")


def _scale(plane: _Plane, width: float, tall: float, kilometre: str) -> Iterator[Mark]:
    """A round number of kilometres at the lower edge."""
    longest = width * _BAR / plane.scale * plane.frame.kilometres
    power = 10.0 ** floor(log10(longest))
    far = max(1.0, *(step * power for step in (1, 2, 5) if step * power <= longest))
    long = far / plane.frame.kilometres * plane.scale
    y = tall - 4.5
    yield Stroke(((2.5, y - 4), (2.5, y), (2.5 + long, y), (2.5 + long, y - 4)), "scale")
    yield Words(long + 8, y, f"{far:g} {kilometre}", "t-scale")
