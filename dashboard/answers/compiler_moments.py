"""The days at which lines that hold from a day to another are looked at.

A stock (open deals) is looked at once in each stretch of time, on its last day. What comes after the
data is not known yet: it is as it was on the data's last day.
"""

import datetime as dt

from dashboard.answers.statement import Values
from dashboard.metrics.periods import Period


def moments(period: Period, times: list[str], mode: str, values: Values, through: dt.date) -> str:
    """The join of `moment` to lines that hold from `from_day` up to and without `to_day`.

    `times` are the question's own columns of time; `mode` says how days are paired with those of the
    prior year, if it is about that. `held` is the day at which lines are looked at, `day` the one under
    whose name they stand, and `final` marks the last.
    """
    start, end = values.put(min(period.start, through), "from"), values.put(min(period.end, through), "to")
    days = f"SELECT day AS held, day FROM calendar WHERE day BETWEEN {start} AND {end}"
    if mode:
        within = f"mode = {values.put(mode, 'mode')} AND to_day BETWEEN {start} AND {end}"
        days = f"SELECT from_day AS held, to_day AS day FROM day_shift WHERE {within}"
    group = ", ".join(f"calendar.{key}" for key in times) or "ALL"
    last = (
        "SELECT max(days.held) AS held, arg_max(days.day, days.held) AS day, "
        f"max(days.held) = max(max(days.held)) OVER () AS final FROM ({days}) AS days "
        f"INNER JOIN calendar ON calendar.day = days.day GROUP BY {group}"
    )
    return f"INNER JOIN ({last}) AS moment ON moment.held >= line.from_day AND moment.held < line.to_day"
