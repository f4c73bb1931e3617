"""Write what is built on the lines as immutable, content-named files, so that publications can share them.

One segment a year of large rollups by day, one for all other rollups, one ("core") for everything
small and one for each large mart: few enough that planning a question stays cheap, fine enough that
a day's lines rewrite little (decisions 0001 and 0011 have the measurements).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.intake import line_segments
from dashboard.intake.before import FRESH
from dashboard.intake.line_segments import DAY_ROLLUPS, NARROW, OF_DAYS, Lines, narrowed, sums_of
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
    lines: Lines,
    work: Path,
    home: Home,
    progress: Progress,
    fresh: bool = False,
) -> tuple[Segment, ...]:
    """Write what is new below `work`, and name every segment; the marts are read from there from now on.

    Rollups by day that were written beside the `lines` stay there, where both of them are kept by year.
    `fresh` says that the rollups are those of lines that stand beside others.

    Raises:
        Failed: what was written cannot be read.
    """
    kept = [one for one in rollups if one.kept]
    split = set() if fresh else _split(kept)
    found = [*lines.days] if split == set(DAY_ROLLUPS) else []
    pieces = _pieces(connection, kept, split, fresh, written=bool(found))
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


LARGE = 50_000  # rows from which a mart is worth a segment of its own
_OF_MONTHS = "territory_today, month"  # a territory's months lie together in a rollup by month


def _split(rollups: list[Rolled]) -> set[str]:
    """The rollups of lines that are so large that each year is a part of its own."""
    return {
        one.relation
        for one in rollups
        if one.rows > line_segments.WHOLE
        and BY_NAME[one.relation].grain == "day"
        and BY_NAME[one.relation].mart == "sales"
    }


def _pieces(
    connection: duckdb.DuckDBPyConnection,
    rollups: list[Rolled],
    split: set[str],
    fresh: bool,
    *,
    written: bool,
) -> list[_Piece]:
    """What is to be written: those that are `split` only where they are not `written` yet."""
    of_lines = {one.relation: one for one in rollups if BY_NAME[one.relation].mart == "sales"}
    slim = {name: _narrowed(connection, name) for name in of_lines if not (written and name in split)}
    found = [] if written else _by_year(connection, {name: slim[name] for name in sorted(split)})
    whole = {name: f"(FROM {source})" for name, source in slim.items() if name not in split}
    if whole and not (fresh and _is_empty(connection)):
        order = {name: _OF_MONTHS if BY_NAME[name].grain == "month" else OF_DAYS for name in whole}
        found.append(_Piece("rollups", FRESH if fresh else "", whole, order))
    apart = _STEPS | {one.relation for one in ROLLUPS} - {one.relation for one in rollups} | of_lines.keys()
    return [*found, *_cores(connection, apart)]


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
            dict.fromkeys(tables, OF_DAYS),
        )
        for (year,) in years
    ]


def _narrowed(connection: duckdb.DuckDBPyConnection, rollup: str) -> str:
    """The rollup with its sums in eight bytes where they fit."""
    sums = sums_of(connection, f"mart.{rollup}")
    if not sums:
        return f"mart.{rollup}"
    largest = ", ".join(f"max(abs({name}))" for name in sums)
    found = connection.execute(f"SELECT {largest} FROM mart.{rollup}").fetchall()[0]
    slim = [name for name, most in zip(sums, found, strict=True) if (most or 0) < NARROW]
    return narrowed(connection, f"mart.{rollup}", slim)


def _cores(connection: duckdb.DuckDBPyConnection, apart: set[str]) -> Iterator[_Piece]:
    """All other marts and what is kept of the model; a large mart by itself, so that it can stay as it is."""
    marts = dict(
        connection.execute(
            "SELECT table_name, estimated_size FROM duckdb_tables() WHERE schema_name = 'mart' "
            "ORDER BY table_name"
        ).fetchall()
    )
    small = {}
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
