"""What is read across the company, and the advice with which too long a question ends."""

import datetime as dt

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.effort import is_across, shorten
from dashboard.answers.lanes import TooLong
from dashboard.metrics.periods import FiscalCalendar
from dashboard.metrics.question import Outline, Question, ask
from dashboard.pages.instead import instead
from dashboard.parts.states import State
from dashboard.text import tell
from tests.access.rosters import Nobody

DAY = dt.date(2024, 12, 31)
OUTLINE = Outline(
    cut=FiscalCalendar(1, "last_day", 1),
    levels=("country",),
    tables=frozenset({"sales"}),
    quota_layers=(),
    first=dt.date(2020, 1, 1),
    through=DAY,
    currency="EUR",
)


def asked(period: str, *where: str) -> Question:
    return ask(OUTLINE, measures=["net_sales"], by=[], where=list(where), period=period)


def narrow() -> Scope:
    person = Person("ana@x.gr", "ana@x.gr", "Ana", Role.REP)
    return grant(person, Nobody(), [HandGrant("A", DAY)], DAY)


@pytest.mark.parametrize(
    ("where", "scope", "across"),
    [
        ((), operator(), True),
        (("channel = Web",), operator(), True),
        (("territory != A",), operator(), True),
        (("territory = A",), operator(), False),
        ((), narrow(), False),
    ],
)
def test_all_lines_are_read_unless_a_territory_limits_them(
    where: tuple[str, ...], scope: Scope, across: bool
) -> None:
    assert is_across(asked("all", *where), scope) is across


@pytest.mark.parametrize(
    ("question", "scope", "advice"),
    [
        (asked("all"), operator(), "2024-01-01..2024-12-31"),
        (asked("2020-01-01..2021-01-01", "territory = A"), narrow(), "2020-01-02..2021-01-01"),
        (asked("2024-01-01..2024-12-31"), operator(), "Ask for one territory"),
        (asked("2024-01-01..2024-12-31"), narrow(), "Break it down by less"),
    ],
)
def test_the_advice_is_what_would_make_it_less(question: Question, scope: Scope, advice: str) -> None:
    found = shorten(TooLong("ask.too_long", seconds="30"), question, scope)
    said = tell("en", found)
    assert advice in said
    assert "30 seconds" in said
    assert found.exit_code == 4
    state = instead("el", found)
    assert isinstance(state, State)
    assert (state.kind, state.sentence) == ("failed", tell("el", found))
