"""Write what is built on the lines as immutable, content-named files, so that publications can share them.

One segment a year of each large rollup by day, one for all other rollups, one ("core") for everything
small and one for each large mart: few enough that planning a question stays cheap, fine enough that
a day's lines rewrite little (decisions 0001 and 0011 have the measurements).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.intake import line_segments
from dashboard.intake.before import FRESH
from dashboard.intake.line_segments import NARROW, OF_DAYS, narrowed, sums_of
from dashboard.intake.manifest import Rolled, Segment
from dashboard.intake.marts import STEPS, Built
from dashboard.intake.segment_files import adopt, quoted, write
from dashboard.metrics.rollups import BY_NAME, ROLLUPS
from dashboard.paths import Home
from dashboard.progress import Progress

# What the next load compares with its own, beside what readers are shown.
KEPT_OF_MODEL = ("quarantine", "control_total", "source", "fx_rates", "provided", "credits", "refused_line")


def write_segments(
    connection: duckdb.DuckDBPyConnection,
    rollups: tuple[Rolled, ...],
    built: Built,
    shared: Collection[Segment],
    work: Path,
    home: Home,
    progress: Progress,
    fresh: bool = False,
) -> tuple[Segment, ...]:
    """Write what is new below `work`, and name every segment; the marts are read from there from now on.

    Large rollups by day that are kept stay where they were written beside the lines.
    `fresh` says that the rollups are those of lines that stand beside others; `shared` segments are there.

    Raises:
        Failed: what was written cannot be read.
    """
    of_lines = {
        one.relation: one.rows for one in rollups if one.kept and BY_NAME[one.relation].mart == "sales"
    }
    written = [name for name in built.lines.days if of_lines.get(name, 0) > line_segments.WHOLE]
    found = [segment for name in written for segment in built.lines.days[name]]
    pieces = [
        *_rollups(connection, [name for name in of_lines if name not in written], fresh),
        *_cores(connection, _apart(rollups), built.stayed, {one.part for one in shared}),
    ]
    parts: dict[str, list[str]] = defaultdict(list)
    for done, piece in enumerate(pieces):
        progress("load.writing", done, len(pieces), name=piece.part or piece.relation)
        unnamed = work / f"{piece.relation}-{piece.part}.duckdb"
        write(connection, unnamed, piece.ordered)
        segment, file = adopt(connection, unnamed, home, piece.relation, piece.part, piece.tables)
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


LARGE = 50_000  # rows from which a mart is worth a segment of its own
_OF_MONTHS = "territory_today, month"  # a territory's months lie together in a rollup by month


def _rollups(connection: duckdb.DuckDBPyConnection, names: Iterable[str], fresh: bool) -> Iterator[_Piece]:
    """The rollups of lines that lie in one segment together."""
    order = {name: _OF_MONTHS if BY_NAME[name].grain == "month" else OF_DAYS for name in names}
    if order and not (fresh and _is_empty(connection)):
        tables = {name: f"(FROM {_narrowed(connection, name)})" for name in order}
        yield _Piece("rollups", FRESH if fresh else "", tables, order)


def _apart(rollups: Iterable[Rolled]) -> set[str]:
    """The marts that are not written, or elsewhere: steps, and all rollups but kept ones of no lines."""
    stay = {one.relation for one in rollups if one.kept and BY_NAME[one.relation].mart != "sales"}
    return STEPS | {one.relation for one in ROLLUPS} - stay


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    return not connection.execute("SELECT 1 FROM mart.sales LIMIT 1").fetchall()


def _narrowed(connection: duckdb.DuckDBPyConnection, rollup: str) -> str:
    """The rollup with its sums in eight bytes where they fit."""
    sums = sums_of(connection, f"mart.{rollup}")
    if not sums:
        return f"mart.{rollup}"
    largest = ", ".join(f"max(abs({name}))" for name in sums)
    found = connection.execute(f"SELECT {largest} FROM mart.{rollup}").fetchall()[0]
    slim = [name for name, most in zip(sums, found, strict=True) if (most or 0) < NARROW]
    return narrowed(connection, f"mart.{rollup}", slim)


def _cores(
    connection: duckdb.DuckDBPyConnection, apart: Set[str], stayed: Set[str], shared: Set[str]
) -> Iterator[_Piece]:
    """All other marts and what is kept of the model; a large mart by itself, so that it can stay as it is."""
    marts = dict(
        connection.execute(
            "SELECT table_name, estimated_size FROM duckdb_tables() WHERE schema_name = 'mart'"
        ).fetchall()
    )
    small = {name: f"mart.{name}" for name in sorted(stayed - apart - shared)}
    for name in sorted(marts.keys() - apart):
        if marts[name] >= LARGE:
            yield _Piece("core", name, {name: f"mart.{name}"})
        else:
            small[name] = f"mart.{name}"
    # Which load brought a row says nothing of it: the same rows make the same segment.
    small |= {
        name: f"(SELECT COLUMNS(lambda named: named != 'load_id') FROM model.{name})"
        for name in KEPT_OF_MODEL
    }
    small |= {
        "company": "(SELECT * EXCLUDE (today) FROM model.company)",
        "sales_shape": "(FROM mart.sales LIMIT 0)",
    }
    yield _Piece("core", "", small)
