"""The five users do what they come for, on a phone, a laptop and a large screen (docs/walks.md)."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, LEADER, REP, Served
from tests.browser.visit import Visit, sign_in_first

WIDTHS = (390, 1280, 1920)
HEIGHTS = {390: 844, 1280: 800, 1920: 1080}
PASSWORD = "correct horse battery staple"
PLANTED = re.compile("Ιωάννινα-Μέτσοβο|Άρτα-Πρέβεζα")  # the region whose customers lapse


def no_wider_than_the_window(there: Visit) -> None:
    assert there.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def menu(there: Visit, label: str, item: str) -> None:
    """One entry of the menu of a tile of the strip."""
    there.page.get_by_role("button", name=f"More about {label}").first.click()
    with there.one_update():
        there.page.get_by_role("menuitem", name=item).click()


def rep(there: Visit) -> None:
    """My numbers, an idea, the customer whom it is about, and back."""
    there.open()
    expect(there.tile("Attainment")).to_contain_text("a day from here")
    idea = there.panel("Ideas").locator(".ideas > li").first
    customer = idea.locator(".idea-title").inner_text().partition(":")[0]
    no_wider_than_the_window(there)
    with there.one_update():
        idea.get_by_role("link", name=customer).first.click()
    expect(there.page.get_by_role("heading", level=1)).to_contain_text(customer)
    no_wider_than_the_window(there)
    with there.one_update():
        there.page.go_back()
    expect(there.panel("Ideas").locator(".idea-title").first).to_contain_text(customer)


def leader(there: Visit) -> None:
    """My part of the tree, who is behind, and a word to whoever looks there next."""
    there.open()
    first = there.panel("One level down").get_by_role("link").first
    name = first.inner_text()
    with there.one_update():
        first.click()
    expect(there.page.get_by_role("heading", level=1)).to_contain_text(name)
    menu(there, "Net sales", "Add a note")
    sheet = there.page.get_by_role("dialog")
    words = "Call them by Friday"
    sheet.get_by_role("textbox", name="New note").fill(words)
    with there.one_update():
        sheet.get_by_role("button", name="Save").last.click()
    expect(sheet).to_contain_text(words)
    no_wider_than_the_window(there)
    sheet.get_by_text("Change", exact=True).click()
    with there.one_update():
        sheet.get_by_role("button", name="Take back").click()
    expect(sheet).to_contain_text("Taken back.")
    expect(sheet).not_to_contain_text(words)


def executive(there: Visit) -> None:
    """From the summary to why a territory is below its quota: three clicks of the five that are allowed."""
    there.open("/leadership")
    expect(there.page.get_by_role("heading", level=1)).to_contain_text("under quota")
    with there.one_update():
        there.panel("Attention").get_by_role("link", name=PLANTED).first.click()
    menu(there, "Net sales", "Explain the change")
    sheet = there.page.get_by_role("dialog")
    lost = sheet.get_by_role("row").filter(has_text="Lost: nothing now")
    expect(lost).to_contain_text("▼")
    # More is gone with customers who stopped than with those who stayed: they were planted to lapse.
    rows = {
        name: _amount(sheet.get_by_role("row").filter(has_text=name).inner_text())
        for name in ("Lost: nothing now", "New: nothing before")
    }
    assert rows["Lost: nothing now"] > 2 * rows["New: nothing before"]
    no_wider_than_the_window(there)


def _amount(row: str) -> float:
    found = re.search(r"[▲▼±][+−]?([\d,.]+)", row)
    return float(found.group(1).replace(",", "")) if found else 0.0


def operations(there: Visit) -> None:
    """From where the numbers are, whether all of them came, and everything as a workbook."""
    there.open("/leadership")
    status = there.panel("Data status")
    expect(status).to_contain_text("12 Nov 2026")
    expect(status).to_contain_text("100.0%")
    there.page.get_by_role("button", name="Download", exact=True).click()
    with there.page.expect_download() as fetched:
        there.page.get_by_role("menuitem", name="Excel workbook").click()
    pages = load_workbook(io.BytesIO(Path(fetched.value.path()).read_bytes())).sheetnames
    assert len(pages) > 5
    no_wider_than_the_window(there)


def auditor(there: Visit) -> None:
    """The lines behind a number, how it is made, and no way to write."""
    there.open("/?at=EPI-A1&period=last_month")
    expect(there.panel("Ideas").locator(".idea-title").first).to_be_visible()
    expect(there.page.get_by_role("button", name="Accept")).to_have_count(0)
    there.page.get_by_role("button", name="More about Net sales").first.click()
    expect(there.page.get_by_role("menuitem", name="Add a note")).to_have_count(0)
    with there.one_update():
        there.page.get_by_role("menuitem", name="See the rows").click()
    expect(there.page.get_by_role("dialog")).to_contain_text("sales.parquet")
    no_wider_than_the_window(there)
    there.open("/?at=EPI-A1&see=how:attainment")
    expect(there.page.get_by_role("dialog")).to_contain_text("quota_day")


def newcomer(there: Visit, served: Served, role: str) -> Visit:
    """Somebody for whom operations opens an account, who signs in and chooses a password."""
    email = f"{role}@metron.example"
    first = served.open_account(email, role)
    sign_in_first(there.page, there.address, email, first, PASSWORD)
    return there


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("person", "walk"),
    [(REP, rep), (LEADER, leader), (EXECUTIVE, executive)],
    ids=["rep", "leader", "executive"],
)
def test_people_of_the_demo(visit: Opener, person: str, walk: Callable[[Visit], None], width: int) -> None:
    walk(visit(person, width=width, height=HEIGHTS[width]))


@pytest.mark.parametrize("walk", [operations, auditor], ids=["operations", "auditor"])
def test_people_with_an_account(visit: Opener, served: Served, walk: Callable[[Visit], None]) -> None:
    there = newcomer(visit(), served, walk.__name__)
    for width in WIDTHS:
        there.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        walk(there)
