"""The payout curve: what is paid for how much of the quota, how far one has come, and where steps are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.figures.marks import Anchor, Dot, Mark, Point, Sheet, Stroke, Words, measure
from dashboard.figures.scale import Scale, round_steps

_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 10.0, 32.0, 22.0
_SAMPLES = 64


@dataclass(frozen=True, slots=True)
class PayoutCurve:
    """Pay by attainment: points of the whole curve, where one is, and the steps with their words.

    `x` runs in shares of quota (or in the measure), `y` in money; labels are ready in the reader's language.
    """

    points: tuple[Point, ...]
    here: Point
    steps: tuple[tuple[float, str], ...]
    here_words: tuple[str, str]
    x_words: tuple[tuple[float, str], ...]
    y_label: Callable[[float], str]
    sentence: str


def curve_points(pay: Callable[[float], float], reach: float, edges: Sequence[float]) -> tuple[Point, ...]:
    """The curve between nothing and `reach`, with a point just before each edge: a jump stands upright."""
    at = {reach * step / _SAMPLES for step in range(_SAMPLES + 1)}
    at |= {edge for edge in edges if 0 <= edge <= reach}
    at |= {edge * (1 - 1e-9) for edge in edges if 0 < edge <= reach}
    return tuple((x, pay(x)) for x in sorted(at))


def draw_payout_curve(spec: PayoutCurve, width: float = 372, height: float = 236) -> Sheet:
    """The walked part in ink, what lies ahead in grey, steps dotted, and a dot: you are here."""
    return Sheet(width, height, tuple(_marks(spec, width, height)), spec.sentence)


def _marks(spec: PayoutCurve, width: float, height: float) -> Iterator[Mark]:
    wide = Scale(0, max(x for x, _ in spec.points), width - _LEFT - _RIGHT)
    heights = [y for _, y in spec.points]
    most = max(*heights, 1e-9)
    tall = Scale(min(0.0, *heights), most, height - _TOP - _BOTTOM)
    floor = height - _BOTTOM

    def place(point: Point) -> Point:
        return _LEFT + wide.place(point[0]), floor - tall.place(point[1])

    for step in round_steps(tall.low, tall.high):
        level = floor - tall.place(step)
        yield Stroke(((_LEFT, level), (width - _RIGHT, level)), "grid")
        yield Words(_LEFT - 6, level + 4, spec.y_label(step), "t-axis", "end")
    starts = [place((x, 0))[0] for x, _ in spec.steps]
    ends = [*starts, width - _RIGHT][1:]
    for start, end, (_, words) in zip(starts, ends, spec.steps, strict=True):
        yield from _step(start, end, words, floor)
    yield Stroke(((_LEFT, floor), (width - _RIGHT, floor)), "base")
    ahead = tuple(place(point) for point in spec.points if point[0] >= spec.here[0])
    walked = tuple(place(point) for point in spec.points if point[0] <= spec.here[0])
    here = place(spec.here)
    yield Stroke((here, *ahead), "line-prior wide")
    yield Stroke((*walked, here), "line-actual wide")
    for x, words in spec.x_words:
        yield Words(place((x, 0))[0], height - 6, words, "t-axis", "middle" if x else "start")
    yield Dot(here[0], here[1], 5, "actual")
    yield from _here(here, spec.here_words)


def _step(start: float, end: float, words: str, floor: float) -> Iterator[Mark]:
    """A dotted line where a step begins, and its words in the middle of it, if they have room there."""
    points: list[Point | None] = []
    y = _TOP
    while start > _LEFT and y < floor:
        points += [(start, y), (start, min(y + 2, floor)), None]
        y += 5
    yield Stroke(tuple(points), "zero")
    if measure(words) + 4 <= end - start:
        yield Words((start + end) / 2, floor - 5, words, "t-axis", "middle")


def _here(here: Point, words: tuple[str, str]) -> Iterator[Mark]:
    """The words beside the dot, on the side where there is room."""
    needed = max(measure(word) for word in words) + 10
    left = here[0] - needed >= 0
    x = here[0] - 10 if left else here[0] + 10
    anchor: Anchor = "end" if left else "start"
    y = max(here[1] - 8, 16.0)
    yield Words(x, y - 14, words[0], "t-value", anchor)
    yield Words(x, y, words[1], "t-land", anchor)
