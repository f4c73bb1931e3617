"""Which members a bound or the first few keep: a question of its own, whose rows limit the other's lines.

Lines are limited before they are added up, so totals and shares are those of what is kept; what is
not among the first may stand together under one key instead.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboard.answers.compiler_levels import DEPTH, levels
from dashboard.answers.statement import Values
from dashboard.metrics import catalogue
from dashboard.metrics.bounds import OTHERS, Bound, Top
from dashboard.metrics.kinds import Dimension, Kind
from dashboard.metrics.question import Outline, Question

Write = Callable[[Question, tuple["Kept", ...]], str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A relation of keys, the dimensions that they are of, and which one shows the rest under one key."""

    name: str
    dimensions: tuple[Dimension, ...]
    rest: str = ""

    def among(self, keys: Sequence[str]) -> str:
        """Whether these keys, one a dimension, are kept."""
        names = ", ".join(f"k{n}" for n in range(1, len(keys) + 1))
        pair = f"({names})" if len(keys) > 1 else names
        return f"({', '.join(keys)}) IN (SELECT {pair} FROM {self.name})"

    def key(self, plain: str, keys: Sequence[str]) -> str:
        """A key of the dimension that shows the rest."""
        return f"CASE WHEN {self.among(keys)} THEN {plain} ELSE '{OTHERS}' END"


def keep(
    question: Question, outline: Outline, values: Values, write: Write
) -> tuple[list[str], tuple[Kept, ...]]:
    """A CTE for the bounds and one for the first few, as far as there are any, and what they keep.

    `write` gives the SELECT of a question whose lines are limited by what is kept so far.
    """
    known = catalogue.dimensions(outline.levels)
    ctes: list[str] = []
    kept: tuple[Kept, ...] = ()
    if question.bounds:
        names = tuple(one for one in question.down if known[one].group != "time") or question.down
        asked = _asked(question, names)
        limits = [_within(one, asked, values) for one in question.bounds]
        kept = (Kept("kept", tuple(known[one] for one in names)),)
        ctes.append(_cte("kept", asked, write(asked, ()), limits))
    if question.top:
        first = question.top
        names = tuple(one for one in (first.per, first.of) if one)
        asked = _asked(question, names)
        body = _cte("first", asked, write(asked, kept), [], _first(first, asked, values))
        kept = (*kept, Kept("first", tuple(known[one] for one in names), first.of if first.others else ""))
        ctes.append(body)
    return ctes, kept


def _asked(question: Question, by: tuple[str, ...]) -> Question:
    """The question by these dimensions alone; all its measures, for each may have rows that no other has."""
    return replace(
        question, by=by, columns=0, subtotals=False, sort=(), limit=None, offset=0, bounds=(), top=None
    )  # fmt: skip


def _of(column: str) -> str:
    """The measure of a column."""
    return column.rpartition(".")[0] or column


def _cte(name: str, asked: Question, select: str, limits: list[str], last: str = "") -> str:
    keys = ", ".join(f"k{n}" for n in range(1, len(asked.by) + 1))
    where = " AND ".join([f"{DEPTH} = {levels(asked).full}", *limits])
    body = "\n".join(f"        {line}" for line in select.splitlines())
    return f"{name} AS MATERIALIZED (\n    SELECT {keys} FROM (\n{body}\n    )\n    WHERE {where}{last}\n)"


def _within(one: Bound, asked: Question, values: Values) -> str:
    column, row = _column(one.column, asked), asked.row(_of(one.column))
    exact = row.kind is not Kind.RATIO and one.column in asked.measures
    value = values.put(one.value if exact else float(one.value), "bound")
    return f"{column} {one.sign} {f'CAST({value} AS DECIMAL(38, 4))' if exact else value}"


def _first(one: Top, asked: Question, values: Values) -> str:
    within = "PARTITION BY k1 " if one.per else ""
    at = len(asked.by)
    # Whoever is as good as another stands by name: the first few are the same each time.
    order = f"{_column(one.column, asked)} {'DESC' if one.descending else 'ASC'} NULLS LAST"
    order += f", CAST(l{at} AS TEXT) COLLATE el, k{at}"
    # The unknown is nobody: it comes first among none.
    member = f"CAST(k{at} AS TEXT) != '?' AND {_column(one.column, asked)} IS NOT NULL"
    among = f"row_number() OVER ({within}ORDER BY {order})"
    return f" AND {member}\n    QUALIFY {among} <= {values.put(one.n, 'first')}"


def _column(column: str, asked: Question) -> str:
    shows = [one.key for one in asked.shows]
    if column in shows:
        return f"s{shows.index(column) + 1}"
    return f"m{asked.measures.index(column) + 1}"
