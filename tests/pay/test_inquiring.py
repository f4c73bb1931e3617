"""Who may say what of an inquiry, and when: written out, for each state that there is."""

import datetime as dt

import pytest

from dashboard.pay.facts import Calendar
from dashboard.pay.inquiring import answer_due, ask_until, may_say
from dashboard.records.inquiries import ENDS, Inquiry, Said, Step

AT = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


def inquiry(*said: Said) -> Inquiry:
    steps = tuple(Step(one, "a@x.gr", "A", AT, "text") for one in said)
    return Inquiry(1, 1, "r1", 0, "split", None, "EUR", AT.date(), steps)


@pytest.mark.parametrize(("state", "payee", "keeper"), [
    ("asked", {"withdrawn"}, {"asked_back", "upheld", "partly", "explained", "rejected"}),
    ("asked_back", {"added", "withdrawn"}, {"upheld", "partly", "explained", "rejected"}),
    ("added", {"withdrawn"}, {"asked_back", "upheld", "partly", "explained", "rejected"}),
    *((end, set(), set()) for end in sorted(ENDS)),
])  # fmt: skip
def test_what_may_be_said_next(state: Said, payee: set[str], keeper: set[str]) -> None:
    found = inquiry("asked", state)
    assert set(may_say(found, payee=True, keeper=False)) == payee
    assert set(may_say(found, payee=False, keeper=True)) == keeper
    # Nobody answers about their own pay.
    assert set(may_say(found, payee=True, keeper=True)) == payee
    assert may_say(found, payee=False, keeper=False) == ()


def test_an_answer_is_due_after_five_working_days() -> None:
    holiday = Calendar(frozenset({dt.date(2026, 3, 25)}))
    assert answer_due(dt.date(2026, 3, 20), Calendar()) == dt.date(2026, 3, 27)
    assert answer_due(dt.date(2026, 3, 20), holiday) == dt.date(2026, 3, 30)
    assert answer_due(dt.date(2026, 3, 21), Calendar()) == dt.date(2026, 3, 27)


def test_a_line_may_be_asked_about_once_it_is_approved() -> None:
    assert ask_until(None) is None
    assert ask_until(dt.date(2026, 3, 1)) == dt.date(2026, 3, 31)
