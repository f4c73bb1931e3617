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
    if dimension.group == "time":
        source = "quota_day" if dimension.key == "quota_period" else "calendar"
        return f"SELECT DISTINCT CAST({dimension.key} AS TEXT), CAST({dimension.key} AS TEXT) FROM {source}"
    table, key, label = _NAMED.get(dimension.key, ("", "", ""))
    if table == "product":  # everybody sells from one catalogue
        return f"SELECT DISTINCT {key}, {label} FROM product WHERE {key} != '?'"
    seen = _seen(scope, values)
    if dimension.group == "territory":
        # What stands above a person's own nodes is no secret: their rows bear its name.
        level = f" AND level = {values.put(dimension.level)}" if dimension.level else ""
        named = f"SELECT ancestor_id FROM territory_tree WHERE path_id IN ({seen})"
        within = f"path_today != 0{level} AND territory_id IN ({named})"
        return f"SELECT territory_id, label FROM territory WHERE {within}"
    within = f"WHERE path_today IN ({seen}) OR path_credited IN ({seen})"
    if dimension.key == "channel":
        return f"SELECT DISTINCT channel, channel FROM sales {within}"
    if table == "rep":
        theirs = f"SELECT rep_id FROM sales {within} UNION SELECT rep_id FROM quota_day {within}"
        return f"SELECT rep_id, label FROM rep WHERE rep_id != '?' AND rep_id IN ({theirs})"
    sold = f"SELECT customer_id FROM sales WHERE path_credited IN ({seen})"
    theirs = f"path_today IN ({seen}) OR customer_id IN ({sold})"
    return f"SELECT DISTINCT {key}, {label} FROM {table} WHERE {key} != '?' AND ({theirs})"


def _seen(scope: Scope, values: Values) -> str:
    if scope.everything:
        return "SELECT path_id FROM territory_path"
    nodes = values.put(sorted(scope.territories or ()), "scope")
    return f"SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest({nodes}::TEXT[]))"
