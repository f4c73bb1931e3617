"""Two publications on one connection: what both hold alike, by its hash, is not opened.

Schema `a` has the relations of the one, schema `b` those of the other, each with the sales of its
own segments; schema `shared` has the sales of the segments that both refer to, where they are wanted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import duckdb

from dashboard.answers.warehouse import open_manifest
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake.manifest import Manifest, Segment
from dashboard.intake.segment_files import quoted
from dashboard.paths import Home

Sides = tuple[Manifest, Manifest]


class Pair(Shelf):
    """Two publications, opened for reading as a shelf is."""

    def __init__(self, home: Home, sides: Sides, memory: str, threads: int, whole: bool) -> None:
        self.sides, self._whole = sides, whole
        super().__init__(home, sides[1], memory, threads)

    def _attach(self, home: Home, connection: duckdb.DuckDBPyConnection) -> None:
        common = shared(*self.sides)
        skipped = set() if self._whole else {one.file for one in common}
        files = dict.fromkeys(one.file for side in self.sides for one in side.segments)
        named = {file: f"segment{n}" for n, file in enumerate(files) if file not in skipped}
        for file, name in named.items():
            connection.execute(f"ATTACH '{quoted(home.segments / file)}' AS {name} (READ_ONLY)")
        for schema, side in zip("ab", self.sides, strict=True):
            connection.execute(f"CREATE SCHEMA {schema}")
            cores = {one.part: named[one.file] for one in side.segments if one.relation == "core"}
            for database in cores.values():
                _expose_as(connection, schema, database)
            alike = {one.file for one in common}
            own = [one for one in side.segments if one.relation == "sales" and one.file not in alike]
            _put_together(connection, schema, [named[one.file] for one in own], cores[""])
        connection.execute("CREATE SCHEMA shared")
        _put_together(connection, "shared", [named[one.file] for one in common if self._whole], cores[""])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")

    def warm(self) -> None:
        """Nothing is read before it is asked for."""


def _expose_as(connection: duckdb.DuckDBPyConnection, schema: str, database: str) -> None:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [database]
    ).fetchall()
    for (name,) in tables:
        connection.execute(f"CREATE VIEW {schema}.{name} AS FROM {database}.{name}")


def _put_together(
    connection: duckdb.DuckDBPyConnection, schema: str, databases: list[str], core: str
) -> None:
    parts = [f"FROM {database}.sales" for database in databases]
    together = " UNION ALL ".join(parts) or f"FROM {core}.sales_shape"
    connection.execute(f"CREATE VIEW {schema}.sales AS {together}")


def shared(a: Manifest, b: Manifest) -> tuple[Segment, ...]:
    """The segments of sales that two publications both refer to."""
    held = {one.file for one in b.segments}
    return tuple(one for one in a.segments if one.relation == "sales" and one.file in held)


@contextmanager
def opened_pair(home: Home, sides: Sides, memory: str, threads: int, whole: bool) -> Iterator[Pair]:
    """Two publications on one connection while the block runs; `whole` opens what they share, too.

    Raises:
        Failed: the files of one are missing or damaged.
    """
    pair = open_manifest(sides[1], memory, partial(Pair, home, sides, memory, threads, whole))
    try:
        yield pair
    finally:
        pair.close()


@contextmanager
def opened_apart(home: Home, sides: Sides, memory: str, threads: int, whole: bool) -> Iterator[list[Shelf]]:
    """Each publication as a shelf of its own, with what it does not share with the other.

    Both know the levels and tables of both, so that what only one of them has can be asked of each.
    """
    skipped = set() if whole else {one.file for one in shared(*sides)}
    levels = tuple(dict.fromkeys(level for side in sides for level in side.levels))
    tables = tuple(sorted({table for side in sides for table in side.tables}))
    shelves: list[Shelf] = []
    try:
        for side in sides:
            segments = tuple(one for one in side.segments if one.file not in skipped)
            part = side.model_copy(update={"segments": segments, "levels": levels, "tables": tables})
            shelves.append(open_manifest(part, memory, partial(Shelf, home, part, memory, threads)))
        yield shelves
    finally:
        for shelf in shelves:
            shelf.close()
