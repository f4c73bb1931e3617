"""The customer grid: all customers of a question, served page by page, in any order.

The grid asks for rows as one scrolls (`getRowsRequest`); each row is a `customer_record`: its texts
ready in the reader's language, its bars as shares of the column's scale. The cells are drawn by
`assets/dashAgGridComponentFunctions.js`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import dash_ag_grid as dag
from dash.development.base_component import Component

from dashboard.figures.marks import measure
from dashboard.parts.lines import BOLD, ONE_STOP, empty_words, paging, row_source
from dashboard.parts.tiles import tone_of
from dashboard.text import Language, dates, formats, say
from dashboard.text.formats import Form

Ratio = Decimal | float | None
COLUMNS = ("name", "sales", "change", "potential", "share", "last_order", "contacts")
_ROW, _HEAD, _TOUCH, _TWO_LINES = 32, 32, 40, 64
_WIDTHS = {"sales": 118, "change": 112, "potential": 78, "share": 92, "last_order": 84, "contacts": 72}
_PLAIN_WIDTHS = {"change": 82, "share": 64}  # of those that can do without their bars
_BARS, _EDGES = 60, 14  # what stands before a number in its cell, and the edges of a cell
_CELLS = {
    "name": "CustomerName", "sales": "BarPair", "change": "Variance", "share": "Share",
    "contacts": "Contacts",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer as the answer has it; what cannot be computed is None.

    `href` opens its own page, `only` keeps it alone on this one.
    """

    id: str
    name: str
    sales: Decimal | None = None
    prior: Decimal | None = None
    growth: Ratio = None
    potential: Decimal | None = None
    share: Ratio = None
    last_order: dt.date | None = None
    href: str = ""
    flag: str = ""
    flag_tone: str = ""
    only: str = ""
    contacts: int | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The largest sales (of either year) and the largest change: what a full bar means."""

    sales: Decimal
    change: Decimal


def customer_record(
    language: Language, line: CustomerLine, reach: Reach, form: Form, today: dt.date
) -> dict[str, Any]:
    """The line as the grid takes it; dates of another year than today's carry their year."""
    known = line.sales is not None and line.prior is not None
    change = (line.sales or Decimal(0)) - (line.prior or Decimal(0)) if known else None
    # Sales where there were none are no growth: a bar would be as long as the sales.
    new = line.growth is None and line.prior == 0 and (line.sales or 0) > 0
    with_year = line.last_order is not None and line.last_order.year != today.year
    return {
        "id": line.id,
        "name": line.name,
        "href": line.href,
        "only": line.only,
        "flag": line.flag,
        "flag_tone": line.flag_tone,
        "sales": formats.money(language, line.sales, form),
        "sales_bar": [_part(line.sales, reach.sales), _part(line.prior, reach.sales)],
        "change": say(language, "parts.new_customer")
        if new
        else formats.signed_percent(language, line.growth),
        "change_bar": 0.0 if new else _part(change, reach.change),
        "change_tone": "flat" if new else tone_of(float(change or 0)),
        "potential": formats.money(language, line.potential, Form(form.power, 0)),
        "share": formats.percent(language, line.share, 0),
        "share_bar": None if line.share is None else min(1.0, max(0.0, float(line.share))),
        "last_order": dates.day(language, line.last_order, with_year),
        **_contacts(language, line),
    }


def _contacts(language: Language, line: CustomerLine) -> dict[str, Any]:
    """Contacts made of those planned; the plans are over, and where a third is missing it shows."""
    if not line.planned:
        return {"contacts": formats.ABSENT}
    made = line.contacts or 0
    told = [formats.number(language, count) for count in (made, line.planned)]
    return {
        "contacts": " / ".join(told),
        "contacts_parts": told,
        "contacts_tone": "bad" if made * 3 < line.planned * 2 else "",
    }


def _part(value: Decimal | None, whole: Decimal) -> float:
    """A bar's length between −1 and 1, to a thousandth: more digits only make the page heavier."""
    if not value or not whole:
        return 0.0
    return round(min(1.0, max(-1.0, float(value / whole))), 3)


def customer_grid(
    language: Language,
    grid_id: str | dict[str, Any],
    total: dict[str, Any] | None = None,
    columns: Sequence[str] = COLUMNS,
    sort: tuple[str, str] = ("sales", "desc"),
    phone: bool = False,
    rows: int = 10,
    beside: str = "",
    records: Sequence[dict[str, Any]] | None = None,
    narrow: bool = False,
) -> Component:
    """The grid with `rows` rows in sight and the total pinned below, equal to the sum of all rows.

    `beside` names what the change is from. Where it is `narrow`, names and flags have the room of some bars.
    With `records` the rows are here already: they cannot be sorted, for texts would sort as texts.
    """
    row = _TWO_LINES if phone else _ROW
    shown = sort if records is None else ("", "")
    options = {
        **paging(records, 100, rows),
        "rowHeight": row,
        "headerHeight": 0 if phone else _HEAD,
        "suppressCellFocus": phone,
        "suppressMovableColumns": True,
        **ONE_STOP,
        "suppressColumnVirtualisation": True,
        "suppressDragLeaveHidesColumns": True,
        "pinnedBottomRowData": [total] if total else [],
        "enableCellTextSelection": True,
        **empty_words(language),
    }
    height = (0 if phone else _HEAD) + row * (rows + (1 if total else 0)) + 2
    grid: Component = dag.AgGrid(
        id=grid_id,
        **row_source(records),
        columnDefs=_two_lines(language)
        if phone
        else [_column(language, key, shown, beside, total or {}, narrow=narrow) for key in columns],
        defaultColDef={"sortable": records is None, "resizable": False, "suppressHeaderMenuButton": True},
        columnSize="responsiveSizeToFit",
        getRowId="params.data.id",
        dashGridOptions=options,
        className="grid phone" if phone else "grid",
        style={"height": height},
    )
    return grid


def _column(
    language: Language, key: str, sort: tuple[str, str], beside: str, total: dict[str, Any], *, narrow: bool
) -> dict[str, Any]:
    column: dict[str, Any] = {
        "field": key,
        "headerName": say(language, f"parts.customer_{key}", beside=beside),
        "sortingOrder": ["asc", "desc"] if key == "name" else ["desc", "asc"],
    }
    if key == "name":
        column |= {
            "flex": 1,
            "minWidth": 150,
            "cellRendererParams": {"only": say(language, "parts.customer_only")},
        }
    else:
        # A number that is cut reads as another one: the total decides where it is longer than most.
        plain = narrow and key in _PLAIN_WIDTHS
        bar = _BARS if key in _CELLS and key != "contacts" and not plain else 0
        least = _PLAIN_WIDTHS[key] if plain else _WIDTHS[key]
        width = max(least, round(measure(str(total.get(key, "")), BOLD)) + bar + _EDGES)
        column |= {"type": "rightAligned", "width": width, "minWidth": width}
        if plain:
            column["cellRendererParams"] = {"plain": True}
    if key in _CELLS:
        column["cellRenderer"] = _CELLS[key]
    if key == sort[0]:
        column["sort"] = sort[1]
    return column


def _two_lines(language: Language) -> list[dict[str, Any]]:
    """A phone shows one column: name and sales above, change and last order below."""
    return [
        {
            "field": "name",
            "flex": 1,
            "cellRenderer": "CustomerItem",
            "cellRendererParams": {"last": say(language, "parts.customer_last_order")},
        }
    ]
