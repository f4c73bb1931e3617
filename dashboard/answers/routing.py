"""Where the lines of a part come from: the smallest relation that can answer, month by month and day by day.

Whole fiscal months are read from a rollup of months, the days at both ends of the range from one
of days, or from the mart itself. What is put together twice is the same as put together once, so
the answer is the one that the lines alone would give.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.metrics.kinds import Atom, Dimension
from dashboard.metrics.periods import FiscalCalendar, Period
from dashboard.metrics.question import Outline
from dashboard.metrics.rollups import BY_NAME, Held, Rollup, Way

_ONE = dt.timedelta(days=1)
# Marts that are read in a way of their own, and the relation that holds their lines: quotas of
# every layer beside each other, and customers as accounts that are open and owned.
RELATION = {"quota_layers": "quota_day", "account": "customer"}
# What a row about a whole month does not know of its time.
_WITHIN_A_MONTH = frozenset({"day", "fiscal_week"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One relation and the days to read in it (None: all)."""

    mart: str
    days: Period | None = None
    rollup: Rollup | None = None

    @property
    def relation(self) -> str:
        """The relation that is read."""
        return self.rollup.relation if self.rollup else self.source

    @property
    def source(self) -> str:
        """The relation that holds the mart's own lines."""
        return RELATION.get(self.mart, self.mart)

    @property
    def monthly(self) -> bool:
        """Whether a row stands for a whole month."""
        return self.rollup is not None and self.rollup.grain == "month"

    def covers(self, other: "Reading") -> bool:
        """Whether the other's lines are among those of this one."""
        if self.relation != other.relation or not self.days or not other.days:
            return False
        return self.days.start <= other.days.start and other.days.end <= self.days.end

    def held(self, atom: Atom) -> Held | None:
        """Where the rollup holds an atom; None in the mart itself, whose lines give it."""
        return self.rollup.holds[atom] if self.rollup else None

    def way(self, atom: Atom) -> Way:
        """How the values of an atom are put together."""
        return self.rollup.holds[atom].way if self.rollup else "plain"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one part reads: of which mart, over which days, by and within what, and which atoms.

    `whole_months` says that whole months are still whole months when the days have been `paired`.
    """

    mart: str
    days: Period | None
    dimensions: tuple[Dimension, ...]
    atoms: tuple[Atom, ...]
    whole_months: bool = True
    paired: bool = False


def route(wanted: Wanted, outline: Outline) -> tuple[Reading, ...]:
    """The readings that together give each line once."""
    by_day, by_month = _able(wanted, outline, "day"), _able(wanted, outline, "month")
    finest = Reading(wanted.mart, wanted.days, by_day[0] if by_day else None)
    # All days there were before have no first month.
    # Of pairs, what is read are other days than these.
    last = outline.last if wanted.mart == "sales" and not wanted.paired else None
    months = _whole_months(wanted.days, outline.cut, last) if wanted.days and by_month else None
    if not wanted.whole_months or (wanted.days and not months):
        return (finest,)
    ends = _ends(wanted.days, months) if wanted.days and months else []
    for monthly in by_month:
        whole = Reading(wanted.mart, months, monthly)
        for daily in (*by_day, None) if ends else ():
            found = (whole, *(Reading(wanted.mart, days, daily) for days in ends))
            if ways(wanted.atoms, found[:1]) == ways(wanted.atoms, found[1:]):
                return found
        if not ends:
            return (whole,)
    return (finest,)


def _able(wanted: Wanted, outline: Outline, grain: str) -> list[Rollup]:
    """The rollups of this grain that can answer, that with the fewest rows first."""
    known = [BY_NAME[name] for name, _ in sorted(outline.rollups, key=lambda one: one[1]) if name in BY_NAME]
    return [one for one in known if one.grain == grain and _can(one, wanted, outline)]


def _can(rollup: Rollup, wanted: Wanted, outline: Outline) -> bool:
    if rollup.mart != wanted.mart or not all(_carries(rollup, one) for one in wanted.dimensions):
        return False
    held = [rollup.holds.get(atom) for atom in wanted.atoms]
    return all(one and (one.way != "counts" or outline.whole_orders) for one in held)


def _carries(rollup: Rollup, dimension: Dimension) -> bool:
    if dimension.key in rollup.dimensions or dimension.group == "territory":
        return True
    lost = _WITHIN_A_MONTH if rollup.grain == "month" else frozenset()
    return dimension.group == "time" and dimension.key != "quota_period" and dimension.key not in lost


def _whole_months(days: Period, cut: FiscalCalendar, known: dt.date | None) -> Period | None:
    """The stretch of whole fiscal months within these days; nothing is later than `known`, if told."""
    first, last = cut.grain("fiscal_month", days.start), cut.grain("fiscal_month", days.end)
    start = days.start if first.start == days.start else first.end + _ONE
    ended = last.end == days.end or (known is not None and known <= days.end)
    end = days.end if ended else last.start - _ONE
    return Period(start, end) if start <= end else None


def _ends(days: Period, months: Period) -> list[Period]:
    """The days before and after the whole months."""
    found = [Period(days.start, months.start - _ONE)] if days.start < months.start else []
    return found + ([Period(months.end + _ONE, days.end)] if months.end < days.end else [])


def ways(atoms: Iterable[Atom], readings: tuple[Reading, ...]) -> dict[Atom, Way]:
    """How each atom is put together; the same in all readings of a part."""
    return {atom: readings[0].way(atom) for atom in atoms}


def relation_year(relation: str, year: int) -> str:
    """The name of what a relation that is split by years has of one, and of what came since."""
    return f"{relation}_{year}"


def within_a_year(reading: Reading, outline: Outline) -> str:
    """The relation that holds the days of a reading: of one year alone, where it has lines of its own."""
    years, days = dict(outline.years).get(reading.relation, ()), reading.days
    if days and days.start.year == days.end.year and days.start.year in years:
        return relation_year(reading.relation, days.start.year)
    return reading.relation


def once(read: Iterable[Iterable[Reading]]) -> list[Reading]:
    """Readings of the same relations and days, none of which meet or touch in one relation."""
    every = sorted((one for each in read for one in each if one.days), key=_begins)
    found: list[Reading] = []
    for one in every:
        last = found[-1] if found else None
        assert one.days
        if last and last.days and last.relation == one.relation and one.days.start <= last.days.end + _ONE:
            end = max(last.days.end, one.days.end)
            found[-1] = Reading(one.mart, Period(last.days.start, end), one.rollup)
        else:
            found.append(one)
    return found


def _begins(one: Reading) -> tuple[str, dt.date]:
    assert one.days
    return one.relation, one.days.start
