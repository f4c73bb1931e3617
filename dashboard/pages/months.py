"""The months of a fiscal year, twice: as far as they went, and whole.

The first pairs like with like (a month in progress against the same days); the second gives what
the unfinished months are measured against. Both come from the same question, asked twice.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dashboard.answers.answer import PRIOR, Answer
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question
from dashboard.pages.view import View

MEASURES = ("net_sales", "quota", "gross_margin_rate", "average_order", "active_customers", "orders")


@dataclass(frozen=True, slots=True)
class MonthSeries:
    """The measures of each month of one fiscal year."""

    firsts: tuple[dt.date, ...]
    to_date: Answer
    whole: Answer
    through: dt.date

    def series(self, key: str, *, prior: bool = False) -> list[Decimal | float | None]:
        """One measure, month by month, for the months that have begun."""
        return [self.value(key, first, prior=prior) for first in self.firsts if first <= self.through]

    def value(self, key: str, first: dt.date, *, prior: bool = False) -> Decimal | float | None:
        """One measure of one month, as far as it went."""
        return _cell(self.to_date, key + (PRIOR if prior else ""), first)

    def whole_month(self, key: str, first: dt.date, *, prior: bool = False) -> Decimal | float | None:
        """One measure of one whole month: what an unfinished one is measured against."""
        return _cell(self.whole, key + (PRIOR if prior else ""), first)


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
    return MonthSeries(tuple(_firsts(view.fiscal_year)), to_date, whole, view.year_to_date.end)


def _firsts(year: Period) -> list[dt.date]:
    found, day = [], year.start
    while day <= year.end:
        found.append(day)
        day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return found


def _cell(answer: Answer, key: str, first: dt.date) -> Decimal | float | None:
    if key not in {column.key for column in answer.columns}:
        return None
    month = first.strftime("%Y-%m")
    for keys, row in zip(answer.keys, answer.rows, strict=True):
        if keys[0] == month:
            value = row[answer.at(key)]
            return value if isinstance(value, Decimal | float | int) else None
    return None
