"""The files of segments: DuckDB databases named by their content, written once, read back, never changed.

A segment whose content exists already is not written again; every segment is read back before a
publication may refer to it.
"""

import hashlib
from collections.abc import Collection
from pathlib import Path

import duckdb

from dashboard.errors import Failed
from dashboard.intake.manifest import FORM, Segment, keep
from dashboard.paths import Home

# Without a log of changes: whoever writes this reads it back, and nobody goes on with half of it. Text takes
# a third less time to write as this DuckDB writes it than as all do since 0.10, and a little less room.
WRITTEN_ONCE = "RECOVERY_MODE no_wal_writes, STORAGE_VERSION 'latest'"


def write(connection: duckdb.DuckDBPyConnection, file: Path, tables: dict[str, str]) -> None:
    """A new database of these tables, each from what can stand after FROM or is a query in brackets."""
    connection.execute(f"ATTACH '{quoted(file)}' AS segment ({WRITTEN_ONCE})")
    connection.begin()  # each table of its own would go to the disk twice
    for name, source in tables.items():
        connection.execute(f"CREATE TABLE segment.{name} AS FROM {source}")
    connection.commit()
    connection.execute("CHECKPOINT segment")
    connection.execute("DETACH segment")


def adopt(
    connection: duckdb.DuckDBPyConnection,
    built: Path,
    home: Home,
    relation: str,
    part: str,
    tables: Collection[str],
) -> tuple[Segment, Path]:
    """Name a written file by what it reads as; one that is kept already stands for it.

    Of the present form: an earlier one may have had the same rows in another order.
    """
    found = read_back(connection, built, tables)
    if found is None:
        raise Failed("load.written_wrong", file=built.name)
    rows, content = found
    name = f"{relation}-{part}" if part else relation
    file = home.segments / f"{name}-{FORM}-{content}.duckdb"
    # One of this name that a power cut or a bad disk has spoilt is replaced.
    if holds(connection, file, content):
        built.unlink()
    else:
        file = built.rename(built.parent / file.name)
    return Segment(
        file=file.name, relation=relation, part=part, rows=rows, content=content, bytes=file.stat().st_size
    ), file


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
            if not holds(connection, home.segments / segment.file, segment.content)
        ]


def holds(connection: duckdb.DuckDBPyConnection, file: Path, content: str) -> bool:
    """Whether a file reads, to its last block, as a segment of this content."""
    found = read_back(connection, file)
    return found is not None and found[1] == content


def read_back(
    connection: duckdb.DuckDBPyConnection, file: Path, wanted: Collection[str] | None = None
) -> tuple[int, str] | None:
    """How many rows a file has and the hash of its content; None if it cannot be read or has other tables."""
    if not file.exists():
        return None
    try:
        connection.execute(f"ATTACH '{quoted(file)}' AS written (READ_ONLY)")
    except duckdb.Error:
        return None
    try:
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'written'"
        ).fetchall()
        if wanted is not None and {name for (name,) in tables} != set(wanted):
            return None
        return content_of(connection, {name: f"written.{name}" for (name,) in tables})
    except (duckdb.IOException, duckdb.SerializationException):
        return None
    finally:
        connection.execute("DETACH written")


def content_of(connection: duckdb.DuckDBPyConnection, tables: dict[str, str]) -> tuple[int, str]:
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
