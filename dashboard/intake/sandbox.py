"""A database in which a mapping's SQL can reach nothing but what was put there.

Sources are read first; `shut` then takes files, network, extensions and settings away, for
good: whoever needs them again closes the database and opens it anew.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import Failed, Refused
from dashboard.intake.segment_files import WRITTEN_ONCE, quoted
from dashboard.intake.toml_lines import Place
from dashboard.metrics.nearest import nearest
from dashboard.settings import Settings

_TICK = 0.05  # seconds between two interruptions
_LINE = re.compile(r"\bLINE (\d+):")
_NO_COLUMN = re.compile(r'Referenced column "(.+?)" not found|does not have a column named "(.+?)"')


def open_stage(file: Path, settings: Settings, *, ordered: bool) -> duckdb.DuckDBPyConnection:
    """The stage's database, with the limits of a load; only what was checkpointed outlives the connection.

    A table that need not be `ordered` lies as its rows come: it is written in two thirds of the time.

    Nobody goes on with the stage of a load that has failed, so there is no log of changes to write: a load
    of a small company would wait longer for its disk to confirm them than for everything else.
    """
    spill = file.parent / "spill"
    spill.mkdir(exist_ok=True)
    connection = duckdb.connect(
        config={
            "memory_limit": settings.memory_limit,
            "threads": settings.threads,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "preserve_insertion_order": ordered,
        },
    )
    try:
        connection.execute(f"ATTACH '{quoted(file)}' AS stage ({WRITTEN_ONCE})")
        connection.execute("USE stage")
    except BaseException:
        connection.close()
        raise
    return connection


def shut(connection: duckdb.DuckDBPyConnection, files: Sequence[str] = ()) -> None:
    """Take network, settings and all files but these away from everything that runs on this database."""
    connection.execute("SET allowed_paths = ?::TEXT[]", [list(files)])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


class Sandbox:
    """Runs a mapping's SQL within one budget of time, and tells what went wrong by line."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: int) -> None:
        self._connection = connection
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self.columns: set[str] = set()

    def run(
        self, sql: str, place: Place, schema: str = "source", own_lines: bool = False
    ) -> list[tuple[object, ...]]:
        """The rows of one statement whose names are looked up in `schema`.

        `own_lines` says that the statement's lines are those of the mapping's entry.

        Raises:
            Refused: it takes too long, or DuckDB cannot compute it.
        """
        try:
            with machine(), _until(self._until, self._connection.interrupt):
                self._connection.execute(f"USE {schema}")
                return self._connection.execute(sql).fetchall()
        except duckdb.InterruptException:
            raise place.refused("intake.sql.too_long", seconds=self._seconds) from None
        except duckdb.Error as error:
            raise self._explained(error, place, _line_of(error) if own_lines else 0) from None

    def _explained(self, error: duckdb.Error, place: Place, line: int) -> Refused:
        if match := _NO_COLUMN.search(str(error)):
            column = match.group(1) or match.group(2)
            return place.refused(
                "intake.sql.column", sql_line=line, name=column, nearest=nearest(column, self.columns)
            )
        return place.refused("intake.sql.failed", sql_line=line, reason=first_sentence(error))


@contextmanager
def _until(end: float, interrupt: Callable[[], None]) -> Iterator[None]:
    """Stop what the block runs once the clock (`time.monotonic`) stands at `end`.

    DuckDB forgets an interruption that comes when a statement is only about to begin: it is said until heard.
    """
    done = threading.Event()

    def watch() -> None:
        left = end - time.monotonic()
        while not done.wait(max(left, _TICK)):
            interrupt()
            left = _TICK

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()  # what runs next on this connection must not be stopped


@contextmanager
def machine() -> Iterator[None]:
    """Turn what the machine cannot do (memory, disk) into a sentence."""
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise Failed("intake.memory", reason=first_sentence(error)) from None
    except (duckdb.IOException, duckdb.FatalException) as error:
        raise Failed("intake.disk", reason=first_sentence(error)) from None
    except OSError as error:
        raise Failed("intake.disk", reason=error.strerror or str(error)) from None


def first_sentence(error: BaseException) -> str:
    """What DuckDB says, without its excerpt of the SQL."""
    return str(error).split("\n\nLINE")[0].split("\n")[0].rstrip(".!")


def _line_of(error: BaseException) -> int:
    """The line inside the SQL that DuckDB points at, or 0."""
    match = _LINE.search(str(error))
    return int(match.group(1)) if match else 0
