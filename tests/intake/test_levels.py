"""The levels of a company's tree get names that nothing else has."""

import duckdb

from dashboard.metrics.catalogue import dimensions
from dashboard.paths import QUERIES


def test_no_level_takes_the_name_of_a_dimension() -> None:
    """A new dimension of the catalogue stands in the query too; `territory` is its own deepest level."""
    fixed = set(dimensions(()))
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA mart")
        connection.execute(
            "CREATE TABLE mart.territory_path AS SELECT 1 AS path_id, list(word) AS ancestors, "
            "list(upper(replace(word, '_', ' '))) AS levels FROM (SELECT unnest(?) AS word)",
            [sorted({*fixed, "region"})],
        )
        rows = connection.execute((QUERIES / "marts" / "territory_tree.sql").read_text("utf-8")).fetchall()
    levels = {ancestor: level for _, ancestor, _, level in rows}
    expected = {word: f"{word}_level" for word in fixed} | {"region": "region", "territory": "territory"}
    assert levels == expected
