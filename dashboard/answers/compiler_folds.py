"""The CTEs of one fold: its members with what each of its parts holds of them, and all of them together.

A member's parts are aggregated by the question's keys and by the member, and for the total by the
member alone; so the total is folded from members, and never from rows. Parts that read the same lines
on days of their own (who bought now, and within two years before) read them together, each line once.
"""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.answers.compiler_formulas import folded
from dashboard.answers.compiler_levels import DEPTH
from dashboard.answers.compiler_parts import PartWriter, indented, is_member, numbered, together
from dashboard.answers.compiler_plan import MEMBER, Fold, Part, stacked
from dashboard.answers.door import ASKED, DAY, HELD, PAIRED, Lines, between
from dashboard.answers.routing import Reading, once, route, ways
from dashboard.metrics.kinds import Atom, Count, Distinct
from dashboard.metrics.rollups import Way


def fold(one: Fold, writer: PartWriter) -> list[str]:
    """All CTEs of a fold; the last bears its name."""
    parts, rows = one.plan.parts, numbered("k", len(writer.by))
    keys = [*rows, *numbered("e", len(one.plan.members)), DEPTH]
    spine = f"{one.name}_member"
    members, ctes = _at_once(parts, one.plan.members, writer), list[str]()
    if not members:
        ctes = [writer.part(part, one.plan.members) for part in parts]
        members = stacked(keys, {part.name: part.columns for part in parts})
    grouped = [f"{MEMBER}.{key}" for key in [*rows, DEPTH]]
    folds = [f"{folded(one.plan, *wanted)} AS f{n}" for n, wanted in enumerate(one.wanted, 1)]
    select = ",\n        ".join([*grouped, *folds])
    body = f"SELECT\n        {select}\n    FROM {spine} AS {MEMBER}\n    GROUP BY {', '.join(grouped)}"
    return [*ctes, f"{spine} AS (\n    {members}\n)", f"{one.name} AS (\n    {body}\n)"]


def _at_once(parts: Sequence[Part], members: tuple[str, ...], writer: PartWriter) -> str:
    """A SELECT of what several parts hold of the same members, each in columns of its own.

    A line says by a bit for each part whose it is. Empty where the parts are unlike.
    """
    if len(parts) < 2 or any(not _alike(part, parts[0]) for part in parts):
        return ""
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
        writer.inner(whole, members, reading, whose=_whose(reading, read, writer)) for reading in once(read)
    )
    columns = [
        f"{_of_bit(atom, f'v{atoms.index(atom) + 1}', how[atom], 1 << at, members)} AS {part.name}_a{n}"
        for at, part in enumerate(parts)
        for n, atom in enumerate(part.atoms, 1)
    ]
    keys = numbered("e", len(members))
    select = ",\n        ".join([*writer.levels.keys, *keys, *columns, f"{writer.levels.depth} AS {DEPTH}"])
    return f"SELECT\n        {select}\n    FROM (\n{indented(lines)}\n    )\n    {writer.levels.group(*keys)}"


def _alike(one: Part, other: Part) -> bool:
    """Whether two parts read the same lines, on days of their own."""
    own = one.span not in PAIRED and one.span != "whole" and one.mart not in HELD and one.mart not in ASKED
    lines = (one.mart, one.within, one.of_lines) == (other.mart, other.within, other.of_lines)
    return own and lines and bool(DAY[one.mart])


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
    return " + ".join([str(always), *sometimes])
