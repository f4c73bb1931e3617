"""A rep answers ideas: with one thumb on a phone, and with the keys at a desk."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, REP
from tests.browser.test_accessibility import check
from tests.browser.test_keyboard import tab_to


def test_a_rep_accepts_takes_back_and_notes_a_visit_on_a_phone(visit: Opener) -> None:
    there = visit(REP, width=390, height=844).open()
    ideas = there.panel("Ideas")
    ideas.scroll_into_view_if_needed()
    first = ideas.locator(".ideas > li").first
    title = first.locator(".idea-title").inner_text()
    customer = title.partition(":")[0]
    with there.one_update():
        first.get_by_role("button", name="Accept").click()
    expect(ideas.get_by_role("status")).to_contain_text("Accepted. It stays below until it is done.")
    accepted = ideas.locator(".accepted > li").filter(has_text=customer)
    expect(accepted).to_have_count(1)
    with there.one_update():
        ideas.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(accepted).to_have_count(0)
    expect(first.locator(".idea-title")).to_have_text(title)
    with there.one_update():
        first.get_by_role("button", name=re.compile("^(Visit|Call) made")).first.click()
    expect(ideas.get_by_role("status")).to_contain_text("Visit noted for today.")
    there.open()
    expect(accepted).to_contain_text("Visit made")
    expect(ideas.locator(".ideas > li").filter(has_text=title)).to_have_count(0)
    check(there.page)
    # So that others find the house as it was.
    with there.one_update():
        accepted.get_by_role("button", name=re.compile("^More for")).click()
        there.page.get_by_role("menuitem", name="Done, without result").click()


def test_the_second_idea_is_opened_and_answered_by_keys(visit: Opener) -> None:
    there = visit(REP).open()
    ideas = there.panel("Ideas")
    second = ideas.locator(".ideas > li").nth(1)
    title = second.locator(".idea-title").inner_text()
    there.page.locator("main").focus()
    tab_to(there, title, most=120)
    there.page.keyboard.press("Enter")
    expect(second.get_by_role("button", name="Accept")).to_be_visible()
    tab_to(there, "Accept", most=3)
    with there.one_update():
        there.page.keyboard.press("Enter")
    expect(ideas.get_by_role("status")).to_contain_text("Accepted")
    tab_to(there, "Undo", most=120)
    with there.one_update():
        there.page.keyboard.press("Enter")
    expect(ideas.locator(".idea-title", has_text=title)).to_be_visible()


def test_who_only_looks_sees_no_answers(visit: Opener) -> None:
    ideas = visit(EXECUTIVE).open().panel("Ideas")
    expect(ideas.locator(".ideas > li").first).to_be_visible()
    expect(ideas.get_by_role("button", name="Accept")).to_have_count(0)
