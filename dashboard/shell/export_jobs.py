"""Exports: files in the making, each with how far it is, until it is given up, closed, or a day old.

They live with the process that makes them: a restart makes them anew, when somebody asks again.
"""

import datetime as dt
import secrets
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import IO, Literal

from dashboard.access.scope import Scope
from dashboard.answers.readers import Reader, reading_as
from dashboard.errors import Failed, NotUnderstood
from dashboard.shell.downloads import Made

WORKERS = 2  # the other cores of a small machine are for pages
WAITING = 4  # of one person, made or waiting at once
KEPT = 10  # of one person, ready to be fetched
HOURS = 24
MOST_BYTES = 1_000_000_000  # of everybody together
MOST_FILES = 200  # of everybody together, for each is held open

Phase = Literal["waiting", "running", "ready", "failed", "cancelled"]


@dataclass(slots=True, eq=False)
class Export:
    """One file that somebody asked for. `done` of `steps` parts are made; the last one is the writing.

    The file has no name on the disk: however the process ends, it is gone with it.
    """

    id: str
    owner: str
    scope: Scope
    label: str
    begun: dt.datetime
    reader: Reader = field(default_factory=Reader)
    phase: Phase = "waiting"
    done: int = 0
    steps: int = 0
    made: Made | None = None  # its content is in the file
    file: IO[bytes] | None = None
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
Worded = Callable[[BaseException], str]


class Exports:
    """All exports of this process. Safe for many threads."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="export")
        self._lock = threading.Lock()
        self._all: dict[str, Export] = {}

    def begin(self, owner: str, scope: Scope, label: str, make: Making, worded: Worded) -> Export:
        """Have a file made when its turn comes; what goes wrong is `worded`.

        Raises:
            Failed: this owner has too many in the making.
        """
        export = Export(secrets.token_urlsafe(16), owner, scope, label, dt.datetime.now(dt.UTC))
        with self._lock:
            # Those given up count for as long as they run: nobody keeps all workers for themselves.
            if sum(not one.over.is_set() for one in self._of(owner)) >= WAITING:
                raise Failed("export.too_many", n=WAITING)
            self._all[export.id] = export
            self._sweep(owner, export.begun)
        self._pool.submit(self._make, export, make, worded)
        return export

    def of(self, owner: str) -> list[Export]:
        """What this owner asked for and can still follow, oldest first."""
        with self._lock:
            self._sweep(owner, dt.datetime.now(dt.UTC))
            return [one for one in self._of(owner) if one.phase != "cancelled"]

    def one(self, owner: str, id: str) -> Export:
        """One of this owner's.

        Raises:
            NotUnderstood: there is none, or no longer, or it is somebody else's.
        """
        export = next((one for one in self.of(owner) if one.id == id), None)
        if export is None:
            raise NotUnderstood("export.gone")
        return export

    def fetch(self, export: Export) -> Made:
        """The file of one that is ready.

        Raises:
            NotUnderstood: it is not, or no longer.
        """
        with self._lock:
            if export.made is None or export.file is None or export.phase != "ready":
                raise NotUnderstood("export.gone")
            export.fetched = True
            export.file.seek(0)
            return replace(export.made, content=export.file.read())

    def drop(self, export: Export) -> None:
        """Give it up where it is in the making, and forget it."""
        export.reader.leave()
        with self._lock:
            running = export.phase == "running"
            export.phase = "cancelled"
            if not running:
                export.over.set()
                self._forget(export)

    def _make(self, export: Export, make: Making, worded: Worded) -> None:
        if not self._start(export):
            return
        try:
            with reading_as(export.reader):
                made = make(export)
                export.reader.stay()
                export.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is forgotten
                export.file.write(made.content)
                export.made, export.size = replace(made, content=b""), len(made.content)
            self._end(export, "ready")
        except BaseException as error:  # noqa: BLE001 - whoever waits is told, also where a library panics
            if export.phase != "cancelled":
                export.sentence = worded(error)
            self._end(export, "failed")

    def _start(self, export: Export) -> bool:
        """Whether it is still wanted, now that its turn has come."""
        with self._lock:
            if export.phase == "waiting":
                export.phase = "running"
            return export.phase == "running"

    def _end(self, export: Export, phase: Phase) -> None:
        with self._lock:
            export.over.set()
            if export.phase == "cancelled":
                self._forget(export)
                return
            if phase == "failed":
                _close(export)
            export.phase = phase

    def _of(self, owner: str) -> list[Export]:
        return [one for one in self._all.values() if one.owner == owner]

    def _sweep(self, owner: str, now: dt.datetime) -> None:
        """Forget what is old, what is more than anybody keeps, and the oldest of all that is too much."""
        over = [one for one in self._all.values() if one.over.is_set()]
        for one in over:
            if now - one.begun > dt.timedelta(hours=HOURS):
                self._forget(one)
        for one in [one for one in over if one.owner == owner][:-KEPT]:
            self._forget(one)
        left = [one for one in over if one.id in self._all]
        while left and (sum(one.size for one in left) > MOST_BYTES or len(left) > MOST_FILES):
            self._forget(left.pop(0))

    def _forget(self, export: Export) -> None:
        self._all.pop(export.id, None)
        _close(export)


def _close(export: Export) -> None:
    if export.file is not None:
        export.file.close()
        export.file = None
