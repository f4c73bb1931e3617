"""A document on paper: PDF with text that can be selected, and a picture of one tile, both by Typst.

`paper.typ` lays out; what it says goes there as data. A page flows over as many sheets as it
needs; a summary stands on one sheet across.
"""

import json
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from dashboard.exports.cells import Cell, Look, Value, direction, parted, told
from dashboard.exports.drawn import fitted, legend, pictured
from dashboard.exports.sheet import Document, KeyFigure, Part, Sheet
from dashboard.figures.marks import Sheet as Drawn
from dashboard.figures.marks import measure
from dashboard.text import Language, formats, say

A4 = (595.28, 841.89)
MOST_ROWS = 300  # of one list on paper; whoever wants more wants to reckon with them
_TALLEST = 30  # rows from which a summary no longer fits one sheet
_PICTURE = 560.0
_WORDS, _HEADING, _NAME = 9.0, 7.5, 90.0  # sizes of print, and the least room of a name
_GAP = 22.0


def write_paper(document: Document) -> bytes:
    """The PDF."""
    one = document.summary and max((len(sheet.rows) for sheet in document.sheets), default=0) <= _TALLEST
    width, height = (A4[1], A4[0]) if document.summary else A4
    margin = 26.0 if document.summary else 34.0
    inner = _summary_width(document) if one else width - 2 * margin
    return _set(
        _told(document, inner)
        | {
            "paper": [width, height],
            "margin": margin,
            "foot": True,
            "one": one,
            "wide": inner,
            "lead": 17 if one else 15,
        },
        "pdf",
    )


def _summary_width(document: Document) -> float:
    """A summary is laid out wider than its sheet and then made smaller: the wider, the more rows it has."""
    rows = max((len(sheet.rows) for sheet in document.sheets if sheet.figure is None), default=0)
    return max(880.0, 1.52 * (470 + 19 * rows))


def write_picture(document: Document) -> bytes:
    """One tile as PNG, as wide as a slide's half at twice the dots of a screen, with its stamp below."""
    whole = _told(document, _PICTURE)
    chosen, when = document.stamp.lines
    whole["bands"][-1][-1]["sheets"][-1]["notes"] += [chosen, when]
    return _set(
        whole
        | {"paper": [_PICTURE + 40, None], "margin": 20, "foot": False, "one": False, "wide": 0, "lead": 13},
        "png",
    )


@cache
def _fonts() -> typst.Fonts:
    """Inter, and what the machine has for letters that Inter lacks; read once."""
    with as_file(files("fontpkg_inter") / "files") as folder:
        return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[folder])


@cache
def _layout() -> bytes:
    return Path(__file__).with_suffix(".typ").read_bytes()


def _set(data: dict[str, Any], form: str) -> bytes:
    compiler = typst.Compiler(
        _layout(), font_paths=_fonts(), sys_inputs={"document": json.dumps(data, ensure_ascii=False)}
    )
    made = compiler.compile(format="png" if form == "png" else "pdf", ppi=192)
    return made if isinstance(made, bytes) else b"".join(made or ())


def _told(document: Document, width: float) -> dict[str, Any]:
    """The document as data, for a text area of this width in points."""
    chosen, when = document.stamp.lines
    return {
        "name": document.name,
        "company": document.stamp.company,
        "title": document.title,
        "line": document.line,
        "lang": document.language,
        "chosen": chosen,
        "when": when,
        "page": say(document.language, "export.page_of"),
        "gap": _GAP,
        "across": 6 if document.summary else 3,
        "bands": [_band(document, band, width) for band in document.bands],
    }


def _band(document: Document, band: tuple[Part, ...], width: float) -> list[dict[str, Any]]:
    whole = sum(part.width for part in band)
    free = width - _GAP * (len(band) - 1)
    return [
        {
            "width": (own := free * part.width / whole),
            "sheets": [_sheet(document, sheet, own) for sheet in part.sheets],
        }
        for part in band
    ]


def _sheet(document: Document, sheet: Sheet, width: float) -> dict[str, Any]:
    language = document.language
    # What a summary draws it does not tell again.
    shown = () if document.summary and sheet.figure is not None else sheet.rows[:MOST_ROWS]
    more = sheet.more + max(0, len(sheet.rows) - MOST_ROWS)
    left_out = [say(language, "export.more_rows", n=more, count=formats.number(language, more))]
    places = fitting(language, sheet, width)
    columns = [sheet.columns[at] for at in places]
    total = [] if sheet.total is None else [sheet.total]
    rows = [[_cell(language, row[at], sheet.columns[at].look) for at in places] for row in (*shown, *total)]
    return {
        "title": sheet.title,
        "scope": sheet.scope,
        "legend": legend(language, sheet.figure),
        "head": ["" if column.look.kind == "drawn" else column.label for column in columns],
        "align": ["left" if at == 0 else "right" for at in places],
        "widths": [drawn_width(sheet, at) for at in places],
        "tight": 3.4,
        "rows": rows[: len(shown)],
        "total": rows[-1] if total else [],
        "notes": [*left_out * bool(more), *sheet.notes],
        "figure": pictured(sheet.figure, width) if sheet.figure else None,
        "keys": [_key(language, key) for key in sheet.keys],
    }


def fitting(language: Language, sheet: Sheet, width: float) -> list[int]:
    """The places of the columns that stand in this width: drawings give way to what they draw."""
    rows = sheet.rows[:MOST_ROWS]

    def wide(at: int) -> float:
        look = sheet.columns[at].look
        words = [told(language, row[at], look) for row in rows]
        longest = max((measure(one, _WORDS) for one in words), default=0.0)
        return max(longest, measure(sheet.columns[at].label, _HEADING)) + 8

    needed = sum(wide(at) for at in sheet.kept[1:]) + min(wide(0), _NAME) if sheet.columns else 0.0
    drawn = sum(drawn_width(sheet, at) or 0.0 for at in range(len(sheet.columns)))
    return list(range(len(sheet.columns))) if needed + drawn <= width else sheet.kept


def drawn_width(sheet: Sheet, at: int) -> float | None:
    """How wide a column of drawings is; None for one of words."""
    cells = [row[at] for row in sheet.rows if isinstance(row[at], Drawn)]
    return max(fitted(one)["width"] for one in cells if isinstance(one, Drawn)) if cells else None


def _cell(language: Language, cell: Value | Cell, column: Look) -> Any:
    value, look = parted(cell, column)
    if isinstance(value, Drawn):
        return fitted(value)
    if value is None and column.kind == "drawn":
        return ""
    words = _breakable(told(language, cell, column))
    if look.kind == "text":
        return words
    return {"text": words, "tone": direction(value, look) if look.signed else None}


def _breakable(words: str, longest: int = 24) -> str:
    """Long words may break, so that none reaches into the next column."""
    return " ".join(
        word
        if len(word) <= longest
        else "\u200b".join(word[at : at + longest] for at in range(0, len(word), longest))
        for word in words.split(" ")
    )


def _key(language: Language, key: KeyFigure) -> dict[str, Any]:
    picture = key.picture
    return {
        "label": key.label,
        "unit": key.unit,
        "value": "" if key.value is None else told(language, key.value),
        "changes": [{"verdict": one.verdict, "text": one.text, "rest": one.rest} for one in key.changes],
        "notes": list(key.notes),
        "picture": None if picture is None else fitted(picture),
        "wide": picture is not None and picture.width > 120,
    }
