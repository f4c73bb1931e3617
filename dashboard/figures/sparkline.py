"""The sparkline: how a number came to be what it is, with the prior year behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.figures.marks import Dot, Mark, Point, Sheet, Stroke
from dashboard.figures.scale import Amount, Scale

Series = tuple[Amount | None, ...]


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Two series on one scale; the scale shows the shape and need not hold zero.

    The series keep what they were given, for a table of them under these `names`.
    """

    actual: Series
    prior: Series
    low: float
    high: float
    sentence: str
    names: tuple[str, ...] = ()


def sparkline(
    actual: Sequence[Amount | None],
    prior: Sequence[Amount | None] = (),
    sentence: str = "",
    names: Sequence[str] = (),
) -> Sparkline:
    """The specification of a sparkline; its sentence is empty where the tile says it in words."""
    known = [float(at) for each in (actual, prior) for at in each if at is not None] or [0.0]
    return Sparkline(tuple(actual), tuple(prior), min(known), max(known), sentence, tuple(names))


def draw_sparkline(spec: Sparkline, width: float = 124, height: float = 30) -> Sheet:
    """The lines, and a dot at the last known actual."""
    return Sheet(width, height, tuple(_marks(spec, width, height)), spec.sentence)


def _marks(spec: Sparkline, width: float, height: float) -> Iterator[Mark]:
    edge = 3.0
    months = max(len(spec.actual), len(spec.prior))
    tall = Scale(spec.low, spec.high, height - 2 * edge)

    def place(series: Series) -> tuple[Point | None, ...]:
        step = (width - 2 * edge) / max(1, months - 1)
        return tuple(
            None if value is None else (edge + at * step, _level(tall, float(value), height, edge))
            for at, value in enumerate(series)
        )

    yield Stroke(place(spec.prior), "line-prior")
    line = place(spec.actual)
    yield Stroke(line, "line-actual")
    last = next((point for point in reversed(line) if point), None)
    if last:
        yield Dot(last[0], last[1], 2.25, "actual")


def _level(tall: Scale, value: float, height: float, edge: float) -> float:
    if tall.low == tall.high:
        return height / 2
    return height - edge - tall.place(value)
