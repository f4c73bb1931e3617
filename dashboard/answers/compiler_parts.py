"""The CTE of one part: its lines under the scope, and its atoms by the question's keys and in total.

The inner SELECT gives each line its keys `k1..kn` and the value `v1..vn` of each atom; the outer
one puts the lines together. What is put together twice is the same as put together once, so the
lines may come from several relations.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.access.scope import Scope
from dashboard.answers.compiler_kept import Kept
from dashboard.answers.compiler_levels import DEPTH, Levels
from dashboard.answers.compiler_moments import time_keys
from dashboard.answers.compiler_plan import Part
from dashboard.answers.door import (
    CARRIES,
    DAY,
    HELD,
    OWN_TIME,
    PAIRED,
    Lines,
    Span,
    carries,
    lines,
    pairing,
    quoted,
    require_no_time,
)
from dashboard.answers.paid import MART, require_sums
from dashboard.answers.pairs import UNKNOWN_PAIRS, Pairs
from dashboard.answers.routing import Reading, Wanted, route, ways, within_a_year
from dashboard.answers.spans import days_of
from dashboard.answers.statement import Values
from dashboard.errors import NotUnderstood
from dashboard.metrics.kinds import Atom, Count, Dimension, Distinct, Latest, Quantile, Sum
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Outline, Question
from dashboard.metrics.rollups import BY_NAME, Held, Way

_MONTH = 31
# A return is no purchase; without quantities, a positive amount is one.
_BOUGHT = "line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0"
ONLY = {
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
    "won": "line.outcome = 'won'",
    "lost": "line.outcome = 'lost'",
    "decided": "line.outcome IN ('won', 'lost')",
    # Open when the days asked end, and promised for a later day by then.
    "slipped": "(line.closed_on IS NULL OR line.closed_on > asked.finish) AND list_last("
    "list_filter(line.dues, lambda one: one.set_on <= asked.finish)).due_on > asked.finish",
    "visit": "line.kind IN ('visit', '?')",
    "field_visit": "line.kind IN ('visit', '?') AND line.in_field",
    "lead": "line.source != '?'",
    "lead_won": "line.source != '?' AND line.won_in_time",
    "planned": "line.planned > 0",
    # What lies where nobody below works is no part of a comparison between territories.
    "at_workplace": "line.territory_today IN (SELECT territory_today FROM workplace)",
    "reached": "line.planned > 0 AND line.contacts > 0",
    "with_own_sales": "line.own_sales IS NOT NULL",
    "compared": "line.own_sales IS NOT NULL AND line.own_sales_before IS NOT NULL",
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
    levels: Levels
    people: bool = False
    kept: tuple[Kept, ...] = ()
    relations: dict[str, None] = field(default_factory=dict)
    pairs: Pairs = UNKNOWN_PAIRS

    def part(self, part: Part, members: tuple[str, ...] = ()) -> str:
        """One CTE: a mart's atoms by the question's keys, and in total; for each of some members, if any."""
        self.require(part, members)
        readings = route(self.wanted(part, members), self.outline)
        self.relations.update(dict.fromkeys(reading.relation for reading in readings))
        how = ways(part.atoms, readings)
        inner = "\n    UNION ALL\n".join(
            self.inner(part, members, reading, "bits" in how.values()) for reading in readings
        )
        keys = [*self.levels.keys, *numbered("e", len(members))]
        if "bits" in how.values():
            return f"{part.name} AS (\n{self._of_blocks(part, keys, how, inner)}\n)"
        outer = [
            f"{self._at_levels(part, atom, n, how[atom], members)} AS a{n}"
            for n, atom in enumerate(part.atoms, 1)
        ]
        select = ", ".join([*keys, *outer, f"{self.levels.depth} AS {DEPTH}"])
        grouped = self.levels.group(*numbered("e", len(members)))
        body = f"    SELECT {select}\n    FROM (\n{indented(inner)}\n    )\n    {grouped}"
        return f"{part.name} AS (\n{body.rstrip()}\n)"

    def _at_levels(self, part: Part, atom: Atom, n: int, way: Way, members: tuple[str, ...]) -> str:
        """The atom; of a stock, never added up over time, as it was at the end where time is left out."""
        if is_member(atom, members):
            return f"CAST(count(v{n}) > 0 AS BIGINT)"
        plain = together(atom, f"v{n}", way)
        times, cases = time_keys(self.by), []
        for end, kept in enumerate(self._ends(part.mart), 1):
            when = " AND ".join(f"grouping({key}) = {int(key not in kept)}" for key in times)
            cases.append(f"WHEN {when} THEN {together(atom, f'v{n}', where=f'end{end}')}")
        return f"CASE {' '.join(cases)} ELSE {plain} END" if cases else plain

    def _ends(self, mart: str) -> list[tuple[str, ...]]:
        return self.levels.lacking(list(time_keys(self.by))) if HELD.get(mart) == "last" else []

    def _of_blocks(self, part: Part, keys: list[str], how: Mapping[Atom, Way], inner: str) -> str:
        """The atoms where some are bitmaps of blocks: each block put together first, then counted."""
        first = [f"{together(atom, f'v{n}', how[atom])} AS a{n}" for n, atom in enumerate(part.atoms, 1)]
        select = ", ".join([*keys, "block", *first, f"{self.levels.depth} AS {DEPTH}"])
        members = keys[len(self.levels.keys) :]
        grouped = self.levels.group(*members, "block")
        blocks = f"    SELECT {select}\n    FROM (\n{indented(inner)}\n    )\n    {grouped}"
        outer = [f"{_over_blocks(atom, f'a{n}', how[atom])} AS a{n}" for n, atom in enumerate(part.atoms, 1)]
        last = [DEPTH] if keys else [f"0 AS {DEPTH}"]
        if keys and not members:
            # Without lines there is no block, but there is a total, of nobody.
            blocks += f"\n    UNION ALL BY NAME\n    SELECT 0 AS {DEPTH}"
        body = f"    SELECT {', '.join([*keys, *outer, *last])}\n    FROM (\n{indented(blocks)}\n    )"
        return body + (f"\n    GROUP BY {', '.join([*keys, DEPTH])}" if keys else "")

    def needs_lines(self, part: Part, members: tuple[str, ...]) -> bool:
        """Whether no rollup can give the atoms of a part, of a mart that has some."""
        if not any(BY_NAME[name].mart == part.mart for name, _ in self.outline.rollups if name in BY_NAME):
            return False
        return not any(reading.rollup for reading in route(self.wanted(part, members), self.outline))

    def wanted(self, part: Part, members: tuple[str, ...]) -> Wanted:
        """What a part reads."""
        used = (*self._used(part), *(self.known[one] for one in members))
        earlier = self._earlier(part)
        paired = part.span in PAIRED and earlier is None
        days = earlier or days_of(part.span, self.question, self.outline)
        return Wanted(
            part.mart,
            days if DAY[part.mart] else None,
            tuple(one for one in used if carries(part.mart, one)),
            tuple(part.atoms),
            not paired or pairing(self.question, part.span).mode in self.outline.month_modes,
            paired,
        )

    def _used(self, part: Part) -> tuple[Dimension, ...]:
        """The dimensions by which its lines are told apart or limited."""
        limits = [self.known[one.dimension] for one in (*self.question.where, *part.within)]
        return (*self.by, *limits, *(dimension for one in self.kept for dimension in one.dimensions))

    def has_days(self, part: Part) -> bool:
        """Whether a part reads the lines of some days, and nothing hangs on what these stand against."""
        if part.mart in HELD or not DAY[part.mart] or part.span == "whole":
            return False
        return part.span not in PAIRED or self._earlier(part) is not None

    def _earlier(self, part: Part) -> Period | None:
        """The earlier days of a part where they are read as they are: nothing is about the later ones."""
        if part.span not in PAIRED or part.mart in HELD:
            return None
        if any(one.group == "time" for one in self._used(part)):
            return None
        against = pairing(self.question, part.span)
        return against.days or self.pairs.earlier(against.mode, self.question.period)

    def require(self, part: Part, members: tuple[str, ...]) -> None:
        """Refuse days of their own in rows by time, limits that lines do not carry, pay beyond the scope."""
        self._require_known(part)
        if part.span not in OWN_TIME:
            require_no_time(self.by, ", ".join(self.question.measures))
        if part.mart == MART:
            require_sums(self.scope, [self.known[one] for one in members])

    def _require_known(self, part: Part) -> None:
        """Refuse a limit within a formula that the lines do not carry: it would limit nothing, unsaid."""
        for one in part.within:
            if not carries(part.mart, self.known[one.dimension]):
                raise NotUnderstood(
                    "ask.do_not_meet", measure=", ".join(self.question.measures), dimension=one.dimension,
                    groups=", ".join(sorted(CARRIES[part.mart])),
                )  # fmt: skip

    def inner(
        self,
        part: Part,
        members: tuple[str, ...],
        reading: Reading,
        blocks: bool = False,
        whose: str = "",
        among: str = "",
    ) -> str:
        """The lines of one reading (or `among` its days): keys, members, values, and `whose` they are."""
        asked, paired = self.question.narrowed(*part.within), part.span in PAIRED and not self.has_days(part)
        found = lines(
            reading, asked, self.scope, self.values, self.known, part.span if paired else "now",
            through=self.outline.through,
        )  # fmt: skip
        limit_to_layer(
            found, self.question, self.outline, self.values, people=self.people or "rep" in members
        )
        if not paired and not found.source:
            found.source = within_a_year(reading, self.outline)
        found.limits += [among] if among else []
        if paired and part.mart not in HELD:
            self._limit_to_reach(found, part.span)
        keys = self._whole_keys(found) if part.span == "whole" else [found.key(one) for one in self.by]
        columns = [f"{key} AS k{n}" for n, key in enumerate(self._kept(found, keys), 1)]
        columns += [f"{key} AS e{n}" for n, key in enumerate(_members(found, self.known, members), 1)]
        columns += ["line.block"] if blocks else []
        columns += [f"moment.{end}" for end in numbered("end", len(self._ends(part.mart)))]
        columns += [f"{value(atom, reading.held(atom))} AS v{n}" for n, atom in enumerate(part.atoms, 1)]
        columns += [f"{whose} AS whose"] if whose else []
        return f"    SELECT\n        {_list(columns)}\n    {found.text()}"

    def _kept(self, found: Lines, keys: list[str]) -> list[str]:
        """The keys of what a bound or the first few keep; the other lines are left out, or stand together."""
        for one in self.kept:
            own = [found.key(dimension) for dimension in one.dimensions]
            if one.rest:
                at = [dimension.key for dimension in self.by].index(one.rest)
                keys = [one.key(key, own) if n == at else key for n, key in enumerate(keys)]
            else:
                found.limits.append(one.among(own))
        return keys

    def _limit_to_reach(self, found: Lines, span: Span) -> None:
        """Skip what no pairing of days reaches: the pairing itself comes too late for the scan."""
        reading = found.reading
        slack = 2 * _MONTH if reading.monthly else 0
        for mode, least, most in self.outline.shifts:
            if mode == pairing(self.question, span).mode and reading.days:
                start = reading.days.start - dt.timedelta(days=most + slack)
                end = reading.days.end - dt.timedelta(days=least - slack)
                first, last = self.values.put(start, "reach"), self.values.put(end, "reach")
                found.limits.append(f"{found.own_day} BETWEEN {first} AND {last}")

    def _whole_keys(self, found: Lines) -> list[str]:
        """Keys of the whole quota: time gives way to the fiscal year (or quota period) around it."""
        if self._by_quota_period():
            # The whole periods that the range touches; the others are nobody's question.
            period = self.question.period
            start, end = self.values.put(period.start, "from"), self.values.put(period.end, "to")
            touched = f"SELECT quota_period FROM quota_day WHERE day BETWEEN {start} AND {end}"
            found.limits.append(f"line.quota_period IN ({touched})")
            return [found.key(one) for one in self.by]
        year = self.known["fiscal_year"]
        return [found.key(year if one.group == "time" else one) for one in self.by]

    def _by_quota_period(self) -> bool:
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
    if found.reading.mart in ("quota_day", "quota_pace"):
        layer = values.put(quota_layer(question, outline, people), "layer")
        found.limits += [f"line.layer = {layer}", "line.measure = 'net_sales'"]
    elif found.reading.mart == "quota_layers":
        found.limits += ["line.layer IN ('rep', 'territory')", "line.measure = 'net_sales'"]


def _members(found: Lines, known: dict[str, Dimension], members: tuple[str, ...]) -> list[str]:
    """The keys of the members of a fold; the unknown is none of them."""
    keys = [found.key(known[one]) for one in members]
    found.limits += [f"{key} != '?'" for key in keys]
    return keys


def is_member(atom: Atom, members: tuple[str, ...]) -> bool:
    """Whether it counts the different values of what each row is one of: there is one, or none."""
    return isinstance(atom, Distinct) and atom.column in {f"{member}_id" for member in members}


def numbered(letter: str, width: int) -> list[str]:
    """The names of so many columns."""
    return [f"{letter}{n}" for n in range(1, width + 1)]


def value(atom: Atom, held: Held | None = None) -> str:
    """What one line named `line` gives to the atom; NULL where it gives nothing."""
    column = "1" if isinstance(atom, Count) else f"line.{quoted(held.column if held else atom.column)}"
    only = f"line.{held.only} IS NOT NULL" if held and held.only else "" if held else ONLY[atom.only]
    return f"CASE WHEN {only} THEN {column} END" if only else column


def together(atom: Atom, values: str, way: Way = "plain", where: str = "") -> str:
    """The atom from the values of its lines; `where` limits which."""
    only = f" FILTER (WHERE {where})" if where else ""
    if way == "bits":
        return f"bit_or({values})"
    if way == "counts":
        return f"CAST(sum({values}){only} AS BIGINT)"
    match atom:
        case Distinct():
            return f"count(DISTINCT {values}){only}"
        case Count():
            return f"count({values}){only}"
        case Latest():
            return f"max({values}){only}"
        case Quantile(q=q):
            return f"quantile_cont(CAST({values} AS DOUBLE), {q}){only}"
        case Sum(whole=True):
            return f"CASE WHEN count(*){only} = count({values}){only} THEN sum({values}){only} END"
    return f"sum({values}){only}"


def _over_blocks(atom: Atom, values: str, way: Way) -> str:
    if way == "bits":
        return f"coalesce(CAST(sum(bit_count({values})) AS BIGINT), 0)"
    return together(atom, values, way)


def quota_layer(question: Question, outline: Outline, people: bool) -> str:
    """Whose quotas count in this question: never two layers added together."""
    layers = outline.quota_layers
    asks_people = people or "rep" in question.by or any(one.dimension == "rep" for one in question.where)
    if "rep" in layers and (asks_people or "territory" not in layers):
        return "rep"
    return "territory"


def _list(columns: list[str]) -> str:
    return ",\n        ".join(columns) or "1 AS one"


def indented(text: str) -> str:
    """A text, each line of it four blanks further in."""
    return "\n".join(f"    {line}" for line in text.splitlines())
