"""From the names that people write to the keys of members: "Reseller", "Attica", a customer's number."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.access.scope import Scope
from dashboard.answers.statement import Statement, Values
from dashboard.answers.warehouse import Shelf
from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Dimension
from dashboard.metrics.nearest import fold, nearest
from dashboard.metrics.question import Condition, Question

_NAMED = {
    "rep": ("rep", "rep_id", "label"),
    "customer": ("customer", "customer_id", "label"),
    "product": ("product", "product_id", "label"),
    "segment": ("customer", "segment", "segment"),
    "city": ("customer", "city", "city"),
    "brand": ("product", "brand", "brand"),
    "category": ("product", "category", "category"),
}
UNKNOWN = "?"
_UNKNOWN_WORDS = {"?", fold("(unknown)"), fold("unknown"), fold("άγνωστο"), fold("(άγνωστο)")}


def resolve(question: Question, scope: Scope, shelf: Shelf) -> Question:
    """The question with every condition's members as keys.

    Raises:
        NotUnderstood: a member that this person cannot see or that does not exist, with the nearest that does.
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
    if not found:
        raise NotUnderstood(
            "ask.unknown_member", dimension=dimension.key, name=name, nearest=nearest(name, known.values())
        )
    return found


def members(dimension: Dimension, scope: Scope, shelf: Shelf) -> Mapping[str, str]:
    """Key -> label of the members of a dimension that this person may see."""
    values = Values()
    statement = Statement(_sql(dimension, scope, values), values.taken)
    return {str(key): str(label) for key, label in shelf.run(statement)}


def _sql(dimension: Dimension, scope: Scope, values: Values) -> str:
    seen = _seen(scope, values)
    if dimension.group == "territory":
        level = f" AND territory.level = {values.put(dimension.level)}" if dimension.level else ""
        return f"SELECT territory_id, label FROM territory WHERE territory_id != '?'{level} AND path_today IN ({seen})"
    if dimension.group == "time":
        column = "quota_period" if dimension.key == "quota_period" else dimension.key
        source = "quota_day" if dimension.key == "quota_period" else "calendar"
        return f"SELECT DISTINCT CAST({column} AS TEXT), CAST({column} AS TEXT) FROM {source}"
    if dimension.key == "channel":
        return f"SELECT DISTINCT channel, channel FROM sales WHERE path_today IN ({seen}) OR path_credited IN ({seen})"
    table, key, label = _NAMED[dimension.key]
    limit = f" AND path_today IN ({seen})" if table == "customer" else ""
    return f"SELECT DISTINCT {key}, {label} FROM {table} WHERE {key} != '?'{limit}"


def _seen(scope: Scope, values: Values) -> str:
    if scope.everything:
        return "SELECT path_id FROM territory_path"
    nodes = values.put(sorted(scope.territories or ()), "scope")
    return f"SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest({nodes}::TEXT[]))"
