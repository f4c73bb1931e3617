"""Why a number changed, on the demo company: what was planted is found, and a finding opens the page."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, LEADER, REP, Served

YEAR = ("--period", "ytd", "--against", "prior_year_working", "--alignment", "today")


def explained(served: Served, measure: str, *words: str, person: str = EXECUTIVE) -> dict[str, Any]:
    asked = ("explain", measure, *YEAR, *words, "--as", person, "--format", "json")
    return json.loads(served.told(*asked))


def names(document: dict[str, Any]) -> list[str]:
    return [one["member"] for one in document["findings"]]


def test_the_region_that_lapses_is_found(served: Served) -> None:
    """Ήπειρος has one district: it is told by either name, and its territories are not told too."""
    document = explained(served, "net_sales")
    falling = [one["member"] for one in document["findings"] if Decimal(one["contribution"]) < 0]
    assert len({"Ήπειρος", "Ηπειρωτικός Άξονας"} & set(falling)) == 1
    assert not {"Ιωάννινα-Μέτσοβο", "Άρτα-Πρέβεζα"} & set(falling)
    inside = explained(served, "net_sales", "--where", "territory = Ήπειρος")
    steps = {key: Decimal(value) for key, value in inside["bridges"]["customers"].items()}
    assert -steps["lost"] > steps["new"] * 2
    assert sum(steps.values()) == Decimal(inside["change"])


def test_the_price_that_erodes_is_found(served: Served) -> None:
    """Of wholesalers it is Κεντρική Μακεδονία; there cleaning goods, or the brand among them."""
    wholesalers = ("--where", "industry = Χονδρεμπόριο")
    findings = explained(served, "discount_rate", *wholesalers)["findings"]
    assert next(one["member"] for one in findings if one["contribution"] > 0) == "Κεντρική Μακεδονία"
    there = (*wholesalers, "--where", "territory = Κεντρική Μακεδονία")
    document = explained(served, "discount_rate", *there)
    rising = [one["member"] for one in document["findings"] if one["contribution"] > 0]
    assert {"Απορρυπαντικά", "Volta Pro"} & set(rising)


def test_a_rep_is_told_of_their_own(served: Served) -> None:
    """Their numbers are those of `ask` with their rights, and every customer told is one of theirs."""
    document = explained(served, "net_sales", person=REP)
    own = served.ask("--measure", "net_sales", "--by", "customer", *YEAR, person=REP)
    assert [document["now"], document["before"]] == own["totals"][1:]
    customers = {row[0] for row in own["rows"]}
    told = [one for one in document["findings"] if one["dimension"] == "customer"]
    assert told
    assert all(one["member"] in customers for one in told)
    assert not [one for one in document["breakdowns"] if one["dimension"] in ("region", "district")]


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "el")])
def test_a_finding_is_opened_from_the_menu_by_keyboard(
    visit: Opener, width: int, theme: str, language: str
) -> None:
    there = visit(LEADER, language=language, theme=theme, width=width).open()
    label = {"en": "Net sales", "el": "Καθαρές πωλήσεις"}[language]
    there.tile(label).locator("button.tool").focus()
    there.page.keyboard.press("Enter")
    entry = there.page.get_by_role("menuitem").nth(1)
    expect(entry).to_have_text({"en": "Explain the change", "el": "Εξήγηση μεταβολής"}[language])
    with there.one_update():
        entry.press("Enter")
    expect(there.page).to_have_url(re.compile(r"see=why:"))
    dialog = there.page.get_by_role("dialog")
    found = dialog.locator("tbody .member > a").first
    name = found.inner_text()
    with there.one_update():
        found.press("Enter")
    expect(dialog).to_have_count(0)
    expect(there.page).to_have_url(re.compile(r"[?&](where|at)="))
    expect(there.page.locator("#screen")).to_contain_text(name)
