"""Lines, areas and columns along time or along members: one panel a series, all on one scale."""

from collections.abc import Iterator

from dashboard.figures.chart import Chart, Panel
from dashboard.figures.chart_axes import NAMES, Plot, fitted, grid, names_below, upright
from dashboard.figures.marks import Area, Box, Dot, Linked, Mark, Sheet, Stroke, Words, measure
from dashboard.figures.marks import Point as At

_HEAD, _GAP = 22.0, 24.0
_WIDE, _TALL, _SMALL = 300.0, 260.0, 120.0


def draw_along(spec: Chart, width: float) -> Sheet:
    """The panels side by side, as many in a row as are wide enough to be read."""
    many = len(spec.panels)
    beside = max(1, min(many, int(width // _WIDE))) if many > 1 else 1
    height = _TALL if many == 1 else _SMALL
    values = [end for panel in spec.panels for one in panel.points for end in (one.value, one.beside)]
    scale, steps, room = upright(spec.axis, values, height)
    wide = (width - _GAP * (beside - 1)) / beside
    tall = height + NAMES + (_HEAD if many > 1 else 14) + (14 if scale.low < 0 else 0)
    marks: list[Mark] = []
    for at, panel in enumerate(spec.panels):
        left, top = (wide + _GAP) * (at % beside), (tall + 14) * (at // beside)
        plot = Plot(left + room, top + (_HEAD if many > 1 else 14), wide - room - 2, height, scale)
        if many > 1:
            marks.append(Words(left, top + 11, fitted(panel.name, wide), "t-value"))
        marks += grid(plot, steps)
        marks += (
            _columns(plot, panel)
            if spec.kind == "columns"
            else _line(plot, panel, filled=spec.kind == "area")
        )
        marks += names_below(plot, spec.names, plot.top + height + (14 if scale.low < 0 else 0) + 15)
    rows = -(-many // beside)
    return Sheet(width, tall * rows + 14 * (rows - 1), tuple(marks), spec.sentence)


def _line(plot: Plot, panel: Panel, *, filled: bool) -> Iterator[Mark]:
    slot = plot.width / max(1, len(panel.points))
    places = [plot.left + slot * (at + 0.5) for at in range(len(panel.points))]
    before = [
        None if one.beside is None else (x, plot.level(one.beside))
        for x, one in zip(places, panel.points, strict=True)
    ]
    now = [
        None if one.value is None else (x, plot.level(one.value))
        for x, one in zip(places, panel.points, strict=True)
    ]
    if filled:
        yield from _areas(plot, now)
    yield Stroke(tuple(before), "line-prior")
    yield Stroke(tuple(now), "line-actual")
    for at, (point, one) in enumerate(zip(now, panel.points, strict=True)):
        if point is None:
            continue
        last = all(other is None for other in now[at + 1 :])
        dot = Dot(*point, 3.0 if last else 2.0, "actual")
        hit = Box(point[0] - slot / 2, plot.top, slot, plot.height, "hit")
        yield Linked((hit, dot), one.title, one.href)
        if last:
            yield Words(
                min(point[0], plot.left + plot.width - measure(one.told) / 2),
                point[1] - 8,
                one.told,
                "t-value",
                "middle",
            )


def _areas(plot: Plot, points: list[At | None]) -> Iterator[Mark]:
    """What lies between the line and zero, in one piece for each stretch without a gap."""
    run: list[At] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield Area(((*run, (run[-1][0], plot.base), (run[0][0], plot.base)),), "shade-1")
            run = []


def _columns(plot: Plot, panel: Panel) -> Iterator[Mark]:
    slot = plot.width / max(1, len(panel.points))
    bar = max(1.5, min(30.0, slot * 0.5))
    labelled = all(measure(one.told) + 6 <= slot for one in panel.points)
    for at, one in enumerate(panel.points):
        start = plot.left + slot * (at + 0.5) - bar / 2
        marks: list[Mark] = [Box(start - bar / 2, plot.top, slot, plot.height, "hit")]
        if one.beside is not None:
            marks.append(_bar(plot, start - bar / 3, bar, one.beside, "prior"))
        if one.value is not None:
            marks.append(_bar(plot, start, bar, one.value, "actual"))
        yield Linked(tuple(marks), one.title, one.href)
        if labelled and one.value is not None:
            y = (
                plot.level(one.value) + 13
                if one.value < 0
                else plot.level(max(one.value, one.beside or 0)) - 5
            )
            yield Words(start + bar / 2, y, one.told, "t-value", "middle")


def _bar(plot: Plot, x: float, wide: float, value: float, look: str) -> Box:
    top, bottom = sorted((plot.base, plot.level(value)))
    return Box(x, top, wide, max(1.0, bottom - top), look)
