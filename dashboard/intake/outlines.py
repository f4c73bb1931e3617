"""Outlines of territories for the map: as given, else from where customers stand, else of those below.

They become the mart `territory_outline`: one row a corner, few enough that a page may read them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import asinh, atan, degrees, radians, sinh, sqrt, tan

import duckdb
import numpy as np
import shapely

from dashboard.intake.outlines_derived import Stand, land
from dashboard.intake.outlines_divided import Shape
from dashboard.intake.outlines_missing import Missing
from dashboard.intake.shapes import GivenShape, Polygon
from dashboard.metrics.nearest import nearest

MOST_CORNERS = 120  # of one outline: more would not be seen
_NORTHMOST = 85.0  # degrees: the plane has no end beyond
# How far corners may move, as parts of the side of the smallest outline: at first, and while
# neighbours keep their borders.
_FINE, _COARSE = 0.02, 0.3
_SPECK = 0.001  # the part of an outline that a piece or a hole must have to be kept where there are too many
_MART = """CREATE TABLE mart.territory_outline (
    territory_id TEXT, made TEXT, polygon INTEGER, ring INTEGER, place INTEGER,
    latitude DOUBLE, longitude DOUBLE
)"""
Corner = tuple[str, str, int, int, int, float, float]
Shapes = dict[str, Shape]


def make_outlines(connection: duckdb.DuckDBPyConnection, given: Sequence[GivenShape]) -> tuple[str, ...]:
    """Make `mart.territory_outline` from what is built; the territories whose outline cannot be computed.

    Raises:
        Refused: a shape that is given is of no territory.
    """
    rows = connection.execute(
        "SELECT territory_id, parent_id, depth FROM mart.territory WHERE territory_id != '?' "
        "ORDER BY depth DESC, territory_id"
    ).fetchall()
    parents = {key: parent for key, parent, _ in rows}
    for one in given:
        if one.territory not in parents:
            raise one.refused("unknown", value=one.territory, nearest=nearest(one.territory, parents))
    levels: dict[int, list[str]] = defaultdict(list)
    for key, _, depth in rows:
        levels[depth].append(key)
    missing = Missing()
    theirs = _given(given, levels.values(), missing)
    own = _lean(_beside(_land(connection, theirs, missing), theirs, parents, missing), missing)
    found = _raised(own | theirs, theirs, levels.values(), parents, missing)
    derived = {up for key in own for up in (key, *_climb(key, parents))} - theirs.keys()
    _write(connection, derived, found)
    return missing.all(found.keys(), parents)


def _land(connection: duckdb.DuckDBPyConnection, given: Shapes, missing: Missing) -> Shapes:
    """The land of those who are given none, around their customers; others' customers bound it too."""
    stands = _stands(connection)
    found: Shapes = {}
    with missing.unless_computed({one.territory for one in stands} - given.keys()):
        found |= land(stands)
    return found


def _stands(connection: duckdb.DuckDBPyConnection) -> list[Stand]:
    rows = connection.execute(
        "SELECT territory_today, CAST(latitude AS DOUBLE), CAST(longitude AS DOUBLE) "
        "FROM mart.customer_place WHERE territory_today != '?' ORDER BY customer_id"
    ).fetchall()
    return [Stand(territory, east, height(north)) for territory, north, east in rows]


def height(north: float) -> float:
    """Degrees north on the plane, where a degree is as long as one east."""
    return degrees(asinh(tan(radians(max(-_NORTHMOST, min(_NORTHMOST, north))))))


def _north(y: float) -> float:
    return degrees(atan(sinh(radians(y))))


def _given(given: Iterable[GivenShape], levels: Iterable[Sequence[str]], missing: Missing) -> Shapes:
    """What is given, put together by territory; those of one level keep the borders that they share."""
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for one in given:
        parts[one.territory] += one.polygons
    found: Shapes = {}
    for level in levels:
        whole: Shapes = {}
        for key in level:
            if key in parts:
                with missing.unless_computed([key]):
                    whole[key] = _solid(shapely.union_all([_solid(_polygon(rings)) for rings in parts[key]]))
        found |= _lean(whole, missing)
    return found


def _polygon(rings: Polygon) -> Shape:
    outer, *holes = ([(east, height(north)) for east, north in ring] for ring in rings)
    return shapely.Polygon(outer, holes)


def _beside(derived: Shapes, given: Shapes, parents: Mapping[str, str | None], missing: Missing) -> Shapes:
    """What is derived of territories that are given none: within those above them, and outside all others."""
    found: Shapes = {}
    for key, shape in derived.items():
        if key in given or key in missing:
            continue
        above = set(_climb(key, parents))
        kept = shape
        with missing.unless_computed([key]):
            for other, theirs in given.items():
                cut = shapely.intersection if other in above else shapely.difference
                kept = cut(kept, theirs)
            found[key] = _solid(kept)
    return found


def _climb(key: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    up = parents.get(key)
    while up is not None:
        yield up
        up = parents.get(up)


def _raised(
    own: Shapes,
    given: Shapes,
    levels: Iterable[Sequence[str]],
    parents: Mapping[str, str | None],
    missing: Missing,
) -> Shapes:
    """All outlines, the lowest level first: one that is not given is the union of those below it."""
    found: Shapes = {}
    below: dict[str, list[Shape]] = defaultdict(list)
    for level in levels:
        whole: Shapes = {}
        for key in level:
            parts = [*below[key], *([own[key]] if key in own else [])]
            if parts and key not in given and key not in missing:
                with missing.unless_computed([key]):
                    whole[key] = shapely.union_all(parts)
        found |= _lean(whole, missing)
        found |= {key: given[key] for key in level if key in given}
        for key in level:
            parent = parents[key]
            if parent is not None and key in found:
                below[parent].append(found[key])
    return found


def _lean(shapes: Shapes, missing: Missing) -> Shapes:
    found: Shapes = {}
    with missing.unless_computed(shapes):
        found |= lean(shapes)
    return found


def lean(shapes: Shapes) -> Shapes:
    """The same with few corners; neighbours keep their borders as far as that goes."""
    kept = {key: one for key, one in shapes.items() if not shapely.is_empty(one)}
    if not kept:
        return {}
    before, smallest = np.array(list(kept.values())), sqrt(min(shapely.area(list(kept.values()))))
    tolerance = smallest * _FINE
    after = shapely.coverage_simplify(before, tolerance)
    while _corners(after) > MOST_CORNERS and tolerance < smallest * _COARSE:
        tolerance *= 2
        after = shapely.coverage_simplify(before, tolerance)
    return {key: _fewer(_solid(one), tolerance) for key, one in zip(kept, after, strict=True)}


def _corners(shapes: Shape) -> int:
    return int(np.max(shapely.get_num_coordinates(shapes)))


def _fewer(shape: Shape, tolerance: float) -> Shape:
    """One outline with no more corners than are seen, whatever its neighbours have."""
    if _corners(shape) <= MOST_CORNERS:
        return shape
    whole = float(shapely.area(shape))
    least = whole * _SPECK
    pieces = [
        shapely.Polygon(one.exterior, [hole for hole in one.interiors if shapely.Polygon(hole).area > least])
        for one in sorted(shapely.get_parts(shape), key=lambda one: -one.area)
    ]
    kept = shapely.union_all([one for one in pieces if one.area > least] or pieces[:1])
    while _corners(kept) > MOST_CORNERS and tolerance < sqrt(whole):
        tolerance *= 2
        kept = _solid(shapely.simplify(kept, tolerance))
    return kept if _corners(kept) <= MOST_CORNERS else _largest(kept)


def _largest(shape: Shape) -> Shape:
    """The largest pieces, without their holes, as many as have no more corners than are seen."""
    pieces = [
        shapely.Polygon(one.exterior) for one in sorted(shapely.get_parts(shape), key=lambda one: -one.area)
    ]
    room = np.cumsum(shapely.get_num_coordinates(pieces)) <= MOST_CORNERS
    return shapely.union_all([pieces[0], *(one for one, fits in zip(pieces, room, strict=True) if fits)])


def _solid(shape: Shape) -> Shape:
    """The polygons of a shape, sound ones."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    return shapely.union_all(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])


def _write(connection: duckdb.DuckDBPyConnection, derived: set[str], found: Shapes) -> None:
    """One row a corner; the union of nothing but given outlines is as good as given."""
    rows = [
        (key, "derived" if key in derived else "given", *corner)
        for key in sorted(found)
        for corner in _rings(found[key])
    ]
    connection.execute(_MART)
    if rows:
        lists = [list(column) for column in zip(*rows, strict=True)]
        unnested = ", ".join(["unnest(?)"] * len(lists))
        connection.execute(f"INSERT INTO mart.territory_outline SELECT {unnested}", lists)


def _rings(shape: Shape) -> Iterator[tuple[int, int, int, float, float]]:
    """Polygon, ring, place and the degrees of each corner; the last corner of a ring is not its first."""
    for polygon, one in enumerate(shapely.get_parts(shape), 1):
        for ring, line in enumerate((one.exterior, *one.interiors), 1):
            for place, (x, y) in enumerate(line.coords[:-1], 1):
                yield polygon, ring, place, round(_north(y), 5), round(x, 5)
