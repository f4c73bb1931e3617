"""Everything without a mouse, and one sees where one is."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import LEADER, REP
from tests.browser.visit import Visit

# The element with the focus: what it is called, whether it can be seen, and whether a ring shows it.
FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const box = here.getBoundingClientRect();
  const rings = [here, ...here.querySelectorAll("*")];
  const ring = rings.some((one) => {
    const look = getComputedStyle(one);
    return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1) || look.boxShadow !== "none"
      || (one.matches(".ag-cell-focus, .ag-header-cell") && look.borderTopStyle !== "none");
  });
  return { name: (here.innerText || here.getAttribute("aria-label") || here.className).trim(),
           seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight, ring };
}"""

EDGES = "one => one.getBoundingClientRect().toJSON()"


def tab_to(there: Visit, name: str, most: int = 40) -> None:
    for _ in range(most):
        there.page.keyboard.press("Tab")
        here = there.page.evaluate(FOCUSED)
        if here and name in here["name"]:
            return
    raise AssertionError(f"no tab stop is called {name}")


def test_the_first_stop_jumps_to_the_content(visit: Opener) -> None:
    there = visit(REP).open()
    there.page.keyboard.press("Tab")
    expect(there.page.get_by_role("link", name="To the content")).to_be_focused()
    expect(there.page.get_by_role("link", name="To the content")).to_be_in_viewport()
    there.page.keyboard.press("Enter")
    expect(there.page.get_by_role("main")).to_be_focused()
    assert len(there.updates) == 1


def test_each_stop_is_in_sight_and_has_a_ring(visit: Opener) -> None:
    there = visit(LEADER).open()
    poor, names = [], []
    for _ in range(45):
        there.page.keyboard.press("Tab")
        here = there.page.evaluate(FOCUSED)
        if here is None:
            break
        names.append(here["name"])
        if not (here["seen"] and here["ring"]):
            poor.append(here)
    assert not poor
    assert len(names) > 20


def test_a_whole_walk_by_keys(visit: Opener) -> None:
    there = visit(LEADER).open()
    tab_to(there, "Year to date")
    there.page.keyboard.press("Enter")
    tab_to(there, "Last month")
    with there.one_update():
        there.page.keyboard.press("Enter")
    expect(there.page).to_have_url(re.compile("period=last_month"))
    tab_to(there, "More about Net sales")
    there.page.keyboard.press("Enter")
    expect(there.page.get_by_role("menuitem", name="See the rows")).to_be_visible()
    expect(there.page.get_by_role("menuitem", name="See the rows")).to_be_focused()
    with there.one_update():
        there.page.keyboard.press("Enter")
    expect(there.page.get_by_role("dialog")).to_be_visible()
    tab_to(there, "", most=1)
    assert there.page.evaluate("!!document.activeElement.closest('[role=dialog]')")
    with there.one_update():
        there.page.keyboard.press("Escape")
    expect(there.page.get_by_role("dialog")).to_have_count(0)


def test_a_menu_is_opened_walked_and_left_by_keys(visit: Opener) -> None:
    there = visit(LEADER).open()
    opener = there.tile("Net sales").get_by_role("button", name="More about")
    items = there.page.get_by_role("menuitem")
    opener.focus()
    for key, at in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("End", -1),
        ("ArrowDown", 0),
        ("h", 2),
    ):
        there.page.keyboard.press(key)
        expect(items.nth(at)).to_be_focused()
        expect(opener).to_have_attribute("aria-expanded", "true")
    there.page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    there.page.keyboard.press("Enter")
    there.page.keyboard.press("Tab")
    expect(items).to_have_count(0)
    assert there.page.evaluate(FOCUSED)["name"] != opener.inner_text()


def test_a_menu_stands_by_its_button_within_the_window(visit: Opener) -> None:
    there = visit(LEADER, width=1280, height=800).open()
    for opener in there.page.locator("[aria-haspopup=menu]:visible").all():
        opener.click()
        menu = there.page.get_by_role("menu")
        box, button = menu.evaluate(EDGES), opener.evaluate(EDGES)
        assert min(abs(box["top"] - button["bottom"]), abs(box["bottom"] - button["top"])) <= 8
        assert box["left"] <= button["right"] <= box["right"] or box["left"] <= button["left"] <= box["right"]
        assert min(box["left"], box["top"], 1280 - box["right"], 800 - box["bottom"]) >= 0
        opener.click()
        expect(menu).to_have_count(0)


def test_tab_leaves_a_grid_at_once_and_enter_opens_a_customer(visit: Opener) -> None:
    there = visit(REP).open()
    tab_to(there, "Contacts")
    there.page.keyboard.press("Tab")
    expect(there.page.locator(".ag-cell:focus")).to_have_count(1)
    there.page.keyboard.press("Tab")
    expect(there.page.locator(".ag-cell:focus")).to_have_count(0)
    expect(there.panel("Map of customers").locator(":focus")).to_have_count(1)
    there.open()
    tab_to(there, "Contacts")
    there.page.keyboard.press("Tab")
    with there.one_update():
        there.page.keyboard.press("Shift+Enter")
    expect(there.page.locator(".chip")).to_have_count(1)
    tab_to(there, "Contacts")
    there.page.keyboard.press("Tab")
    with there.one_update():
        there.page.keyboard.press("Enter")
    expect(there.page).to_have_url(re.compile(r"/customer\?of=C\d+$"))


def test_the_table_twin_opens_by_its_button_and_by_the_key_t(visit: Opener) -> None:
    there = visit(REP).open()
    trend = there.panel("Net sales by month")
    table, button = trend.get_by_role("table"), trend.get_by_role("button", name="as a table")
    expect(table).to_be_hidden()
    button.click()
    expect(table).to_be_visible()
    expect(trend.locator("svg.figure").first).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("t")
    expect(table).to_be_hidden()
    button.dispatch_event("keydown", {"key": "τ", "code": "KeyT"})  # a Greek layout
    expect(table).to_be_visible()
    assert len(there.updates) == 1
