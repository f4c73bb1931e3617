"""A chart on a sheet, by its kind."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dashboard.figures.chart import Chart
from dashboard.figures.chart_grid import draw_heatmap, draw_treemap
from dashboard.figures.chart_ranked import draw_bars, draw_stacked, draw_variance
from dashboard.figures.chart_spread import draw_box, draw_histogram, draw_scatter
from dashboard.figures.chart_time import draw_along
from dashboard.figures.marks import Sheet

_DRAWN: Mapping[str, Callable[[Chart, float], Sheet]] = MappingProxyType(
    {
        "line": draw_along, "area": draw_along, "columns": draw_along, "bars": draw_bars,
        "stacked": draw_stacked, "variance": draw_variance, "scatter": draw_scatter,
        "heatmap": draw_heatmap, "histogram": draw_histogram, "box": draw_box, "treemap": draw_treemap,
    }
)  # fmt: skip


def draw_chart(spec: Chart, width: float) -> Sheet:
    """The chart at so many pixels; its height follows from what it holds."""
    return _DRAWN[spec.kind](spec, width)
