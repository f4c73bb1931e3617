"""The CTE of one part: its lines under the scope, and its atoms by the question's keys and in total.

The inner SELECT gives each line its keys `k1..kn` and the value `v1..vn` of each atom; the outer
one puts the lines together. What is put together twice is the same as put together once, so the
lines may come from several relations.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.access.scope import Scope
from dashboard.answers.compiler_plan import Part
from dashboard.answers.door import CARRIES, DAY, Lines, lines, quoted, require_no_time, shift_mode
from dashboard.answers.routing import Reading, Wanted, route, ways
from dashboard.answers.statement import Values
from dashboard.errors import NotUnderstood
from dashboard.metrics.kinds import Atom, Dimension, Distinct, Latest
from dashboard.metrics.periods import Period, twelve_months
from dashboard.metrics.question import Outline, Question
from dashboard.metrics.rollups import Held, Way

DEPTH = "depth"
_MONTH = 31
_ONLY = {
    "": "",
    "costed": "line.cost_amount IS NOT NULL",
    # A return is no purchase; without quantities, a positive amount is one.
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
    relations: dict[str, None] = field(default_factory=dict)
    folded: bool = False

    def part(self, part: Part) -> str:
        """One CTE: a mart's atoms by the question's keys, and in total."""
        readings = route(self._wanted(part), self.outline)
        self.relations.update(dict.fromkeys(reading.relation for reading in readings))
        how = ways(part.atoms, readings)
        inner = "\n    UNION ALL\n".join(
            self._inner(part, reading, "bits" in how.values()) for reading in readings
        )
        keys = [f"k{n}" for n in range(1, len(self.by) + 1)]
        if "bits" in how.values():
            self.folded = True
            return f"{part.name} AS (\n{_folded(part, keys, how, inner)}\n)"
        outer = [f"{together(atom, f'v{n}', how[atom])} AS a{n}" for n, atom in enumerate(part.atoms, 1)]
        select = ", ".join([*keys, *outer, f"{depth(len(keys))} AS {DEPTH}"])
        body = f"    SELECT {select}\n    FROM (\n{_indented(inner)}\n    )\n    {sets(len(keys))}"
        return f"{part.name} AS (\n{body.rstrip()}\n)"

    def _wanted(self, part: Part) -> Wanted:
        limits = [self.known[one.dimension] for one in self.question.where]
        return Wanted(
            part.mart,
            self._days(part),
            tuple(one for one in (*self.by, *limits) if one.group in CARRIES[part.mart]),
            tuple(part.atoms),
            part.span != "prior" or shift_mode(self.question) in self.outline.month_modes,
        )

    def _days(self, part: Part) -> Period | None:
        """The days that a part is about; of a comparison, the later ones."""
        period, outline = self.question.period, self.outline
        if not DAY[part.mart]:
            return None
        if part.span == "trailing":
            require_no_time(self.by, ", ".join(self.question.measures))
            return twelve_months(min(period.end, outline.through))
        if part.span == "whole":
            years = outline.cut.year(period.start), outline.cut.year(period.end)
            return None if self.by_quota_period() else Period(years[0].start, years[1].end)
        return period

    def _inner(self, part: Part, reading: Reading, blocks: bool) -> str:
        """The lines of one reading: their keys and values."""
        found = lines(part.mart, self.question, self.scope, self.values, self.known, part.span, reading)
        if part.span == "prior":
            self._limit_to_reach(found)
        if part.mart == "quota_day":
            self._limit_to_layer(found)
        keys = self._whole_keys(found) if part.span == "whole" else [found.key(one) for one in self.by]
        columns = [f"{key} AS k{n}" for n, key in enumerate(keys, 1)]
        columns += ["line.block"] if blocks else []
        columns += [f"{value(atom, reading.held(atom))} AS v{n}" for n, atom in enumerate(part.atoms, 1)]
        return f"    SELECT\n        {_list(columns)}\n    {found.text()}"

    def _limit_to_reach(self, found: Lines) -> None:
        """Skip what no pairing of days reaches: the pairing itself comes too late for the scan."""
        reading = found.reading
        slack = 2 * _MONTH if reading.monthly else 0
        for mode, least, most in self.outline.shifts:
            if mode == shift_mode(self.question) and reading.days:
                start = reading.days.start - dt.timedelta(days=most + slack)
                end = reading.days.end - dt.timedelta(days=least - slack)
                first, last = self.values.put(start, "reach"), self.values.put(end, "reach")
                found.limits.append(f"{found.own_day} BETWEEN {first} AND {last}")

    def _limit_to_layer(self, found: Lines) -> None:
        layer = self.values.put(quota_layer(self.question, self.outline), "layer")
        found.limits += [f"line.layer = {layer}", "line.measure = 'net_sales'"]

    def _whole_keys(self, found: Lines) -> list[str]:
        """Keys of the whole quota: time gives way to the fiscal year (or quota period) around it."""
        if self.by_quota_period():
            # The whole periods that the range touches; the others are nobody's question.
            period = self.question.period
            start, end = self.values.put(period.start, "from"), self.values.put(period.end, "to")
            touched = f"SELECT quota_period FROM quota_day WHERE day BETWEEN {start} AND {end}"
            found.limits.append(f"line.quota_period IN ({touched})")
            return [found.key(one) for one in self.by]
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


def value(atom: Atom, held: Held | None = None) -> str:
    """What one line named `line` gives to the atom; NULL where it gives nothing."""
    column = f"line.{quoted(held.column if held else atom.column)}"
    only = f"line.{held.only} IS NOT NULL" if held and held.only else "" if held else _ONLY[atom.only]
    return f"CASE WHEN {only} THEN {column} END" if only else column


def together(atom: Atom, values: str, way: Way = "plain") -> str:
    """The atom from the values of its lines."""
    if way == "bits":
        return f"bit_or({values})"
    if way == "counts":
        return f"CAST(sum({values}) AS BIGINT)"
    if isinstance(atom, Distinct):
        return f"count(DISTINCT {values})"
    return f"max({values})" if isinstance(atom, Latest) else f"sum({values})"


def _folded(part: Part, keys: list[str], how: Mapping[Atom, Way], inner: str) -> str:
    """The atoms where some are bitmaps of blocks: each block put together first, then counted."""
    first = [f"{together(atom, f'v{n}', how[atom])} AS a{n}" for n, atom in enumerate(part.atoms, 1)]
    select = ", ".join([*keys, "block", *first, f"{depth(len(keys))} AS {DEPTH}"])
    named = ", ".join([*keys, "block"])
    group = f"GROUPING SETS (({named}), (block))" if keys else "block"
    blocks = f"    SELECT {select}\n    FROM (\n{_indented(inner)}\n    )\n    GROUP BY {group}"
    outer = [f"{_over_blocks(atom, f'a{n}', how[atom])} AS a{n}" for n, atom in enumerate(part.atoms, 1)]
    last = [DEPTH] if keys else [f"0 AS {DEPTH}"]
    body = f"    SELECT {', '.join([*keys, *outer, *last])}\n    FROM (\n{_indented(blocks)}\n    )"
    return body + (f"\n    GROUP BY {', '.join([*keys, DEPTH])}" if keys else "")


def _over_blocks(atom: Atom, values: str, way: Way) -> str:
    if way == "bits":
        return f"coalesce(CAST(sum(bit_count({values})) AS BIGINT), 0)"
    return together(atom, values, way)


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
