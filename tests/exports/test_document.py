"""What leaves is what the screen shows: every value of every sheet, in both languages, and the stamp."""

import re
from dataclasses import replace

import pytest

from dashboard.errors import Denied, NotUnderstood
from dashboard.exports.cells import Cell, parted, told
from dashboard.exports.sheet import Document, Sheet
from dashboard.pages import customers
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.instead import missing
from dashboard.pages.leadership import LEADERSHIP
from dashboard.pages.site import PAGES as SITE
from dashboard.pages.site import screen
from dashboard.pages.territory import TERRITORY
from dashboard.text import LANGUAGES, Language
from tests.answers.built import Built
from tests.exports.conftest import HOSTILE, MADE, PAGES, document_of, tile_of, view_of
from tests.pages.test_leadership import COMPANIES, look, of, shelf_of
from tests.parts.conftest import walk

# What no screen has in words: the prior year of these lists, and their totals.
ALONE_ON_PAPER = {"mix", "below"}


def values(language: Language, sheet: Sheet) -> set[str]:
    return {
        told(language, cell, column.look)
        for row in sheet.lines()
        for cell, column in zip(row, sheet.columns, strict=True)
        if parted(cell, column.look)[1].numeric and parted(cell, column.look)[0] is not None
    }


def shown(view: object, page: object) -> str:
    return " ".join(str(one) for one in walk(screen(view)) if isinstance(one, str))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_value_stands_on_the_screen(shelf: Built, name: str, language: Language) -> None:
    page = PAGES[name]
    view = view_of(shelf, language, page)
    words = shown(view, page)
    seen = 0
    for panel in page.panels:
        for sheet in panel.sheets(view) if panel.sheets and not missing(view, panel.needs) else ():
            if panel.tile == "customers":
                block = customers.customer_block(view, 0, 100, [])["rowData"]
                assert {one["sales"] for one in block} == values(language, cut(sheet, 2))
                continue
            kept = cut(sheet, 3) if panel.tile in ALONE_ON_PAPER else sheet
            for one in values(language, kept):
                assert one in words, (panel.tile, one)
                seen += 1
    assert seen > 12


def cut(sheet: Sheet, columns: int) -> Sheet:
    """The first columns alone, without the total."""
    rows = tuple(row[:columns] for row in sheet.rows)
    return replace(sheet, columns=sheet.columns[:columns], rows=rows, total=None)


def test_a_sheet_holds_the_answer_to_the_last_digit(shelf: Built) -> None:
    view = view_of(shelf)
    found = view.answer(view.question("net_sales", by=("region",), against=view.yearly.name))
    sheet = tile_of(shelf, "territories").sheets[0]
    assert sheet.total is not None
    assert sheet.total[2] == found.total("net_sales")
    keys = tile_of(shelf, "key-figures").sheets[0].keys
    assert keys[0].value == Cell(found.total("net_sales"), keys[0].value.look)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_tile_of_the_strip_leaves_alone_with_the_months_behind_it(
    shelf: Built, name: str, language: Language
) -> None:
    page, strip = PAGES[name], tile_of(shelf, "key-figures", language, PAGES[name]).sheets[0].keys
    view = view_of(shelf, language, page)
    names = list(dict.fromkeys(re.findall(r"tile=key-figures%3A(\w+)", shown_links(view))))
    assert len(names) >= 3
    alone = [tile_document(page, view, MADE, f"key-figures:{one}").sheets for one in names]
    numbers = [key for key in strip if key.value is not None]
    assert [sheets[0].keys for sheets in alone] == [(key,) for key in numbers]
    assert [sheets[0].title for sheets in alone] == [key.label for key in numbers]
    sales = dict(zip(names, alone, strict=True))["net_sales"][1]
    found = view.answer(view.question("net_sales", by=("fiscal_month",), period=view.year_to_date))
    assert sum(row[1] or 0 for row in sales.rows) == found.total("net_sales")
    assert len(sales.columns) == 3
    assert all(str(row[0]).strip() for row in sales.rows)


def shown_links(view: object) -> str:
    return " ".join(str(getattr(one, "href", "")) for one in walk(screen(view)))


def test_a_number_that_is_not_in_the_strip_is_told(shelf: Built) -> None:
    for tile in ("key-figures:nothing", "bridge:net_sales"):
        with pytest.raises(NotUnderstood):
            tile_of(shelf, tile)


def test_the_steps_of_a_bridge_lead_from_end_to_end(shelf: Built) -> None:
    rows = tile_of(shelf, "bridge").sheets[0].rows
    start, *steps, whole, end = [row[1].value if isinstance(row[1], Cell) else row[1] for row in rows]
    assert sum(steps) == whole == end - start


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stamp_says_what_limits_the_numbers(shelf: Built, language: Language) -> None:
    stamp = document_of(
        shelf, language, at="N", where=('category = "food"',), period="2026-01-01..2026-03-31"
    ).stamp
    chosen, when = stamp.lines
    assert "North" in chosen
    assert "food" in chosen
    assert {"en": "1 Jan – 31 Mar 2026", "el": "1 Ιαν – 31 Μαρ 2026"}[language] in chosen
    assert "2026-06-30.1" in when
    assert {"en": "for A, 13 Nov 2026", "el": "για A, 13 Νοε 2026"}[language] in when
    assert re.search({"en": "Data through", "el": "Στοιχεία έως"}[language], when)


def test_every_panel_that_can_be_downloaded_has_a_name_of_its_own() -> None:
    for page in SITE:
        names = [panel.tile for panel in page.panels if panel.tile]
        assert len(names) == len(set(names)) >= 1


@pytest.mark.parametrize("name", PAGES)
def test_someone_elses_territory_is_refused_whole(shelf: Built, name: str) -> None:
    mine = of("N")
    view = look(shelf, scope=mine, at="S")
    with pytest.raises(Denied):
        page_document(PAGES[name], view, MADE)
    for panel in PAGES[name].panels:
        if panel.tile:
            with pytest.raises(Denied):
                tile_document(PAGES[name], view, MADE, panel.tile)


def test_a_leader_gets_their_part_alone(shelf: Built) -> None:
    view = look(shelf, scope=of("N"))
    sheets = page_document(LEADERSHIP, view, MADE).sheets
    assert "South" not in str(sheets)
    names = {row[0] for row in tile_document(TERRITORY, view, MADE, "customers").sheets[0].rows}
    assert names == set(HOSTILE[::2])


@pytest.mark.parametrize(
    "chosen", [{"period": "never"}, {"against": "x"}, {"where": ("colour = red",)}, {"alignment": "x"}]
)
def test_a_wrong_word_is_refused_whole(shelf: Built, chosen: dict[str, object]) -> None:
    with pytest.raises(NotUnderstood):
        page_document(LEADERSHIP, view_of(shelf, **chosen), MADE)


def test_a_tile_that_is_not_there_is_told(shelf: Built) -> None:
    with pytest.raises(NotUnderstood):
        tile_of(shelf, "pipelines")


@pytest.mark.parametrize("name", COMPANIES)
def test_whatever_a_company_lacks_is_said(name: str) -> None:
    with shelf_of(COMPANIES[name]) as odd:
        for page in PAGES.values():
            document: Document = document_of(odd, "el", page)
            assert document.sheets
            assert all(any(sheet.lines()) or any(sheet.notes) for sheet in document.sheets)
