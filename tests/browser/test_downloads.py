"""A page and a tile are fetched from their menus, by keyboard too, and the page stays where it is."""

import io
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from dashboard.text import say
from tests.browser.conftest import Opener

LEADER, REP = "a.boura@metron.example", "g.nikolaou@metron.example"


def test_a_page_is_fetched_as_paper(visit: Opener, tmp_path: Path) -> None:
    one = visit(LEADER, language="el").open("/leadership")
    one.page.get_by_role("button", name="Λήψη", exact=True).focus()
    one.page.keyboard.press("Enter")
    items = one.page.get_by_role("menuitem")
    expect(items.first).to_be_visible()
    assert items.all_inner_texts() == ["PDF", "PowerPoint", "Βιβλίο Excel"]
    with one.page.expect_download() as fetched:
        items.filter(has_text="PDF").press("Enter")
    assert fetched.value.suggested_filename.endswith(".pdf")
    assert Path(fetched.value.path()).read_bytes().startswith(b"%PDF")
    assert one.page.url.endswith("/leadership")


def test_a_tile_is_fetched_with_what_is_chosen(visit: Opener) -> None:
    one = visit(REP, width=390, height=844).open("/?period=last_month")
    one.panel("Customers").get_by_role("button", name="More about").click()
    with one.page.expect_download() as fetched:
        one.page.get_by_role("menuitem", name="Download XLSX").click()
    page = load_workbook(io.BytesIO(Path(fetched.value.path()).read_bytes())).active
    assert page is not None
    assert "1 Oct 2026 – 31 Oct 2026" in str(page["A3"].value) or "1 – 31 Oct 2026" in str(page["A3"].value)


def test_what_is_not_ready_at_once_is_followed_given_up_and_found_again(visit: Opener) -> None:
    one = visit(LEADER, width=390, height=844).open("/")
    one.page.get_by_role("button", name="Download", exact=True).click()
    item = one.page.get_by_role("menuitem", name="PDF")
    expect(item).to_be_visible()
    # As many at once as one person may have: more than are made at the same time.
    with one.page.expect_download() as fetched:
        item.evaluate("item => { for (let n = 0; n < 4; n += 1) item.click(); }")
        tray = one.page.locator("#exports .export")
        expect(tray).not_to_have_count(0)
        assert Path(fetched.value.path()).read_bytes().startswith(b"%PDF")
    for end in ("Cancel", "Close"):
        while (left := one.page.get_by_role("button", name=f"{end}: ")).count():
            left.first.click()
    expect(tray).to_have_count(0)
    # What another window has begun, or this one before it was loaded anew, is there to be saved.
    token = next(kept["value"] for kept in one.page.context.cookies() if kept["name"] == "_csrf_token")
    begun = one.page.request.post(
        one.page.url.rstrip("/") + "/exports/xlsx?page=/",
        headers={"X-CSRFToken": token, "Sec-Fetch-Site": "same-origin"},
    )
    assert begun.ok
    one.page.reload()
    again = tray.get_by_role("button", name="Save again")
    with one.page.expect_download() as fetched:
        again.click()
    assert fetched.value.suggested_filename.endswith(".xlsx")
    one.page.get_by_role("button", name="Close: ").click()
    expect(tray).to_have_count(0)


def test_a_refusal_is_said_each_time_and_read_out(visit: Opener) -> None:
    one = visit(LEADER).open("/")
    tray = one.page.locator("#exports .export")
    said = one.page.locator("#exports").get_by_role("status")

    def ask() -> None:
        one.page.get_by_role("button", name="Download", exact=True).click()
        one.page.get_by_role("menuitem", name="PDF").click()
        expect(said).to_have_text(say("en", "access.forged"))

    # The gate answers in words of its own: this browser has lost its token.
    one.page.context.clear_cookies(name="_csrf_token")
    for number in (1, 2):
        ask()
        expect(tray).to_have_count(number)
    one.page.get_by_role("button", name="Close: ").last.focus()
    one.page.keyboard.press("Enter")
    expect(one.page.get_by_role("button", name="Close: ")).to_be_focused()
    # However many there are, all of them can be reached.
    one.page.get_by_role("button", name="Download", exact=True).click()
    one.page.get_by_role("menuitem", name="PDF").evaluate(
        "item => { for (let n = 0; n < 20; n += 1) item.click(); }"
    )
    expect(tray).to_have_count(21)
    tray.first.get_by_role("button").click()
    expect(tray).to_have_count(20)
    one.forgive("400")


def test_what_has_gone_meanwhile_is_said_where_it_stood(visit: Opener) -> None:
    one = visit(LEADER).open("/")
    token = next(kept["value"] for kept in one.page.context.cookies() if kept["name"] == "_csrf_token")
    ours = {"X-CSRFToken": token, "Sec-Fetch-Site": "same-origin"}
    begun = one.page.request.post(one.address + "/exports/xlsx?page=/", headers=ours).json()
    one.page.reload()
    again = one.page.get_by_role("button", name="Save again")
    expect(again).to_be_visible()
    one.page.request.delete(f"{one.address}/exports/{begun['id']}", headers=ours)
    again.click()
    tray = one.page.locator("#exports .export")
    expect(tray).to_have_text("This file is not here any more. Ask for it again.Close")
    one.page.get_by_role("button", name="Close: ").click()
    expect(tray).to_have_count(0)
    one.forgive("404")
