"""Plan health on the page of pay: sums of enough people for who oversees them, nobody's own pay."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from dashboard.access.person import Role
from dashboard.errors import Denied, NotUnderstood, Refused
from dashboard.metrics.catalogue import MEASURES
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.pay import costs, health, performance
from dashboard.pages.pay.oversight import overseen
from dashboard.pages.pay.page import PAY, bar
from dashboard.pages.pay.simulating import simulated
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay.budget import budget
from dashboard.pay.plan_file import read_plan, read_plans
from dashboard.pay.simulation import simulate
from dashboard.records import pay as records_of_pay
from dashboard.text import LANGUAGES, Language, formats
from tests.pages.test_leadership import DAY
from tests.parts.conftest import walk
from tests.pay.overseen_company import (
    CENTRAL,
    FIELD,
    JUNE,
    MAY,
    SMALL,
    SOLD,
    Overseen,
    overseen_shelf,
    paid,
    texts,
)

EVERYBODY = (*FIELD, *CENTRAL, *SMALL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Overseen]:
    with overseen_shelf() as shelf:
        one = Overseen(shelf, Home(tmp_path_factory.mktemp("overseen")), PAY.path)
        yield one
        one.records.close()


def executive(made: Overseen, **chosen: Any) -> View:
    return made.view("boss@x.gr", Role.EXECUTIVE, **chosen)


def leader(made: Overseen, **chosen: Any) -> View:
    return made.view("l@x.gr", Role.LEADER, **chosen)


def operations(made: Overseen, **chosen: Any) -> View:
    return made.view("ops@x.gr", Role.OPERATIONS, **chosen)


def told(view: View) -> str:
    return "".join(str(one) for one in walk(screen(view)))


TILES = (performance.TILE, health.TILE, costs.TILE, "statement")
PATHS = {
    "the page": told,
    "the file of the page": lambda view: str(page_document(PAY, view, DAY)),
    **{
        f"the file of {tile}": lambda view, tile=tile: str(tile_document(PAY, view, DAY, tile))
        for tile in TILES
    },
}


@cache
def secrets(people: tuple[str, ...]) -> list[str]:
    """What tells of one person: the name, pay and sales as they may be written, pay as a share of target."""
    found = []
    for key in people:
        share = float(paid(key) / 1200)
        found += [f"Person {key}", str(paid(key)), str(SOLD[key]), f"{share:.4f}"[:6]]
        for language in LANGUAGES:
            found += [formats.number(language, paid(key), 2), formats.percent(language, share)]
    return found


def words_of(view: View, way: str) -> str:
    with suppress(Denied, NotUnderstood):
        return PATHS[way](view)
    return ""


@pytest.mark.parametrize("way", PATHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_executive_sees_nobodys_pay_on_any_path(made: Overseen, way: str, language: Language) -> None:
    for chosen in ({}, {"of": "a1"}, {"at": "Ta1", "month": "2026-06", "where": ("customer = a1",)}):
        words = words_of(executive(made, language=language, **chosen), way)
        assert not [one for one in secrets(EVERYBODY) if one in words], chosen


@pytest.mark.parametrize("way", PATHS)
def test_a_leader_sees_nothing_of_others(made: Overseen, way: str) -> None:
    others = (*FIELD[6:], *CENTRAL, *SMALL)  # two of the small plan are led, and it keeps pay from leaders
    for chosen in ({}, {"of": "b1"}, {"at": "Ta8", "month": "2026-06"}):
        words = words_of(leader(made, **chosen), way)
        assert not [one for one in secrets(others) if one in words], chosen
    assert not [one for one in secrets(EVERYBODY) if one in words_of(leader(made, of="b2"), way)]


@pytest.mark.parametrize("way", PATHS)
def test_who_sells_and_who_leads_one_has_no_sums(made: Overseen, way: str) -> None:
    rep = words_of(made.view("a1@x.gr", Role.REP), way)
    assert not [one for one in secrets(EVERYBODY[1:]) if one in rep]
    assert "compared" not in rep
    few = words_of(made.view("t@x.gr", Role.LEADER), way)
    assert not [one for one in secrets((*FIELD[:6], *FIELD[7:], *CENTRAL, *SMALL)) if one in few]
    if way in ("the page", f"the file of {health.TILE}", f"the file of {costs.TILE}"):
        assert "Fewer than 5 people" in few


def test_a_leader_sees_own_people_as_dots_and_what_they_cost(made: Overseen) -> None:
    words = told(leader(made))
    assert not [one for one in FIELD[:6] if f"Person {one}" not in words]
    assert "The plans of 2 people keep pay from leaders" in words
    sheets = performance.performance_sheets(leader(made))
    assert [row[0] for row in sheets[0].rows] == [f"Person {one}" for one in reversed(FIELD[:6])]


def test_plan_health_is_what_one_works_out(made: Overseen) -> None:
    found = overseen(executive(made))
    assert found is not None
    assert {one.plan.key: len(one.people) for one in found.watched} == {"central": 7, "field": 8, "small": 3}
    field = next(one for one in health.healths(executive(made), found) if one.watched.plan.key == "field")
    assert (field.n, dict(field.excluded)) == (8, {})
    told = {one.key: one for one in field.findings}
    # Pay rises with attainment everywhere: ranks agree wholly, and nobody ahead is paid less.
    assert told["spearman"].value == pytest.approx(1)
    assert 0.9 < (told["pearson"].value or 0) < 1
    assert (told["inversions"].value, told["inversions"].verdict) == (0, "good")
    # Four of eight are at quota: fewer than five on either side.
    assert (told["at_quota"].value, told["at_quota"].why) == (None, "few")
    assert (told["threshold"].why, told["excellence"].why) == ("no_edge", "no_edge")
    assert (told["nothing"].value, told["capped"].value) == (0, 0)
    assert told["mix"].value == pytest.approx(1)
    small = next(one for one in health.healths(executive(made), found) if one.watched.plan.key == "small")
    assert {
        one.why for one in small.findings if one.key not in ("own_weight", "threshold", "excellence")
    } == {"few"}
    assert not small.classes


def test_volume_and_design_are_all_of_the_difference(made: Overseen) -> None:
    found = overseen(operations(made))
    assert found is not None
    total = budget(found.watched, found.known).total
    assert total is not None
    sold = sum(SOLD[one] for one in EVERYBODY)
    assert total.budget == 1200 * 18
    assert total.volume == round(1200 * sold / 1000, 2) - 1200 * 18
    assert total.actual == sum(paid(one) for one in EVERYBODY)
    assert total.budget + total.volume + total.design == total.actual
    assert total.volume < 0 < total.design


def test_a_cost_that_is_kept_back_does_not_follow_from_the_total(made: Overseen) -> None:
    """Three people are kept back, and with them the smallest plan beside them."""
    found = overseen(executive(made))
    assert found is not None
    cost = budget(found.watched, found.known)
    assert [plan.key for plan, _ in cost.costs] == ["field"]
    assert {plan.key for plan in cost.kept} == {"central", "small"}
    assert cost.total is not None
    words = told(executive(made)) + str(page_document(PAY, executive(made), DAY))
    for kept in (CENTRAL, SMALL):
        amount = sum(paid(one) for one in kept)
        for one in (str(amount), formats.number("en", amount), formats.number("en", amount, 2)):
            assert one not in words
    # A leader who knows six of eight may not have the sum from which the two others would follow.
    mine = overseen(leader(made))
    assert mine is not None
    assert budget(mine.watched, mine.known).total is None


def test_a_changed_plan_is_calculated_by_the_engine_and_nothing_is_written(made: Overseen) -> None:
    with made.records.reading() as connection:
        run = records_of_pay.runs(connection)[0]
    plans = read_plans(run.plans, tuple(MEASURES))
    text = texts()["field.toml"].replace("value = 2", "value = 3")
    frozen = sorted(str(one) for one in made.home.path.rglob("*"))
    same = simulate(made.home, run.frozen, plans, plans[1], DAY)
    assert (same.plan.key, same.before, same.after) == ("field", same.before, same.before)
    assert same.before == sum(paid(one) for one in FIELD)
    changed = simulate(made.home, run.frozen, plans, read_plan(text, "x", tuple(MEASURES)), DAY)
    more = sum(round(1200 * max(SOLD[one] / 1000 - 1, Decimal(0)), 2) for one in FIELD)
    assert changed.after - changed.before == more
    assert [one.payee for one in changed.winners] == ["a8", "a7", "a6", "a5"]
    assert changed.losers == []
    data = changed.data(lambda payee: payee == "a7")
    assert data["winners"]["count"] == 4
    assert [one["payee"] for one in data["winners"]["largest"]] == ["a7"]
    assert sorted(str(one) for one in made.home.path.rglob("*")) == frozen
    with made.records.reading() as connection:
        assert len(records_of_pay.runs(connection)) == 1


def test_only_operations_tries_a_changed_plan(made: Overseen) -> None:
    text = texts()["field.toml"].replace("value = 2", "value = 3")
    words = simulated(operations(made), text)
    assert "Person a8" in words
    for view in (executive(made), leader(made), made.view("x@x.gr", Role.AUDITOR)):
        with pytest.raises(Denied):
            simulated(view, text)
        assert "data-asks" not in told(view)
    for wrong in ("", "x" * 50_000):
        with pytest.raises(NotUnderstood):
            simulated(operations(made), wrong)
    with pytest.raises(NotUnderstood, match=r"health\.no_such_plan"):
        simulated(operations(made), text.replace('"field"', '"other"'))
    with pytest.raises(Refused):
        simulated(operations(made), text + "\n[nonsense]\nx = 1\n")


QUARTERLY = texts()["small.toml"].replace('paid = "month"', 'paid = "quarter"')


@pytest.fixture(scope="module")
def quarterly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Overseen]:
    """The same company, whose plan of three pays by quarters: May and June are calculated."""
    with overseen_shelf() as shelf:
        made = Overseen(shelf, Home(tmp_path_factory.mktemp("quarterly")), PAY.path, months=(MAY, JUNE),
                        plans=texts(**{"small.toml": QUARTERLY}))  # fmt: skip
        yield made
        made.records.close()


@pytest.mark.parametrize("who", [executive, leader])
def test_sums_are_told_of_months_in_which_every_plan_has_paid(quarterly: Overseen, who: Any) -> None:
    """From May to June the plan of three might pay beside one other: the difference is its pay."""
    for month in ("", "2026-06"):
        found = overseen(who(quarterly, month=month))
        assert found is not None
        assert (found.run.month, found.settled) == ("2026-06", True)
        view = who(quarterly, month=month)
        assert "June 2026" in told(view)
        assert bar(view).comparison.value == "June 2026"  # type: ignore[union-attr]


def test_nothing_is_told_before_every_plan_has_paid(quarterly: Overseen) -> None:
    """The leader's two people of that plan have no pay in May; of the others, each is known."""
    assert overseen(executive(quarterly, month="2026-05")) is None
    mine = overseen(leader(quarterly, month="2026-05"))
    assert mine is not None
    assert mine.open_to_all


def test_who_knows_everybodys_pay_is_told_of_any_month(quarterly: Overseen) -> None:
    found = overseen(operations(quarterly, month="2026-05"))
    assert found is not None
    assert (found.run.month, found.settled) == ("2026-05", False)
    of_people = performance.overseen_people(leader(quarterly, month="2026-05"))
    assert of_people is not None
    assert of_people.run.month == "2026-05"
