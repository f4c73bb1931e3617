"""The lines, each calendar year written where it will be read: sorted, once, and never copied.

What is built on them, and the checks, read them from there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.intake.before import FRESH
from dashboard.intake.manifest import Segment
from dashboard.intake.segment_files import adopt, quoted, write
from dashboard.paths import Home
from dashboard.progress import Progress

# A territory's days lie together, for most questions are about one.
_ORDER = "territory_today, order_date, line_id"


@dataclass(frozen=True, slots=True)
class Lines:
    """The segments of the lines, and what `mart.sales` is put together from: no day lies in two parts."""

    segments: tuple[Segment, ...]
    parts: tuple[str, ...]

    def show(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make `mart.sales` of all parts."""
        _show(connection, " UNION ALL ".join(self.parts))

    def one_by_one(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Make `mart.sales` of one part after the other, and in the end of all."""
        for part in self.parts:
            _show(connection, part)
            yield
        self.show(connection)


def _show(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    connection.execute(f"CREATE OR REPLACE VIEW mart.sales AS {query}")


def write_lines(
    connection: duckdb.DuckDBPyConnection, query: str, work: Path, home: Home, progress: Progress
) -> Lines:
    """Write what the query gives, as one segment a year.

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
    parts = [f"FROM lines_{year}.sales" for year in years] or [query]
    return Lines(tuple(found), tuple(parts))


def write_fresh_lines(connection: duckdb.DuckDBPyConnection, query: str, work: Path, home: Home) -> Lines:
    """Write what the query gives and the lines that were added before, as one segment.

    Raises:
        Failed: what was written cannot be read.
    """
    if connection.execute(
        "SELECT 1 FROM model.sales UNION ALL SELECT 1 FROM before.carried LIMIT 1"
    ).fetchall():
        segment = _write(connection, f"({query}\n) UNION ALL BY NAME FROM before.carried", FRESH, work, home)
        return Lines((segment,), (f"FROM lines_{FRESH}.sales",))
    return Lines((), (query,))


def _write(connection: duckdb.DuckDBPyConnection, rows: str, part: str, work: Path, home: Home) -> Segment:
    built = work / f"lines-{part}.duckdb"
    write(connection, built, {"sales": f"(FROM ({rows}) ORDER BY {_ORDER})"})
    segment, file = adopt(connection, built, home, "sales", part, ["sales"])
    connection.execute(f"ATTACH '{quoted(file)}' AS lines_{part} (READ_ONLY)")
    return segment
