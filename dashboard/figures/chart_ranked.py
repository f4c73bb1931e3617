"""Bars, variances and stacked parts: one line a member, its name on the left and its value on the right."""

from collections.abc import Iterator

from dashboard.figures.chart import SHADES, Chart, Panel, Point
from dashboard.figures.chart_axes import fitted
from dashboard.figures.marks import Box, Linked, Mark, Sheet, Stroke, Words, measure
from dashboard.figures.scale import Scale, around_zero

_ROW, _BAR, _HEAD = 26.0, 10.0, 20.0


def draw_bars(spec: Chart, width: float) -> Sheet:
    """Actual, and what it is compared with as a line across the bar."""
    points = spec.panels[0].points if spec.panels else ()
    name, told = _rooms(points, width)
    scale = around_zero([end for one in points for end in (one.value, one.beside)], width - name - told)
    marks: list[Mark] = []
    for at, one in enumerate(points):
        marks.append(_linked(at, one, width, _bar(one, at, name, scale)))
        marks += _words(at, one, width, name)
    return Sheet(width, _ROW * len(points), tuple(marks), spec.sentence)


def _bar(one: Point, at: int, left: float, scale: Scale) -> Iterator[Mark]:
    top = _ROW * at + (_ROW - _BAR) / 2
    if one.value:
        start, length = scale.bar(one.value)
        yield Box(left + start, top, length, _BAR, "actual")
    if one.beside is not None:
        x = left + scale.place(one.beside)
        yield Stroke(((x, top - 3), (x, top + _BAR + 3)), "tick")


def draw_variance(spec: Chart, width: float) -> Sheet:
    """How far each is from what it is compared with: better and worse on either side of zero."""
    points = spec.panels[0].points if spec.panels else ()
    name, told = _rooms(points, width)
    scale = around_zero([one.value for one in points], width - name - told)
    tall = _ROW * len(points)
    zero = name + scale.zero
    marks: list[Mark] = [Stroke(((zero, 0), (zero, tall)), "zero")]
    for at, one in enumerate(points):
        look = "flat" if not spec.good else "good" if ((one.value or 0) > 0) == (spec.good > 0) else "bad"
        bars: list[Mark] = []
        if one.value:
            start, length = scale.bar(one.value)
            bars = [
                Box(
                    name + start,
                    _ROW * at + (_ROW - _BAR) / 2,
                    length,
                    _BAR,
                    "actual" if look == "flat" else look,
                )
            ]
        marks.append(_linked(at, one, width, iter(bars)))
        marks += _words(at, one, width, name)
    return Sheet(width, tall, tuple(marks), spec.sentence)


def draw_stacked(spec: Chart, width: float) -> Sheet:
    """Parts of each member in shades of ink, in the order of the names above them."""
    name = min(220.0, width * 0.3, max((measure(panel.name, 12) for panel in spec.panels), default=0) + 14)
    totals = [sum(one.value or 0 for one in panel.points) for panel in spec.panels]
    scale = Scale(0, max([0.0, *totals]), width - name - 2)
    marks: list[Mark] = list(_shades(spec, name, width))
    for at, panel in enumerate(spec.panels):
        top = _HEAD + _ROW * at
        marks.append(Words(0, top + 17, fitted(panel.name, name - 10), "t-name"))
        marks += _parts(panel, name, top, scale)
    return Sheet(width, _HEAD + _ROW * len(spec.panels), tuple(marks), spec.sentence)


def _parts(panel: Panel, left: float, top: float, scale: Scale) -> Iterator[Mark]:
    x = left
    for at, one in enumerate(panel.points):
        wide = scale.place(max(0.0, one.value or 0))
        if not wide:
            continue
        marks: list[Mark] = [Box(x, top + 5, max(1.0, wide - 1), _ROW - 10, f"shade-{at % SHADES + 1}")]
        if measure(one.told) + 8 < wide:
            look = "t-inside" if at % SHADES < _DARK else "t-on-light"
            marks.append(Words(x + wide / 2, top + 17, one.told, look, "middle"))
        yield Linked(tuple(marks), one.title, one.href)
        x += wide


# The shades on which words stand in the colour of the sheet.
_DARK = 2


def _shades(spec: Chart, left: float, width: float) -> Iterator[Mark]:
    x = left
    for at, name in enumerate(spec.names):
        shown = fitted(name, width / max(1, len(spec.names)) - 24)
        yield Box(x, 2, 9, 9, f"shade-{at % SHADES + 1}")
        yield Words(x + 14, 11, shown, "t-axis")
        x += measure(shown) + 28


def _rooms(points: tuple[Point, ...], width: float) -> tuple[float, float]:
    """How much room the names need on the left, and the values on the right."""
    name = max((measure(one.name, 12) for one in points), default=0) + 14
    told = max((measure(one.told, 12) for one in points), default=0) + 14
    return min(240.0, width * 0.36, name), told


def _linked(at: int, one: Point, width: float, marks: Iterator[Mark]) -> Mark:
    return Linked((Box(0, _ROW * at, width, _ROW, "hit"), *marks), one.title, one.href)


def _words(at: int, one: Point, width: float, name: float) -> Iterator[Mark]:
    y = _ROW * at + 17
    yield Words(0, y, fitted(one.name, name - 10), "t-name")
    yield Words(width, y, one.told, "t-value", "end")
