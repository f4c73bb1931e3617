"""A page and a tile are fetched from their menus, by keyboard too, and the page stays where it is."""

import io
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

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
