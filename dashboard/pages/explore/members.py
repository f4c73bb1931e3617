"""What members are called: the unknown and the others by a word, stretches of time as people say them."""

import datetime as dt
import re

from dashboard.metrics.bounds import OTHERS
from dashboard.metrics.catalogue import dimension
from dashboard.pages.view import View
from dashboard.text import dates, say

_QUARTER, _WEEK = re.compile(r"^(\d{4})-Q(\d)$"), re.compile(r"^(\d{4})-W(\d\d)$")
_MONTH, _OF_WEEKS = re.compile(r"^(\d{4})-(\d\d)$"), re.compile(r"^(\d{4})-P(\d\d)$")


def member_name(view: View, by: str, key: object, label: object) -> str:
    """The name of one member of a dimension."""
    if key == OTHERS:
        return say(view.language, "explore.others")
    if label is None:
        return say(view.language, "ask.unknown")
    if dimension(by, view.outline.levels).group != "time":
        return str(label)
    name = _stretch(view, key)
    running = by not in ("day", "quota_period") and str(key) == str(_running(view, by))
    return say(view.language, "explore.to_date", name=name) if running else name


def _running(view: View, by: str) -> object:
    """The stretch in which the data ends, if it is not over."""
    cut, through = view.outline.cut, view.outline.through
    whole = cut.grain(by, through)  # type: ignore[arg-type]
    return cut.key(by, through) if min(view.period.end, through) < whole.end else None  # type: ignore[arg-type]


def _stretch(view: View, key: object) -> str:
    language, text = view.language, str(key)
    if isinstance(key, dt.date):
        return dates.day(language, key)
    if found := _QUARTER.match(text):
        return say(language, "explore.quarter", n=found[2], year=found[1])
    if found := _WEEK.match(text):
        return say(language, "explore.week", n=int(found[2]), year=found[1])
    if found := _OF_WEEKS.match(text):
        return say(language, "period.month_of_weeks", month=int(found[2]), year=found[1])
    if found := _MONTH.match(text):
        return f"{dates.month(language, dt.date(int(found[1]), int(found[2]), 1))} {found[1]}"
    return text
