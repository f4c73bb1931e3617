"""Which days a formula reads.

All of them are told from the period and from the last complete day of the data. Those that are
not the period's own cannot be broken down by time: each row would need days of its own.
"""

import datetime as dt

from dashboard.answers.door import Span
from dashboard.metrics.periods import FiscalCalendar, Period, twelve_months
from dashboard.metrics.question import Outline, Question

_ONE = dt.timedelta(days=1)


def days_of(span: Span, question: Question, outline: Outline) -> Period | None:
    """The days of a span; None for the whole quota periods that a question by them touches.

    "now", "prior", "compared": the period, of a comparison the later days;
    "whole": the fiscal years around it;
    "trailing": twelve months that end with the period, as far as the data goes;
    "window": the same, and the whole period if that is longer;
    "opening": the twelve months before the period's first day;
    "earlier": the twenty-four months before it;
    "full_months": the last twelve full months;
    "until": all days up to the period's last;
    "year": the fiscal year in which the period ends;
    "year_to_date": the same, as far as the data goes;
    "recent": the sixty days that end with that.
    """
    period = question.period
    known = min(period.end, outline.through)
    opening = twelve_months(period.start - _ONE)
    match span:
        case "whole":
            years = outline.cut.year(period.start), outline.cut.year(period.end)
            return None if "quota_period" in question.by else Period(years[0].start, years[1].end)
        case "trailing":
            return twelve_months(known)
        case "window":
            # Never before the opening: a period after all data would lose whom its opening has.
            first = twelve_months(max(known, period.start - _ONE)).start
            return Period(min(first, period.start), period.end)
        case "opening":
            return opening
        case "earlier":
            return Period(twelve_months(opening.start - _ONE).start, opening.end)
        case "full_months":
            return _full_months(outline.cut, known)
        case "year" | "year_to_date" | "recent":
            return _of_year(span, outline.cut.year(period.end), outline.through)
        case "until":
            return Period(dt.date.min, period.end)
    return period


def _of_year(span: Span, year: Period, through: dt.date) -> Period:
    end = max(year.start, min(year.end, through))
    match span:
        case "year_to_date":
            return Period(year.start, end)
        case "recent":
            return Period(end - 59 * _ONE, end)
    return year


def _full_months(cut: FiscalCalendar, known: dt.date) -> Period:
    month = cut.month(known)
    last = month if month.end == known else cut.month(month.start - _ONE)
    first = last
    for _ in range(11):
        first = cut.month(first.start - _ONE)
    return Period(first.start, last.end)
