"""The statement that lists the members of a dimension that a person may see: key and label."""

from dashboard.access.scope import Scope
from dashboard.answers.compiler_limits import below
from dashboard.answers.statement import Values
from dashboard.metrics.kinds import Dimension

_NAMED = {
    "rep": ("rep", "rep_id", "label"),
    "customer": ("customer", "customer_id", "label"),
    "product": ("product", "product_id", "label"),
    "segment": ("customer", "segment", "segment"),
    "industry": ("customer", "industry", "industry"),
    "city": ("customer", "city", "city"),
    "brand": ("product", "brand", "brand"),
    "category": ("product", "category", "category"),
}
# What the lines of a mart say themselves, and whose people and customers one may name.
_TOLD = {
    "channel": ("sales", "channel"),
    "stage": ("deal_created", "stage"),
    "source": ("deal_created", "source"),
    "outcome": ("deal_created", "outcome"),
    "contact_kind": ("contact", "kind"),
}
_PEOPLE = ("sales", "quota_day", "deal_created", "deal_closed", "contact", "field_time")
_CUSTOMERS = ("sales", "deal_created", "deal_closed", "contact")


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
    if dimension.key in _TOLD:
        mart, column = _TOLD[dimension.key]
        told = f"SELECT {column} AS told FROM {mart} {within}"
        return f"SELECT DISTINCT told, told FROM ({told}) WHERE told != '?'"
    if dimension.group == "rep":
        theirs = " UNION ".join(f"SELECT rep_id FROM {mart} {within}" for mart in _PEOPLE)
        if dimension.key == "manager":
            theirs = f"SELECT manager FROM rep WHERE rep_id IN ({theirs})"
        return f"SELECT rep_id, label FROM rep WHERE rep_id != '?' AND rep_id IN ({theirs})"
    if scope.everything:  # every customer has its place today, were it an unknown one
        return f"SELECT DISTINCT {key}, {label} FROM {table} WHERE {key} != '?'"
    sold = " UNION ".join(
        f"SELECT customer_id FROM {mart} WHERE path_credited IN ({seen})" for mart in _CUSTOMERS
    )
    theirs = f"path_today IN ({seen}) OR customer_id IN ({sold})"
    return f"SELECT DISTINCT {key}, {label} FROM {table} WHERE {key} != '?' AND ({theirs})"


def _seen(scope: Scope, values: Values) -> str:
    if scope.everything:
        return "SELECT path_id FROM territory_path"
    return below(sorted(scope.territories or ()), values, "scope")
