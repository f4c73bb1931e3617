"""The process that serves: gunicorn, as the Procfile runs it, and the mail beside it.

`python -m dashboard serve` becomes this one. It loads nothing that may not be forked.
"""

import sys
from threading import Event, Thread

from gunicorn.app.base import BaseApplication

from dashboard.settings import Settings, read_settings

GRACE = 2  # seconds in which what has begun may end
THREADS = 32  # most of them wait for a statement; half may wait for scans (answers/warehouse_shelf.py)


def main() -> int:
    """Serve until stopped."""
    Server(read_settings()).run()
    return 0


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, as the Procfile runs it, configured from here."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._stop = settings, Event()
        self._mail: Thread | None = None
        super().__init__()

    def load_config(self) -> None:
        """One process with threads: DuckDB shares its memory between them."""
        for name, value in {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "limit_request_line": 8190,  # an address holds all that was chosen
            "loglevel": "warning",
            "preload_app": False,
            "control_socket_disable": True,
            # A browser keeps its connections open: Ctrl+C need not wait for it to tire.
            "graceful_timeout": GRACE,
            "worker_exit": lambda _server, _worker: self._stop_mail(),
        }.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """The app, made in the worker: nothing open is shared across a fork."""
        from dashboard.app import create_server  # noqa: PLC0415
        from dashboard.delivery.worker import work  # noqa: PLC0415

        server = create_server(self._settings)
        if self._settings.mails:
            # So that one command does everything. Another worker beside it takes other messages; one that
            # is cut off here leaves its message to the next.
            self._mail = Thread(target=work, args=(self._settings, self._stop), name="mail", daemon=True)
            self._mail.start()
        return server

    def _stop_mail(self) -> None:
        self._stop.set()
        if self._mail is not None:
            self._mail.join(GRACE)


if __name__ == "__main__":
    sys.exit(main())
