"""The statements about the members of a dimension that a person may see: all of them, and those of a name."""

from collections.abc import Collection
from typing import Literal

from dashboard.access.scope import Scope
from dashboard.answers.compiler_limits import opened
from dashboard.answers.statement import Values
from dashboard.metrics.kinds import Dimension
from dashboard.metrics.named import NAMED
from dashboard.metrics.nearest import BEGINS, BEGINS_A_WORD, ELSEWHERE, WITHIN
from dashboard.metrics.question import Outline

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
# Where lines are put together, if that is published: who sold through which channel, and to whom.
_SOLD_BY, _SOLD_TO = "rollup_month", "customer_month"
Match = Literal["holds", "is", "resembles"]


def is_searched(dimension: Dimension) -> bool:
    """Whether the names of a dimension were folded when publishing; the others are few."""
    return dimension.key in NAMED or dimension.group in ("territory", "rep")


def compile_search(
    dimension: Dimension,
    scope: Scope,
    outline: Outline,
    values: Values,
    folded: str,
    match: Match,
    limit: int,
) -> str:
    """SELECT of key and label of the members whose name or key matches, the best first.

    A name that begins with the text comes before one with a word that does, and that before any other.
    """
    sought, names = values.put(folded, "sought"), ("folded", "folded_key")
    only = {
        "holds": " OR ".join(f"contains({name}, {sought})" for name in names),
        "is": " OR ".join(f"{name} = {sought}" for name in names),
        "resembles": "TRUE",
    }
    ranks = {
        "holds": f"least({', '.join(_rank(name, sought) for name in names)})",
        "is": "key",
        "resembles": f"-jaro_winkler_similarity(folded, {sought})",
    }
    theirs = compile_members(dimension, scope, values, outline)
    of = values.put(_folded_as(dimension), "dimension")
    return f"""WITH member (key, label) AS (
    {theirs}
)
SELECT key, label FROM folded_name
WHERE dimension = {of} AND ({only[match]}) AND key IN (SELECT key FROM member)
ORDER BY {ranks[match]}, folded, key LIMIT {values.put(limit, "limit")}"""


def _rank(name: str, sought: str) -> str:
    """`nearest.rank` in SQL."""
    return (
        f"CASE WHEN starts_with({name}, {sought}) THEN {BEGINS} "
        f"WHEN contains({name}, ' ' || {sought}) THEN {BEGINS_A_WORD} "
        f"WHEN contains({name}, {sought}) THEN {WITHIN} ELSE {ELSEWHERE} END"
    )


def _folded_as(dimension: Dimension) -> str:
    """Under which dimension its names were folded: a level's are territories, managers are people."""
    if dimension.group in ("territory", "rep"):
        return dimension.group
    return dimension.key


def compile_members(dimension: Dimension, scope: Scope, values: Values, outline: Outline) -> str:
    """SELECT of key and label, for a dimension's members within the scope."""
    if dimension.group == "time":
        source = "quota_day" if dimension.key == "quota_period" else "calendar"
        return f"SELECT DISTINCT CAST({dimension.key} AS TEXT), CAST({dimension.key} AS TEXT) FROM {source}"
    table, key, label = NAMED.get(dimension.key, ("", "", ""))
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
    held = {name for name, _ in outline.rollups}
    if dimension.key in _TOLD:
        mart, column = _TOLD[dimension.key]
        told = f"SELECT {column} AS told FROM {_read(mart, _SOLD_BY, held)} {within}"
        return f"SELECT DISTINCT told, told FROM ({told}) WHERE told != '?'"
    if dimension.group == "rep":
        theirs = " UNION ".join(
            f"SELECT rep_id FROM {_read(mart, _SOLD_BY, held)} {within}" for mart in _PEOPLE
        )
        if dimension.key == "manager":
            theirs = f"SELECT manager FROM rep WHERE rep_id IN ({theirs})"
        return f"SELECT rep_id, label FROM rep WHERE rep_id != '?' AND rep_id IN ({theirs})"
    # A customer stands in one row, its city in many.
    once = "" if dimension.key == table else "DISTINCT "
    select = f"SELECT {once}{key}, {label} FROM {table} WHERE {key} != '?'"
    if scope.everything:
        return select
    sold = " UNION ".join(
        f"SELECT customer_id FROM {_read(mart, _SOLD_TO, held)} WHERE path_credited IN ({seen})"
        for mart in _CUSTOMERS
    )
    theirs = f"path_today IN ({seen}) OR customer_id IN ({sold})"
    return f"{select} AND ({theirs})"


def _read(mart: str, together: str, held: Collection[str]) -> str:
    """The relation to read for a mart: a rollup of the lines, which say the same, where it is published."""
    return together if mart == "sales" and together in held else mart


def _seen(scope: Scope, values: Values) -> str:
    if scope.everything:
        return "SELECT path_id FROM territory_path"
    return opened(scope, values)
