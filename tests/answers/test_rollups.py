"""Answers from rollups are those of the lines, to the last digit, whichever rollups there are."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.answers.compiler_members import compile_members
from dashboard.answers.members import members
from dashboard.answers.statement import Values
from dashboard.errors import NotUnderstood
from dashboard.intake.own_measure import drafts, own_measures
from dashboard.intake.publication import run_checks
from dashboard.metrics.catalogue import MEASURES, dimension
from dashboard.metrics.comparison import PRIOR_PERIOD, PRIOR_YEAR, QUOTA
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question, ask
from dashboard.metrics.rollups import ROLLUPS
from dashboard.settings import Company
from tests.answers.built import Built, Rows, built
from tests.answers.test_against_lines import (
    OF_CUSTOMERS,
    OF_SALES,
    OTHERS,
    TIMES,
    draw_ends,
    draw_limits,
    draw_question,
    draw_scope,
    scope_of,
)
from tests.answers.worlds import World, days, worlds

SOME = 9
OF_LINES = ("discount_rate", "average_list_price", "average_price")
TOLD_BY_LINES = ("channel", "rep", "manager", "customer", "city")
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
        measures=data.draw(
            st.lists(st.sampled_from((*OF_SALES, *OF_LINES)), min_size=1, max_size=3, unique=True)
        ),
        by=data.draw(st.lists(dimensions, max_size=1)),
        where=(data.draw(st.booleans()) and draw_limits(data, places)) or (),
        period=Period(start.replace(day=1) if data.draw(st.booleans()) else start, end),
        against=data.draw(st.sampled_from(["", *PRIOR_YEAR, *PRIOR_PERIOD, str(Period(*draw_ends(data)))])),
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
        lines: Any = replace(shelf, outline=replace(shelf.outline, rollups=()))
        for key in TOLD_BY_LINES:
            named = dimension(key, shelf.outline.levels)
            assert members(named, scope, kept) == members(named, scope, lines), key
    shelf.connection.close()


def test_a_count_of_no_lines_is_none_also_in_a_total_and_beside_what_lines_alone_tell() -> None:
    sales = [
        sale(1, "2024-01-10", "a", "10", list_amount=Decimal(12)),
        sale(2, "2024-02-10", "c", "30", list_amount=None),
    ]
    rows = company_rows(sales, dt.date(2024, 1, 1), dt.date(2025, 1, 1))
    shelf = built(rows, Company(holidays="", credit_by="alignment"), dt.date(2024, 4, 1))
    written = drafts(["own_x|X|times|net_sales / (active_customers + prior(active_customers))"])
    own, wrong = own_measures(written, MEASURES, {}, shelf.outline.levels)
    assert not wrong
    every = tuple((one.relation, size) for size, one in enumerate(ROLLUPS))
    kept: Any = replace(shelf, outline=replace(shelf.outline, own=own, rollups=every))
    for measures in (["own_x"], ["own_x", "average_list_price"]):
        for by in ([], ["area"], ["area", "fiscal_month"]):
            asked = ask(kept.outline, measures=measures, by=by, period="2024-01-01..2024-02-29")
            raw = answer(asked, operator(), kept, raw=True)
            routed = answer(asked, operator(), kept)
            assert (routed.totals, routed.rows) == (raw.totals, raw.rows)
            assert routed.total("own_x") == 20
    shelf.connection.close()


def test_a_limit_that_lines_do_not_carry_is_refused_alike_with_and_without_rollups() -> None:
    shelf = built(company_rows([], dt.date(2024, 1, 1), dt.date(2026, 1, 1)), Company(), dt.date(2026, 1, 1))
    written = drafts(['own_x|X|currency|quota[brand == "X"]'])
    own, _ = own_measures(written, MEASURES, {}, shelf.outline.levels)
    refused = []
    for rollups in ((), (("quota_month", 1),)):
        kept: Any = replace(shelf, outline=replace(shelf.outline, own=own, rollups=rollups))
        with pytest.raises(NotUnderstood) as caught:
            answer(ask(kept.outline, measures=["own_x"], by=["segment"], period="ytd"), operator(), kept)
        refused.append((caught.value.key, caught.value.values))
    assert refused[0] == refused[1]
    shelf.connection.close()


def test_names_are_not_looked_up_among_all_lines() -> None:
    """Every publication that is opened asks for all names, as does whoever opens a filter."""
    shelf = built(company_rows([], dt.date(2024, 1, 1), dt.date(2026, 1, 1)), Company(), dt.date(2026, 1, 1))
    outline = replace(shelf.outline, rollups=(("rollup_month", 1), ("customer_month", 2)))
    scope = scope_of(frozenset({"N"}))
    for key in TOLD_BY_LINES:
        said = compile_members(dimension(key, outline.levels), scope, Values(), outline)
        assert " FROM sales " not in said, key
    shelf.connection.close()


def sale(number: int, day: str, customer: str, amount: str, **more: Any) -> dict[str, Any]:
    return {
        "line_id": f"l{number}",
        "order_id": f"o{number}",
        "order_date": dt.date.fromisoformat(day),
        "customer_id": customer,
        "net_amount": Decimal(amount),
        "channel": "web",
        "quantity": Decimal(number),
        **more,
    }


ALWAYS = {"valid_from": dt.date(2020, 1, 1), "valid_to": None}
HOMES = {"a": "N", "b": "N", "c": "S", "d": "S"}


def company_rows(sales: list[dict[str, Any]], start: dt.date, end: dt.date) -> Rows:
    """Four customers in two territories, of which one has a quota over these days."""
    return {
        "territories": [
            {"territory_id": key, "name": key, "parent_id": above, "level": level, **ALWAYS}
            for key, above, level in (("TOP", None, "country"), ("N", "TOP", "area"), ("S", "TOP", "area"))
        ],
        "customers": [
            {"customer_id": key, "name": key, "segment": (key in "ac" and "A") or "B"} for key in HOMES
        ],
        "alignments": [{"customer_id": key, "territory_id": home, **ALWAYS} for key, home in HOMES.items()],
        "products": [{"product_id": "p", "name": "P", "brand": "X", "category": "Y"}],
        "quotas": [
            {
                "territory_id": "N",
                "rep_id": None,
                "period_start": start,
                "period_end": end,
                "measure": "net_sales",
                "amount": Decimal(100),
            }
        ],
        "sales": sales,
    }


@pytest.fixture(scope="module")
def firm() -> Iterator[Built]:
    """Four customers who bought in two months and a half."""
    sales = [
        sale(1, "2024-01-10", "a", "10", product_id="p"),
        sale(2, "2024-01-31", "b", "20", product_id="p"),
        sale(3, "2024-02-01", "a", "30", product_id="p"),
        sale(4, "2024-02-03", "c", "40", product_id="p"),
        sale(5, "2024-03-05", "c", "50", product_id="p"),
        sale(6, "2024-03-06", "d", "-60", product_id="p", quantity=Decimal(-6)),
        sale(7, "2024-03-20", "d", "70", product_id="p"),
    ]
    rows = company_rows(sales, dt.date(2024, 1, 1), dt.date(2024, 4, 1))
    made = built(rows, Company(holidays="", credit_by="alignment"), dt.date(2024, 4, 1))
    yield made
    made.connection.close()


@pytest.mark.parametrize("against", ["prior_year_working", "prior_year_calendar"])
def test_no_earlier_day_is_out_of_reach(firm: Built, against: str) -> None:
    mode = against
    paired = firm.rows(
        f"SELECT to_day FROM day_shift WHERE mode = '{mode}' AND from_day IN (SELECT order_date FROM sales)"
    )
    for (day,) in paired:
        for period in (
            Period(day, day),
            Period(day.replace(day=1), day),
            Period(day, day + dt.timedelta(days=40)),
        ):
            asked = ask(firm.outline, measures=["units"], period=period, against=against)
            found = [answer(asked, operator(), firm, raw=raw) for raw in (False, True)]  # type: ignore[arg-type]
            pairs = firm.rows(
                "SELECT sum(quantity) FROM sales INNER JOIN day_shift ON from_day = order_date "
                f"WHERE mode = '{mode}' AND to_day BETWEEN '{period.start}' AND '{period.end}'"
            )
            assert [one.total("units.prior") for one in found] == [pairs[0][0]] * 2


@pytest.fixture(scope="module")
def retail() -> Iterator[Built]:
    """The same customers, who bought every third day: years of 53 and of 52 weeks, and the next one begun."""
    first, last = dt.date(2022, 12, 1), dt.date(2025, 3, 20)
    sales = [
        sale(n, str(first + dt.timedelta(days=3 * n)), "abcd"[n % 7 % 4], str(n % 11 + 1), product_id="p")
        for n in range((last - first).days // 3 + 1)
    ]
    rows = company_rows(sales, dt.date(2025, 2, 2), dt.date(2026, 2, 1))
    company = Company(
        holidays="", credit_by="alignment", fiscal_calendar="4-4-5", fiscal_year_first_month=2,
        fiscal_year_named_by="first_day", first_weekday=7,
    )  # fmt: skip
    made = built(rows, company, last)
    yield made
    made.connection.close()


def test_what_does_not_add_up_is_found(firm: Built) -> None:
    of_sales = [one.relation for one in ROLLUPS if one.mart == "sales"]
    spoilt = [
        *(f"{relation} SET net_amount = net_amount + 0.0001" for relation in of_sales),
        *(f"{relation} SET net_amount_listed = 0, list_amount = 1" for relation in of_sales),
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


TORN = {"retail": "prior_year_calendar", "firm": "prior_year_weekday"}


@pytest.mark.parametrize("company", TORN)
def test_whole_months_are_compared_where_months_stand_against_months(
    company: str, request: pytest.FixtureRequest
) -> None:
    shelf = request.getfixturevalue(company)
    for against in (*PRIOR_YEAR, *PRIOR_PERIOD, "2024-01-02..2024-03-30"):
        read = told(shelf, measures=["net_sales"], period="last_quarter", against=against)[0]
        by_day = against == TORN[company] or ".." in against
        assert read == (("rollup_month", "rollup_day") if by_day else ("rollup_month",)), against


@pytest.mark.parametrize("against", [*PRIOR_YEAR, *PRIOR_PERIOD, "2024-01-15..2024-03-09", QUOTA])
def test_months_of_weeks_are_routed_as_the_lines_are(retail: Built, against: str) -> None:
    measures = ["net_sales", "growth", *([] if against == QUOTA else ["orders", "active_customers"])]
    for period in ("ytd", "last_month", "last_quarter", "last_year", "all", "2023-02-10..2025-03-01"):
        for by in ([], ["area"], ["fiscal_month"], ["fiscal_quarter", "area"], ["fiscal_week"]):
            question = ask(retail.outline, measures=measures, by=by, period=period, against=against)
            routed, raw = (answer(question, operator(), retail, raw=raw) for raw in (False, True))  # type: ignore[arg-type]
            assert (routed.keys, routed.rows, routed.totals) == (raw.keys, raw.rows, raw.totals)
            assert not {one.relation for one in ROLLUPS} & {*raw.statement.relations}


def test_a_year_of_weeks_has_its_own_months_and_lands(retail: Built) -> None:
    cut = retail.outline.cut
    months = [row[0] for row in retail.rows("SELECT DISTINCT month FROM rollup_month ORDER BY month")]
    assert [cut.month(day).start for day in months] == months
    weeks = {before: (after - before).days // 7 for before, after in pairwise(months)}
    assert weeks[dt.date(2023, 12, 24)] == 6, "the last month of a year of 53 weeks"
    shares = retail.rows("SELECT target, node, round(sum(share), 9) FROM season GROUP BY ALL ORDER BY ALL")
    assert shares == [(target, node, 1) for target in (0, 1, 2) for node in ("", "?", "N", "S", "TOP")]
    days = retail.rows("SELECT DISTINCT day FROM season WHERE target = 0 ORDER BY day")
    assert (days[0][0], days[-1][0]) == (dt.date(2025, 2, 2), dt.date(2026, 1, 31))
    assert retail.rows("SELECT territory_id FROM landing WHERE target = 0 ORDER BY ALL") == [("N",), ("S",)]
    assert retail.rows("SELECT count(*) > 0 FROM landing WHERE target > 0 AND landed > 0") == [(True,)]
    assert _failed(retail) == []


def test_a_segment_is_read_by_customer_and_a_brand_by_goods(firm: Built) -> None:
    asked = {"measures": ["net_sales"], "period": "2024-01-01..2024-03-31"}
    assert told(firm, by=["segment"], **asked)[:2] == (
        ("customer_month",), [("A", Decimal(130)), ("B", Decimal(30))],
    )  # fmt: skip
    assert told(firm, by=["brand"], **asked)[:2] == (("goods_month",), [("X", Decimal(160))])
    assert told(firm, by=["product"], **asked)[0] == ("sales",)
