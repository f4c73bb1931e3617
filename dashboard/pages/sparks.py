"""The months behind a tile: what its sparkline is drawn from, by name, as its download has them."""

import datetime as dt
from collections.abc import Sequence

from dashboard.answers.answer import PRIOR, Answer
from dashboard.figures.scale import Amount
from dashboard.figures.sparkline import Sparkline, sparkline
from dashboard.pages.months import MonthSeries
from dashboard.pages.view import View
from dashboard.pages.when import month_name
from dashboard.text import dates, say


def spark(view: View, months: MonthSeries, key: str) -> Sparkline:
    """The months of a measure over those of the prior year."""
    return sparkline(months.series(key), months.series(key, prior=True), names=names_of(view, months))


def spark_of_shares(
    view: View, months: MonthSeries, base: str, *, prior: bool = False, less: int = 0
) -> Sparkline:
    """The sales of each month by something of the same month, its quota or its prior year, `less` so much."""
    pairs = zip(months.series("net_sales"), months.series(base, prior=prior), strict=True)
    shares = [None if one is None or not two else float(one) / float(two) - less for one, two in pairs]
    return sparkline(shares, names=names_of(view, months))


def spark_of_ended(view: View, found: Answer, key: str) -> Sparkline:
    """The months of an answer that have the measure: of plans, those in which plans ended."""
    cut = view.outline.cut
    begin = cut.month_index(view.fiscal_year.start)
    firsts: dict[object, dt.date] = {
        cut.key("fiscal_month", one): one for one in (cut.month_at(begin + n).start for n in range(12))
    }
    ended = [
        (month_name(view, firsts[keys[0]]), *(_known(row[found.at(one)]) for one in (key, key + PRIOR)))
        for keys, row in zip(found.keys, found.rows, strict=True)
        if row[found.at(key)] is not None
    ]
    names, now, before = zip(*ended, strict=True) if ended else ((), (), ())
    return sparkline(now, before, names=names)


def names_of(view: View, months: MonthSeries) -> Sequence[str]:
    """The months that have begun, by name and year; one in progress says how far it went."""
    names = [month_name(view, first) for first in months.firsts if first <= months.through]
    if names and view.outline.cut.month(months.through).end > months.through:
        day = dates.day(view.language, months.through, year=False)
        names[-1] += f" {say(view.language, 'territory.until', day=day)}"
    return names


def _known(value: object) -> Amount | None:
    return value if isinstance(value, float) else None
