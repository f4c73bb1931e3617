"""The log: who did what to whom, and when. Rows are added, never changed."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import log


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    at: dt.datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, object]


class Sitting:
    """What was read lately: who goes on with the same reads it once, for so many seconds after the log."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._lock = threading.Lock()
        self._lately: dict[Hashable, float] = {}

    def goes_on(self, reading: Hashable) -> bool:
        """Whether the same was noted lately."""
        now = self._clock()
        with self._lock:
            self._lately = {one: at for one, at in self._lately.items() if now - at < self._seconds}
            return reading in self._lately

    def note(self, reading: Hashable) -> None:
        """It has been logged."""
        with self._lock:
            self._lately[reading] = self._clock()


def write(connection: Connection, actor: str, action: str, subject: str = "", **details: object) -> None:
    """Add one entry, in the transaction of what it tells about."""
    connection.execute(
        sa.insert(log).values(
            at=dt.datetime.now(dt.UTC),
            actor=actor[:254],
            action=action,
            subject=subject[:254],
            details=details,
        )
    )


def read(connection: Connection, *, action: str | None = None, last: int = 100) -> list[Entry]:
    """The latest entries, newest first."""
    chosen = sa.select(log).order_by(log.c.id.desc()).limit(last)
    if action is not None:
        chosen = chosen.where(log.c.action == action)
    return [
        Entry(row.at, row.actor, row.action, row.subject, row.details) for row in connection.execute(chosen)
    ]
