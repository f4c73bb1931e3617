"""A scan holds up no page, ends when nobody wants it or when it takes too long, and leaves the lane free.

Scans here never end by themselves: what is done while one runs was not held up by it.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from itertools import count
from pathlib import Path

import duckdb
import pytest

from dashboard.answers import warehouse_shelf as module
from dashboard.answers.lanes import Job, Lane, TooLong
from dashboard.answers.readers import Reader, reading_as
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import Warehouse, open_shelf
from dashboard.answers.warehouse_shelf import Found, Shelf
from dashboard.errors import Failed
from dashboard.intake import manifest as manifests
from dashboard.intake.publication import roll_back
from dashboard.paths import Home
from tests.publication.firm import Firm

# It needs next to no memory, and the disk even less.
ENDLESS = Statement("SELECT sum(range % 7) FROM range(100000000000000)", {}, scan=True)
READERS = 4
_number = count(1)
_ASKING: list[Reader] = []


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("scans")
    firm, made = Firm(folder / "firm"), Home(folder / "home")
    for amount in ("1.00", "20.00"):
        firm.change("2024-3", amount)
        firm.load(made)
    return made


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A company so large that its scans are kept apart, on a machine on which no page is ever slow."""
    monkeypatch.setattr(module, "PAGE_LINES", 0)
    monkeypatch.setattr(module, "PAGE_SECONDS", 1e9)


@pytest.fixture
def scanning(monkeypatch: pytest.MonkeyPatch) -> "threading.Semaphore":
    """Released once for each scan that begins."""
    begun, scan = threading.Semaphore(0), Shelf._scan

    def tell(shelf: Shelf, job: Job[Found]) -> Found:
        begun.release()
        return scan(shelf, job)

    monkeypatch.setattr(Shelf, "_scan", tell)
    return begun


@pytest.fixture
def shelf(home: Home, scanning: threading.Semaphore) -> Iterator[Shelf]:
    made = open_shelf(home, manifests.ids(home)[-1], "500MB", 1, 1e9)
    yield made
    made.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(READERS + 4) as made:
        yield made
        for reader in _ASKING:
            reader.leave()  # a test that fails must end, too
        _ASKING.clear()


def somebody() -> Reader:
    _ASKING.append(Reader())
    return _ASKING[-1]


def read(shelf: Shelf, statement: Statement, reader: Reader) -> list[module.Row]:
    with reading_as(reader):
        return shelf.run(statement)


def page(shelf: Shelf) -> object:
    """What nobody has asked before, so that none is kept."""
    anew = Statement("SELECT sum(net_amount) FROM sales WHERE $number > 0", {"number": next(_number)})
    return shelf.run(anew)[0][0]


def left(found: "Future[list[module.Row]]") -> bool:
    error = found.exception(60)
    return isinstance(error, Failed) and error.key == "ask.left"


def test_pages_and_switches_go_on_while_a_scan_runs(
    home: Home, scanning: threading.Semaphore, pool: ThreadPoolExecutor
) -> None:
    warehouse, executive = Warehouse(home, "500MB", 1, 1e9), somebody()
    old, new = manifests.ids(home)

    def hammer(_: int) -> set[str]:
        seen: set[str] = set()
        while len(seen) < 2:
            with warehouse.reading() as shelf:
                assert isinstance(page(shelf), Decimal)
                seen.add(shelf.manifest.id)
        return seen

    roll_back(home, old)
    with warehouse.reading() as shelf:
        scan = pool.submit(read, shelf, ENDLESS, executive)
        assert scanning.acquire(timeout=60)
        hammering = [pool.submit(hammer, number) for number in range(READERS)]
        assert isinstance(page(shelf), Decimal)
        roll_back(home, new)
        assert all(one.result(60) == {old, new} for one in hammering)
        assert not scan.done()
        executive.leave()
        assert left(scan)
    warehouse.close()


def test_who_leaves_stops_the_scan_and_frees_the_lane(
    shelf: Shelf, scanning: threading.Semaphore, pool: ThreadPoolExecutor
) -> None:
    reader = somebody()
    scan = pool.submit(read, shelf, ENDLESS, reader)
    assert scanning.acquire(timeout=60)
    next_one = pool.submit(read, shelf, Statement("SELECT 7", {}, scan=True), somebody())
    reader.leave()
    assert left(scan)
    assert next_one.result(60) == [(7,)]
    # What was given up is not kept: it is begun again.
    again = somebody()
    scan = pool.submit(read, shelf, ENDLESS, again)
    assert scanning.acquire(timeout=60)
    assert scanning.acquire(timeout=60)
    again.leave()
    assert left(scan)


def test_what_only_looks_small_moves_out_of_the_way(
    home: Home, scanning: threading.Semaphore, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, move = threading.Semaphore(0), Lane._move

    def tell(lane: Lane[Found], job: Job[Found]) -> None:
        move(lane, job)
        moved.release()

    monkeypatch.setattr(Lane, "_move", tell)
    monkeypatch.setattr(module, "PAGE_SECONDS", 0.0)
    shelf = open_shelf(home, manifests.ids(home)[-1], "500MB", 1, 1e9)
    readers = [somebody(), somebody(), somebody()]
    # More of them than workers for pages: a page can only pass when they have moved.
    scans = [
        pool.submit(read, shelf, Statement(f"{ENDLESS.sql} -- {number}", {}), reader)
        for number, reader in enumerate(readers)
    ]
    for _ in scans:
        assert moved.acquire(timeout=60)
    assert scanning.acquire(timeout=60)
    # From here on nothing looks slow: the page itself would move as well, and wait for the scans.
    shelf._pages._seconds = 1e9
    assert isinstance(page(shelf), Decimal)
    assert [scan.exception() for scan in scans if scan.done()] == []
    for reader in readers:
        reader.leave()
    assert all(left(scan) for scan in scans)
    shelf.close()


def test_over_its_limit_a_scan_ends_and_is_not_kept(home: Home, scanning: threading.Semaphore) -> None:
    shelf = open_shelf(home, manifests.ids(home)[-1], "500MB", 1, 0.0)
    for _ in range(2):
        with pytest.raises(TooLong) as caught:
            shelf.run(ENDLESS)
        assert (caught.value.key, caught.value.exit_code) == ("ask.too_long", 4)
        assert scanning.acquire(timeout=60)
    assert isinstance(page(shelf), Decimal)
    assert not shelf.broken
    shelf.close()


def test_who_leaves_takes_nothing_away_from_another_who_waits(
    shelf: Shelf, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, execute = threading.Event(), threading.Event(), Shelf._execute
    executed: list[Statement] = []

    def slowly(self: Shelf, connection: duckdb.DuckDBPyConnection, job: Job[Found]) -> Found:
        executed.append(job.statement)
        begun.set()
        assert may_end.wait(60)
        return execute(self, connection, job)

    monkeypatch.setattr(Shelf, "_execute", slowly)
    first, second, statement = somebody(), somebody(), Statement("SELECT 7", {}, scan=True)
    leaving = pool.submit(read, shelf, statement, first)
    assert begun.wait(60)
    with reading_as(second):
        job = second.take(shelf._kept, statement)
        first.leave()
        assert left(leaving)
        may_end.set()
        assert job.done.result(60)[1] == [(7,)]
    assert executed == [statement]


def test_a_closing_shelf_tells_a_scan_until_it_hears(
    shelf: Shelf, scanning: threading.Semaphore, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # DuckDB forgets an interruption that comes when a statement is only about to begin.
    told, interrupt = count(1), Job.interrupt

    def hardly(job: Job[Found]) -> None:
        if next(told) > 3:
            interrupt(job)

    monkeypatch.setattr(Job, "interrupt", hardly)
    reader = somebody()
    pool.submit(read, shelf, ENDLESS, reader)
    assert scanning.acquire(timeout=60)
    reader.leave()
    pool.submit(shelf.close).result(60)


def test_what_was_begun_ahead_is_computed_once_or_given_up(
    shelf: Shelf, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    executed, execute = [], Shelf._execute

    def remember(self: Shelf, connection: duckdb.DuckDBPyConnection, job: Job[Found]) -> Found:
        executed.append(job.statement.sql)
        return execute(self, connection, job)

    monkeypatch.setattr(Shelf, "_execute", remember)
    # A loaded machine may let the smallest wait so long that it moves to the scans, and is begun there again.
    monkeypatch.setattr(shelf._pages, "_seconds", 1e9)
    small, endless = Statement("SELECT 7", {}), Statement(ENDLESS.sql, {})
    scan = Statement("SELECT 8", {}, scan=True)
    with reading_as(somebody()) as reader:
        for statement in (small, endless, scan):
            shelf.begin(statement)
        assert shelf.run(small) == [(7,)]
        [given_up] = [job for _, job in reader._taken if job.statement is endless]
    assert isinstance(given_up.done.exception(60), Failed)
    assert executed.count(small.sql) == 1
    assert scan.sql not in executed, "a scan begins when it is asked for"


def test_a_reader_who_has_left_asks_nothing(shelf: Shelf) -> None:
    with reading_as(somebody()) as reader:
        reader.leave()
        with pytest.raises(Failed, match="left"):
            shelf.run(Statement("SELECT 8", {}))


def test_an_old_publication_is_scanned_after_its_files_have_gone(home: Home, tmp_path: Path) -> None:
    shelf = open_shelf(home, manifests.ids(home)[0], "500MB", 1, 1e9)
    away = [file.rename(tmp_path / file.name) for file in home.segments.iterdir()]
    try:
        assert shelf.run(Statement("SELECT count(*) > 0 FROM sales", {}, scan=True)) == [(True,)]
    finally:
        for file in away:
            file.rename(home.segments / file.name)
        shelf.close()
