"""From the names that people write, whole or begun, to the keys of members: "Reseller", "Attica", "Papad"."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.access.scope import Scope
from dashboard.answers.compiler_members import Match, compile_members, compile_search, is_searched
from dashboard.answers.statement import Statement, Values
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Dimension, limited
from dashboard.metrics.nearest import ELSEWHERE, SHOWN, fold, nearest, rank
from dashboard.metrics.question import Question

Members = Mapping[str, str]
UNKNOWN = "?"
# How many members of one name are told apart; more than anybody could have meant.
MANY = 1000
_UNKNOWN_WORDS = {"?", fold("(unknown)"), fold("unknown"), fold("άγνωστο"), fold("(άγνωστο)")}


def resolve(question: Question, scope: Scope, shelf: Shelf) -> Question:
    """The question with every condition's members as keys.

    Raises:
        NotUnderstood: a member that does not exist for this person, with the nearest that does.
    """
    known = catalogue.dimensions(shelf.outline.levels)

    def found(one: Condition) -> Condition:
        return _resolve(one, catalogue.dimension(one.dimension, known), scope, shelf)

    own = tuple(replace(row, formula=limited(row.formula, found)) for row in question.own)
    if not question.where and own == question.own:
        return question
    return replace(question, where=tuple(found(one) for one in question.where), own=own)


def _resolve(condition: Condition, dimension: Dimension, scope: Scope, shelf: Shelf) -> Condition:
    keys: list[str] = []
    for name in condition.members:
        keys += _keys(name, dimension, scope, shelf)
    return replace(condition, members=tuple(dict.fromkeys(keys)))


def _keys(name: str, dimension: Dimension, scope: Scope, shelf: Shelf) -> list[str]:
    if fold(name) in _UNKNOWN_WORDS:
        return [UNKNOWN]
    known = named(name, dimension, scope, shelf)
    if name in known:
        return [name]
    if known:
        return list(known)
    close = _close(name, dimension, scope, shelf)
    if not close:
        raise NotUnderstood("ask.no_member", dimension=dimension.key, name=name)
    raise NotUnderstood(
        "ask.unknown_member", dimension=dimension.key, name=name, nearest=nearest(name, close)
    )


def within(condition: Condition, scope: Scope, shelf: Shelf) -> Condition | None:
    """The condition with those of its members that there are for this person; None where there is none."""
    row = catalogue.dimension(condition.dimension, shelf.outline.levels)
    kept = [one for one in condition.members if fold(one) in _UNKNOWN_WORDS or named(one, row, scope, shelf)]
    return replace(condition, members=tuple(kept)) if kept else None


def search(text: str, dimension: Dimension, scope: Scope, shelf: Shelf, limit: int = SHOWN) -> Members:
    """Key -> label of the members that this person may see whose name or key holds the text, the best first.

    A name that begins with the text stands before one with a word that does, and that before any other.
    """
    if is_searched(dimension):
        return _run(fold(text), dimension, scope, shelf, "holds", limit)
    known = members(dimension, scope, shelf).items()
    ranked = ((min(_ranks(fold(text), key, label)), fold(label), key, label) for key, label in known)
    return {key: label for at, _, key, label in sorted(ranked)[:limit] if at < ELSEWHERE}


def _ranks(sought: str, *names: str) -> list[int]:
    return [rank(sought, fold(name)) for name in names]


def named(name: str, dimension: Dimension, scope: Scope, shelf: Shelf) -> Members:
    """The members of exactly this name or key that this person may see, however it is accented."""
    folded = fold(name)
    if is_searched(dimension):
        return _run(folded, dimension, scope, shelf, "is", MANY)
    known = members(dimension, scope, shelf)
    return {key: label for key, label in known.items() if folded in (fold(label), fold(key))}


def closest(name: str, dimension: Dimension, scope: Scope, shelf: Shelf) -> str:
    """What may be meant by a name that nothing bears: the nearest that there is, or a few ("-": none)."""
    return nearest(name, _close(name, dimension, scope, shelf)) or "-"


def _close(name: str, dimension: Dimension, scope: Scope, shelf: Shelf) -> list[str]:
    """Names that are like this one; of few, all."""
    if is_searched(dimension):
        return list(_run(fold(name), dimension, scope, shelf, "resembles", SHOWN).values())
    return list(members(dimension, scope, shelf).values())


def _run(folded: str, dimension: Dimension, scope: Scope, shelf: Shelf, match: Match, limit: int) -> Members:
    values = Values()
    sql = compile_search(dimension, scope, shelf.outline, values, folded, match, limit)
    return {str(key): str(label) for key, label in shelf.run(Statement(sql, values.taken))}


def members(dimension: Dimension, scope: Scope, shelf: Shelf) -> Members:
    """Key -> label of the members of a dimension that this person may see."""
    values = Values()
    statement = Statement(compile_members(dimension, scope, values, shelf.outline), values.taken)
    return {str(key): str(label) for key, label in shelf.run(statement)}
