"""Days that are said: "this year", "τελευταίοι 6 μήνες", "Q3 2025", "1 Mar - 15 Apr"."""

import datetime as dt
from dataclasses import dataclass, replace

from dashboard.asking.clock import Clock, Impossible, Span
from dashboard.asking.segments import Segment
from dashboard.metrics.periods import FIRST_YEAR, LAST_YEAR, Period


@dataclass(frozen=True, slots=True)
class Said:
    """Days that were said from a segment up to another."""

    span: Span
    end: int


class Days:
    """Reads days off a chain of segments."""

    def __init__(self, chain: list[Segment], clock: Clock) -> None:
        self._chain, self._clock = chain, clock
        self.yearless: Span | None = None  # what was said last, if its year may still be said

    def at(self, start: int) -> tuple[Period, int] | None:
        """The days that are said from a segment on, and where that ends; None if it says none.

        Raises:
            Impossible: days are said that there are not; `end` of the first of them is lost.
        """
        self.yearless = None
        opening = self._role(start, "range")
        if opening in ("between", "from"):
            return self._from(start, opening)
        if opening == "to" and self._text(start) not in ("and", "και", "to", "ωσ"):
            until = self.one(self._past(start + 1))
            if until:
                end = self._clock.period(until.span)
                begin = self._clock.cut.year(end.end).start
                return Period(begin, end.end), until.end
            return None
        short = self._same_month(start)
        if short:
            return short
        first = self.one(start)
        return self._onward(first) if first else None

    def _from(self, start: int, opening: str) -> tuple[Period, int] | None:
        first = self._same_month(self._past(start + 1)) or self.one(self._past(start + 1))
        if isinstance(first, tuple):
            return first
        if first is None:
            return None
        joined = self._join(first, wide=True)
        if joined:
            return joined
        if opening == "between":
            return None
        begin = self._clock.period(first.span).start
        if begin > self._clock.through:
            raise Impossible
        return Period(begin, self._clock.through), first.end

    def _onward(self, first: Said) -> tuple[Period, int]:
        joined = self._join(first, wide=False)
        if joined:
            return joined
        self.yearless = None if first.span.year or first.span.period else first.span
        return self._clock.period(first.span), first.end

    def _join(self, first: Said, *, wide: bool) -> tuple[Period, int] | None:
        at = first.end
        while self._text(at) in _PASSED and self._role(at, "range") != "to":
            at += 1
        if at >= len(self._chain):
            return None
        between = self._chain[at]
        joins = between.text in ("-", "–", "—") or (
            between.get("range") == "to" and (wide or between.text not in ("and", "και"))
        )
        other = self.one(self._past(at + 1)) if joins else None
        return (self._clock.joined(first.span, other.span), other.end) if other else None

    def _same_month(self, start: int) -> tuple[Period, int] | None:
        """ "1-15 March": one month for two days."""
        day = self._number(start)
        if day is None or start + 2 >= len(self._chain):
            return None
        between = self._chain[start + 1]
        other = self.one(start + 2)
        if (
            (between.text in ("-", "–") or between.get("range") == "to")
            and other
            and other.span.kind == "date"
        ):
            return self._clock.joined(replace(other.span, day=day), other.span), other.end
        return None

    def one(self, start: int) -> Said | None:
        """One stretch of time, without a second that it leads to."""
        if start >= len(self._chain):
            return None
        segment = self._chain[start]
        edge = self._edge(start)
        if edge:
            return edge
        if segment.kind == "day":
            return Said(Span("day", period=_day(segment.text)), start + 1)
        name = segment.get("period")
        if name:
            year = self._year_word(start)
            inner = self._dated(self._past(start + 1)) if year else None
            if inner and not inner.span.year:
                return Said(replace(inner.span, year=year), inner.end)
            return Said(Span(name, period=self._clock.named(name)), start + 1)
        found = self._relative(start) or self._dated(start)
        if found:
            return found
        year = self._year_number(start)
        if not year:
            return None
        inner = self._dated(self._past(start + 1))
        if inner and not inner.span.year and not inner.span.period:
            return Said(replace(inner.span, year=year), inner.end)
        return Said(Span("year", year=year), start + 1)

    def _edge(self, start: int) -> Said | None:
        """ "The first 2 weeks of October", "last month of 2025": a part of a longer stretch."""
        named = self._role(start, "period").removeprefix("last_")
        if named in ("month", "quarter") and self._text(start + 1) in ("of", "του", "τησ"):
            whole = self.one(self._past(start + 1))
            within = self._clock.period(whole.span) if whole else None
            found = self._clock.edge(within, f"fiscal_{named}", 1, first=False) if within else None
            return Said(Span("edge", period=found), whole.end) if found and whole else None
        first = self._text(start) in _FIRST or self._role(start, "ordinal") == "1"
        if not first and self._role(start, "deictic") != "last":
            return None
        at = self._past(start + 1)
        number = self._number(at)
        at = self._past(at + (number is not None))
        grain = self._role(at, "dimension")
        whole = self.one(self._past(at + 1)) if grain in _STEPS else None
        if whole is None or (self._past(at + 1) == at + 1 and self._number(at + 1) is not None):
            return None
        within = self._clock.period(whole.span)
        found = self._clock.edge(within, grain, number or 1, first=first)
        return Said(Span("edge", period=found), whole.end) if found else None

    def _relative(self, start: int) -> Said | None:
        """ "This quarter", "last 6 months", "οι 3 προηγούμενοι μήνες", "next year", "last October"."""
        at, number = start, self._number(start)
        if number is not None:
            at += 1
        which = self._role(at, "deictic")
        if not which:
            return None
        at = self._past(at + 1)
        if number is None:
            number = self._number(at)
            at += number is not None
        at = self._past(at)
        if at >= len(self._chain):
            return None
        segment = self._chain[at]
        months = segment.get("months")
        if months and which == "last":
            return Said(Span("last", period=self._clock.last("fiscal_month", int(months))), at + 1)
        grain = segment.get("dimension")
        if grain in _STEPS:
            return Said(Span(which, period=self._stepped(which, grain, number)), at + 1)
        month = segment.get("month")
        if month and number is None and which != "next":
            span = Span("month", int(month))
            found = self._clock.period(span)
            if which == "last" and found.end > self._clock.through:
                found = self._clock.period(replace(span, year=found.start.year - 1))
            return Said(Span("month", period=found), at + 1)
        return None

    def _stepped(self, which: str, grain: str, number: int | None) -> Period:
        if which == "this":
            return self._clock.this(grain)
        step = self._clock.last if which == "last" else self._clock.next
        return step(grain, 1 if number is None else number)

    def _dated(self, start: int) -> Said | None:
        """A quarter, half, month, week or day, with its year if one is said."""
        found = self._part(start)
        if found is None or found.span.kind == "year":
            return found
        at = found.end
        if self._text(at) in ("/", "'", ",") and self._year_number(at + 1):
            at += 1
        at = self._past(at)
        year = self._year_number(at) or self._year_word(at)
        if year:
            return Said(replace(found.span, year=year), at + 1)
        relative = self._relative_year(at)
        return Said(replace(found.span, year=relative[0]), relative[1]) if relative else found

    def _part(self, start: int) -> Said | None:
        if start >= len(self._chain):
            return None
        segment = self._chain[start]
        for role, kind in (("quarter", "quarter"), ("halfyear", "half"), ("week", "week"), ("year", "year")):
            if segment.get(role):
                number = int(segment.get(role))
                if kind == "year":
                    return Said(Span("year", year=number + 2000 if number < 100 else number), start + 1)
                return Said(Span(kind, number), start + 1)
        if segment.get("month"):
            return self._month(start, int(segment.get("month")))
        return self._ordinal(start) or self._numbered(start) or self._day_first(start)

    def _month(self, start: int, month: int) -> Said:
        at = self._past(start + 1)
        day = self._number(at)
        if day is not None and 1 <= day <= 31 and self._bare(at):
            return Said(Span("date", month, day), at + 1)
        return Said(Span("month", month), start + 1)

    def _day_first(self, start: int) -> Said | None:
        """ "1 March", "1η Μαρτίου"."""
        day = self._number(start)
        if day is None and self._role(start, "ordinal"):
            day = int(self._role(start, "ordinal"))
        at = self._past(start + 1)
        if day is None or not 0 <= day <= 39 or at >= len(self._chain) or not self._role(at, "month"):
            return None
        return Said(Span("date", int(self._role(at, "month")), day), at + 1)

    def _ordinal(self, start: int) -> Said | None:
        number = self._role(start, "ordinal")
        at = self._past(start + 1)
        grain = self._role(at, "dimension") or ("fiscal_half" if self._role(at, "half") else "")
        if number and grain in _PARTS:
            return Said(Span(_PARTS[grain], int(number)), at + 1)
        return None

    def _numbered(self, start: int) -> Said | None:
        """ "Week 46", "τρίμηνο 3", "χρήση 2025"."""
        grain = self._role(start, "dimension")
        at = self._past(start + 1)
        if grain == "fiscal_year" and self._year_number(at):
            return Said(Span("year", year=self._year_number(at)), at + 1)
        if grain not in ("fiscal_week", "fiscal_quarter", "fiscal_half", "fiscal_month"):
            return None
        number = self._number(at)
        ordinal = self._role(at, "ordinal")
        if ordinal and grain in _PARTS:
            number = int(ordinal)
        if number is None or number > 99:
            return None
        kinds = {**_PARTS, "fiscal_week": "week", "fiscal_month": "month"}
        return Said(Span(kinds[grain], number), at + 1)

    def _relative_year(self, at: int) -> tuple[int, int] | None:
        """ "... last year", where that is two words."""
        which = self._role(at, "deictic")
        then = self._past(at + 1)
        if not which or self._role(then, "dimension") != "fiscal_year":
            return None
        now = self._clock.cut.year_number(self._clock.through)
        return now + {"this": 0, "last": -1, "next": 1}[which], then + 1

    def _year_word(self, at: int) -> int:
        now = self._clock.cut.year_number(self._clock.through)
        known = {"this_year": now, "last_year": now - 1, "year_before_last": now - 2}
        return known.get(self._role(at, "period"), 0)

    def _year_number(self, at: int) -> int:
        if at >= len(self._chain) or self._chain[at].kind != "number" or not self._bare(at):
            return 0
        text = self._chain[at].text
        return (
            int(text) if len(text) == 4 and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR else 0
        )

    def _bare(self, at: int) -> bool:
        """Whether a number is not one of money, of thousands or per cent."""
        after = self._chain[at + 1] if at + 1 < len(self._chain) else None
        return after is None or not (
            after.text in ("%", "€") or after.get("unit") or after.get("money") or after.get("percent")
        )

    def _number(self, at: int) -> int | None:
        if at >= len(self._chain):
            return None
        segment = self._chain[at]
        if segment.kind == "number" and segment.text.isdecimal() and len(segment.text) <= 4:
            return int(segment.text)
        return int(segment.get("number")) if segment.get("number") else None

    def _role(self, at: int, role: str) -> str:
        return self._chain[at].get(role) if at < len(self._chain) else ""

    def _text(self, at: int) -> str:
        return self._chain[at].text if at < len(self._chain) else ""

    def _past(self, at: int) -> int:
        """The next segment that may say something: articles and prepositions are passed over."""
        while at < len(self._chain) and self._chain[at].text in _PASSED:
            at += 1
        return at


_STEPS = ("day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_half", "fiscal_year")
_PARTS = {"fiscal_quarter": "quarter", "fiscal_half": "half"}
_FIRST = frozenset("first πρωτοσ πρωτη πρωτο πρωτοι πρωτεσ πρωτα πρωτουσ".split())
_PASSED = frozenset(
    ". the of in to του τησ των το τον την τη τα τουσ τισ σε στο στον στη στην η ο οι".split()
)


def _day(text: str) -> Period:
    parts = [int(part) for part in text.replace("/", " ").replace(".", " ").replace("-", " ").split()]
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    try:
        found = dt.date(year, month, day)
    except ValueError as error:
        raise Impossible from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Impossible
    return Period(found, found)
