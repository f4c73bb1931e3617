"""A summary as PowerPoint slides that can be edited: native charts and tables, text as text.

The sentence and the key figures come first, then one slide a sheet; what is still to come is told
on the last. Every slide says at its foot where the numbers come from.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Emu, Inches, Pt

from dashboard.exports.cells import Look, direction, parted, told
from dashboard.exports.sheet import Document, KeyFigure, Row, Sheet
from dashboard.exports.slide_charts import add_chart, charted
from dashboard.text import Language, formats, say

ROWS = 12  # of a table on one slide
MOST = 64  # rows of one table; whoever wants more wants to reckon with them
_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_LEFT, _ROOM = Inches(0.55), Inches(12.23)
_TOP, _ROW = Inches(1.75), Inches(0.32)
_TITLE_ONLY = 5  # of the layouts that the library's template has
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's table style without any look of its own
_INK, _QUIET, _HEAD = RGBColor(0x14, 0x18, 0x1D), RGBColor(0x63, 0x6C, 0x77), RGBColor(0xEE, 0xF0, 0xF2)
_TONES = {1: RGBColor(0x08, 0x71, 0x6A), -1: RGBColor(0xB2, 0x3A, 0x12), 0: _INK}


def write_slides(document: Document) -> bytes:
    """The file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    deck.core_properties.title = document.name
    deck.core_properties.author = document.stamp.company
    told_later = [one for one in document.sheets if not any(one.lines())]
    for sheet in document.sheets:
        if sheet.keys:
            _tabled(
                _slide(deck, document, document.title, document.line), document, _key_sheet(document, sheet)
            )
        elif sheet.figure is not None and charted(sheet.figure):
            _figure(_slide(deck, document, sheet.title, sheet.scope), sheet)
        elif any(sheet.lines()):
            for part in _parts(document.language, sheet):
                _tabled(_slide(deck, document, part.title, part.scope), document, part)
    if told_later:
        words = [f"{one.title}: {' '.join(one.notes)}" for one in told_later]
        _paragraphs(_slide(deck, document, say(document.language, "export.to_come"), ""), words, _TOP, 14)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _slide(deck: Deck, document: Document, title: str, line: str) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    if head is not None:
        head.left, head.top, head.width, head.height = _LEFT, Inches(0.4), _ROOM, Inches(0.85)
        head.text_frame.text = title
        head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        _style(head.text_frame.paragraphs[0], 24 if len(title) < 90 else 18, bold=True)
    if line:
        _paragraphs(slide, [line], Inches(1.25), 12, _QUIET)
    _paragraphs(slide, document.stamp.lines, Inches(6.85), 9, _QUIET)
    return slide


def _paragraphs(
    slide: Slide, lines: Sequence[str], top: Emu, size: int, colour: RGBColor = _INK, high: float = 0.35
) -> Shape:
    box = slide.shapes.add_textbox(_LEFT, top, _ROOM, Inches(high))
    box.text_frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = box.text_frame.paragraphs[0] if at == 0 else box.text_frame.add_paragraph()
        paragraph.text = line
        _style(paragraph, size, colour=colour)
    return box


def _figure(slide: Slide, sheet: Sheet) -> None:
    if sheet.figure is not None:
        add_chart(slide, sheet, (_LEFT, _TOP, _ROOM, Inches(4.3)))
    if sheet.notes:
        _paragraphs(slide, sheet.notes, Inches(6.15), 12)


def _parts(language: Language, sheet: Sheet) -> Iterator[Sheet]:
    """The sheet in pieces of which each fits on a slide, the total on the last."""
    rows = sheet.rows[:MOST]
    starts = range(0, max(1, len(rows)), ROWS)
    more = sheet.more + len(sheet.rows) - len(rows)
    left_out = (
        (say(language, "export.more_rows", n=more, count=formats.number(language, more)),) if more else ()
    )
    for at, start in enumerate(starts, 1):
        last = at == len(starts)
        yield Sheet(
            f"{sheet.title} ({at}/{len(starts)})" if len(starts) > 1 else sheet.title,
            sheet.scope,
            sheet.columns,
            rows[start : start + ROWS],
            sheet.total if last else None,
            (*left_out, *sheet.notes) if last else (),
        )


def _key_sheet(document: Document, sheet: Sheet) -> Sheet:
    """The key figures with their units beside them, as they are read aloud."""
    return Sheet(
        sheet.title,
        columns=tuple(sheet.columns[at] for at in (0, 1, 3, 4)),
        rows=tuple(
            _key_row(document.language, key, row) for key, row in zip(sheet.keys, sheet.rows, strict=True)
        ),
    )


def _key_row(language: Language, key: KeyFigure, row: Row) -> Row:
    value = "" if key.value is None else f"{told(language, key.value)} {key.unit}".strip()
    return (row[0], value, row[3], row[4])


def _tabled(slide: Slide, document: Document, sheet: Sheet) -> None:
    """A native table; numbers stand right, changes carry their verdict, and drawings stay at home."""
    places, lines = sheet.kept, list(sheet.lines())
    headed = any(sheet.columns[at].label for at in places)
    frame = slide.shapes.add_table(
        len(lines) + headed, len(places), _LEFT, _TOP, _ROOM, _ROW * (len(lines) + headed)
    )
    frame._element.graphic.graphicData.tbl[0][-1].text = _PLAIN  # noqa: SLF001 - the library has no other way
    table = frame.table
    table.first_row = headed
    for at, width in enumerate(_widths(document.language, sheet, places)):
        table.columns[at].width = width
    if headed:
        for at, place in enumerate(places):
            cell = table.cell(0, at)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _HEAD
            _fill(cell, sheet.columns[place].label, right=at > 0 and _right(sheet, place), bold=True, size=11)
    for down, row in enumerate(lines, int(headed)):
        for at, place in enumerate(places):
            value, look = parted(row[place], sheet.columns[place].look)
            cell = table.cell(down, at)
            words = told(document.language, row[place], sheet.columns[place].look)
            total = sheet.total is not None and row is sheet.total
            _fill(
                cell, words, right=at > 0 and _right(sheet, place), bold=total,
                colour=_TONES[direction(value, look)],
            )  # fmt: skip
    if sheet.notes:
        _paragraphs(slide, sheet.notes, _TOP + _ROW * (len(lines) + headed) + Inches(0.1), 12)


def _right(sheet: Sheet, place: int) -> bool:
    look: Look = sheet.columns[place].look
    return look.numeric or look.kind == "day"


def _fill(
    cell: _Cell, words: str, *, right: bool, bold: bool, size: int = 12, colour: RGBColor = _INK
) -> None:
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.text = words
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    _style(paragraph, size, bold=bold, colour=colour)


def _style(paragraph: Any, size: int, *, bold: bool = False, colour: RGBColor = _INK) -> None:
    font = paragraph.font
    font.size, font.bold = Pt(size), bold
    font.color.rgb = colour


def _widths(language: Language, sheet: Sheet, places: Sequence[int]) -> Iterator[int]:
    """The room by the longest words of each column, none left without some."""
    longest = [
        min(
            60,
            max(
                [
                    6,
                    len(sheet.columns[at].label) // 2,
                    *(len(told(language, row[at], sheet.columns[at].look)) for row in sheet.lines()),
                ]
            ),
        )
        for at in places
    ]
    return (int(_ROOM * one / sum(longest)) for one in longest)
