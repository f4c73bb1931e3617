"""Axes that several charts share: round steps with their words, and names that fit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.figures.chart import Axis, Number
from dashboard.figures.marks import Mark, Stroke, Words, measure
from dashboard.figures.scale import Scale, around_zero, round_steps

NAMES = 20.0
_READ = 56.0  # pixels in which a name is still told from another


@dataclass(frozen=True, slots=True)
class Plot:
    """The room between the axes: `level` places values upward, `along` across."""

    left: float
    top: float
    width: float
    height: float
    scale: Scale

    def level(self, value: float) -> float:
        """How far down a value lies."""
        return self.top + self.height - self.scale.place(value)

    @property
    def base(self) -> float:
        """Where zero lies."""
        return self.level(0)


def upright(
    axis: Axis, values: Iterable[Number], height: float
) -> tuple[Scale, list[tuple[float, str]], float]:
    """The scale of values upward, its steps in words, and how much room these need."""
    scale = around_zero(values, height)
    steps = [(step, axis.write(step)) for step in round_steps(scale.low, scale.high)]
    return scale, steps, max([24.0, *(measure(word) + 10 for _, word in steps)])


def grid(plot: Plot, steps: Sequence[tuple[float, str]], *, words: bool = True) -> Iterator[Mark]:
    """Lines across the plot at round values, zero stronger."""
    for step, word in steps:
        y = round(plot.level(step)) + 0.5
        yield Stroke(((plot.left, y), (plot.left + plot.width, y)), "grid")
        if words:
            yield Words(plot.left - 8, y + 3.5, word, "t-axis", "end")
    base = round(plot.base) + 0.5
    yield Stroke(((plot.left, base), (plot.left + plot.width, base)), "base")


def names_below(plot: Plot, names: Sequence[str], y: float) -> Iterator[Mark]:
    """Names under their places: cut short where that leaves something to read, else as many as fit."""
    slot = plot.width / max(1, len(names))
    if slot >= _READ:
        names = [fitted(name, slot - 6) for name in names]
    widest = max((measure(name) for name in names), default=0)
    every = max(1, -(-int(widest + 8) // max(1, int(slot))))
    for at, name in enumerate(names):
        if at % every == 0:
            half = measure(name) / 2
            middle = min(plot.left + slot * (at + 0.5), plot.left + plot.width - half)
            yield Words(middle, y, name, "t-axis", "middle")


def fitted(text: str, width: float) -> str:
    """The text, cut short where it is wider than this."""
    if measure(text) <= width:
        return text
    kept = text
    while kept and measure(kept + "…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
