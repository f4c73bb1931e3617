"""Steps through time: the same kind of range, some steps earlier or later.

What the arrows of the time pill do, and where the prior period lies.
"""

import datetime as dt
from functools import lru_cache

from dashboard.metrics.periods import FIRST_YEAR, LAST_YEAR, FiscalCalendar, Period

_FIRST, _LAST = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
_ONE = dt.timedelta(days=1)
_WEEK = 7
_NAMED = {"mtd": 1, "qtd": 3, "ytd": 12, "rolling_12_months": 12}


def step(period: Period, cut: FiscalCalendar, by: int) -> Period:
    """The same kind of range, `by` steps later (or earlier).

    Whole months step by their number; a range to date steps by the year, quarter or month it
    began; any other range steps by its own length. No step leads out of the years of all data.
    """
    months = stride(period, cut)
    if months:
        back = cut.month_index(period.start) - _first_index(cut)
        ahead = _last_index(cut) - cut.month_index(period.end)
        return moved(period, cut, months * _within(by, back // months, ahead // months))
    back, ahead = (period.start - _FIRST).days, (_LAST - period.end).days
    days = dt.timedelta(days=period.days * _within(by, back // period.days, ahead // period.days))
    return Period(period.start + days, period.end + days)


def stride(period: Period, cut: FiscalCalendar) -> int:
    """How many fiscal months a range steps by; 0 where it steps by its days.

    A range that has been stepped has lost its name: what it began tells what it was. Up to a week
    is taken for days, then up to a month for a month to date, and from a year's first day for a
    year to date.
    """
    if period.name in _NAMED:
        return _NAMED[period.name]
    if period.start != cut.month(period.start).start or period.days <= _WEEK:
        return 0
    last = cut.month(period.end)
    if period.end == last.end or last.start == period.start:
        return cut.month_index(period.end) - cut.month_index(period.start) + 1
    year, quarter = cut.year(period.start), cut.quarter(period.start)
    if period.start == year.start and period.end <= year.end:
        return 12
    return 3 if period.start == quarter.start and period.end <= quarter.end else 0


def prior_year(period: Period, cut: FiscalCalendar) -> Period:
    """The same days of the same fiscal months one year earlier."""
    return moved(period, cut, -12)


@lru_cache(maxsize=1024)
def moved(period: Period, cut: FiscalCalendar, months: int) -> Period:
    """The range so many fiscal months later; the end of a month stays the end of a month."""
    end = _same_day(period.end, cut, months)
    if period.end == cut.month(period.end).end:
        end = cut.month(end).end
    return Period(_same_day(period.start, cut, months), end)


def _same_day(day: dt.date, cut: FiscalCalendar, months: int) -> dt.date:
    """The same day of another fiscal month, or its last where it has fewer."""
    there = cut.month_at(cut.month_index(day) + months)
    return min(there.start + (day - cut.month(day).start), there.end)


def _within(by: int, back: int, ahead: int) -> int:
    """So many steps as asked for, or as many as there is room for on that side."""
    return max(min(by, max(ahead, 0)), min(-back, 0))


def _first_index(cut: FiscalCalendar) -> int:
    """The first fiscal month that lies in the years of all data."""
    index = cut.month_index(_FIRST)
    return index if cut.month_at(index).start >= _FIRST else index + 1


def _last_index(cut: FiscalCalendar) -> int:
    """The last fiscal month that lies in the years of all data."""
    index = cut.month_index(_LAST)
    return index if cut.month_at(index).end <= _LAST else index - 1
