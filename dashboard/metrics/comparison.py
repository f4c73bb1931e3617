"""Comparisons: what stands beside a number, and which earlier day stands against which later one.

A comparison is written as one word (`prior_year_working`, `quota`, `forecast`) or as a range of days. For a
period it becomes either a way of pairing that the publication holds (`mode`, the rows of
`day_shift`) or the earlier days themselves, paired one by one from the first.
"""

from dataclasses import dataclass

from dashboard.errors import NotUnderstood
from dashboard.metrics.nearest import nearest
from dashboard.metrics.periods import FiscalCalendar, Period, parse_range
from dashboard.metrics.steps import step, stride

PRIOR_YEAR = ("prior_year_working", "prior_year_calendar", "prior_year_weekday")
PRIOR_PERIOD = ("prior_period_working", "prior_period_calendar")
QUOTA, FORECAST = "quota", "forecast"
# What is no other days: of each measure that has one, the measure that is its plan.
PLANS = {QUOTA: {"net_sales": "quota"}, FORECAST: {"net_sales": "foreseen_sales"}}
AGAINST = (*PRIOR_YEAR, *PRIOR_PERIOD, *PLANS)
DEFAULT = "prior_year_working"
_SPANS = {1: "month", 3: "quarter", 12: "year"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared with; `days` are the earlier days where they are paired one by one.

    `months` is how many fiscal months lie between the two sides, 0 where it is days.
    """

    name: str
    mode: str = ""
    days: Period | None = None
    months: int = 0

    @property
    def with_plan(self) -> bool:
        """Whether a quota or a forecast stands beside the number, and no other days."""
        return self.name in PLANS

    def plan(self, measure: str) -> str:
        """The measure that stands beside this one as its plan; empty where none does."""
        return PLANS.get(self.name, {}).get(measure, "")

    @property
    def yearly(self) -> bool:
        """Whether growth is on the same days as this."""
        return self.name in PRIOR_YEAR

    @property
    def by_working_days(self) -> bool:
        """Whether as many working days stand against as many."""
        return self.mode.endswith("working")


def compare(text: str, period: Period, cut: FiscalCalendar) -> Comparison:
    """The comparison that the words mean for this period.

    Raises:
        NotUnderstood: no such comparison, no such day, or the end before the start.
    """
    if text in PRIOR_YEAR:
        return Comparison(text, mode=text, months=12)
    if text in PRIOR_PERIOD:
        return _with_period_before(text, period, cut)
    if text in PLANS:
        return Comparison(text)
    days = parse_range(text)
    if days is None:
        raise NotUnderstood("ask.unknown_comparison", name=text, nearest=nearest(text, AGAINST))
    return Comparison(text, days=days)


def yearly(comparison: Comparison | None) -> Comparison:
    """The comparison with the prior year that growth stands on: the one chosen, or the default."""
    if comparison is not None and comparison.yearly:
        return comparison
    return Comparison(DEFAULT, mode=DEFAULT, months=12)


def _with_period_before(text: str, period: Period, cut: FiscalCalendar) -> Comparison:
    """Month before month, quarter before quarter, year before year; else where one step back leads."""
    months = stride(period, cut)
    if months not in _SPANS:
        before = step(period, cut, -1)
        return Comparison(text, days=Period(before.start, before.end), months=months)
    pairing = text.removeprefix("prior_period_")
    if months == 12 and pairing == "calendar" and cut.of_weeks:
        pairing = "weekday"  # the same day of the same fiscal month, where dates would cut through months
    return Comparison(text, mode=f"prior_{_SPANS[months]}_{pairing}", months=months)
