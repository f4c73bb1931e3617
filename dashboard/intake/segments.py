"""Write the marts as immutable, content-named files, so that publications can share them.

One segment a calendar year of sales and one ("core") for everything small: few enough that
planning a question stays cheap, fine enough that a day's lines rewrite one year only
(decision 0001 has the measurements). A segment whose content exists already is not written
again; every segment is read back before a publication may refer to it.
"""

import hashlib
from pathlib import Path

import duckdb

from dashboard.errors import Failed
from dashboard.intake.manifest import Segment, keep
from dashboard.paths import Home
from dashboard.progress import Progress

# What a reader never asks: steps on the way to other marts.
_STEPS = {
    "territory_slice", "territory_chain", "quota_span", "rep_territory", "opportunity", "activity",
    "placement",
}  # fmt: skip
_KEPT_OF_MODEL = ("quarantine", "control_total", "source")


def write_segments(
    connection: duckdb.DuckDBPyConnection, work: Path, home: Home, progress: Progress
) -> tuple[Segment, ...]:
    """Write what is new below `work`, and name every segment of this publication.

    Raises:
        Failed: what was written does not read as what was to be written.
    """
    years = [row[0] for row in connection.execute(
        "SELECT DISTINCT year(order_date) FROM mart.sales ORDER BY ALL"
    ).fetchall()]  # fmt: skip
    found = []
    for done, year in enumerate(years):
        progress("load.writing", done, len(years) + 1, name=str(year))
        found.append(_write_sales(connection, work, home, year))
    progress("load.writing", len(years), len(years) + 1, name="core")
    found.append(_write_core(connection, work, home))
    progress("load.writing", len(years) + 1, len(years) + 1, name="")
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


def _write_sales(connection: duckdb.DuckDBPyConnection, work: Path, home: Home, year: int) -> Segment:
    lines = f"(FROM mart.sales WHERE year(order_date) = {int(year)})"
    ordered = {"sales": f"(FROM {lines} ORDER BY territory_today, order_date, line_id)"}
    return _write(connection, work, home, "sales", str(year), {"sales": lines}, ordered)


def _write_core(connection: duckdb.DuckDBPyConnection, work: Path, home: Home) -> Segment:
    marts = {
        name: f"mart.{name}"
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart' ORDER BY table_name"
        ).fetchall()
        if name != "sales" and name not in _STEPS
    }
    marts |= {name: f"model.{name}" for name in _KEPT_OF_MODEL}
    marts["sales_shape"] = "(FROM mart.sales LIMIT 0)"
    return _write(connection, work, home, "core", "", marts, marts)


def _write(
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    home: Home,
    relation: str,
    part: str,
    tables: dict[str, str],
    ordered: dict[str, str],
) -> Segment:
    rows, content = _content(connection, tables)
    file = f"{relation}-{part}-{content}.duckdb" if part else f"{relation}-{content}.duckdb"
    found = home.segments / file
    # One of this name that a power cut or a bad disk has spoilt is written anew, and replaced.
    if not _holds(connection, found, content):
        found = work / file
        _fill(connection, found, ordered)
        if not _holds(connection, found, content):
            raise Failed("load.written_wrong", file=file)
    return Segment(
        file=file, relation=relation, part=part, rows=rows, content=content, bytes=found.stat().st_size
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
