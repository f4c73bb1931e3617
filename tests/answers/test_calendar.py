"""The calendar and the pairing of days that every question reads, for random companies."""

import datetime as dt

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.metrics.periods import FiscalCalendar
from dashboard.settings import Company
from tests.answers.built import Built, built
from tests.answers.recomputed import Recomputed
from tests.answers.worlds import World, days

few = settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))
companies = st.builds(
    Company,
    fiscal_year_first_month=st.integers(1, 12),
    fiscal_year_named_by=st.sampled_from(["first_day", "last_day"]),
    first_weekday=st.integers(1, 7),
    working_weekdays=st.sampled_from([(1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6), (7, 1, 2, 3, 4), (3,), ()]),
    holidays=st.sampled_from(["", "GR", "US"]),
    extra_holidays=st.lists(days(), max_size=4).map(tuple),
)


def calendar_of(company: Company, day: dt.date) -> Built:
    return built({"sales": [{"line_id": "1", "order_date": day, "net_amount": 1}]}, company, day)


@few
@given(companies, days())
def test_days_fall_into_the_periods_that_names_say(company: Company, day: dt.date) -> None:
    shelf = calendar_of(company, day)
    cut = FiscalCalendar(company.fiscal_year_first_month, company.fiscal_year_named_by, company.first_weekday)
    truth = Recomputed(World({"sales": []}, company, day))
    rows = shelf.rows(
        "SELECT day, fiscal_year, fiscal_quarter, fiscal_month, fiscal_week, year_start, week_start "
        "FROM calendar"
    )
    found = [row[0] for row in rows]
    assert found == [found[0] + n * dt.timedelta(days=1) for n in range(len(found))], "every day, once"
    assert cut.year(found[0]).start == found[0]
    assert cut.year(found[-1]).end == found[-1]
    for at, year, quarter, month, week, year_start, week_start in rows:
        assert (year, quarter, month, week) == tuple(
            truth.time(f"fiscal_{grain}", at) for grain in ("year", "quarter", "month", "week")
        )
        assert (year, year_start, week_start) == (cut.year_number(at), cut.year(at).start, cut.week(at).start)
    shelf.connection.close()


@few
@given(companies, days())
def test_every_earlier_day_stands_against_one_later_day(company: Company, day: dt.date) -> None:
    shelf = calendar_of(company, day)
    plain = Recomputed(World({"sales": []}, company.model_copy(update={"holidays": ""}), day))
    for mode in ("calendar", "working"):
        pairs = shelf.rows(f"SELECT from_day, to_day FROM day_shift WHERE mode = '{mode}' ORDER BY from_day")
        earlier, later = zip(*pairs, strict=True)
        known = [row[0] for row in shelf.rows("SELECT day FROM calendar ORDER BY day")]
        assert len(set(earlier)) == len(earlier), "no day counts twice"
        last = max(later)
        wanted = [one for one in known if (one.year + 1, one.month) <= (last.year, last.month)]
        assert list(earlier) == wanted, "no day is left out"
        assert list(later) == sorted(later), "so that ranges that touch stay ranges that touch"
        assert all((to.year, to.month) == (of.year + 1, of.month) for of, to in pairs), "months stay whole"
        if not company.holidays:
            assert all(to == plain.later(mode, of) for of, to in pairs)
    shelf.connection.close()


@few
@given(companies, days())
def test_as_many_working_days_stand_against_as_many(company: Company, day: dt.date) -> None:
    """To date, the earlier side has as many working days as the later one, as far as its month goes."""
    shelf = calendar_of(company, day)
    rows = shelf.rows(
        "SELECT now.month_start, "
        "count(*) FILTER (WHERE was.working AND was.day IN (SELECT from_day FROM day_shift "
        "    WHERE mode = 'working' AND to_day BETWEEN now.month_start AND now.day)), "
        "now.working_day_of_month, "
        "any_value(was.working_days_in_month), any_value(now.working_days_in_month) "
        "FROM calendar AS now JOIN calendar AS was ON was.month_start = now.month_start - INTERVAL 1 YEAR "
        "WHERE now.working AND year(now.day) = 2024 "
        "GROUP BY now.day, now.month_start, now.working_day_of_month"
    )
    for month, was, now, whole_was, whole_now in rows:
        expected = whole_was if now == whole_now else min(now, whole_was)
        assert was == expected, f"{month}, working day {now} of {whole_now}, {whole_was} the year before"
    shelf.connection.close()
