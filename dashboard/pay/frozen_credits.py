"""Credited lines as a pay run froze them: one Parquet file, read by columns.

Sums are made once for a measure, by person and day, and any window is a difference of two of them: ten
million lines take a second, not a walk for each statement. All of it in whole numbers, to the last digit.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from dashboard.pay.facts import Line, Pick, Sum, Window

MEASURES = ("net_sales", "gross_margin", "units")
ATTRIBUTES = ("product", "brand", "category", "channel", "customer", "segment", "industry")
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
        """What a person's lines, or those of the people led, come to; all in the reporting currency.

        Of a measure that is told of a person as a whole there are none.
        """
        if pick.measure not in MEASURES:
            return []
        if pick.credit != "rollup":
            amount, lines = self._between(payee, pick, window)
        else:
            amount, lines = Fraction(0), 0
            for member, stretch in self._stretches(payee, window):
                more, counted = self._between(member, replace(pick, credit="direct"), stretch)
                amount, lines = amount + more, lines + counted
        return [Sum("", window.first, amount, lines)] if lines else []

    def lines(self, payee: str, pick: Pick, window: Window) -> Sequence[Line]:
        """A person's lines of the window, by day and key."""
        if pick.measure not in MEASURES:
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

    def _between(self, payee: str, pick: Pick, window: Window) -> tuple[Fraction, int]:
        days, amounts, counts = self._days(pick).get(payee, ([], [0], [0]))
        low, high = bisect_left(days, window.first), bisect_left(days, window.end)
        return Fraction(amounts[high] - amounts[low], _UNIT), counts[high] - counts[low]

    def _summed(self, pick: Pick) -> Mapping[str, tuple[list[dt.date], list[int], list[int]]]:
        """Of each person the days with lines, and running sums and counts up to each of them."""
        table = self._picked(_dated(self._table, pick), pick)
        day = _day(table, pick)
        grouped = (
            pa.table({"payee": table.column("payee"), "day": day, "amount": table.column(pick.measure)})
            .group_by(["payee", "day"])
            .aggregate([("amount", "sum"), ("amount", "count")])
            .sort_by([("payee", "ascending"), ("day", "ascending")])
        )
        found: dict[str, tuple[list[dt.date], list[int], list[int]]] = {}
        columns = (
            grouped.column(name).to_pylist() for name in ("payee", "day", "amount_sum", "amount_count")
        )
        for payee, one, amount, count in zip(*columns, strict=True):
            days, amounts, counts = found.setdefault(payee, ([], [0], [0]))
            days.append(one)
            amounts.append(amounts[-1] + int(amount.scaleb(DECIMALS)))
            counts.append(counts[-1] + count)
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
        {key: row[key] for key in MEASURES if isinstance(row[key], Decimal)},
        row["credit"],
        row["share"],
        "",
        row["order_id"] or "",
        {key: row[key] or "" for key in ATTRIBUTES},
        row["returns"] or "",
        row["returns_day"],
    )
