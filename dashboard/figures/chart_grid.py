"""Shades and areas: a grid of cells, darker where there is more, and a whole cut into its parts."""

from collections.abc import Iterator, Sequence

from dashboard.figures.chart import SHADES, Chart, Point
from dashboard.figures.chart_axes import fitted
from dashboard.figures.marks import Box, Linked, Mark, Sheet, Words, measure

_ROW, _HEAD, _TALL = 26.0, 22.0, 380.0
Room = tuple[float, float, float, float]


def draw_heatmap(spec: Chart, width: float) -> Sheet:
    """One row a panel, one column a name; each cell says its value as far as that has room."""
    name = min(220.0, width * 0.3, max((measure(panel.name, 12) for panel in spec.panels), default=0) + 14)
    slot = (width - name) / max(1, len(spec.names))
    values = [one.value for panel in spec.panels for one in panel.points if one.value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    marks: list[Mark] = [
        Words(name + slot * (at + 0.5), 13, fitted(one, slot - 4), "t-axis", "middle")
        for at, one in enumerate(spec.names)
    ]
    for row, panel in enumerate(spec.panels):
        top = _HEAD + _ROW * row
        marks.append(Words(0, top + 17, fitted(panel.name, name - 10), "t-name"))
        for at, one in enumerate(panel.points):
            if one.value is not None:
                marks.append(_cell(one, name + slot * at, top, slot, (one.value - low) / (high - low or 1)))
    return Sheet(width, _HEAD + _ROW * len(spec.panels), tuple(marks), spec.sentence)


def _cell(one: Point, x: float, y: float, wide: float, share: float) -> Mark:
    """Five shades: more could not be told apart, and words stand on each of them."""
    shade = SHADES - min(SHADES - 1, int(share * SHADES))
    marks: list[Mark] = [Box(x + 1, y + 1, wide - 2, _ROW - 2, f"shade-{shade}")]
    if measure(one.told) + 4 <= wide:
        look = "t-inside" if shade <= _DARK else "t-on-light"
        marks.append(Words(x + wide / 2, y + 17, one.told, look, "middle"))
    return Linked(tuple(marks), one.title, one.href)


# The shades on which words stand in the colour of the sheet.
_DARK = 2


def draw_treemap(spec: Chart, width: float) -> Sheet:
    """The areas are as the values; the largest stands first, and each area is as square as can be."""
    points = [one for panel in spec.panels for one in panel.points if (one.value or 0) > 0]
    points.sort(key=lambda one: -(one.value or 0))
    marks = [
        _part(one, *room)
        for one, room in zip(
            points, _squared([one.value or 0 for one in points], (0, 0, width, _TALL)), strict=True
        )
    ]
    return Sheet(width, _TALL, tuple(marks), spec.sentence)


def _part(one: Point, x: float, y: float, wide: float, tall: float) -> Mark:
    marks: list[Mark] = [Box(x + 1, y + 1, max(0.5, wide - 2), max(0.5, tall - 2), "shade-4")]
    if tall > 34 and wide > 46:
        marks.append(Words(x + 8, y + 18, fitted(one.name, wide - 16), "t-on-light"))
        if measure(one.told) < wide - 16:
            marks.append(Words(x + 8, y + 32, one.told, "t-value"))
    return Linked(tuple(marks), one.title, one.href)


def _squared(values: Sequence[float], room: Room) -> Iterator[Room]:
    """Rooms for the values, laid row by row along the shorter side for as long as they grow squarer."""
    left = list(values)
    x, y, wide, tall = room
    while left:
        unit = wide * tall / sum(left)
        side = min(wide, tall)
        row = [left[0]]
        while len(row) < len(left) and _worst([*row, left[len(row)]], side, unit) <= _worst(row, side, unit):
            row.append(left[len(row)])
        thick = sum(row) * unit / side if side else 0.0
        along = 0.0
        for one in row:
            length = one * unit / thick if thick else 0.0
            yield (x, y + along, thick, length) if wide >= tall else (x + along, y, length, thick)
            along += length
        x, y, wide, tall = (
            (x + thick, y, wide - thick, tall) if wide >= tall else (x, y + thick, wide, tall - thick)
        )
        left = left[len(row) :]


def _worst(row: Sequence[float], side: float, unit: float) -> float:
    """How far from a square the worst of a row is."""
    thick = sum(row) * unit / side if side else 0.0
    ratios = [max(thick / (one * unit / thick), (one * unit / thick) / thick) for one in row if one and thick]
    return max(ratios, default=0.0)
