"""The days that a comparison really compares: which, how many, and whether they are as many on both sides."""

from dataclasses import dataclass

from dashboard.answers.pairs import Pairs
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


def compared(comparison: Comparison, period: Period, pairs: Pairs) -> Compared | None:
    """What stands against the period's days; None where nothing does (a plan, or no days so early)."""
    if comparison.with_plan:
        return None
    if comparison.days is not None:
        return Compared(comparison.days, comparison.days.days, period.days, working=False)
    found = pairs.earlier(comparison.mode, period)
    if found is None:
        return None
    if not comparison.by_working_days:
        return Compared(found, found.days, period.days, working=False)
    was, now = (pairs.working(days.start, days.end) for days in (found, period))
    return Compared(found, was, now, working=True)
