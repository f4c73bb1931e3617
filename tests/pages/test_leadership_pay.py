"""Pay on the leadership page: sums of enough people by hand, the same as on the page of pay, nobody's own."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from statistics import correlation
from typing import Any

import pytest

from dashboard.access.crowd import FEWEST
from dashboard.access.person import Role
from dashboard.errors import NotUnderstood
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.incentives import cost_tile, incentives_sheets
from dashboard.pages.leadership import LEADERSHIP
from dashboard.pages.pay.oversight import overseen
from dashboard.pages.pay.together import InBrief, in_brief
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay.budget import budget
from dashboard.pay.standings import Standing, together
from dashboard.records import inquiries
from dashboard.records import pay as records_of_pay
from dashboard.records.inquiries import Step
from dashboard.text import LANGUAGES, Language, formats, say
from tests.pages.test_leadership import DAY
from tests.parts.conftest import walk
from tests.pay.overseen_company import CENTRAL, FIELD, SMALL, SOLD, Overseen, overseen_shelf, paid

EVERYBODY = (*FIELD, *CENTRAL, *SMALL)
TOLD = dt.datetime(2026, 6, 10, 9, tzinfo=dt.UTC)


def ask(made: Overseen) -> None:
    """Three inquiries, of which one is answered."""
    with made.records.writing() as connection:
        (run,) = records_of_pay.runs(connection)
        for payee, after in (("a1", 0), ("c1", 5), ("c2", 6)):
            kept = next(one for one in records_of_pay.statements(connection, run.id) if one.payee == payee)
            first = Step("asked", payee, payee, TOLD + dt.timedelta(after), "why?")
            until = TOLD.date() + dt.timedelta(10)
            asked = inquiries.ask(connection, kept.id, payee, 0, "rate", None, "EUR", until, first)
            if payee == "c2":
                inquiries.add(connection, asked, Step("explained", "ops", "ops", TOLD, "so"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Overseen]:
    with overseen_shelf() as shelf:
        one = Overseen(shelf, Home(tmp_path_factory.mktemp("led")), LEADERSHIP.path)
        ask(one)
        yield one
        one.records.close()


def executive(made: Overseen, **chosen: Any) -> View:
    return made.view("boss@x.gr", Role.EXECUTIVE, **chosen)


def brief(view: View) -> InBrief:
    found = in_brief(view)
    assert isinstance(found, InBrief)
    return found


def test_the_numbers_by_hand(made: Overseen) -> None:
    found = brief(executive(made))
    cost, sold = sum(paid(one) for one in EVERYBODY), sum(SOLD.values())
    assert (found.people.n, found.people.cost, found.people.budget) == (18, cost, 1200 * 18)
    assert found.people.budget + found.people.volume + found.people.design == cost
    assert found.people.volume == round(1200 * sold / 1000, 2) - 1200 * 18
    assert found.sold == sold
    assert found.cost_of_sales == cost / sold
    reached, share = ([float(of(one)) for one in EVERYBODY] for of in (SOLD.__getitem__, paid))
    assert found.people.r == pytest.approx(correlation(reached, share))
    assert found.people.n_compared == 18
    # Asked on 10 and 15 June; it is 30 June.
    assert (found.open, found.oldest) == (2, 20)


def test_they_are_those_of_plan_health(made: Overseen) -> None:
    view = executive(made)
    health = overseen(view)
    assert health is not None
    total = budget(health.watched, health.known).total
    assert total is not None
    people = brief(view).people
    assert (people.cost, people.budget, people.volume, people.design) == (
        total.actual, total.budget, total.volume, total.design,
    )  # fmt: skip


def test_no_choice_of_the_page_changes_whose_pay_it_is(made: Overseen) -> None:
    whole = brief(executive(made))
    for chosen in ({"at": "Ta1"}, {"where": ("customer = a1",)}, {"period": "2026-03"}):
        assert brief(executive(made, **chosen)) == whole


@pytest.mark.parametrize(
    ("email", "role", "why"),
    [
        # Six whose pay is known, and two of a plan that keeps it from leaders: these would follow.
        ("l@x.gr", Role.LEADER, "incentive.too_few"),
        ("t@x.gr", Role.LEADER, "incentive.too_few"),
        ("c1@x.gr", Role.LEADER, "incentive.nobody"),
    ],
)
def test_who_oversees_few_is_told_nothing(made: Overseen, email: str, role: Role, why: str) -> None:
    view = made.view(email, role)
    assert in_brief(view) == why
    assert cost_tile(view).state is not None
    (sheet,) = incentives_sheets(view)
    assert sheet.notes == (say("en", why, fewest=FEWEST),)
    assert not sheet.rows


PATHS = {
    "the page": lambda view: "".join(str(one) for one in walk(screen(view))),
    "the file of the page": lambda view: str(page_document(LEADERSHIP, view, DAY)),
    "the file of the block": lambda view: str(tile_document(LEADERSHIP, view, DAY, "incentives")),
    "the file of the tile": lambda view: str(
        tile_document(LEADERSHIP, view, DAY, "key-figures:incentive_cost")
    ),
}


@pytest.mark.parametrize("way", PATHS)
def test_nobodys_own_pay_is_on_any_path(made: Overseen, way: str) -> None:
    secrets = [str(paid(one)) for one in EVERYBODY]
    secrets += [formats.number(language, paid(one), 2) for one in EVERYBODY for language in LANGUAGES]
    views = [executive(made, at="Ta1"), made.view("o@x.gr", Role.OPERATIONS)]
    for view in (*views, made.view("l@x.gr", Role.LEADER)):
        words = ""
        with suppress(NotUnderstood):  # a tile without a number does not leave alone
            words = PATHS[way](view)
        assert not [one for one in secrets if one in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_both_languages(made: Overseen, language: Language) -> None:
    (sheet,) = incentives_sheets(executive(made, language=language))
    assert [row[0] for row in sheet.rows] == [
        say(language, f"incentive.{key}") for key in ("budget", "effects", "follows", "inquiries")
    ]
    assert not [row for row in sheet.rows if "None" in str(row)]
    assert cost_tile(executive(made, language=language)).state is None


def test_an_earlier_state_of_the_data_has_no_pay(made: Overseen) -> None:
    assert in_brief(executive(made, as_of="2026-06-01.1")) == "incentive.of_today"


def one(key: str, *, compared: bool = True) -> Standing:
    reached = Fraction(int(key) + 1, 10)
    return Standing(key, Decimal(90) * (int(key) + 1), Decimal(100), Fraction(100), reached, compared, True)


@pytest.mark.parametrize(("known", "told"), [(0, True), (4, True), (5, False), (8, False), (9, True)])
def test_what_the_reader_knows_may_be_taken_off(known: int, told: bool) -> None:
    """Of nine: those who are left over must be nobody, or five at least."""
    people = [one(str(at)) for at in range(9)]
    assert (together(people, lambda key: int(key) < known) is not None) == told


def test_a_correlation_of_a_few_is_not_told() -> None:
    people = [one(str(at), compared=at < 4) for at in range(9)]
    found = together(people, lambda _: False)
    assert found is not None
    assert (found.r, found.n_compared) == (None, 4)
