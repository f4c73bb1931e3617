"""The lines, each calendar year written where it will be read: sorted, once, and never copied.

What is built on them, and the checks, read them from there.
"""

from pathlib import Path

import duckdb

from dashboard.intake.manifest import Segment
from dashboard.intake.segment_files import adopt, quoted, write
from dashboard.paths import Home
from dashboard.progress import Progress

# A territory's days lie together, for most questions are about one.
_ORDER = "territory_today, order_date, line_id"


def write_lines(
    connection: duckdb.DuckDBPyConnection, query: str, work: Path, home: Home, progress: Progress
) -> tuple[Segment, ...]:
    """Make `mart.sales` of what the query gives, as one segment a year.

    Raises:
        Failed: what was written cannot be read.
    """
    years = [year for (year,) in connection.execute(
        "SELECT DISTINCT year(order_date) FROM model.sales ORDER BY ALL"
    ).fetchall()]  # fmt: skip
    found = []
    for done, year in enumerate(years):
        progress("load.writing", done, len(years), name=str(year))
        found.append(_write_year(connection, query, year, work, home))
    parts = [f"FROM lines_{year}.sales" for year in years] or [f"({query})"]
    connection.execute(f"CREATE VIEW mart.sales AS {' UNION ALL '.join(parts)}")
    return tuple(found)


def _write_year(
    connection: duckdb.DuckDBPyConnection, query: str, year: int, work: Path, home: Home
) -> Segment:
    built = work / f"lines-{year}.duckdb"
    days = f"order_date BETWEEN make_date({year}, 1, 1) AND make_date({year}, 12, 31)"
    write(connection, built, {"sales": f"(FROM ({query}\n) WHERE {days} ORDER BY {_ORDER})"})
    segment, file = adopt(connection, built, home, "sales", str(year), ["sales"])
    connection.execute(f"ATTACH '{quoted(file)}' AS lines_{year} (READ_ONLY)")
    return segment
