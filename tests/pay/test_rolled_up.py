"""Measures of a team as a whole, and of some lines alone: by hand, and by the lines of a roll-up."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pyarrow.parquet import read_table

from dashboard.access.person import Person, Role
from dashboard.access.scope import grant, operator
from dashboard.answers.answer import answer
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied, Refused
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.periods import Period
from dashboard.metrics.question import ask
from dashboard.pages.address import Address
from dashboard.pages.pay.page import PAY
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay.facts import LINE_ATTRIBUTES, Facts, Pick, Window
from dashboard.pay.freezing import FACTS, LINES, freeze
from dashboard.pay.plan_file import read_plan
from dashboard.pay.plan_scopes import check_scopes
from dashboard.pay.plan_words import plan_words
from dashboard.pay.plans import measurable
from dashboard.pay.thawing import thaw
from dashboard.pay.whole_measures import credited
from dashboard.text import Language
from tests.access.rosters import Staff
from tests.parts.conftest import walk
from tests.pay.led_company import LEADERS, TODAY, led_company
from tests.pay.test_collected import office, office_at, paid, published, quota

MAY, JUNE = (Window(dt.date(2026, month, 1), dt.date(2026, month + 1, 1)) for month in (5, 6))
DAYS = Window(dt.date(2026, 1, 1), dt.date(2026, 8, 1))


def visits() -> list[dict[str, Any]]:
    """a2 visits on the last day with Ann and on the first with Bo; both see whom they see."""
    return [
        {"activity_id": str(n), "activity_date": dt.date(2026, 5, day), "rep_id": rep,
         "customer_id": customer, "kind": "visit", "outcome": None}
        for n, (day, rep, customer) in enumerate(
            ((15, "a2", "c2"), (16, "a2", "d2"), (17, "a1", "c1"), (18, "b1", "d1"), (18, "x", "c1"))
        )
    ]  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    deal = {
        "opportunity_id": "d", "customer_id": "c2", "rep_id": "a2", "stage": "offer", "amount": Decimal(9),
        "created_on": dt.date(2026, 5, 5), "outcome": "open",
    }  # fmt: skip
    with published(led_company(activities=visits(), opportunities=[deal])) as found:
        yield found


@pytest.fixture(scope="module")
def frozen(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    home = Home(tmp_path_factory.mktemp("frozen"))
    return thaw(home, freeze(shelf, operator(), home, DAYS, ()).name, ())


def asked(shelf: Shelf, window: Window, *measures: str, credit: Any = "rollup") -> Mapping[str, list[Any]]:
    """What is told of everybody, by the question that a run asks."""
    days = Period(window.first, window.end - dt.timedelta(days=1))
    question = ask(shelf.outline, measures=measures, by=("rep",), period=days, alignment="credited")
    found = answer(replace(question, credit=credit), operator(), shelf, raw=True)
    return {
        str(keys[0]): [row[found.at(one)] for one in measures]
        for keys, row in zip(found.keys, found.rows, strict=True)
    }


WINDOWS = [
    MAY, JUNE, DAYS, Window(dt.date(2026, 5, 16), dt.date(2026, 6, 10)),
    *(Window(day, day + dt.timedelta(days=1)) for day in (dt.date(2026, 5, 15), dt.date(2026, 5, 22))),
]  # fmt: skip


@pytest.mark.parametrize("window", WINDOWS, ids=lambda one: f"{one.first}..{one.end}")
def test_a_team_as_a_whole_has_the_lines_of_its_roll_up(shelf: Shelf, frozen: Facts, window: Window) -> None:
    measures = ("net_sales", "gross_margin", "units")
    found = asked(shelf, window, *measures)
    assert set(found) <= set(LEADERS)
    for leader in LEADERS:
        told = found.get(leader, [None] * 3)
        for measure, value in zip(measures, told, strict=True):
            lines = frozen.credits.lines(leader, Pick(measure, "rollup"), window)
            summed = sum((Fraction(one.amounts[measure]) for one in lines), Fraction(0))
            assert Fraction(str(value or 0)) == summed, (leader, measure)


def test_by_hand(shelf: Shelf) -> None:
    """May: Ann has 1, 2, 3, 6, a quarter of 7, and 8; Bo has 4 and three quarters of 7; Top has all but 5."""
    found = asked(shelf, MAY, "net_sales", "gross_margin_rate", "active_customers", "orders")
    assert [Decimal(str(found[one][0])) for one in LEADERS] == [300, 130, 430]
    assert [found[one][1] for one in LEADERS] == pytest.approx([120 / 300, 85 / 130, 205 / 430])
    assert [found[one][2:] for one in LEADERS] == [[3, 5], [2, 2], [4, 6]]


def test_what_lasts_is_a_teams_as_long_as_who_holds_it_is_led(shelf: Shelf) -> None:
    """Two weeks of May: a2 changes from Ann to Bo between them, and h begins in the middle of the second."""
    weeks = Window(dt.date(2026, 5, 11), dt.date(2026, 5, 23))
    found = asked(shelf, weeks, "field_days", "visits_per_field_day", "open_deals")
    # a1, x, a3: ten days each, a2 five, h three; b1 ten, a2 five.
    assert {one: float(found[one][0]) for one in LEADERS} == {"ann": 38, "bo": 15, "top": 53}
    assert [found[one][1] for one in LEADERS] == pytest.approx([3 / 38, 2 / 15, 5 / 53])
    assert [found[one][2] for one in LEADERS] == [0, 1, 1]
    before = asked(shelf, Window(MAY.first, dt.date(2026, 5, 16)), "open_deals")
    assert {one: before.get(one, [0])[0] for one in LEADERS} == {"ann": 1, "bo": 0, "top": 1}


HEAD = """
key = "leaders"
version = 1
name = { en = "Leaders", el = "Επικεφαλής" }
valid_from = 2026-05-01
zero_quota = "nothing"
ELIGIBLE
[[component]]
key = "bonus"
name = { en = "Bonus", el = "Μπόνους" }
"""
LEAD = HEAD.replace("ELIGIBLE", "eligibility = { role = 'manager' }")
WORK = HEAD.replace("ELIGIBLE", "eligibility = { role = 'owner' }")
EACH = "table = { bands = [{ from = 0, value = 7 }] }\n"
BY_MARGIN = (
    'measure = "gross_margin_rate"\ncredit = "rollup"\npays = "amount"\n'
    'table = { how = "flat", bands = [{ from = 0, to = "40 %", value = 1 }, { from = "40 %", to = "50 %", '
    'value = 2 }, { from = "50 %", value = 3 }] }\n'
)
ROLLED = 'credit = "rollup"\n'
DRINKS = 'where = { category = ["drinks"] }\n'


@pytest.mark.parametrize(("plan", "pays"), [
    (LEAD + BY_MARGIN, {"ann": (2, 3), "bo": (3, 3), "top": (2, 3)}),
    (f'{LEAD}measure = "active_customers"\n{ROLLED}{EACH}', {"ann": (21, 7), "bo": (14, 7), "top": (28, 7)}),
    (f'{LEAD}measure = "active_customers"\n{ROLLED}{DRINKS}{EACH}',
     {"ann": (21, 0), "bo": (0, 0), "top": (21, 0)}),
    (f'{LEAD}measure = "visits"\n{ROLLED}{EACH}', {"ann": (21, 0), "bo": (14, 0), "top": (35, 0)}),
    (f'{LEAD}measure = "visits"\n{ROLLED}where = {{ segment = ["big"] }}\n{EACH}',
     {"ann": (14, 0), "bo": (0, 0), "top": (14, 0)}),
    # Of a person the lines are as on every screen: 8 is b1's, and a1 has 1 and 2 whole.
    (f'{WORK}measure = "active_customers"\n{DRINKS}{EACH}',
     {"a1": (7, 0), "a2": (0, 0), "a3": (0, 0), "b1": (7, 0), "h": (7, 0), "x": (0, 0)}),
], ids=["margin", "customers", "drinks", "visits", "visits of some", "own drinks"])  # fmt: skip
def test_a_plan_pays_by_hand(
    shelf: Shelf, tmp_path: Any, plan: str, pays: dict[str, tuple[int, ...]]
) -> None:
    """June: Ann has 9 and the return 11 (a margin of 15 less 4 of 20 less 10), Bo has 10; both of c3."""
    with office_at(shelf, tmp_path, plan) as one:
        found = paid(one, MAY, JUNE)
    assert found == {key: [Decimal(pay) for pay in months] for key, months in pays.items()}


@pytest.mark.parametrize(("measure", "name", "nearest"), [
    ("orders", "Drinks", "drinks"), ("net_sales", "drink", "drinks"), ("net_sales", "toys", "drinks, food"),
])  # fmt: skip
def test_a_scope_that_nothing_is_of_pays_nobody_silently(
    shelf: Shelf, tmp_path: Any, measure: str, name: str, nearest: str
) -> None:
    plan = f'{LEAD}measure = "{measure}"\n{ROLLED}where = {{ category = ["food", "{name}"] }}\n{EACH}'
    with office_at(shelf, tmp_path, plan) as one, pytest.raises(Refused) as refused:
        one.run(operator(), MAY, "ops@x.gr")
    assert refused.value.key == "plan.no_member"
    assert (refused.value.values["name"], refused.value.values["nearest"]) == (name, nearest)
    assert refused.value.values["field"] == "component[1].where"


def test_whatever_a_line_carries_a_plan_may_name(shelf: Shelf, tmp_path: Any) -> None:
    home, plain = Home(tmp_path), f'{LEAD}measure = "net_sales"\n{ROLLED}'
    lines = read_table(home.pay / freeze(shelf, operator(), home, DAYS, []).name / LINES)
    for name in LINE_ATTRIBUTES:
        carried = json.dumps(sorted(one for one in set(lines[name].to_pylist()) if one))
        assert carried != "[]", name
        texts = {"leaders.toml": f"{plain}where = {{ {name} = {carried} }}\n{EACH}"}
        check_scopes(texts, measurable(), MAY, operator(), shelf)


OVERLAID = (
    WORK.replace("role = 'owner'", "role = 'overlay'") + 'measure = "orders"\ncredit = "overlay"\n' + EACH
)


def test_overlay_has_what_it_is_credited_with(tmp_path: Any) -> None:
    """x as overlay of B1 as of 22 May: the orders of 7 and 8."""
    rows = led_company()
    rows["assignments"].append(
        {
            **rows["assignments"][0],
            "role": "overlay",
            "territory_id": "B1",
            "valid_from": dt.date(2026, 5, 22),
        }
        | {"rep_id": "x", "share": Decimal("0.5")}
    )
    with office(tmp_path, OVERLAID, rows) as one:
        assert paid(one, MAY) == {"x": [Decimal(14)]}


def test_only_what_is_told_otherwise_says_so(shelf: Shelf, tmp_path: Any) -> None:
    """Direct values of all lines are frozen as ever; and runs of before are read."""
    home, plans = Home(tmp_path), [
        read_plan(text, "leaders.toml", measurable())
        for text in (f'{LEAD}measure = "orders"\n{EACH}', f'{LEAD}measure = "orders"\n{ROLLED}{DRINKS}{EACH}')
    ]  # fmt: skip
    texts = [
        json.loads((home.pay / freeze(shelf, operator(), home, DAYS, [plan]).name / FACTS).read_text("utf-8"))
        for plan in plans
    ]
    assert {len(row) for row in texts[0]["values"]} == {6}
    assert {tuple(map(str, row[5:])) for row in texts[1]["values"]} == {
        ("", "rollup", "[['category', ['drinks']]]")
    }
    facts = thaw(home, freeze(shelf, operator(), home, DAYS, plans).name, ())
    assert {(one.credit, one.where) for one in facts.values} == {
        ("direct", ()), ("rollup", (("category", ("drinks",)),)),
    }  # fmt: skip


def person(key: str) -> Person:
    return Person("1", f"{key}@x.gr", key, Role.LEADER)


def test_who_may_not_see_everything_rolls_up_nothing(shelf: Shelf) -> None:
    some = grant(person("ann"), Staff(shelf, {"ann@x.gr": "A"}), (), TODAY)
    days = Period(MAY.first, MAY.end - dt.timedelta(days=1))
    question = ask(shelf.outline, measures=("net_sales",), by=("rep",), period=days, alignment="credited")
    assert answer(question, some, shelf).rows
    with pytest.raises(Denied, match=r"payrun\.not_everything"):
        answer(replace(question, credit="rollup"), some, shelf, raw=True)


def test_every_measure_that_may_be_rolled_up_is_answered(tmp_path: Any) -> None:
    tables = ("opportunities", "opportunity_events", "call_plans", "absences", "price_floors")
    rows = led_company(activities=visits(), **{name: [] for name in tables})
    with published(rows) as shelf:
        known = [key for key in credited("rollup") if set(MEASURES[key].needs) <= shelf.outline.tables]
        assert {"field_days", "open_deals", "growth", "new_customers", "reach"} <= set(known)
        for credit in ("rollup", "overlay"):
            some = [key for key in known if key in credited(credit)]  # type: ignore[arg-type]
            assert asked(shelf, JUNE, *some, credit=credit) is not None


def test_a_leaders_statement_shows_the_team_and_goes_on(tmp_path: Any) -> None:
    """40 % of 50 %; nothing is asked of lines, and nobody sells so much more of a margin rate."""
    table = 'table = { over = "attainment", how = "flat", bands = [{ from = 0, value = 100 }] }\n'
    plan = f'{LEAD}measure = "gross_margin_rate"\n{ROLLED}pays = "amount"\n{table}'
    goal = quota(1, None, rep="ann") | {"measure": "gross_margin_rate", "amount": Decimal("0.5")}
    with office(tmp_path, plan, led_company(quotas=[goal])) as one:
        assert paid(one, MAY)["ann"] == [Decimal(100)]
        scope = grant(person("ann"), Staff(one.shelf, {"ann@x.gr": "A"}), (), TODAY)
        view = View(
            person("ann"), scope, one.shelf, Address(PAY.path), "en", 1280, TODAY, records=one.records,
            home=one.home,
        )  # fmt: skip
        told = " ".join(re.sub(r"<[^>]*>", " ", str(found)) for found in walk(screen(view)))
    words = " ".join(told.split())
    for sentence in ("Gross margin % 40% credited", "80.00%", "You are here"):
        assert sentence in words, words
    assert "What if I sell" not in words


def test_a_team_as_a_whole_is_said_in_plain_words() -> None:
    plan = read_plan(f'{LEAD}measure = "active_customers"\n{ROLLED}{DRINKS}{EACH}', "x.toml", measurable())
    said: dict[Language, tuple[str, ...]] = {
        "en": (
            "Active customers of the whole team as of one person",
            "It is told of these alone. Category: drinks.",
        ),
        "el": ("όλης της ομάδας σαν ενός προσώπου", "Μετριέται μόνο σε αυτά. Κατηγορία: drinks."),
    }
    for language, sentences in said.items():
        words = " ".join(one for section in plan_words(plan, language) for one in section.sentences)
        for sentence in sentences:
            assert sentence in words
