"""What stretches of time are called by people: «Q2 2026» and not the key 2026-Q2."""

import datetime as dt
import re
from contextlib import suppress

from dashboard.text import Language, dates, say

_QUARTER, _WEEK = re.compile(r"^(\d{4})-Q(\d)$"), re.compile(r"^(\d{4})-W(\d\d)$")
_MONTH, _OF_WEEKS = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$"), re.compile(r"^(\d{4})-P(\d\d)$")
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")


def stretch_name(language: Language, key: object) -> str:
    """The name of a day, week, month, quarter or year by its key; a key that is none stands as it is."""
    text = str(key)
    if isinstance(key, dt.date):
        return dates.day(language, key)
    if _DAY.match(text):
        with suppress(ValueError):
            return dates.day(language, dt.date.fromisoformat(text))
    if found := _QUARTER.match(text):
        return say(language, "explore.quarter", n=found[2], year=found[1])
    if found := _WEEK.match(text):
        return say(language, "explore.week", n=int(found[2]), year=found[1])
    if found := _OF_WEEKS.match(text):
        return say(language, "period.month_of_weeks", month=int(found[2]), year=found[1])
    if found := _MONTH.match(text):
        return f"{dates.month(language, dt.date(int(found[1]), int(found[2]), 1))} {found[1]}"
    return text
