"""Somebody is told of a note, by the keys alone."""

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import LEADER
from tests.browser.test_accessibility import check


def test_who_is_told_is_chosen_by_keys_and_stands_below_the_note(visit: Opener) -> None:
    there = visit(LEADER).open("/?see=note:orders")
    sheet = there.page.get_by_role("dialog")
    expect(sheet).to_contain_text("No e-mail is set up here")
    sheet.get_by_role("textbox", name="New note").fill("A strike at the port.")
    tell = sheet.get_by_role("textbox", name="Tell")
    tell.press_sequentially("μαυρ")
    expect(there.page.get_by_role("option")).to_have_count(1)
    for key in ("ArrowDown", "Enter", "Escape"):
        tell.press(key)
    expect(there.page.get_by_role("option")).to_have_count(0)
    expect(sheet.get_by_role("textbox", name="New note")).to_have_value("A strike at the port.")
    with there.one_update():
        sheet.get_by_role("button", name="Save").last.click()
    expect(sheet.locator(".notes")).to_contain_text(
        "For the attention of Σταύρος Μαυρίδης (not told by e-mail)"
    )
    check(there.page)
    # So that others find the house as it was.
    sheet.get_by_text("Change", exact=True).click()
    with there.one_update():
        sheet.get_by_role("button", name="Take back").click()
    expect(sheet.locator(".notes")).to_have_count(0)
