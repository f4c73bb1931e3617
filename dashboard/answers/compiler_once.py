"""The CTEs of the parts of a plan: parts that read the same lines on days of their own read each line once.

Such parts (this year's days and those of the year before) stand in one CTE, which holds the atoms of each
in columns of its own. A line says by a bit for each part whose it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from dashboard.answers.compiler_levels import DEPTH
from dashboard.answers.compiler_parts import PartWriter, indented, is_member, numbered, together
from dashboard.answers.compiler_plan import Part
from dashboard.answers.door import ASKED, Lines, between
from dashboard.answers.routing import Reading, once, route, ways
from dashboard.metrics.kinds import Atom, Count, Distinct
from dashboard.metrics.periods import Period
from dashboard.metrics.rollups import Way


@dataclass(slots=True)
class Written:
    """CTEs, and the columns of each that stand on the spine: named as there if they are `wide`."""

    ctes: list[str] = field(default_factory=list)
    plain: dict[str, Sequence[str]] = field(default_factory=dict)
    wide: dict[str, Sequence[str]] = field(default_factory=dict)


def written(parts: Iterable[Part], members: tuple[str, ...], writer: PartWriter) -> Written:
    """The parts of a plan; for each of some members, if any."""
    found = Written()
    for group in _groups(parts, writer):
        text = _at_once(group, members, writer) if len(group) > 1 else ""
        if text:
            name = f"{group[0].name}_at_once"
            found.ctes.append(f"{name} AS (\n    {text}\n)")
            found.wide[name] = [one.wide(column) for one in group for column in one.columns]
            continue
        for part in group:
            found.ctes.append(writer.part(part, members))
            if part.spine:
                found.plain[part.name] = part.columns
    return found


def _groups(parts: Iterable[Part], writer: PartWriter) -> list[list[Part]]:
    """The parts that read the same lines, each on days of its own; any other stands alone."""
    found: dict[object, list[Part]] = {}
    for part in parts:
        # A total is read under the part's own name.
        shared = part.spine and not part.total and part.mart not in ASKED and writer.has_days(part)
        key = (part.mart, part.within, part.of_lines) if shared else part.name
        found.setdefault(key, []).append(part)
    return list(found.values())


def _at_once(parts: Sequence[Part], members: tuple[str, ...], writer: PartWriter) -> str:
    """A SELECT of what several parts hold, each in columns of its own; empty where it would be another."""
    for part in parts:
        writer.require(part, members)
    atoms = list(dict.fromkeys(atom for part in parts for atom in part.atoms))
    whole = replace(parts[0], atoms=atoms)
    read = [route(writer.wanted(replace(part, atoms=atoms), members), writer.outline) for part in parts]
    how = ways(atoms, read[0])
    if any(ways(atoms, one) != how for one in read):
        return ""
    if not all(_adds_up(atom, how[atom], members) for atom in atoms):
        return ""
    writer.relations.update(dict.fromkeys(reading.relation for one in read for reading in one))
    lines = "\n    UNION ALL\n".join(
        writer.inner(whole, members, one, whose=_whose(one, read, writer), among=among)
        for one, among in _together(once(read), writer)
    )
    columns = [
        f"{_of_bit(atom, f'v{atoms.index(atom) + 1}', how[atom], 1 << at, members)} AS {part.wide(f'a{n}')}"
        for at, part in enumerate(parts)
        for n, atom in enumerate(part.atoms, 1)
    ]
    keys = [*writer.levels.keys, *numbered("e", len(members))]
    select = ",\n        ".join([*keys, *columns, f"{writer.levels.depth} AS {DEPTH}"])
    grouped = writer.levels.group(*numbered("e", len(members)))
    return f"SELECT\n        {select}\n    FROM (\n{indented(lines)}\n    )\n    {grouped}".rstrip()


def _together(readings: Iterable[Reading], writer: PartWriter) -> Iterator[tuple[Reading, str]]:
    """The readings, those of one rollup by month as one with what limits it: its months lie by territory."""
    for _, group in groupby(readings, key=lambda one: one.relation):
        ones = list(group)
        if not ones[0].monthly or len(ones) == 1:
            yield from ((one, "") for one in ones)
            continue
        days = [one.days for one in ones if one.days]
        whole = Period(days[0].start, days[-1].end)
        among = " OR ".join(between(Lines(ones[0], "today").own_day, one, writer.values) for one in days)
        yield replace(ones[0], days=whole), f"({among})"


def _adds_up(atom: Atom, way: Way, members: tuple[str, ...]) -> bool:
    """Whether an atom of some of the lines is what a part of these alone would have, of none of them too.

    A count would be none, and not absent; bitmaps are put together by block.
    """
    counts = isinstance(atom, Distinct | Count) and way == "plain"
    return way != "bits" and (not counts or is_member(atom, members))


def _of_bit(atom: Atom, values: str, way: Way, bit: int, members: tuple[str, ...]) -> str:
    """The atom of the lines that have a bit."""
    if is_member(atom, members):
        return f"CAST(bit_or(CASE WHEN {values} IS NOT NULL THEN whose END) & {bit} > 0 AS BIGINT)"
    return together(atom, values, way, f"whose & {bit} > 0")


def _whose(reading: Reading, read: Sequence[Sequence[Reading]], writer: PartWriter) -> str:
    """The bits of a line of the reading."""
    day, always, sometimes = Lines(reading, "today").own_day, 0, list[str]()
    for at, one in enumerate(read):
        for own in one:
            if own.days is None or not reading.covers(own):
                continue
            if own.covers(reading):
                always |= 1 << at
            else:
                within = between(day, own.days, writer.values)
                sometimes.append(f"CASE WHEN {within} THEN {1 << at} ELSE 0 END")
    return " + ".join([*([str(always)] if always or not sometimes else []), *sometimes])
