"""The CTE of one part: its lines under the scope, and its atoms by the question's keys and in total.

The inner SELECT gives each line its keys `k1..kn` and the value `v1..vn` of each atom; the outer
one puts the lines together. What is put together twice is the same as put together once, so the
lines may come from several relations.
"""

from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.compiler_plan import Part
from dashboard.answers.door import HELD, Lines, lines, quoted, require_no_time
from dashboard.answers.statement import Values
from dashboard.errors import NotUnderstood
from dashboard.metrics.kinds import Atom, Dimension, Distinct, Latest, Quantile, Sum
from dashboard.metrics.periods import twelve_months
from dashboard.metrics.question import Outline, Question

DEPTH = "depth"
ONLY = {
    "": "",
    "costed": "line.cost_amount IS NOT NULL",
    # A return is no purchase; without quantities, a positive amount is one.
    "won": "line.outcome = 'won'",
    "lost": "line.outcome = 'lost'",
    "decided": "line.outcome IN ('won', 'lost')",
    # Open when the days asked end, and promised for a later day by then.
    "slipped": "(line.closed_on IS NULL OR line.closed_on > asked.finish) AND list_last("
    "list_filter(line.dues, lambda one: one.set_on <= asked.finish)).due_on > asked.finish",
    "visit": "line.kind IN ('visit', '?')",
    "field_visit": "line.kind IN ('visit', '?') AND line.in_field",
    "planned": "line.planned > 0",
    "reached": "line.planned > 0 AND line.contacts > 0",
    "measured": "line.own_sales IS NOT NULL",
    "compared": "line.own_sales IS NOT NULL AND line.own_sales_before IS NOT NULL",
    "bought": "line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0",
}


@dataclass(slots=True)
class PartWriter:
    """Writes the parts of one statement."""

    question: Question
    scope: Scope
    outline: Outline
    known: dict[str, Dimension]
    by: list[Dimension]
    values: Values

    def part(self, part: Part) -> str:
        """One CTE: a mart's atoms by the question's keys, and in total."""
        found = lines(
            part.mart, self.question, self.scope, self.values, self.known, part.span,
            through=self.outline.through,
        )  # fmt: skip
        if part.mart == "quota_day":
            self._limit_to_layer(found)
        if part.span == "trailing":
            self._limit_to_twelve_months(found)
        keys = self._whole_keys(found) if part.span == "whole" else [found.key(one) for one in self.by]
        inner = [f"{key} AS k{n}" for n, key in enumerate(keys, 1)]
        inner += [f"{value(atom)} AS v{n}" for n, atom in enumerate(part.atoms, 1)]
        outer = [f"k{n}" for n in range(1, len(keys) + 1)]
        made = [together(atom, f"v{n}") for n, atom in enumerate(part.atoms, 1)]
        if HELD.get(part.mart) == "last" and any(one.group == "time" for one in self.by):
            # What is held is not added up over time: the total is what there is at the end.
            inner.append("moment.final")
            at_end = [together(atom, f"v{n}", "final") for n, atom in enumerate(part.atoms, 1)]
            made = [
                f"CASE WHEN {depth(len(keys))} = 0 THEN {end} ELSE {one} END"
                for end, one in zip(at_end, made, strict=True)
            ]
        outer += [f"{one} AS a{n}" for n, one in enumerate(made, 1)]
        select = ", ".join([*outer, f"{depth(len(keys))} AS {DEPTH}"])
        source = f"    SELECT\n        {_list(inner)}\n    {found.text()}"
        body = f"    SELECT {select}\n    FROM (\n{_indented(source)}\n    )\n    {sets(len(keys))}"
        return f"{part.name} AS (\n{body.rstrip()}\n)"

    def _limit_to_layer(self, found: Lines) -> None:
        layer = self.values.put(quota_layer(self.question, self.outline), "layer")
        found.limits += [f"line.layer = {layer}", "line.measure = 'net_sales'"]

    def _limit_to_twelve_months(self, found: Lines) -> None:
        require_no_time(self.by, ", ".join(self.question.measures))
        days = twelve_months(min(self.question.period.end, self.outline.through))
        found.limits.append(
            f"{found.day} BETWEEN {self.values.put(days.start, 'from')} AND {self.values.put(days.end, 'to')}"
        )

    def _whole_keys(self, found: Lines) -> list[str]:
        """Keys of the whole quota: time gives way to the fiscal year (or quota period) around it."""
        if self.by_quota_period():
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

    def by_quota_period(self) -> bool:
        """Whether the rows are quota periods.

        Raises:
            NotUnderstood: and other periods beside them.
        """
        times = [one.key for one in self.by if one.group == "time"]
        if "quota_period" in times and len(times) > 1:
            raise NotUnderstood(
                "ask.do_not_meet", measure="quota", dimension=", ".join(times), groups="quota_period"
            )
        return "quota_period" in times


def sets(width: int) -> str:
    """GROUP BY all keys, and by none for the total; nothing where there are no keys."""
    if not width:
        return ""
    return f"GROUP BY GROUPING SETS (({', '.join(f'k{n}' for n in range(1, width + 1))}), ())"


def depth(width: int) -> str:
    """How many of the keys a row is about: all of them, or none in the total."""
    return " - ".join([str(width), *(f"grouping(k{n})" for n in range(1, width + 1))])


def value(atom: Atom) -> str:
    """What one line named `line` gives to the atom; NULL where it gives nothing."""
    column = f"line.{quoted(atom.column)}"
    return f"CASE WHEN {ONLY[atom.only]} THEN {column} END" if atom.only else column


def together(atom: Atom, values: str, where: str = "") -> str:
    """The atom from the values of its lines; `where` limits which."""
    only = f" FILTER (WHERE {where})" if where else ""
    match atom:
        case Distinct():
            return f"count(DISTINCT {values}){only}"
        case Latest():
            return f"max({values}){only}"
        case Quantile(q=q):
            return f"quantile_cont(CAST({values} AS DOUBLE), {q}){only}"
        case Sum(whole=True):
            return f"CASE WHEN count(*){only} = count({values}){only} THEN sum({values}){only} END"
    return f"sum({values}){only}"


def quota_layer(question: Question, outline: Outline) -> str:
    """Whose quotas count in this question: never two layers added together."""
    layers = outline.quota_layers
    asks_people = "rep" in question.by or any(one.dimension == "rep" for one in question.where)
    if "rep" in layers and (asks_people or "territory" not in layers):
        return "rep"
    return "territory"


def _list(columns: list[str]) -> str:
    return ",\n        ".join(columns) or "1 AS one"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
