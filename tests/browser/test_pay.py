"""Pay as its people use it: a rep reads, tries and asks, operations answers, and all sees who may."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Opening
from tests.browser.served import EXECUTIVE, LEADER, OPERATIONS, REP, Served, publish_demo, run, serving
from tests.browser.test_accessibility import check

OTHER = "R40"  # a rep whom the leader of the tests does not lead
QUESTION = "The order of the 30th is missing."


@pytest.fixture(scope="module")
def paying(tmp_path_factory: pytest.TempPathFactory, made_once: Callable[..., Path]) -> Iterator[Served]:
    """The demo company, of which January is paid."""
    home = tmp_path_factory.mktemp("paying")
    shutil.copytree(made_once("demo", publish_demo), home, dirs_exist_ok=True)
    with serving(home) as served:
        run("demo-pay", "--months", "1", environment=served.environment)
        yield served


@pytest.fixture
def enter(paying: Served, opening: Opening) -> Iterator[Opener]:
    """Open windows on it."""
    with opening(paying) as enter:
        yield enter


def amount(words: str) -> float:
    return float(re.sub(r"[^\d.−-]", "", words).replace("−", "-"))


def gain(page: Page) -> float:
    return amount(page.locator(".what-if .gain").inner_text())


def tried(page: Page, act: Callable[[], object], more: re.Pattern[str]) -> float:
    """What is earned by so much more, once the server has answered."""
    act()
    expect(page.locator(".what-if-sum b").first).to_have_text(more)
    return gain(page)


def test_a_rep_reads_tries_and_asks_and_operations_answers(enter: Opener) -> None:
    rep = enter(REP).open("/pay")
    page = rep.page
    expect(page.locator("h1")).to_contain_text("My statement, January 2026")
    entry = page.locator(".bank-entry[open]")
    # The amount that stands open is the last sum of its arithmetic, and its lines add up to its credit.
    made = entry.locator("table.made").first.locator(".sum td").last.inner_text()
    assert amount(made) == amount(entry.locator(".bank-amount").inner_text())
    behind = entry.locator("table.made").nth(1)
    listed = [amount(one) for one in behind.locator("tbody tr:not(.sum) td:last-child").all_inner_texts()]
    more, whole = (amount(one) for one in behind.locator(".sum td:last-child").all_inner_texts())
    assert round(sum(listed) + more, 2) == round(whole, 2)
    slider = page.locator("input[name=more]")
    assert tried(page, lambda: slider.fill("0"), re.compile("^0$")) == 0
    assert tried(page, page.locator("input[name=deal]").first.check, re.compile("^[1-9]")) > 0
    check(page)
    page.locator(".pill-button", has_text="plan").click()
    page.get_by_role("link", name="The plan in words").click()
    page.get_by_role("button", name="I have read and accept this plan").click()
    expect(page.get_by_role("dialog")).to_contain_text("Read and accepted")
    page.keyboard.press("Escape")
    entry.get_by_role("link", name="Ask about this line").click()
    page.locator("textarea[name=text]").fill(QUESTION)
    page.locator("input[name=expected]").fill("1250.50")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text(QUESTION)

    keeper = enter(OPERATIONS).open("/pay")
    desk = keeper.page
    desk.locator(".inquiries a").first.click()
    expect(desk.get_by_role("dialog")).to_contain_text("1,250.50")
    desk.locator("select[name=said]").select_option("upheld")
    desk.locator("textarea[name=text]").fill("The credit is given.")
    desk.get_by_role("button", name="Say it").click()
    expect(desk.locator("#views-said")).to_contain_text("Give the day")
    expect(desk.locator("textarea[name=text]")).to_have_value("The credit is given.")
    keeper.forgive("400")
    desk.locator("input[name=changed_on]").fill("2026-01-30")
    desk.get_by_role("button", name="Say it").click()
    expect(desk.get_by_role("dialog")).to_contain_text("Upheld, changed as of 30 Jan 2026")

    page.reload()
    rep.settled()
    expect(page.get_by_role("dialog")).to_contain_text("The credit is given.")
    expect(page.locator("form.inquiry-form")).to_have_count(0)


def test_operations_sees_periods_and_their_next_step(enter: Opener) -> None:
    desk = enter(OPERATIONS, "el").open("/pay")
    expect(desk.page.locator(".periods").first).to_contain_text("Ιανουάριος 2026")
    check(desk.page)
    desk.page.locator(".periods").get_by_role("button", name="Κλείδωμα").click()
    expect(desk.page.locator(".periods .flag", has_text="κλειδώθηκε")).to_be_visible()


@pytest.mark.parametrize("person", [REP, LEADER])
def test_the_pay_of_others_stays_out(enter: Opener, person: str) -> None:
    visit = enter(person)
    visit.open(f"/pay?of={OTHER}")
    visit.sees("This pay is not open to you.")
    expect(visit.page.locator(".bank, .tile")).to_have_count(0)
    request = visit.context.request
    for form in ("pdf", "xlsx"):
        assert request.get(f"{visit.address}/download/{form}?page=/pay&of={OTHER}").status == 403
    assert request.get(f"{visit.address}/pay/payroll/2026-01-R1.csv").status == 403
    asked = """async ([path, fields]) => {
        const body = new URLSearchParams(fields), headers = { 'X-CSRFToken': window.metron.token() };
        const answer = await fetch(path, { method: 'POST', body, headers });
        return [answer.status, await answer.text()]; }"""
    posts: dict[str, dict[str, str]] = {
        "/find/what-if": {"path": "/pay", "search": f"?of={OTHER}", "more": "1000"},
        "/pay/lock": {"run": "2026-01-R1"},
        "/pay/reopen": {"run": "2026-01-R1", "reason": "mine"},
        "/views/ask-pay": {
            "path": "/pay",
            "search": f"?of={OTHER}",
            "line": "0",
            "kind": "data",
            "text": "x",
        },
    }
    for path, fields in posts.items():
        status, told = visit.page.evaluate(asked, [path, fields])
        assert status == 403, (path, status, told)
        assert not re.search(r"\d[.,]\d\d\b", told)
    visit.forgive("403")


BEYOND = "all => all.map((one) => one.scrollWidth - one.clientWidth)"


@pytest.mark.parametrize("language", ["en", "el"])
def test_a_statement_fits_a_phone(enter: Opener, language: str) -> None:
    # The narrowest that accessible pages must fit: this company's amounts are shorter than others'.
    page = enter(REP, language, width=320).open("/pay").page
    page.locator(".bank-entry").evaluate_all("entries => entries.forEach((one) => { one.open = true; })")
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    # What a line pays stands last in each of its tables: nothing of it may lie beyond the edge.
    assert set(page.locator(".made-box").evaluate_all(BEYOND)) == {0}
    check(page)


# How far each line of a wrapped name stands below the one before it.
LINES = """all => all.map((one) => [...one.getClientRects()].map((line) => line.top))
  .filter((tops) => tops.length > 1).map(([first, second]) => second - first)"""


def test_a_long_name_in_the_list_of_statements_takes_two_lines(enter: Opener) -> None:
    page = enter(OPERATIONS, "el", width=390).open("/pay").page
    names = page.locator(".team .pay-of")
    expect(names.first).to_be_visible()
    between = names.evaluate_all(LINES)
    assert between
    assert min(between) > 12


@pytest.mark.parametrize("person", [LEADER, EXECUTIVE])
def test_what_a_plan_pays_is_read_by_everybody(enter: Opener, person: str) -> None:
    page = enter(person).open("/pay").page
    page.locator("details").evaluate_all("entries => entries.forEach((one) => { one.open = true; })")
    check(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_whose_statement_it_is_and_the_way_back_have_room(enter: Opener, width: int) -> None:
    page = enter(OPERATIONS, "el", width=width).open(f"/pay?of={OTHER}").page
    expect(page.locator(".heading .actions > *")).to_have_count(3)
    sizes = page.locator(".heading .actions > *").evaluate_all(
        """parts => parts.map((one) => [
            one.getBoundingClientRect().right, one.closest(".heading").getBoundingClientRect().right,
            one.scrollWidth, one.clientWidth])"""
    )
    for right, edge, needed, given in sizes:
        assert right <= edge + 1
        assert needed <= given + 1


@pytest.mark.parametrize("language", ["en", "el"])
def test_what_a_line_pays_is_not_cut_off(enter: Opener, language: str) -> None:
    """Beside the curve there is least room: a long sentence among bands must not push pay out of sight."""
    page = enter(REP, language, width=1241).open("/pay").page
    boxes = page.locator(".bank-entry[open] .made-box")
    expect(boxes.first).to_be_visible()
    assert set(boxes.evaluate_all(BEYOND)) == {0}
