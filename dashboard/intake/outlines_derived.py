"""Land of territories from where their customers stand: each place is theirs who have the nearest customer.

That is a Voronoi diagram of all customers, cut off where no customer is near, and put together by
territory: neighbours share their borders, and nobody stands on another's land. It is computed on
the plane of the picture (Mercator, in degrees). Only a load imports this: a server needs no shapely.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from dashboard.intake.outlines_divided import Numbers, Shape, divided

_MOST_PLACES = 20_000  # beyond, customers near each other count as one
_PLACE = 1e-4  # degrees: some ten metres
_SMALLEST = 0.01  # degrees: the land around those who all stand on one point
# How far land goes around a customer, as a part of how far the company's customers stand apart, and
# the territory's: a territory in a town has little land around it, one in the country much.
_FARTHEST, _NEAREST, _OF_OWN = 0.05, 0.01, 0.35
_CLOSED = 1.5  # gaps between land within so many times the farthest are land too
_FAR = 1.5  # who stands that much farther from its territory than the company is wide is no measure of it
_FEW = 0.05  # the part of a territory's customers that must stand apart for land of their own
_CORNERS = 3  # of a quarter of a circle


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one customer stands on the plane, and whose it is."""

    territory: str
    x: float
    y: float


@dataclass(slots=True)
class _Places:
    """Places with the territory that has most customers there, how many, and how far its land goes."""

    at: Numbers
    owner: Numbers
    count: Numbers
    reach: Numbers

    def only(self, kept: Numbers) -> "_Places":
        return _Places(self.at[kept], self.owner[kept], self.count[kept], self.reach[kept])


def land(stands: Sequence[Stand]) -> dict[str, Shape]:
    """The land of each territory that has customers on the map; none overlaps another."""
    if not stands:
        return {}
    places = _places(stands)
    wide = max(_width(places.at), _SMALLEST)
    places = _reaching(places.only(_near(places, wide)), wide)
    divided = _divide(places, wide * _FARTHEST)
    apart = _apart(places, divided)
    if apart.any():
        # Those who stand apart from the rest of their territory leave the ground to those around them.
        places = places.only(~apart)
        divided = _divide(places, wide * _FARTHEST)
    return {key: _counted(places, key, one) for key, one in divided.items()}


def _places(stands: Sequence[Stand]) -> _Places:
    """Equal points once; so coarse that there are not too many."""
    grain, found = _PLACE, _gathered(stands, _PLACE)
    while len(found) > _MOST_PLACES:
        grain *= 2
        found = _gathered(stands, grain)
    keys = sorted(found)
    first = [max(found[key].items(), key=lambda one: (one[1], one[0])) for key in keys]
    return _Places(
        np.array(keys) * grain,
        np.array([owner for owner, _ in first]),
        np.array([count for _, count in first]),
        np.zeros(len(keys)),
    )


def _gathered(stands: Sequence[Stand], grain: float) -> dict[tuple[int, int], Counter[str]]:
    found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for one in stands:
        found[round(one.x / grain), round(one.y / grain)][one.territory] += 1
    return found


def _width(at: Numbers) -> float:
    """How far apart places are, but for one in twenty at each end."""
    low, high = np.percentile(at, (5, 95), axis=0)
    return float(np.hypot(*(high - low)))


def _near(places: _Places, wide: float) -> Numbers:
    """Who stands so far from the middle of its territory that it must be an error stays out."""
    near = np.ones(len(places.at), dtype=bool)
    for key in np.unique(places.owner):
        own = places.owner == key
        away = np.hypot(*(places.at[own] - np.median(places.at[own], axis=0)).T)
        near[own] = away <= _FAR * wide
    return near


def _reaching(places: _Places, wide: float) -> _Places:
    for key in np.unique(places.owner):
        own = places.owner == key
        places.reach[own] = np.clip(_OF_OWN * _width(places.at[own]), wide * _NEAREST, wide * _FARTHEST)
    return places


def _divide(places: _Places, gap: float) -> dict[str, Shape]:
    """The land around all places, divided among the territories."""
    rounds = shapely.buffer(shapely.points(places.at), places.reach, quad_segs=_CORNERS)
    whole = shapely.union_all(rounds)
    for way in (_CLOSED * gap, -_CLOSED * gap):
        whole = shapely.buffer(whole, way, quad_segs=_CORNERS)
    return divided(places.at, places.owner, whole)


def _apart(places: _Places, land: dict[str, Shape]) -> Numbers:
    """Who stands on a piece of its territory's land where few others do."""
    apart = np.zeros(len(places.at), dtype=bool)
    for key, shape in land.items():
        own = np.flatnonzero(places.owner == key)
        pieces, standing = _standing(places.at[own], shape)
        on = np.bincount(standing, weights=places.count[own], minlength=len(pieces))
        apart[own] = on[standing] < min(_FEW * on.sum(), on.max())
    return apart


def _counted(places: _Places, key: str, shape: Shape) -> Shape:
    """The pieces on which somebody stands."""
    pieces, standing = _standing(places.at[places.owner == key], shape)
    return shapely.union_all(pieces[np.unique(standing)])


def _standing(at: Numbers, shape: Shape) -> tuple[Numbers, Numbers]:
    """The pieces of a shape, and the nearest piece of each place."""
    pieces = shapely.get_parts(shape)
    pieces = pieces[shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON]
    return pieces, shapely.STRtree(pieces).nearest(shapely.points(at))
