"""Days and limits that no data can have are refused with a sentence."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import NotUnderstood
from dashboard.metrics.conditions import Condition, written
from dashboard.metrics.periods import FiscalCalendar, Period, parse
from dashboard.metrics.question import Layout, Outline, ask, condition
from dashboard.metrics.steps import step

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
TODAY = dt.date(2026, 11, 12)
OUTLINE = Outline(FiscalCalendar(), (), frozenset({"sales"}), (), dt.date(2024, 1, 1), TODAY, "EUR")


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2013-01-01..9999-12-31", "1899-12-31"])
def test_a_day_outside_all_data_is_no_period(text: str) -> None:
    with pytest.raises(NotUnderstood, match="no_such_year"):
        parse(text, FiscalCalendar(), TODAY, dt.date(2024, 1, 1))


@pytest.mark.parametrize(
    ("limit", "offset", "said"), [(-1, 0, "negative_limit"), (5, -2, "negative_offset.*-2")]
)
def test_less_than_no_rows_cannot_be_shown(limit: int, offset: int, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        ask(OUTLINE, measures=["net_sales"], layout=Layout(limit=limit, offset=offset))


@given(st.dates(), st.dates())
def test_any_days_are_a_period_of_data_or_refused(one: dt.date, other: dt.date) -> None:
    try:
        period = parse(f"{one}..{other}", FiscalCalendar(), TODAY, TODAY)
    except NotUnderstood:
        assert other < one or min(one, other) < FIRST or max(one, other) > LAST
    else:
        assert FIRST <= period.start <= period.end <= LAST


possible = st.one_of(
    st.dates(FIRST, LAST), st.sampled_from([FIRST, dt.date(1900, 2, 1), LAST.replace(day=1)])
)


@given(possible, possible, st.integers(1, 12), st.integers(-5000, 5000), st.sampled_from(["", "qtd", "ytd"]))
def test_no_step_leads_out_of_the_years_of_data(
    one: dt.date, other: dt.date, month: int, by: int, name: str
) -> None:
    period, cut = Period(min(one, other), max(one, other), name), FiscalCalendar(month)
    there = step(period, cut, by)
    assert FIRST <= there.start <= there.end <= LAST
    assert (there.start - period.start).days * by >= 0


def test_a_step_stays_where_there_is_no_room() -> None:
    january = Period(FIRST, dt.date(1900, 1, 31))
    assert step(january, FiscalCalendar(), -1) == january
    assert step(Period(LAST, LAST), FiscalCalendar(), 1) == Period(LAST, LAST)


MEMBERS = st.text("ab \"',|()=#", min_size=1, max_size=8)


@given(st.lists(MEMBERS, min_size=1, max_size=3, unique=True), st.booleans())
def test_a_limit_is_read_as_it_was_written_whatever_its_members_are_called(
    members: list[str], exclude: bool
) -> None:
    limit = Condition("brand", tuple(members), exclude)
    assert condition(written(limit), ()) == limit
