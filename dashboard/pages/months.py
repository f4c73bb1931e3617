"""The months of a fiscal year, twice: as far as they went, and whole.

The first pairs like with like (a month in progress against the same days); the second gives what
the unfinished months are measured against. Both come from the same question, asked twice.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dashboard.answers.answer import PRIOR, Answer
from dashboard.metrics.periods import Period, prior_year
from dashboard.metrics.question import Question
from dashboard.pages.view import View

MEASURES = (
    "net_sales", "quota", "gross_margin_rate", "average_order", "active_customers", "orders", "forecast",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthSeries:
    """The measures of each month of one fiscal year."""

    firsts: tuple[dt.date, ...]
    to_date: Answer
    whole: Answer
    through: dt.date
    data_from: dt.date

    def series(self, key: str, *, prior: bool = False) -> list[Decimal | float | None]:
        """One measure, month by month, for the months that have begun."""
        return [self.value(key, first, prior=prior) for first in self.firsts if first <= self.through]

    def value(self, key: str, first: dt.date, *, prior: bool = False) -> Decimal | float | None:
        """One measure of one month, as far as it went."""
        return self._cell(self.to_date, key, first, prior)

    def whole_month(self, key: str, first: dt.date, *, prior: bool = False) -> Decimal | float | None:
        """One measure of one whole month: what an unfinished one is measured against."""
        return self._cell(self.whole, key, first, prior)

    def _cell(self, answer: Answer, key: str, first: dt.date, prior: bool) -> Decimal | float | None:
        # No sales and no data are both a sum of nothing: what lies before the data is not known to be zero.
        if prior and prior_year(Period(first, _next(first) - dt.timedelta(days=1))).end < self.data_from:
            return None
        return _cell(answer, key + (PRIOR if prior else ""), first)


def questions(view: View) -> tuple[Question, Question]:
    """The months whole, and as far as they went."""
    keys = [key for key in MEASURES if view.has(key)]
    return (
        view.question(*keys, by=("fiscal_month",), period=view.fiscal_year),
        view.question(*keys, by=("fiscal_month",), period=view.year_to_date),
    )


def months_of(view: View) -> MonthSeries:
    """The fiscal year around the end of the view's period."""
    whole, to_date = (view.answer(question) for question in questions(view))
    firsts = tuple(_firsts(view.fiscal_year))
    return MonthSeries(firsts, to_date, whole, view.year_to_date.end, view.outline.first)


def _firsts(year: Period) -> list[dt.date]:
    found, day = [], year.start
    while day <= year.end:
        found.append(day)
        day = _next(day)
    return found


def _next(first: dt.date) -> dt.date:
    return (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _cell(answer: Answer, key: str, first: dt.date) -> Decimal | float | None:
    if key not in {column.key for column in answer.columns}:
        return None
    month = first.strftime("%Y-%m")
    for keys, row in zip(answer.keys, answer.rows, strict=True):
        if keys[0] == month:
            value = row[answer.at(key)]
            return value if isinstance(value, Decimal | float | int) else None
    return None
