"""Where a year lands: exact where every year goes alike, additive up the tree, and honest about its band."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.settings import Company
from tests.answers.built import Built, built
from tests.answers.worlds import World, worlds

TODAY = dt.date(2026, 8, 14)
COMPANY = Company(holidays="", quota_spread="working_days")
# A month of the year sells so much each working day: summer is the island's season, winter the town's.
SEASON = {
    "island": (2, 2, 4, 8, 16, 30, 40, 40, 20, 8, 3, 2),
    "town": (30, 28, 25, 20, 18, 12, 8, 4, 15, 22, 28, 34),
}
GROWTH = {2023: 100, 2024: 110, 2025: 105, 2026: 120}


def working_days(year: int, last: dt.date) -> Iterator[dt.date]:
    day = dt.date(year, 1, 1)
    while day <= min(last, dt.date(year, 12, 31)):
        if day.isoweekday() <= 5:
            yield day
        day += dt.timedelta(days=1)


def sold(place: str, year: int, month: int) -> Decimal:
    """What a month of a place brings: shares of the year that do not hang on its working days."""
    return Decimal(SEASON[place][month - 1] * GROWTH[year] * 100)


def sales(through: dt.date) -> list[dict[str, Any]]:
    """Each working day the same part of its month, so that the k-th of a month stands for the k-th."""
    found = []
    for place in SEASON:
        for year in GROWTH:
            days: dict[int, list[dt.date]] = {}
            for day in working_days(year, dt.date(year, 12, 31)):
                days.setdefault(day.month, []).append(day)
            for month, worked in days.items():
                part = (sold(place, year, month) / len(worked)).quantize(Decimal("0.0001"))
                found += [
                    {
                        "line_id": f"{place}{day}", "order_date": day,
                        "customer_id": place, "net_amount": part,
                    }
                    for day in worked if day <= through
                ]  # fmt: skip
    return found


def company(through: dt.date, today: dt.date, quiet: str = "") -> Built:
    """Both places; the `quiet` one has sold nothing yet in the year in progress."""
    given = {
        "territories": [
            {"territory_id": "G", "name": "Greece", "parent_id": None, "level": "country"},
            {"territory_id": "island", "name": "Island", "parent_id": "G", "level": "territory"},
            {"territory_id": "town", "name": "Town", "parent_id": "G", "level": "territory"},
        ],
        "customers": [{"customer_id": place, "name": place} for place in SEASON],
        "alignments": [
            {"customer_id": place, "territory_id": place, "valid_from": dt.date(2020, 1, 1)}
            for place in SEASON
        ],
        "quotas": [
            {
                "territory_id": place, "period_start": dt.date(2026, 1, 1), "period_end": dt.date(2027, 1, 1),
                "measure": "net_sales", "amount": Decimal(1_000_000),
            }
            for place in SEASON
        ],
        "sales": [
            line for line in sales(through)
            if line["customer_id"] != quiet or line["order_date"].year < today.year
        ],
    }  # fmt: skip
    return built(given, COMPANY, today)


@pytest.fixture(scope="module")
def at_month_end() -> Built:
    """Through the end of a month, where months of unlike working days do not disturb."""
    return company(dt.date(2026, 7, 31), TODAY)


def test_years_that_go_alike_land_where_they_must(at_month_end: Built) -> None:
    found = at_month_end.rows(
        "SELECT territory_id, sold, landing FROM landing WHERE target = 0 ORDER BY territory_id"
    )
    for place, so_far, landing in found:
        year = sum(sold(place, 2026, month) for month in range(1, 13))
        gone = sum(SEASON[place][:7]) / sum(SEASON[place])
        assert float(so_far) == pytest.approx(float(year) * gone, rel=1e-6)
        assert float(landing) == pytest.approx(float(year), rel=0.002), place
    whole = sum(landing for _, _, landing in found)
    truth = sum(sold(place, 2026, month) for place in SEASON for month in range(1, 13))
    assert float(whole) == pytest.approx(float(truth), rel=0.002)


def test_pace_follows_the_season_and_not_the_calendar(at_month_end: Built) -> None:
    rows = at_month_end.rows(
        "SELECT territory_credited, sum(amount) FILTER (WHERE day <= DATE '2026-07-31') / sum(amount) "
        "FROM quota_pace GROUP BY territory_credited ORDER BY territory_credited"
    )
    for place, share in rows:
        gone = sum(SEASON[place][:7]) / sum(SEASON[place])
        assert float(share) == pytest.approx(gone, rel=0.002), place


def test_days_to_come_are_the_season_s(at_month_end: Built) -> None:
    months = at_month_end.rows(
        "SELECT month(day), sum(amount) FROM forecast_day WHERE territory_today = 'island' "
        "GROUP BY 1 ORDER BY 1"
    )
    assert [month for month, _ in months] == [8, 9, 10, 11, 12]
    for month, amount in months:
        assert float(amount) == pytest.approx(float(sold("island", 2026, month)), rel=0.002)


def test_a_band_is_tested_on_years_that_it_did_not_see(at_month_end: Built) -> None:
    (found,) = at_month_end.rows("SELECT low, high, coverage, tests FROM landing_band WHERE level = ''")
    low, high, coverage, tests = found
    assert low <= 1 <= high
    assert 0 <= coverage <= 1
    assert tests > 0


def test_a_first_year_is_foreseen_by_its_working_days() -> None:
    found = company(dt.date(2023, 3, 31), dt.date(2023, 3, 31))
    rows = found.rows("SELECT territory_id, sold, landing FROM landing WHERE target = 0")
    worked = len(list(working_days(2023, dt.date(2023, 3, 31)))) / len(
        list(working_days(2023, dt.date(2023, 12, 31)))
    )
    for _, so_far, landing in rows:
        assert float(landing) == pytest.approx(float(so_far) / worked, rel=1e-9)
    assert found.rows("SELECT count(*) FROM landing_band") == [(0,)], (
        "nothing was tested, so no band is given"
    )


def test_who_has_sold_nothing_yet_is_foreseen_from_the_year_before() -> None:
    day = dt.date(2026, 1, 9)
    found = company(day, day, quiet="town")
    before = sum(sold("town", 2025, month) for month in range(1, 13))
    ((so_far, landing),) = found.rows(
        "SELECT sold, landing FROM landing WHERE target = 0 AND territory_id = 'town'"
    )
    assert so_far == 0
    assert float(before) * 0.7 < landing < before
    ahead = found.rows("SELECT sum(amount) FROM forecast_day WHERE territory_today = 'town'")
    assert ahead == [(landing,)]
    # Once a fifth of the year is gone, nothing sold is heard.
    late = dt.date(2026, 3, 31)
    assert company(late, late, quiet="town").rows(
        "SELECT landing FROM landing WHERE target = 0 AND territory_id = 'town'"
    ) == [(0,)]


def test_the_last_day_of_a_year_has_landed() -> None:
    found = company(dt.date(2026, 12, 31), dt.date(2026, 12, 31))
    for so_far, landing in found.rows("SELECT sold, landing FROM landing WHERE target = 0"):
        assert landing == so_far
    assert found.rows("SELECT count(*) FROM forecast_day") == [(0,)]


@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(worlds(), st.data())
def test_nothing_is_lost_between_landing_and_days(world: World, data: st.DataObject) -> None:
    found = built(world.given, world.company, world.today)
    assert (
        found.rows("SELECT territory_id FROM landing WHERE target = 0 AND sold + remaining != landing") == []
    )
    for check in ("pace_kept", "forecast_kept"):
        assert not run_check(found, check)
    shares = found.rows(
        "SELECT target, node, sum(share) FROM season GROUP BY ALL HAVING abs(sum(share) - 1) > 1e-9"
    )
    assert not shares, "the days of a year bring the whole year"
    found.connection.close()


def run_check(found: Built, name: str) -> list[tuple[Any, ...]]:
    from dashboard.paths import QUERIES

    return found.rows((QUERIES / "checks" / f"{name}.sql").read_text(encoding="utf-8"))
