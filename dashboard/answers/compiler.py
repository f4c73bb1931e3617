"""From a question and a scope to one statement.

Each mart is aggregated apart ("a part") and the parts are put together by their keys, so that
nothing fans out; ratios are computed from their parts, in the total row too, because the total is
its own grouping set and never a sum of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.compiler_folds import fold
from dashboard.answers.compiler_formulas import beside, shown, working_days
from dashboard.answers.compiler_kept import Kept, keep
from dashboard.answers.compiler_levels import DEPTH, Levels, levels
from dashboard.answers.compiler_once import Written, written
from dashboard.answers.compiler_parts import PartWriter
from dashboard.answers.compiler_plan import SPINE, TOTAL, Part, Plan, stacked
from dashboard.answers.compiler_shows import ShowWriter
from dashboard.answers.door import require_meeting
from dashboard.answers.paid import NOBODY, Paid
from dashboard.answers.pairs import UNKNOWN_PAIRS, Pairs
from dashboard.answers.spans import days_of
from dashboard.answers.statement import UNKNOWN_PATHS, Paths, Statement, Values
from dashboard.metrics import catalogue
from dashboard.metrics.bounds import OTHERS
from dashboard.metrics.kinds import Dimension, WorkingDays, nodes
from dashboard.metrics.question import Order, Outline, Question

_LABELS = {
    "territory": ("territory", "territory_id"),
    "rep": ("rep", "rep_id"),
    "manager": ("rep", "rep_id"),
    "customer": ("customer", "customer_id"),
    "product": ("product", "product_id"),
}
COUNT = "row_count"
_FEW = 1000  # rows wanted of many: their last value is found at once


def compile_question(
    question: Question,
    scope: Scope,
    outline: Outline,
    paid: Paid = NOBODY,
    paths: Paths = UNKNOWN_PATHS,
    pairs: Pairs = UNKNOWN_PAIRS,
    *,
    ordered: bool = True,
) -> Statement:
    """The statement that answers the question within the scope; `paid` is the pay that it may read.

    It names the `paths` of its scope where they are known and few, and reads earlier days as they are where
    `pairs` knows them: for the publication whose they are, alone.
    One that is read by another need not be `ordered`, where it has all rows: to compare names costs most.

    Its columns: `k1..kn` the keys and `l1..ln` the labels of the dimensions, `m1..mn` the
    measures, with a comparison `p1..pn` what stands beside them, `s1..sn` what is said of both,
    then `depth` (the row's level, see `Levels`) and `row_count` (cells there are, whatever the limit).
    Cells come first, in order; the totals of every level asked for after them, the whole one last.

    Raises:
        NotUnderstood: measures and dimensions that do not meet.
    """
    values, relations = Values(paid=paid, paths=paths), dict[str, None]()

    def write(asked: Question, kept: tuple[Kept, ...], before: Sequence[str] = ()) -> str:
        # Whose quotas count is settled by the question, whatever what it keeps is asked by.
        setting = _Setting(values, relations, pairs, "rep" in question.by, kept, before, ordered)
        return _select(asked, scope, outline, setting)

    before, kept = keep(question, outline, values, write)
    text = write(question, kept, before)
    return Statement(text, values.taken, tuple(relations))


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the SELECTs of one statement share, what limits this one, and the CTEs before its own."""

    values: Values
    relations: dict[str, None]
    pairs: Pairs
    people: bool
    kept: tuple[Kept, ...]
    before: Sequence[str]
    ordered: bool


def _select(question: Question, scope: Scope, outline: Outline, setting: _Setting) -> str:
    known = dict(catalogue.dimensions(outline.levels))
    by = [known[key] for key in question.by]
    values, found = setting.values, levels(question)
    parts = PartWriter(
        question,
        scope,
        outline,
        known,
        by,
        values,
        found,
        setting.people,
        setting.kept,
        setting.relations,
        setting.pairs,
    )
    plan = Plan(parts.needs_lines, timed=any(one.group == "time" for one in by))
    measures = [question.row(key) for key in question.measures]
    columns = [(f"m{n}", shown(plan, row)) for n, row in enumerate(measures, 1)]
    if question.against:
        columns += [(f"p{n}", beside(plan, row, question.against)) for n, row in enumerate(measures, 1)]
    _keep_rows(plan)
    for mart in plan.marts:
        require_meeting(mart, by, ", ".join(question.measures))
    writer = _Writer(question, by, values, found, setting.ordered)
    ctes = [*setting.before, *_counted_days(question, outline, values)]
    own = written(plan.parts, (), parts)
    ctes += own.ctes
    for each in plan.folds:
        ctes += fold(each, parts)
    ctes += [writer.spine(plan, own), writer.result(plan, columns), *writer.shown()]
    return "WITH\n" + ",\n".join(ctes) + "\n" + writer.page()


def _counted_days(question: Question, outline: Outline, values: Values) -> list[str]:
    """A CTE for each stretch of working days that a formula divides by; the calendar is nobody's secret."""
    found = [node for key in question.measures for node in nodes(question.row(key).formula)]
    asked = dict.fromkeys(node.days for node in found if isinstance(node, WorkingDays))
    return [_working_days(days, question, outline, values) for days in asked]


def _working_days(days: str, question: Question, outline: Outline, values: Values) -> str:
    read = days_of("recent" if days == "recent" else "year", question, outline)
    assert read, "working days are counted between two days"
    limits = [f"day BETWEEN {values.put(read.start, 'from')} AND {values.put(read.end, 'to')}"]
    limits += [f"day > {values.put(outline.through, 'known')}"] if days == "left" else []
    count = f"SELECT count(*) AS n FROM calendar WHERE working AND {' AND '.join(limits)}"
    return f"{working_days(days)} AS (\n    {count}\n)"


def _keep_rows(plan: Plan) -> None:
    """By time, a whole quota stands in every row of its year; its days say which rows there are."""
    if plan.timed:
        for mart in [part.mart for part in plan.parts if part.span == "whole"]:
            if not any((one.mart, one.span, one.within) == (mart, "now", ()) for one in plan.parts):
                plan.part(mart, "now")


@dataclass(slots=True)
class _Writer:
    """Brings the parts of one statement together: their keys, then labels, measures, order."""

    question: Question
    by: list[Dimension]
    values: Values
    levels: Levels
    ordered: bool

    def spine(self, plan: Plan, own: Written) -> str:
        """One CTE: every combination of keys that any part or fold knows, and the total, with all they hold.

        They stand one below the other, each in columns of its own, and rows of the same keys are
        made one. Folds alone have no total where there is no member.
        """
        keys = [*self.levels.keys, DEPTH]
        sources = own.plain | {one.name: one.columns for one in plan.folds}
        nothing = []
        if not (own.plain or own.wide):
            wide = [f"{name}_{column}" for name, columns in sources.items() for column in columns]
            empty = [f"NULL AS {one}" for one in (*self.levels.keys, *wide)]
            nothing = [f"SELECT {', '.join([*empty, f'0 AS {DEPTH}'])}"]
        return f"{SPINE} AS (\n    {stacked(keys, sources, own.wide, nothing)}\n)"

    def result(self, plan: Plan, shown: list[tuple[str, str]]) -> str:
        """One CTE: the spine with labels and measures."""
        columns = [f"spine.k{n}" for n in range(1, len(self.by) + 1)]
        labels = [f"{self._label(one, n)} AS l{n}" for n, one in enumerate(self.by, 1)]
        measures = [f"{expression} AS {name}" for name, expression in shown]
        joins = [self._year_join(part) for part in plan.parts if not part.spine]
        joins += [self._total_join(part) for part in plan.parts if part.total]
        joins += [self._label_join(one, n) for n, one in enumerate(self.by, 1)]
        select = ",\n        ".join([*columns, *labels, *measures, f"spine.{DEPTH}"])
        text = "".join(f"\n    {join}" for join in joins if join)
        return f"result AS (\n    SELECT\n        {select}\n    FROM spine{text}\n)"

    def _year_join(self, part: Part) -> str:
        """A part that knows the year alone of any time."""
        on = [f"{part.name}.{DEPTH} = spine.{DEPTH}"]
        for n, one in enumerate(self.by, 1):
            whole = one.group == "time" and one.key != "quota_period"
            key = self._year_of(one, n) if whole else f"spine.k{n}"
            on.append(f"{part.name}.k{n} IS NOT DISTINCT FROM {key}")
        return f"LEFT JOIN {part.name} ON {' AND '.join(on)}"

    def _total_join(self, part: Part) -> str:
        total = part.name + TOTAL
        return f"LEFT JOIN {part.name} AS {total} ON {total}.{DEPTH} = 0"

    def _year_of(self, dimension: Dimension, n: int) -> str:
        if dimension.key == "fiscal_year":
            return f"spine.k{n}"
        return f"(SELECT min(calendar.fiscal_year) FROM calendar WHERE calendar.{dimension.key} = spine.k{n})"

    def _label(self, dimension: Dimension, n: int) -> str:
        if _label_source(dimension):
            return f"coalesce(name{n}.label, spine.k{n})"
        return f"spine.k{n}"

    def _label_join(self, dimension: Dimension, n: int) -> str:
        source = _label_source(dimension)
        if not source:
            return ""
        table, key = source
        return f"LEFT JOIN {table} AS name{n} ON name{n}.{key} = spine.k{n}"

    def shown(self) -> list[str]:
        """One CTE: what is said of the values besides; none where nothing is."""
        if not self.question.shows:
            return []
        writer = ShowWriter(
            self.question, self.levels, self._runs_along_columns(), self._running, self._is_others()
        )
        columns = [f"result.* EXCLUDE ({DEPTH})", *writer.columns(), f"result.{DEPTH}"]
        select = ",\n        ".join(columns)
        return [f"shown AS (\n    SELECT\n        {select}\n    FROM result\n)"]

    def page(self) -> str:
        """The cells wanted, in order, then the totals."""
        source = "shown" if self.question.shows else "result"
        if not self.by:
            return f"SELECT *, 0 AS {COUNT} FROM {source}"
        cell = f"{DEPTH} = {self.levels.full}"
        count = f"(SELECT count(*) FROM result WHERE {cell}) AS {COUNT}"
        if self.question.limit is None:
            order = f"\nORDER BY {DEPTH} DESC, {self._order()}" if self.ordered else ""
            return f"SELECT *, {count}\nFROM {source}{order}"
        limit = self.values.put(self.question.limit, "limit")
        near = self._near(source, cell)
        rows = f"SELECT *, {count} FROM {source} WHERE {cell}{near} ORDER BY {self._order()}"
        rows += f" LIMIT {limit} OFFSET {self.values.put(self.question.offset, 'offset')}"
        totals = f"SELECT *, {count} FROM {source} WHERE {DEPTH} < {self.levels.full}"
        if len(self.levels.kept) > 2:
            totals += f" ORDER BY {DEPTH} DESC, {self._order()}"
        return f"(\n    {rows}\n)\nUNION ALL\n({totals})"

    def _near(self, source: str, cell: str) -> str:
        """Leave out rows whose value is beyond the last one wanted, before names are compared: it costs most.

        Where there are no more rows than wanted, or the last one has no value, all are compared.
        """
        first, wanted = (
            next(iter(self.question.sort), None),
            (self.question.limit or 0) + self.question.offset,
        )
        if first is None or first.key in self.question.by or self._is_others() or not 0 < wanted <= _FEW:
            return ""
        order = self._sorted(first)
        value, sign = order.split()[0], ">=" if first.descending else "<="
        last = self.values.put(wanted - 1, "last")
        edge = f"SELECT {value} FROM {source} WHERE {cell} ORDER BY {order} LIMIT 1 OFFSET {last}"
        return f" AND coalesce({value} {sign} ({edge}), ({edge}) IS NULL)"

    def _runs_along_columns(self) -> bool:
        return self.question.columns > 0 and self.by[-1].group == "time"

    def _order(self) -> str:
        asked = [self._sorted(order) for order in self.question.sort]
        return ", ".join([*self._others_last(), *asked, self._natural()])

    def _running(self) -> str:
        """The order in which a running total goes down: that of the rows, as far as their values say it."""
        rows = self.levels.rows
        timed = rows > 0 and self.by[rows - 1].group == "time"
        asked = [] if timed or self.levels.columns else self.question.sort[:1]
        valued = [self._sorted(one) for one in asked if one.key in self.question.measures]
        return ", ".join(filter(None, [*self._others_last(), *valued, self._natural()]))

    def _natural(self) -> str:
        return ", ".join(self._by_name(n, "ASC") for n in range(1, len(self.by) + 1))

    def _sorted(self, order: Order) -> str:
        direction = "DESC" if order.descending else "ASC"
        if order.key in self.question.by:
            return self._by_name(self.question.by.index(order.key) + 1, direction)
        shows = [one.key for one in self.question.shows]
        if order.key in shows:
            return f"s{shows.index(order.key) + 1} {direction} NULLS LAST"
        return f"m{self.question.measures.index(order.key) + 1} {direction} NULLS LAST"

    def _by_name(self, n: int, direction: str) -> str:
        if self.by[n - 1].group == "time":
            return f"k{n} {direction}"
        # The unknown member stands last, whatever the alphabet and the direction.
        return f"k{n} = '?' ASC, l{n} COLLATE el {direction}, k{n} {direction}"

    def _others_last(self) -> list[str]:
        """What is left of a dimension stands below its members, however they are sorted."""
        others = self._is_others()
        return [f"{others} ASC"] if others else []

    def _is_others(self) -> str:
        """Whether a row holds what is left of a dimension; empty where none does."""
        top = self.question.top
        return f"k{self.question.by.index(top.of) + 1} = '{OTHERS}'" if top and top.others else ""


def _label_source(dimension: Dimension) -> tuple[str, str] | None:
    if dimension.group == "territory":
        return _LABELS["territory"]
    return _LABELS.get(dimension.key)
