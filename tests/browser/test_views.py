"""A view is saved, changed and found again, and a board arranged by hand and by keys, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.served import LEADER
from tests.browser.test_accessibility import check
from tests.browser.visit import Visit


def save(there: Visit, title: str) -> None:
    page = there.page
    page.get_by_role("button", name="Save view").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill(title)
    form.get_by_label("Folder").fill("Of a test")
    with there.one_update():
        form.get_by_role("button", name=re.compile("^Save( as a new view)?$")).click()
    expect(page.locator("#views-said")).to_have_text(f"Saved: {title}")


def titles(page: Page) -> list[str]:
    return page.locator(".board-tile h3").all_inner_texts()


def clear(there: Visit) -> None:
    """So that others find the house as it was."""
    there.open("/views")
    while (row := there.page.locator("section", has_text="Of a test").locator("li").first).is_visible():
        row.locator("summary").click()
        with there.one_update():
            row.get_by_role("button", name="Delete").click()


def test_views_and_a_board_by_hand_and_by_keys(visit: Opener) -> None:
    there = visit(LEADER).open("/explore?measure=net_sales&rows=brand")
    page = there.page
    save(there, "Brands")
    with there.one_update():
        page.get_by_role("link", name="Table", exact=True).click()
    expect(page.locator(".views-pill")).to_contain_text("Unsaved changes")
    page.get_by_role("button", name="Save view").click()
    check(page)
    with there.one_update():
        page.get_by_role("dialog").get_by_role("button", name="Save the changes").click()
    expect(page.locator(".views-pill")).not_to_contain_text("Unsaved changes")
    assert ".2" in page.url
    there.open("/explore?measure=net_sales&rows=category")
    save(there, "Category")

    with there.one_update():
        page.get_by_role("button", name="Category", exact=True).click()
        page.get_by_role("dialog").get_by_role("link", name="New board").click()
    for name in ("Brands", "Category"):
        page.get_by_role("button", name="Add a view").click()
        with there.one_update():
            page.get_by_role("dialog").get_by_role("link", name=name).click()
    check(page)
    assert titles(page) == ["Brands", "Category"]
    page.get_by_role("link", name="Move Category one place earlier").focus()
    with there.one_update():
        page.keyboard.press("Enter")
    assert titles(page) == ["Category", "Brands"]
    expect(page.locator("#views-said")).to_have_text("Category: place 1 of 2")
    expect(page.get_by_role("link", name="Move Category one place later")).to_be_focused()
    grip, other = (page.locator(".board-tile").filter(has_text=one) for one in ("Brands", "Category"))
    grip.locator("[data-grip]").hover()
    page.mouse.down()
    other.hover(force=True)
    with there.one_update():
        page.mouse.up()
    assert titles(page) == ["Brands", "Category"]
    with there.one_update():
        page.go_back()
    assert titles(page) == ["Category", "Brands"]

    there.open("/views")
    page.get_by_role("searchbox", name="Find a view").fill("bránds")
    expect(page.locator(".view-rows > li:visible")).to_have_count(1)
    check(page)
    clear(there)
    with there.one_update():
        page.locator("#views-said").get_by_role("button", name="Undo").click()
    expect(page.locator("#views-said")).to_contain_text("Restored")
    clear(there)


def test_where_one_left_off_is_offered_once(visit: Opener) -> None:
    there = visit(LEADER)
    page = there.page
    with page.expect_response(lambda response: response.url.endswith("/views/remember")):
        there.open("/explore?measure=net_sales&rows=brand")
    there.open("/explore")
    expect(page.locator("[data-resume]")).to_contain_text("Resume last view?")
    page.get_by_role("button", name="No, and do not ask again").click()
    expect(page.locator("[data-resume]")).to_have_count(0)
    there.open("/explore")
    expect(page.locator("[data-resume]")).to_have_count(0)
