"""Paper: the numbers as text that can be selected, names as they are, and a summary on one sheet."""

import io
import struct
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from dashboard.exports.cells import DRAWN, money, parted, told
from dashboard.exports.paper import MOST_ROWS, fitted_table, write_paper, write_picture
from dashboard.exports.sheet import Column, Document, Part, Sheet
from dashboard.figures.bars import ShareBar, draw_share_bar
from dashboard.figures.waterfall import Waterfall
from dashboard.pages.territory import TERRITORY
from dashboard.text import LANGUAGES, Language, formats
from dashboard.text.formats import Form
from tests.answers.built import Built
from tests.exports.conftest import HOSTILE, PAGES, document_of, tile_of, view_of

A4_ACROSS = (842, 595)


def pages(document: Document) -> tuple[list[tuple[int, int]], str]:
    read = PdfReader(io.BytesIO(write_paper(document)))
    sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in read.pages]
    # Where a line breaks is the reader's affair, and a long word may break anywhere.
    text = "".join(page.extract_text() for page in read.pages)
    return sizes, "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_value_can_be_selected(shelf: Built, name: str, language: Language) -> None:
    document = document_of(shelf, language, PAGES[name])
    _, text = pages(document)
    found = 0
    for sheet in document.sheets:
        drawn = document.summary and sheet.figure is not None
        for row in () if drawn else sheet.lines():
            for cell, column in zip(row, sheet.columns, strict=True):
                if parted(cell, column.look)[1].numeric:
                    assert "".join(told(language, cell, column.look).split()) in text
                    found += 1
    assert found > 10
    view = view_of(shelf, language, PAGES[name])
    total = view.answer(view.headline).total("net_sales")
    assert formats.money(language, total, view.form) in text


def test_a_figures_words_are_text_too(shelf: Built) -> None:
    document = document_of(shelf, "el")
    _, text = pages(document)
    bridge = next(one for one in document.sheets if isinstance(one.figure, Waterfall))
    assert all("".join(step.name.split()) in text and step.label in text for step in bridge.figure.steps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_leadership_is_one_sheet_across(shelf: Built, language: Language) -> None:
    assert pages(document_of(shelf, language))[0] == [A4_ACROSS]


def lowest(document: Document) -> float:
    """How far above the lower edge of its first page the last line stands."""
    heights: list[float] = []

    def see(text: str, page: list[float], at: list[float], *_: object) -> None:
        if text.strip():
            heights.append(at[4] * page[1] + at[5] * page[3] + page[5])

    PdfReader(io.BytesIO(write_paper(document))).pages[0].extract_text(visitor_text=see)
    return min(heights)


@pytest.mark.parametrize(("rows", "name"), [(6, "North"), (15, "North"), (30, "North"), (30, "North " * 40)])
def test_a_longer_table_makes_it_smaller_and_not_longer(shelf: Built, rows: int, name: str) -> None:
    document = document_of(shelf)
    strip, table, stacks = document.bands
    line = table[0].sheets[0].rows[0]
    more = replace(table[0].sheets[0], rows=((name, *line[1:]),) * rows)
    longer = replace(document, bands=(strip, (Part((more,)),), stacks))
    sizes, text = pages(longer)
    assert sizes == [A4_ACROSS]
    assert lowest(longer) > 20, "what is lower than the foot is cut off"
    assert text.count("North") >= rows * name.count("North")


def test_names_are_nothing_but_text(shelf: Built) -> None:
    _, text = pages(document_of(shelf, page=TERRITORY))
    for name in HOSTILE:
        if name.isascii():
            assert "".join(name.split()) in text, name


def test_sentences_stand_beside_numbers(shelf: Built) -> None:
    document = document_of(shelf, page=TERRITORY)
    columns = (Column("Idea"), Column("Why"), Column("Value", money(Form(0, 0))))
    rows = (("Call them", "word " * 60, Decimal(1234)), ("Write", "because", Decimal(-5)))
    _, text = pages(replace(document, bands=((Part((Sheet("Ideas", columns=columns, rows=rows),)),),)))
    assert text.count("word") == 60
    assert "because−5" in text


def of_columns(count: int, label: str) -> Sheet:
    """A sheet of a name, a drawing and so many numbers of five digits."""
    figure = draw_share_bar(ShareBar(Decimal("0.5")), 100)
    numbers = (Column(label, money(Form(0, 0))),) * count
    row = ("A name of some length", figure, *[Decimal(12345)] * count)
    return Sheet("x", columns=(Column("Name"), Column("", DRAWN), *numbers), rows=(row,))


@pytest.mark.parametrize(("count", "label", "drawn", "broken", "smaller"), [
    (3, "Sales", True, False, False), (7, "Sales", False, False, False),
    (7, "Sales of the year before", False, True, False), (30, "Sales of the year before", False, True, True),
])  # fmt: skip
def test_columns_have_room_beside_each_other(
    count: int, label: str, drawn: bool, broken: bool, smaller: bool
) -> None:
    fit = fitted_table("en", of_columns(count, label), 460)
    assert (1 in fit.places) == drawn
    assert (len(fit.widths) == count) == broken
    assert (fit.size < 1) == smaller
    assert sum(fit.widths.values()) + 100 * fit.size < 460


def test_a_list_without_end_says_how_many_more(shelf: Built) -> None:
    document = document_of(shelf, page=TERRITORY)
    whole = next(sheet for sheet in document.sheets if sheet.title == "Customers")
    endless = replace(whole, rows=(whole.rows * 40)[: MOST_ROWS + 7], more=3)
    _, text = pages(replace(document, bands=((Part((endless,)),),)))
    assert "10moreareintheExcelworkbook" in text


@pytest.mark.parametrize("tile", ["trend", "customers", "mix", "key-figures"])
def test_a_tile_is_a_picture(shelf: Built, tile: str) -> None:
    picture = write_picture(tile_of(shelf, tile, "el", TERRITORY))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert width > 1000
    assert height > 200
