"""The walks of a day: sign in, choose when and where, see what a number is made of, and leave."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, LEADER, REP


def test_a_demo_person_signs_in_with_one_click(visit: Opener) -> None:
    there = visit()
    there.page.goto(there.address)
    expect(there.page).to_have_url(re.compile("/sign-in$"))
    there.page.get_by_role("button", name="Γιώργος Νικολάου").click()
    there.settled()
    expect(there.page.get_by_role("heading", level=1)).to_contain_text("Μαρούσι-Κηφισιά")
    expect(there.page.get_by_role("heading", level=1)).to_contain_text("Demo data")
    expect(there.page).to_have_title("Μαρούσι-Κηφισιά · Metron")
    assert len(there.updates) == 1


def test_the_period_follows_presets_arrows_and_a_range_of_ones_own(visit: Opener) -> None:
    there = visit(REP).open()
    this_year = there.values()
    there.choose("Year to date", "Without the month in progress")
    expect(there.page).to_have_url(re.compile(r"\?incomplete=out$"))
    expect(there.pill("Year to date, complete months")).to_contain_text("1 Jan – 31 Oct 2026")
    there.choose("Year to date", "Without the month in progress")
    assert there.values() == this_year
    there.choose("Year to date", "Last month")
    expect(there.page).to_have_url(re.compile(r"\?period=last_month$"))
    expect(there.pill("Last month")).to_contain_text("1 – 31 Oct 2026")
    with there.one_update():
        there.page.get_by_role("link", name="Earlier").click()
    expect(there.pill("1 – 30 Sep 2026")).to_be_visible()
    with there.one_update():
        there.page.get_by_role("link", name="Later").click()
    expect(there.page).to_have_url(re.compile(r"\?period=last_month$"))
    there.pill("Last month").click()
    there.page.get_by_role("button", name="From – to").click()
    there.page.get_by_role("button", name="5 October 2026", exact=True).click()
    with there.one_update():
        there.page.get_by_role("button", name="9 October 2026", exact=True).click()
    expect(there.page).to_have_url(re.compile(r"\?period=2026-10-05\.\.2026-10-09$"))
    expect(there.pill("5 – 9 Oct 2026")).to_be_visible()
    assert there.values() != this_year


def test_the_comparison_says_which_days_stand_against_which(visit: Opener) -> None:
    there = visit(REP).open()
    days = there.page.locator(".compared-days")
    expect(days).to_have_text("1 Jan – 12 Nov 2026 against 1 Jan – 13 Nov 2025, same working days")
    there.choose("prior year", "Prior year, same weekdays")
    expect(days).to_have_text("1 Jan – 12 Nov 2026 against 2 Jan – 13 Nov 2025, same weekdays")
    there.choose("Year to date", "Last month")
    there.choose("prior year", "Period before, same days of the month")
    expect(there.page).to_have_url(re.compile(r"\?period=last_month&against=prior_period_calendar$"))
    expect(days).to_have_text("1 – 31 Oct 2026 against 1 – 30 Sep 2026, 31 days against 30")
    expect(there.tile("Net sales").locator(".tile-delta")).to_contain_text("from prior month")
    expect(there.tile("Active customers").locator(".tile-delta")).to_contain_text(["new", "lost"])
    there.choose("prior month", "Quota")
    expect(there.tile("Net sales").locator(".tile-delta")).to_contain_text("from quota")
    there.pill("quota").click()
    there.page.get_by_role("button", name="Other days").click()
    there.page.get_by_role("button", name="5 October 2026", exact=True).click()
    with there.one_update():
        there.page.get_by_role("button", name="9 October 2026", exact=True).click()
    expect(there.page).to_have_url(re.compile(r"&against=2026-10-05\.\.2026-10-09$"))
    expect(days).to_have_text("1 – 31 Oct 2026 against 5 – 9 Oct 2026, 31 days against 5")
    expect(there.page.locator("#screen .state.failed")).to_have_count(0)


def test_a_leader_goes_a_level_down_by_the_path_and_by_the_list(visit: Opener) -> None:
    there = visit(LEADER).open()
    whole = there.values()
    there.choose("Βόρεια Προάστια", "Μαρούσι-Κηφισιά")
    expect(there.page.get_by_role("heading", level=1)).to_contain_text("Μαρούσι-Κηφισιά")
    by_path = there.values()
    with there.one_update():
        there.page.get_by_label("Territory").get_by_role("link", name="Βόρεια Προάστια").click()
    assert there.values() == whole
    with there.one_update():
        there.panel("One level down").get_by_role("link", name="Μαρούσι-Κηφισιά").click()
    assert there.values() == by_path != whole


def test_an_executive_goes_from_the_country_down_to_a_territory(visit: Opener) -> None:
    there = visit(EXECUTIVE).open()
    for _ in range(4):
        name = there.panel("One level down").get_by_role("link").first.inner_text()
        with there.one_update():
            there.panel("One level down").get_by_role("link").first.click()
        expect(there.page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(there.panel("One level down")).to_have_count(0)
    path = there.page.get_by_label("Territory").get_by_role("listitem")
    expect(path).to_have_count(5)


def test_a_name_is_found_in_the_list_of_territories_without_its_accents(visit: Opener) -> None:
    there = visit(LEADER).open()
    search = there.page.get_by_placeholder("Territory by name, at any level")
    expect(search).to_have_count(0)
    there.pill("Βόρεια Προάστια").hover()
    expect(search).to_have_count(1)  # drawn ahead of the click
    there.pill("Βόρεια Προάστια").click()
    expect(search).to_be_focused()
    there.page.keyboard.type("μαρουσι")
    expect(there.page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
    there.page.keyboard.type("zzz")
    expect(there.page.get_by_text("No name matches.")).to_be_visible()


def test_back_and_forward_restore_what_was_seen(visit: Opener) -> None:
    there = visit(REP).open()
    first = there.values()
    there.choose("Year to date", "Month to date")
    second = there.values()
    with there.one_update():
        there.page.go_back()
    assert there.values() == first
    expect(there.pill("Year to date")).to_be_visible()
    with there.one_update():
        there.page.go_forward()
    assert there.values() == second != first


def test_a_line_of_the_mix_becomes_a_chip_that_can_be_removed(visit: Opener) -> None:
    there = visit(REP).open()
    before = there.values()
    line = there.panel("Product mix").get_by_role("link").first
    name = line.inner_text()
    with there.one_update():
        line.click()
    chip = there.page.locator(".chip")
    expect(chip).to_contain_text(f"Category {name}")
    expect(there.page.locator("#screen .state.failed")).to_have_count(0)
    assert there.values() != before
    there.tile("Net sales").get_by_role("button", name="Filtered by").hover()
    expect(there.page.get_by_role("tooltip")).to_contain_text(name)
    with there.one_update():
        chip.get_by_role("link", name=f"Remove Category {name}").click()
    expect(chip).to_have_count(0)
    assert there.values() == before


@pytest.mark.parametrize("kind", ["a customer", "a channel"])
def test_other_names_that_are_clicked_become_chips_too(visit: Opener, kind: str) -> None:
    there = visit(REP).open()
    place = there.page.locator(".ag-row") if kind == "a customer" else there.panel("Channels")
    name = re.compile("^Filter to this customer" if kind == "a customer" else "")
    with there.one_update():
        place.get_by_role("link", name=name).first.click()
    expect(there.page.locator(".chip")).to_have_count(1)
    expect(there.page.locator("#screen .state.failed")).to_have_count(0)


def test_a_month_of_the_trend_becomes_the_period_and_the_switch_adds_up(visit: Opener) -> None:
    there = visit(REP).open()
    trend = there.panel("Net sales by month")
    with there.one_update():
        trend.locator(".over-month").nth(2).click()
    expect(there.pill("March 2026")).to_contain_text("1 – 31 Mar 2026")
    with there.one_update():
        there.page.go_back()
    trend.get_by_role("button", name="as a table").click()
    with there.one_update():
        trend.get_by_role("link", name="Oct 2026").click()
    expect(there.pill("Last month")).to_contain_text("1 – 31 Oct 2026")
    with there.one_update():
        trend.get_by_role("link", name="Cumulative").click()
    expect(there.page).to_have_url(re.compile(r"\?period=last_month&trend=cumulative$"))
    expect(there.panel("Net sales, cumulative, 2026")).to_be_visible()


def test_a_customer_has_a_page_of_its_own_and_back_leads_out(visit: Opener) -> None:
    there = visit(LEADER).open("/?period=last_quarter")
    row = there.panel("Customers").locator(".ag-row").first
    name = row.locator(".cell-name").inner_text()
    with there.one_update():
        row.locator(".cell-name").click()
    expect(there.page).to_have_url(re.compile(r"/customer\?period=last_quarter&of=C\d+$"))
    expect(there.page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(there.page.locator("#screen .state.failed")).to_have_count(0)
    orders = there.panel("Orders").locator(".ag-center-cols-container .ag-row").first
    with there.one_update():
        orders.get_by_role("link").click()
    expect(there.page.get_by_role("dialog")).to_contain_text("add up to")
    with there.one_update():
        there.page.go_back()
    above = there.page.locator(".path .above a").last
    place = above.inner_text()
    with there.one_update():
        above.click()
    expect(there.page.get_by_role("heading", level=1)).to_contain_text(place)
    with there.one_update():
        there.page.go_back()
    with there.one_update():
        there.page.go_back()
    expect(there.page).to_have_url(re.compile(r"/\?period=last_quarter$"))


def test_language_and_theme_change_at_once_and_stay(visit: Opener) -> None:
    there = visit(REP).open("/?period=last_month")
    root = there.page.locator("html")
    expect(root).to_have_attribute("lang", "en")
    with there.page.expect_navigation():
        there.page.get_by_role("button", name="Ελληνικά").click()
    there.settled()
    expect(root).to_have_attribute("lang", "el")
    expect(there.pill("Προηγούμενος μήνας")).to_be_visible()
    expect(there.page).to_have_url(re.compile(r"\?period=last_month$"))
    light = there.page.evaluate("getComputedStyle(document.body).backgroundColor")
    with there.page.expect_response("**/preferences"):
        there.page.locator("[data-prefers=theme]").click()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    there.page.reload()
    there.settled()
    expect(root).to_have_attribute("lang", "el")
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    assert there.page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_signing_out_ends_it_everywhere(visit: Opener) -> None:
    there = visit()
    there.page.goto(there.address)
    there.page.get_by_role("button", name="Γιώργος Νικολάου").click()
    there.settled()
    kept = there.context.cookies()
    there.page.locator(".avatar").click()
    there.page.get_by_role("menuitem", name="Sign out").click()
    expect(there.page.get_by_text("You are signed out.")).to_be_visible()
    there.page.go_back()
    expect(there.page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    thief = visit()
    thief.context.add_cookies(kept)
    thief.page.goto(there.address)
    expect(thief.page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_a_territory_is_found_by_its_name_at_any_depth(visit: Opener) -> None:
    there = visit(EXECUTIVE).open()
    there.page.locator(".path .pill-button").click()
    found = there.page.locator("#found-territories a").filter(has_text="Μαρούσι-Κηφισιά")
    expect(found).to_have_count(0)
    there.page.get_by_label("Territory by name, at any level").fill("μαρουσι")
    expect(found).to_be_visible()
    with there.one_update():
        found.click()
    expect(there.page.get_by_role("heading", level=1)).to_contain_text("Μαρούσι-Κηφισιά")


def test_the_glossary_is_reached_from_a_number_and_narrowed_as_one_types(visit: Opener) -> None:
    there = visit(REP).open("/?see=how:attainment")
    there.page.get_by_role("link", name="In the glossary").click()
    expect(there.page).to_have_title("Glossary · Metron")
    entries = there.page.locator(".entry")
    expect(entries.first).to_contain_text("Net sales as a share of the quota")
    expect(entries.first).to_have_attribute("open", "")
    there.page.get_by_label("Find a measure").fill("ΔΥΝΑΜΙΚΌ")
    expect(entries.filter(visible=True, has_not_text=re.compile("otential"))).to_have_count(0)
    expect(entries.filter(visible=True).first).to_contain_text("Potential")
