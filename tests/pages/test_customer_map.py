"""The map of customers: all of them counted once, none of others, and marks that lead somewhere."""

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest
from dash import html

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.answer import answer
from dashboard.answers.compiler_places import MOST_MARKS
from dashboard.answers.places import Ground, Places, Spot, outlines, places
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.pages import map_marks
from dashboard.pages.address import Address, parse_address
from dashboard.pages.customer_map import TILE, map_panel, map_sheets
from dashboard.pages.page import begin, fill
from dashboard.pages.territory import TERRITORY
from dashboard.pages.view import View
from dashboard.parts.drawing import Drawing
from dashboard.text import LANGUAGES, Language, formats, say
from tests.access.rosters import Nobody
from tests.answers.built import Built, Rows
from tests.intake.test_outlines import AT, firm
from tests.pages.test_customer import DAY, made, sale, words
from tests.parts.conftest import walk

BEFORE = DAY.replace(year=2025)
PANEL = next(one for one in TERRITORY.panels if one.tile == TILE)
GROUND = {
    "GR": Ground(("GR",), ("N", "S")),
    "N": Ground(("N",), ("N1", "N2")),
    "N1": Ground(("N1",)),
    "CY": Ground(("CY",)),
}


def company() -> Rows:
    """125 customers who sold more this year, less, for the first time, nothing, and returned."""
    rows = firm()
    keys = [one["customer_id"] for one in rows["customers"]]
    rows["sales"] += [sale(f"b{n}", BEFORE, key, "p", 7 * n) for n, key in enumerate(keys) if n % 3]
    rows["sales"] += [sale(f"r{n}", DAY, keys[n], "p", -20 * n) for n in (5, 50)]
    rows["sales"].append(sale("?", DAY, "nobody", "p", 77))
    rows["sales"].append(sale("first", BEFORE.replace(year=2024), "N1-1", "p", 1))
    year = {"period_start": DAY.replace(month=1, day=1), "period_end": DAY.replace(year=2027, month=1, day=1)}
    rows["quotas"] = [{"territory_id": "N1", **year, "measure": "net_sales", "amount": Decimal(900)}]
    return rows


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    whole = made(company())
    yield whole
    whole.connection.close()


def look(
    shelf: Built, at: str = "", scope: Scope | None = None, language: Language = "en", **more: Any
) -> View:
    address = Address("/", at=at, **{"against": "prior_year_calendar"} | more)
    person = Person("1", "a@x.gr", "A", Role.REP if scope else Role.EXECUTIVE)
    return View(person, scope or operator(), cast(Shelf, shelf), address, language, 1280, DAY)


def of(*nodes: str) -> Scope:
    return grant(Person("2", "b@x.gr", "B", Role.REP), Nobody(), [HandGrant(one, DAY) for one in nodes], DAY)


def found(shelf: Built, at: str, scope: Scope | None = None, **more: Any) -> tuple[Places, View]:
    view = look(shelf, at, scope, **more)
    ground = GROUND[at] if at else Ground(tuple(one.id for one in view.tree.tops))
    return places(view.question("net_sales", by=("customer",)), ground, view.scope, view.shelf), view


def sums(those: Places) -> tuple[Decimal, Decimal]:
    return (
        sum((one.amount or Decimal(0) for one in those.all), Decimal(0)),
        sum((one.before or Decimal(0) for one in those.all), Decimal(0)),
    )


@pytest.mark.parametrize("at", ["", *GROUND])
@pytest.mark.parametrize("where", [(), ("city = Town",), ('customer in ("N1-3", "N1-4", "S1-2")',)])
def test_all_marks_come_to_what_the_customers_come_to(at: str, where: tuple[str, ...], shelf: Built) -> None:
    those, view = found(shelf, at, where=where)
    whole = answer(view.question("net_sales", by=("customer",)), view.scope, view.shelf)
    totals = (whole.total("net_sales"), whole.total(whole.beside("net_sales")))
    assert sums(those) == tuple(one or Decimal(0) for one in totals)
    assert those.customers == whole.row_count


def test_nobody_counts_twice_whatever_marks_may_lead_to(shelf: Built) -> None:
    view = look(shelf, "GR")
    ground = Ground(("GR", "N"), ("N", "N1", "GR"))  # one below the other
    those = places(view.question("net_sales", by=("customer",)), ground, view.scope, view.shelf)
    assert sums(those) == sums(found(shelf, "GR")[0])
    assert those.customers == 127


def test_who_has_no_coordinates_and_who_is_unknown_are_counted_apart(shelf: Built) -> None:
    those, _ = found(shelf, "")
    assert those.nowhere
    assert those.nowhere.customers == 3  # the lost one, the one of zeros, and nobody
    assert those.beyond is None
    assert {key for one in those.spots for key in one.keys}.isdisjoint({"lost", "zero", "?"})


def test_those_of_many_who_stand_together_share_a_mark_and_those_of_one_person_do_not(shelf: Built) -> None:
    theirs, all_of_them = (found(shelf, at)[0].spots for at in ("N1", "GR"))
    assert max(one.customers for one in theirs) == 1
    assert len(all_of_them) < 30


@pytest.fixture(scope="module")
def wide() -> Iterator[Built]:
    """Six hundred customers all over the land, and two far beyond it: one to the south, one to the east."""
    chance = random.Random(8)
    some = {"city": "Big", "latitude": Decimal("38.5"), "longitude": Decimal("23.5")}
    many = [
        {**some, "customer_id": f"m{n}", "territory": chance.choice([*AT]),
         "latitude": Decimal(str(round(chance.uniform(35, 41), 5))),
         "longitude": Decimal(str(round(chance.uniform(21, 26), 5)))}
        for n in range(600)
    ]  # fmt: skip
    many.append({**some, "customer_id": "south", "territory": "N1", "latitude": Decimal("-33.9")})
    many.append({**some, "customer_id": "east", "territory": "N1", "longitude": Decimal("151.2")})
    there = made(firm(*many))
    yield there
    there.connection.close()


def test_a_map_of_hundreds_has_few_marks_and_loses_nobody(wide: Built) -> None:
    those, view = found(wide, "GR")
    assert len(those.spots) <= MOST_MARKS
    assert those.customers == 602 + 127
    whole = answer(view.question("net_sales", by=("customer",)), view.scope, view.shelf)
    assert sums(those)[0] == whole.total("net_sales")
    assert max(one.customers for one in those.spots) > 10


def test_the_table_names_the_largest_marks_and_counts_the_others(wide: Built) -> None:
    rows = table(map_panel(look(wide, "GR")))
    assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1]) == 602 + 127
    assert any(row[0].endswith("more circles") for row in rows)
    assert len(map_sheets(look(wide, "GR"))[0].rows) > len(rows)


def test_who_stands_far_from_the_outlines_is_told_and_does_not_shrink_the_map(wide: Built) -> None:
    those, view = found(wide, "GR")
    assert those.beyond
    assert sorted(those.beyond.keys) == ["east", "south"]
    told = words(map_panel(view))
    assert "2 customers stand far outside the outlines" in told
    assert all(30 < one.latitude < 45 and 15 < one.longitude < 35 for one in those.spots)


@pytest.mark.parametrize("at", ["N", "N1"])
def test_a_mark_of_one_customer_stands_where_it_stands_and_has_its_amounts(at: str, shelf: Built) -> None:
    those, _ = found(shelf, at)
    alone = {one.keys[0]: one for one in those.spots if one.customers == 1}
    rows = shelf.rows(
        "SELECT customer_id, latitude, longitude, sum(net_amount) FILTER (order_date = DATE '2026-06-30') "
        "FROM customer_place JOIN sales USING (customer_id) GROUP BY ALL"
    )
    there = {key: (float(north), float(east), amount) for key, north, east, amount in rows}
    assert len(alone) > 5
    for key, one in alone.items():
        assert (one.latitude, one.longitude, one.amount) == pytest.approx(there[key])


def table(node: object) -> list[list[str]]:
    """The rows of the table beside the map, the total last."""
    return [
        [words(cell).strip() for cell in row.children]
        for row in walk(node)
        if isinstance(row, html.Tr) and row.children and isinstance(row.children[1], html.Td)
    ]


def drawn(node: object) -> str:
    return next(one.svg for one in walk(node) if isinstance(one, Drawing) and "scale" in one.svg)


@pytest.mark.parametrize(
    ("nodes", "seen"), [(("N1",), {"N1"}), (("N",), {"N", "N1", "N2"}), (("N1", "S2"), {"N1", "S2"})]
)
def test_nothing_of_another_territory_is_on_the_map(
    nodes: tuple[str, ...], seen: set[str], shelf: Built
) -> None:
    scope = of(*nodes)
    ground = Ground(("GR", "N", "S"), ("N1", "N2", "S1", "S2"))  # whatever is asked for
    assert outlines(ground, scope, cast(Shelf, shelf)).keys() == seen
    view = look(shelf, scope=scope)
    those = places(view.question("net_sales", by=("customer",)), ground, scope, view.shelf)
    theirs = {key for one in those.spots for key in one.keys}
    assert theirs
    assert {key.partition("-")[0] for key in theirs} <= seen
    assert those.customers == 25 * len(seen & {"N1", "N2", "S2"}) + 2 * ("N1" in seen)
    told = drawn(map_panel(view)) + str(map_sheets(view)) + words(map_panel(view))
    for other in {"N2", "S1", "S2"} - seen:
        assert other + "-" not in told
        assert f"Land {other}" not in told


def test_no_territory_no_map(shelf: Built) -> None:
    told = words(fill(PANEL, look(shelf, "S1", of("N1"))))
    assert say("en", "territory.outside_scope") in told
    assert "Land S1" not in told


def spot(*keys: str, customers: int = 0, city: str | None = None, child: str | None = None) -> Spot:
    return Spot(customers or len(keys), keys, keys, Decimal(10), Decimal(5), 38.0, 23.0, city, child)


@pytest.mark.parametrize(
    ("one", "where", "leads"),
    [
        (spot("a"), (), Address(where=('customer = "a"',))),
        (spot("a", child="N1"), (), Address(where=('customer = "a"',))),
        (spot("a"), ('customer = "a"',), Address("/customer", of="a")),
        (spot("a", "b", city="Town", child="N1"), (), Address(at="N1")),
        (spot("a", "b", city="Town"), (), Address(where=('customer in ("a", "b")',))),
        (spot("a", "b", customers=50, city="Town"), (), Address(where=('city = "Town"',))),
        (spot("a", "b", customers=50, city="Town"), ('city = "Town"',), None),
        (spot("a", "b", customers=50, city="?"), (), None),
        (spot("a", "b", customers=50), (), None),
    ],
)
def test_a_click_keeps_whom_one_sees_or_goes_one_level_down(
    one: Spot, where: tuple[str, ...], leads: Address | None, shelf: Built
) -> None:
    href, hint = map_marks.way(look(shelf, against=Address().against, where=where), one)
    path, _, search = href.partition("?")
    assert (parse_address(path, search) if href else None) == leads
    assert bool(hint) == bool(href)


def test_a_mark_of_a_few_names_them_all(shelf: Built) -> None:
    view = look(shelf, "N1")
    few = spot("a", "b", city="Town")
    told = map_marks.circle(view, few, view.beside(("customer",))).title.split("\n")
    assert told[0].startswith("2 customers, Town: 10")
    assert told[1:3] == ["a", "b"]
    many = map_marks.circle(view, replace(few, customers=7), view.beside(("customer",))).title
    assert len(many.split("\n")) == 2


def test_outlines_say_what_they_sell_and_lead_there(shelf: Built) -> None:
    view = look(shelf, "GR")
    text = drawn(map_panel(view))
    assert 'href="/?against=prior_year_calendar&amp;at=N"' in text
    sold = view.answer(view.question("net_sales", by=(view.tree.nodes["N"].level,), sort=("-net_sales",)))
    amount = next(row[1] for keys, row in zip(sold.keys, sold.rows, strict=True) if keys[0] == "N")
    told = formats.money_with_unit("en", amount, view.form, view.currency)
    assert f"Land N: {told}, +" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("at", ["", "GR", "N1"])
def test_the_table_tells_the_same_as_the_map_and_adds_up(at: str, language: Language, shelf: Built) -> None:
    view = look(shelf, at, language=language)
    rows = table(map_panel(view))
    count = [int(row[1]) for row in rows]
    assert sum(count[:-1]) == count[-1]
    assert say(language, "territory.map_without") in [row[0] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("at", ["", "GR", "N1"])
def test_what_leaves_is_what_is_drawn_with_the_total_of_all(
    at: str, language: Language, shelf: Built
) -> None:
    view = look(shelf, at, language=language)
    (sheet,) = map_sheets(view)
    whole = view.answer(view.question("net_sales", by=("customer",)))
    assert sheet.total
    assert sheet.total[1:4] == (
        whole.row_count, whole.total("net_sales"), whole.total(whole.beside("net_sales")),
    )  # fmt: skip
    for at_column in (1, 2, 3):
        assert sum(cast(Decimal, row[at_column] or 0) for row in sheet.rows) == sheet.total[at_column]
    those, _ = found(shelf, at)
    assert [row[5:] for row in sheet.rows[: len(those.spots)]] == [
        (one.latitude, one.longitude) for one in those.spots
    ]
    assert sheet.figure
    assert len(sheet.figure.circles) == len(those.spots)  # type: ignore[union-attr]
    assert all(len(row) == len(sheet.columns) for row in (*sheet.rows, sheet.total))


def test_without_any_coordinates_it_says_which_columns_it_reads() -> None:
    rows = firm()
    rows["customers"] = [{**one, "latitude": None} for one in rows["customers"]]
    shelf = made(rows)
    for language in LANGUAGES:
        view = look(shelf, language=language)
        told = words(map_panel(view))
        assert say(language, "territory.map_no_coordinates", n=127, count="127") in told
        assert "latitude" in told
        assert map_sheets(view)[0].notes[0] in told
    shelf.connection.close()


def test_one_customer_and_all_at_one_point_are_maps_too() -> None:
    rows = firm()
    here = {"latitude": Decimal("38.0"), "longitude": Decimal("23.7")}
    rows["customers"] = [{**one, **here} for one in rows["customers"]]
    shelf = made(rows)
    those, view = found(shelf, "GR")
    assert [one.customers for one in those.spots] == [127]
    assert drawn(map_panel(view)).count("<circle") == 1
    only = look(shelf, "GR", where=('customer = "N1-3"',))
    assert drawn(map_panel(only)).count("<circle") == 1
    shelf.connection.close()


@pytest.mark.parametrize("against", ["quota", "forecast", "prior_period_working", "prior_year_weekday"])
@pytest.mark.parametrize("alignment", ["today", "credited"])
def test_the_map_stands_whatever_it_is_compared_with(against: str, alignment: str, shelf: Built) -> None:
    view = look(shelf, "N", against=against, alignment=alignment)
    told = words(fill(PANEL, view))
    assert say("en", "screen.failed", number="")[:20] not in told
    assert "<circle" in drawn(map_panel(view))


def test_the_map_is_computed_beside_what_else_the_page_asks(shelf: Built) -> None:
    begun: list[str] = []

    class Noting(Built):
        def begin(self, statement: Statement) -> None:
            begun.append(statement.sql)

    begin(TERRITORY, look(Noting(shelf.connection, shelf.outline, shelf.manifest), "GR"))
    assert sum("customer_place" in sql for sql in begun) == 1
    assert sum(sql.startswith("SELECT territory_id, made") for sql in begun) == 1
    assert len(begun) > 5


def test_nothing_sold_is_said(shelf: Built) -> None:
    told = words(fill(PANEL, look(shelf, "CY")))
    assert say("en", "screen.nothing_sold") in told


def test_without_customers_the_panel_names_the_table() -> None:
    rows = {name: some for name, some in firm().items() if name not in ("customers", "alignments")}
    shelf = made(rows)
    assert say("en", "table.customers") in words(fill(PANEL, look(shelf)))
    shelf.connection.close()


def test_names_are_nothing_but_text() -> None:
    rows = firm()
    hostile = '<script>alert(1)</script>"&'
    rows["customers"] = [{**one, "name": f"{hostile}{one['customer_id']}"} for one in rows["customers"]]
    rows["territories"] = [{**one, "name": f"{hostile}{one['territory_id']}"} for one in rows["territories"]]
    shelf = made(rows)
    for at in ("GR", "N1"):
        text = drawn(map_panel(look(shelf, at)))
        assert "<script" not in text
        assert "&lt;script&gt;" in text
    shelf.connection.close()
