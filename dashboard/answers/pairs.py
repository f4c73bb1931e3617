"""Which earlier days stand against which later ones, and which are worked: one publication's calendar, kept.

Read once when a publication is opened, so that neither a page nor the compiler asks for it again.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import itemgetter

from dashboard.metrics.periods import Period

_ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Shift:
    """One way of comparing: all earlier days in order, and the later day of each, which never goes back."""

    earlier: Sequence[dt.date]
    later: Sequence[dt.date]

    def of(self, days: Period) -> Period | None:
        start, end = bisect_left(self.later, days.start), bisect_right(self.later, days.end)
        return Period(self.earlier[start], self.earlier[end - 1]) if start < end else None


@dataclass(frozen=True, eq=False, slots=True)
class Pairs:
    """The days that are paired, by the way of comparing, and how many are worked up to each."""

    shifts: Mapping[str, _Shift] = field(default_factory=dict)
    first: dt.date = dt.date.min
    worked: Sequence[int] = (0,)

    @classmethod
    def of(
        cls, shifts: Iterable[tuple[str, dt.date, dt.date]], days: Iterable[tuple[dt.date, bool]]
    ) -> "Pairs":
        """From each earlier day with its later one, by mode and in order, and all days, worked or not."""
        found = {}
        for mode, rows in groupby(shifts, key=itemgetter(0)):
            _, earlier, later = zip(*rows, strict=True)
            found[mode] = _Shift(earlier, later)
        known = list(days)
        first = known[0][0] if known else dt.date.min
        return cls(found, first, [0, *accumulate(int(worked) for _, worked in known)])

    def earlier(self, mode: str, days: Period) -> Period | None:
        """All days that stand against these, which lie one after the other; None where there are none."""
        return self.shifts[mode].of(days) if mode in self.shifts else None

    def working(self, first: dt.date, last: dt.date) -> int:
        """How many days from the first to the last are worked; of those that no calendar knows, none."""
        return max(0, self.worked[self._at(last + _ONE)] - self.worked[self._at(first)])

    def _at(self, day: dt.date) -> int:
        return max(0, min((day - self.first).days, len(self.worked) - 1))


UNKNOWN_PAIRS = Pairs()
