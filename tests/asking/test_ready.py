"""The index of names is there before anybody types: made once a publication is opened, beside requests."""

import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.access.scope import Scope, operator
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.app import create_app
from dashboard.asking import names as indexes
from dashboard.asking.named import Names
from dashboard.asking.names import Directory, names
from dashboard.asking.ready import keep_ready
from dashboard.errors import Failed
from dashboard.paths import ROOT, Home
from dashboard.settings import Settings
from tests.answers.test_against_lines import scope_of
from tests.publication.firm import Firm, total

LONG = 30.0  # seconds after which a test gives up
Made = tuple[str, frozenset[str] | None, str]


class Making:
    """Which indexes are made, and by which thread; whoever makes one waits until it is `free`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun: queue.Queue[threading.Event] = queue.Queue()
        self.made: queue.Queue[Made] = queue.Queue()
        self.free = threading.Event()
        self.free.set()
        self.error: Failed | None = None
        make = indexes._index

        def making(scope: Scope, shelf: Shelf, hurry: threading.Event) -> Names:
            self.begun.put(hurry)
            assert self.free.wait(LONG)
            if self.error is not None:
                raise self.error
            found = make(scope, shelf, hurry)
            self.made.put((shelf.manifest.id, scope.territories, threading.current_thread().name))
            return found

        monkeypatch.setattr(indexes, "_index", making)
        monkeypatch.setattr(indexes, "_DIRECTORY", Directory())

    def next(self) -> Made:
        return self.made.get(timeout=LONG)


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Making:
    return Making(monkeypatch)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path / "firm")


@contextmanager
def served(home: Home) -> Iterator[Warehouse]:
    warehouse = Warehouse(home, "500MB", 1)
    keep_ready(warehouse)
    try:
        yield warehouse
    finally:
        warehouse.close()


def areas(shelf: Shelf, scope: Scope) -> set[str]:
    """The areas that are offered to whoever types."""
    found = names(scope, shelf)
    return {one.label for area in "ABC" for one in found.begin(area, 20)}


def test_what_is_opened_and_switched_to_is_ready_before_anybody_types(
    home: Home, firm: Firm, making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = firm.load(home).manifest.id
    wide, narrow = scope_of(frozenset({"A", "B"})), scope_of(frozenset({"C"}))
    with served(home) as warehouse:
        with warehouse.reading() as shelf:
            assert making.next() == (first, None, "names")
            # Whoever sees less than all has an index of their own, which is made when they ask.
            assert areas(shelf, wide) == {"A", "B"}
            assert making.next()[:2] == (first, wide.territories)
            assert areas(shelf, narrow) == {"C"}
            assert making.next()[:2] == (first, narrow.territories)
            monkeypatch.setattr(indexes, "_LARGE", names(wide, shelf).size)
            assert areas(shelf, operator()) == {"A", "B", "C"}
        firm.change("2024-3", "77.00")
        second = firm.load(home).manifest.id
        with warehouse.reading() as shelf:
            # Few names are read in no time: only who sees many, and asked before, finds theirs ready too.
            # What was used last is made last: where there are more than are kept, the first is forgotten.
            assert making.next()[:2] == (second, wide.territories)
            assert making.next() == (second, None, "names")
            assert areas(shelf, wide) == {"A", "B"}
            assert areas(shelf, operator()) == {"A", "B", "C"}
            assert making.made.empty(), "whoever typed made it again"
            assert areas(shelf, narrow) == {"C"}
            assert making.next()[:2] == (second, narrow.territories)


def test_requests_do_not_wait_while_it_is_made_and_one_who_types_does(
    home: Home, firm: Firm, making: Making
) -> None:
    firm.load(home)
    making.free.clear()
    typed: list[object] = []
    with served(home) as warehouse:
        with warehouse.reading() as shelf:
            hurry = making.begun.get(timeout=LONG)
            assert total(shelf) == (18, firm.total)
            with warehouse.reading() as again:
                assert again is shelf
            assert making.made.empty(), "a request waited for the index"
            assert not hurry.is_set()
            typing = threading.Thread(target=lambda: typed.append(names(operator(), shelf)))
            typing.start()
            assert hurry.wait(LONG), "whoever makes it does not know that somebody waits"
            assert not typed
            making.free.set()
            typing.join(LONG)
        assert typed
        making.next()
        assert making.made.empty(), "it was made twice"


def test_whoever_waits_for_all_to_be_ready_is_told_after_each_opening(
    home: Home, firm: Firm, making: Making
) -> None:
    ready: queue.Queue[bool] = queue.Queue()
    firm.load(home)
    warehouse = Warehouse(home, "500MB", 1)
    keep_ready(warehouse, lambda: ready.put(making.made.empty()))
    try:
        for cents in ("77.00", "78.00"):
            with warehouse.reading():
                assert ready.get(timeout=LONG) is False, "it was told before the names were made"
                making.next()
            firm.change("2024-3", cents)
            firm.load(home)
    finally:
        warehouse.close()


def test_a_publication_stays_open_until_its_names_are_made(home: Home, firm: Firm, making: Making) -> None:
    first = firm.load(home).manifest.id
    making.free.clear()
    with served(home) as warehouse, warehouse.reading():
        making.begun.get(timeout=LONG)
    # Closed meanwhile: what is being made of it is made to the end, and it is not opened again.
    making.free.set()
    assert making.next() == (first, None, "names")
    assert warehouse._held is None


def test_what_somebody_waits_for_is_made_without_breaks(
    home: Home, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm.load(home)
    resting: list[threading.Thread] = []
    monkeypatch.setattr(time, "sleep", lambda _: resting.append(threading.current_thread()))
    warehouse = Warehouse(home, "500MB", 1)
    with warehouse.reading() as shelf:
        Directory().names(operator(), shelf)
        assert threading.current_thread() not in resting
        Directory().prepare(operator(), shelf)
        assert threading.current_thread() in resting
    warehouse.close()


def test_what_cannot_be_made_beforehand_is_left_to_whoever_asks(
    home: Home, firm: Firm, making: Making
) -> None:
    told: queue.Queue[str] = queue.Queue()
    handler = logging.Handler()
    handler.emit = lambda record: told.put(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("dashboard.asking.ready")
    firm.load(home)
    making.error = Failed("load.unreadable_publication", id="1", reason="gone")
    log.addHandler(handler)
    with served(home) as warehouse, warehouse.reading() as shelf:
        assert "could not be made beforehand: load.unreadable_publication" in told.get(timeout=LONG)
        making.error = None
        assert names(operator(), shelf).size
    log.removeHandler(handler)


def test_the_app_makes_it_once_the_first_page_was_asked_for(home: Home, firm: Firm, making: Making) -> None:
    firm.load(home)
    app = create_app(Settings(home=home.path)).server
    # A server may fork after this: neither a thread nor what DuckDB has open would live on in the child.
    assert making.begun.empty()
    app.test_client().get("/sign-in")
    assert making.next()[2] == "names"


ENDING = """
import sys, threading
from pathlib import Path
from dashboard.answers.warehouse import Warehouse
from dashboard.asking import names
from dashboard.asking.ready import keep_ready
from dashboard.paths import Home

many = (one for one in iter(int, 1))  # without end
begun = threading.Event()
def endless(scope, shelf, hurry):
    begun.set()
    {how}
names._index = endless
warehouse = Warehouse(Home(Path(sys.argv[1])), "500MB", 1)
keep_ready(warehouse)
with warehouse.reading():
    assert begun.wait(30)
"""
READING = """
    from dashboard.answers.statement import Statement
    for number, _ in enumerate(many):
        shelf.run(Statement("SELECT $number", {"number": number}))"""
INDEXING = "for _ in names._through(many, hurry): pass"


@pytest.mark.parametrize("how", [READING, INDEXING])
def test_a_process_that_ends_meanwhile_ends_at_once_and_says_nothing(
    home: Home, firm: Firm, how: str
) -> None:
    firm.load(home)
    code = ENDING.replace("{how}", how.strip())
    done = subprocess.run(
        [sys.executable, "-c", code, str(home.path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
