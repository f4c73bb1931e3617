"""Periods tile: no day falls between two of them or into both, for every fiscal calendar."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dashboard.errors import NotUnderstood
from dashboard.metrics.periods import (
    GRAINS,
    PRESETS,
    FiscalCalendar,
    Grain,
    Period,
    parse,
    preset,
    twelve_months,
    without_incomplete,
)
from dashboard.metrics.steps import moved, prior_year, step, stride

ONE = dt.timedelta(days=1)
ends_of_months = st.dates(dt.date(1999, 1, 1), dt.date(2040, 12, 1)).map(lambda day: day.replace(day=1) - ONE)
days = st.one_of(st.dates(dt.date(1999, 1, 1), dt.date(2040, 12, 31)), ends_of_months)
of_months = st.builds(
    FiscalCalendar, st.integers(1, 12), st.sampled_from(["first_day", "last_day"]), st.integers(1, 7)
)
of_weeks = st.builds(
    FiscalCalendar,
    st.integers(1, 12),
    st.sampled_from(["first_day", "last_day"]),
    st.integers(1, 7),
    st.sampled_from(["4-4-5", "4-5-4", "5-4-4"]),
    st.sampled_from(["nearest", "last"]),
)
cuts = st.one_of(of_months, of_weeks)
steps = st.integers(-30, 30)


@given(cuts, days, st.sampled_from(GRAINS))
def test_grains_tile(cut: FiscalCalendar, day: dt.date, grain: Grain) -> None:
    now = cut.grain(grain, day)
    assert now.start <= day <= now.end
    assert cut.grain(grain, now.start) == now == cut.grain(grain, now.end)
    assert cut.grain(grain, now.end + ONE).start == now.end + ONE
    assert cut.grain(grain, now.start - ONE).end == now.start - ONE


@given(cuts, days)
def test_months_fill_quarters_and_quarters_fill_years(cut: FiscalCalendar, day: dt.date) -> None:
    for inner, outer, most in (("fiscal_month", "fiscal_quarter", 3), ("fiscal_quarter", "fiscal_year", 4)):
        whole = cut.grain(outer, day)  # type: ignore[arg-type]
        part, parts = cut.grain(inner, whole.start), 1  # type: ignore[arg-type]
        while part.end < whole.end:
            part, parts = cut.grain(inner, part.end + ONE), parts + 1  # type: ignore[arg-type]
        assert (part.end, parts) == (whole.end, most)


@given(of_months, days)
def test_a_year_has_its_first_month_and_a_number_of_its_own(cut: FiscalCalendar, day: dt.date) -> None:
    year = cut.year(day)
    assert (year.start.day, year.start.month) == (1, cut.first_month)
    assert year.days in (365, 366)
    assert cut.year_number(year.end + ONE) == cut.year_number(day) + 1
    assert cut.year_number(day) in (year.start.year, year.end.year)


@given(cuts, days, days, st.sampled_from(PRESETS))
def test_presets_stand_where_they_say(
    cut: FiscalCalendar, through: dt.date, first: dt.date, name: str
) -> None:
    found = preset(name, cut, through, first)
    assert found.name == name
    grain = {"m": "fiscal_month", "q": "fiscal_quarter", "y": "fiscal_year"}.get(
        name.partition("_")[2][:1] or name[0]
    )
    if name.endswith("td"):
        assert (found.start, found.end) == (cut.grain(grain, through).start, through)  # type: ignore[arg-type]
    elif name.startswith("this"):
        assert found.start <= through <= found.end
        assert found.start == cut.grain(grain, through).start  # type: ignore[arg-type]
    elif name.startswith("last"):
        after = cut.grain(grain, found.end + ONE)  # type: ignore[arg-type]
        assert found.end <= through, "only whole periods of which every day is there"
        assert after.end > through, "and the latest of them"
        assert cut.grain(grain, found.start).start == found.start  # type: ignore[arg-type]
    elif name == "all":
        assert found.start <= first
        assert found.end == through
    else:
        assert found.start == cut.month(found.start).start
        assert cut.month_index(found.end) == cut.month_index(found.start) + 11
        assert found.end <= through < cut.month(found.end + ONE).end


@given(cuts, days, st.sampled_from(GRAINS), steps)
def test_whole_periods_step_there_and_back_and_touch(
    cut: FiscalCalendar, day: dt.date, grain: Grain, by: int
) -> None:
    now = cut.grain(grain, day)
    assert step(step(now, cut, by), cut, -by) == now
    assert step(now, cut, 1).start == now.end + ONE, "the next one begins where this one ends"
    assert step(now, cut, 1) == cut.grain(grain, now.end + ONE)
    assert step(step(now, cut, 1), cut, 1) == step(now, cut, 2)


ROOM = (dt.date(1900, 1, 1).toordinal(), dt.date(2199, 12, 31).toordinal())


@given(cuts, days, days, steps)
def test_any_range_steps_there_and_back(cut: FiscalCalendar, one: dt.date, other: dt.date, by: int) -> None:
    start, end = sorted([one, other])
    assume(not begins_a_month(cut, start))
    now = Period(start, end)
    # Where there is room for all the steps: at the edge of all data fewer are taken.
    assume(ROOM[0] <= start.toordinal() + by * now.days and end.toordinal() + by * now.days <= ROOM[1])
    there = step(now, cut, by)
    assert there.days == now.days
    # Else it looks like a month, or a month to date.
    assume(not begins_a_month(cut, there.start) or there.days <= 7)
    assert step(there, cut, -by) == now


def begins_a_month(cut: FiscalCalendar, day: dt.date) -> bool:
    return cut.month(day).start == day


def day_of_month(cut: FiscalCalendar, day: dt.date) -> int:
    return (day - cut.month(day).start).days + 1


def _to_date(cut: FiscalCalendar, through: dt.date, name: str) -> Period:
    # A week is taken for days, and a later day is not in every month.
    assume(7 < day_of_month(cut, through) < 28)
    now = preset(name, cut, through, through)
    if name != "mtd":  # in the first month of a quarter or a year, all three are the same days
        assume(now.end > cut.month(now.start).end)
    if name == "qtd":  # in the first quarter of a year, so are these two
        assume(cut.year(now.start).start != now.start)
    return now


# Many days are set aside by what the test is about; a busy machine must not count that as a fault.
@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(cuts, days, st.sampled_from(["mtd", "qtd", "ytd"]))
def test_ranges_to_date_step_there_and_back(cut: FiscalCalendar, through: dt.date, name: str) -> None:
    now = _to_date(cut, through, name)
    back = step(now, cut, -1)
    assume(name != "qtd" or cut.year(back.start).start != back.start)
    assert back.name == "", "another range than the preset is not called like it"
    assert begins_a_month(cut, back.start)
    assert day_of_month(cut, back.end) == day_of_month(cut, now.end)
    again = step(back, cut, 1)
    assert (again.start, again.end) == (now.start, now.end)


@given(days)
def test_the_year_before_has_the_same_days(day: dt.date) -> None:
    before = prior_year(Period(day, day), FiscalCalendar())
    assert before.start.year == day.year - 1
    assert before.start.month == day.month == before.end.month
    assert twelve_months(day).days in (365, 366)
    assert twelve_months(day).end == day


@given(of_weeks, days)
def test_a_year_of_weeks_begins_with_a_week_near_its_first_month(cut: FiscalCalendar, day: dt.date) -> None:
    year = cut.year(day)
    assert year.days in (364, 371)
    assert year.start.isoweekday() == cut.first_weekday
    firsts = [dt.date(year.start.year + ahead, cut.first_month, 1) for ahead in (0, 1)]
    late = [(year.start - first).days for first in firsts]
    near = range(-3, 4) if cut.anchor == "nearest" else range(-6, 1)
    assert len([one for one in late if one in near]) == 1
    assert cut.year_number(year.end + ONE) == cut.year_number(day) + 1


@given(of_weeks, days)
def test_months_of_weeks_have_the_weeks_that_the_calendar_says(cut: FiscalCalendar, day: dt.date) -> None:
    year = cut.year(day)
    months = [cut.month_at(cut.month_index(year.start) + at) for at in range(12)]
    wanted = [int(weeks) * 7 for weeks in cut.pattern.split("-")] * 4
    wanted[-1] += year.days - 364
    assert [month.days for month in months] == wanted
    assert (months[0].start, months[-1].end) == (year.start, year.end)


@given(cuts, days, st.sampled_from(GRAINS))
def test_a_key_names_one_period(cut: FiscalCalendar, day: dt.date, grain: Grain) -> None:
    if grain == "fiscal_week" and not cut.of_weeks:
        assume(cut.year(cut.week(day).start) == cut.year(cut.week(day).end))
    now = cut.grain(grain, day)
    assert cut.key(grain, now.start) == cut.key(grain, day) == cut.key(grain, now.end)
    assert len({cut.key(grain, one) for one in (now.start - ONE, day, now.end + ONE)}) == 3


@given(of_months, days)
def test_a_week_is_one_row_though_a_year_of_months_ends_in_it(cut: FiscalCalendar, day: dt.date) -> None:
    week = cut.week(day)
    assert cut.key("fiscal_week", week.start) == cut.key("fiscal_week", week.end)


# As these companies publish them: retail by the National Retail Federation (the Sunday nearest to
# 1 February), and a maker of telephones whose year ends with the last Saturday of September.
RETAIL = FiscalCalendar(2, "first_day", 7, "4-5-4", "nearest")
LAST_SATURDAY = FiscalCalendar(10, "last_day", 7, "4-4-5", "last")


@pytest.mark.parametrize(
    ("cut", "number", "start", "weeks"),
    [
        (RETAIL, 2017, "2017-01-29", 53),
        (RETAIL, 2022, "2022-01-30", 52),
        (RETAIL, 2023, "2023-01-29", 53),
        (RETAIL, 2024, "2024-02-04", 52),
        (LAST_SATURDAY, 2022, "2021-09-26", 52),
        (LAST_SATURDAY, 2023, "2022-09-25", 53),
        (LAST_SATURDAY, 2024, "2023-10-01", 52),
    ],
)
def test_years_of_weeks_that_are_known(cut: FiscalCalendar, number: int, start: str, weeks: int) -> None:
    year = cut.year(dt.date.fromisoformat(start))
    assert (str(year.start), year.days, cut.year_number(year.end)) == (start, 7 * weeks, number)
    assert cut.key("fiscal_week", year.end) == f"{number}-W{weeks}"
    assert cut.key("fiscal_month", year.end) == f"{number}-P12"
    assert cut.key("fiscal_quarter", year.end) == f"{number}-Q4"


@given(cuts, days, days, st.sampled_from(GRAINS))
def test_what_is_incomplete_is_left_out(
    cut: FiscalCalendar, start: dt.date, through: dt.date, grain: Grain
) -> None:
    assume(cut.grain(grain, start).end <= through)
    whole = Period(start, cut.year(max(start, through)).end, "ytd")
    found = without_incomplete(whole, cut, through, grain)
    assert (found.start, found.name) == (start, "ytd")
    assert cut.grain(grain, found.end).end == found.end <= through < cut.grain(grain, found.end + ONE).end


@given(cuts, days, st.sampled_from(["fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year"]))
def test_nothing_is_left_of_a_period_in_progress(cut: FiscalCalendar, through: dt.date, grain: Grain) -> None:
    now = cut.grain(grain, through)
    assume(now.end != through)
    with pytest.raises(NotUnderstood, match="nothing_complete"):
        without_incomplete(now, cut, through, grain)


@given(cuts, days, st.sampled_from(["fiscal_month", "fiscal_quarter", "fiscal_year"]), steps)
def test_whole_months_move_to_whole_months(cut: FiscalCalendar, day: dt.date, grain: Grain, by: int) -> None:
    now = cut.grain(grain, day)
    there = moved(now, cut, by)
    assert begins_a_month(cut, there.start)
    assert begins_a_month(cut, there.end + ONE)
    assert stride(there, cut) == stride(now, cut)


@given(cuts, days, days)
def test_what_is_written_is_read(cut: FiscalCalendar, one: dt.date, other: dt.date) -> None:
    start, end = sorted([one, other])
    assert parse(f"{start}..{end}", cut, end, start) == Period(start, end)
    assert parse(str(start), cut, end, start) == Period(start, start)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-02-30", "ask.no_such_day"),
        ("2026-02-01..2026-01-31", "ask.period_backwards"),
        ("yesteryear", "ask.unknown_period"),
        ("2026-1-1", "ask.unknown_period"),
        ("", "ask.unknown_period"),
    ],
)
def test_what_is_no_period_is_refused(text: str, key: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        parse(text, FiscalCalendar(), dt.date(2026, 5, 1), dt.date(2020, 1, 1))
    assert caught.value.key == key


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize(
    ("cut", "period", "later"),
    [
        (FiscalCalendar(), ("2024-01-15", "2024-02-13"), ("2024-02-14", "2024-03-14")),
        (FiscalCalendar(), ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31")),
        (FiscalCalendar(), ("2023-02-01", "2024-01-31"), ("2024-02-01", "2025-01-31")),
        (FiscalCalendar(7), ("2023-07-01", "2024-06-30"), ("2024-07-01", "2025-06-30")),
        (FiscalCalendar(7), ("2024-07-01", "2025-02-14"), ("2025-07-01", "2026-02-14")),
        (FiscalCalendar(7), ("2024-10-01", "2024-11-14"), ("2025-01-01", "2025-02-14")),
        (FiscalCalendar(), ("2024-01-31", "2024-01-31"), ("2024-02-01", "2024-02-01")),
        (FiscalCalendar(), ("2024-04-01", "2024-04-15"), ("2024-05-01", "2024-05-15")),
        (FiscalCalendar(), ("2024-12-30", "2025-01-05"), ("2025-01-06", "2025-01-12")),
    ],
)
def test_steps(cut: FiscalCalendar, period: tuple[str, str], later: tuple[str, str], by: int) -> None:
    read: Callable[[str], dt.date] = dt.date.fromisoformat
    now, then = (Period(*map(read, one)) for one in (period, later))
    if by == 1:
        assert step(now, cut, 1) == then
    else:
        assert step(then, cut, -1) == now
