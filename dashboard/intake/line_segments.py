"""The lines, each calendar year written where it will be read: sorted, once, and never copied.

What is built on them, and the checks, read them from there.
"""

from pathlib import Path

import duckdb

from dashboard.intake.before import FRESH
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
        days = f"order_date BETWEEN make_date({year}, 1, 1) AND make_date({year}, 12, 31)"
        found.append(_write(connection, f"FROM ({query}\n) WHERE {days}", str(year), work, home))
    parts = [f"FROM lines_{year}.sales" for year in years] or [f"({query})"]
    connection.execute(f"CREATE VIEW mart.sales AS {' UNION ALL '.join(parts)}")
    return tuple(found)


def write_fresh_lines(
    connection: duckdb.DuckDBPyConnection, query: str, work: Path, home: Home
) -> tuple[Segment, ...]:
    """Make `mart.sales` of what the query gives and of the lines that were added before, as one segment.

    Raises:
        Failed: what was written cannot be read.
    """
    if connection.execute(
        "SELECT 1 FROM model.sales UNION ALL SELECT 1 FROM before.carried LIMIT 1"
    ).fetchall():
        segment = _write(connection, f"({query}\n) UNION ALL BY NAME FROM before.carried", FRESH, work, home)
        connection.execute(f"CREATE VIEW mart.sales AS FROM lines_{FRESH}.sales")
        return (segment,)
    connection.execute(f"CREATE VIEW mart.sales AS {query}")
    return ()


def _write(connection: duckdb.DuckDBPyConnection, rows: str, part: str, work: Path, home: Home) -> Segment:
    built = work / f"lines-{part}.duckdb"
    write(connection, built, {"sales": f"(FROM ({rows}) ORDER BY {_ORDER})"})
    segment, file = adopt(connection, built, home, "sales", part, ["sales"])
    connection.execute(f"ATTACH '{quoted(file)}' AS lines_{part} (READ_ONLY)")
    return segment
