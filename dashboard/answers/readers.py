"""Readers: one request each, with the statements that it waits for, until it has them or leaves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from dashboard.answers.cache import Cache, Result
from dashboard.answers.lanes import Job
from dashboard.answers.statement import Statement
from dashboard.errors import Failed


class Reader:
    """Holds what it has asked for, so that nobody computes what no reader wants any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left = False
        self._taken: list[tuple[Cache[Any], Job[Any]]] = []

    def take(self, cache: Cache[Result], statement: Statement) -> Job[Result]:
        """The job of this statement, held until the reader leaves.

        Raises:
            Failed: it has left.
        """
        self.stay()
        job = cache.take(statement)
        with self._lock:
            if not self._left:
                self._taken.append((cache, job))
                return job
        cache.give_back(job)
        raise Failed("ask.left")

    def stay(self) -> None:
        """Go on only if this reader is still here.

        Raises:
            Failed: it has left.
        """
        if self._left:
            raise Failed("ask.left")

    def leave(self) -> None:
        """Want nothing any more: from any thread, and as often as one likes."""
        with self._lock:
            self._left = True
            taken, self._taken = self._taken, []
        for cache, job in taken:
            cache.give_back(job)


_HERE: ContextVar[Reader | None] = ContextVar("reader", default=None)


@contextmanager
def reading_as(reader: Reader) -> Iterator[Reader]:
    """Ask as this reader until the block ends, or it leaves."""
    token = _HERE.set(reader)
    try:
        yield reader
    finally:
        _HERE.reset(token)
        reader.leave()


@contextmanager
def some_reader() -> Iterator[Reader]:
    """The reader of this request; outside of one, a reader for as long as the block runs."""
    here = _HERE.get()
    if here is not None:
        yield here
    else:
        with reading_as(Reader()) as reader:
            yield reader
