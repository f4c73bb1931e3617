"""The leadership page: its numbers are those of `ask`, one goes down in place, and it prints on one sheet."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, LEADER, REP, Served
from tests.browser.test_numbers import percent, written
from tests.browser.visit import Visit

PATH = "/leadership"
MEASURES = ("net_sales", "quota", "attainment", "landing_attainment", "reps_at_quota", "eligible_reps")
TODAY = ("--alignment", "today", "--against", "prior_year_working", "--period", "ytd")
LEVELS = {EXECUTIVE: "country", LEADER: "territory"}


def rows(there: Visit) -> list[list[str]]:
    table = there.page.locator("table.variance")
    return [line.split("\t") for line in table.locator("tr").all_inner_texts()]


@pytest.mark.parametrize("person", [EXECUTIVE, LEADER])
def test_the_table_holds_the_numbers_of_ask(visit: Opener, served: Served, person: str) -> None:
    asked = [f"--measure={key}" for key in MEASURES]
    found = served.ask(*asked, "--by", LEVELS[person], *TODAY, person=person)
    keys = [column["key"] for column in found["columns"]]
    lines = [dict(zip(keys, row, strict=True)) for row in found["rows"]]
    total = dict(zip(keys[1:], found["totals"][-len(keys) + 1 :], strict=True))
    lines.sort(key=lambda line: (line["quota"] is None, gap(line) or Decimal(0)))
    power, places = (3, 1) if Decimal(total["quota"]) < 10**7 else (3, 0)
    shown = rows(visit(person).open(PATH))[1:]
    for line, cells in zip([*lines, total], shown, strict=True):
        share = gap(line) and gap(line) / Decimal(line["quota"])
        before = Decimal(line["net_sales.prior"])
        growth = (Decimal(line["net_sales"]) - before) / before
        assert [*cells[2:5], *cells[6:10]] == [
            written(line["net_sales"], power, places),
            written(line["quota"], power, places),
            written(gap(line), power, places, signed=True),
            percent(share, signed=True),
            written(before, power, places),
            percent(growth, signed=True),
            percent(line["landing_attainment"]),
        ]


@pytest.mark.parametrize("person", [EXECUTIVE, LEADER])
def test_the_six_numbers_are_those_of_ask(visit: Opener, served: Served, person: str) -> None:
    keys = ("net_sales", "share_of_full_quota", "landing", "gross_margin_rate")
    found = served.ask(*(f"--measure={key}" for key in keys), *TODAY, person=person)
    named = [column["key"] for column in found["columns"]]
    values = dict(zip(named, found["rows"][0], strict=True))
    sold, before = (Decimal(values[key]) for key in ("net_sales", "net_sales.prior"))
    places = 1 if sold < 10**7 else 0
    assert visit(person).open(PATH).values() == [
        written(sold, 3, places),
        percent(values["share_of_full_quota"]),
        written(values["landing"], 3, places),
        percent(values["gross_margin_rate"]),
        percent((sold - before) / before, signed=True),
    ]


def gap(line: dict[str, str]) -> Decimal | None:
    return None if line["quota"] is None else Decimal(line["net_sales"]) - Decimal(line["quota"])


def test_the_steps_of_the_bridge_are_those_of_ask(visit: Opener, served: Served) -> None:
    keys = ("volume_effect", "price_effect", "mix_effect", "new_item_effect", "lost_item_effect")
    found = served.ask(*(f"--measure={key}" for key in ("net_sales", *keys)), *TODAY, person=LEADER)
    named = [column["key"] for column in found["columns"]]
    values = dict(zip(named, found["rows"][0], strict=True))
    there = visit(LEADER).open(PATH)
    panel = there.panel("What moved it")
    panel.get_by_role("button", name="as a table").click()
    shown = [line.split("\t")[1] for line in panel.get_by_role("row").all_inner_texts()[1:]]
    change = Decimal(values["net_sales"]) - Decimal(values["net_sales.prior"])
    assert sum(Decimal(values[key]) for key in keys) == change
    assert shown == [
        written(values["net_sales.prior"], 3),
        *(written(values[key], 3, signed=True) for key in keys),
        written(change, 3, signed=True),
        written(values["net_sales"], 3),
    ]


def test_one_goes_down_the_tree_in_place_and_back(visit: Opener) -> None:
    there = visit(EXECUTIVE).open()
    with there.one_update():
        there.page.get_by_label("Pages").get_by_role("link", name="Leadership").click()
    first = there.page.get_by_role("heading", level=1).inner_text()
    assert first.startswith("Net sales are ")
    for _ in range(3):
        line = there.page.locator("table.variance tbody").get_by_role("link").first
        name = line.inner_text()
        with there.one_update():
            line.click()
        expect(there.page).to_have_url(re.compile(r"/leadership\?at="))
        expect(there.page.get_by_label("Territory").locator("b")).to_have_text(name)
        expect(there.page.locator("table.variance tfoot th")).to_have_text(name)
        expect(there.page.locator("#screen .state.failed")).to_have_count(0)
    with there.one_update():
        there.page.get_by_label("Territory").get_by_role("link", name="All territories").click()
    assert there.page.get_by_role("heading", level=1).inner_text() == first
    with there.one_update():
        there.page.get_by_label("Pages").get_by_role("link", name="Territory").click()
    expect(there.page).to_have_url(f"{there.address}/")


def test_a_number_opens_its_rows_and_how_it_is_computed(visit: Opener) -> None:
    there = visit(LEADER).open(f"{PATH}?see=how:price_effect")
    expect(there.page.get_by_role("dialog")).to_contain_text("How Price is computed")
    there.page.keyboard.press("Escape")
    expect(there.page).to_have_url(re.compile(f"{PATH}$"))


def test_a_rep_has_no_such_page_and_is_refused_at_its_address(visit: Opener) -> None:
    there = visit(REP).open()
    expect(there.page.get_by_label("Pages").get_by_role("listitem")).to_have_count(3)
    there.open(PATH)
    there.sees("This page is not for your role.")
    expect(there.page.locator(".tile, table")).to_have_count(0)


@pytest.mark.parametrize("at", ["", "?at=GR"])
def test_it_prints_on_one_sheet_of_paper(visit: Opener, at: str) -> None:
    there = visit(EXECUTIVE, language="el", theme="dark").open(PATH + at)
    printed = there.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 1


@pytest.mark.parametrize("language", ["en", "el"])
def test_the_whole_company_stands_on_one_screen(visit: Opener, language: str) -> None:
    there = visit(EXECUTIVE, language=language, width=1280, height=1024).open(PATH)
    there.page.evaluate("document.fonts.ready")
    assert there.page.evaluate("document.documentElement.scrollHeight") <= 1024
    expect(there.page.locator(".movers li")).to_have_count(10)


@pytest.mark.parametrize(("language", "width"), [("el", 390), ("el", 1280), ("en", 1920)])
def test_nothing_reaches_beyond_the_window(visit: Opener, language: str, width: int) -> None:
    there = visit(EXECUTIVE, language=language, width=width).open(f"{PATH}?at=GR")
    assert there.page.evaluate("document.documentElement.scrollWidth") <= width
