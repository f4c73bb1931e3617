"""The months of a fiscal year, twice: as far as they went, and whole.

The first pairs like with like (a month in progress against the same days); the second gives what
the unfinished months are measured against. Both come from the same question, asked twice, and
always stand against the prior year, for a month against the one before it says nothing of a season.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dashboard.answers.answer import PRIOR, Answer
from dashboard.metrics.periods import FiscalCalendar
from dashboard.metrics.question import Question
from dashboard.metrics.steps import prior_year
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
    cut: FiscalCalendar
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
        if prior and prior_year(self.cut.month(first), self.cut).end < self.data_from:
            return None
        return _cell(answer, key + (PRIOR if prior else ""), self.cut.key("fiscal_month", first))


def questions(view: View) -> tuple[Question, Question]:
    """The months whole, and as far as they went."""
    by, yearly = ("fiscal_month",), view.yearly.name
    return (
        view.question(*MEASURES, by=by, period=view.fiscal_year, against=yearly),
        view.question(*MEASURES, by=by, period=view.year_to_date, against=yearly),
    )


def months_of(view: View) -> MonthSeries:
    """The fiscal year around the end of the view's period."""
    whole, to_date = (view.answer(question) for question in questions(view))
    cut = view.outline.cut
    begin = cut.month_index(view.fiscal_year.start)
    firsts = tuple(cut.month_at(begin + month).start for month in range(12))
    return MonthSeries(firsts, to_date, whole, view.year_to_date.end, cut, view.outline.first)


def _cell(answer: Answer, key: str, month: object) -> Decimal | float | None:
    if key not in {column.key for column in answer.columns}:
        return None
    for keys, row in zip(answer.keys, answer.rows, strict=True):
        if keys[0] == month:
            value = row[answer.at(key)]
            return value if isinstance(value, Decimal | float | int) else None
    return None
