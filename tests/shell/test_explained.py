"""The sheet that explains a change: in both languages, with links that filter in sight, or why not."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from dash import dcc

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.comparison import DEFAULT
from dashboard.pages.address import Address, parse_address
from dashboard.pages.sheets import sheet, tile_menu
from dashboard.pages.view import View
from dashboard.settings import Company
from dashboard.text import LANGUAGES, Language
from tests.access.rosters import Nobody
from tests.answers.built import Built, built
from tests.answers.test_explained import TODAY, given
from tests.parts.conftest import walk

PERSON = Person("1", "a@x.gr", "A", Role.EXECUTIVE)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    made = built(given(), Company(credit_by="document"), TODAY)
    made.manifest.name, made.manifest.kind = "made", "company"
    # The year of the earlier sales is known from its first day.
    yield replace(made, outline=replace(made.outline, first=dt.date(2025, 1, 1)))
    made.connection.close()


def opened(shelf: Built, language: Language, address: Address, scope: Scope | None = None) -> list[object]:
    view = View(PERSON, scope or operator(), cast(Shelf, shelf), address, language, 1280, TODAY)
    return list(walk(sheet(view)))


def at(see: str, against: str = "prior_year_calendar", **more: object) -> Address:
    return Address(period="2026-01-01..2026-12-31", against=against, see=see, alignment="credited").but(
        see=see, **more
    )


def words(parts: list[object]) -> str:
    return " ".join(one for one in parts if isinstance(one, str))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_leads_to_the_page_with_it_alone(language: Language, shelf: Built) -> None:
    parts = opened(shelf, language, at("why:net_sales"))
    links = {
        str(one.children): parse_address("/", str(one.href)[1:]) for one in parts if isinstance(one, dcc.Link)
    }
    harbour = links["The harbour"]
    assert harbour.where == ('customer = "harbour"',)
    assert harbour.see == ""
    assert harbour.period == "2026-01-01..2026-12-31"
    assert "−220" in words(parts)


def test_a_chip_that_stands_is_kept_and_a_territory_is_opened(shelf: Built) -> None:
    parts = opened(shelf, "en", at("why:active_customers", where=("segment = one",)))
    links = [parse_address("/", str(one.href)[1:]) for one in parts if isinstance(one, dcc.Link)]
    assert "N1" in {one.at for one in links}
    assert all(one.where[0] == "segment = one" for one in links)


def test_nobody_elses_members_are_in_the_sheet(shelf: Built) -> None:
    scope = grant(Person("2", "b@x.gr", "B", Role.REP), Nobody(), [HandGrant("S", TODAY)], TODAY)
    told = words(opened(shelf, "en", at("why:net_sales"), scope))
    assert "+100" in told
    assert not [name for name in ("harbour", "square", "inn", "North") if name in told]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("see", ["why:last_order", "why:share_of_wallet", "why:lost_customers"])
def test_what_cannot_be_explained_says_so_and_what_can(language: Language, see: str, shelf: Built) -> None:
    parts = opened(shelf, language, at(see))
    assert {"en": "Net sales", "el": "Καθαρές πωλήσεις"}[language] in words(parts)
    assert see.removeprefix("why:") not in words(parts)


def test_before_the_data_there_is_no_change(shelf: Built) -> None:
    parts = opened(shelf, "en", replace(at("why:net_sales", DEFAULT), period="2025-01-01..2025-12-31"))
    assert "1 Jan 2025" in words(parts)
    assert not [one for one in parts if isinstance(one, dcc.Link)]


def test_every_menu_has_it_with_the_days_of_its_tile(shelf: Built) -> None:
    view = View(PERSON, operator(), cast(Shelf, shelf), Address(), "en", 1280, TODAY)
    known = {one.label: one.href for one in tile_menu(view, "active_customers", "months")}
    assert known["Explain the change"] == "/?see=why:active_customers%40months"
    # What no earlier days are known of is explained by what is.
    assert "why:attainment" in tile_menu(view, "share_of_full_quota", "year")[1].href
