"""Rows and totals of random questions on random companies equal plain Python's, to the last digit."""

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.answer import Answer, answer
from dashboard.answers.rows import rows_behind
from dashboard.errors import Denied, NotUnderstood
from dashboard.metrics.comparison import PRIOR_PERIOD, PRIOR_YEAR
from dashboard.metrics.conditions import Condition
from dashboard.metrics.periods import GRAINS, Period
from dashboard.metrics.question import Question, ask
from tests.access.rosters import Nobody
from tests.answers.built import Built, built
from tests.answers.recomputed import Recomputed
from tests.answers.worlds import World, days, worlds

OF_SALES = ("net_sales", "units", "orders", "average_order", "active_customers", "gross_margin",
            "gross_margin_rate", "last_order")  # fmt: skip
TIMES = ("day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year", "quota_period")
OF_CUSTOMERS = ("customer", "segment", "city")
OTHERS = (*OF_CUSTOMERS, "product", "brand", "category", "channel")
SOME = 5
# Without shrinking: a company is hundreds of choices, each of them a build of all marts.
few = settings(max_examples=30, phases=(Phase.explicit, Phase.reuse, Phase.generate))


def scope_of(nodes: frozenset[str] | None) -> Scope:
    if nodes is None:
        return operator()
    day = dt.date(2024, 1, 1)
    return grant(
        Person("1", "a@x.gr", "A", Role.REP), Nobody(), [HandGrant(node, day) for node in nodes], day
    )


def draw_scope(data: st.DataObject, world: World) -> frozenset[str] | None:
    nodes = sorted({row["territory_id"] for row in world.given["territories"]})
    return data.draw(st.one_of(st.none(), st.frozensets(st.sampled_from(nodes), min_size=1)), label="scope")


def draw_question(data: st.DataObject, shelf: Built) -> Question:
    levels = tuple(level for level in shelf.outline.levels if level not in (*TIMES, *OTHERS))
    theme = data.draw(st.sampled_from(["sales", "quota", "growth", "wallet"]), label="theme")
    measures = {
        "sales": st.lists(st.sampled_from(OF_SALES), min_size=1, max_size=4, unique=True),
        "quota": st.just(["quota", "attainment", "net_sales"]),
        "growth": st.just(["net_sales", "growth"]),
        "wallet": st.just(["potential", "share_of_wallet"]),
    }
    places = ("territory", *levels)
    carried = {
        "sales": (*TIMES, *OTHERS, *places, "rep"),
        "quota": (*TIMES, *places, "rep"),
        "growth": (*[one for one in TIMES if one != "quota_period"], *OTHERS, *places, "rep"),
        "wallet": (*OF_CUSTOMERS, *places),
    }
    by = data.draw(st.lists(st.sampled_from(carried[theme]), max_size=3, unique=True), label="by")
    compared = {
        "sales": ["", *PRIOR_YEAR, *PRIOR_PERIOD, str(Period(*draw_ends(data)))],
        "quota": ["", "quota"],
        "growth": ["", *PRIOR_YEAR, *PRIOR_PERIOD],
        "wallet": [""],
    }
    return ask(
        shelf.outline,
        measures=data.draw(measures[theme], label="measures"),
        by=by,
        where=draw_limits(data, places),
        period=draw_period(data, shelf),
        against=data.draw(st.sampled_from(compared[theme]), label="against"),
        alignment=data.draw(st.sampled_from(["today", "credited"]), label="alignment"),
    )


def draw_ends(data: st.DataObject) -> tuple[dt.date, dt.date]:
    start, end = sorted([data.draw(days(), label="start"), data.draw(days(), label="end")])
    return start, end


def draw_period(data: st.DataObject, shelf: Built) -> Period:
    """Any days, or a whole month, quarter or year, or one of these to date."""
    start, end = draw_ends(data)
    grain = data.draw(st.sampled_from([None, *GRAINS[2:]]), label="grain")
    if grain is None:
        return Period(start, end)
    whole = shelf.outline.cut.grain(grain, end)
    return whole if data.draw(st.booleans(), label="whole") else Period(whole.start, end)


def draw_limits(data: st.DataObject, places: tuple[str, ...]) -> list[Condition]:
    members = {
        "channel": ["web", "shop", "?"],
        "brand": ["X", "Y", "?"],
        "segment": ["A", "B", "?"],
        "rep": ["r0", "r1", "?"],
        **{place: [*(f"T{n}" for n in range(6)), "?"] for place in places},
    }
    found = []
    for dimension in data.draw(
        st.lists(st.sampled_from(sorted(members)), max_size=2, unique=True), label="where"
    ):
        some = st.lists(st.sampled_from(members[dimension]), min_size=1, max_size=3, unique=True)
        found.append(Condition(dimension, tuple(data.draw(some)), data.draw(st.booleans())))
    return found


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(found, float):
        return math.isclose(found, expected, rel_tol=4e-15, abs_tol=0)
    return bool(found == expected)


def hold(found: Answer, expected: dict[Any, tuple[Any, ...]]) -> None:
    width = len(found.question.by)
    assert found.totals is not None
    rows = {tuple(key): row[width:] for key, row in zip(found.keys, found.rows, strict=True)} if width else {}
    wanted = {key: row for key, row in expected.items() if key is not None and width}
    assert rows.keys() == wanted.keys(), "the rows that there are"
    assert len(rows) == (len(found.rows) if width else 0), "no row stands twice"
    for key, row in [*wanted.items(), (None, expected[None])]:
        line = found.totals[width:] if key is None else rows[key]
        for column, one, other in zip(found.columns[width:], line, row, strict=True):
            assert same(one, other), f"{column.key} of {key or 'the total'}: {one}, by the lines {other}"


def answered(question: Question, scope: Scope, shelf: Built) -> Answer | None:
    try:
        return answer(question, scope, shelf)  # type: ignore[arg-type]
    except NotUnderstood:
        return None  # a member that this company does not have, or that this scope does not show


@few
@given(worlds(), st.data())
def test_what_a_company_is_told_is_what_its_lines_say(world: World, data: st.DataObject) -> None:
    shelf, truth = built(world.given, world.company, world.today), Recomputed(world)  # most of an example
    answers_equal_the_lines(world, data, shelf, truth)
    a_scope_shows_its_own_and_no_more(world, data, shelf, truth)
    rows_behind_a_number_add_up_to_it(world, data, shelf)
    quotas_add_up_day_by_day(world, shelf)
    shelf.connection.close()


def answers_equal_the_lines(world: World, data: st.DataObject, shelf: Built, truth: Recomputed) -> None:
    for _ in range(SOME):
        question, nodes = draw_question(data, shelf), draw_scope(data, world)
        found = answered(question, scope_of(nodes), shelf)
        if found is not None:
            hold(found, truth.answer(question, nodes).rows())


def a_scope_shows_its_own_and_no_more(
    world: World, data: st.DataObject, shelf: Built, truth: Recomputed
) -> None:
    nodes = draw_scope(data, world)
    alignment = data.draw(st.sampled_from(["today", "credited"]))
    question = ask(
        shelf.outline, measures=["net_sales", "orders", "quota"], by=["territory"], alignment=alignment
    )
    whole = answer(question, operator(), shelf)  # type: ignore[arg-type]
    mine = answer(question, scope_of(nodes), shelf)  # type: ignore[arg-type]
    marts = (truth.sales, truth.quota_days)
    allowed = {
        line.paths[alignment][-1][0]
        for lines in marts
        for line in lines
        if nodes is None or nodes & {node for node, _ in line.paths[alignment]}
    }
    assert {key for (key,) in mine.keys} <= allowed
    if nodes is not None:
        assert "?" not in {key for (key,) in mine.keys}, "what nobody owns is nobody's to see"
        parts = [answer(question, scope_of(frozenset({node})), shelf) for node in nodes]  # type: ignore[arg-type]
        orders = [int(str(part.total("orders"))) for part in parts]
        assert max(orders) <= int(str(mine.total("orders"))) <= sum(orders)
    assert int(str(mine.total("orders"))) <= int(str(whole.total("orders")))


def rows_behind_a_number_add_up_to_it(world: World, data: st.DataObject, shelf: Built) -> None:
    nodes = draw_scope(data, world)
    for measure in ("net_sales", "gross_margin", "orders", "active_customers", "average_order", "quota"):
        start, end = sorted([data.draw(days()), data.draw(days())])
        question = ask(
            shelf.outline, measures=[measure], period=Period(start, end),
            alignment=data.draw(st.sampled_from(["today", "credited"])),
        )  # fmt: skip
        found = rows_behind(question, measure, scope_of(nodes), shelf, limit=10_000)  # type: ignore[arg-type]
        assert len(found.rows) == found.row_count
        assert found.agree
        if measure == "net_sales":
            at = found.columns.index("net_amount")
            assert sum((row[at] for row in found.rows), Decimal(0)) == found.total  # type: ignore[misc]


def quotas_add_up_day_by_day(world: World, shelf: Built) -> None:
    found = shelf.rows("SELECT quota_id, sum(amount) FROM quota_day GROUP BY 1 ORDER BY 1")
    assert [total for _, total in found] == [quota["amount"] for quota in world.given["quotas"]]
    outside = shelf.rows(
        "SELECT line.day FROM quota_day AS line JOIN quota USING (quota_id) "
        "WHERE line.day < quota.period_start OR line.day >= quota.period_end OR line.amount < 0"
    )
    assert not outside


def test_an_empty_scope_is_denied() -> None:
    with pytest.raises(Denied):
        scope_of(frozenset())
