"""Ground divided among those who stand on it: each bit is theirs who have the nearest place.

A Voronoi diagram leaves corners that almost meet where places stand in rows, and its cells put
together then are no sound shape. So all of its lines and the edge of the ground are laid on one
fine grid first, crossing each other only at corners; what they enclose shares its borders exactly.
"""

from typing import Any

import numpy as np
import shapely

Shape = Any  # a polygon or several; shapely has no types
Numbers = np.ndarray[Any, np.dtype[Any]]
_GRID = 1e-7  # degrees: a centimetre, a thousandth of what tells two places apart


def divided(at: Numbers, owner: Numbers, whole: Shape) -> dict[str, Shape]:
    """The part of the ground of each owner of places; none overlaps another.

    Raises:
        GEOSException: the geometry cannot be computed.
    """
    if len(np.unique(owner)) == 1:
        return {str(owner[0]): whole}
    faces = _faces(at, whole)
    inside = shapely.point_on_surface(faces)
    within = shapely.intersects(whole, inside)
    owned = owner[shapely.STRtree(shapely.points(at)).nearest(inside[within])]
    return {str(key): shapely.coverage_union_all(faces[within][owned == key]) for key in np.unique(owned)}


def _faces(at: Numbers, whole: Shape) -> Numbers:
    """What the lines between places and the edge of the ground enclose."""
    lines = shapely.voronoi_polygons(shapely.multipoints(at), extend_to=whole, only_edges=True)
    crossed = shapely.union_all([lines, shapely.boundary(whole)], grid_size=_GRID)
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(crossed))))
