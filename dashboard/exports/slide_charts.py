"""Native charts: a bridge as stacked columns, a distribution as columns, with the exact numbers in them."""

from dataclasses import dataclass
from decimal import Decimal

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.slide import Slide
from pptx.util import Emu, Pt

from dashboard.exports.cells import Look
from dashboard.exports.sheet import Figure, Sheet
from dashboard.exports.workbook import number_format
from dashboard.figures.distribution import Distribution
from dashboard.figures.waterfall import Waterfall
from dashboard.text.formats import MINUS

Box = tuple[Emu, Emu, Emu, Emu]
_ACTUAL, _PRIOR = RGBColor(0x26, 0x2C, 0x34), RGBColor(0x8C, 0x95, 0xA0)
_GOOD, _BAD = RGBColor(0x0E, 0x8F, 0x86), RGBColor(0xDD, 0x52, 0x26)
_INK, _INK2, _WHITE = RGBColor(0x14, 0x18, 0x1D), RGBColor(0x45, 0x4D, 0x57), RGBColor(0xFF, 0xFF, 0xFF)
_STACKED = tuple((name, side) for name in ("+", MINUS) for side in ("above", "below"))


@dataclass(frozen=True, slots=True)
class Pieces:
    """One step as it is stacked: what it stands on, and its parts above and below zero."""

    base: Decimal
    above: Decimal
    below: Decimal


def charted(figure: Figure) -> bool:
    """Whether there is a native chart for it."""
    return isinstance(figure, Waterfall | Distribution)


def add_chart(slide: Slide, sheet: Sheet, box: Box) -> None:
    """The figure of a sheet as a chart that PowerPoint itself draws and edits."""
    if isinstance(sheet.figure, Waterfall):
        _bridge(slide, sheet, sheet.figure, box)
    elif isinstance(sheet.figure, Distribution):
        _distribution(slide, sheet, sheet.figure, box)


def pieces(before: Decimal, after: Decimal) -> Pieces:
    """A step from one level to another: columns are stacked from zero, upwards and downwards apart."""
    low, high = sorted((before, after))
    if low >= 0:
        return Pieces(low, high - low, Decimal(0))
    if high <= 0:
        return Pieces(high, Decimal(0), low - high)
    return Pieces(Decimal(0), high, low)


def _bridge(slide: Slide, sheet: Sheet, spec: Waterfall, box: Box) -> None:
    """An unseen base carries the steps; a step through zero stands on both sides of it."""
    levels = [Decimal(0)]
    for step in spec.steps:
        levels.append(levels[-1] + step.change)
    steps = [
        (step.change, pieces(before, after))
        for step, before, after in zip(spec.steps, levels, levels[1:], strict=False)
    ]
    look = sheet.columns[-1].look
    plain = number_format(Look(look.kind, look.form))
    data = CategoryChartData(number_format=number_format(look))
    data.categories = [step.name for step in (*spec.steps, spec.total)]
    data.add_series(" ", [*(one.base or None for _, one in steps), None], plain)
    for name, side in _STACKED:
        values = [_piece(change, one, name, side) for change, one in steps]
        data.add_series(name, [*values, None], _always(plain, name))
    data.add_series(spec.total.name, [*(None for _ in steps), spec.total.change], number_format(look))
    chart = _chart(slide, XL_CHART_TYPE.COLUMN_STACKED, data, box)
    base, *stacked, total = chart.plots[0].series
    base.format.fill.background()
    for series, (name, _) in zip(stacked, _STACKED, strict=True):
        _paint(series, _GOOD if name == "+" else _BAD)
        _labels(series, _INK)
    _paint(total, _ACTUAL)
    # Inside a column that is hardly there, white words would stand on white.
    tall = max(map(abs, levels)) < 6 * abs(spec.total.change)
    _labels(total, _WHITE if tall else _INK)
    _tell_once(stacked, spec, [one for _, one in steps])


def _piece(change: Decimal, one: Pieces, name: str, side: str) -> Decimal | None:
    """What of a step stands in one of the series; None where nothing does."""
    if (change > 0) != (name == "+"):
        return None
    return (one.above if side == "above" else one.below) or None


def _tell_once(stacked: list[BarSeries], spec: Waterfall, steps: list[Pieces]) -> None:
    """A step through zero is two columns: the taller bears the whole change, the other is silent."""
    for at, (step, one) in enumerate(zip(spec.steps, steps, strict=True)):
        if not (one.above and one.below):
            continue
        for series, (name, side) in zip(stacked, _STACKED, strict=True):
            if (step.change > 0) == (name == "+"):
                taller = (one.above >= -one.below) == (side == "above")
                series.points[at].data_label.text_frame.text = step.label if taller else " "


def _always(form: str, sign: str) -> str:
    """A format that writes this sign, whatever side of zero a column stands on."""
    digits = form.partition(";")[0]
    return f'"{sign}"{digits};"{sign}"{digits}'


def _distribution(slide: Slide, sheet: Sheet, spec: Distribution, box: Box) -> None:
    data = CategoryChartData(number_format="0")
    data.categories = [one.name for one in spec.classes]
    data.add_series(sheet.columns[-1].label, [one.count for one in spec.classes])
    chart = _chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, box)
    series = chart.plots[0].series[0]
    _paint(series, _PRIOR)
    _labels(series, _INK, XL_LABEL_POSITION.OUTSIDE_END)
    for at, one in enumerate(spec.classes):
        if one.reached:
            fill = series.points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = _ACTUAL


def _chart(slide: Slide, kind: XL_CHART_TYPE, data: CategoryChartData, box: Box) -> Chart:
    chart = slide.shapes.add_chart(kind, *box, data).chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size = Pt(12)
    chart.font.color.rgb = _INK2
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.has_major_gridlines = False
    chart.plots[0].gap_width = 40
    return chart


def _paint(series: BarSeries, colour: RGBColor) -> None:
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour


def _labels(series: BarSeries, colour: RGBColor, place: XL_LABEL_POSITION | None = None) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.font.size, labels.font.bold = Pt(12), True
    labels.font.color.rgb = colour
    if place is not None:
        labels.position = place
