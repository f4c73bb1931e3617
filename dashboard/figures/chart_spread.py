"""How values spread: two measures against each other, how many in each class, the middle half of a group."""

from collections.abc import Callable, Iterator
from math import floor, log10
from statistics import quantiles

from dashboard.figures.chart import Chart, Panel, Point
from dashboard.figures.chart_axes import NAMES, Plot, fitted, grid, names_below, upright
from dashboard.figures.marks import Box, Dot, Linked, Mark, Sheet, Stroke, Words, measure
from dashboard.figures.scale import around_zero, round_steps

_TALL, _TOP = 300.0, 14.0
_CLASSES = 16
_NAMED = 12


def draw_scatter(spec: Chart, width: float) -> Sheet:
    """Each member a dot: its value across, what stands beside it upward; the largest are named."""
    points = [
        one
        for panel in spec.panels
        for one in panel.points
        if one.value is not None and one.beside is not None
    ]
    scale, steps, room = upright(spec.axis, [one.beside for one in points], _TALL)
    plot = Plot(room, _TOP + 12, width - room - 8, _TALL, scale)
    along = around_zero([one.value for one in points], plot.width)
    marks: list[Mark] = [Words(0, 11, spec.axis.name, "t-axis"), *grid(plot, steps)]
    across = spec.across or spec.axis
    for step in round_steps(along.low, along.high):
        x = plot.left + along.place(step)
        marks.append(Stroke(((x, plot.top), (x, plot.top + plot.height)), "grid"))
        marks.append(Words(x, plot.top + _TALL + 15, across.write(step), "t-axis", "middle"))
    marks.append(Words(width - 8, plot.top + _TALL + 30, across.name, "t-axis", "end"))
    for one in points:
        at = (plot.left + along.place(one.value or 0), plot.level(one.beside or 0))
        marks.append(Linked((Dot(*at, 4, "spot flat"),), one.title, one.href))
    marks += _named(plot, along.place, points)
    return Sheet(width, _TOP + 12 + _TALL + 36, tuple(marks), spec.sentence)


def _named(plot: Plot, along: Callable[[float], float], points: list[Point]) -> Iterator[Mark]:
    """The names of those farthest out, where they stand over no other name."""
    taken: list[tuple[float, float, float]] = []
    for one in sorted(points, key=lambda each: -abs(each.value or 0))[:_NAMED]:
        x, y = plot.left + along(one.value or 0), plot.level(one.beside or 0)
        name = fitted(one.name, 150)
        wide = measure(name)
        start = x + 8 if x + 8 + wide < plot.left + plot.width else x - 8 - wide
        if all(abs(y - other) > 12 or start > end or start + wide < begin for begin, end, other in taken):
            taken.append((start, start + wide, y))
            yield Words(start, y + 4, name, "t-axis")


def draw_histogram(spec: Chart, width: float) -> Sheet:
    """How many members lie in each class of values, classes of one round width."""
    values = [one.value for panel in spec.panels for one in panel.points if one.value is not None]
    classes = _classes(values)
    panel = Panel("", tuple(_class(spec, values, *ends) for ends in classes))
    scale, steps, room = upright(spec.across or spec.axis, [one.value for one in panel.points], _TALL - 60)
    plot = Plot(room, _TOP, width - room - 2, _TALL - 60, scale)
    slot = plot.width / max(1, len(classes))
    marks: list[Mark] = list(grid(plot, steps))
    for at, one in enumerate(panel.points):
        top = plot.level(one.value or 0)
        box = Box(plot.left + slot * at + 1, top, slot - 2, plot.base - top, "actual")
        marks.append(Linked((box,), one.title))
        if one.value and measure(one.told) < slot:
            marks.append(Words(plot.left + slot * (at + 0.5), top - 5, one.told, "t-value", "middle"))
    marks += names_below(plot, [spec.axis.write(low) for low, _ in classes], plot.top + plot.height + 15)
    return Sheet(width, _TOP + _TALL - 60 + NAMES, tuple(marks), spec.sentence)


def _class(spec: Chart, values: list[float], low: float, high: float) -> Point:
    n = sum(low <= one < high for one in values)
    count = (spec.across or spec.axis).write(n)
    return Point(f"{spec.axis.write(low)} – {spec.axis.write(high)}", float(n), count)


def _classes(values: list[float]) -> list[tuple[float, float]]:
    """At most so many classes of a round width that hold all values."""
    if not values:
        return []
    low, high = min(values), max(values)
    if low == high:
        return [(low, low + 1)]
    power = 10.0 ** floor(log10((high - low) / _CLASSES))
    step = next(power * part for part in (1, 2, 2.5, 5, 10, 20) if (high - low) / (power * part) < _CLASSES)
    first = floor(low / step)
    return [(step * at, step * (at + 1)) for at in range(first, floor(high / step) + 1)]


def draw_box(spec: Chart, width: float) -> Sheet:
    """Of each group the median, the middle half, and the reach of nine tenths; what lies beyond is a dot."""
    values = [one.value for panel in spec.panels for one in panel.points if one.value is not None]
    scale, steps, room = upright(spec.axis, values, _TALL)
    plot = Plot(room, _TOP, width - room - 2, _TALL, scale)
    slot = plot.width / max(1, len(spec.panels))
    marks: list[Mark] = list(grid(plot, steps))
    for at, panel in enumerate(spec.panels):
        marks += _spread(
            plot, plot.left + slot * (at + 0.5), min(36.0, slot * 0.5), panel, single=spec.single
        )
    marks += names_below(plot, [fitted(panel.name, slot - 6) for panel in spec.panels], plot.top + _TALL + 15)
    return Sheet(width, _TOP + _TALL + NAMES, tuple(marks), spec.sentence)


def _spread(plot: Plot, x: float, wide: float, panel: Panel, *, single: bool) -> Iterator[Mark]:
    values = sorted(one.value for one in panel.points if one.value is not None)
    if not values:
        return
    cuts = quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    low, first, middle, third, high = (plot.level(cuts[at]) for at in (0, 4, 9, 14, 18))
    half = wide / 2
    yield Stroke(((x, low), (x, high)), "whisker")
    yield Box(x - half, third, wide, max(1.0, first - third), "prior")
    yield Stroke(((x - half, middle), (x + half, middle)), "pace")
    for one in panel.points:
        if single and one.value is not None and not cuts[0] <= one.value <= cuts[18]:
            yield Linked((Dot(x, plot.level(one.value), 2.5, "actual"),), one.title, one.href)
