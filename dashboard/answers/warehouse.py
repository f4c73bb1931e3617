"""The warehouse: the one reader of publications.

It looks at the pointer before each use; when that has moved, it opens and warms the new
publication first and swaps one reference then. Whoever holds the old shelf finishes on it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import duckdb

from dashboard.answers.paid import PayBook
from dashboard.answers.warehouse_earlier import Earlier
from dashboard.answers.warehouse_shelf import SECONDS, Shelf, unreadable
from dashboard.errors import Failed, MetronError, NotUnderstood
from dashboard.intake import manifest as manifests
from dashboard.intake.manifest import Manifest
from dashboard.paths import Home

Opened = TypeVar("Opened", bound=Shelf)


@dataclass(slots=True)
class _Held:
    shelf: Shelf
    readers: int = 0
    retired: bool = False


class Warehouse:
    """Gives readers the current publication, and follows the pointer when it moves.

    The current one is asked beside the `book` of pay, if there is one; earlier ones never are, for the
    ledger is that of today.
    """

    def __init__(
        self,
        home: Home,
        memory: str = "4GB",
        threads: int = 2,
        seconds: float = SECONDS,
        book: PayBook | None = None,
    ) -> None:
        self._home, self._memory, self._threads, self._seconds = home, memory, threads, seconds
        self._book = book
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._held: _Held | None = None
        self._opened: list[Callable[[AbstractContextManager[Shelf]], None]] = []
        self._earlier: Earlier[Shelf] = Earlier(self._open)

    @contextmanager
    def reading(self, *, at_once: bool = False) -> Iterator[Shelf]:
        """The current publication for as long as the block runs, whatever is switched meanwhile.

        Who wants one `at_once` has the one before while another reader opens it, and does not wait: for a
        screen, and not for a letter that a publication is the occasion of.

        Raises:
            NotUnderstood: nothing has been loaded yet.
            Failed: the publication's files cannot be opened.
        """
        self._earlier.sweep()
        with self._reading(self._take(at_once)) as shelf:
            yield shelf

    @contextmanager
    def reading_as_of(self, publication: str) -> Iterator[Shelf]:
        """A publication of this id, current or not, for as long as the block runs; one at a time a reader.

        Raises:
            NotUnderstood: there is none.
            Failed: its files cannot be opened.
        """
        with self._earlier.reading(publication) as shelf:
            yield shelf

    def manifest(self) -> Manifest | None:
        """The manifest of the current publication, or None before the first load."""
        if manifests.current(self._home) is None:
            return None
        with self.reading() as shelf:
            return shelf.manifest

    def published(self) -> str:
        """The id of the current publication, without opening it; "" before the first load."""
        return manifests.current(self._home) or ""

    def when_opened(self, call: Callable[[AbstractContextManager[Shelf]], None]) -> None:
        """Whenever the current publication has been opened, call this; readers wait until it returns.

        It is given the publication, which stays open until it has been entered and left.
        """
        self._opened.append(call)

    def close(self) -> None:
        """Let go of the publications that are open."""
        self._earlier.close()
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            self._retire(held)

    def _take(self, at_once: bool) -> _Held:
        held = self._hold(self._wanted())
        if held is not None:
            return held
        if not self._opening.acquire(blocking=False):
            old = self._hold() if at_once else None
            if old is not None:
                return old
            self._opening.acquire()
        try:
            # While this one waited another may have opened it, and the pointer may have moved again.
            while True:
                wanted = self._wanted()
                try:
                    return self._hold(wanted) or self._swap(self._open(wanted, self._book))
                except MetronError:
                    # A publication may be removed between the look at the pointer and the opening.
                    if self._wanted() == wanted:
                        raise
        finally:
            self._opening.release()

    def _wanted(self) -> str:
        wanted = manifests.current(self._home)
        if wanted is None:
            raise NotUnderstood("load.nothing_published")
        return wanted

    def _open(self, wanted: str, book: PayBook | None = None) -> Shelf:
        return open_shelf(self._home, wanted, self._memory, self._threads, self._seconds, book)

    def _hold(self, wanted: str = "") -> _Held | None:
        """The shelf that is open, if it is sound; of this publication, where one is wanted."""
        with self._lock:
            held = self._held
            if held is None or held.shelf.broken or (wanted and held.shelf.manifest.id != wanted):
                return None
            held.readers += 1
            return held

    def _swap(self, shelf: Shelf) -> _Held:
        """Give new readers this shelf, and let go of the old one as soon as nobody reads it."""
        new = _Held(shelf, readers=1 + len(self._opened))
        with self._lock:
            old, self._held = self._held, new
        if old is not None:
            self._retire(old)
        for call in self._opened:
            call(self._reading(new))
        return new

    @contextmanager
    def _reading(self, held: _Held) -> Iterator[Shelf]:
        try:
            yield held.shelf
        finally:
            self._give_back(held)

    def _retire(self, held: _Held) -> None:
        with self._lock:
            held.retired = True
            unread = not held.readers
        if unread:
            held.shelf.close()

    def _give_back(self, held: _Held) -> None:
        with self._lock:
            held.readers -= 1
            unread = held.retired and not held.readers
        if unread:
            held.shelf.close()


def open_shelf(
    home: Home,
    publication: str,
    memory: str = "4GB",
    threads: int = 2,
    seconds: float = SECONDS,
    book: PayBook | None = None,
) -> Shelf:
    """Open one publication, current or not; with a book, pay may be asked beside it.

    Raises:
        NotUnderstood: there is no publication of that id.
        Failed: its files are missing or damaged.
    """
    manifest = manifests.read(home, publication)
    return open_manifest(manifest, memory, partial(Shelf, home, manifest, memory, threads, seconds, book))


def open_manifest(manifest: Manifest, memory: str, make: Callable[[], Opened]) -> Opened:
    """What `make` opens of a publication.

    Raises:
        Failed: its files are missing or damaged, or laid out as an earlier Metron did.
    """
    if manifest.form != manifests.FORM:
        # Asked for what it does not hold, it would give nothing in place of a number.
        raise Failed("load.other_form", id=manifest.id)
    try:
        return make()
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise Failed("load.answer_too_large", limit=memory) from error
    except duckdb.Error as error:
        raise unreadable(manifest.id, error) from error
