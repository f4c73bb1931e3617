"""The bridge: steps that lead from one amount to another, from zero change to the whole change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.figures.marks import Box, Mark, Sheet, Stroke, Words, measure
from dashboard.figures.scale import Scale

_TOP, _NAMES = 18.0, 20.0
_BELOW = 14.0  # where a step falls to the lowest level, its label stands between it and the names
_GAP = 8.0  # between a side figure and the first or last step


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, by how much, and that in words."""

    name: str
    change: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Side:
    """The amount that a bridge starts from, or ends at: it stands beside the bars as a figure."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Steps on one scale with a base at zero change; `total` is the last bar, the sum of them all."""

    steps: tuple[Step, ...]
    total: Step
    start: Side
    end: Side
    sentence: str


def waterfall(
    steps: Sequence[Step], total: tuple[str, str], sides: Sequence[Side], sentence: str
) -> Waterfall:
    """The specification; the total is the sum of the steps and nothing else."""
    name, label = total
    whole = sum((step.change for step in steps), Decimal(0))
    start, end = sides
    return Waterfall(tuple(steps), Step(name, whole, label), start, end, sentence)


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    slot: float
    bar: float
    height: float
    scale: Scale

    def level(self, value: Decimal) -> float:
        return _TOP + self.scale.length - self.scale.place(value)

    def start(self, at: int) -> float:
        return self.left + self.slot * at + (self.slot - self.bar) / 2


def draw_waterfall(spec: Waterfall, width: float, height: float = 190) -> Sheet:
    """Better and worse steps with a hairline from each to the next, and the whole change as an actual."""
    frame = _frame(spec, width, height)
    return Sheet(width, height, tuple(_marks(frame, spec, width)), spec.sentence)


def _levels(spec: Waterfall) -> list[Decimal]:
    found = [Decimal(0)]
    for step in spec.steps:
        found.append(found[-1] + step.change)
    return found


def _frame(spec: Waterfall, width: float, height: float) -> _Frame:
    levels = [float(level) for level in _levels(spec)]
    room = height - _TOP - _NAMES
    near = min(levels) + (max(levels) - min(levels)) * _BELOW / room
    falls = any(step.change < 0 and after <= near for step, after in zip(spec.steps, levels[1:], strict=True))
    scale = Scale(min(levels), max(levels), room - _BELOW * falls)
    left, right = (_GAP + max(measure(side.name), measure(side.value)) for side in (spec.start, spec.end))
    slot = (width - left - right) / (len(spec.steps) + 1)
    return _Frame(left, slot, min(46.0, slot * 0.74), height, scale)


def _marks(frame: _Frame, spec: Waterfall, width: float) -> Iterator[Mark]:
    levels = _levels(spec)
    zero = round(frame.level(Decimal(0))) + 0.5
    last = len(spec.steps)
    edge = frame.start(last) + frame.bar + frame.slot / 8
    bars = [_bar(frame, at, levels[at], levels[at + 1], _look(step)) for at, step in enumerate(spec.steps)]
    bars.append(_bar(frame, last, Decimal(0), spec.total.change, "actual"))
    yield from (mark for bar in bars for mark in bar)
    # Before the labels, which keep clear of it by their edge.
    yield Stroke(((frame.left, zero), (edge, zero)), "base")
    for at, step in enumerate(spec.steps):
        # Below a step that falls: above, its label would stand beside that of the step before.
        yield _label(
            frame, at, levels[at + 1], step.label, _verdict(step.change), 13 if step.change < 0 else -5
        )
        across = round(frame.level(levels[at + 1])) + 0.5
        edges = ((frame.start(at) + frame.bar, across), (frame.start(at + 1), across))
        yield Stroke(edges, "grid strong")
    yield _label(frame, last, max(Decimal(0), spec.total.change), spec.total.label, "t-value")
    yield from _names(frame, spec)
    yield from _sides(spec, width, zero, round(frame.level(spec.total.change)) + 0.5)


def _bar(frame: _Frame, at: int, before: Decimal, after: Decimal, look: str) -> Iterator[Mark]:
    if before == after:
        return
    top, bottom = sorted((frame.level(before), frame.level(after)))
    yield Box(frame.start(at), top, frame.bar, max(1.0, bottom - top), look)


def _label(frame: _Frame, at: int, level: Decimal, words: str, look: str, away: float = -5) -> Mark:
    return Words(frame.start(at) + frame.bar / 2, frame.level(level) + away, words, look, "middle")


def _names(frame: _Frame, spec: Waterfall) -> Iterator[Mark]:
    for at, step in enumerate((*spec.steps, spec.total)):
        yield Words(frame.start(at) + frame.bar / 2, frame.height - 4, step.name, "t-axis", "middle")


def _sides(spec: Waterfall, width: float, zero: float, end: float) -> Iterator[Mark]:
    """The amounts beside the bars; a figure at the foot stands above the names of the steps."""
    for side, x, level, anchor in ((spec.start, 0.0, zero, "start"), (spec.end, width, end, "end")):
        base = max(level - 2, _TOP + 12)
        yield Words(x, base - 14, side.name, "t-axis", anchor)  # type: ignore[arg-type]
        yield Words(x, base, side.value, "t-value", anchor)  # type: ignore[arg-type]


def _look(step: Step) -> str:
    return "good" if step.change > 0 else "bad"


def _verdict(change: Decimal) -> str:
    return "t-good" if change > 0 else "t-bad" if change < 0 else "t-axis"
