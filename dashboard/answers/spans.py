"""Which days a formula reads besides those of the period and those that stand against them.

All of them are told from the period and from the last complete day of the data, and none can be
broken down by time: each row would need days of its own.
"""

import datetime as dt

from dashboard.answers.door import Span
from dashboard.metrics.periods import FiscalCalendar, Period, twelve_months
from dashboard.metrics.question import Outline, Question

_ONE = dt.timedelta(days=1)


def days_of(span: Span, question: Question, outline: Outline) -> Period | None:
    """The days of a span that are not told by the question itself; None for one whose days are.

    "trailing": twelve months that end with the period, as far as the data goes;
    "window": the same, and the whole period if that is longer;
    "opening": the twelve months before the period's first day;
    "earlier": the twenty-four months before it;
    "full_months": the last twelve full months;
    "until": all days up to the period's last.
    """
    period = question.period
    known = min(period.end, outline.through)
    opening = twelve_months(period.start - _ONE)
    match span:
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
        case "until":
            return Period(dt.date.min, period.end)
    return None


def _full_months(cut: FiscalCalendar, known: dt.date) -> Period:
    month = cut.month(known)
    last = month if month.end == known else cut.month(month.start - _ONE)
    first = last
    for _ in range(11):
        first = cut.month(first.start - _ONE)
    return Period(first.start, last.end)
