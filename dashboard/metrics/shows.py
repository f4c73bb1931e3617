"""How a value may be shown besides as itself: as a share, a rank, a running total, a change.

A show adds a column, `net_sales.share_of_total`, beside the value: the value and what is said
of it stand in one answer. The class of a measure says which shows mean something.
"""

from dataclasses import dataclass
from typing import Literal

from dashboard.errors import NotUnderstood
from dashboard.metrics.kinds import Aggregation, Kind, Measure
from dashboard.metrics.nearest import nearest

How = Literal[
    "share_of_row", "share_of_column", "share_of_parent", "share_of_total",
    "rank", "running_total", "difference", "difference_pct", "index",
]  # fmt: skip
SHARES: tuple[How, ...] = ("share_of_row", "share_of_column", "share_of_parent", "share_of_total")
CHANGES: tuple[How, ...] = ("difference", "difference_pct", "index")
HOWS: tuple[How, ...] = (*SHARES, "rank", "running_total", *CHANGES)
# What adds up may be shared out and run up; what is counted anew may still be compared with its total.
_MEANS = {
    Aggregation.SUM: HOWS,
    Aggregation.DISTINCT: (*SHARES, "rank", *CHANGES),
    Aggregation.LATEST: ("rank",),
}
_OTHERWISE: tuple[How, ...] = ("rank", *CHANGES)


@dataclass(frozen=True, slots=True)
class Show:
    """One more column: a measure, shown in a way."""

    measure: str
    how: How

    @property
    def key(self) -> str:
        """The column's key."""
        return f"{self.measure}.{self.how}"


def show(text: str, measures: tuple[Measure, ...], *, compared: bool) -> tuple[Show, ...]:
    """The columns that `rank` (of every measure) or `net_sales:rank` (of one) asks for.

    Raises:
        NotUnderstood: no such way, or one that means nothing of this measure, with those that do.
    """
    name, _, way = text.rpartition(":")
    how = next((one for one in HOWS if one == way), None)
    if how is None:
        raise NotUnderstood("ask.unknown_show", name=way, nearest=nearest(way, HOWS))
    rows = [row for row in measures if not name or row.key == name]
    if not rows:
        raise NotUnderstood(
            "ask.unknown_sort", name=name, nearest=nearest(name, [row.key for row in measures])
        )
    if how in CHANGES and not compared:
        raise NotUnderstood("ask.show_needs_comparison", how=how)
    for row in rows:
        if how not in means(row):
            raise NotUnderstood(
                "ask.show_means_nothing", measure=row.key, how=how, known=", ".join(means(row))
            )
    return tuple(Show(row.key, how) for row in rows)


def means(row: Measure) -> tuple[How, ...]:
    """The ways in which this measure may be shown."""
    return _MEANS.get(row.aggregation, _OTHERWISE)


def shown_as(row: Measure, how: How) -> tuple[Kind, str]:
    """What the column holds, and its unit."""
    if how == "rank":
        return Kind.COUNT, "n"
    if how == "index":
        return Kind.RATIO, "index"
    if how in ("running_total", "difference"):
        return row.kind, row.unit
    return Kind.RATIO, "fraction"
