"""A document as an Excel workbook: one worksheet a sheet, typed cells, and where they come from above them.

Amounts are held whole and shown in the unit that the title names, by their number format: what is
seen equals the screen, and what is added up is exact. Names are text even where they look like a formula.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.cells import Cell, Look, Value, parted, told
from dashboard.exports.sheet import Document, Row, Sheet
from dashboard.text import Language, say
from dashboard.text.formats import MINUS

HEAD = 5  # the row of the headings, counted from nought
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NARROWEST, _WIDEST = 9, 60
_SAMPLE = 200  # rows by which a column's width is chosen
_INK, _QUIET, _RULE = "#14181D", "#636C77", "#262C34"
_HEADING = {"bold": True, "bottom": 1, "bottom_color": _RULE, "text_wrap": True, "valign": "bottom"}
_ROLES: dict[str, dict[str, object]] = {
    "total": {"bold": True, "top": 1, "top_color": _RULE},
    "title": {"bold": True, "font_size": 14, "font_color": _INK},
    "quiet": {"font_color": _QUIET},
    "head": _HEADING,
    "head_right": {**_HEADING, "align": "right"},
}


def write_workbook(document: Document) -> bytes:
    """The file."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": document.title, "company": document.stamp.company})
    looks = _Looks(book)
    for name, sheet in zip(_names(document), document.sheets, strict=True):
        _Writer(document, looks, book.add_worksheet(name)).write(sheet)
    book.close()
    return file.getvalue()


def number_format(look: Look) -> str:
    """What Excel shows a value with; the groups and the decimal mark are those of whoever opens it."""
    if look.kind == "day":
        return "d mmm yyyy"
    if not look.numeric:
        return "@"
    digits = "#,##0" + ("." + "0" * look.form.places if look.form.places else "")
    if look.kind == "money":
        digits += "," * (look.form.power // 3)
    digits += "%" * (look.kind == "percent") + (f'"{look.suffix}"' if look.suffix else "")
    return f'"+"{digits};"{MINUS}"{digits};"±"{digits}' if look.signed else f'{digits};"{MINUS}"{digits}'


def _names(document: Document) -> Iterator[str]:
    """Titles as Excel takes them: short, without its signs, and each once."""
    taken: set[str] = set()
    for sheet in document.sheets:
        plain = _FORBIDDEN.sub(" ", sheet.title).strip()[:_LONGEST_NAME] or "Metron"
        name, again = plain, 1
        while name.lower() in taken:
            again += 1
            name = f"{plain[: _LONGEST_NAME - 4]} ({again})"
        taken.add(name.lower())
        yield name


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, ...], Format] = {}

    def of(self, look: Look, *, total: bool = False) -> Format:
        return self._format(number_format(look), "total" if total else "")

    def words(self, role: str) -> Format:
        return self._format("@", role)

    def _format(self, shown: str, role: str) -> Format:
        known = self._made.get((shown, role))
        if known is None:
            wanted = {"num_format": shown, **_ROLES.get(role, {})}
            known = self._made[shown, role] = self._book.add_format(wanted)
        return known


class _Writer:
    """Fills one worksheet."""

    def __init__(self, document: Document, looks: _Looks, page: Worksheet) -> None:
        self._document, self._looks, self._page = document, looks, page

    def write(self, sheet: Sheet) -> None:
        self._stamp(sheet)
        places = sheet.kept
        for at, place in enumerate(places):
            column = sheet.columns[place]
            role = "head_right" if column.look.numeric or column.look.kind == "day" else "head"
            self._page.write_string(HEAD, at, column.label, self._looks.words(role))
            self._page.set_column(at, at, _width(self._document.language, sheet, place))
        for down, row in enumerate(sheet.lines(), HEAD + 1):
            total = sheet.total is not None and row is sheet.total
            self._row(down, row, sheet, places, total=total)
        for down, note in enumerate(sheet.notes, HEAD + 2 + sum(1 for _ in sheet.lines())):
            self._page.write_string(down, 0, note, self._looks.words("quiet"))
        if places:
            self._page.freeze_panes(HEAD + 1, 1)
        self._page.set_landscape()
        self._page.fit_to_pages(1, 0)
        self._page.set_paper(9)

    def _stamp(self, sheet: Sheet) -> None:
        chosen, when = self._document.stamp.lines
        kept = say(self._document.language, "export.kept_whole", currency=self._document.currency)
        money = any(column.look.kind == "money" for column in sheet.columns)
        for down, (words, role) in enumerate(
            (
                (sheet.title, "title"),
                (f"{sheet.scope} · {kept}" if money and sheet.scope else sheet.scope, "quiet"),
                (chosen, "quiet"),
                (when, "quiet"),
            )
        ):
            self._page.write_string(down, 0, words, self._looks.words(role))

    def _row(self, down: int, row: Row, sheet: Sheet, places: list[int], *, total: bool) -> None:
        for at, place in enumerate(places):
            value, look = parted(row[place], sheet.columns[place].look)
            self._cell(down, at, value, self._looks.of(look, total=total))

    def _cell(self, down: int, at: int, value: Value, look: Format) -> None:
        if isinstance(value, str):
            self._page.write_string(down, at, value, look)
        elif isinstance(value, dt.date):
            self._page.write_datetime(down, at, value, look)
        elif isinstance(value, Decimal | float | int):
            self._page.write_number(down, at, float(value), look)
        else:
            self._page.write_blank(down, at, None, look)


def _width(language: Language, sheet: Sheet, place: int) -> float:
    """As wide as its widest value among the first rows, within reason."""
    look = sheet.columns[place].look
    shown: list[Value | Cell] = [row[place] for row in sheet.rows[:_SAMPLE]]
    shown += [sheet.total[place]] if sheet.total is not None else []
    longest = max((len(told(language, one, look)) for one in shown), default=0)
    word = max((len(one) for one in sheet.columns[place].label.split()), default=0)
    return min(_WIDEST, max(_NARROWEST, longest, word) + 2)
