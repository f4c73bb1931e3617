"""Periods of a fiscal calendar: years, quarters, months and weeks, and the presets made of them.

Both ends of a period are included. A fiscal year begins on the first day of the company's
first month; everything else follows from that and from the first day of the week.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from dashboard.errors import NotUnderstood
from dashboard.metrics.nearest import nearest

Grain = Literal["day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year"]
PRESETS = (
    "mtd",
    "qtd",
    "ytd",
    "this_month",
    "this_quarter",
    "this_year",
    "last_month",
    "last_quarter",
    "last_year",
    "rolling_12_months",
    "all",
)
_RANGE = re.compile(r"^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; `name` is the preset it came from, if any."""

    start: dt.date
    end: dt.date
    name: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise NotUnderstood("ask.period_backwards", start=self.start, end=self.end)

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        return self.name or f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """How a company cuts time.

    `named_by` says whether a fiscal year bears the number of the calendar year in which its
    first or its last day lies; `first_weekday` is 1 for Monday to 7 for Sunday.
    """

    first_month: int = 1
    named_by: Literal["first_day", "last_day"] = "last_day"
    first_weekday: int = 1

    def year(self, day: dt.date) -> Period:
        """The fiscal year that contains the day."""
        first = self._year_start(day)
        return Period(first, _add_months(first, 12) - _ONE)

    def quarter(self, day: dt.date) -> Period:
        """The fiscal quarter that contains the day."""
        first = self._year_start(day)
        number = _months_between(first, day) // 3
        start = _add_months(first, 3 * number)
        return Period(start, _add_months(start, 3) - _ONE)

    def month(self, day: dt.date) -> Period:
        """The month that contains the day."""
        start = day.replace(day=1)
        return Period(start, _add_months(start, 1) - _ONE)

    def week(self, day: dt.date) -> Period:
        """The week that contains the day."""
        start = day - dt.timedelta(days=(day.isoweekday() - self.first_weekday) % 7)
        return Period(start, start + dt.timedelta(days=6))

    def grain(self, grain: Grain, day: dt.date) -> Period:
        """The day, week, month, quarter or year that contains the day."""
        if grain == "day":
            return Period(day, day)
        return {
            "fiscal_week": self.week,
            "fiscal_month": self.month,
            "fiscal_quarter": self.quarter,
            "fiscal_year": self.year,
        }[grain](day)

    def year_number(self, day: dt.date) -> int:
        """The number that the fiscal year of this day bears."""
        year = self.year(day)
        return year.start.year if self.named_by == "first_day" else year.end.year

    def _year_start(self, day: dt.date) -> dt.date:
        year = day.year if day.month >= self.first_month else day.year - 1
        return dt.date(year, self.first_month, 1)


# The years in which data may lie, as the contracts have it, so that stepping to and fro has room.
FIRST_YEAR, LAST_YEAR = 1900, 2199
_ONE = dt.timedelta(days=1)


def _months_between(first: dt.date, day: dt.date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def preset(name: str, cut: FiscalCalendar, through: dt.date, first: dt.date) -> Period:
    """The range that a preset means, for data from `first` through `through`.

    Raises:
        NotUnderstood: no such preset; the sentence offers the nearest.
    """
    grains: dict[str, Grain] = {"m": "fiscal_month", "q": "fiscal_quarter", "y": "fiscal_year"}
    if name in ("mtd", "qtd", "ytd"):
        return Period(cut.grain(grains[name[0]], through).start, through, name)
    if name in ("this_month", "this_quarter", "this_year"):
        whole = cut.grain(grains[name[5]], through)
        return Period(whole.start, whole.end, name)
    if name in ("last_month", "last_quarter", "last_year"):
        return _last_complete(name, cut, grains[name[5]], through)
    if name == "rolling_12_months":
        end = _last_complete("", cut, "fiscal_month", through).end
        return Period(_add_months(end + _ONE, -12), end, name)
    if name == "all":
        return Period(min(first, through), through, name)
    raise NotUnderstood("ask.unknown_period", name=name, nearest=nearest(name, PRESETS))


def _last_complete(name: str, cut: FiscalCalendar, grain: Grain, through: dt.date) -> Period:
    """The latest whole month, quarter or year of which every day lies in the data."""
    now = cut.grain(grain, through)
    if now.end == through:
        return Period(now.start, now.end, name)
    before = cut.grain(grain, now.start - _ONE)
    return Period(before.start, before.end, name)


def parse(text: str, cut: FiscalCalendar, through: dt.date, first: dt.date) -> Period:
    """A period as people write it: a preset, `2013-01-01..2013-12-31`, or one day.

    Raises:
        NotUnderstood: no such preset, no such day, or the end before the start.
    """
    found = _RANGE.match(text)
    if found:
        return Period(_day(found[1]), _day(found[2]))
    if _DAY.match(text):
        return Period(_day(text), _day(text))
    return preset(text, cut, through, first)


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotUnderstood("ask.no_such_day", day=text) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotUnderstood("ask.no_such_year", day=text, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def step(period: Period, cut: FiscalCalendar, by: int) -> Period:
    """The same kind of range, `by` steps later (or earlier): what the arrows of the time pill do.

    Whole months step by their number; a range to date steps by the year, quarter or month it
    began; any other range steps by its own length. No step leads out of the years of all data.
    """
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
    months = _stride(period, cut)
    if months:
        back, ahead = _months_between(first, period.start), _months_between(period.end, last)
        shift = months * _within(by, back // months, ahead // months)
        return Period(_add_months(period.start, shift), _same_end(period.end, shift))
    back, ahead = (period.start - first).days, (last - period.end).days
    days = dt.timedelta(days=period.days * _within(by, back // period.days, ahead // period.days))
    return Period(period.start + days, period.end + days)


def _within(by: int, back: int, ahead: int) -> int:
    """So many steps as asked for, or as many as there is room for on that side."""
    return max(min(by, max(ahead, 0)), min(-back, 0))


_WEEK = 7
_NAMED = {"mtd": 1, "qtd": 3, "ytd": 12, "rolling_12_months": 12}


def _stride(period: Period, cut: FiscalCalendar) -> int:
    """How many months a range steps by; 0 where it steps by its days.

    A range that has been stepped has lost its name: what it began tells what it was. Up to a week
    is taken for days, then up to a month for a month to date, and from a year's first day for a
    year to date.
    """
    if period.name in _NAMED:
        return _NAMED[period.name]
    if period.start.day > 1 or period.days <= _WEEK:
        return 0
    if (period.end + _ONE).day == 1 or period.end <= cut.month(period.start).end:
        return _months_between(period.start, period.end) + 1
    if period.start == cut.year(period.start).start and period.end <= cut.year(period.start).end:
        return 12
    if period.start == cut.quarter(period.start).start and period.end <= cut.quarter(period.start).end:
        return 3
    return 0


def _same_end(end: dt.date, months: int) -> dt.date:
    """The matching last day: the end of a month stays the end of a month."""
    there = _add_months(end, months)
    if (end + _ONE).day == 1:
        return there.replace(day=calendar.monthrange(there.year, there.month)[1])
    return there


def twelve_months(end: dt.date) -> Period:
    """The year of days that ends with this one."""
    return Period(_add_months(end + _ONE, -12), end)


def prior_year(period: Period) -> Period:
    """The same calendar days one year earlier."""
    return Period(_add_months(period.start, -12), _same_end(period.end, -12))
