"""What a reader must be able to rely on: rows that add up, links that grant nothing, people apart."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import LEADER, REP

ELSEWHERE = "ATT-N2"  # a territory of the leader's that is not the rep's


def test_the_rows_of_a_number_add_up_to_it(visit: Opener) -> None:
    there = visit(REP).open()
    shown = there.tile("Net sales").locator(".tile-value").inner_text()
    there.tile("Net sales").get_by_role("button", name=re.compile("^More")).click()
    with there.one_update():
        there.page.get_by_role("menuitem", name="See the rows").click()
    lead = there.page.locator(".window-lead")
    expect(lead).to_contain_text("They add up to")
    found = re.search(r"add up to ([\d,.]+)", lead.inner_text())
    assert found is not None
    added = found[1].rstrip(".").replace(",", "")
    assert shown.replace(",", "") == f"{float(added) / 1000:.1f}"
    expect(there.page.locator(".window .ag-floating-bottom")).to_contain_text(found[1].rstrip("."))
    there.page.keyboard.press("Escape")
    expect(lead).to_be_hidden()
    there.page.go_back()
    expect(lead).to_be_visible()


def test_how_a_number_is_computed_is_there_to_read(visit: Opener) -> None:
    there = visit(REP).open("/?see=how:attainment")
    window = there.page.get_by_role("dialog")
    for words in ("Definition", "Formula", "Net sales ÷ quota.", "FROM sales", "sales.parquet"):
        expect(window).to_contain_text(words)
    # What a person may see stands in the statement as numbers: whose they are is said.
    expect(window).to_contain_text(re.compile(r"path\d+\s*\d+ · \S"))


def test_a_link_opens_with_the_rights_of_whoever_opens_it(visit: Opener) -> None:
    leader = visit(LEADER).open(f"/?at={ELSEWHERE}")
    theirs = leader.page.get_by_role("heading", level=1).inner_text()
    customer = leader.panel("Customers").locator(".ag-row").first.locator(".cell-name").inner_text()
    for path in (f"/?at={ELSEWHERE}", f"/?at={ELSEWHERE}&see=rows:net_sales"):
        rep = visit(REP).open(path)
        rep.sees("outside what you may see")
        told = rep.page.content() + rep.received()
        assert theirs.splitlines()[0] not in told
        assert customer not in told


def test_a_rep_learns_nothing_of_a_customer_of_others(visit: Opener) -> None:
    leader = visit(LEADER).open(f"/?at={ELSEWHERE}")
    name = leader.panel("Customers").locator(".ag-row").first.locator(".cell-name")
    expect(name).to_have_text(re.compile(r"\S"))  # a cell may be there before its words are
    told, address = name.inner_text(), str(name.get_attribute("href"))
    rep = visit(REP).open(address)
    rep.sees("This customer is outside what you may see.")
    assert told not in rep.page.content() + rep.received()


def test_the_same_link_shows_each_person_their_own(visit: Opener) -> None:
    leader, rep = visit(LEADER).open("/?period=last_quarter"), visit(REP).open("/?period=last_quarter")
    assert leader.values() != rep.values()
    expect(rep.page.get_by_role("heading", level=1)).to_contain_text("Μαρούσι-Κηφισιά")
    expect(leader.page.get_by_role("heading", level=1)).to_contain_text("Βόρεια Προάστια")


def test_two_people_at_once_do_not_influence_each_other(visit: Opener) -> None:
    leader, rep = visit(LEADER, language="el").open(), visit(REP, language="en", theme="dark").open()
    before = rep.values()
    leader.open("/?period=last_month")
    assert rep.values() == before
    rep.open("/?period=last_quarter&alignment=credited")
    of_leader = leader.values()
    leader.open("/?period=last_month")
    assert leader.values() == of_leader
    rep.open()
    assert rep.values() == before
    expect(leader.page.locator("html")).to_have_attribute("lang", "el")
    expect(rep.page.locator("html")).to_have_attribute("lang", "en")
