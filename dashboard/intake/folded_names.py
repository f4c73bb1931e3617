"""The names that people look for, folded once when publishing: accents, case and final sigma away.

Folded by the same function as what is typed, so that the two cannot disagree; a search then reads text
as it stands, and folds nothing but its own few letters.
"""

import unicodedata

import duckdb

from dashboard.intake.segment_files import content_of
from dashboard.metrics.named import NAMED
from dashboard.metrics.nearest import fold

FOLDED = "1"  # what `fold` makes of the same names; raise it when that changes
_TABLE = """
CREATE TABLE mart.folded_name AS
SELECT *
FROM (
    SELECT
        unnest(?::TEXT[]) AS dimension, unnest(?::TEXT[]) AS key, unnest(?::TEXT[]) AS label,
        unnest(?::TEXT[]) AS folded, unnest(?::TEXT[]) AS folded_key
)
ORDER BY dimension, folded, key
"""


def names_told(connection: duckdb.DuckDBPyConnection) -> str:
    """What `mart.folded_name` is made of, hashed."""
    members = content_of(connection, {dimension: f"({_members(dimension)})" for dimension in NAMED})[1]
    return f"{members} {FOLDED} {unicodedata.unidata_version}"


def fold_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `mart.folded_name` from the marts: each member of a dimension with its name and key, folded."""
    found = [
        (dimension, str(member), str(name), fold(str(name)), fold(str(member)))
        for dimension in NAMED
        for member, name in connection.execute(_members(dimension)).fetchall()
    ]
    columns = [list(column) for column in zip(*found, strict=True)] or [[]] * 5
    connection.execute(_TABLE, columns)


def _members(dimension: str) -> str:
    relation, key, label = NAMED[dimension]
    return f"SELECT DISTINCT {key}, {label} FROM mart.{relation} WHERE {key} != '?' AND {label} IS NOT NULL"
