"""What a message shows of a view: its numbers, the first lines of its table, its picture, and the file."""

import datetime as dt
from dataclasses import dataclass, replace

from dashboard.errors import Denied, NotUnderstood
from dashboard.exports.sheet import Document, KeyFigure, Part, Sheet
from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.explore import numbers, result
from dashboard.pages.explore.charted import charted
from dashboard.pages.explore.chosen import chosen, question
from dashboard.pages.explore.forms import MAP, charts, form
from dashboard.pages.explore.pivoted import MOST_CELLS
from dashboard.pages.instead import outside
from dashboard.pages.key_figures import key_figures
from dashboard.pages.page import Page
from dashboard.pages.view import View

ROWS = 10  # of a table in the message
# Rows of a file: a mailbox is no warehouse, and paper is read.
MOST = {"xlsx": 20_000, "csv": 20_000, "pdf": 1_000, "": ROWS}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown, and the documents of which a picture and a file are made."""

    line: str
    keys: tuple[KeyFigure, ...]
    table: Sheet | None
    picture: Document | None
    whole: Document


def excerpt(page: Page, view: View, attached: str, made: dt.date) -> Excerpt:
    """What is shown of a view to whoever looks.

    Raises:
        Denied: nothing of it is theirs.
        NotUnderstood: a word of its address means nothing any more.
        Failed: it could not be computed.
    """
    view = replace(view, longest=MOST[attached])
    line = page.head(view)[1]
    if view.address.path != EXPLORE_PATH:
        whole = page_document(page, view, made)
        keys = next((sheet.keys for sheet in whole.sheets if sheet.keys), ())
        drawn = next((sheet for sheet in whole.sheets if sheet.figure), None)
        return Excerpt(line, keys, None, _pictured(whole, drawn), whole)
    whole = tile_document(page, view, made, result.TILE)
    table = whole.sheets[0]
    return Excerpt(line, _keys(view), table, _pictured(whole, _chart(view, table)), whole)


def _keys(view: View) -> tuple[KeyFigure, ...]:
    on = chosen(view).measures
    return key_figures(view.language, [tile for key, tile in numbers.tiles(view) if key in on]).keys


def _chart(view: View, table: Sheet) -> Sheet | None:
    """The chart that is chosen, or that fits best; the first lines where none does."""
    on = chosen(view)
    possible = [one for one in charts(view, on) if one != MAP]
    if not table.rows or outside(view, view.period):
        return None
    if not possible:
        return replace(table, rows=table.rows[:ROWS], more=table.more + max(0, len(table.rows) - ROWS))
    shown = form(view, on)
    kind = shown if shown in possible else possible[0]
    try:
        found = view.answer(question(view, on, subtotals=True, limit=MOST_CELLS + 1))
        drawn, _ = charted(view, found, kind, table.title)
    except (Denied, NotUnderstood):
        return None
    title, one = drawn[0]
    return Sheet(title, table.scope, figure=one)


def _pictured(whole: Document, sheet: Sheet | None) -> Document | None:
    """A picture of one sheet, with the stamp of all."""
    return None if sheet is None else replace(whole, bands=((Part((sheet,)),),))
