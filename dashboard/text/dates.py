"""Days, months and quarters as people read them, by the reader's locale."""

import datetime as dt
from functools import lru_cache

from babel.dates import format_date, format_time

from dashboard.text.catalogue import Language, say
from dashboard.text.formats import ABSENT


@lru_cache(maxsize=4096)
def day(language: Language, on: dt.date | None, year: bool = True) -> str:
    """12 Nov 2026, 12 Νοε 2026; without its year where the title names it."""
    return ABSENT if on is None else format_date(on, "d MMM y" if year else "d MMM", locale=language)


def day_range(language: Language, first: dt.date, last: dt.date, year: bool = True) -> str:
    """Both ends included; month and year are said once where they are the same."""
    if first == last:
        return day(language, last, year)
    if (first.year, first.month) == (last.year, last.month):
        start = str(first.day)
    else:
        start = day(language, first, year=first.year != last.year)
    return f"{start} – {day(language, last, year)}"


def month(language: Language, on: dt.date, year: bool = False) -> str:
    """The short name on an axis: Nov, Νοε. The form without the accent of Babel's stand-alone names."""
    return format_date(on, "MMM y" if year else "MMM", locale=language)


def month_name(language: Language, on: dt.date) -> str:
    """The whole month in the nominative: November 2026, Νοέμβριος 2026."""
    return format_date(on, "LLLL y", locale=language)


def quarter(language: Language, ordinal: int, year: int) -> str:
    """On axes and tiles: Q4 2026, Τ4 2026. Takes numbers, for a fiscal quarter has no calendar date."""
    return say(language, "formats.quarter", ordinal=ordinal, year=year)


def quarter_name(language: Language, ordinal: int, year: int) -> str:
    """In sentences: 4th quarter 2026, 4ο τρίμηνο 2026."""
    return say(language, f"formats.quarter_{ordinal}", year=year)


def time(language: Language, at: dt.datetime) -> str:
    """Always by the 24-hour clock: 14:07."""
    return format_time(at, "HH:mm", locale=language)
