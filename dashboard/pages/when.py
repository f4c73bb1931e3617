"""Periods and comparisons in words: which days are shown, and which stand against them."""

import datetime as dt

from dashboard.answers.compared import Compared
from dashboard.metrics.comparison import PRIOR_PERIOD, Comparison
from dashboard.metrics.periods import Period
from dashboard.metrics.question import period_of
from dashboard.metrics.steps import prior_year
from dashboard.pages.view import View
from dashboard.text import dates, say

_SPANS = {1: "month", 3: "quarter", 12: "year"}


def period_label(view: View, period: Period) -> str:
    """The name of a preset, or of a whole year, quarter or month; else plainly the range."""
    if period.name:
        name = say(view.language, f"period.{period.name}")
        whole = period_of(view.address.period, view.outline)
        return name if period.covers(whole) else say(view.language, "period.complete", name=name)
    cut = view.outline.cut
    if period.covers(cut.year(period.start)):
        return say(view.language, "period.year", year=cut.year_number(period.start))
    if period.covers(cut.quarter(period.start)):
        ordinal = cut.month_index(period.start) % 12 // 3 + 1
        return dates.quarter_name(view.language, ordinal, cut.year_number(period.start))
    if period.covers(cut.month(period.start)):
        return month_name(view, period.start)
    return say(view.language, "period.range")


def month_label(view: View, first: dt.date) -> str:
    """A month on an axis: by its name, or by its number in a year of weeks."""
    if view.outline.cut.of_weeks:
        return say(view.language, "period.month_of_weeks_short", month=_ordinal(view, first))
    return dates.month(view.language, first)


def month_name(view: View, first: dt.date) -> str:
    """A month with its year."""
    if view.outline.cut.of_weeks:
        year = view.outline.cut.year_number(first)
        return say(view.language, "period.month_of_weeks", month=_ordinal(view, first), year=year)
    return dates.month_name(view.language, first)


def _ordinal(view: View, day: dt.date) -> int:
    return view.outline.cut.month_index(day) % 12 + 1


def compared_with(view: View, comparison: Comparison) -> str:
    """What is compared with: "prior year", "prior month", "quota", "forecast", "other days"."""
    return say(view.language, f"against.{_kind(comparison)}")


def versus(view: View, comparison: Comparison) -> str:
    """What a change is measured against: the year, where the days before lie in one."""
    if comparison.yearly:
        before, cut = prior_year(view.period, view.outline.cut), view.outline.cut
        if cut.year(before.start) == cut.year(before.end):
            return say(view.language, "screen.from_year", year=cut.year_number(before.end))
    return say(view.language, f"screen.from_{_kind(comparison)}")


def without_base(view: View, period: Period, comparison: Comparison) -> str:
    """Why there is no change to be told."""
    if comparison.with_plan:
        return say(view.language, f"screen.no_{comparison.name}")
    key = "prior" if comparison.yearly else "before"
    if view.reaches_back(period, comparison):
        return say(view.language, f"screen.no_{key}")
    return say(view.language, f"screen.no_{key}_data", day=dates.day(view.language, view.outline.first))


def pairing_words(view: View, comparison: Comparison, found: Compared | None) -> str:
    """Which days stand against which; where one side is longer, how long both are."""
    if comparison.with_plan:
        return say(view.language, "against.same_days")
    if found is None:
        return say(view.language, "against.nothing")
    if not found.alike:
        kind = "working" if found.working else "days"
        return say(view.language, f"against.unequal_{kind}", was=found.was, now=found.now)
    return say(view.language, f"against.{_pairing(comparison)}")


def compared_range(view: View, found: Compared | None) -> str:
    """The days compared with, first to last; empty where there are no other days."""
    return dates.day_range(view.language, found.days.start, found.days.end) if found else ""


def compared_sentence(view: View, found: Compared | None) -> str:
    """Both sides of the comparison in one line."""
    shown = dates.day_range(view.language, view.period.start, view.period.end)
    pairing = pairing_words(view, view.comparison, found)
    if view.comparison.with_plan:
        return say(view.language, f"screen.compared_{view.comparison.name}", days=shown)
    if found is None:
        return f"{shown}, {pairing}"
    return say(
        view.language, "screen.compared", days=shown, others=compared_range(view, found), pairing=pairing
    )


def _kind(comparison: Comparison) -> str:
    """The word of the texts: prior_year, prior_quarter, prior_month, prior_days, own_days, or the plan's."""
    if comparison.yearly:
        return "prior_year"
    if comparison.with_plan:
        return comparison.name
    if comparison.name not in PRIOR_PERIOD:
        return "own_days"
    return f"prior_{_SPANS.get(comparison.months, 'days')}"


def _pairing(comparison: Comparison) -> str:
    if comparison.days is not None:
        return "day_by_day"
    pairing = comparison.mode.rpartition("_")[2]
    return "month_days" if pairing == "calendar" and not comparison.yearly else pairing
