"""Stretches of time on a fiscal calendar, counted from where the data ends: this one, the last few, Q3."""

import calendar
import datetime as dt
from dataclasses import dataclass

from dashboard.errors import NotUnderstood
from dashboard.metrics.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    PRESETS,
    FiscalCalendar,
    Grain,
    Period,
    last_complete,
    preset,
)

_ONE = dt.timedelta(days=1)
_MOST_STEPS = 240
_HALF = 6


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that was said: `kind` and its numbers; a `year` that was not said is 0."""

    kind: str
    number: int = 0
    day: int = 0
    year: int = 0
    period: Period | None = None


class Impossible(Exception):
    """Days that there are not; `instead` are texts of some that there are."""

    def __init__(self, *instead: str) -> None:
        super().__init__(*instead)
        self.instead = instead


@dataclass(frozen=True, slots=True)
class Clock:
    """What "this" and "last" are measured from."""

    cut: FiscalCalendar
    first: dt.date
    through: dt.date

    def period(self, span: Span) -> Period:
        """The days of a span; without a year, the latest that has begun.

        Raises:
            Impossible: there are no such days.
        """
        if span.period:
            return span.period
        if span.year and not FIRST_YEAR <= span.year <= LAST_YEAR:
            raise Impossible
        if span.year:
            return self._in_year(span, span.year)
        now = self.cut.year_number(self.through)
        now = self.through.year + 1 if span.kind in ("month", "date") else now
        for year in (now, now - 1, now - 2):
            found = self._in_year(span, year)
            if found.start <= self.through:
                return found
        raise Impossible

    def _in_year(self, span: Span, year: int) -> Period:
        if span.kind in ("month", "date"):
            return _calendar_days(span, year)
        whole = self.year(year)
        if span.kind == "year":
            return whole
        if span.kind == "week":
            start = self.cut.week(whole.start + 3 * _ONE).start + (span.number - 1) * 7 * _ONE
            if not 1 <= span.number <= 53 or start > whole.end:
                raise Impossible
            return Period(start, start + 6 * _ONE)
        months = 3 if span.kind == "quarter" else _HALF
        if not 1 <= span.number <= 12 // months:
            raise Impossible(*_instead(span, year, 12 // months))
        first = self.cut.month_index(whole.start) + months * (span.number - 1)
        return Period(self.cut.month_at(first).start, self.cut.month_at(first + months - 1).end)

    def year(self, number: int) -> Period:
        """The fiscal year of this number."""
        for year in (number, number - 1, number + 1):
            found = self.cut.year(dt.date(min(max(year, FIRST_YEAR), LAST_YEAR), 7, 1))
            if self.cut.year_number(found.start) == number:
                return found
        raise Impossible

    def named(self, name: str) -> Period:
        """The days of a period that has a name."""
        if name in PRESETS:
            return preset(name, self.cut, self.through, self.first)
        if name in ("today", "yesterday"):
            day = self.through - (_ONE if name == "yesterday" else 0 * _ONE)
            return Period(day, day)
        if name == "wtd":
            return Period(self.cut.week(self.through).start, self.through)
        if name == "year_before_last":
            return self.year(self.cut.year_number(self.through) - 2)
        if name == "prior_half":
            return self.last("fiscal_half", 1)
        return self.last("fiscal_month", int(name.split("_")[1]))

    def this(self, grain: str) -> Period:
        """The week, month, ... that runs."""
        if grain == "fiscal_half":
            return self._half(self.through)
        if grain in ("day", "fiscal_week"):
            return self.cut.grain("day" if grain == "day" else "fiscal_week", self.through)
        return preset(f"this_{grain.removeprefix('fiscal_')}", self.cut, self.through, self.first)

    def last(self, grain: str, number: int) -> Period:
        """So many complete weeks, months, ...; of days, those up to the last."""
        if not 0 < number <= _MOST_STEPS * 20:
            raise Impossible
        if grain == "day":
            return Period(self.through - (number - 1) * _ONE, self.through)
        if number > _MOST_STEPS:
            raise Impossible
        names = {"fiscal_month": "last_month", "fiscal_quarter": "last_quarter", "fiscal_year": "last_year"}
        if number == 1 and grain in names:
            return preset(names[grain], self.cut, self.through, self.first)
        if number == 12 and grain == "fiscal_month":
            return preset("rolling_12_months", self.cut, self.through, self.first)
        end = self._last_end(grain)
        start = end
        for _ in range(number):
            start = self._grain(grain, start - _ONE if start != end else start).start
        return Period(start, end)

    def _last_end(self, grain: str) -> dt.date:
        if grain == "fiscal_half":
            now = self._half(self.through)
            return now.end if now.end == self.through else now.start - _ONE
        return last_complete(self.cut, _grain(grain), self.through).end

    def next(self, grain: str, number: int) -> Period:
        """So many weeks, months, ... after the one that runs."""
        if not 0 < number <= _MOST_STEPS:
            raise Impossible
        start = end = self._grain(grain, self.through).end
        for _ in range(number):
            end = self._grain(grain, end + _ONE).end
        return Period(start + _ONE, end)

    def edge(self, within: Period, grain: str, number: int, *, first: bool) -> Period | None:
        """The first or last few of the grain in a stretch; None if it has no more than these."""
        start, end = within.start, within.end
        for step in range(min(number, _MOST_STEPS)):
            if first:
                end = self._grain(grain, end + _ONE if step else within.start).end
            else:
                start = self._grain(grain, start - _ONE if step else within.end).start
        return Period(start, end) if within.start <= start and end <= within.end and (
            Period(start, end).days < within.days) else None  # fmt: skip

    def _grain(self, grain: str, day: dt.date) -> Period:
        return self._half(day) if grain == "fiscal_half" else self.cut.grain(_grain(grain), day)

    def _half(self, day: dt.date) -> Period:
        first = self.cut.month_index(day) // _HALF * _HALF
        return Period(self.cut.month_at(first).start, self.cut.month_at(first + _HALF - 1).end)

    def joined(self, one: Span, other: Span) -> Period:
        """From the beginning of one span to the end of another; a year said once counts for both.

        Raises:
            Impossible: it would end before it begins.
        """
        end = self.period(other)
        if not one.year and not one.period:
            year = other.year or end.start.year
            if one.kind not in ("month", "date") and not other.year:
                year = self.cut.year_number(end.start)
            start = self._in_year(one, year)
            if start.start > end.end and not other.year:
                start = self._in_year(one, year - 1)
        else:
            start = self.period(one)
            if one.year and not other.year and not other.period:
                end = self._in_year(other, one.year)
        try:
            return Period(start.start, end.end)
        except NotUnderstood as error:
            raise Impossible from error


def _grain(grain: str) -> Grain:
    known: dict[str, Grain] = {
        "day": "day", "fiscal_week": "fiscal_week", "fiscal_month": "fiscal_month",
        "fiscal_quarter": "fiscal_quarter", "fiscal_year": "fiscal_year",
    }  # fmt: skip
    return known[grain]


def _calendar_days(span: Span, year: int) -> Period:
    if not 1 <= span.number <= 12:
        raise Impossible
    last = calendar.monthrange(year, span.number)[1]
    if span.kind == "month":
        return Period(dt.date(year, span.number, 1), dt.date(year, span.number, last))
    if not 1 <= span.day <= last:
        raise Impossible(f"{last}/{span.number}/{year}")
    day = dt.date(year, span.number, span.day)
    return Period(day, day)


def _instead(span: Span, year: int, most: int) -> tuple[str, str]:
    letter = "Q" if span.kind == "quarter" else "H"
    if span.number < 1:
        return f"{letter}{most} {year - 1}", f"{letter}1 {year}"
    return f"{letter}{most} {year}", f"{letter}1 {year + 1}"
