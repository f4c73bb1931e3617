"""Names on a map: each within its outline or hardly wider, none over another, those without room left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.figures.marks import Point, measure

_SIZE, _GAP = 11.0, 3.0
_LEVELS = 15  # heights at which a name is tried
_OVER = 1.8  # a name may be so many times as wide as its outline there
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A name, and the rings of the outline that it belongs to, in pixels."""

    text: str
    rings: tuple[tuple[Point, ...], ...]

    @property
    def area(self) -> float:
        """Of all rings; a hole hardly matters for which name comes first."""
        return sum(abs(_area(ring)) for ring in self.rings)


def labels(
    wanted: Sequence[Label],
    size: tuple[float, float],
    marks: Sequence[Box] = (),
    taken: Sequence[Box] = (),
) -> Iterator[tuple[str, Point]]:
    """The names that have room, with the middle of their base line; the largest outlines choose first.

    A name hides as few of the `marks` as can be (left, top, right, bottom), and nothing that is `taken`.
    """
    taken = list(taken)
    for one in sorted(wanted, key=lambda label: -label.area):
        wide = measure(one.text, _SIZE)
        boxes = [
            (x - wide / 2 - _GAP, y - _SIZE, x + wide / 2 + _GAP, y + _GAP)
            for x, y in _places(one, wide, size)
        ]
        free = [box for box in boxes if _inside(box, size) and not any(_meet(box, other) for other in taken)]
        if free:
            box = min(free, key=lambda box: sum(_meet(box, mark) for mark in marks))
            taken.append(box)
            yield one.text, ((box[0] + box[2]) / 2, box[3] - _GAP)


def _places(label: Label, wide: float, size: tuple[float, float]) -> Iterator[Point]:
    """Middles of what is seen of the outline, where the name fits; where there is most room first."""
    heights = [y for _, y in max(label.rings, key=lambda one: abs(_area(one)))]
    low, high = max(0.0, min(heights)), min(size[1], max(heights))
    found = []
    for step in range(1, _LEVELS + 1):
        y = low + (high - low) * step / (_LEVELS + 1)
        crossed = sorted(min(size[0], max(0.0, x)) for x in _crossings(label.rings, y))
        pairs = zip(crossed[::2], crossed[1::2], strict=False)
        found += [(right - left, (left + right) / 2, y) for left, right in pairs]
    middle = (low + high) / 2
    for room, x, y in sorted(found, key=lambda one: (-round(min(one[0], wide)), abs(one[2] - middle))):
        if room * _OVER >= wide:
            spare = max(0.0, room - wide) / 2
            yield from ((x + way * spare, y + _SIZE / 3) for way in (0, -0.5, 0.5, -1, 1))


def _crossings(rings: Sequence[Sequence[Point]], y: float) -> Iterator[float]:
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])):
            if (y1 > y) != (y2 > y):
                yield x1 + (y - y1) / (y2 - y1) * (x2 - x1)


def _area(ring: Sequence[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))) / 2


def _inside(box: Box, size: tuple[float, float]) -> bool:
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= size[0] and bottom <= size[1]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
