"""What is said of a value besides the value: its share, rank, running total, change.

All of it is computed over the finished levels, so a share is divided by the total that the
measure's class gives, never by a sum of what is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.answers.compiler_levels import DEPTH, Levels
from dashboard.metrics.question import Question
from dashboard.metrics.shows import Show


@dataclass(frozen=True, slots=True)
class ShowWriter:
    """Writes the columns `s1..sn`; `order` gives the order in which rows run up, as ORDER BY says it.

    `others` says whether a row holds what is not among the first few: it is nobody, and has no rank.
    """

    question: Question
    levels: Levels
    runs_along_columns: bool
    order: Callable[[], str]
    others: str = ""

    def columns(self) -> list[str]:
        """One expression a show, over the relation `result`."""
        return [f"{self._shown(one)} AS s{n}" for n, one in enumerate(self.question.shows, 1)]

    def _shown(self, one: Show) -> str:
        at = self.question.measures.index(one.measure) + 1
        now, before = f"result.m{at}", f"result.p{at}"
        match one.how:
            case "difference":
                return f"{now} - {before}"
            case "difference_pct":
                return _quotient(f"({now} - {before})", _above_zero(before))
            case "index":
                return f"100 * {_quotient(now, _above_zero(before))}"
            case "rank":
                window = f"PARTITION BY {self._among()} ORDER BY {now} DESC NULLS LAST"
                somebody = f" AND ({self.others}) IS NOT TRUE" if self.others else ""
                return (
                    f"CASE WHEN {now} IS NOT NULL AND {DEPTH} > 0{somebody} THEN rank() OVER ({window}) END"
                )
            case "running_total":
                return self._running(now)
        return _quotient(now, self._divisor(one, now))

    def _among(self) -> str:
        """What is ranked among itself: one level, and one column of it."""
        others = [f"({self.others}) IS TRUE"] if self.others else []
        return ", ".join([DEPTH, *self.levels.keys[self.levels.rows :], *others])

    def _running(self, now: str) -> str:
        keys, rows = self.levels.keys, self.levels.rows
        kept = (
            keys[:rows] + keys[rows:-1] if self.runs_along_columns else keys[: max(rows - 1, 0)] + keys[rows:]
        )
        order = keys[-1] if self.runs_along_columns else self.order() or DEPTH
        window = f"PARTITION BY {', '.join([DEPTH, *kept])} ORDER BY {order} ROWS UNBOUNDED PRECEDING"
        return f"CASE WHEN {DEPTH} > 0 THEN sum({now}) OVER ({window}) END"

    def _divisor(self, one: Show, now: str) -> str:
        """The value of the level that a share is of."""
        keys, rows, wide = self.levels.keys, self.levels.rows, self.levels.columns + 1
        down, aside = keys[:rows], keys[rows:]
        match one.how:
            case "share_of_row":
                return _at(f"{DEPTH} % {wide} = 0", down, now)
            case "share_of_column":
                return _at(f"{DEPTH} // {wide} = 0", aside, now)
            case "share_of_parent":
                # Each row divides by the row above it, which keeps one dimension less.
                above = [
                    f"WHEN {DEPTH} // {wide} = {kept} THEN "
                    + _at(f"{DEPTH} // {wide} = {max(kept - 1, 0)}", [*down[: max(kept - 1, 0)], *aside], now)
                    for kept in range(rows + 1)
                ]
                return f"CASE {' '.join(above)} END"
        return _at(f"{DEPTH} = 0", [], now)


def _at(level: str, keys: list[str], value: str) -> str:
    """The value at a level, for all rows that share these keys."""
    partition = f"PARTITION BY {', '.join(keys)}" if keys else ""
    return f"max({value}) FILTER (WHERE {level}) OVER ({partition})"


def _above_zero(value: str) -> str:
    return f"CASE WHEN {value} > 0 THEN {value} END"


def _quotient(over: str, under: str) -> str:
    return f"CAST({over} AS DOUBLE) / CAST(nullif({under}, 0) AS DOUBLE)"
