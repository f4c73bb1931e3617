"""When the session or the server goes away under an open page: the person is told, and loses nothing."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import LEADER, REP


def test_a_click_after_the_session_has_ended_leads_to_the_door_and_back(visit: Opener) -> None:
    there = visit(REP)
    with there.page.expect_response("**/exports"):  # the last that the page asks for by itself
        there.open("/?alignment=credited")
    there.context.clear_cookies(name="metron")
    there.page.get_by_role("link", name="Earlier").click()
    expect(there.page).to_have_url(re.compile(r"/sign-in\?next=.*&said=ended$"))
    expect(there.page.get_by_role("status")).to_have_text("Your session has ended. Sign in again.")
    there.forgive("401")
    there.page.get_by_role("button", name="Γιώργος Νικολάου").click()
    there.settled()
    expect(there.page).to_have_url(re.compile(r"\?period=2025-01-01\.\.2025-11-12&alignment=credited$"))


def test_a_server_that_is_away_is_said_and_asked_again(visit: Opener) -> None:
    there = visit(LEADER).open()
    shown = there.values()
    there.context.set_offline(True)
    there.page.get_by_role("link", name="Earlier").click()
    told = there.page.get_by_text("The server does not answer.")
    expect(told).to_be_visible()
    assert there.values() == shown
    there.forgive("ERR_INTERNET_DISCONNECTED", "did not respond")
    there.context.set_offline(False)
    there.page.get_by_role("button", name="Try again").click()
    expect(there.page.locator("#unanswered")).to_be_hidden()
    there.settled()
    assert there.values() != shown
