"""The statement that lists the members of a dimension that a person may see: key and label."""

from dashboard.access.scope import Scope
from dashboard.answers.statement import Values
from dashboard.metrics.kinds import Dimension

_NAMED = {
    "rep": ("rep", "rep_id", "label"),
    "customer": ("customer", "customer_id", "label"),
    "product": ("product", "product_id", "label"),
    "segment": ("customer", "segment", "segment"),
    "city": ("customer", "city", "city"),
    "brand": ("product", "brand", "brand"),
    "category": ("product", "category", "category"),
}


def compile_members(dimension: Dimension, scope: Scope, values: Values) -> str:
    """SELECT of key and label, for a dimension's members within the scope."""
    seen = _seen(scope, values)
    if dimension.group == "territory":
        level = f" AND level = {values.put(dimension.level)}" if dimension.level else ""
        within = f"path_today != 0{level} AND path_today IN ({seen})"
        return f"SELECT territory_id, label FROM territory WHERE {within}"
    if dimension.group == "time":
        source = "quota_day" if dimension.key == "quota_period" else "calendar"
        return f"SELECT DISTINCT CAST({dimension.key} AS TEXT), CAST({dimension.key} AS TEXT) FROM {source}"
    if dimension.key == "channel":
        within = f"path_today IN ({seen}) OR path_credited IN ({seen})"
        return f"SELECT DISTINCT channel, channel FROM sales WHERE {within}"
    table, key, label = _NAMED[dimension.key]
    limit = f" AND path_today IN ({seen})" if table == "customer" else ""
    return f"SELECT DISTINCT {key}, {label} FROM {table} WHERE {key} != '?'{limit}"


def _seen(scope: Scope, values: Values) -> str:
    if scope.everything:
        return "SELECT path_id FROM territory_path"
    nodes = values.put(sorted(scope.territories or ()), "scope")
    return f"SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest({nodes}::TEXT[]))"
