"""An answer as a pivot: its levels put in order; every total is the answer's own, never a sum of cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from dashboard.answers.answer import Answer, Column
from dashboard.answers.warehouse_shelf import Row
from dashboard.metrics.bounds import OTHERS
from dashboard.metrics.conditions import Condition
from dashboard.metrics.conditions import written as limit_to
from dashboard.metrics.nearest import fold
from dashboard.pages.bar import dimension_name
from dashboard.pages.explore.boards import keep
from dashboard.pages.explore.members import member_name
from dashboard.pages.explore.values import Written, form_of, written
from dashboard.pages.view import View
from dashboard.parts.pivot import Head, Line, Pivot, Told
from dashboard.text import say
from dashboard.text.formats import Form

MOST_CELLS, MOST_COLUMNS, MOST_LINES = 20_000, 60, 400
Keys = tuple[object, ...]
_LAST = ("?", OTHERS)


@dataclass(frozen=True)
class Pivoted:
    """The levels of one answer, by what is kept of the keys down and across."""

    view: View
    found: Answer
    title: str

    @cached_property
    def values(self) -> Mapping[tuple[Keys, Keys], Row]:
        """The row of every level."""
        down = len(self.found.question.down)
        known = {
            (keys[:down], keys[down:]): row
            for keys, row in zip(self.found.keys, self.found.rows, strict=True)
        }
        for one in self.found.subtotals:
            known[one.keys[: one.rows], one.keys[down : down + one.columns]] = one.row
        if self.found.totals:
            known[(), ()] = self.found.totals
        return known

    @cached_property
    def names(self) -> Mapping[tuple[int, object], str]:
        """What the members are called, by the place of their dimension."""
        by = self.found.question.by
        return {
            (at, keys[at]): member_name(self.view, by[at], keys[at], row[at])
            for keys, row in zip(self.found.keys, self.found.rows, strict=True)
            for at in range(len(by))
        }

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that stand below each heading: each measure with what is said of it."""
        found = self.found
        columns, shows = {one.key: one for one in found.columns}, found.question.shows
        return [
            columns[one]
            for key in found.question.measures
            for one in (key, *(show.key for show in shows if show.measure == key))
        ]

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """One form for all amounts of a measure."""
        at = {key: self.found.at(key) for key in self.found.question.measures}
        return {key: form_of(row[place] for row in self.values.values()) for key, place in at.items()}

    @cached_property
    def how(self) -> list[Written]:
        """How each of them is written."""
        return [self.written(one.key) for one in self.shown]

    def written(self, key: str) -> Written:
        """How a measure is written, or what is said of one."""
        return written(self.view, key, self.found.question, self.forms[key.partition(".")[0]])

    def ordered(self, *, down: bool) -> list[Keys]:
        """What goes down (across) in order: each group before (after) what lies in it, the whole last."""
        at = 0 if down else 1
        below: dict[Keys, dict[Keys, None]] = {}
        depth = len(self.found.question.down) if down else self.found.question.columns
        for pair in self.values:
            keys = pair[at]
            if len(keys) == depth:
                for kept in range(depth):
                    below.setdefault(keys[:kept], {})[keys[: kept + 1]] = None
        return [*self._walk((), below, depth, down=down), ()]

    def _walk(
        self, above: Keys, below: Mapping[Keys, Mapping[Keys, None]], depth: int, *, down: bool
    ) -> Iterator[Keys]:
        for keys in self._sorted(list(below.get(above, ())), down=down):
            if len(keys) == depth:
                yield keys
                continue
            inner = list(self._walk(keys, below, depth, down=down))
            yield from (keys, *inner) if down else (*inner, *((keys,) if len(inner) > 1 else ()))

    def _sorted(self, members: list[Keys], *, down: bool) -> list[Keys]:
        """By the value asked for; time and names as they run; the unknown and the others last."""
        question = self.found.question
        if not members:
            return []
        at = len(members[0]) - 1 + (0 if down else len(question.down))
        timed = question.by[at] in _TIMES
        members.sort(key=lambda one: str(one[-1]) if timed else fold(self.names.get((at, one[-1]), "")))
        order = question.sort[0] if question.sort else None
        if not timed and order and self.found.has(order.key) and order.key not in question.by:
            column = self.found.at(order.key)

            def worth(keys: Keys) -> tuple[bool, Decimal]:
                row = self.values.get((keys, ()) if down else ((), keys))
                value = row[column] if row else None
                known = isinstance(value, Decimal | float | int)
                exact = Decimal(str(value)) if known else Decimal(0)
                return not known, -exact if order.descending else exact

            members.sort(key=worth)
        members.sort(key=lambda one: one[-1] in _LAST)
        return members


_TIMES = ("day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year", "quota_period")


def pivoted(view: View, found: Answer, title: str) -> tuple[Pivot, int]:
    """The pivot, and how many rows it has; it shows the first of them."""
    whole = Pivoted(view, found, title)
    columns, rows = whole.ordered(down=False), whole.ordered(down=True)
    deep = len(found.question.down)
    kept, body = [], [one for one in rows if one]
    for keys in body[:MOST_LINES]:
        kept.append(_line(whole, keys, columns, group=len(keys) < deep))
    total = _line(whole, (), columns, group=False, total=True)
    corner = " / ".join(dimension_name(view, one) for one in found.question.down)
    if _is_lone(whole):
        corner = " · ".join(filter(None, (corner, f"{whole.how[0].head} {whole.how[0].unit}".strip())))
    heads = tuple(_heads(whole, columns))
    starts = frozenset(
        at * len(whole.shown) for at in range(1, len(columns)) if len(columns[at]) < len(columns[at - 1])
    )
    closed = deep > 1 and len(body) > _OPEN
    # Of one dimension that is very large, the first members alone are read.
    count = found.row_count if len(found.question.by) == deep == 1 else len(body)
    return Pivot(title, corner, heads, (*kept, total), starts, closed, _opens(whole, columns)), count


def _opens(whole: Pivoted, columns: list[Keys]) -> tuple[tuple[str, ...], ...]:
    """Of each column the measure whose rows a cell opens, and the limits of the column.

    Where only some are kept, no total is made of all rows within its limits: then nothing opens.
    """
    question = whole.found.question
    if question.bounds or question.top:
        return ()
    down = len(question.down)
    return tuple(
        (column.key, *cell_limits(question.by[down:], across)) if column.key in question.measures else ()
        for across in columns
        for column in whole.shown
    )


def cell_limits(by: Sequence[str], keys: Keys) -> tuple[str, ...]:
    """The keys of a cell as limits of an address."""
    return tuple(limit_to(Condition(one, (str(key),))) for one, key in zip(by, keys, strict=False))


_OPEN = 60


def _line(whole: Pivoted, keys: Keys, columns: list[Keys], *, group: bool, total: bool = False) -> Line:
    view, found = whole.view, whole.found
    cells: list[Told] = []
    for across in columns:
        row = whole.values.get((keys, across))
        for column, how in zip(whole.shown, whole.how, strict=True):
            value = row[found.at(column.key)] if row else None
            signed = how.look.signed and value is not None
            cells.append(Told(how.told(view, value), how.tone(value) if signed else None))  # type: ignore[arg-type]
    if total:
        return Line(say(view.language, "ask.total"), 0, tuple(cells), total=True)
    at = len(keys) - 1
    by, name = found.question.by[at], whole.names[at, keys[-1]]
    href = "" if keys[-1] == OTHERS or by in _TIMES else keep(view, by, str(keys[-1]))
    return Line(name, at, tuple(cells), href, group, limits=cell_limits(found.question.by, keys))


def _heads(whole: Pivoted, columns: list[Keys]) -> Iterator[tuple[Head, ...]]:
    """A row of heads for each dimension that goes across, and one for what stands below each.

    Of one measure alone, the last of them says both: its name stands in the corner.
    """
    across, each, lone = whole.found.question.columns, len(whole.shown), _is_lone(whole)
    for level in range(across - lone):
        yield tuple(_spanning(whole, columns, level))
    if not lone:
        yield tuple(_head(whole, keys, at) for keys in columns for at in range(each))
        return
    for_each = [(keys, _across(whole, keys, across - 1)) for keys in columns]
    yield tuple(_head(whole, keys, at, "" if at else name) for keys, name in for_each for at in range(each))


def _is_lone(whole: Pivoted) -> bool:
    return bool(whole.found.question.columns) and len(whole.found.question.measures) == 1


def _spanning(whole: Pivoted, columns: list[Keys], level: int) -> Iterator[Head]:
    """The heads of one level, each over all columns that lie in it."""
    each, label, span = len(whole.shown), "", 0
    before: object = None
    for keys in columns:
        group = keys[: level + 1] if len(keys) > level else (*keys, None)
        if group != before and span:
            yield Head(label, span=span)
            span = 0
        label, span, before = _across(whole, keys, level), span + each, group
    yield Head(label, span=span)


def _across(whole: Pivoted, keys: Keys, level: int) -> str:
    """What a column is called at a level: a member, or the total where its members end."""
    if len(keys) > level:
        return whole.names[len(whole.found.question.down) + level, keys[level]]
    return say(whole.view.language, "ask.total") if len(keys) == level else ""


def _head(whole: Pivoted, keys: Keys, at: int, name: str = "") -> Head:
    """Sorts the rows by their totals, so that the total alone says how they are sorted."""
    column, how = whole.shown[at], whole.how[at]
    order = whole.found.question.sort[0] if whole.found.question.sort else None
    way = (-1 if order.descending else 1) if order and order.key == column.key and not keys else 0
    shelves = whole.view.address.shelves
    turned = column.key if way == -1 else f"-{column.key}"
    return Head(
        name or how.head,
        "" if name else how.unit,
        href=whole.view.address.but(shelves=shelves.but(sort=turned)).href,
        way=way,
    )
