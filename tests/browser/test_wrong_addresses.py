"""Whatever stands in the address: a sentence in the frame, never a white page or a traceback."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, REP
from tests.browser.visit import Visit

WRONG = {
    "/?period=yesterdayish": "is not a period",
    "/?period=2026-13-45..2026-12-01": "is not a day of the calendar",
    "/?period=2026-12-01..2026-01-01": "",
    "/?against=mars": "is not a comparison",
    "/?against=2026-02-02..2026-02-01": "ends (2026-02-01) before it starts",
    "/?incomplete=half": "is neither in nor out",
    "/?period=mtd&incomplete=out": "is complete",
    "/?alignment=mars": "is not an alignment",
    "/?at=NOWHERE": "outside what you may see",
    "/?as_of=2020-01-01.1": "There is no publication",
    "/?as_of=1999-01-01&see=rows:net_sales": "Nothing had been published",
    "/?see=rows:mars": "mars",
    "/?see=mars": "Net sales",
    "/?see=mars:net_sales": "Net sales",
    "/?where=": "",
    "/?where=%3D%3D": "",
    "/?where=colour+%3D+red": "colour",
    '/?where=category+%3D+"<script>alert(1)</script>"': "<script>alert(1)</script>",
    "/?where=category+%3D+%27%3B+DROP+TABLE+sales": "",
    "/nowhere": "There is no page here.",
    "/nowhere/at/all?period=ytd": "There is no page here.",
    "/?period=" + "x" * 6000: "is not a period",
    "/?" + "&".join(f"where=category+%3D+{n}" for n in range(200)): "is not a known",
}


LIMITS = (
    'brand = "Aquaris"',
    'category = "Αναψυκτικά"',
    'product = "Aquaris Tonic 330 ml"',
    'rep = "Γιώργος Νικολάου"',
    'city = "Μαρούσι"',
    'segment = "Μικροί"',
    "fiscal_year = 2026",
    'channel != "HoReCa"',
)
TYPED = ("/nowhere/at/all?period=ytd", "/?at=NOWHERE", "/?period=" + "x" * 6000)


def sentence(there: Visit, path: str) -> None:
    there.sees(WRONG[path])
    page = there.page.get_by_role("main").inner_text()
    assert len(page.split()) > 3, path
    for word in ("Traceback", "Error", "None", "duckdb"):
        assert word not in page, path
    assert there.page.locator("h1").count() == 1, path


@pytest.mark.parametrize("path", TYPED, ids=lambda path: path[:30])
def test_a_wrong_address_that_is_typed_is_answered_with_a_sentence(visit: Opener, path: str) -> None:
    sentence(visit(REP).open(path), path)


def test_so_is_every_other_wrong_address(visit: Opener) -> None:
    there = visit(REP).open()
    for path in WRONG:
        sentence(there.follow(path), path)


def test_one_gets_out_of_a_wrong_address_by_its_own_button(visit: Opener) -> None:
    there = visit(EXECUTIVE).open("/?period=mars")
    with there.one_update():
        there.page.get_by_role("main").get_by_role("link").first.click()
    expect(there.tile("Net sales")).to_be_visible()


def test_any_dimension_may_limit_the_page(visit: Opener) -> None:
    there = visit(REP).open()
    for limit in LIMITS:
        there.follow(f"/?where={limit.replace(' ', '+')}")
        expect(there.page.locator(".chip")).to_have_count(1)
        expect(there.page.locator("#screen .state.failed")).to_have_count(0)
        expect(there.tile("Net sales").locator(".tile-value")).to_be_visible()
