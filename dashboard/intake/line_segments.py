"""The lines, each calendar year written where it will be read: sorted, once, and never copied.

So are their rollups by day, of a company so large that these are kept by year. What is built on both, and the
checks, read them from there.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.intake.before import FRESH
from dashboard.intake.manifest import Segment
from dashboard.intake.segment_files import adopt, quoted, write
from dashboard.paths import QUERIES, Home
from dashboard.progress import Progress

# A territory's days lie together, for most questions are about one.
_ORDER = "territory_today, order_date, line_id"
# The rollups by day, made of nothing but lines and products. Days are asked for at the ends of ranges, and
# mostly of one territory: within each month its days lie together.
DAY_ROLLUPS = ("customer_day", "goods_day")
OF_DAYS = "date_trunc('month', order_date), territory_today, order_date"
# A rollup of so many rows is not split by year: planning five parts takes longer than reading them.
WHOLE = 1_000_000
NARROW = 10**14  # what DECIMAL(18, 4) cannot hold
_SUMMED = ("net_amount", "cost_amount", "list_amount", "discount_amount", "quantity")


@dataclass(frozen=True, slots=True)
class Lines:
    """The segments of the lines, and what `mart.sales` is put together from: no day lies in two parts.

    `days` are those of each rollup by day, a segment a year, where these have been written already.
    """

    segments: tuple[Segment, ...]
    parts: tuple[str, ...]
    days: Mapping[str, tuple[Segment, ...]] = field(default_factory=dict)

    def show(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make `mart.sales` of all parts, and the rollups by day that are written."""
        _show(connection, " UNION ALL ".join(self.parts))
        for name, segments in self.days.items():
            parts = (f'FROM "{segment.part}".{name}' for segment in segments)
            connection.execute(f"CREATE OR REPLACE VIEW mart.{name} AS {' UNION ALL '.join(parts)}")

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
    years: dict[int, int] = dict(
        connection.execute(
            "SELECT year(order_date), count(*) FROM model.sales GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    )
    large = sum(years.values()) > WHOLE
    found: list[Segment] = []
    days: dict[str, tuple[Segment, ...]] = {}
    for done, year in enumerate(years):
        progress("load.writing", done, len(years), name=str(year))
        within = f"order_date BETWEEN make_date({year}, 1, 1) AND make_date({year}, 12, 31)"
        found.append(_write(connection, f"FROM ({query}\n) WHERE {within}", str(year), work, home))
        for name in DAY_ROLLUPS if large else ():
            segment = _write_days(connection, name, str(year), work, home)
            days[name] = (*days.get(name, ()), segment)
    parts = [f"FROM lines_{year}.sales" for year in years] or [query]
    return Lines(tuple(found), tuple(parts), days)


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


def _write_days(
    connection: duckdb.DuckDBPyConnection, name: str, year: str, work: Path, home: Home
) -> Segment:
    _show(connection, f"FROM lines_{year}.sales")
    largest = ", ".join(f"coalesce(sum(abs({one})), 0)" for one in _SUMMED)
    narrow = connection.execute(f"SELECT greatest({largest}) < {NARROW} FROM mart.sales").fetchall()[0][0]
    query = (QUERIES / "rollups" / f"{name}.sql").read_text(encoding="utf-8")
    rows = narrowed(connection, f"({query}\n)") if narrow else f"({query}\n)"
    part = f"{name}-{year}"
    built = work / f"days-{part}.duckdb"
    write(connection, built, {name: f"(FROM {rows} ORDER BY {OF_DAYS})"})
    segment, file = adopt(connection, built, home, "days", part, [name])
    connection.execute(f"ATTACH '{quoted(file)}' AS \"{part}\" (READ_ONLY)")
    return segment


def sums_of(connection: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    """The sums of a relation that take sixteen bytes."""
    described = connection.execute(f"DESCRIBE FROM {source}").fetchall()
    return [name for name, kind, *_ in described if kind == "DECIMAL(38,4)"]


def narrowed(connection: duckdb.DuckDBPyConnection, source: str, sums: Collection[str] | None = None) -> str:
    """A relation with its sums in eight bytes: sixteen take five times as long to add up."""
    slim = sums_of(connection, source) if sums is None else sums
    casts = ", ".join(f"CAST({name} AS DECIMAL(18, 4)) AS {name}" for name in slim)
    return f"(SELECT * REPLACE ({casts}) FROM {source})" if slim else source
