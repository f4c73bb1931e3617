"""The CTEs of one fold: its members' parts, the members that any part knows, and all of them together.

A member's parts are aggregated by the question's keys and by the member, and for the total by the
member alone; so the total is folded from members, and never from rows.
"""

from dashboard.answers.compiler_formulas import folded
from dashboard.answers.compiler_levels import DEPTH
from dashboard.answers.compiler_parts import PartWriter, numbered
from dashboard.answers.compiler_plan import Fold


def fold(one: Fold, writer: PartWriter) -> list[str]:
    """All CTEs of a fold; the last bears its name."""
    parts, wide, long = one.plan.parts, len(writer.by), len(one.plan.members)
    keys = [*numbered("k", wide), *numbered("e", long), DEPTH]
    spine = f"{one.name}_member"
    unions = "\n    UNION\n    ".join(f"SELECT {', '.join(keys)} FROM {part.name}" for part in parts)
    joins = "".join(f"\n    LEFT JOIN {part.name} ON {_same(part.name, keys)}" for part in parts)
    grouped = [f"member.{key}" for key in [*numbered("k", wide), DEPTH]]
    folds = [f"{folded(one.plan, *wanted)} AS f{n}" for n, wanted in enumerate(one.wanted, 1)]
    select = ",\n        ".join([*grouped, *folds])
    body = f"SELECT\n        {select}\n    FROM {spine} AS member{joins}\n    GROUP BY {', '.join(grouped)}"
    ctes = [writer.part(part, one.plan.members) for part in parts]
    return [*ctes, f"{spine} AS (\n    {unions}\n)", f"{one.name} AS (\n    {body}\n)"]


def _same(part: str, keys: list[str]) -> str:
    return " AND ".join(
        f"{part}.{key} {'IS NOT DISTINCT FROM' if key.startswith('k') else '='} member.{key}" for key in keys
    )
