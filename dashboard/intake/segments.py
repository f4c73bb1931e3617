"""Write what is built on the lines as immutable, content-named files, so that publications can share them.

One segment a year of large rollups by day, one for all other rollups and one ("core") for
everything small: few enough that planning a question stays cheap, fine enough that a day's lines
rewrite little (decisions 0001 and 0011 have the measurements).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.intake.before import FRESH
from dashboard.intake.manifest import Rolled, Segment
from dashboard.intake.segment_files import adopt, quoted, write
from dashboard.metrics.rollups import BY_NAME, ROLLUPS
from dashboard.paths import Home
from dashboard.progress import Progress

# What a reader never asks: steps on the way to other marts.
_STEPS = {
    "territory_slice", "territory_chain", "season", "split_order", "rep_territory", "opportunity",
    "activity", "placement", "sold_day", "foresight",
}  # fmt: skip
# What the next load compares with its own, beside what readers are shown.
KEPT_OF_MODEL = ("quarantine", "control_total", "source", "fx_rates", "provided", "credits", "refused_line")


def write_segments(
    connection: duckdb.DuckDBPyConnection,
    rollups: tuple[Rolled, ...],
    work: Path,
    home: Home,
    progress: Progress,
    fresh: bool = False,
) -> tuple[Segment, ...]:
    """Write what is new below `work`, and name every segment; the marts are read from there from now on.

    `fresh` says that the rollups are those of lines that stand beside others.

    Raises:
        Failed: what was written cannot be read.
    """
    pieces = _pieces(connection, [one for one in rollups if one.kept], fresh)
    found: list[Segment] = []
    parts: dict[str, list[str]] = defaultdict(list)
    for done, piece in enumerate(pieces):
        progress("load.writing", done, len(pieces), name=piece.part or piece.relation)
        built = work / f"{piece.relation}-{piece.part}.duckdb"
        write(connection, built, piece.ordered)
        segment, file = adopt(connection, built, home, piece.relation, piece.part, piece.tables)
        connection.execute(f"ATTACH '{quoted(file)}' AS written_{done} (READ_ONLY)")
        found.append(segment)
        for table in piece.tables:
            parts[table].append(f"FROM written_{done}.{table}")
    _show(connection, parts)
    progress("load.writing", len(pieces), len(pieces), name="")
    return tuple(found)


def _show(connection: duckdb.DuckDBPyConnection, parts: dict[str, list[str]]) -> None:
    """Put what was written in the place of the marts that it was written from."""
    marts = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart'").fetchall()
    connection.begin()  # each change of its own would go to the disk of its own
    for table in parts.keys() & {name for (name,) in marts}:
        connection.execute(f"DROP TABLE mart.{table}")
        connection.execute(f"CREATE VIEW mart.{table} AS {' UNION ALL '.join(parts[table])}")
    connection.commit()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one segment is to hold: its tables by name, and the order of each table's rows."""

    relation: str
    part: str
    tables: dict[str, str]
    order: dict[str, str] = field(default_factory=dict)

    @property
    def ordered(self) -> dict[str, str]:
        """Each table's source with its rows in order."""
        return {
            table: f"(FROM {source} ORDER BY {self.order[table]})" if table in self.order else source
            for table, source in self.tables.items()
        }


# The days at an end of a range lie together in a rollup by day, a territory's months in one by month.
_OF_DAYS = "order_date, territory_today"
_OF_MONTHS = "territory_today, month"
# A rollup of so many rows is not split by year: planning five parts takes longer than reading them.
_WHOLE = 1_000_000
_NARROW = 10**14  # what DECIMAL(18, 4) cannot hold


def _pieces(connection: duckdb.DuckDBPyConnection, rollups: list[Rolled], fresh: bool) -> list[_Piece]:
    of_lines = {one.relation: one for one in rollups if BY_NAME[one.relation].mart == "sales"}
    slim = {name: _narrowed(connection, name) for name in of_lines}
    split = {
        name
        for name, one in of_lines.items()
        if one.rows > _WHOLE and BY_NAME[name].grain == "day" and not fresh
    }
    found = _by_year(connection, {name: slim[name] for name in sorted(split)})
    whole = {name: f"(FROM {source})" for name, source in slim.items() if name not in split}
    if whole and not (fresh and _is_empty(connection)):
        order = {name: _OF_MONTHS if BY_NAME[name].grain == "month" else _OF_DAYS for name in whole}
        found.append(_Piece("rollups", FRESH if fresh else "", whole, order))
    apart = _STEPS | {one.relation for one in ROLLUPS} - {one.relation for one in rollups} | of_lines.keys()
    return [*found, _Piece("core", "", _core(connection, apart))]


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    return not connection.execute("SELECT 1 FROM mart.sales LIMIT 1").fetchall()


def _by_year(connection: duckdb.DuckDBPyConnection, tables: dict[str, str]) -> list[_Piece]:
    if not tables:
        return []
    years = connection.execute("SELECT DISTINCT year(order_date) FROM mart.sales ORDER BY ALL").fetchall()
    return [
        _Piece(
            "days",
            str(year),
            {name: f"(FROM {source} WHERE year(order_date) = {year})" for name, source in tables.items()},
            dict.fromkeys(tables, _OF_DAYS),
        )
        for (year,) in years
    ]


def _narrowed(connection: duckdb.DuckDBPyConnection, rollup: str) -> str:
    """The rollup with its sums in eight bytes where they fit: sixteen take five times as long to add up."""
    sums = [
        name
        for name, kind, *_ in connection.execute(f"DESCRIBE mart.{rollup}").fetchall()
        if kind == "DECIMAL(38,4)"
    ]
    if not sums:
        return f"mart.{rollup}"
    largest = ", ".join(f"max(abs({name}))" for name in sums)
    found = connection.execute(f"SELECT {largest} FROM mart.{rollup}").fetchall()[0]
    slim = [name for name, most in zip(sums, found, strict=True) if (most or 0) < _NARROW]
    casts = ", ".join(f"CAST({name} AS DECIMAL(18, 4)) AS {name}" for name in slim)
    return f"(SELECT * REPLACE ({casts}) FROM mart.{rollup})" if slim else f"mart.{rollup}"


def _core(connection: duckdb.DuckDBPyConnection, apart: set[str]) -> dict[str, str]:
    tables = {
        name: f"mart.{name}"
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart' ORDER BY table_name"
        ).fetchall()
        if name not in apart
    }
    # Which load brought a row says nothing of it: the same rows make the same segment.
    tables |= {
        name: f"(SELECT COLUMNS(lambda named: named != 'load_id') FROM model.{name})"
        for name in KEPT_OF_MODEL
    }
    return tables | {
        "company": "(SELECT * EXCLUDE (today) FROM model.company)",
        "sales_shape": "(FROM mart.sales LIMIT 0)",
    }
