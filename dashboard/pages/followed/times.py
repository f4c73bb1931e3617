"""When what is followed is due: on days, at an hour of the company's time zone."""

import calendar
import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from dashboard.records.subscriptions import Terms
from dashboard.settings import Company

_LOOKS = 400  # days ahead: every month has its day, and no company rests for a year


def due_after(terms: Terms, after: dt.datetime, company: Company, zone: str) -> dt.datetime | None:
    """The first moment after this one; None where there is none, as for what waits for new data.

    An hour that the clock leaps over in spring is the one after it; one that comes twice is the first.
    """
    there = ZoneInfo(zone)
    first = after.astimezone(there).date()
    for ahead in range(_LOOKS):
        day = first + dt.timedelta(days=ahead)
        if falls_on(terms, day, company):
            moment = dt.datetime.combine(day, dt.time(terms.hour), there).astimezone(dt.UTC)
            if moment > after:
                return moment
    return None


def falls_on(terms: Terms, day: dt.date, company: Company) -> bool:
    """Whether it is due on a day; the 31st is the last day of a shorter month."""
    if terms.timing == "workday":
        return day.isoweekday() in company.working_weekdays and not _off(company, day)
    if terms.timing == "week":
        return day.isoweekday() == terms.day
    if terms.timing == "month":
        return day.day == min(terms.day, calendar.monthrange(day.year, day.month)[1])
    return False


def midnight(day: dt.date, zone: str) -> dt.datetime:
    """The moment before a day begins, after which the first of its hours is due."""
    begin = dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
    return begin - dt.timedelta(seconds=1)


def _off(company: Company, day: dt.date) -> bool:
    return day in company.extra_holidays or day in _holidays(company.holidays, day.year)


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()
