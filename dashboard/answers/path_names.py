"""Whose path a number of a statement is: scopes are compiled to numbers, which say nothing to a reader."""

from collections.abc import Mapping

from dashboard.access.scope import Scope
from dashboard.answers.reports import report
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Shelf

_STEM = "path"


def path_names(statement: Statement, scope: Scope, shelf: Shelf) -> Mapping[str, str]:
    """By the names of a statement's values the territories whose paths they number, as far as a scope opens
    these.
    """
    numbers = {name: one for name, one in statement.parameters.items() if name.startswith(_STEM)}
    if not scope.everything:
        opened = set(shelf.paths.below(scope.limits))
        numbers = {name: one for name, one in numbers.items() if one in opened}
    if not numbers:
        return {}
    known = {at: str(label) for at, label in report("path_names", shelf, paths=[*numbers.values()])}
    return {name: known[one] for name, one in numbers.items() if one in known}
