"""Write the marts as immutable, content-named files, so that publications can share them.

One segment a calendar year of sales, one a year of large rollups by day, one for all other rollups
and one ("core") for everything small: few enough that planning a question stays cheap, fine enough
that a day's lines rewrite one year only (decisions 0001 and 0011 have the measurements). A segment
whose content exists already is not written again; every segment is read back before a publication
may refer to it.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.errors import Failed
from dashboard.intake.manifest import Rolled, Segment, keep
from dashboard.intake.rollups import weigh
from dashboard.metrics.rollups import BY_NAME, ROLLUPS
from dashboard.paths import Home
from dashboard.progress import Progress

# What a reader never asks: steps on the way to other marts.
_STEPS = {
    "territory_slice", "territory_chain", "quota_span", "season", "customer_block", "split_order",
}  # fmt: skip
_KEPT_OF_MODEL = ("quarantine", "control_total", "source", "fx_rates")


def write_segments(
    connection: duckdb.DuckDBPyConnection, work: Path, home: Home, progress: Progress
) -> tuple[Segment, ...]:
    """Write what is new below `work`, and name every segment of this publication.

    Raises:
        Failed: what was written does not read as what was to be written.
    """
    pieces = _pieces(connection, [one for one in weigh(connection) if one.kept])
    found = []
    for done, piece in enumerate(pieces):
        progress("load.writing", done, len(pieces), name=piece.part or piece.relation)
        found.append(_write(connection, work, home, piece))
    progress("load.writing", len(pieces), len(pieces), name="")
    return tuple(found)


def settle(work: Path, home: Home, segments: tuple[Segment, ...]) -> None:
    """Move the new segments to where readers look for them, on the disk before anything refers to them."""
    home.segments.mkdir(parents=True, exist_ok=True)
    for segment in segments:
        built = work / segment.file
        if built.exists():
            keep(built)
            built.replace(home.segments / segment.file)
    keep(home.segments)


def unsound(home: Home, segments: tuple[Segment, ...]) -> list[str]:
    """The files of these segments that are missing or do not hold what their manifest says."""
    with duckdb.connect() as connection:
        return [
            segment.file
            for segment in segments
            if not _holds(connection, home.segments / segment.file, segment.content)
        ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one segment is to hold: its tables by name, and the order of each table's rows."""

    relation: str
    part: str
    tables: dict[str, str]
    order: dict[str, str] = field(default_factory=dict)


# A territory's days lie together in the lines; the days at an end of a range do in a rollup by day.
_OF_LINES = "territory_today, order_date, line_id"
_OF_DAYS = "order_date, territory_today"
_OF_MONTHS = "territory_today, month"
# A rollup of so many rows is not split by year: planning five parts takes longer than reading them.
_WHOLE = 1_000_000
_NARROW = 10**14  # what DECIMAL(18, 4) cannot hold


def _pieces(connection: duckdb.DuckDBPyConnection, rollups: list[Rolled]) -> list[_Piece]:
    years = [int(row[0]) for row in connection.execute(
        "SELECT DISTINCT year(order_date) FROM mart.sales ORDER BY ALL"
    ).fetchall()]  # fmt: skip
    slim = {one.relation: _narrowed(connection, one.relation) for one in rollups}
    split = {one.relation for one in rollups if one.rows > _WHOLE and BY_NAME[one.relation].grain == "day"}
    found = [_of_year("sales", {"sales": "mart.sales"}, year, _OF_LINES) for year in years]
    yearly = {name: slim[name] for name in slim if name in split}
    found += [_of_year("days", yearly, year, _OF_DAYS) for year in years if yearly]
    whole = {name: f"(FROM {source})" for name, source in slim.items() if name not in split}
    if whole:
        order = {name: _OF_MONTHS if BY_NAME[name].grain == "month" else _OF_DAYS for name in whole}
        found.append(_Piece("rollups", "", whole, order))
    return [*found, _Piece("core", "", _core(connection))]


def _of_year(relation: str, tables: dict[str, str], year: int, order: str) -> _Piece:
    rows = {name: f"(FROM {source} WHERE year(order_date) = {year})" for name, source in tables.items()}
    return _Piece(relation, str(year), rows, dict.fromkeys(tables, order))


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


def _core(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    apart = {"sales", *_STEPS, *(one.relation for one in ROLLUPS)}
    tables = {
        name: f"mart.{name}"
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart' ORDER BY table_name"
        ).fetchall()
        if name not in apart
    }
    tables |= {name: f"model.{name}" for name in _KEPT_OF_MODEL}
    return tables | {"sales_shape": "(FROM mart.sales LIMIT 0)"}


def _write(connection: duckdb.DuckDBPyConnection, work: Path, home: Home, piece: _Piece) -> Segment:
    rows, content = _content(connection, piece.tables)
    name = f"{piece.relation}-{piece.part}" if piece.part else piece.relation
    file = f"{name}-{content}.duckdb"
    found = home.segments / file
    # One of this name that a power cut or a bad disk has spoilt is written anew, and replaced.
    if not _holds(connection, found, content):
        found = work / file
        ordered = {
            table: f"(FROM {source} ORDER BY {piece.order[table]})" if table in piece.order else source
            for table, source in piece.tables.items()
        }
        _fill(connection, found, ordered)
        if not _holds(connection, found, content):
            raise Failed("load.written_wrong", file=file)
    return Segment(
        file=file,
        relation=piece.relation,
        part=piece.part,
        rows=rows,
        content=content,
        bytes=found.stat().st_size,
    )


def _fill(connection: duckdb.DuckDBPyConnection, file: Path, tables: dict[str, str]) -> None:
    connection.execute(f"ATTACH '{quoted(file)}' AS segment")
    for name, source in tables.items():
        connection.execute(f"CREATE TABLE segment.{name} AS FROM {source}")
    connection.execute("CHECKPOINT segment")
    connection.execute("DETACH segment")


def _holds(connection: duckdb.DuckDBPyConnection, file: Path, content: str) -> bool:
    """Whether a file reads, to its last block, as a segment of this content."""
    if not file.exists():
        return False
    try:
        connection.execute(f"ATTACH '{quoted(file)}' AS written (READ_ONLY)")
    except duckdb.Error:
        return False
    try:
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'written'"
        ).fetchall()
        return _content(connection, {name: f"written.{name}" for (name,) in tables})[1] == content
    except (duckdb.IOException, duckdb.SerializationException):
        return False
    finally:
        connection.execute("DETACH written")


def _content(connection: duckdb.DuckDBPyConnection, tables: dict[str, str]) -> tuple[int, str]:
    """How many rows, and a hash of the tables' names, columns and rows, whatever the order of the rows.

    A row's hash has 64 bits and knows the order of its columns; their sum counts a row that is
    there twice. DuckDB adds the last column by XOR alone, so values of it that two rows exchange
    could cancel out in that sum: it is taken over the hashes of the hashes, where nothing does.
    """
    rows, told = 0, hashlib.sha256()
    for name, source in sorted(tables.items()):
        columns = connection.execute(f"DESCRIBE FROM {source}").fetchall()
        found = connection.execute(
            "SELECT count(*), sum(CAST(hash(hash(line)) AS HUGEINT)), bit_xor(hash(line)) "
            f"FROM {source} AS line"
        ).fetchall()
        rows += found[0][0]
        told.update(repr((name, [column[:2] for column in columns], found)).encode())
    return rows, told.hexdigest()[:20]


def quoted(path: Path) -> str:
    """A file's name as the inside of a text literal."""
    return str(path).replace("'", "''")
