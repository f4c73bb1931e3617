"""Answers from rollups are those of the lines, to the last digit, whichever rollups there are."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.errors import NotUnderstood
from dashboard.intake.publication import run_checks
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question, ask
from dashboard.metrics.rollups import ROLLUPS
from dashboard.settings import Company
from tests.answers.built import Built, built
from tests.answers.test_against_lines import (
    OF_CUSTOMERS,
    OF_SALES,
    OTHERS,
    TIMES,
    draw_limits,
    draw_question,
    draw_scope,
    scope_of,
)
from tests.answers.worlds import World, days, worlds

SOME = 9
few = settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def with_whole_orders(world: World) -> World:
    """The same company, where what is sold to one customer on one day is one order."""
    told = ("order_date", "customer_id", "territory_id", "rep_id", "channel")
    sales = [
        row | {"order_id": row["order_id"] and "/".join(str(row[name]) for name in told)}
        for row in world.given["sales"]
    ]
    return replace(world, given=world.given | {"sales": sales})


def some_rollups(data: st.DataObject, shelf: Built) -> Built:
    """The publication with some of its rollups alone, of whatever sizes."""
    names = data.draw(st.lists(st.sampled_from([one.relation for one in ROLLUPS]), min_size=3, unique=True))
    rolled = tuple((name, size) for size, name in enumerate(names))
    return replace(shelf, outline=replace(shelf.outline, rollups=rolled))


def draw_of_sales(data: st.DataObject, shelf: Built) -> Question:
    """A question that rollups of months may answer: of sales, over long ranges, by little."""
    places = ("territory", *(level for level in shelf.outline.levels if level not in (*TIMES, *OTHERS)))
    start, end = sorted([data.draw(days()), data.draw(days())])
    dimensions = st.one_of(*(st.sampled_from(group) for group in (TIMES, places, OF_CUSTOMERS, OTHERS)))
    return ask(
        shelf.outline,
        measures=data.draw(st.lists(st.sampled_from(OF_SALES), min_size=1, max_size=2, unique=True)),
        by=data.draw(st.lists(dimensions, max_size=1)),
        where=(data.draw(st.booleans()) and draw_limits(data, places)) or (),
        period=Period(start.replace(day=1) if data.draw(st.booleans()) else start, end),
        against=data.draw(st.sampled_from(["", "prior_year_working", "prior_year_calendar"])),
        alignment=data.draw(st.sampled_from(["today", "credited"])),
    )


@few
@given(worlds(), st.booleans(), st.data())
def test_routed_equals_raw(world: World, whole: bool, data: st.DataObject) -> None:
    world = with_whole_orders(world) if whole else world
    shelf = built(world.given, world.company, world.today)
    assert shelf.outline.whole_orders or not whole
    for turn in range(SOME):
        kept: Any = some_rollups(data, shelf)
        question = (draw_question if turn % 3 == 0 else draw_of_sales)(data, shelf)
        scope = scope_of(draw_scope(data, world))
        try:
            raw = answer(question, scope, kept, raw=True)
        except NotUnderstood:
            continue  # a member that this company does not have, or that this scope does not show
        routed = answer(question, scope, kept)
        assert (routed.keys, routed.rows, routed.totals) == (raw.keys, raw.rows, raw.totals)
        assert (routed.row_count, routed.notes) == (raw.row_count, raw.notes)
        assert not {one.relation for one in ROLLUPS} & {*raw.statement.relations}
    shelf.connection.close()


def sale(number: int, day: str, customer: str, amount: str, **more: Any) -> dict[str, Any]:
    return {
        "line_id": f"l{number}",
        "order_id": f"o{number}",
        "order_date": dt.date.fromisoformat(day),
        "customer_id": customer,
        "net_amount": Decimal(amount),
        "channel": "web",
        **more,
    }


@pytest.fixture(scope="module")
def firm() -> Iterator[Built]:
    """Four customers in two territories, who bought in two months and a half."""
    always = {"valid_from": dt.date(2020, 1, 1), "valid_to": None}
    homes = {"a": "N", "b": "N", "c": "S", "d": "S"}
    rows = {
        "territories": [
            {"territory_id": key, "name": key, "parent_id": above, "level": level, **always}
            for key, above, level in (("TOP", None, "country"), ("N", "TOP", "area"), ("S", "TOP", "area"))
        ],
        "customers": [
            {"customer_id": key, "name": key, "segment": (key in "ac" and "A") or "B"} for key in homes
        ],
        "alignments": [{"customer_id": key, "territory_id": home, **always} for key, home in homes.items()],
        "products": [{"product_id": "p", "name": "P", "brand": "X", "category": "Y"}],
        "quotas": [
            {
                "territory_id": "N",
                "rep_id": None,
                "period_start": dt.date(2024, 1, 1),
                "period_end": dt.date(2024, 4, 1),
                "measure": "net_sales",
                "amount": Decimal(100),
            }
        ],
        "sales": [
            sale(1, "2024-01-10", "a", "10", product_id="p"),
            sale(2, "2024-01-31", "b", "20", product_id="p"),
            sale(3, "2024-02-01", "a", "30", product_id="p"),
            sale(4, "2024-02-03", "c", "40", product_id="p"),
            sale(5, "2024-03-05", "c", "50", product_id="p"),
            sale(6, "2024-03-06", "d", "-60", product_id="p"),
            sale(7, "2024-03-20", "d", "70", product_id="p"),
        ],
    }
    made = built(rows, Company(holidays="", credit_by="alignment"), dt.date(2024, 4, 1))
    yield made
    made.connection.close()


def test_what_does_not_add_up_is_found(firm: Built) -> None:
    of_sales = [one.relation for one in ROLLUPS if one.mart == "sales"]
    spoilt = [
        *(f"{relation} SET net_amount = net_amount + 0.0001" for relation in of_sales),
        "quota_month SET amount = amount + 0.0000000001",
        "rollup_month SET customers = NULL WHERE month = DATE '2024-01-01'",
        "customer_month SET order_count = 9 WHERE month = DATE '2024-02-01'",
    ]
    assert _failed(firm) == []
    for change in spoilt:
        firm.connection.begin()
        firm.connection.execute(f"UPDATE mart.{change}")
        assert _failed(firm) == ["rollups_add_up"], change
        firm.connection.rollback()


def _failed(shelf: Built) -> list[str]:
    return [check.name for check in run_checks(shelf.connection) if not check.passed]


def told(shelf: Built, **asked: Any) -> tuple[tuple[str, ...], list[tuple[Any, ...]], Any]:
    """The relations that are read, the rows and the total."""
    found = answer(ask(shelf.outline, **asked), operator(), shelf)  # type: ignore[arg-type]
    return found.statement.relations, list(found.rows), found.totals


def test_customers_of_bitmaps_are_counted_once_at_each_level(firm: Built) -> None:
    asked = {"measures": ["active_customers"], "period": "2024-01-01..2024-03-06", "by": ["area"]}
    assert told(firm, **asked) == (("rollup_month", "rollup_day"), [("N", 2), ("S", 1)], (None, 3))
    months = told(firm, **asked | {"by": ["fiscal_month"]})[1:]
    assert months == ([("2024-01", 2), ("2024-02", 2), ("2024-03", 1)], (None, 3))
    assert told(firm, **asked | {"by": []})[1:] == ([(3,)], (3,))


def test_where_nobody_bought_there_is_a_total_all_the_same(firm: Built) -> None:
    asked = {"measures": ["active_customers"], "by": ["area"], "period": "2023-01-01..2023-12-31"}
    assert told(firm, **asked) == (("rollup_month",), [], (None, 0))


def test_a_segment_is_read_by_customer_and_a_brand_by_goods(firm: Built) -> None:
    asked = {"measures": ["net_sales"], "period": "2024-01-01..2024-03-31"}
    assert told(firm, by=["segment"], **asked)[:2] == (
        ("customer_month",), [("A", Decimal(130)), ("B", Decimal(30))],
    )  # fmt: skip
    assert told(firm, by=["brand"], **asked)[:2] == (("goods_month",), [("X", Decimal(160))])
    assert told(firm, by=["product"], **asked)[0] == ("sales",)
