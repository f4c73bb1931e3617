"""What stands in the brackets of IN: a few texts or many, and the paths that lead through some nodes."""

from collections.abc import Collection

from dashboard.answers.statement import Values

_FEW = 8


def among(members: Collection[str], values: Values, stem: str) -> str:
    """These texts. A few are named one by one: the engine compares them, where it would join a list."""
    if 0 < len(members) <= _FEW:
        return ", ".join(values.put(one, stem) for one in members)
    return f"SELECT unnest({values.put(list(members), stem)}::TEXT[])"


def below(nodes: Collection[str], values: Values, stem: str) -> str:
    """The paths of these nodes and of all below them; of none, none."""
    return f"SELECT path_id FROM territory_tree WHERE ancestor_id IN ({among(nodes, values, stem)})"
