"""The days that a comparison really compares: which, how many, and whether they are as many on both sides."""

from dataclasses import dataclass
from datetime import date

from dashboard.answers.reports import statement_of
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.periods import Period


@dataclass(frozen=True, slots=True)
class Compared:
    """The earlier days, first to last, and the length of both sides: working days, or days."""

    days: Period
    was: int
    now: int
    working: bool

    @property
    def alike(self) -> bool:
        """Whether both sides are equally long."""
        return self.was == self.now


def begin_compared(comparison: Comparison, period: Period, shelf: Shelf) -> None:
    """Have that computed which `compared` will ask."""
    if comparison.mode:
        shelf.begin(_statement(comparison, period))


def _statement(comparison: Comparison, period: Period) -> Statement:
    return statement_of("compared_days", mode=comparison.mode, start=period.start, end=period.end)


def compared(comparison: Comparison, period: Period, shelf: Shelf) -> Compared | None:
    """What stands against the period's days; None where nothing does (a plan, or no days so early)."""
    if comparison.with_plan:
        return None
    if comparison.days is not None:
        return Compared(comparison.days, comparison.days.days, period.days, working=False)
    first, last, days, worked, now = shelf.run(_statement(comparison, period))[0]
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    if not comparison.by_working_days:
        return Compared(Period(first, last), int(str(days)), period.days, working=False)
    return Compared(Period(first, last), int(str(worked)), int(str(now)), working=True)
