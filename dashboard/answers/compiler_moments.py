"""The days at which lines that hold from a day to another are looked at, and the days asked as a relation.

A stock (open deals) is looked at once in each stretch of time, on its last day; what lasts (an owned
territory, a person's work) on each day, or on each working day. What comes after the data is not
known yet: a stock is as it was on the data's last day, and no later day is counted.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.answers.compiler_levels import Levels
from dashboard.answers.statement import Values
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.kinds import Dimension
from dashboard.metrics.periods import Period

Looked = Literal["last", "each", "working"]


def time_keys(by: Iterable[Dimension]) -> dict[str, str]:
    """The question's own keys of time, each with its column of the calendar."""
    return {f"k{n}": one.key for n, one in enumerate(by, 1) if one.group == "time"}


@dataclass(frozen=True, slots=True)
class Looks:
    """How a question looks at lines: on which days, by which keys of time, and under which limits on days."""

    looked: Looked
    times: Mapping[str, str]
    levels: Levels
    limits: list[str]


def moments(asked: Looks, period: Period, paired: Comparison | None, values: Values, through: dt.date) -> str:
    """The join of `moment` to lines that hold from `from_day` up to and without `to_day`.

    `paired` says with which days those are paired, if it is about a comparison. `held` is the day
    at which lines are looked at, `day` the one under whose name they stand, and `end1..endn` mark the
    last for each level that leaves out some time.
    """
    start = min(period.start, through) if asked.looked == "last" else period.start
    end = min(period.end, through)
    days = _days(period, paired, values, start, end)
    if asked.limits:
        within = " AND ".join(asked.limits)
        days = (
            f"SELECT days.* FROM ({days}) AS days INNER JOIN calendar ON calendar.day = days.day AND {within}"
        )
    if asked.looked == "working":
        days = f"SELECT days.* FROM ({days}) AS days INNER JOIN calendar ON calendar.day = held AND working"
    if asked.looked == "last":
        days = _last(days, asked.times, asked.levels.lacking(list(asked.times)))
    return f"INNER JOIN ({days}) AS moment ON moment.held >= line.from_day AND moment.held < line.to_day"


def asked_days(period: Period, paired: Comparison | None, values: Values, through: dt.date) -> str:
    """The join of `asked`: the first and last day asked (or paired with those), and the last day known."""
    known = f"CAST({values.put(through, 'known')} AS DATE) AS known"
    if paired:
        days = _days(period, paired, values, period.start, period.end)
        return f"CROSS JOIN (SELECT min(held) AS start, max(held) AS finish, {known} FROM ({days})) AS asked"
    start, finish = values.put(period.start, "from"), values.put(period.end, "to")
    ends = f"CAST({start} AS DATE) AS start, CAST({finish} AS DATE) AS finish"
    return f"CROSS JOIN (SELECT {ends}, {known}) AS asked"


def _days(period: Period, paired: Comparison | None, values: Values, start: dt.date, end: dt.date) -> str:
    """The days of the period, or those paired with them, of which the later lie between two days.

    A period that lies after all data has none: then the second of them is before the first.
    """
    within = f"BETWEEN {values.put(start, 'from')} AND {values.put(end, 'to')}"
    if paired is None:
        return f"SELECT day AS held, day FROM calendar WHERE day {within}"
    if paired.days is None:
        mode = values.put(paired.mode, "mode")
        return (
            f"SELECT from_day AS held, to_day AS day FROM day_shift WHERE mode = {mode} AND to_day {within}"
        )
    # One by one from the first; days that are too many stand against the last one.
    first, last = values.put(paired.days.start, "from"), values.put(paired.days.end, "to")
    later = f"least(day + {(period.start - paired.days.start).days}, {values.put(period.end, 'to')})"
    pairs = f"SELECT day AS held, {later} AS day FROM calendar WHERE day BETWEEN {first} AND {last}"
    return f"SELECT pairs.held, pairs.day FROM ({pairs}) AS pairs WHERE pairs.day {within}"


def _last(days: str, times: Mapping[str, str], ends: Iterable[tuple[str, ...]]) -> str:
    columns = ["max(days.held) AS held", "arg_max(days.day, days.held) AS day"]
    for n, kept in enumerate(ends, 1):
        within = ", ".join(f"calendar.{times[key]}" for key in kept)
        window = f"PARTITION BY {within}" if within else ""
        columns.append(f"max(days.held) = max(max(days.held)) OVER ({window}) AS end{n}")
    group = ", ".join(f"calendar.{column}" for column in times.values()) or "ALL"
    return (
        f"SELECT {', '.join(columns)} FROM ({days}) AS days "
        f"INNER JOIN calendar ON calendar.day = days.day GROUP BY {group}"
    )
