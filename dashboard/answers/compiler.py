"""From a question and a scope to one statement.

Each mart is aggregated apart ("a part") and the parts are joined on their keys, null-safely,
so that nothing fans out; ratios are computed from their parts, in the total row too, because
the total is its own grouping set and never a sum of rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.access.scope import Scope
from dashboard.answers.door import DAY, Lines, Span, lines, quoted, require_meeting, require_no_time
from dashboard.answers.statement import Statement, Values
from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import (
    Atom,
    Dimension,
    Distinct,
    Formula,
    Kind,
    Latest,
    Measure,
    Minus,
    Prior,
    Ratio,
    Sum,
    Trailing,
    Whole,
)
from dashboard.metrics.periods import twelve_months
from dashboard.metrics.question import Order, Outline, Question

_ONLY = {
    "": "",
    "costed": "line.cost_amount IS NOT NULL",
    # A return is no purchase; without quantities, a positive amount is one.
    "bought": "line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0",
}
_LABELS = {
    "territory": ("territory", "territory_id"),
    "rep": ("rep", "rep_id"),
    "customer": ("customer", "customer_id"),
    "product": ("product", "product_id"),
}
TOTAL, COUNT = "is_total", "row_count"


@dataclass(slots=True)
class _Part:
    """One aggregation: a mart over a span of days, with the atoms wanted of it."""

    name: str
    mart: str
    span: Span
    atoms: list[Atom] = field(default_factory=list)

    def column(self, atom: Atom) -> str:
        """Where the atom's value stands; asks for it if nobody has."""
        if atom not in self.atoms:
            self.atoms.append(atom)
        return f"{self.name}.a{self.atoms.index(atom) + 1}"


@dataclass(slots=True)
class _Plan:
    """The parts of one statement, found while its formulas are written."""

    parts: dict[tuple[str, Span], _Part] = field(default_factory=dict)

    def part(self, mart: str, span: Span) -> _Part:
        """The part of this mart and span."""
        return self.parts.setdefault((mart, span), _Part(f"{mart}_{span}", mart, span))


def compile_question(question: Question, scope: Scope, outline: Outline) -> Statement:
    """The statement that answers the question within the scope.

    Its columns: `k1..kn` the keys and `l1..ln` the labels of the dimensions, `m1..mn` the
    measures, with a comparison `p1..pn` the same of the prior year, then `row_count` (rows
    there are, whatever the limit) and `is_total`. The total row comes last.

    Raises:
        NotUnderstood: measures and dimensions that do not meet.
    """
    known = dict(catalogue.dimensions(outline.levels))
    by = [known[key] for key in question.by]
    values, plan = Values(), _Plan()
    measures = [catalogue.measure(key) for key in question.measures]
    shown = [(f"m{n}", _shown(row, row.formula, plan, "now")) for n, row in enumerate(measures, 1)]
    if question.against:
        shown += [(f"p{n}", _earlier(row, plan)) for n, row in enumerate(measures, 1)]
    _keep_rows(plan, by)
    for part in plan.parts.values():
        require_meeting(part.mart, by, ", ".join(question.measures))
    writer = _Writer(question, scope, outline, known, by, values)
    ctes = [writer.part(part) for part in plan.parts.values()]
    ctes += [writer.spine(list(plan.parts.values())), writer.result(list(plan.parts.values()), shown)]
    sql = "WITH\n" + ",\n".join(ctes) + "\n" + writer.page()
    return Statement(sql, values.taken)


def _keep_rows(plan: _Plan, by: list[Dimension]) -> None:
    """By time, a whole quota stands in every row of its year; its days say which rows there are."""
    if any(one.group == "time" for one in by):
        for mart in [part.mart for part in plan.parts.values() if part.span == "whole"]:
            plan.part(mart, "now")


def _shown(row: Measure, formula: Formula, plan: _Plan, span: Span) -> str:
    if row.kind is Kind.MONEY and isinstance(formula, Ratio) and isinstance(formula.under, Distinct):
        return _each(formula, plan, span)
    inner = _expression(formula, plan, span, zero=row.absent == "zero" and row.kind is not Kind.DATE)
    if row.kind is Kind.MONEY:
        return f"CAST({inner} AS DECIMAL(38, 4))"
    return inner


def _each(formula: Ratio, plan: _Plan, span: Span) -> str:
    """Money by a count: whole ten-thousandths, rounded half away from zero; no float holds money."""
    money = f"CAST({_expression(formula.over, plan, span, zero=True)} * 10000 AS HUGEINT)"
    count = f"nullif({_expression(formula.under, plan, span, zero=False)}, 0)"
    rounded = f"sign({money}) * ((2 * abs({money}) + {count}) // (2 * {count}))"
    return f"CAST(CAST({rounded} AS DECIMAL(34, 0)) * 0.0001 AS DECIMAL(38, 4))"


def has_earlier(row: Measure) -> bool:
    """Whether the measure has a value of the prior year to stand beside it."""
    nodes = list(_nodes(row.formula))
    timeless = any(isinstance(node, Sum | Distinct) and not DAY[node.mart] for node in nodes)
    return not timeless and not any(isinstance(node, Prior | Trailing | Whole | Latest) for node in nodes)


def _earlier(row: Measure, plan: _Plan) -> str:
    if not has_earlier(row):
        return "NULL"
    return _shown(row, row.formula, plan, "prior")


def _nodes(formula: Formula) -> Iterator[Formula]:
    yield formula
    if isinstance(formula, Minus):
        yield from (*_nodes(formula.left), *_nodes(formula.right))
    elif isinstance(formula, Ratio):
        yield from (*_nodes(formula.over), *_nodes(formula.under))


def _expression(formula: Formula, plan: _Plan, span: Span, zero: bool) -> str:
    match formula:
        case Prior(of):
            return _expression(of, plan, "prior", zero)
        case Trailing(of):
            return f"coalesce({plan.part(of.mart, 'trailing').column(of)}, 0)"
        case Whole(of):
            return plan.part(of.mart, "whole").column(of)
        case Sum() | Distinct() | Latest():
            column = plan.part(formula.mart, span).column(formula)
            return f"coalesce({column}, 0)" if zero else column
        case Minus(left, right):
            return f"({_expression(left, plan, span, zero)} - {_expression(right, plan, span, zero)})"
        case Ratio(over, under, above_zero):
            top = _expression(over, plan, span, zero=True)
            bottom = _expression(under, plan, span, zero=False)
            divisor = f"CASE WHEN {bottom} > 0 THEN {bottom} END" if above_zero else f"nullif({bottom}, 0)"
            return f"CAST({top} AS DOUBLE) / CAST({divisor} AS DOUBLE)"


@dataclass(slots=True)
class _Writer:
    """Writes the pieces of one statement."""

    question: Question
    scope: Scope
    outline: Outline
    known: dict[str, Dimension]
    by: list[Dimension]
    values: Values

    def part(self, part: _Part) -> str:
        """One CTE: a mart's atoms by the question's keys, and in total."""
        found = lines(part.mart, self.question, self.scope, self.values, self.known, part.span)
        if part.mart == "quota_day":
            found.limits.append(
                f"line.layer = {self.values.put(quota_layer(self.question, self.outline), 'layer')}"
            )
            found.limits.append("line.measure = 'net_sales'")
        if part.span == "trailing":
            self._limit_to_twelve_months(found)
        keys = self._whole_keys(found) if part.span == "whole" else [found.key(one) for one in self.by]
        columns = [f"{key} AS k{n}" for n, key in enumerate(keys, 1)]
        atoms = [f"{aggregate(atom)} AS a{n}" for n, atom in enumerate(part.atoms, 1)]
        total = f"CAST(grouping({keys[0]}) AS BOOLEAN)" if keys else "TRUE"
        select = ",\n        ".join([*columns, *atoms, f"{total} AS {TOTAL}"])
        group = f"\n    GROUP BY GROUPING SETS (({', '.join(keys)}), ())" if keys else ""
        return f"{part.name} AS (\n    SELECT\n        {select}\n    {found.text()}{group}\n)"

    def _limit_to_twelve_months(self, found: Lines) -> None:
        require_no_time(self.by, ", ".join(self.question.measures))
        days = twelve_months(min(self.question.period.end, self.outline.through))
        found.limits.append(
            f"{found.day} BETWEEN {self.values.put(days.start, 'from')} AND {self.values.put(days.end, 'to')}"
        )

    def _whole_keys(self, found: Lines) -> list[str]:
        """Keys of the whole quota: time gives way to the fiscal year (or quota period) around it."""
        if self._by_quota_period():
            # The whole periods that the range touches; the others are nobody's question.
            period = self.question.period
            start, end = self.values.put(period.start, "from"), self.values.put(period.end, "to")
            touched = f"SELECT quota_period FROM quota_day WHERE day BETWEEN {start} AND {end}"
            found.limits.append(f"line.quota_period IN ({touched})")
            return [found.key(one) for one in self.by]
        first, last = (
            self.outline.cut.year(self.question.period.start),
            self.outline.cut.year(self.question.period.end),
        )
        start, end = self.values.put(first.start, "year"), self.values.put(last.end, "year")
        found.limits.append(f"{found.day} BETWEEN {start} AND {end}")
        year = self.known["fiscal_year"]
        return [found.key(year if one.group == "time" else one) for one in self.by]

    def _by_quota_period(self) -> bool:
        times = [one.key for one in self.by if one.group == "time"]
        if "quota_period" in times and len(times) > 1:
            raise NotUnderstood(
                "ask.do_not_meet", measure="quota", dimension=", ".join(times), groups="quota_period"
            )
        return "quota_period" in times

    def spine(self, parts: list[_Part]) -> str:
        """One CTE: every combination of keys that any part knows, and the total."""
        keys = "".join(f"k{n}, " for n in range(1, len(self.by) + 1))
        timed = any(one.group == "time" for one in self.by)
        sources = [part for part in parts if part.span != "whole" or not timed]
        unions = "\n    UNION\n    ".join(f"SELECT {keys}{TOTAL} FROM {part.name}" for part in sources)
        return f"spine AS (\n    {unions}\n)"

    def result(self, parts: list[_Part], shown: list[tuple[str, str]]) -> str:
        """One CTE: the spine with labels and measures."""
        columns = [f"spine.k{n}" for n in range(1, len(self.by) + 1)]
        labels = [f"{self._label(one, n)} AS l{n}" for n, one in enumerate(self.by, 1)]
        measures = [f"{expression} AS {name}" for name, expression in shown]
        joins = [self._join(part) for part in parts]
        joins += [self._label_join(one, n) for n, one in enumerate(self.by, 1)]
        select = ",\n        ".join([*columns, *labels, *measures, f"spine.{TOTAL}"])
        text = "".join(f"\n    {join}" for join in joins if join)
        return f"result AS (\n    SELECT\n        {select}\n    FROM spine{text}\n)"

    def _join(self, part: _Part) -> str:
        on = [f"{part.name}.{TOTAL} = spine.{TOTAL}"]
        for n, one in enumerate(self.by, 1):
            key = f"spine.k{n}"
            if part.span == "whole" and one.group == "time" and not self._by_quota_period():
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
        count = f"(SELECT count(*) FROM result WHERE NOT {TOTAL}) AS {COUNT}"
        rows = f"SELECT *, {count} FROM result WHERE NOT {TOTAL} ORDER BY {self._order()}"
        if self.question.limit is not None:
            limit = self.values.put(self.question.limit, "limit")
            rows += f" LIMIT {limit} OFFSET {self.values.put(self.question.offset, 'offset')}"
        return f"(\n    {rows}\n)\nUNION ALL\n(SELECT *, {count} FROM result WHERE {TOTAL})"

    def _order(self) -> str:
        asked = [self._sorted(order) for order in self.question.sort]
        return ", ".join([*asked, *(self._by_name(n, "ASC") for n in range(1, len(self.by) + 1))]) or TOTAL

    def _sorted(self, order: Order) -> str:
        direction = "DESC" if order.descending else "ASC"
        if order.key in self.question.by:
            return self._by_name(self.question.by.index(order.key) + 1, direction)
        return f"m{self.question.measures.index(order.key) + 1} {direction} NULLS LAST"

    def _by_name(self, n: int, direction: str) -> str:
        if self.by[n - 1].group == "time":
            return f"k{n} {direction}"
        # The unknown member stands last, whatever the alphabet and the direction.
        return f"k{n} = '?' ASC, l{n} COLLATE el {direction}, k{n} {direction}"


def quota_layer(question: Question, outline: Outline) -> str:
    """Whose quotas count in this question: never two layers added together."""
    layers = outline.quota_layers
    asks_people = "rep" in question.by or any(one.dimension == "rep" for one in question.where)
    if "rep" in layers and (asks_people or "territory" not in layers):
        return "rep"
    return "territory"


def _label_source(dimension: Dimension) -> tuple[str, str] | None:
    if dimension.group == "territory":
        return _LABELS["territory"]
    return _LABELS.get(dimension.key)


def aggregate(atom: Atom) -> str:
    """The atom over lines named `line`."""
    column = f"line.{quoted(atom.column)}"
    only = f" FILTER (WHERE {_ONLY[atom.only]})" if atom.only else ""
    if isinstance(atom, Distinct):
        return f"count(DISTINCT {column}){only}"
    if isinstance(atom, Latest):
        return f"max({column}){only}"
    return f"sum({column}){only}"
