"""The CTEs of one fold: its members with what each of its parts holds of them, and all of them together.

A member's parts are aggregated by the question's keys and by the member, and for the total by the
member alone; so the total is folded from members, and never from rows.
"""

from dashboard.answers.compiler_formulas import folded
from dashboard.answers.compiler_levels import DEPTH
from dashboard.answers.compiler_once import written
from dashboard.answers.compiler_parts import PartWriter, numbered
from dashboard.answers.compiler_plan import MEMBER, Fold, stacked


def fold(one: Fold, writer: PartWriter) -> list[str]:
    """All CTEs of a fold; the last bears its name."""
    rows = numbered("k", len(writer.by))
    keys = [*rows, *numbered("e", len(one.plan.members)), DEPTH]
    spine = f"{one.name}_member"
    parts = written(one.plan.parts, one.plan.members, writer)
    members = stacked(keys, parts.plain, parts.wide)
    grouped = [f"{MEMBER}.{key}" for key in [*rows, DEPTH]]
    folds = [f"{folded(one.plan, *wanted)} AS f{n}" for n, wanted in enumerate(one.wanted, 1)]
    select = ",\n        ".join([*grouped, *folds])
    body = f"SELECT\n        {select}\n    FROM {spine} AS {MEMBER}\n    GROUP BY {', '.join(grouped)}"
    return [*parts.ctes, f"{spine} AS (\n    {members}\n)", f"{one.name} AS (\n    {body}\n)"]
