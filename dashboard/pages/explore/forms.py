"""In which form a result stands: the one that was chosen, or the one that its shape asks for."""

from dashboard.metrics.catalogue import measures
from dashboard.metrics.kinds import Aggregation
from dashboard.metrics.periods import GRAINS
from dashboard.pages.explore.chosen import Chosen, is_compared
from dashboard.pages.view import View

TABLE, PIVOT, CHART, MAP = "table", "pivot", "chart", "map"
_ALONG = ("line", "area", "columns")


def form(view: View, on: Chosen) -> str:
    """The form in which the result stands: a table, a pivot, or a kind of chart.

    Time alone is a line; all else is a pivot, until somebody chooses otherwise.
    """
    possible = charts(view, on)
    if on.form == CHART and possible:
        return possible[0]
    if view.phone and on.form == "waterfall" and "variance" in possible:
        return "variance"
    if on.form in (TABLE, PIVOT, *possible):
        return on.form
    return possible[0] if on.timed and not on.columns and possible else PIVOT


def charts(view: View, on: Chosen) -> tuple[str, ...]:
    """The kinds of chart that fit the shape, the most telling first."""
    known = measures(view.outline.own)
    if not on.rows or on.leading not in known:
        return ()
    row, dimensions = known[on.leading], (*on.rows, *on.columns)
    parts, compared = row.aggregation is Aggregation.SUM, is_compared(view, row)
    if len(dimensions) == 1:
        if on.timed:
            return _ALONG
        # A phone has no room for the names of steps that stand side by side.
        steps = compared and parts and not view.phone
        found = ["bars", *["variance"] * compared, *["waterfall"] * steps, "columns"]
        scatter = ["scatter"] * (len(on.measures) > 1)
        return (*found, *["treemap"] * parts, "histogram", *scatter, *[MAP] * _is_mapped(view, on))
    if len(dimensions) > 2:
        return ()
    along = _ALONG if any(one in GRAINS for one in dimensions) else ()
    spread = ("box",) if len(on.rows) == 2 and not along else ()
    return (*along, "heatmap", *["stacked"] * parts, *spread)


def _is_mapped(view: View, on: Chosen) -> bool:
    """Whether the map of customers says the same: it knows their sales, and all of them."""
    whole = not on.bounds and not on.top
    return on.rows == ("customer",) and on.leading == "net_sales" and whole and view.has("potential")
