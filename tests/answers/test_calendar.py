"""The calendar and the pairing of days that every question reads, for random companies."""

import datetime as dt

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.answers.compared import compared
from dashboard.intake.manifest import cut_of
from dashboard.metrics.comparison import PRIOR_PERIOD, PRIOR_YEAR, compare
from dashboard.metrics.periods import GRAINS, PRESETS, Period, preset
from dashboard.settings import Company
from tests.answers.built import built_calendar
from tests.answers.recomputed_days import Days, each
from tests.answers.worlds import days

few = settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))
MODES = {
    "prior_year_working": 12, "prior_year_calendar": 12, "prior_year_weekday": 12,
    "prior_quarter_working": 3, "prior_quarter_calendar": 3,
    "prior_month_working": 1, "prior_month_calendar": 1,
}  # fmt: skip
PATTERNS = ("months", "4-4-5", "4-5-4", "5-4-4")
companies = st.builds(
    Company,
    fiscal_calendar=st.sampled_from(PATTERNS),
    fiscal_year_anchor=st.sampled_from(["nearest", "last"]),
    fiscal_year_first_month=st.integers(1, 12),
    fiscal_year_named_by=st.sampled_from(["first_day", "last_day"]),
    first_weekday=st.integers(1, 7),
    working_weekdays=st.sampled_from([(1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6), (7, 1, 2, 3, 4), (3,), ()]),
    holidays=st.sampled_from(["", "GR", "US"]),
    extra_holidays=st.lists(days(), max_size=4).map(tuple),
)


@few
@given(companies, days())
def test_days_fall_into_the_periods_that_names_say(company: Company, day: dt.date) -> None:
    shelf = built_calendar(company, day)
    cut = cut_of(company)
    truth = Days(company)
    rows = shelf.rows(
        "SELECT day, fiscal_year, fiscal_quarter, fiscal_month, fiscal_week, year_start, week_start "
        "FROM calendar"
    )
    found = [row[0] for row in rows]
    assert found == [found[0] + n * dt.timedelta(days=1) for n in range(len(found))], "every day, once"
    assert cut.year(found[0]).start == found[0]
    assert cut.year(found[-1]).end == found[-1]
    for at, year, quarter, month, week, year_start, week_start in rows[::5]:
        assert (year, quarter, month, week) == tuple(
            truth.time(f"fiscal_{grain}", at) for grain in ("year", "quarter", "month", "week")
        )
        assert (year, year_start, week_start) == (cut.year_number(at), cut.year(at).start, cut.week(at).start)
    shelf.connection.close()


@pytest.mark.parametrize("anchor", ["nearest", "last"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_calendar_says_what_periods_say_for_decades(pattern: str, anchor: str) -> None:
    named = {"nearest": "last_day", "last": "first_day"}[anchor]
    month, weekday = 1 + 5 * PATTERNS.index(pattern) % 12, 1 + 3 * PATTERNS.index(pattern) % 7
    company = Company(
        fiscal_calendar=pattern, fiscal_year_anchor=anchor, fiscal_year_first_month=month,  # type: ignore[arg-type]
        fiscal_year_named_by=named, first_weekday=weekday,  # type: ignore[arg-type]
    )  # fmt: skip
    shelf, cut = built_calendar(company, dt.date(2003, 12, 30), dt.date(2033, 1, 3)), cut_of(company)
    for grain in GRAINS[1:]:
        rows = shelf.rows(f"SELECT {grain}, min(day), max(day), count(*) FROM calendar GROUP BY 1 ORDER BY 2")
        # The calendar may begin and end within a week.
        for key, first, last, count in rows[1:-1] if grain == "fiscal_week" else rows:
            assert cut.grain(grain, first) == Period(first, last)
            assert (cut.key(grain, first), Period(first, last).days) == (key, count)
    shelf.connection.close()


@few
@given(companies, days())
def test_every_earlier_day_stands_against_one_later_day(company: Company, day: dt.date) -> None:
    shelf, cut = built_calendar(company, day), cut_of(company)
    plain = Days(company.model_copy(update={"holidays": ""}))
    known = [row[0] for row in shelf.rows("SELECT day FROM calendar ORDER BY day")]
    for mode, months in MODES.items():
        pairs = shelf.rows(f"SELECT from_day, to_day FROM day_shift WHERE mode = '{mode}' ORDER BY from_day")
        earlier, later = zip(*pairs, strict=True)
        assert len(set(earlier)) == len(earlier), "no day counts twice"
        assert list(earlier) == known[: len(earlier)], "no day is left out"
        assert list(later) == sorted(later), "so that ranges that touch stay ranges that touch"
        found = shelf.pairs.earlier(mode, Period(later[len(later) // 3], later[-1]))
        assert found == Period(earlier[later.index(later[len(later) // 3])], earlier[-1])
        if mode not in cutting_through_months(company):
            assert all(cut.month_index(to) == cut.month_index(of) + months for of, to in pairs), mode
        if not company.holidays:
            assert all(to == plain.later(mode, of) for of, to in pairs[:: len(MODES)]), mode
    assert shelf.pairs.working(known[9], known[8]) == 0, "a range that ends before it begins has no days"
    shelf.connection.close()


def cutting_through_months(company: Company) -> set[str]:
    """The ways of comparing in which whole months do not stand against whole months."""
    return {"prior_year_weekday"} if company.fiscal_calendar == "months" else {"prior_year_calendar"}


@few
@given(companies, days(), st.data())
def test_days_that_are_not_as_many_are_said(company: Company, day: dt.date, data: st.DataObject) -> None:
    """Whatever is compared: the answer tells the days on both sides, and that they differ where they do."""
    shelf, plain = built_calendar(company, day), Days(company.model_copy(update={"holidays": ""}))
    start, end = sorted([data.draw(days()), data.draw(days())])
    text = data.draw(st.sampled_from([*PRIOR_YEAR, *PRIOR_PERIOD, f"{start}..{end}"]))
    period = preset(data.draw(st.sampled_from(PRESETS[:-1])), cut_of(company), day, day)
    found = compared(compare(text, period, cut_of(company)), period, shelf.pairs)
    if found is None or company.holidays:
        return
    rows = shelf.rows("SELECT day FROM calendar ORDER BY day")
    comparison = compare(text, period, cut_of(company))
    was = [one for (one,) in rows if plain.against(comparison, period, one) in set(each(period))]
    assert (found.days.start, found.days.end) == (was[0], was[-1]) or comparison.days is not None
    if comparison.days is None:
        sides = [list(filter(plain.working, one)) if found.working else one for one in (was, each(period))]
        assert (found.was, found.now) == tuple(map(len, sides))
    else:
        assert (found.was, found.now) == (comparison.days.days, period.days)
    shelf.connection.close()


@few
@given(companies, days())
def test_as_many_working_days_stand_against_as_many(company: Company, day: dt.date) -> None:
    """To date, the earlier side has as many working days as the later one, as far as its month goes."""
    shelf = built_calendar(company, day)
    for span, months in (("year", 12), ("quarter", 3), ("month", 1)):
        rows = shelf.rows(
            "SELECT now.month_start, "
            "count(*) FILTER (WHERE was.working AND was.day IN (SELECT from_day FROM day_shift "
            f"    WHERE mode = 'prior_{span}_working' AND to_day BETWEEN now.month_start AND now.day)), "
            "now.working_day_of_month, "
            "any_value(was.working_days_in_month), any_value(now.working_days_in_month) "
            f"FROM calendar AS now JOIN calendar AS was ON was.month_index = now.month_index - {months} "
            "WHERE now.working AND year(now.day) = 2024 "
            "GROUP BY now.day, now.month_start, now.working_day_of_month"
        )
        for month, was, now, whole_was, whole_now in rows:
            expected = whole_was if now == whole_now else min(now, whole_was)
            assert was == expected, f"{month}, working day {now} of {whole_now}, {whole_was} {span} before"
    shelf.connection.close()
