"""What a load finds in place: nothing, or the publication that it continues.

Schema `before` is what marts and checks read of the lines that are there already, the same
relations in both cases. Schema `base` is all that the continued publication keeps, by its own names.
"""

from collections.abc import Collection

import duckdb

from dashboard.intake.manifest import Manifest, Segment
from dashboard.intake.segment_files import quoted
from dashboard.paths import Home

FRESH = "fresh"  # the part of lines and rollups that was added since all lines were last written
OF_LINES = ("sales", "days", "rollups")

_NOTHING = {
    "sales": "line_id TEXT, order_id TEXT, source_file TEXT, source_record BIGINT",
    "carried": "line_id TEXT, net_in_currency DECIMAL(18, 4)",
    "known": "line_id TEXT, source_file TEXT, source_record BIGINT",
    "goods_day": "order_date DATE, territory_today TEXT, path_today INTEGER, category TEXT, "
    "net_amount DECIMAL(38, 4)",
    "customer_day": "customer_id TEXT, order_date DATE, net_amount DECIMAL(38, 4), last_bought DATE",
    "bought_line": "customer_id TEXT, product_id TEXT, order_date DATE, net_amount DECIMAL(18, 4), "
    "list_amount DECIMAL(18, 4), quantity DECIMAL(18, 4)",
    "customer_block": "customer_id TEXT, block INTEGER, bit INTEGER, width BIGINT",
    "unplaced": "dimension TEXT, key TEXT",
    "sold_between": "day DATE",
}

# Where that rollup was not worth its place, lines are as quick.
_GOODS_OF_LINES = """
SELECT line.order_date, line.territory_today, line.path_today, product.category, line.net_amount
FROM base.sales AS line INNER JOIN base.product AS product ON product.product_id = line.product_id
"""
_CUSTOMERS_OF_LINES = """
SELECT
    customer_id, order_date, net_amount,
    CASE WHEN coalesce(quantity, net_amount) > 0 THEN order_date END AS last_bought
FROM base.sales
"""


class Discontinued(Exception):
    """Why a publication is not continued: the key of the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def show_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Schema `before` for a load that reads everything."""
    connection.execute("CREATE SCHEMA before")
    for name, columns in _NOTHING.items():
        connection.execute(f"CREATE TABLE before.{name} ({columns})")


def kept(manifest: Manifest, marts: Collection[str] = ()) -> tuple[Segment, ...]:
    """The segments that a continuation shares: of lines and rollups, and of large ones of these marts."""
    return tuple(
        one
        for one in manifest.segments
        if (one.relation in OF_LINES and one.part != FRESH)
        or (one.relation not in OF_LINES and one.part in marts)
    )


def attach(connection: duckdb.DuckDBPyConnection, home: Home, manifest: Manifest) -> None:
    """Open the publication's files beside what is being built.

    Raises:
        Discontinued: one of them is missing or damaged.
    """
    for number, segment in enumerate(manifest.segments):
        file = quoted(home.segments / segment.file)
        try:
            connection.execute(f"ATTACH '{file}' AS base{number} (READ_ONLY)")
        except duckdb.IOException as error:
            raise Discontinued("damaged") from error


def show(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Schemas `base` and `before` over the files that are attached."""
    connection.execute("CREATE SCHEMA base")
    connection.execute("CREATE SCHEMA before")
    shared, fresh = set(kept(manifest)), {"sales": "FROM base.sales_shape"}
    parts: dict[str, list[str]] = {}
    for number, segment in enumerate(manifest.segments):
        for (table,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [f"base{number}"]
        ).fetchall():
            if segment in shared:
                parts.setdefault(table, []).append(f"FROM base{number}.{table}")
            elif segment.relation in OF_LINES:
                fresh[table] = f"FROM base{number}.{table}"
            else:
                connection.execute(f"CREATE VIEW base.{table} AS FROM base{number}.{table}")
    for table, kept_parts in parts.items():
        connection.execute(f"CREATE VIEW base.{table} AS {' UNION ALL '.join(kept_parts)}")
    days = "SELECT unnest([min(order_date), max(order_date)]) AS day"
    key = "SELECT line_id, source_file, source_record"
    views = {
        "sales": "SELECT line_id, order_id, source_file, source_record FROM base.sales",
        "carried": fresh["sales"],
        "known": f"{key} FROM before.sales UNION ALL {key} FROM before.carried",
        "goods_day": "FROM base.goods_day" if "goods_day" in parts else _GOODS_OF_LINES,
        "customer_day": "FROM base.customer_day" if "customer_day" in parts else _CUSTOMERS_OF_LINES,
        "bought_line": "FROM base.sales",
        "customer_block": "SELECT customer_id, block, bit, width FROM base.customer_block WHERE NOT fresh",
        "unplaced": "FROM base.unplaced",
        "sold_between": f"{days} FROM base.sales UNION ALL {days} FROM before.carried",
    }
    for name, query in views.items():
        connection.execute(f"CREATE VIEW before.{name} AS {query}")
