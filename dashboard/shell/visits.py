"""Visits: one open window of one person. What a newer request of it supersedes is not computed to the end."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request, session
from flask.typing import ResponseReturnValue

from dashboard.answers.readers import Reader, reading_as

LONGEST = 64
_PLACE = "metron.visits"

views = Blueprint("visits", __name__)


class Visits:
    """The requests that run, by the window that sent them and by their turn in it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Hashable, list[tuple[int, Reader]]] = {}

    @contextmanager
    def reading(self, window: Hashable, turn: int) -> Iterator[Reader]:
        """Read as this turn of the window: what an earlier turn still computes is given up."""
        reader = Reader()
        with self._lock:
            running = self._running.setdefault(window, [])
            earlier = [one for other, one in running if other < turn]
            superseded = any(other > turn for other, _ in running)
            running.append((turn, reader))
        for one in [*earlier, *[reader] * superseded]:
            one.leave()
        try:
            with reading_as(reader):
                yield reader
        finally:
            with self._lock:
                running.remove((turn, reader))
                if not running:
                    self._running.pop(window, None)

    def close(self, window: Hashable) -> None:
        """Nobody looks any more."""
        with self._lock:
            running = list(self._running.get(window, ()))
        for _, reader in running:
            reader.leave()


def keep_visits(server: Flask) -> Visits:
    """The visits of this server, and the route by which a window says that it has gone."""
    visits = server.extensions[_PLACE] = Visits()
    server.register_blueprint(views)
    return visits


@contextmanager
def reading(visits: Visits, asked: dict[str, Any]) -> Iterator[Reader]:
    """Read for this request: as a turn of its window where the browser says so, else by itself."""
    window, turn = str(asked.get("visit") or ""), asked.get("turn")
    if not window or len(window) > LONGEST or not isinstance(turn, int):
        with reading_as(Reader()) as reader:
            yield reader
    else:
        with visits.reading(_own(window), turn) as reader:
            yield reader


@views.post("/leave")
def leave() -> ResponseReturnValue:
    """A window has been closed, or shows another site."""
    visits: Visits = current_app.extensions[_PLACE]
    visits.close(_own(request.form.get("visit", "")))
    return Response(status=204)


def _own(window: str) -> Hashable:
    """The window's name within its session: nobody can end what somebody else has asked for."""
    return session["session"], window
