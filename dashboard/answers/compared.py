"""The days that a comparison really compares: which, how many, and whether they are as many on both sides."""

from dataclasses import dataclass
from datetime import date

from dashboard.answers.reports import report
from dashboard.answers.warehouse import Shelf
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


def compared(comparison: Comparison, period: Period, shelf: Shelf) -> Compared | None:
    """What stands against the period's days; None where nothing does (a plan, or no days so early)."""
    if comparison.with_plan:
        return None
    if comparison.days is not None:
        return Compared(comparison.days, comparison.days.days, period.days, working=False)
    found = report("compared_days", shelf, mode=comparison.mode, start=period.start, end=period.end)[0]
    first, last, days, worked = found
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    if not comparison.by_working_days:
        return Compared(Period(first, last), int(str(days)), period.days, working=False)
    now = report("working_days", shelf, start=period.start, end=period.end)[0][0]
    return Compared(Period(first, last), int(str(worked)), int(str(now)), working=True)
