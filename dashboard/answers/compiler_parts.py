"""The CTE of one part: its lines under the scope, and its atoms by the question's keys and in total.

The inner SELECT gives each line its keys `k1..kn` and the value `v1..vn` of each atom; the outer
one puts the lines together. What is put together twice is the same as put together once, so the
lines may come from several relations.
"""

from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.compiler_plan import Part
from dashboard.answers.door import OWN_TIME, Lines, Span, lines, quoted, require_no_time
from dashboard.answers.spans import days_of
from dashboard.answers.statement import Values
from dashboard.errors import NotUnderstood
from dashboard.metrics.kinds import Atom, Count, Dimension, Distinct, Latest, Quantile
from dashboard.metrics.question import Outline, Question

DEPTH = "depth"
# A return is no purchase; without quantities, a positive amount is one.
_BOUGHT = "line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0"
_ONLY = {
    "": "",
    "costed": "line.cost_amount IS NOT NULL",
    "bought": _BOUGHT,
    "bought_by_owned": f"{_BOUGHT} AND line.territory_today != '?'",
    "measured": "line.quantity IS NOT NULL",
    "listed": "line.list_amount IS NOT NULL",
    "with_launch": "line.newly_launched IS NOT NULL",
    "newly_launched": "line.newly_launched",
    "with_floor": "line.floor_amount IS NOT NULL",
    "below_floor": "line.net_amount < line.floor_amount",
    "of_people": "line.layer = 'rep'",
    "of_territories": "line.layer = 'territory'",
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

    def part(self, part: Part, members: tuple[str, ...] = ()) -> str:
        """One CTE: a mart's atoms by the question's keys, and in total; for each of some members, if any."""
        found = lines(part.mart, self.question, self.scope, self.values, self.known, part.span)
        limit_to_layer(found, self.question, self.outline, self.values, people="rep" in members)
        limit_to_days(part.span, found, self.question, self.outline, self.values)
        if part.span not in OWN_TIME:
            require_no_time(self.by, ", ".join(self.question.measures))
        keys = self._whole_keys(found) if part.span == "whole" else [found.key(one) for one in self.by]
        inner = [f"{key} AS k{n}" for n, key in enumerate(keys, 1)]
        inner += [f"{key} AS e{n}" for n, key in enumerate(_members(found, self.known, members), 1)]
        inner += [f"{value(atom)} AS v{n}" for n, atom in enumerate(part.atoms, 1)]
        outer = [*numbered("k", len(keys)), *numbered("e", len(members))]
        outer += [f"{together(atom, f'v{n}')} AS a{n}" for n, atom in enumerate(part.atoms, 1)]
        select = ", ".join([*outer, f"{depth(len(keys))} AS {DEPTH}"])
        source = f"    SELECT\n        {_list(inner)}\n    {found.text()}"
        grouped = sets(len(keys), len(members))
        body = f"    SELECT {select}\n    FROM (\n{_indented(source)}\n    )\n    {grouped}"
        return f"{part.name} AS (\n{body.rstrip()}\n)"

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


def limit_to_layer(
    found: Lines, question: Question, outline: Outline, values: Values, *, people: bool
) -> None:
    """Keep the quotas of one layer, or of the two that are compared; nothing to do for other marts."""
    if found.mart == "quota_day":
        layer = values.put(quota_layer(question, outline, people), "layer")
        found.limits += [f"line.layer = {layer}", "line.measure = 'net_sales'"]
    elif found.mart == "quota_layers":
        found.limits += ["line.layer IN ('rep', 'territory')", "line.measure = 'net_sales'"]


def limit_to_days(span: Span, found: Lines, question: Question, outline: Outline, values: Values) -> None:
    """Keep the lines of the span's days, where the door has left that open."""
    period = days_of(span, question, outline)
    if period is None:
        return
    found.limits.append(
        f"{found.day} BETWEEN {values.put(period.start, 'from')} AND {values.put(period.end, 'to')}"
    )


def _members(found: Lines, known: dict[str, Dimension], members: tuple[str, ...]) -> list[str]:
    """The keys of the members of a fold; the unknown is none of them."""
    keys = [found.key(known[one]) for one in members]
    found.limits += [f"{key} != '?'" for key in keys]
    return keys


def numbered(letter: str, width: int) -> list[str]:
    """The names of so many columns."""
    return [f"{letter}{n}" for n in range(1, width + 1)]


def sets(width: int, members: int = 0) -> str:
    """GROUP BY all keys, and by none for the total, each with the members; nothing where there is neither."""
    keys, each = numbered("k", width), numbered("e", members)
    if not keys:
        return f"GROUP BY {', '.join(each)}" if each else ""
    return f"GROUP BY GROUPING SETS (({', '.join([*keys, *each])}), ({', '.join(each)}))"


def depth(width: int) -> str:
    """How many of the keys a row is about: all of them, or none in the total."""
    return " - ".join([str(width), *(f"grouping(k{n})" for n in range(1, width + 1))])


def value(atom: Atom) -> str:
    """What one line named `line` gives to the atom; NULL where it gives nothing."""
    column = "1" if isinstance(atom, Count) else f"line.{quoted(atom.column)}"
    return f"CASE WHEN {_ONLY[atom.only]} THEN {column} END" if atom.only else column


def together(atom: Atom, values: str) -> str:
    """The atom from the values of its lines."""
    match atom:
        case Distinct():
            return f"count(DISTINCT {values})"
        case Count():
            return f"count({values})"
        case Latest():
            return f"max({values})"
        case Quantile(q=q):
            return f"quantile_cont(CAST({values} AS DOUBLE), {q})"
    return f"sum({values})"


def quota_layer(question: Question, outline: Outline, people: bool) -> str:
    """Whose quotas count in this question: never two layers added together."""
    layers = outline.quota_layers
    asks_people = people or "rep" in question.by or any(one.dimension == "rep" for one in question.where)
    if "rep" in layers and (asks_people or "territory" not in layers):
        return "rep"
    return "territory"


def _list(columns: list[str]) -> str:
    return ",\n        ".join(columns) or "1 AS one"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
