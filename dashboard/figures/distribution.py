"""A distribution: how many of something lie in each class, with a line where the quota is."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.figures.marks import Box, Mark, Sheet, Stroke, Words, measure

_TOP, _FOOT = 36.0, 18.0


@dataclass(frozen=True, slots=True)
class Class:
    """One class: its name, how many lie in it, and whether it is at or above the line."""

    name: str
    count: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Distribution:
    """The classes from low to high; `line` names what stands between those below and those above."""

    classes: tuple[Class, ...]
    line: str
    sentence: str


def draw_distribution(spec: Distribution, width: float, height: float = 140) -> Sheet:
    """Columns from zero: below the line in the grey of what is less, at or above it in the ink of actuals."""
    return Sheet(width, height, tuple(_marks(spec, width, height)), spec.sentence)


def _marks(spec: Distribution, width: float, height: float) -> Iterator[Mark]:
    slot = width / max(1, len(spec.classes))
    bar = min(34.0, slot * 0.8)
    base, most = height - _FOOT, max([1, *(one.count for one in spec.classes)])
    tight = any(measure(one.name) > slot for one in spec.classes)
    for at, one in enumerate(spec.classes):
        middle = slot * (at + 0.5)
        tall = (base - _TOP) * one.count / most
        if one.count:
            yield Box(middle - bar / 2, base - tall, bar, tall, "actual" if one.reached else "prior")
            yield Words(middle, base - tall - 5, str(one.count), "t-value", "middle")
        yield Words(middle, height - 4, one.name.rstrip("+") if tight else one.name, "t-axis", "middle")
    yield Stroke(((0, round(base) + 0.5), (width, round(base) + 0.5)), "base")
    first = next((at for at, one in enumerate(spec.classes) if one.reached), None)
    if first is not None:
        x = round(slot * first) + 0.5
        yield Stroke(((x, 4), (x, base)), "pace")
        yield Words(x - 5, 12, spec.line, "t-pace", "end")
