"""Earlier publications, opened for whoever asks as of a day gone by: few at a time, closed when idle.

Beside the current publication, which the warehouse always holds open. Whoever reads keeps their
shelf until they are done; who wants one more than there is room for waits for a reader to end.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

OPEN_AT_ONCE = 2
IDLE_SECONDS = 600.0


class Closing(Protocol):
    """What is held: it may be found broken, and it is closed in the end."""

    broken: bool

    def close(self) -> None:
        """Let go of the files."""


Held = TypeVar("Held", bound=Closing)


@dataclass(slots=True)
class _Open(Generic[Held]):
    shelf: Held
    readers: int
    left: float


class Earlier(Generic[Held]):
    """Shelves by publication: at most `size` open, the longest unread closed first.

    A reader holds one at a time: one who waited for a second could wait for themselves.
    """

    def __init__(
        self,
        open_one: Callable[[str], Held],
        size: int = OPEN_AT_ONCE,
        idle: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_one, self._size, self._idle, self._clock = open_one, size, idle, clock
        self._changed = threading.Condition()
        self._held: OrderedDict[str, _Open[Held]] = OrderedDict()
        self._opening: set[str] = set()

    @contextmanager
    def reading(self, publication: str) -> Iterator[Held]:
        """This publication for as long as the block runs.

        Raises:
            NotUnderstood: there is none of that id.
            Failed: its files cannot be opened.
        """
        taken = self._take(publication)
        try:
            yield taken.shelf
        finally:
            with self._changed:
                taken.readers -= 1
                taken.left = self._clock()
                if taken.shelf.broken and self._held.get(publication) is taken and not taken.readers:
                    self._close(publication)
                self._changed.notify_all()

    def sweep(self) -> None:
        """Close what nobody has read for a while."""
        with self._changed:
            for publication, one in list(self._held.items()):
                if not one.readers and self._clock() - one.left > self._idle:
                    self._close(publication)

    def close(self) -> None:
        """Close all that nobody reads."""
        with self._changed:
            for publication, one in list(self._held.items()):
                if not one.readers:
                    self._close(publication)

    def _take(self, publication: str) -> _Open[Held]:
        with self._changed:
            self._changed.wait_for(lambda: self._is_there(publication) or self._has_room(publication))
            known = self._held.get(publication)
            if known is not None:
                known.readers += 1
                self._held.move_to_end(publication)
                return known
            self._opening.add(publication)
        return self._opened(publication)

    def _opened(self, publication: str) -> _Open[Held]:
        """Opened apart from the lock, so that who reads another does not wait for it."""
        made: _Open[Held] | None = None
        try:
            made = _Open(self._open_one(publication), 1, self._clock())
            return made
        finally:
            with self._changed:
                self._opening.discard(publication)
                if made is not None:
                    self._held[publication] = made
                self._changed.notify_all()

    def _is_there(self, publication: str) -> bool:
        known = self._held.get(publication)
        if known is not None and known.shelf.broken and not known.readers:
            self._close(publication)
        return publication in self._held and not self._held[publication].shelf.broken

    def _has_room(self, publication: str) -> bool:
        """Whether one more may be opened; closes the longest unread one for it."""
        if publication in self._opening or publication in self._held:
            return False  # somebody opens it, or a broken one is still read
        while len(self._held) + len(self._opening) >= self._size:
            unread = next((key for key, one in self._held.items() if not one.readers), None)
            if unread is None:
                return False
            self._close(unread)
        return True

    def _close(self, publication: str) -> None:
        self._held.pop(publication).shelf.close()
