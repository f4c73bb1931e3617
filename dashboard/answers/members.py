"""From the names that people write to the keys of members: "Reseller", "Attica", a customer's number."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.access.scope import Scope
from dashboard.answers.compiler_members import compile_members
from dashboard.answers.statement import Statement, Values
from dashboard.answers.warehouse import Shelf
from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Dimension
from dashboard.metrics.nearest import fold, nearest
from dashboard.metrics.question import Condition, Question

UNKNOWN = "?"
_UNKNOWN_WORDS = {"?", fold("(unknown)"), fold("unknown"), fold("άγνωστο"), fold("(άγνωστο)")}


def resolve(question: Question, scope: Scope, shelf: Shelf) -> Question:
    """The question with every condition's members as keys.

    Raises:
        NotUnderstood: a member that does not exist for this person, with the nearest that does.
    """
    if not question.where:
        return question
    known = catalogue.dimensions(shelf.outline.levels)
    return replace(
        question, where=tuple(_resolve(one, known[one.dimension], scope, shelf) for one in question.where)
    )


def _resolve(condition: Condition, dimension: Dimension, scope: Scope, shelf: Shelf) -> Condition:
    keys: list[str] = []
    for name in condition.members:
        keys += _keys(name, dimension, scope, shelf)
    return replace(condition, members=tuple(dict.fromkeys(keys)))


def _keys(name: str, dimension: Dimension, scope: Scope, shelf: Shelf) -> list[str]:
    if fold(name) in _UNKNOWN_WORDS:
        return [UNKNOWN]
    known = members(dimension, scope, shelf)
    if name in known:
        return [name]
    folded = fold(name)
    found = [key for key, label in known.items() if fold(label) == folded or fold(key) == folded]
    if not found and not known:
        raise NotUnderstood("ask.no_member", dimension=dimension.key, name=name)
    if not found:
        raise NotUnderstood(
            "ask.unknown_member", dimension=dimension.key, name=name, nearest=nearest(name, known.values())
        )
    return found


def members(dimension: Dimension, scope: Scope, shelf: Shelf) -> Mapping[str, str]:
    """Key -> label of the members of a dimension that this person may see."""
    values = Values()
    statement = Statement(compile_members(dimension, scope, values), values.taken)
    return {str(key): str(label) for key, label in shelf.run(statement)}
