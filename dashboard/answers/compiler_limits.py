"""What stands in the brackets of IN: a few texts or many, and the paths that lead through some nodes."""

from collections.abc import Collection, Sequence

from dashboard.access.scope import Scope
from dashboard.answers.statement import Values

_FEW = 8
_FEW_PATHS = 32


def among(members: Collection[str], values: Values, stem: str) -> str:
    """These texts. A few are named one by one: the engine compares them, where it would join a list."""
    if 0 < len(members) <= _FEW:
        return ", ".join(values.put(one, stem) for one in members)
    return f"SELECT unnest({values.put(list(members), stem)}::TEXT[])"


def below(nodes: Collection[str], values: Values, stem: str, side: str = "") -> str:
    """The paths of these nodes and of all below them; of none, none. `side`: the schema of a publication."""
    return _named([nodes], values) or _sought(nodes, values, stem, side)


def _named(limits: Sequence[Collection[str]], values: Values) -> str:
    """A few paths by number, which the engine looks for before it joins anything; "" are many, or none."""
    found = values.paths.below(limits)
    return ", ".join(values.put(one, "path") for one in found) if len(found) <= _FEW_PATHS else ""


def _sought(nodes: Collection[str], values: Values, stem: str, side: str) -> str:
    tree = f"{side}.territory_tree" if side else "territory_tree"
    return f"SELECT path_id FROM {tree} WHERE ancestor_id IN ({among(nodes, values, stem)})"


def opened(scope: Scope, values: Values, side: str = "") -> str:
    """The paths of what a scope opens: below a node of each of its limits."""
    if named := _named(scope.limits, values):
        return named
    first, *others = (_sought(sorted(one), values, "scope", side) for one in scope.limits)
    return " AND ".join([first, *(f"path_id IN ({one})" for one in others)])
