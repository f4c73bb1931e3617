"""The months of a fiscal year: what was sold, what is planned, and the month in progress as far as it went.

A whole month is what an unfinished one is measured against; a month in progress is paired with the
same days of the year before. A month that is over is the same both ways, so the year is asked once,
and then only the days of a month in progress. What was sold always stands against the prior year,
for a month against the one before it says nothing of a season; plans stand against nothing.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dashboard.answers.answer import PRIOR, Answer
from dashboard.metrics.periods import FiscalCalendar, Period
from dashboard.metrics.question import Question
from dashboard.metrics.steps import prior_year
from dashboard.pages.view import View

SOLD = ("net_sales", "gross_margin_rate", "average_order", "active_customers")
PLANS = ("quota", "forecast")
_BY = ("fiscal_month",)
_Cell = Decimal | float | None


@dataclass(frozen=True, slots=True)
class MonthSeries:
    """The measures of each month of one fiscal year; `running` is of the month in progress, where one is."""

    firsts: tuple[dt.date, ...]
    sold: Answer
    plans: Answer
    running: Answer | None
    through: dt.date
    cut: FiscalCalendar
    data_from: dt.date

    def series(self, key: str, *, prior: bool = False) -> list[_Cell]:
        """One measure, month by month, for the months that have begun."""
        return [self.value(key, first, prior=prior) for first in self.firsts if first <= self.through]

    def value(self, key: str, first: dt.date, *, prior: bool = False) -> _Cell:
        """One measure of one month, as far as it went; None for one that has not begun."""
        if first > self.through:
            return None
        if self.running is None or first != self.cut.month(self.through).start:
            return self.whole_month(key, first, prior=prior)
        if self._unknown(first, prior) or not self.running.has(key):
            return None
        return _number(self.running.total(key + PRIOR * prior))

    def whole_month(self, key: str, first: dt.date, *, prior: bool = False) -> _Cell:
        """One measure of one whole month: what an unfinished one is measured against."""
        answer = self.plans if key in PLANS else self.sold
        if self._unknown(first, prior) or not answer.has(key):
            return None
        month = self.cut.key("fiscal_month", first)
        for keys, row in zip(answer.keys, answer.rows, strict=True):
            if keys[0] == month:
                return _number(row[answer.at(key + PRIOR * prior)])
        return Decimal(0) if answer.question.row(key).absent == "zero" else None

    def _unknown(self, first: dt.date, prior: bool) -> bool:
        """Whether a month lies before the data: no sales and no data are both a sum of nothing."""
        month = self.cut.month(first)
        return (prior_year(month, self.cut) if prior else month).end < self.data_from


def questions(view: View, known: Period | None = None) -> tuple[Question, ...]:
    """What was sold in the months and is planned for them, and the days of the month in progress.

    `known` are the days that are told: without them, those up to the period's end.
    """
    year, through, yearly = view.fiscal_year, (known or view.year_to_date).end, view.yearly.name
    asked = (
        view.question(*SOLD, by=_BY, period=year, against=yearly),
        view.question(*PLANS, by=_BY, period=year, against=""),
    )
    month = view.outline.cut.month(through)
    if month.end == through:
        return asked
    return (*asked, view.question(*SOLD, "quota", period=Period(month.start, through), against=yearly))


def months_of(view: View, known: Period | None = None) -> MonthSeries:
    """The fiscal year around the end of the view's period."""
    sold, plans, *running = (view.answer(question) for question in questions(view, known))
    cut = view.outline.cut
    begin = cut.month_index(view.fiscal_year.start)
    firsts = tuple(cut.month_at(begin + month).start for month in range(12))
    in_progress = running[0] if running else None
    through = (known or view.year_to_date).end
    return MonthSeries(firsts, sold, plans, in_progress, through, cut, view.outline.first)


def _number(value: object) -> _Cell:
    return value if isinstance(value, Decimal | float | int) else None
