"""A shelf: one opened publication, with its lanes, its kept answers and everything else locked away.

A DuckDB instance of its own has the publication's segments attached read-only.
"""

import datetime as dt
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dashboard.access.scope import UNKNOWN
from dashboard.answers.cache import Cache
from dashboard.answers.lanes import TICK, Job, Lane, Stopped
from dashboard.answers.paid import PayBook
from dashboard.answers.pairs import UNKNOWN_PAIRS, Pairs
from dashboard.answers.readers import some_reader
from dashboard.answers.routing import relation_year
from dashboard.answers.statement import UNKNOWN_PATHS, Paths, Statement
from dashboard.errors import Failed
from dashboard.intake.manifest import Manifest
from dashboard.intake.segment_files import quoted
from dashboard.paths import Home

if TYPE_CHECKING:
    import pyarrow as pa

Row = tuple[object, ...]
Found = tuple[list[str], list[Row]]
SECONDS = 30.0  # what a scan may take, where no setting says otherwise
PAGE_SECONDS = 0.5  # what a statement may take among those of pages, before it moves to the scans
PAGE_LINES = 500_000  # lines that are scanned so soon that they may be scanned among the pages
PAGE_WORKERS = 2
PAGE_MEMORY = 0.125  # of all memory
WAITING_SCANS = 16  # half of the threads that serve: the other half is there for pages
KEPT_ANSWERS = 4096  # of some 170 pages, each with the text of its statement: 40 MB at most
KEPT_CELLS = 4_000_000  # values in all kept answers together: a few hundred megabytes at most


class Shelf:
    """One publication, opened for reading. Safe for many threads: each run has its own cursor.

    Two DuckDBs read the same files: one answers pages, each statement on one core; the other
    takes what scans the company's lines, one after the other. `book` is the ledger of pay, where it may be
    asked beside this publication.
    """

    def __init__(
        self,
        home: Home,
        manifest: Manifest,
        memory: str,
        threads: int,
        seconds: float = SECONDS,
        book: PayBook | None = None,
    ) -> None:
        self.manifest = manifest
        self.book = book
        self.outline = manifest.outline
        self.broken = False
        self.paths, self.pairs = UNKNOWN_PATHS, UNKNOWN_PAIRS
        self._memory = memory
        self._lines = sum(segment.rows for segment in manifest.segments if segment.relation == "sales")
        # DuckDB's own choice for what does not fit the memory would be shared by all processes.
        spill = Path(tempfile.mkdtemp(prefix="metron-"))
        # Also of a process that ends without closing this: a server is stopped while it serves.
        self._clear = weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
        self._scans: Lane[Found] = Lane(1, seconds, self._scan, room=WAITING_SCANS)
        self._pages: Lane[Found] = Lane(PAGE_WORKERS, PAGE_SECONDS, self._page, after=self._scans)
        self.forget()
        # Two statements of one thread each are done sooner than two that share two threads.
        # Each keeps blocks that it has read for as long as there is room: together they have what is allowed,
        # and pages, which read rollups, a small part of it.
        self._connection = _connect(_part(memory, PAGE_MEMORY), 1, spill / "pages")
        self._scanning = _connect(_part(memory, 1 - PAGE_MEMORY), threads, spill / "scans")
        try:
            # Both now, for the files of an old publication may be gone before the first scan; and
            # side by side, for readers wait until a new one is open.
            with ThreadPoolExecutor(1) as beside:
                attached = beside.submit(self._attach, home, self._scanning)
                self._attach(home, self._connection)
                self.warm()
                attached.result()
        except BaseException:
            self.close()
            raise

    def _attach(self, home: Home, connection: duckdb.DuckDBPyConnection) -> None:
        for number, segment in enumerate(self.manifest.segments):
            file = quoted(home.segments / segment.file)
            connection.execute(f"ATTACH '{file}' AS segment{number} (READ_ONLY)")
        years = {f"segment{n}": one.of_year for n, one in enumerate(self.manifest.segments) if one.of_year}
        tables = _tables(connection)
        if "sales" not in tables:
            _show(connection, "sales_shape", tables["sales_shape"], "sales")
        for name, databases in tables.items():
            _show(connection, name, databases, name)
            fresh = [one for one in databases if one not in years]
            for database in databases:
                if year := years.get(database):
                    _show(connection, name, [database, *fresh], relation_year(*year))
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")

    def warm(self) -> None:
        """Read what every page reads, so that the first reader does not wait for it."""
        self._connection.execute("SELECT count(*) FROM sales, territory_tree WHERE FALSE").fetchall()
        self._connection.execute("SELECT count(*) FROM calendar").fetchall()
        self.paths = Paths.of(self._connection.execute(PATHS).fetchall())
        self.pairs = Pairs.of(*(self._connection.execute(sql).fetchall() for sql in (SHIFTS, WORKED)))

    def run(self, statement: Statement) -> list[Row]:
        """All rows of a statement, exactly: DECIMAL as Decimal, DATE as date."""
        return self.read(statement)[1]

    def read(self, statement: Statement) -> Found:
        """Column names and all rows; what was asked before on this publication is not asked again.

        Raises:
            Failed: it took too long or too much memory, or the reader has left.
        """
        with some_reader() as reader:
            job = reader.take(self._kept, statement)
            while not wait((job.done,), timeout=TICK).done:
                reader.stay()
                self._pages.watch()
                self._scans.watch()
            return job.done.result()

    def table(self, statement: Statement) -> "pa.Table":
        """All rows of a statement as columns, however many: for a run of its own, which takes its time."""
        cursor = self._scanning.cursor()
        try:
            return cursor.execute(statement.sql, statement.parameters or None).to_arrow_table()
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise Failed("load.answer_too_large", limit=self._memory) from error
        finally:
            cursor.close()

    def forget(self) -> None:
        """Keep no answer of before, as when the publication had just been opened."""
        self._kept: Cache[Found] = Cache(self._begin, KEPT_ANSWERS, KEPT_CELLS, _cells)

    def begin(self, statement: Statement) -> None:
        """Have a statement computed that this reader will ask for; a scan begins when it is asked for."""
        if not self._is_scan(statement):
            with some_reader() as reader:
                reader.take(self._kept, statement)

    def _begin(self, job: Job[Found]) -> None:
        (self._scans if self._is_scan(job.statement) else self._pages).put(job)

    def _is_scan(self, statement: Statement) -> bool:
        return statement.scan and self._lines > PAGE_LINES

    def _page(self, job: Job[Found]) -> Found:
        return self._execute(self._connection, job)

    def _scan(self, job: Job[Found]) -> Found:
        return self._execute(self._scanning, job)

    def _execute(self, connection: duckdb.DuckDBPyConnection, job: Job[Found]) -> Found:
        cursor, statement = connection.cursor(), job.statement
        try:
            with job.running(cursor.interrupt):
                cursor.execute(statement.sql, statement.parameters or None)
                return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except duckdb.InterruptException as error:
            raise Stopped from error
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise Failed("load.answer_too_large", limit=self._memory) from error
        except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
            # DuckDB may refuse everything from now on: the next reader opens the publication anew.
            self.broken = True
            raise unreadable(self.manifest.id, error) from error
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the files."""
        self._pages.close()
        self._scans.close()
        self._connection.close()
        self._scanning.close()
        self._clear()

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        """Nodes that this person works on that day, in any role."""
        return self._nodes(_OWN, email, on)

    def territories_led(self, email: str, on: dt.date) -> frozenset[str]:
        """Nodes worked by everybody who reports to this person, directly or not."""
        return self._nodes(_LED, email, on)

    def people_of(self, nodes: Iterable[str], on: dt.date) -> frozenset[str]:
        """Addresses of all who work one of these nodes that day, or lead, directly or not, who does."""
        statement = Statement(_WORKERS, {"nodes": sorted(nodes), "on": on})
        return frozenset(str(row[0]) for row in self.run(statement))

    def known(self, nodes: Iterable[str]) -> frozenset[str]:
        """Those of these nodes that there are; the unknown one is none."""
        statement = Statement(_KNOWN, {"nodes": sorted(nodes), "unknown": UNKNOWN})
        return frozenset(str(row[0]) for row in self.run(statement))

    def payees(self, email: str) -> frozenset[str]:
        """The keys under which this person is paid."""
        return frozenset(str(row[0]) for row in self.run(Statement(_PAYEE, {"email": email})))

    def reports_of(self, email: str) -> frozenset[str]:
        """The keys of everybody who reports to this person, directly or not."""
        return frozenset(str(row[0]) for row in self.run(Statement(_REPORTS, {"email": email})))

    def _nodes(self, sql: str, email: str, on: dt.date) -> frozenset[str]:
        return frozenset(str(row[0]) for row in self.run(Statement(sql, {"email": email, "on": on})))


PATHS = "SELECT ancestor_id, path_id FROM territory_tree"
SHIFTS = "SELECT mode, from_day, to_day FROM day_shift ORDER BY mode, from_day"
WORKED = "SELECT day, working FROM calendar ORDER BY day"

_KNOWN = """
SELECT territory_id FROM territory
WHERE territory_id != $unknown AND territory_id IN (SELECT unnest($nodes::TEXT[]))
"""

_OWN = """
SELECT DISTINCT assignment.territory_id
FROM assignment
INNER JOIN rep ON rep.rep_id = assignment.rep_id
INNER JOIN territory ON territory.territory_id = assignment.territory_id
WHERE rep.email = $email AND $on >= assignment.from_day AND $on < assignment.to_day
"""

_PAYEE = "SELECT rep_id FROM rep WHERE email = $email"

_REPORT = """
WITH RECURSIVE report AS (
    SELECT rep_id FROM rep WHERE manager_id IN (SELECT rep_id FROM rep WHERE email = $email)
    UNION
    SELECT rep.rep_id FROM rep INNER JOIN report ON rep.manager_id = report.rep_id
)
"""

_REPORTS = f"{_REPORT}SELECT rep_id FROM report"

_LED = f"""
{_REPORT.strip()}
SELECT DISTINCT assignment.territory_id
FROM assignment
INNER JOIN report ON report.rep_id = assignment.rep_id
INNER JOIN territory ON territory.territory_id = assignment.territory_id
WHERE $on >= assignment.from_day AND $on < assignment.to_day
"""

_WORKERS = """
WITH RECURSIVE worker AS (
    SELECT rep.rep_id, rep.manager_id, rep.email FROM rep
    INNER JOIN assignment ON assignment.rep_id = rep.rep_id
    WHERE $on >= assignment.from_day AND $on < assignment.to_day
    AND assignment.territory_id IN (SELECT unnest($nodes::TEXT[]))
    UNION
    SELECT rep.rep_id, rep.manager_id, rep.email FROM rep INNER JOIN worker ON rep.rep_id = worker.manager_id
)
SELECT DISTINCT email FROM worker WHERE email IS NOT NULL
"""


def unreadable(publication: str, error: Exception) -> Failed:
    """What to say of a publication whose files DuckDB cannot read."""
    return Failed("load.unreadable_publication", id=publication, reason=str(error).splitlines()[0])


def _cells(found: Found) -> int:
    names, rows = found
    return max(1, len(names) * len(rows))


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Each relation of the publication with the segments that have it."""
    found: dict[str, list[str]] = {}
    for segment, name in connection.execute(_TABLES).fetchall():
        found.setdefault(name, []).append(segment)
    return found


def _show(connection: duckdb.DuckDBPyConnection, table: str, databases: Iterable[str], name: str) -> None:
    """Show the table of these databases under a name."""
    parts = " UNION ALL ".join(f"FROM {database}.{table}" for database in databases)
    connection.execute(f"CREATE VIEW {name} AS {parts}")


# Of all segments at once: each such question goes through the tables of all of them.
_TABLES = """
SELECT database_name, table_name FROM duckdb_tables()
WHERE starts_with(database_name, 'segment')
ORDER BY len(database_name), database_name, table_name
"""


def _part(memory: str, share: float) -> str:
    """So much of an amount of memory as it is written: of 4GB an eighth is 0.5GB."""
    unit = memory.lstrip("0123456789.")
    return f"{float(memory.removesuffix(unit)) * share:g}{unit}"


def _connect(memory: str, threads: int, spill: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": str(spill),
            # It reads two stretches of days once, and then all days there are: their limits come too late.
            "disabled_optimizers": "common_subplan",
        }
    )
