"""The page of one customer: whose it may be, that its numbers are those of the lines, and the way there."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from dash import html

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied
from dashboard.exports.cells import parted, told
from dashboard.pages.address import CUSTOMER_PATH, Address, parse_address
from dashboard.pages.bar import filters
from dashboard.pages.customer import CUSTOMER
from dashboard.pages.customer_orders import GRID
from dashboard.pages.customer_products import bought_panel, not_bought_panel
from dashboard.pages.customers import customer_block
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.site import rail, screen
from dashboard.pages.strip import strip
from dashboard.pages.trend import trend
from dashboard.pages.view import View
from dashboard.records.store import Records
from dashboard.settings import Company
from dashboard.shell.notes import keep
from dashboard.shell.screen import block
from dashboard.text import LANGUAGES, Language, say
from tests.access.rosters import Nobody
from tests.answers.built import Built, Rows, built
from tests.parts.conftest import walk

DAY = dt.date(2026, 6, 30)
MOVED = dt.date(2026, 3, 1)
ALL = {"startRow": 0, "endRow": 100}


def sale(
    key: str, on: dt.date, customer: str, product: str, amount: int, order: str | None = None
) -> dict[str, Any]:
    return {
        "line_id": key, "order_id": order, "order_date": on, "customer_id": customer, "product_id": product,
        "quantity": Decimal(2), "net_amount": Decimal(amount), "list_amount": Decimal(amount * 2),
    }  # fmt: skip


def company(**changes: list[dict[str, Any]]) -> Rows:
    """North and South; the mover went from one to the other in March. All but the odd one are alike."""
    start = dt.date(2020, 1, 1)
    given: Rows = {
        "territories": [
            {"territory_id": "C", "name": "Land", "parent_id": None, "level": "country"},
            *({"territory_id": key, "name": name, "parent_id": "C", "level": "region"}
              for key, name in (("N", "Northland"), ("S", "Southland"))),
        ],
        "reps": [{"rep_id": "r1", "name": "Rea"}, {"rep_id": "r2", "name": "Rigas"}],
        "assignments": [
            {"rep_id": rep, "territory_id": key, "role": "owner", "valid_from": start}
            for rep, key in (("r1", "N"), ("r2", "S"))
        ],
        "customers": [
            {"customer_id": key, "name": f"The {key}", "segment": "big", "industry": kind,
             "city": "Town", "opened_on": dt.date(2021, 5, 4), "annual_potential": Decimal(1000)}
            for key, kind in (("inn", "food"), ("mover", "food"), ("mill", "food"), ("odd", "art"))
        ],
        "customer_identifiers": [
            {"customer_id": who, "system": system, "identifier": key}
            for who, system, key in (("inn", "VAT", "007"), ("inn", "ERP", "K-1"), ("mill", "VAT", "666"))
        ],
        "products": [{"product_id": key, "name": key.title(), "category": "drink"}
                     for key in ("beer", "wine", "cider", "water")],
        "alignments": [
            {"customer_id": "inn", "territory_id": "N", "valid_from": start, "valid_to": None},
            {"customer_id": "mover", "territory_id": "N", "valid_from": start, "valid_to": MOVED},
            {"customer_id": "mover", "territory_id": "S", "valid_from": MOVED, "valid_to": None},
            {"customer_id": "mill", "territory_id": "S", "valid_from": start, "valid_to": None},
            {"customer_id": "odd", "territory_id": "S", "valid_from": start, "valid_to": None},
        ],
        "activities": [
            {"activity_id": "1", "activity_date": dt.date(2026, 4, 2), "rep_id": "r1", "customer_id": "inn",
             "kind": "visit", "outcome": "order"},
            {"activity_id": "2", "activity_date": dt.date(2026, 5, 2), "rep_id": "r2", "customer_id": "mill",
             "kind": "call", "outcome": "secret"},
        ],
        "call_plans": [
            {"customer_id": "inn", "period_start": dt.date(2026, 4, 1), "period_end": dt.date(2026, 5, 1),
             "planned_contacts": 3},
        ],
        "sales": [
            sale("1", dt.date(2026, 5, 4), "inn", "beer", 30, "A1"),
            sale("2", dt.date(2026, 5, 4), "inn", "water", 5, "A1"),
            sale("3", dt.date(2026, 4, 4), "inn", "beer", 7, "A2"),
            sale("4", dt.date(2025, 2, 4), "inn", "cider", 11, "A3"),
            sale("5", dt.date(2026, 2, 1), "mover", "beer", 50, "B1"),
            sale("6", dt.date(2026, 5, 1), "mover", "wine", 900, "B2"),
            sale("7", dt.date(2026, 5, 2), "mill", "wine", 70, "C1"),
            sale("8", dt.date(2026, 5, 2), "odd", "cider", 70, "D1"),
            sale("9", DAY, "inn", "beer", 1),
            sale("10", dt.date(2024, 1, 2), "mill", "beer", 1, "C0"),
        ],
    }  # fmt: skip
    return {name: rows for name, rows in {**given, **changes}.items() if rows}


def made(given: Rows, *, ideas: bool = False) -> Built:
    shelf = built(given, Company(), DAY, ideas=ideas)
    manifest = SimpleNamespace(
        id="2026-06-30.1", name="made", kind="company", through=DAY, today=DAY, checks=(), quarantined=0,
        created_at=dt.datetime(2026, 6, 30, 9), totals=(), company=Company(), people=(),
    )  # fmt: skip
    return replace(shelf, manifest=manifest)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    whole = made(company(), ideas=True)
    yield whole
    whole.connection.close()


def north() -> Scope:
    return grant(Person("2", "b@x.gr", "B", Role.REP), Nobody(), [HandGrant("N", DAY)], DAY)


def look(
    shelf: Built,
    of: str,
    scope: Scope | None = None,
    language: Language = "en",
    width: int = 1280,
    **more: Any,
) -> View:
    role = Role.REP if scope else Role.EXECUTIVE
    address = Address(CUSTOMER_PATH, of=of, **more)
    person = Person("1", "a@x.gr", "A", role)
    return View(person, scope or operator(), cast(Shelf, shelf), address, language, width, DAY)


def words(node: object) -> str:
    return " ".join(str(one) for one in walk(node) if isinstance(one, str))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["mill", "The mill", "nobody", "", "?"])
def test_a_customer_of_others_and_one_of_nobody_are_refused_alike(
    language: Language, key: str, shelf: Built
) -> None:
    told = words(screen(look(shelf, key, north(), language)))
    assert say(language, "profile.outside_scope") in told
    for secret in ("The mill", "Southland", "Rigas", "secret", "Wine", "70"):
        assert secret not in told


def test_its_keys_in_other_systems_stand_beside_its_own_and_nobody_elses(shelf: Built) -> None:
    told = words(screen(look(shelf, "inn", north())))
    assert "inn · ERP K-1, VAT 007 · big" in " ".join(told.split())
    assert "666" not in told
    assert "None" not in words(screen(look(shelf, "odd")))


def test_no_grid_of_a_refused_page_gives_rows(shelf: Built) -> None:
    for grid in (GRID, "rows", "customers"):
        with pytest.raises(Denied):
            block(look(shelf, "mill", north(), see="rows:net_sales"), grid, ALL)


def test_whoever_sold_to_a_customer_that_moved_away_sees_what_was_theirs(shelf: Built) -> None:
    credited = look(shelf, "mover", north(), alignment="credited")
    told = words(screen(credited))
    assert "The mover" in told
    assert "B1" in str(block(credited, GRID, ALL))
    assert say("en", "profile.elsewhere") in told
    assert "Northland Rea 1 Jan 2020 – 28 Feb 2026" in " ".join(told.split())
    assert say("en", "screen.try_again") not in told
    for secret in ("Southland", "Rigas", "Wine", "B2", "900", "950"):
        assert secret not in told + str(block(credited, GRID, ALL))
    # Where it belongs today is not theirs, so on today's alignment there is nothing.
    assert block(look(shelf, "mover", north()), GRID, ALL)["rowCount"] == 0


def test_who_had_a_customer_is_told_with_days_and_people(shelf: Built) -> None:
    told = words(screen(look(shelf, "mover")))
    assert "Southland Rigas since 1 Mar 2026" in " ".join(told.split())
    assert "1 Jan 2020 – 28 Feb 2026" in told


@pytest.mark.parametrize("key", ["inn", "mover", "mill", "odd"])
def test_the_orders_are_those_of_the_lines_and_add_up(key: str, shelf: Built) -> None:
    found = block(look(shelf, key), GRID, ALL)
    written = shelf.rows(
        "SELECT order_date, coalesce(order_id, '?'), count(*), sum(net_amount) FROM sales "
        f"WHERE customer_id = '{key}' GROUP BY ALL ORDER BY 1 DESC, 2 DESC"
    )
    assert found["rowCount"] == len(written)
    assert [(one["lines"], one["amount"]) for one in found["rowData"]] == [
        (str(lines), f"{amount:,.2f}") for _, _, lines, amount in written
    ]
    whole = f"{sum(row[3] for row in written):,.2f}"
    assert whole in words(screen(look(shelf, key))) + str(walk_grids(screen(look(shelf, key))))


def walk_grids(node: object) -> list[object]:
    return [
        getattr(one, "dashGridOptions", {}).get("pinnedBottomRowData")
        for one in walk(node)
        if hasattr(one, "dashGridOptions")
    ]


def test_orders_come_in_stretches(shelf: Built) -> None:
    whole = block(look(shelf, "inn"), GRID, ALL)["rowData"]
    assert block(look(shelf, "inn"), GRID, {"startRow": 1, "endRow": 3})["rowData"] == whole[1:3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_opens_its_lines_and_nobody_elses(language: Language, shelf: Built) -> None:
    told = words(screen(look(shelf, "inn", language=language, see="order:A1@2026-05-04")))
    assert "Water" in told
    assert {"en": "2 lines add up to 35.00", "el": "2 γραμμές με άθροισμα 35,00"}[language] in told
    for see in ("order:C1@2026-05-02", "order:A1@2026-05-05", "order:A1@soon"):
        refused = words(screen(look(shelf, "inn", language=language, see=see)))
        assert "Wine" not in refused
        assert say(language, "profile.unknown_order", order=see[6:8]) in refused


def cells(node: object) -> list[list[str]]:
    return [
        [words(cell).strip() for cell in row.children]
        for row in walk(node)
        if isinstance(row, html.Tr) and row.children
    ]


def test_what_is_bought_no_longer_stands_with_when_it_was_last(shelf: Built) -> None:
    rows = cells(bought_panel(look(shelf, "inn", against="prior_year_calendar")))
    assert rows[1:] == [
        ["Beer", "38", "new", "50%", "30 Jun 2026"],
        ["Water", "5", "new", "50%", "4 May 2026"],
        ["Cider", "0", "▼ −100.0%", "–", "4 Feb 2025"],
    ]


def test_what_customers_like_it_buy_and_it_does_not(shelf: Built) -> None:
    # Of two others in food, both buy wine; the odd one buys cider and is not like it.
    assert cells(not_bought_panel(look(shelf, "inn")))[1:] == [["Wine", "100%", "2"]]
    # Within the North there is no other that is the North's today.
    told = words(not_bought_panel(look(shelf, "inn", north())))
    assert "Wine" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_company_that_brings_little_is_told_which_table_a_panel_needs(
    language: Language, width: int
) -> None:
    bare = made(company(activities=[], call_plans=[], alignments=[], products=[], assignments=[], reps=[],
                        territories=[]))  # fmt: skip
    told = words(screen(look(bare, "inn", language=language, width=width)))
    for table in ("activities", "alignments", "products"):
        assert say(language, f"table.{table}") in told
    assert say(language, "screen.failed", number="").split("7F3A")[0][:20] not in told
    bare.connection.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_no_panel_of_the_page_fails(language: Language, width: int, shelf: Built) -> None:
    told = words(screen(look(shelf, "inn", language=language, width=width)))
    assert say(language, "screen.try_again") not in told
    assert "1 / 3" in told  # contacts of the plan


def test_the_path_leads_from_the_country_to_the_customer_and_back(shelf: Built) -> None:
    bar = filters(look(shelf, "mover", period="last_year"))
    assert bar.place
    assert [crumb.label for crumb in bar.place.path] == ["All territories", "Land", "Southland", "The mover"]
    back = parse_address("/", bar.place.path[2].href[1:])
    assert (back.at, back.of, back.period) == ("S", "", "last_year")


def test_the_rail_leads_away_from_the_customer_and_keeps_what_is_chosen(shelf: Built) -> None:
    view = look(shelf, "inn", period="last_year")
    places = rail(view).items
    assert [one.href for one in places] == [
        "/?period=last_year",
        "/leadership?period=last_year",
        "/explore?period=last_year",
        "/pay?period=last_year",
    ]
    assert [one.current for one in places] == [True, False, False, False]


def test_the_address_of_a_customer_drops_other_customers_and_the_place() -> None:
    where = ('customer = "inn"', "customer_kind = x", "channel = web")
    there = Address(at="S", where=where, period="mtd").of_customer("mill")
    assert there.href == "/customer?period=mtd&of=mill&where=customer_kind+=+x&where=channel+=+web"
    assert parse_address("/customer", there.href.partition("?")[2]) == there
    assert Address(of="mill").href == "/"


def test_of_a_customer_limits_no_other_page(shelf: Built) -> None:
    view = replace(look(shelf, "inn"), address=Address("/", of="inn"))
    assert view.customer is None
    assert view.question("net_sales").where == ()


def test_a_name_in_the_grid_opens_the_page_and_its_funnel_sets_a_chip(shelf: Built) -> None:
    view = replace(look(shelf, ""), address=Address("/"))
    rows = {one["id"]: one for one in customer_block(view, 0, 100, [])["rowData"]}
    assert rows["mill"]["href"] == "/customer?of=mill"
    assert parse_address("/", rows["mill"]["only"][1:]).where == ('customer = "mill"',)


def test_contacts_of_the_plan_stand_in_the_grid_with_their_total(shelf: Built) -> None:
    view = replace(look(shelf, ""), address=Address("/"))
    rows = {one["id"]: one for one in customer_block(view, 0, 100, [])["rowData"]}
    assert (rows["inn"]["contacts"], rows["inn"]["contacts_tone"]) == ("1 / 3", "bad")
    assert rows["mill"]["contacts"] == "–"
    first = customer_block(view, 0, 1, [{"colId": "contacts", "sort": "desc"}])["rowData"]
    assert first[0]["id"] == "inn"
    assert "1 / 3" in str(walk_grids(screen(view)))


@pytest.mark.parametrize("against", ["forecast", "prior_period_working", "prior_year_calendar"])
def test_the_strip_stands_whatever_it_is_compared_with(against: str, shelf: Built) -> None:
    view = replace(look(shelf, "", against=against), address=Address("/", against=against))
    told = words(strip(view))
    assert say("en", "measure.plan_adherence.name") in told
    assert "33.3%" in told


def table_of(node: object) -> list[list[str]]:
    return [row for row in cells(node) if row[0].endswith("2026")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trend_adds_up_and_its_table_too(language: Language, shelf: Built) -> None:
    view = look(shelf, "inn", language=language)
    monthly = trend(view)
    added_up = trend(replace(view, address=view.address.but(trend="cumulative")))
    assert [row[1] for row in table_of(monthly)][:7] == ["0", "0", "0", "7", "35", "1", "–"]
    assert [row[1] for row in table_of(added_up)][:7] == ["0", "0", "0", "7", "42", "43", "–"]
    assert say(language, "territory.trend_cumulative", year=2026) in words(added_up)
    links = [one.href for one in walk(monthly) if getattr(one, "href", "")]
    assert "/customer?of=inn&trend=cumulative" in links


def test_the_switch_stands_in_the_address_and_knows_two_ways() -> None:
    assert Address(trend="cumulative").href == "/?trend=cumulative"
    assert parse_address("/", "?trend=cumulative").trend == "cumulative"
    assert parse_address("/", "?trend=backwards").trend == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leaves_is_what_stands_on_the_page(language: Language, shelf: Built) -> None:
    view = look(shelf, "inn", language=language)
    document = page_document(CUSTOMER, view, DAY)
    assert document.title == "The inn"
    assert len(document.sheets) == 8
    shown = words(screen(view)) + str(block(view, GRID, ALL)) + str(walk_grids(screen(view)))
    for sheet in document.sheets:
        for row in sheet.lines():
            for cell, column in zip(row, sheet.columns, strict=True):
                value, written = parted(cell, column.look)
                if written.numeric and value is not None:
                    assert told(language, cell, column.look) in shown, (sheet.title, cell)


def test_nothing_of_a_customer_of_others_leaves(shelf: Built) -> None:
    view = look(shelf, "mill", north())
    with pytest.raises(Denied):
        page_document(CUSTOMER, view, DAY)
    for panel in CUSTOMER.panels:
        if panel.tile:
            with pytest.raises(Denied):
                tile_document(CUSTOMER, view, DAY, panel.tile)


def test_a_month_of_the_trend_is_a_period_and_its_table_leads_there_too(shelf: Built) -> None:
    view = look(shelf, "inn", period="2026-04-01..2026-04-30")
    links = [one for one in walk(trend(view)) if getattr(one, "className", "").startswith("over-month")]
    assert len(links) == 6  # July and later lie ahead
    assert [one.className for one in links].index("over-month chosen") == 3
    assert parse_address("/", links[4].href.partition("?")[2]).period == "2026-05-01..2026-05-31"
    assert parse_address("/", links[5].href.partition("?")[2]).period == "mtd"
    assert parse_address("/", links[1].href.partition("?")[2]).period == "2026-02-01..2026-02-28"
    assert all(parse_address("/customer", one.href.partition("?")[2]).of == "inn" for one in links)
    table = [one.href for one in walk(trend(view)) if getattr(one, "title", "") == "Only 1 – 28 Feb 2026"]
    assert table == [links[1].href] * 2


def test_the_trend_goes_as_far_as_the_data_whatever_month_is_chosen(shelf: Built) -> None:
    months = [
        table_of(trend(look(shelf, "inn", **chosen))) for chosen in ({}, {"period": "2026-04-01..2026-04-30"})
    ]
    assert months[0] == months[1]


def test_a_customer_has_notes_that_who_had_it_before_does_not_share(shelf: Built, tmp_path: Path) -> None:
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    boss = replace(look(shelf, "mover", see="note:net_sales"), records=records)
    before = replace(look(shelf, "mover", north(), see="note:net_sales"), records=records)
    other = replace(look(shelf, "mill", see="note:net_sales"), records=records)
    assert keep(boss, "new", "add", "Pays late.") == "notes.told_add"
    keep(before, "new", "add", "Was ours.")
    assert [one.body for one in boss.notes] == ["Pays late."]
    assert [one.body for one in before.notes] == ["Was ours."]
    assert other.notes == []
    assert "Pays late." in words(screen(boss))
    records.close()
