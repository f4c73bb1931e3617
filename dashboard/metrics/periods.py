"""Periods of a fiscal calendar: years, quarters, months and weeks, and the presets made of them.

Both ends of a period are included. A fiscal year is made of calendar months, or of whole weeks
in quarters of 4-4-5 (4-5-4, 5-4-4); everything else follows from where it begins. The same rules
in SQL are `queries/marts/calendar.sql`; a test holds the two equal, day by day.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dashboard.errors import NotUnderstood
from dashboard.metrics.nearest import nearest

Grain = Literal["day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year"]
# From the finest to the coarsest.
GRAINS: tuple[Grain, ...] = ("day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year")
Pattern = Literal["months", "4-4-5", "4-5-4", "5-4-4"]
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

    def covers(self, other: "Period") -> bool:
        """Whether both have the same days, whatever they are called."""
        return (self.start, self.end) == (other.start, other.end)

    def __str__(self) -> str:
        return self.name or f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """How a company cuts time.

    `named_by` says whether a fiscal year bears the number of the calendar year in which its first
    or its last month lies; `first_weekday` is 1 for Monday to 7 for Sunday. A year of weeks begins
    on the first day of the week that is nearest to the first of the first month, or the last one
    on or before it (`anchor`); its last month takes the 53rd week.
    """

    first_month: int = 1
    named_by: Literal["first_day", "last_day"] = "last_day"
    first_weekday: int = 1
    pattern: Pattern = "months"
    anchor: Literal["nearest", "last"] = "nearest"

    @property
    def of_weeks(self) -> bool:
        """Whether months are whole weeks."""
        return self.pattern != "months"

    def year(self, day: dt.date) -> Period:
        """The fiscal year that contains the day."""
        first = self.month_index(day) // 12 * 12
        return Period(self._month_start(first), self._month_start(first + 12) - _ONE)

    def quarter(self, day: dt.date) -> Period:
        """The fiscal quarter that contains the day."""
        first = self.month_index(day) // 3 * 3
        return Period(self._month_start(first), self._month_start(first + 3) - _ONE)

    def month(self, day: dt.date) -> Period:
        """The fiscal month that contains the day."""
        return self.month_at(self.month_index(day))

    def week(self, day: dt.date) -> Period:
        """The week that contains the day."""
        start = day - dt.timedelta(days=self._weekday(day))
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

    def key(self, grain: Grain, day: dt.date) -> dt.date | int | str:
        """The period of this grain as rows name it: 2026, 2026-Q2, 2026-05 (2026-P05), 2026-W21."""
        if grain == "day":
            return day
        if grain == "fiscal_week":
            # A week belongs to the fiscal year that contains its fourth day, as in ISO 8601.
            fourth = self.week(day).start + dt.timedelta(days=3)
            week = (fourth - self.year(fourth).start).days // 7 + 1
            return f"{self.year_number(fourth)}-W{week:02}"
        if grain == "fiscal_month" and not self.of_weeks:
            return f"{day:%Y-%m}"
        number, month = self.year_number(day), self.month_index(day) % 12
        if grain == "fiscal_month":
            return f"{number}-P{month + 1:02}"
        return f"{number}-Q{month // 3 + 1}" if grain == "fiscal_quarter" else number

    def year_number(self, day: dt.date) -> int:
        """The number that the fiscal year of this day bears."""
        early = self.named_by == "first_day" or self.first_month == 1
        return self.month_index(day) // 12 + (0 if early else 1)

    def month_index(self, day: dt.date) -> int:
        """Which fiscal month a day lies in, counted on from year to year: whole numbers to step by."""
        year = day.year + (1 if day >= self._year_start(day.year + 1) else 0)
        year -= 1 if day < self._year_start(year) else 0
        if not self.of_weeks:
            return year * 12 + (day.month - self.first_month) % 12
        week = (day - self._year_start(year)).days // 7
        return year * 12 + sum(1 for month in range(1, 12) if self._week_of(month) <= week)

    def month_at(self, index: int) -> Period:
        """The fiscal month of this `month_index`."""
        return Period(self._month_start(index), self._month_start(index + 1) - _ONE)

    @lru_cache(maxsize=4096)  # noqa: B019 - a page asks a thousand times; a process has few calendars, and small ones
    def _month_start(self, index: int) -> dt.date:
        year, month = divmod(index, 12)
        if self.of_weeks:
            return self._year_start(year) + dt.timedelta(weeks=self._week_of(month))
        return _add_months(dt.date(year, self.first_month, 1), month)

    def _week_of(self, month: int) -> int:
        """How many weeks of the year lie before its month (0 to 11)."""
        lengths = [int(weeks) for weeks in self.pattern.split("-")]
        return 13 * (month // 3) + sum(lengths[: month % 3])

    def _year_start(self, year: int) -> dt.date:
        """The first day of the fiscal year whose first month lies in, or is nearest to, this year."""
        first = dt.date(year, self.first_month, 1)
        if not self.of_weeks:
            return first
        past = self._weekday(first)
        ahead = 7 if self.anchor == "nearest" and past > _HALF_A_WEEK else 0
        return first + dt.timedelta(days=ahead - past)

    def _weekday(self, day: dt.date) -> int:
        """Days since the week began."""
        return (day.isoweekday() - self.first_weekday) % 7


# The years in which data may lie, as the contracts have it, so that stepping to and fro has room.
FIRST_YEAR, LAST_YEAR = 1900, 2199
_ONE = dt.timedelta(days=1)
_HALF_A_WEEK = 3


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
        last = last_complete(cut, grains[name[5]], through)
        return Period(last.start, last.end, name)
    if name == "rolling_12_months":
        end = last_complete(cut, "fiscal_month", through).end
        return Period(cut.month_at(cut.month_index(end) - 11).start, end, name)
    if name == "all":
        return Period(min(first, through), through, name)
    raise NotUnderstood("ask.unknown_period", name=name, nearest=nearest(name, PRESETS))


def last_complete(cut: FiscalCalendar, grain: Grain, through: dt.date) -> Period:
    """The latest whole period of this grain of which every day lies in the data."""
    now = cut.grain(grain, through)
    return now if now.end == through else cut.grain(grain, now.start - _ONE)


def without_incomplete(period: Period, cut: FiscalCalendar, through: dt.date, grain: Grain) -> Period:
    """The period without the month (or other grain) in which the data ends before it does.

    Raises:
        NotUnderstood: nothing of the period would be left.
    """
    end = min(period.end, last_complete(cut, grain, through).end)
    if end < period.start:
        raise NotUnderstood("ask.nothing_complete", start=period.start, end=period.end, through=through)
    return Period(period.start, end, period.name)


def parse(text: str, cut: FiscalCalendar, through: dt.date, first: dt.date) -> Period:
    """A period as people write it: a preset, `2013-01-01..2013-12-31`, or one day.

    Raises:
        NotUnderstood: no such preset, no such day, or the end before the start.
    """
    return parse_range(text) or preset(text, cut, through, first)


def parse_range(text: str) -> Period | None:
    """The days that are written out, as `2013-01-01..2013-12-31` or one day; None for any other words.

    Raises:
        NotUnderstood: no such day, or the end before the start.
    """
    found = _RANGE.match(text)
    if found:
        return Period(_day(found[1]), _day(found[2]))
    return Period(_day(text), _day(text)) if _DAY.match(text) else None


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotUnderstood("ask.no_such_day", day=text) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotUnderstood("ask.no_such_year", day=text, first=FIRST_YEAR, last=LAST_YEAR)
    return day


def twelve_months(end: dt.date) -> Period:
    """The year of days that ends with this one, whatever the fiscal calendar."""
    return Period(_add_months(end + _ONE, -12), end)
