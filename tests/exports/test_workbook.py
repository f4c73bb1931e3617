"""The workbook: typed cells equal to the answers, shown as on the screen, and text that stays text."""

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from openpyxl import Workbook, load_workbook

from dashboard.exports.cells import COUNT, Look, Value, money, number, parted, percent, told
from dashboard.exports.sheet import Document, Part, Sheet
from dashboard.exports.workbook import HEAD, number_format, write_workbook
from dashboard.pages.territory import TERRITORY
from dashboard.text import LANGUAGES, Language
from dashboard.text.formats import Form
from tests.answers.built import Built
from tests.exports.conftest import HOSTILE, PAGES, document_of, tile_of


def read(document: Document) -> Workbook:
    return load_workbook(io.BytesIO(write_workbook(document)))


def excel(value: Decimal, shape: str) -> str:
    """What Excel shows, in English: sections by sign, quoted literals, a comma at the end for thousands."""
    sections = shape.split(";")
    at = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 else 2 if len(sections) > 2 else 0
    section = sections[at]
    digits = re.search(r"#,##0(\.0+)?(,*)(%?)", section)
    assert digits, shape
    places = len(digits[1]) - 1 if digits[1] else 0
    shown = abs(value).scaleb(-3 * len(digits[2])).scaleb(2 if digits[3] else 0)
    text = f"{shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}{digits[3]}"
    before, after = section[: digits.start()], section[digits.end() :]
    return before.replace('"', "") + text + after.replace('"', "")


@pytest.mark.parametrize("look", [
    money(Form(0, 0)), money(Form(3, 1)), money(Form(6, 1)), money(Form(3, 0), signed=True), percent(),
    percent(0), percent(signed=True), number(1, suffix="×"), COUNT, number(0, signed=True),
])  # fmt: skip
@pytest.mark.parametrize("value", ["1234567.85", "-1234567.85", "0", "12345.678"])
def test_excel_shows_what_the_screen_says(look: Look, value: str) -> None:
    assert excel(Decimal(value), number_format(look)) == told("en", Decimal(value), look)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_cell_is_the_value_of_its_sheet(shelf: Built, name: str, language: Language) -> None:
    document = document_of(shelf, language, PAGES[name])
    book = read(document)
    numbers = 0
    for page, sheet in zip(book.worksheets, document.sheets, strict=True):
        for down, row in enumerate(sheet.lines(), HEAD + 2):
            for across, place in enumerate(sheet.kept, 1):
                value, look = parted(row[place], sheet.columns[place].look)
                cell = page.cell(down, across)
                if look.kind == "money" and value is not None:
                    assert Decimal(str(cell.value)) == value
                held = cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
                assert held == plain(value), (sheet.title, down, across)
                if look.numeric and value is not None:
                    assert cell.data_type == "n"
                    assert cell.number_format == number_format(look)
                    numbers += 1
    assert numbers > 20


def plain(value: Value) -> object:
    if isinstance(value, Decimal | int | float):
        return pytest.approx(float(value), rel=1e-14)  # Excel keeps fifteen digits
    return value


def test_no_name_becomes_a_formula(shelf: Built) -> None:
    page = read(tile_of(shelf, "customers", page=TERRITORY)).active
    names = [row[0] for row in page.iter_rows(min_row=HEAD + 2)][: len(HOSTILE)]
    assert {cell.value for cell in names} == set(HOSTILE)
    assert {cell.data_type for cell in names} == {"s"}


def test_a_sheet_opens_with_its_stamp_and_keeps_its_head_in_sight(shelf: Built) -> None:
    document = document_of(shelf, "el", at="N")
    chosen, when = document.stamp.lines
    for page, sheet in zip(read(document).worksheets, document.sheets, strict=True):
        assert [page.cell(row, 1).value for row in (1, 3, 4)] == [sheet.title, chosen, when]
        if sheet.kept:
            assert page.freeze_panes == f"B{HEAD + 2}"
            assert [page.cell(HEAD + 1, at + 1).value or "" for at in range(len(sheet.kept))] == [
                sheet.columns[place].label for place in sheet.kept
            ]
    assert "North" in chosen


def test_titles_become_names_of_worksheets_whatever_they_are(shelf: Built) -> None:
    titles = ("a/b:c?*[x]\\'", "same", "SAME", "long " * 20, "long " * 20, "")
    odd = tuple(Sheet(title, notes=("x",)) for title in titles)
    names = read(replace(document_of(shelf), bands=((Part(odd),),))).sheetnames
    assert len({name.lower() for name in names}) == len(odd)
    assert all(len(name) <= 31 for name in names)
