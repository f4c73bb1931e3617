"""The map of customers in a browser: land leads one level down, a circle keeps who stands there."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, REP


def middle(mark: Locator) -> tuple[float, float]:
    """Where one clicks: a mark of the map may lie under another one."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [1440, 390])
def test_a_name_on_the_map_leads_one_level_down_and_back_leads_out(visit: Opener, width: int) -> None:
    there = visit(EXECUTIVE, width=width).open("/?at=GR")
    land = there.panel("Map of customers")
    expect(land.locator("svg.figure a .spot").first).to_be_visible()
    expect(land).to_contain_text("Outlines are drawn around the customers' coordinates")
    name = land.locator(".t-land", has_text="Κρήτη")
    with there.one_update():
        there.page.mouse.click(*middle(name))
    expect(there.page).to_have_url(re.compile(r"\?at=GR-CRE$"))
    expect(land.locator(".t-land", has_text="Δυτική Κρήτη")).to_be_attached()
    with there.one_update():
        there.page.go_back()
    expect(name).to_be_attached()


def test_a_circle_keeps_its_customers_and_the_table_has_the_same_links(visit: Opener) -> None:
    there = visit(REP).open()
    land = there.panel("Map of customers")
    alone = land.locator("svg a", has_text="only this customer").last  # nothing lies over the smallest
    told = alone.locator("title").text_content() or ""
    with there.one_update():
        there.page.mouse.click(*middle(alone.locator("circle")))
    expect(there.page).to_have_url(re.compile(r"where=customer"))
    expect(land).to_contain_text("1 customer")
    land.hover()
    there.page.keyboard.press("t")
    expect(land.get_by_role("table")).to_contain_text(told.partition(":")[0])
    with there.one_update():
        land.get_by_role("table").get_by_role("link").focus()
        there.page.keyboard.press("Enter")
    expect(there.page).to_have_url(re.compile(r"/customer\?"))
