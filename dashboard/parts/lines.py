"""A plain grid of lines, as behind "see the rows": typed columns, and a total that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_ag_grid as dag
from dash.development.base_component import Component

from dashboard.figures.marks import measure
from dashboard.text import Language, say

_ROW = 28
# Tab leaves a grid, arrows walk it: thousands of cells as stops would be a trap.
ONE_STOP = {"tabToNextCell": {"function": "false"}}
BOLD = 13.5  # the total is set in 13 px, semi-bold


@dataclass(frozen=True, slots=True)
class LineColumn:
    """One column of lines; values arrive as text, ready in the reader's language.

    A `link` leads to the `href` of its row.
    """

    key: str
    label: str
    numeric: bool = False
    width: int = 120
    link: bool = False


def line_grid(
    language: Language,
    grid_id: str | dict[str, Any],
    columns: Sequence[LineColumn],
    total: dict[str, Any] | None = None,
    rows: int = 14,
    records: Sequence[dict[str, Any]] | None = None,
) -> Component:
    """The grid; the server answers `getRowsRequest` page by page, so any number of lines will do.

    With `records` the rows are here already, and nothing is asked for.
    """
    grid: Component = dag.AgGrid(
        id=grid_id,
        **row_source(records),
        columnDefs=[_column(column, total or {}) for column in columns],
        columnSize="responsiveSizeToFit",
        defaultColDef={"sortable": False, "resizable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            **paging(records, 200, rows),
            **ONE_STOP,
            "rowHeight": _ROW,
            "headerHeight": 32,
            "suppressMovableColumns": True,
            "suppressColumnVirtualisation": True,
            "enableCellTextSelection": True,
            "pinnedBottomRowData": [total] if total else [],
            **empty_words(language),
        },
        className="grid lines",
        style={"height": 32 + _ROW * (rows + (1 if total else 0)) + 4},
    )
    return grid


def row_source(records: Sequence[dict[str, Any]] | None) -> dict[str, Any]:
    """Where a grid's rows come from: asked for page by page, or sent along, then in the order they have."""
    if records is None:
        return {"rowModelType": "infinite"}
    return {"rowModelType": "clientSide", "rowData": list(records)}


def paging(records: Sequence[dict[str, Any]] | None, block: int, rows: int) -> dict[str, Any]:
    """How many rows are asked for at once, and how many are held: what scrolled far away is let go."""
    if records is not None:
        return {}
    return {"cacheBlockSize": block, "maxBlocksInCache": 20, "infiniteInitialRowCount": rows}


def empty_words(language: Language) -> dict[str, Any]:
    """What a grid says while it waits and when nothing came, in place of its own English."""
    return {
        "localeText": {
            "noRowsToShow": say(language, "parts.empty"),
            "loadingOoo": say(language, "parts.loading"),
        }
    }


def _column(column: LineColumn, total: dict[str, Any]) -> dict[str, Any]:
    """A name may be cut short, a number never: a numeric column is as wide as its total."""
    right = {"type": "rightAligned"} if column.numeric else {"flex": 1}
    needed = round(measure(str(total.get(column.key, "")), BOLD)) + 20 if column.numeric else 0
    width = max(column.width, needed)
    return {
        "field": column.key,
        "headerName": column.label,
        "minWidth": width,
        "width": width,
        "tooltipField": column.key,
        **({"cellRenderer": "Linked"} if column.link else {}),
        **right,
    }
