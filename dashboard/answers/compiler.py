"""From a question and a scope to one statement.

Each mart is aggregated apart ("a part") and the parts are joined on their keys, null-safely,
so that nothing fans out; ratios are computed from their parts, in the total row too, because
the total is its own grouping set and never a sum of rows.
"""

from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.compiler_parts import DEPTH, PartWriter
from dashboard.answers.compiler_plan import Part, Plan
from dashboard.answers.door import require_meeting
from dashboard.answers.statement import Statement, Values
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Dimension
from dashboard.metrics.question import Order, Outline, Question

_LABELS = {
    "territory": ("territory", "territory_id"),
    "rep": ("rep", "rep_id"),
    "customer": ("customer", "customer_id"),
    "product": ("product", "product_id"),
}
COUNT = "row_count"


def compile_question(question: Question, scope: Scope, outline: Outline) -> Statement:
    """The statement that answers the question within the scope.

    Its columns: `k1..kn` the keys and `l1..ln` the labels of the dimensions, `m1..mn` the
    measures, with a comparison `p1..pn` what stands beside them, then `depth` (how many keys
    the row is about: n, or 0 for the total) and `row_count` (rows there are, whatever the limit).
    The total row comes last.

    Raises:
        NotUnderstood: measures and dimensions that do not meet.
    """
    known = dict(catalogue.dimensions(outline.levels))
    by = [known[key] for key in question.by]
    plan, measures = Plan(), [catalogue.measure(key) for key in question.measures]
    shown = [(f"m{n}", plan.shown(row)) for n, row in enumerate(measures, 1)]
    if question.against:
        shown += [(f"p{n}", plan.beside(row, question.against)) for n, row in enumerate(measures, 1)]
    _keep_rows(plan, by)
    for part in plan.parts:
        require_meeting(part.mart, by, ", ".join(question.measures))
    values = Values()
    parts = PartWriter(question, scope, outline, known, by, values)
    writer = _Writer(question, by, values, parts.by_quota_period())
    ctes = [parts.part(part) for part in plan.parts]
    ctes += [writer.spine(plan.parts), writer.result(plan.parts, shown)]
    return Statement("WITH\n" + ",\n".join(ctes) + "\n" + writer.page(), values.taken)


def _keep_rows(plan: Plan, by: list[Dimension]) -> None:
    """By time, a whole quota stands in every row of its year; its days say which rows there are."""
    if any(one.group == "time" for one in by):
        for mart in [part.mart for part in plan.parts if part.span == "whole"]:
            plan.part(mart, "now")


@dataclass(slots=True)
class _Writer:
    """Brings the parts of one statement together: their keys, then labels, measures, order."""

    question: Question
    by: list[Dimension]
    values: Values
    by_quota_period: bool

    def spine(self, parts: list[Part]) -> str:
        """One CTE: every combination of keys that any part knows, and the total."""
        keys = "".join(f"k{n}, " for n in range(1, len(self.by) + 1))
        timed = any(one.group == "time" for one in self.by)
        sources = [part for part in parts if part.span != "whole" or not timed]
        unions = "\n    UNION\n    ".join(f"SELECT {keys}{DEPTH} FROM {part.name}" for part in sources)
        return f"spine AS (\n    {unions}\n)"

    def result(self, parts: list[Part], shown: list[tuple[str, str]]) -> str:
        """One CTE: the spine with labels and measures."""
        columns = [f"spine.k{n}" for n in range(1, len(self.by) + 1)]
        labels = [f"{self._label(one, n)} AS l{n}" for n, one in enumerate(self.by, 1)]
        measures = [f"{expression} AS {name}" for name, expression in shown]
        joins = [self._join(part) for part in parts]
        joins += [self._label_join(one, n) for n, one in enumerate(self.by, 1)]
        select = ",\n        ".join([*columns, *labels, *measures, f"spine.{DEPTH}"])
        text = "".join(f"\n    {join}" for join in joins if join)
        return f"result AS (\n    SELECT\n        {select}\n    FROM spine{text}\n)"

    def _join(self, part: Part) -> str:
        on = [f"{part.name}.{DEPTH} = spine.{DEPTH}"]
        for n, one in enumerate(self.by, 1):
            key = f"spine.k{n}"
            if part.span == "whole" and one.group == "time" and not self.by_quota_period:
                key = self._year_of(one, n)
            on.append(f"{part.name}.k{n} IS NOT DISTINCT FROM {key}")
        return f"LEFT JOIN {part.name} ON {' AND '.join(on)}"

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

    def page(self) -> str:
        """The rows wanted, in order, then the total."""
        if not self.by:
            return f"SELECT *, 0 AS {COUNT} FROM result"
        count = f"(SELECT count(*) FROM result WHERE {DEPTH} > 0) AS {COUNT}"
        rows = f"SELECT *, {count} FROM result WHERE {DEPTH} > 0 ORDER BY {self._order()}"
        if self.question.limit is not None:
            limit = self.values.put(self.question.limit, "limit")
            rows += f" LIMIT {limit} OFFSET {self.values.put(self.question.offset, 'offset')}"
        return f"(\n    {rows}\n)\nUNION ALL\n(SELECT *, {count} FROM result WHERE {DEPTH} = 0)"

    def _order(self) -> str:
        asked = [self._sorted(order) for order in self.question.sort]
        return ", ".join([*asked, *(self._by_name(n, "ASC") for n in range(1, len(self.by) + 1))])

    def _sorted(self, order: Order) -> str:
        direction = "DESC" if order.descending else "ASC"
        if order.key in self.question.by:
            return self._by_name(self.question.by.index(order.key) + 1, direction)
        n = self.question.measures.index(order.key) + 1
        if order.change:
            rate = f"CAST(m{n} - p{n} AS DOUBLE) / CAST(p{n} AS DOUBLE)"
            return f"CASE WHEN p{n} > 0 THEN {rate} END {direction} NULLS LAST"
        return f"m{n} {direction} NULLS LAST"

    def _by_name(self, n: int, direction: str) -> str:
        if self.by[n - 1].group == "time":
            return f"k{n} {direction}"
        # The unknown member stands last, whatever the alphabet and the direction.
        return f"k{n} = '?' ASC, l{n} COLLATE el {direction}, k{n} {direction}"


def _label_source(dimension: Dimension) -> tuple[str, str] | None:
    if dimension.group == "territory":
        return _LABELS["territory"]
    return _LABELS.get(dimension.key)
