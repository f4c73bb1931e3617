"""The warehouse: the one reader of publications.

A `Shelf` is one opened publication: a DuckDB instance of its own, with the publication's
segments attached read-only and everything else locked away. The `Warehouse` looks at the
pointer before each use; when it has moved, it opens and warms the new publication first and
swaps one reference then. Whoever holds the old shelf finishes on it.
"""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from dashboard.answers.cache import Cache
from dashboard.answers.statement import Statement
from dashboard.errors import Failed, NotUnderstood
from dashboard.intake import manifest as manifests
from dashboard.intake.manifest import Manifest
from dashboard.intake.segments import place
from dashboard.paths import Home

Row = tuple[object, ...]
Found = tuple[list[str], list[Row]]
KEPT_ANSWERS = 512


class Shelf:
    """One publication, opened for reading. Safe for many threads: each run has its own cursor."""

    def __init__(
        self, home: Home, manifest: Manifest, memory: str, threads: int, work: Home | None = None
    ) -> None:
        self.manifest = manifest
        self.outline = manifest.outline
        self._kept: Cache[Found] = Cache(KEPT_ANSWERS)
        self._connection = duckdb.connect(config={"memory_limit": memory, "threads": threads})
        self._attach(home, work or home)
        self.warm()

    def _attach(self, home: Home, work: Home) -> None:
        years = []
        for number, segment in enumerate(self.manifest.segments):
            file = str(place(segment, work.path, home)).replace("'", "''")
            self._connection.execute(f"ATTACH '{file}' AS segment{number} (READ_ONLY)")
            if segment.relation == "core":
                self._expose(f"segment{number}")
            else:
                years.append(f"FROM segment{number}.sales")
        self._connection.execute(f"CREATE VIEW sales AS {' UNION ALL '.join(years) or 'FROM sales_shape'}")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def _expose(self, database: str) -> None:
        tables = self._connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [database]
        ).fetchall()
        for (name,) in tables:
            self._connection.execute(f"CREATE VIEW {name} AS FROM {database}.{name}")

    def warm(self) -> None:
        """Read what every page reads, so that the first reader does not wait for it."""
        self._connection.execute("SELECT count(*) FROM sales, territory_tree WHERE FALSE").fetchall()
        self._connection.execute("SELECT count(*) FROM calendar").fetchall()

    def run(self, statement: Statement) -> list[Row]:
        """All rows of a statement, exactly: DECIMAL as Decimal, DATE as date."""
        return self.read(statement)[1]

    def read(self, statement: Statement) -> Found:
        """Column names and all rows; what was asked before on this publication is not asked again."""
        return self._kept.get(statement.key, lambda: self._execute(statement))

    def _execute(self, statement: Statement) -> Found:
        cursor = self._connection.cursor()
        try:
            cursor.execute(statement.sql, statement.parameters or None)
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        """Nodes that this person works on that day, in any role."""
        return self._nodes(_OWN, email, on)

    def territories_led(self, email: str, on: dt.date) -> frozenset[str]:
        """Nodes worked by everybody who reports to this person, directly or not."""
        return self._nodes(_LED, email, on)

    def _nodes(self, sql: str, email: str, on: dt.date) -> frozenset[str]:
        return frozenset(str(row[0]) for row in self.run(Statement(sql, {"email": email, "on": on})))


_OWN = """
SELECT DISTINCT assignment.territory_id
FROM assignment
INNER JOIN rep ON rep.rep_id = assignment.rep_id
INNER JOIN territory ON territory.territory_id = assignment.territory_id
WHERE rep.email = $email AND $on >= assignment.from_day AND $on < assignment.to_day
"""

_LED = """
WITH RECURSIVE report AS (
    SELECT rep_id FROM rep WHERE manager_id IN (SELECT rep_id FROM rep WHERE email = $email)
    UNION
    SELECT rep.rep_id FROM rep INNER JOIN report ON rep.manager_id = report.rep_id
)
SELECT DISTINCT assignment.territory_id
FROM assignment
INNER JOIN report ON report.rep_id = assignment.rep_id
INNER JOIN territory ON territory.territory_id = assignment.territory_id
WHERE $on >= assignment.from_day AND $on < assignment.to_day
"""


@dataclass(slots=True)
class _Held:
    shelf: Shelf
    readers: int = 0
    retired: bool = False


class Warehouse:
    """Gives readers the current publication, and follows the pointer when it moves."""

    def __init__(self, home: Home, memory: str = "4GB", threads: int = 2) -> None:
        self._home, self._memory, self._threads = home, memory, threads
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._held: _Held | None = None

    @contextmanager
    def reading(self) -> Iterator[Shelf]:
        """The current publication for as long as the block runs, whatever is switched meanwhile.

        Raises:
            NotUnderstood: nothing has been loaded yet.
            Failed: the publication's files cannot be opened.
        """
        held = self._take()
        try:
            yield held.shelf
        finally:
            self._give_back(held)

    def manifest(self) -> Manifest | None:
        """The manifest of the current publication, or None before the first load."""
        if manifests.current(self._home) is None:
            return None
        with self.reading() as shelf:
            return shelf.manifest

    def close(self) -> None:
        """Let go of the publication that is open."""
        with self._lock:
            held, self._held = self._held, None
            if held is not None:
                held.retired = True
                if not held.readers:
                    held.shelf.close()

    def _take(self) -> _Held:
        wanted = manifests.current(self._home)
        if wanted is None:
            raise NotUnderstood("load.nothing_published")
        held = self._hold(wanted)
        if held is not None:
            return held
        with self._opening:
            # Another reader may have opened it while this one waited.
            held = self._hold(wanted)
            if held is None:
                self._swap(open_shelf(self._home, wanted, self._memory, self._threads))
                held = self._hold(wanted)
        assert held is not None, "the shelf that was just opened is there"
        return held

    def _hold(self, wanted: str) -> _Held | None:
        with self._lock:
            if self._held is None or self._held.shelf.manifest.id != wanted:
                return None
            self._held.readers += 1
            return self._held

    def _swap(self, shelf: Shelf) -> None:
        with self._lock:
            old, self._held = self._held, _Held(shelf)
            if old is not None:
                old.retired = True
                if not old.readers:
                    old.shelf.close()

    def _give_back(self, held: _Held) -> None:
        with self._lock:
            held.readers -= 1
            if held.retired and not held.readers:
                held.shelf.close()


def open_shelf(home: Home, publication: str, memory: str = "4GB", threads: int = 2) -> Shelf:
    """Open one publication, current or not.

    Raises:
        NotUnderstood: there is no publication of that id.
        Failed: its files are missing or damaged.
    """
    try:
        return Shelf(home, manifests.read(home, publication), memory, threads)
    except FileNotFoundError as error:
        raise NotUnderstood("load.no_publication", id=publication) from error
    except duckdb.Error as error:
        raise Failed("load.unreadable_publication", id=publication, reason=str(error)) from error
