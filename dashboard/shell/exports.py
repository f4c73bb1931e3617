"""Exports: files in the making, each with how far it is, until it is fetched, given up, or a day old.

They live with the process that makes them: a restart makes them anew, when somebody asks again.
"""

import datetime as dt
import secrets
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from dashboard.access.scope import Scope
from dashboard.answers.readers import Reader, reading_as
from dashboard.errors import Failed, NotUnderstood
from dashboard.shell.downloads import Made

WORKERS = 2  # the other cores of a small machine are for pages
WAITING = 4  # of one person, made or waiting at once
KEPT = 10  # of one person, ready to be fetched
HOURS = 24
MOST_BYTES = 1_000_000_000  # of everybody together

Phase = Literal["waiting", "running", "ready", "failed", "cancelled"]


@dataclass(slots=True, eq=False)
class Export:
    """One file that somebody asked for. `done` of `steps` parts are made; the last one is the writing."""

    id: str
    person: str
    scope: Scope
    label: str
    begun: dt.datetime
    reader: Reader = field(default_factory=Reader)
    phase: Phase = "waiting"
    done: int = 0
    steps: int = 0
    made: Made | None = None  # its content is in the file
    size: int = 0
    sentence: str = ""
    fetched: bool = False
    over: threading.Event = field(default_factory=threading.Event)

    def told(self, done: int, steps: int) -> None:
        """So many parts are made.

        Raises:
            Failed: nobody wants it any more.
        """
        self.reader.stay()
        self.done, self.steps = done, steps


Making = Callable[[Export], Made]
Worded = Callable[[Exception], str]


class Exports:
    """All exports of this process. Safe for many threads."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="metron-exports-", ignore_cleanup_errors=True)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="export")
        self._lock = threading.Lock()
        self._all: dict[str, Export] = {}

    def begin(
        self, person: str, scope: Scope, label: str, make: Making, held: ExitStack, worded: Worded
    ) -> Export:
        """Have a file made; what is `held` is let go of when it is over, and what goes wrong is `worded`.

        Raises:
            Failed: this person has too many in the making.
        """
        export = Export(secrets.token_urlsafe(16), person, scope, label, dt.datetime.now(dt.UTC))
        with self._lock:
            if sum(not one.over.is_set() for one in self._of(person)) >= WAITING:
                raise Failed("export.too_many", n=WAITING)
            self._all[export.id] = export
            self._sweep(person, export.begun)
        self._pool.submit(self._make, export, make, held, worded)
        return export

    def of(self, person: str) -> list[Export]:
        """What this person asked for and can still follow, oldest first."""
        with self._lock:
            self._sweep(person, dt.datetime.now(dt.UTC))
            return self._of(person)

    def one(self, person: str, id: str) -> Export:
        """One of this person's own.

        Raises:
            NotUnderstood: there is none, or no longer, or it is somebody else's.
        """
        export = next((one for one in self.of(person) if one.id == id), None)
        if export is None:
            raise NotUnderstood("export.gone")
        return export

    def fetch(self, export: Export) -> Made:
        """The file of one that is ready.

        Raises:
            NotUnderstood: it is not.
        """
        if export.made is None or export.phase != "ready":
            raise NotUnderstood("export.gone")
        export.fetched = True
        return replace(export.made, content=self._file(export).read_bytes())

    def drop(self, export: Export) -> None:
        """Give it up where it is in the making, and forget it."""
        export.reader.leave()
        with self._lock:
            self._forget(export)

    def _make(self, export: Export, make: Making, held: ExitStack, worded: Worded) -> None:
        try:
            with held, reading_as(export.reader):
                export.phase = "running"
                made = make(export)
                export.reader.stay()
                self._file(export).write_bytes(made.content)
                export.made, export.size = replace(made, content=b""), len(made.content)
            self._end(export, "ready")
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            if isinstance(error, Failed) and error.key == "ask.left":
                self._end(export, "cancelled")
            else:
                export.sentence = worded(error)
                self._end(export, "failed")

    def _end(self, export: Export, phase: Phase) -> None:
        with self._lock:
            export.phase = phase
            export.over.set()
            if export.id not in self._all:
                self._file(export).unlink(missing_ok=True)

    def _of(self, person: str) -> list[Export]:
        return [one for one in self._all.values() if one.person == person]

    def _sweep(self, person: str, now: dt.datetime) -> None:
        """Forget what is old, what is more than anybody keeps, and the oldest of all that is too much."""
        over = [one for one in self._all.values() if one.over.is_set()]
        for one in over:
            if now - one.begun > dt.timedelta(hours=HOURS):
                self._forget(one)
        for one in [one for one in over if one.person == person][:-KEPT]:
            self._forget(one)
        left = [one for one in over if one.id in self._all]
        while left and sum(one.size for one in left) > MOST_BYTES:
            self._forget(left.pop(0))

    def _forget(self, export: Export) -> None:
        self._all.pop(export.id, None)
        self._file(export).unlink(missing_ok=True)

    def _file(self, export: Export) -> Path:
        return Path(self._folder.name) / export.id
