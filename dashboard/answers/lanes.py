"""Lanes: workers that take what is asked in the order in which it came.

A semaphore lets whoever is lucky go first and starves the others under load; a queue does not.
What takes long is stopped and moves to a slower lane, where it holds up only its like.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Generic, TypeVar

from dashboard.answers.statement import Statement
from dashboard.errors import Failed, MetronError

Result = TypeVar("Result")
TICK = 0.1  # seconds between two looks at the clock


class TooLong(Failed):
    """A question was stopped at its limit; whoever knows the question adds what would make it fit."""


class Stopped(Exception):
    """Raised by the work of a job that was told to stop."""


class Job(Generic[Result]):
    """One statement on its way to its result. `holders` counts the readers that still want it."""

    def __init__(
        self, statement: Statement, settle: Callable[["Job[Result]", Result | None, bool], None]
    ) -> None:
        self.statement = statement
        self.done: Future[Result] = Future()
        self.holders = 0
        self.ended: MetronError | None = None
        self.slow = False
        self._lane: object = None
        self._settle = settle
        self._lock = threading.Lock()
        self._interrupt: Callable[[], None] | None = None

    @contextmanager
    def running(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """What the block runs can be stopped by this.

        Raises:
            Stopped: it need not begin.
        """
        with self._lock:
            self._interrupt = interrupt
        try:
            if self.ended or self.slow:
                raise Stopped
            yield
        finally:
            with self._lock:  # from now on there may be nothing left to interrupt
                self._interrupt = None

    def enter(self, lane: object) -> None:
        """Wait in this lane from now on, where it is not slow yet."""
        with self._lock:
            self._lane, self.slow = lane, False

    def overdue(self, lane: object) -> None:
        """Be too slow for this lane; one that has left it meanwhile would be slow wherever it goes."""
        with self._lock:
            self.slow = self.slow or self._lane is lane

    def end(self, reason: MetronError) -> None:
        """Stop it for good, wherever it stands; whoever waits is told the reason."""
        self.ended = self.ended or reason
        self.interrupt()

    def interrupt(self) -> None:
        """Stop what runs. It is not heard by what is only about to begin: say it until it is."""
        with self._lock:
            if self._interrupt is not None:
                self._interrupt()

    def close(self, result: Result | None, error: BaseException | None = None) -> None:
        """Tell all who wait; whoever keeps results knows before they do."""
        try:
            self._settle(self, result, error is None)
        except BaseException as failure:  # noqa: BLE001 - whoever waits must be told
            error = error or failure
        if error is not None:
            self.done.set_exception(error)
        else:
            self.done.set_result(result)  # type: ignore[arg-type]  # without an error there is a result


class Lane(Generic[Result]):
    """A few workers and one queue. What runs longer than `seconds` moves to the lane `after`, or ends."""

    def __init__(
        self,
        workers: int,
        seconds: float,
        work: Callable[[Job[Result]], Result],
        after: "Lane[Result] | None" = None,
        room: int | None = None,
    ) -> None:
        self._seconds, self._work, self._after, self._room = seconds, work, after, room
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="lane")
        self._lock = threading.Lock()
        self._queued: set[Job[Result]] = set()
        self._begun: dict[Job[Result], float] = {}

    def put(self, job: Job[Result]) -> None:
        """Let the job wait for its turn.

        Raises:
            Failed: too many wait here already.
        """
        if self._room is not None and len(self._queued) >= self._room:
            raise Failed("ask.too_many_wait")
        self.queue(job)

    def queue(self, job: Job[Result]) -> None:
        """Let the job wait for its turn, however many wait.

        Raises:
            Failed: nothing is begun here any more.
        """
        job.enter(self)
        with self._lock:
            self._queued.add(job)
        try:
            self._pool.submit(self._serve, job)
        except RuntimeError as error:  # the process ends: nothing begins any more
            with self._lock:
                self._queued.discard(job)
            raise Failed("ask.ending") from error

    def watch(self) -> None:
        """Stop what has run too long. Whoever waits for an answer looks at the clock for all."""
        now = time.monotonic()
        with self._lock:
            running = list(self._begun.items())
        for job, begun in running:
            if now - begun > self._seconds:
                self._overdue(job)
            if job.ended or job.slow:
                job.interrupt()

    def close(self) -> None:
        """Take no more, stop what runs, and wait until it has. It is told until it hears."""
        while jobs := self._present():
            for job in jobs:
                job.end(Failed("ask.left"))
            wait([job.done for job in jobs], timeout=TICK)
        self._pool.shutdown()

    def _present(self) -> list[Job[Result]]:
        with self._lock:
            return [*self._queued, *self._begun]

    def _overdue(self, job: Job[Result]) -> None:
        if self._after is not None:
            job.overdue(self)
        elif not job.ended:
            job.end(TooLong("ask.too_long", seconds=f"{self._seconds:g}"))

    def _serve(self, job: Job[Result]) -> None:
        with self._lock:
            self._queued.discard(job)
            self._begun[job] = time.monotonic()
        result: Result | None = None
        error: BaseException | None = job.ended
        try:
            if error is None:
                result = self._work(job)
        except Stopped:
            error = job.ended
            if error is None:  # too slow for this lane
                try:
                    self._move(job)
                    return
                except Failed as failure:
                    error = failure
        except BaseException as failure:  # noqa: BLE001 - whoever waits must be told
            error = failure
        self._leave(job)
        job.close(result, error)

    def _move(self, job: Job[Result]) -> None:
        if self._after is None:  # nothing is too slow here: what stopped it was meant for another
            self._serve(job)
        else:
            self._after.queue(job)  # before it leaves, so that it is somewhere at any time
            self._leave(job)

    def _leave(self, job: Job[Result]) -> None:
        with self._lock:
            del self._begun[job]
