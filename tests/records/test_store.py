"""The database opens in its newest form, keeps what was written, and takes several at once."""

import datetime as dt
import multiprocessing
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import DBAPIError, IntegrityError

from dashboard.errors import Failed, NotUnderstood, Refused
from dashboard.paths import Home
from dashboard.records import accounts, grants, log, sessions
from dashboard.records.accounts import Account
from dashboard.records.store import Records, open_records
from dashboard.records.tables import metadata
from dashboard.settings import Settings


def ana(email: str = "ana@x.gr") -> Account:
    return Account(email, "Άννα", "rep", "hash")


def test_the_steps_make_what_the_tables_say(records: Records) -> None:
    with records.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_what_was_written_is_read_again(records: Records) -> None:
    written = ana()
    with records.writing() as connection:
        accounts.add(connection, written)
    with records.reading() as connection:
        assert accounts.by_email(connection, "ana@x.gr") == written
        assert accounts.by_id(connection, written.id) == written
        assert accounts.by_id(connection, "other") is None


def test_an_error_leaves_nothing_written(records: Records) -> None:
    with pytest.raises(ZeroDivisionError), records.writing() as connection:  # noqa: PT012
        accounts.add(connection, ana())
        raise ZeroDivisionError
    with records.reading() as connection:
        assert accounts.everybody(connection) == []


def test_an_address_has_one_account(records: Records) -> None:
    with records.writing() as connection:
        accounts.add(connection, ana())
    with pytest.raises(IntegrityError), records.writing() as connection:
        accounts.add(connection, ana())


def test_a_territory_needs_its_person(records: Records) -> None:
    with pytest.raises(IntegrityError), records.writing() as connection:
        grants.give(connection, "nobody", grants.Given("T1", dt.date(2026, 1, 1), None))


@pytest.mark.parametrize(
    "change", [sa.update(metadata.tables["log"]).values(actor="x"), sa.delete(metadata.tables["log"])]
)
def test_the_log_takes_new_rows_only(records: Records, change: sa.Update | sa.Delete) -> None:
    with records.writing() as connection:
        log.write(connection, "operator", "person_added", "ana@x.gr", role="rep")
    with pytest.raises(DBAPIError), records.writing() as connection:
        connection.execute(change)
    with records.reading() as connection:
        (entry,) = log.read(connection)
    assert (entry.actor, entry.action, entry.subject) == ("operator", "person_added", "ana@x.gr")
    assert entry.details == {"role": "rep"}
    assert entry.at.tzinfo == dt.UTC


def test_a_moment_without_its_zone_is_refused(records: Records) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"), records.writing() as connection:
        sessions.end(connection, "s", dt.datetime(2026, 1, 1))


def test_an_ended_session_is_remembered_until_it_would_expire(records: Records) -> None:
    now = dt.datetime.now(dt.UTC)
    with records.writing() as connection:
        sessions.end(connection, "old", now - dt.timedelta(seconds=1))
        sessions.end(connection, "new", now + dt.timedelta(hours=1))
        sessions.end(connection, "new", now + dt.timedelta(hours=1))
    with records.reading() as connection:
        assert not sessions.ended(connection, "old")
        assert sessions.ended(connection, "new")


def test_opening_twice_keeps_everything(url: str) -> None:
    for email in ("ana@x.gr", "nikos@x.gr"):
        records = Records(url)
        with records.writing() as connection:
            accounts.add(connection, ana(email))
        records.close()
    records = Records(url)
    with records.reading() as connection:
        assert [account.email for account in accounts.everybody(connection)] == ["ana@x.gr", "nikos@x.gr"]
    records.close()


def test_records_of_a_later_metron_are_left_alone(url: str) -> None:
    records = Records(url)
    with records.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    records.close()
    with pytest.raises(Refused, match="9999"):
        Records(url)


def _write_ten(url: str, process: int) -> None:
    records = Records(url)
    for number in range(10):
        with records.writing() as connection:
            # Reads before it writes: the order in which SQLite cannot wait unless it is told first.
            accounts.by_email(connection, "ana@x.gr")
            accounts.add(connection, ana(f"{process}-{number}@x.gr"))
    records.close()


def test_processes_open_and_write_at_once(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_write_ten, args=(url, number)) for number in range(4)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0, 0, 0]
    records = Records(url)
    with records.reading() as connection:
        assert len(accounts.everybody(connection)) == 40
    records.close()


def test_writers_of_a_process_wait_for_one_another_before_the_database_does(tmp_path: Path) -> None:
    records = Records(f"sqlite:///{tmp_path}/records.sqlite")

    def impatient(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    sa.event.listen(records._engine, "connect", impatient)

    def write(number: int) -> None:
        with records.writing() as connection:
            accounts.add(connection, ana(f"{number}@x.gr"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with records.reading() as connection:
        assert len(accounts.everybody(connection)) == 40
    records.close()


def test_by_default_it_is_a_private_file_in_the_home(home: Home) -> None:
    open_records(Settings()).close()
    assert stat.S_IMODE(home.records.stat().st_mode) == 0o600


def test_a_home_that_is_a_file_is_told(home: Home) -> None:
    home.path.rmdir()
    home.path.write_text("")
    with pytest.raises(Failed, match=r"records\.unreachable"):
        open_records(Settings())


@pytest.mark.parametrize(
    "address", ["no address", "nosuch://host/name", "mysql://host/name", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(NotUnderstood, match=r"records\.not_an_address"):
        Records(address)


def test_a_server_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(Failed) as caught:
        Records(f"postgresql://ana:secret@/metron?host={tmp_path}&connect_timeout=2")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    file.write_text("this is not a database, and long enough to be looked at by SQLite")
    with pytest.raises(Failed, match=r"records\.unreachable"):
        Records(f"sqlite:///{file}")
