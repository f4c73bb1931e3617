"""What is followed, in words: when it is sent, what for, and what became of it."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from dashboard.exports.cells import told
from dashboard.metrics.catalogue import measures
from dashboard.pages.explore.chosen import is_share
from dashboard.pages.explore.layout import column_name
from dashboard.pages.explore.values import form_of, written_measure
from dashboard.pages.view import View
from dashboard.records.subscriptions import Run, Subscription, Terms
from dashboard.text import dates, formats, say

PATH = "/following"
FOLLOW, EDIT = "follow:", "edit:"


def follow_href(view: View, id: int) -> str:
    """Where one follows the view of this number."""
    return view.address.but(path=PATH, see=f"{FOLLOW}{id}").href


def when_told(view: View, terms: Terms) -> str:
    """When it is sent: «Every Monday at 08:00»."""
    language, hour = view.language, f"{terms.hour:02}:00"
    if terms.timing == "week":
        return say(language, "deliver.at", when=weekday(view, terms.day), hour=hour)
    if terms.timing == "month":
        return say(language, "deliver.at", when=month_day(view, terms.day), hour=hour)
    if terms.timing == "workday":
        return say(language, "deliver.at", when=say(language, "deliver.on_workday"), hour=hour)
    if terms.timing == "data":
        return say(language, "deliver.on_data")
    name = column_name(view, terms.measure)
    key = "falls" if terms.timing == "pace" else terms.sign
    return say(language, f"deliver.on_{key}", measure=name, bound=bound_told(view, terms))


def weekday(view: View, day: int) -> str:
    """Every week on this day."""
    return say(view.language, f"deliver.on_week_{day}")


def month_day(view: View, day: int) -> str:
    """Every month on this day; the 31st is its last one, however long it is."""
    return (
        say(view.language, "deliver.on_last_day")
        if day == 31
        else say(view.language, "deliver.on_month", day=day)
    )


def bound_told(view: View, terms: Terms) -> str:
    """The number of a condition, as its measure is written; of a change, a share."""
    if terms.sign == "changed":
        return formats.percent(view.language, Decimal(terms.bound), 1)
    return value_told(view, terms.measure, Decimal(terms.bound))


def value_told(view: View, measure: str, value: Decimal) -> str:
    """A value of a measure with its unit; of one that is unknown by now, the plain number."""
    row = measures(view.outline.own).get(measure)
    if row is None:
        return formats.number(view.language, value)
    how = written_measure(view, row, form_of([value]))
    return " ".join(filter(None, (told(view.language, value, how.look), how.unit)))


def condition_told(view: View, terms: Terms, value: Decimal, base: Decimal | None) -> str:
    """That what was waited for is so, with the number."""
    last = "–" if base is None else value_told(view, terms.measure, base)
    key = "fallen" if terms.timing == "pace" else terms.sign
    return say(
        view.language, f"deliver.is_{key}", measure=column_name(view, terms.measure),
        bound=bound_told(view, terms), value=value_told(view, terms.measure, value), last=last,
    )  # fmt: skip


def moment_told(view: View, at: dt.datetime) -> str:
    """A moment by the company's clock."""
    there = at.astimezone(ZoneInfo(view.zone))
    return f"{dates.day(view.language, there.date())}, {there:%H:%M}"


def run_told(view: View, run: Run) -> str:
    """What became of an occasion."""
    at, language, found = moment_told(view, run.due), view.language, run.message
    if found is None:
        return say(language, "deliver.run_nothing", at=at, reason=say(language, run.reason))
    if found.sent_at:
        return say(language, "deliver.run_sent", at=moment_told(view, found.sent_at))
    if not found.reason:
        return say(language, "deliver.run_waiting", at=at)
    reason = say(language, found.reason, detail=found.detail)
    return say(language, f"deliver.run_{'failed' if found.failed_at else 'delayed'}", at=at, reason=reason)


def state_told(view: View, one: Subscription) -> str:
    """Whether it is sent, and when next."""
    language = view.language
    if one.state == "paused":
        return say(language, "deliver.is_paused")
    if one.snoozed_until and one.snoozed_until > view.today and not one.due:
        return say(language, "deliver.is_snoozed", day=dates.day(language, one.snoozed_until))
    return say(language, "deliver.next", at=moment_told(view, one.due)) if one.due else ""


def percent_typed(view: View, measure: str, sign: str) -> bool:
    """Whether the number of a condition is typed in percent."""
    row = measures(view.outline.own).get(measure)
    return sign == "changed" or (row is not None and is_share(row))
