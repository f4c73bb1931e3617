"""Outlines that a company gives: a GeoJSON file that a mapping names with `shapes = "..."`.

It is checked before any data is read; that its territories are known is checked when they are there.
Several features of one territory are put together.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard.errors import Refused

Position = tuple[float, float]  # degrees east and north, as GeoJSON writes them
Ring = tuple[Position, ...]
Polygon = tuple[Ring, ...]
_FEWEST = 4  # corners of a ring, of which the last is the first
_MOST_EAST, _MOST_NORTH = 180, 90


@dataclass(frozen=True, slots=True)
class GivenShape:
    """What one feature says of a territory: polygons, each with its outer ring and then its holes."""

    file: str
    feature: int
    territory: str
    polygons: tuple[Polygon, ...]

    def refused(self, why: str, **values: object) -> Refused:
        """The error about this feature's key."""
        return Refused(f"intake.shapes.{why}", file=self.file, feature=self.feature, **values)


def read_shapes(text: str, file: str, key: str) -> tuple[GivenShape, ...]:
    """The shapes of a file's text; the property `key` of each feature names its territory.

    Raises:
        Refused: `intake.shapes.*`, with file, feature and field.
    """
    if not text.strip():
        return ()
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused("intake.shapes.not_json", file=file, reason=str(error)) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise Refused("intake.shapes.no_collection", file=file)
    if not features:
        raise Refused("intake.shapes.no_features", file=file)
    return tuple(_Feature(file, number, one).shape(key) for number, one in enumerate(features, 1))


@dataclass(frozen=True, slots=True)
class _Feature:
    """One feature while it is read."""

    file: str
    number: int
    written: Any

    def shape(self, key: str) -> GivenShape:
        """Its territory and polygons."""
        properties = self._entry(self.written, "properties")
        territory = properties.get(key) if isinstance(properties, dict) else None
        if isinstance(territory, bool) or not isinstance(territory, str | int) or territory == "":
            raise self._refused("no_key", f"properties.{key}")
        return GivenShape(self.file, self.number, str(territory), tuple(self._polygons()))

    def _polygons(self) -> Iterator[Polygon]:
        geometry = self._entry(self.written, "geometry")
        kind, lists = self._entry(geometry, "type"), self._entry(geometry, "coordinates")
        if kind not in ("Polygon", "MultiPolygon"):
            raise self._refused("kind", "geometry.type", value="-" if kind is None else str(kind))
        named = [("geometry.coordinates", lists)]
        if kind == "MultiPolygon":
            named = list(self._each("geometry.coordinates", lists))
        for field, polygon in named:
            yield tuple(self._ring(name, ring) for name, ring in self._each(field, polygon))

    def _ring(self, field: str, written: object) -> Ring:
        ring = tuple(self._position(name, one) for name, one in self._each(field, written))
        if ring[0] != ring[-1]:
            raise self._refused("open", field)
        if len(ring) < _FEWEST or len(set(ring)) < _FEWEST - 1:
            raise self._refused("short", field)
        if not sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)):
            raise self._refused("flat", field)
        return ring

    def _position(self, field: str, written: object) -> Position:
        """Degrees east and north; what follows, a height, says nothing here."""
        if not isinstance(written, list) or [_is_number(one) for one in written[:2]] != [True, True]:
            raise self._refused("no_position", field)
        east, north = written[:2]
        if not abs(north) <= _MOST_NORTH:
            raise self._refused("north", field, value=north)
        if not abs(east) <= _MOST_EAST:
            raise self._refused("east", field, value=east)
        return float(east), float(north)

    def _each(self, field: str, written: object) -> Iterator[tuple[str, object]]:
        if not isinstance(written, list) or not written:
            raise self._refused("no_list", field)
        for number, one in enumerate(written, 1):
            yield f"{field}[{number}]", one

    def _entry(self, of: object, name: str) -> Any:
        return of.get(name) if isinstance(of, dict) else None

    def _refused(self, why: str, field: str, **values: object) -> Refused:
        return Refused(f"intake.shapes.{why}", file=self.file, feature=self.number, field=field, **values)


def _is_number(written: object) -> bool:
    return isinstance(written, int | float) and not isinstance(written, bool)
