"""Credited lines as a pay run froze them: one Parquet file, read by columns.

Sums are made once for a measure, by person and day, and any window is a difference of two of them: ten
million lines take a second, not a walk for each statement. All of it in whole numbers, to the last digit.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.answers.arrow import library
from dashboard.pay.credited import Led, together
from dashboard.pay.facts import LINE_ATTRIBUTES, LINE_MEASURES, Line, Pick, Sum, Window

CURRENCY = "currency"
# The days of a line, and those of the same by when it was booked.
BOOKED = (("day", "booked_on"), ("returns_day", "returns_booked_on"))
DECIMALS = 10
_UNIT = 10**DECIMALS


class Frozen:
    """The lines of a file, sorted by person, day and line."""

    def __init__(self, file: Path, led: Sequence[Led], only: str = "") -> None:
        library()  # before anything else is asked of it
        self._file, self._only = file, only
        self._led: dict[str, list[Led]] = defaultdict(list)
        for one in led:
            self._led[one.leader].append(one)
        self._days = lru_cache(maxsize=64)(self._summed)

    @cached_property
    def _table(self) -> pa.Table:
        if not self._only:
            return pq.read_table(self._file)
        wanted = sorted({self._only, *(one.member for one in self._led.get(self._only, []))})
        return pq.read_table(self._file, filters=pc.field("payee").isin(wanted))

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        """Where each person's lines stand: the file is sorted by person."""
        found: dict[str, tuple[int, int]] = {}
        counts = (
            self._table.select(["payee"]).group_by("payee", use_threads=False).aggregate([("payee", "count")])
        )
        at = 0
        for payee, count in zip(
            counts.column("payee").to_pylist(), counts.column("payee_count").to_pylist(), strict=True
        ):
            found[payee] = (at, at + count)
            at += count
        return found

    def sums(self, payee: str, pick: Pick, window: Window) -> Sequence[Sum]:
        """What a person's lines, or those of the people led, come to.

        Of a measure that is told of a person as a whole there are none.
        """
        if pick.measure not in LINE_MEASURES:
            return []
        whose = [(payee, window)] if pick.credit != "rollup" else self._stretches(payee, window)
        picked = replace(pick, credit="direct" if pick.credit == "rollup" else pick.credit, home="")
        found: dict[tuple[str, dt.date], tuple[int, int]] = {}
        for member, stretch in whose:
            for currency, series in self._days(picked).get(member, {}).items():
                at_home = currency in ("", pick.home)
                for day, amount, lines in series.between(stretch, whole=at_home):
                    key = ("", window.first) if at_home else (currency, day)
                    more, counted = found.get(key, (0, 0))
                    found[key] = more + amount, counted + lines
        return [
            Sum(currency, day, Fraction(amount, _UNIT), lines)
            for (currency, day), (amount, lines) in sorted(found.items())
        ]

    def lines(self, payee: str, pick: Pick, window: Window) -> Sequence[Line]:
        """A person's lines of the window, by day and key."""
        if pick.measure not in LINE_MEASURES:
            return []
        if pick.credit == "rollup":
            direct = replace(pick, credit="direct")
            team = self._stretches(payee, window)
            return together(payee, (line for member, days in team for line in self._of(member, direct, days)))
        return sorted(self._of(payee, pick, window), key=lambda line: (line.day, line.line_id))

    def line(self, line_id: str, payee: str) -> Line | None:
        """One line of a person."""
        start, end = self._places.get(payee, (0, 0))
        mine = self._table.slice(start, end - start)
        found = mine.filter(pc.equal(mine.column("line_id"), line_id))
        return _line(found.slice(0, 1).to_pylist()[0]) if len(found) else None

    def _stretches(self, leader: str, window: Window) -> list[tuple[str, Window]]:
        """Whom somebody leads on which days of a window; stretches of one person are joined."""
        found: list[tuple[str, Window]] = []
        for member in sorted({one.member for one in self._led.get(leader, [])}):
            pieces = sorted((one.first, one.end) for one in self._led[leader] if one.member == member)
            joined: list[tuple[dt.date, dt.date]] = []
            for first, end in pieces:
                if joined and first <= joined[-1][1]:
                    joined[-1] = (joined[-1][0], max(joined[-1][1], end))
                else:
                    joined.append((first, end))
            parts = (window.overlap(first, end) for first, end in joined)
            found += [(member, part) for part in parts if part is not None]
        return found

    @cached_property
    def _currencies(self) -> list[str]:
        """Those that lines are in; runs that froze none had all of them in the reporting one, the plan's."""
        if CURRENCY not in self._table.column_names:
            return [""]
        return sorted(one or "" for one in pc.unique(self._table.column(CURRENCY)).to_pylist())

    def _summed(self, pick: Pick) -> Mapping[str, Mapping[str, "_Series"]]:
        """Of each person and currency the days with lines, and running sums and counts up to each of them."""
        table = self._picked(_dated(self._table, pick), pick)
        columns = {
            "payee": table.column("payee"),
            "day": _day(table, pick),
            "amount": table.column(pick.measure),
        }
        keys = ["payee", "day"]
        if len(self._currencies) > 1:  # to tell lines of one currency apart by it would cost a third more
            columns[CURRENCY] = table.column(CURRENCY)
            keys.append(CURRENCY)
        grouped = (
            pa.table(columns)
            .group_by(keys)
            .aggregate([("amount", "sum"), ("amount", "count")])
            .sort_by([(key, "ascending") for key in keys])
        )
        found: dict[str, dict[str, _Series]] = {}
        told = (grouped.column(name).to_pylist() for name in (*keys, "amount_sum", "amount_count"))
        for payee, day, *currency, amount, count in zip(*told, strict=True):
            series = found.setdefault(payee, {}).setdefault((currency or self._currencies)[0], _Series())
            series.add(day, int(amount.scaleb(DECIMALS)), count)
        return found

    def _of(self, payee: str, pick: Pick, window: Window) -> list[Line]:
        start, end = self._places.get(payee, (0, 0))
        table = self._picked(_dated(self._table.slice(start, end - start), pick), pick)
        day = _day(table, pick)
        inside = pc.and_(pc.greater_equal(day, pa.scalar(window.first)), pc.less(day, pa.scalar(window.end)))
        return [_line(row) for row in table.filter(inside).to_pylist()]

    def _picked(self, table: pa.Table, pick: Pick) -> pa.Table:
        """The lines that a pick counts."""
        credit = "overlay" if pick.credit == "overlay" else "direct"
        keep = pc.equal(table.column("credit"), credit)
        for name, values in pick.where:
            keep = pc.and_(keep, pc.is_in(table.column(name), pa.array(list(values))))
        keep = pc.and_(keep, pc.is_valid(table.column(pick.measure)))
        if pick.returns == "schedule":
            keep = pc.and_(keep, pc.is_null(table.column("returns")))
        return table.filter(keep)


class _Series:
    """Lines of one currency by day: running sums, in whole numbers, and counts."""

    def __init__(self) -> None:
        self._days: list[dt.date] = []
        self._amounts, self._counts = [0], [0]

    def add(self, day: dt.date, amount: int, count: int) -> None:
        """The next day with lines."""
        self._days.append(day)
        self._amounts.append(self._amounts[-1] + amount)
        self._counts.append(self._counts[-1] + count)

    def between(self, window: Window, *, whole: bool) -> Iterator[tuple[dt.date, int, int]]:
        """The sums and counts of a window: of the `whole` of it, or of each of its days with lines."""
        low, high = bisect_left(self._days, window.first), bisect_left(self._days, window.end)
        for at, end in [(low, high)] if whole else [(at, at + 1) for at in range(low, high)]:
            if self._counts[end] > self._counts[at]:
                amount = self._amounts[end] - self._amounts[at]
                yield window.first if whole else self._days[at], amount, self._counts[end] - self._counts[at]


def _dated(table: pa.Table, pick: Pick) -> pa.Table:
    """The lines with the days that a pick asks for; runs that froze no booking had those of the orders."""
    if pick.dated == "order" or BOOKED[0][1] not in table.column_names:
        return table
    for name, booked in BOOKED:
        table = table.set_column(table.column_names.index(name), name, table.column(booked))
    return table


def _day(table: pa.Table, pick: Pick) -> Any:
    """The day on which each line counts."""
    if pick.returns != "original":
        return table.column("day")
    return pc.coalesce(table.column("returns_day"), table.column("day"))


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        row["line_id"],
        row["payee"],
        row["day"],
        {key: row[key] for key in LINE_MEASURES if isinstance(row[key], Decimal)},
        row["credit"],
        row["share"],
        row.get(CURRENCY) or "",
        row["order_id"] or "",
        {key: row[key] or "" for key in LINE_ATTRIBUTES},
        row["returns"] or "",
        row["returns_day"],
    )
