"""What a bound or the first few keep, on random companies: rows within, and totals of just these."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access.scope import operator
from dashboard.answers.answer import Answer, answer
from dashboard.errors import NotUnderstood
from dashboard.metrics.bounds import OTHERS, SIGNS, Bound, Top
from dashboard.metrics.conditions import Condition
from dashboard.metrics.question import Layout, Question, ask
from dashboard.metrics.shows import Show
from dashboard.settings import Company
from tests.answers.built import Built, built
from tests.answers.test_against_lines import TIMES, draw_question, few, same
from tests.answers.test_rollups import company_rows, sale
from tests.answers.worlds import World, worlds

HOLDS = {
    "<": lambda one, other: one < other, "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other, ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other, "!=": lambda one, other: one != other,
}  # fmt: skip
Cells = dict[tuple[Any, ...], tuple[Any, ...]]


def drawn(data: st.DataObject, shelf: Built) -> Question:
    """A question without limits of its own."""
    return replace(draw_question(data, shelf), where=(), sort=(), limit=None, offset=0)


def asked_of(shelf: Built, question: Question) -> Answer:
    return answer(question, operator(), shelf)  # type: ignore[arg-type]


def cells(found: Answer) -> Cells:
    return dict(zip(found.keys, found.rows, strict=True))


def equal(one: Iterable[object], other: Iterable[object]) -> bool:
    return all(same(*pair) for pair in zip(one, other, strict=True))


@settings(few, max_examples=12)
@given(worlds(), st.data())
def test_a_bound_keeps_the_rows_within_it_and_adds_up_these(world: World, data: st.DataObject) -> None:
    shelf = built(world.given, world.company, world.today)
    for _ in range(2):
        question = drawn(data, shelf)
        column = question.measures[0]
        if column == "last_order" or not question.by:
            continue
        names = tuple(one for one in question.by if one not in TIMES) or question.by
        whole = asked_of(shelf, replace(question, by=names))
        values = {key: row[len(names)] for key, row in cells(whole).items()}
        some = [one for one in values.values() if one is not None] or [0]
        value = Decimal(str(data.draw(st.sampled_from(some), label="value")))
        sign = data.draw(st.sampled_from(SIGNS), label="sign")
        kept = {
            key for key, one in values.items()
            if one is not None and HOLDS[sign](one, type(one)(value) if isinstance(one, float) else value)
        }  # fmt: skip
        found = asked_of(shelf, replace(question, bounds=(Bound(column, sign, value),)))
        at = [question.by.index(one) for one in names]
        expected = {
            key: row for key, row in cells(asked_of(shelf, question)).items()
            if tuple(key[n] for n in at) in kept
        }  # fmt: skip
        assert cells(found).keys() == expected.keys()
        assert all(equal(row, expected[key]) for key, row in cells(found).items())
        if len(names) == 1 and kept and names[0] not in ("territory", *shelf.outline.levels, *TIMES):
            members = tuple(str(key) for (key,) in kept)
            alike = asked_of(shelf, question.narrowed(Condition(names[0], members)))
            assert equal(found.totals or (), alike.totals or ())
    shelf.connection.close()


@settings(few, max_examples=12)
@given(worlds(), st.data())
def test_the_first_few_stand_before_all_others(world: World, data: st.DataObject) -> None:
    shelf = built(world.given, world.company, world.today)
    for _ in range(2):
        question = replace(drawn(data, shelf), measures=("net_sales", "active_customers"), against=None)
        names = [one for one in question.by if one not in TIMES]
        if not names:
            continue
        n, down = data.draw(st.integers(1, 4), label="n"), data.draw(st.booleans(), label="descending")
        per = names[0] if len(names) > 1 and data.draw(st.booleans(), label="per") else ""
        of = names[1] if per else names[0]
        first = Top(n, of, "net_sales", down, per)
        by = tuple(one for one in (per, of) if one)
        values = {key: row[len(by)] for key, row in cells(asked_of(shelf, replace(question, by=by))).items()}
        found = asked_of(shelf, replace(question, by=by, top=first))
        groups: dict[Any, list[tuple[Any, Any]]] = {}
        for key, one in values.items():
            if key[-1] != "?" and one is not None:
                groups.setdefault(key[:-1], []).append((one, key))
        kept = set(cells(found))
        for group, members in groups.items():
            ranked = sorted((one for one, _ in members), reverse=down)[:n]
            assert sorted((values[key] for key in kept if key[:-1] == group), reverse=down) == ranked
        ranked_by = replace(question, by=by, shows=(Show("net_sales", "rank"),))
        whole = asked_of(shelf, replace(ranked_by, top=replace(first, others=True)))
        assert equal(whole.totals or (), asked_of(shelf, ranked_by).totals or ())
        rest = {key: row for key, row in cells(whole).items() if key[-1] == OTHERS}
        assert cells(whole).keys() - rest.keys() == kept
        assert all(row[-1] is None for row in rest.values()), "what is left is nobody, and has no rank"
        values_kept = [values[key] for key in kept if values[key] is not None]
        for key in kept:
            assert cells(whole)[key][-1] == 1 + sum(one > values[key] for one in values_kept)
        left = sum(one or 0 for key, one in values.items() if key not in kept)
        assert sum(row[len(by)] or 0 for row in rest.values()) == left
        if rest:
            assert whole.keys[-1][-1] == OTHERS or per
    shelf.connection.close()


def test_the_best_of_times_are_found_like_those_of_any_dimension() -> None:
    """In a fiscal year that does not begin in January, and where all days that there were are asked for."""
    sales = [sale(n, day, "c", str(n)) for n, day in enumerate(("2023-02-10", "2024-01-10", "2024-02-10"), 1)]
    rows = company_rows(sales, dt.date(2024, 1, 1), dt.date(2025, 1, 1))
    shelf = built(rows, Company(credit_by="alignment", fiscal_year_first_month=4), dt.date(2024, 4, 1))
    days = "2023-01-01..2024-02-29"
    assert asked_of(shelf, ask(shelf.outline, measures=["penetration"], period=days)).totals
    for by, first in (("fiscal_year", 5), ("day", 3), ("fiscal_month", 3)):
        best = Layout(top=f"top 1 {by} by net_sales")
        found = asked_of(shelf, ask(shelf.outline, measures=["net_sales"], by=[by], period=days, layout=best))
        assert [row[-1] for row in found.rows] == [first], by
        others = Layout(top=f"top 1 {by} by net_sales with others")
        with pytest.raises(NotUnderstood) as caught:
            ask(shelf.outline, measures=["net_sales"], by=[by], period=days, layout=others)
        assert (caught.value.key, caught.value.values) == ("ask.others_of_time", {"name": by})
    shelf.connection.close()
