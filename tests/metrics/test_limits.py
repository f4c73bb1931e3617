"""Days and limits that no data can have are refused with a sentence."""

import datetime as dt

import pytest

from dashboard.errors import NotUnderstood
from dashboard.metrics.periods import FiscalCalendar, parse
from dashboard.metrics.question import Outline, ask

TODAY = dt.date(2026, 11, 12)
OUTLINE = Outline(FiscalCalendar(), (), frozenset({"sales"}), (), dt.date(2024, 1, 1), TODAY, "EUR")


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2013-01-01..9999-12-31", "1899-12-31"])
def test_a_day_outside_all_data_is_no_period(text: str) -> None:
    with pytest.raises(NotUnderstood, match="no_such_year"):
        parse(text, FiscalCalendar(), TODAY, dt.date(2024, 1, 1))


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (5, -1)])
def test_less_than_no_rows_cannot_be_shown(limit: int, offset: int) -> None:
    with pytest.raises(NotUnderstood, match="negative_limit"):
        ask(OUTLINE, measures=["net_sales"], limit=limit, offset=offset)
