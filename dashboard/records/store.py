"""The database of what people write: opened, brought up to date, read and written."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from dashboard.errors import Failed, NotUnderstood
from dashboard.records.migrate import migrate
from dashboard.settings import Settings

BUSY_MILLISECONDS = 15_000


class Records:
    """One database, safe for several threads and processes at once.

    Raises:
        NotUnderstood: an address that is no database's.
        Failed: a database that cannot be reached or opened.
        Refused: a database that a later Metron has written.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = _address(url)
        if self.url.get_backend_name() == "sqlite" and self.url.database:
            _make_private(Path(self.url.database))
        self._engine = _engine(self.url)
        self._turn = threading.Lock()
        try:
            with self.writing() as connection:
                migrate(connection)
        except DBAPIError as error:
            raise Failed("records.unreachable", url=self.shown, reason=str(error.orig).strip()) from error
        finally:
            # A server may fork after this: two processes must not speak over one connection.
            self.close()

    @property
    def shown(self) -> str:
        """The address without its password, for messages."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading, which waits for nobody."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it, or nothing when an error leaves the block."""
        with self._in_turn(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One writer of this process after the other, where the database has room for one.

        SQLite lets whoever finds it taken sleep, longer each time: with eight writers the slowest waited
        a third of a second for a transaction of a millisecond.
        """
        if self.url.get_backend_name() != "sqlite":
            yield
            return
        mine = self._turn.acquire(timeout=BUSY_MILLISECONDS / 1000)  # after that SQLite says what is wrong
        try:
            yield
        finally:
            if mine:
                self._turn.release()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def open_records(settings: Settings) -> Records:
    """The records that the settings name; SQLite in the home directory unless told otherwise."""
    if settings.records_url:
        return Records(settings.records_url)
    return Records(URL.create("sqlite", database=str(settings.place.records)))


def _address(url: str | URL) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        # The reason is not quoted: it may repeat a password.
        raise NotUnderstood("records.not_an_address") from error
    if address.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return address.set(drivername="postgresql+psycopg")
    # Memory would be another database in each thread.
    if address.drivername != "sqlite" or address.database in (None, "", ":memory:"):
        raise NotUnderstood("records.not_an_address")
    return address


def _make_private(file: Path) -> None:
    # It holds password hashes. SQLite gives its side files the rights of the main one.
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Failed("records.unreachable", url=str(file), reason=error.strerror) from error


def _engine(url: URL) -> sa.Engine:
    try:
        engine = sa.create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    except ModuleNotFoundError as error:
        raise Failed("records.no_driver", driver=str(error.name)) from error
    if url.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's own handling of transactions would commit before each DDL; `_begin_sqlite` replaces it.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for its turn in SQLite: it fails.
    # One that says at the start that it will write, waits.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
