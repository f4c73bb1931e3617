"""Explore in a browser: asked in words, laid out on shelves, and opened to its rows."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, REP, Served
from tests.browser.test_accessibility import MENU, violations
from tests.browser.visit import Visit


@pytest.fixture
def explore(visit: Opener) -> Visit:
    return visit(EXECUTIVE).open("/explore")


def test_a_question_is_read_while_one_types_and_asked_back_where_it_must_be(explore: Visit) -> None:
    page = explore.page
    page.keyboard.press("/")
    ask = page.locator("#ask")
    expect(ask).to_be_focused()
    page.keyboard.type("sales for Nikos by brand last ye")
    expect(page.locator(".ask-back")).to_contain_text("«Nikos» may be more than one")
    expect(page.locator(".pieces")).to_contain_text("Measure Net sales")
    page.keyboard.press("Enter")
    assert page.url.endswith("/explore")  # nothing is answered that is not settled
    page.get_by_role("button", name="Νίκος Γεωργίου", exact=True).click()
    expect(ask).to_be_focused()
    expect(ask).to_have_value(re.compile("Νίκος Γεωργίου"))
    expect(page.locator(".nexts")).to_contain_text("Last year")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".nexts button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(ask).to_be_focused()
    page.keyboard.type("ar")
    with explore.one_update():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("period=last_year"))
    expect(page.locator(".filters .chip")).to_contain_text("Νίκος Γεωργίου")
    with explore.one_update():
        page.get_by_role("link", name="Take Brand away").first.click()
    expect(page.locator(".pivot tbody tr")).to_have_count(0)
    page.go_back()
    explore.settled()
    expect(page.locator(".pivot tbody tr")).not_to_have_count(0)


def test_a_filter_is_found_by_a_part_of_a_name(explore: Visit) -> None:
    page = explore.page
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("Filter by").select_option("customer")
    page.get_by_label("Name or a part of it").fill("παπαδοπ")
    with explore.one_update():
        page.locator(".members").get_by_role("link", name="Παπαδόπουλος Α.Ε.", exact=True).click()
    expect(page.locator(".filters .chip")).to_contain_text("Παπαδόπουλος Α.Ε.")
    expect(page.locator(".number").filter(has_text="Attainment")).to_contain_text("not known by Customer")


def test_a_measure_of_ones_own_says_what_it_comes_to_and_is_changed_and_removed(explore: Visit) -> None:
    page = explore.page
    page.get_by_role("button", name="Add to: Measures").click()
    page.get_by_text("A measure of my own").click()
    page.locator(".own").get_by_label("Name", exact=True).fill("Per customer")
    formula = page.get_by_label("Formula")
    formula.fill("net sales / activ customers")
    expect(page.locator(".own-wrong")).to_be_visible()
    formula.fill("net sales / active customers")
    expect(page.locator(".own-found")).to_contain_text(re.compile(r"Now: [\d,.]+ k?€"))
    now = page.locator(".own-found").inner_text().removeprefix("Now: ").split()[0]
    with explore.one_update():
        page.get_by_role("button", name="Add measure").click()
    expect(page.locator(".number").last).to_contain_text("Per customer")
    expect(page.locator(".number").last).to_contain_text(now)
    expect(page.locator(".pivot thead")).to_contain_text("Per customer")

    def form(name: str) -> Locator:
        page.get_by_role("button", name="Add to: Measures").click()
        entry = page.locator(".making").filter(has=page.locator("summary", has_text=name))
        entry.locator("summary").click()
        return entry

    entry = form("Per customer")
    entry.get_by_label("Name", exact=True).fill("Per order")
    formula = entry.get_by_label("Formula")
    formula.fill("net sales / oders")
    expect(entry.locator(".own-wrong")).to_have_text(
        "«Per order»: there is no measure oders. Did you mean Orders?"
    )
    assert not violations(page, MENU, ".makings")
    formula.fill("net sales / orders")
    expect(entry.locator(".own-found")).to_contain_text("Now: ")
    now = entry.locator(".own-found").inner_text().removeprefix("Now: ").split()[0]
    with explore.one_update():
        entry.get_by_role("button", name="Save the change").click()
    expect(page.locator(".pivot thead")).to_contain_text("Per order")
    expect(page.locator(".pivot thead")).not_to_contain_text("Per customer")
    expect(page.locator(".number").last).to_contain_text(now)
    entry = form("Per order")
    with explore.one_update():
        entry.get_by_role("link", name="Remove: Per order").click()
    expect(page.locator(".pivot thead")).not_to_contain_text("Per order")
    assert "own" not in page.url


def test_a_pivot_is_walked_folded_and_opened_to_its_rows(explore: Visit) -> None:
    page = explore.open("/explore?rows=category&rows=brand&columns=fiscal_quarter").page
    groups = page.locator(".pivot tr.group")
    lines = page.locator(".pivot tbody tr:visible")
    whole = lines.count()
    groups.first.get_by_role("button").click()
    assert lines.count() < whole
    page.get_by_role("button", name="Open all").click()
    assert lines.count() == whole
    page.locator(".pivot-room").focus()
    for key in ("ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    cell = page.locator("td[data-cell]:focus")
    shown = cell.inner_text()
    with explore.one_update():
        page.keyboard.press("Enter")
    said = page.get_by_role("dialog").get_by_text("They add up to").inner_text()
    total = float(re.sub(r"[^\d.]", "", said.split("add up to")[1].split("€")[0]))
    assert abs(total / 1000 - float(shown.replace(",", ""))) <= 0.5
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("td[data-cell]:focus")).to_have_text(shown)


def test_a_table_scrolls_and_a_chart_is_chosen_by_a_word(explore: Visit) -> None:
    page = explore.open("/explore?rows=customer&columns=none&as=table").page
    expect(page.locator(".rows-count")).to_have_text(re.compile(r"[\d,]+ rows"))
    with explore.one_update():
        page.get_by_role("link", name="Chart", exact=True).click()
    with explore.one_update():
        page.get_by_role("link", name="Histogram", exact=True).click()
    expect(page.locator(".explored svg.figure")).to_be_visible()
    with explore.one_update():
        page.get_by_role("link", name="Table", exact=True).click()
    page.locator(".ag-body-viewport").hover()
    page.mouse.wheel(0, 20_000)
    expect(page.locator(".ag-row").last.locator(".ag-cell").first).not_to_be_empty()
    explore.settled()


def test_how_soon_a_view_is_shared_is_counted_once_and_not_against_ones_will(
    visit: Opener, served: Served
) -> None:
    there = visit(REP).open("/explore")
    there.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with there.page.expect_response(re.compile("/explored")):
        there.page.get_by_role("button", name="Copy link").click()
    said = served.told("scorecard")
    assert "1 shared" in said
    there.context.add_cookies([{"name": "metron_counted", "value": "no", "url": there.address}])
    there.open("/explore")
    assert served.told("scorecard") == said
