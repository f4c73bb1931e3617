"""The levels of one answer: its cells, its total, and the totals between, each its own grouping set.

A level is how many of the row dimensions and how many of the column dimensions are kept, counted
from the first. It is written as one number, `depth`: the row dimensions kept times (columns + 1),
plus the column dimensions kept. Without columns that is simply how many dimensions are kept;
0 is the total.
"""

from dataclasses import dataclass

from dashboard.metrics.question import Question
from dashboard.metrics.shows import How

DEPTH = "depth"


@dataclass(frozen=True, slots=True)
class Levels:
    """Which grouping sets a question needs: `rows` dimensions down, `columns` across."""

    rows: int
    columns: int
    kept: tuple[tuple[int, int], ...]

    @property
    def keys(self) -> list[str]:
        """The names of all keys, rows first."""
        return [f"k{n}" for n in range(1, self.rows + self.columns + 1)]

    @property
    def full(self) -> int:
        """The depth of a cell, which keeps everything."""
        return self.number(self.rows, self.columns)

    def number(self, rows: int, columns: int) -> int:
        """The depth of a level."""
        return rows * (self.columns + 1) + columns

    @property
    def depth(self) -> str:
        """The depth of a row that came out of these grouping sets."""
        if not self.keys:
            return "0"
        down = " - ".join([str(self.rows), *(f"grouping({key})" for key in self.keys[: self.rows])])
        if not self.columns:
            return down
        aside = " - ".join([str(self.columns), *(f"grouping({key})" for key in self.keys[self.rows :])])
        return f"({down}) * {self.columns + 1} + {aside}"

    def group(self, *more: str) -> str:
        """GROUP BY these sets, each with what more there is."""
        if not self.keys:
            return f"GROUP BY {', '.join(more)}" if more else ""
        sets = [", ".join([*self._of(level), *more]) for level in self.kept]
        return f"GROUP BY GROUPING SETS ({', '.join(f'({one})' for one in sets)})"

    def _of(self, level: tuple[int, int]) -> list[str]:
        rows, columns = level
        return [*self.keys[:rows], *self.keys[self.rows : self.rows + columns]]


def levels(question: Question) -> Levels:
    """The levels of a question: all where subtotals are wanted, else those that a share divides by."""
    columns = question.columns
    rows = len(question.by) - columns
    if question.subtotals:
        kept = [(row, column) for row in range(rows, -1, -1) for column in range(columns, -1, -1)]
    else:
        wanted = {_divisor(one.how, rows, columns) for one in question.shows}
        kept = [(rows, columns), *sorted(one for one in wanted if one), (0, 0)]
    return Levels(rows, columns, tuple(dict.fromkeys(kept)))


def _divisor(how: How, rows: int, columns: int) -> tuple[int, int] | None:
    match how:
        case "share_of_row":
            return rows, 0
        case "share_of_column":
            return 0, columns
        case "share_of_parent":
            return max(rows - 1, 0), columns
    return None
