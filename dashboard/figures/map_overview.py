"""A small map in a corner of a map: all of the territory, and which part of it the large one shows."""

from collections.abc import Iterator, Sequence

from dashboard.figures.marks import Area, Box, Dot, Mark, Point
from dashboard.figures.territory_map import Corner, TerritoryMap, height

_PART, _LEAST, _MOST = 0.16, 64.0, 120.0  # its longer side: a part of the map's width, in pixels
_INSET, _EDGE = 8.0, 6.0
_SMALLEST = 4.0  # what is shown is a mark of so many pixels at least


def overview(spec: TerritoryMap, size: tuple[float, float], dots: Sequence[Dot]) -> Iterator[Mark]:
    """Nothing where the whole territory is in the picture; else in the corner with the fewest circles."""
    rings = [ring for one in spec.parcels if one.own for ring in one.rings]
    rings = rings or [ring for one in spec.parcels for ring in one.rings]
    corners = [(east, height(north)) for ring in rings for north, east in ring]
    frame = spec.frame
    if all(frame.west <= x <= frame.east and frame.bottom <= y <= frame.top for x, y in corners):
        return
    xs = [x for x, _ in corners] + [frame.west, frame.east]
    ys = [y for _, y in corners] + [frame.bottom, frame.top]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(_MOST, max(_LEAST, size[0] * _PART)) / max(wide, tall)
    room = (wide * scale + 2 * _EDGE, tall * scale + 2 * _EDGE)
    left, top = _corner(room, size, dots)
    x0, y0 = left + _EDGE - min(xs) * scale, top + _EDGE + max(ys) * scale

    def point(corner: Corner) -> Point:
        return x0 + corner[1] * scale, y0 - height(corner[0]) * scale

    yield Box(left, top, *room, "inset")
    yield Area(tuple(tuple(point(corner) for corner in ring) for ring in rings), "inset-land")
    across, down = (
        max(_SMALLEST, one * scale) for one in (frame.east - frame.west, frame.top - frame.bottom)
    )
    x, y = x0 + (frame.west + frame.east) / 2 * scale, y0 - (frame.bottom + frame.top) / 2 * scale
    yield Box(x - across / 2, y - down / 2, across, down, "inset-here")


def _corner(room: tuple[float, float], size: tuple[float, float], dots: Sequence[Dot]) -> Point:
    """The corner where it hides the fewest circles; never that of the scale."""
    right, low = size[0] - room[0] - _INSET, size[1] - room[1] - _INSET
    return min(
        ((right, _INSET), (_INSET, _INSET), (right, low)),
        key=lambda at: sum(
            at[0] - dot.radius < dot.x < at[0] + room[0] + dot.radius
            and at[1] - dot.radius < dot.y < at[1] + room[1] + dot.radius
            for dot in dots
        ),
    )
