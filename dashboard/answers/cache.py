"""Answers kept for the next reader: bounded, and computed once however many ask at the same time.

The key is the statement with all its values, the scope among them, on one publication: two
people share an entry only if they asked for the same rows with the same rights.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from dashboard.answers.lanes import Job
from dashboard.answers.statement import Statement
from dashboard.errors import Failed, MetronError

Result = TypeVar("Result")


class Cache(Generic[Result]):
    """The latest results by statement, the least recently used forgotten first.

    At most `size` of them, and together not heavier than `limit` by `weigh`; a result that is
    heavier by itself is given to those who wait for it and not kept. `begin` sets a job on its way.
    """

    def __init__(
        self, begin: Callable[[Job[Result]], None], size: int, limit: int, weigh: Callable[[Result], int]
    ) -> None:
        self._begin, self._size, self._limit, self._weigh = begin, size, limit, weigh
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Job[Result]] = OrderedDict()
        self._weights: dict[Hashable, int] = {}
        self._weight = 0

    def take(self, statement: Statement) -> Job[Result]:
        """The job of this statement, for one reader more; begun by the first who asks."""
        with self._lock:
            job = self._held.get(statement.key)
            begun = job is not None
            if job is None:
                job = self._held[statement.key] = Job(statement, self._settle)
                while len(self._held) > self._size:
                    self._forget(next(iter(self._held)))
            else:
                self._held.move_to_end(statement.key)
            job.holders += 1
        if not begun:
            try:
                self._begin(job)
            except MetronError as error:
                job.close(None, error)
        return job

    def give_back(self, job: Job[Result]) -> None:
        """One reader less; what nobody waits for any more is stopped, and forgotten."""
        with self._lock:
            job.holders -= 1
            unwanted = job.holders == 0 and not job.done.done()
            if unwanted and self._is_held(job):
                self._forget(job.statement.key)
        if unwanted:
            job.end(Failed("ask.left"))

    def _settle(self, job: Job[Result], result: Result | None, well: bool) -> None:
        """Keep what was made, as far as there is room.

        A failure is told to those who wait, and forgotten: the next reader tries again.
        """
        weight = self._weigh(result) if well else 0  # type: ignore[arg-type]  # what went well has a result
        with self._lock:
            if not self._is_held(job):
                return  # pushed out while it was made
            self._weights[job.statement.key] = weight
            self._weight += weight
            if not well or weight > self._limit:
                self._forget(job.statement.key)
            while self._weight > self._limit:
                self._forget(next(one for one in self._held if one in self._weights))

    def _is_held(self, job: Job[Result]) -> bool:
        return self._held.get(job.statement.key) is job

    def _forget(self, key: Hashable) -> None:
        del self._held[key]
        self._weight -= self._weights.pop(key, 0)
