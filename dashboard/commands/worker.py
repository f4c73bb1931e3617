"""`python -m dashboard worker`: sends the e-mail that waits, until stopped."""

import argparse
import os
import signal
from threading import Event, Thread, Timer

from dashboard.delivery.post import post_of
from dashboard.settings import Settings
from dashboard.text import say

GRACE = 5.0  # seconds in which the message in its hands may be settled; after that it is left to the next


def run(_args: argparse.Namespace, settings: Settings) -> int:
    """Say what is sent through which server, and work until told to stop.

    Without a mail server it waits as well: one that ended would be started again and again.
    """
    stop = Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        # From a thread: the one that is interrupted may be holding the event's own lock.
        signal.signal(one, lambda *_: Thread(target=_end, args=(stop,)).start())
    language = settings.language
    if not settings.mails:
        print(say(language, "mail.off"), flush=True)
        stop.wait()
        return 0
    post = post_of(settings.smtp_url)
    print(say(language, "mail.working", host=post.host, port=post.port))
    print(say(language, "serve.stop"), flush=True)
    # What draws a page takes a second to import: no other command needs it.
    from dashboard.app import leave_pandas_out  # noqa: PLC0415
    from dashboard.delivery.worker import work  # noqa: PLC0415

    leave_pandas_out()
    work(settings, stop)
    return 0


def _end(stop: Event) -> None:
    """Have the worker stop; a mail server that says nothing keeps it no longer than the grace."""
    cut_off = Timer(GRACE, os._exit, (0,))
    cut_off.daemon = True
    cut_off.start()
    stop.set()
