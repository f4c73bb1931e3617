"""The worker: takes one message after the other from the outbox, has its letter written, and hands it over.

Several may run at once, in several processes: each message is claimed by one of them.
"""

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from uuid import uuid4

from dashboard.answers.warehouse import Warehouse
from dashboard.delivery.desk import Desk, NothingToSay, NotToSend
from dashboard.delivery.envelope import message
from dashboard.delivery.letter import Letter
from dashboard.delivery.mentions import mention
from dashboard.delivery.planning import plan
from dashboard.delivery.post import NotTaken, Post, post_of
from dashboard.delivery.views import delivery
from dashboard.records import outbox
from dashboard.records.outbox import Message
from dashboard.records.store import Records, open_records
from dashboard.settings import Settings

POLL = 5.0  # seconds between two looks at an outbox in which nothing is due
# Each kind of message, and who writes its letter.
KINDS: dict[str, Callable[[Message, Desk], Letter]] = {"note": mention, "view": delivery}
_LOG = logging.getLogger(__name__)


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker, with a name of its own to claim by."""

    settings: Settings
    records: Records
    warehouse: Warehouse
    name: str = field(default_factory=lambda: str(uuid4()))
    clock: Callable[[], dt.datetime] = _clock

    @property
    def post(self) -> Post:
        """The way to the mail server of the settings."""
        return post_of(self.settings.smtp_url)

    def step(self) -> bool:
        """Settle one message that is due; whether there was one."""
        self._plan()
        with self.records.writing() as connection:
            taken = outbox.claim(connection, self.name, self.clock())
        if taken is None:
            return False
        try:
            handed_over = self._send(taken)
        except NotTaken as error:
            self._settle(taken, outbox.fail if error.final else outbox.put_off, error.reason, error.detail)
        except NothingToSay:
            with self.records.writing() as connection:
                outbox.drop(connection, taken)
        except NotToSend as error:
            self._settle(taken, outbox.fail, error.reason, "")
        except Exception:  # noqa: BLE001 - what is wrong with one message must not keep the others here
            _LOG.exception("message %s is put off", taken.id)
            self._settle(taken, outbox.put_off, "mail.inside", "")
        else:
            if handed_over:
                self._settle(taken, outbox.sent)
        return True

    def run(self, stop: Event) -> None:
        """Settle what is due, now and whenever something is, until told to stop."""
        while not stop.is_set():
            if not self._looked():
                # What is open for letters is let go of until there is one again.
                self.warehouse.close()
                stop.wait(POLL)
        self.warehouse.close()

    def _looked(self) -> bool:
        try:
            return self.step()
        except Exception:  # noqa: BLE001 - the database may be away for a while; its claims run out
            _LOG.exception("the outbox cannot be read or written")
            return False

    def _plan(self) -> None:
        try:
            plan(self.records, self.warehouse, self.settings.time_zone, self.clock())
        except Exception:  # noqa: BLE001 - what waits already is not kept by what cannot be planned
            _LOG.exception("what is followed cannot be planned")

    def _send(self, taken: Message) -> bool:
        """Write the letter and hand it over; not where another has taken the message meanwhile."""
        with self.warehouse.reading() as shelf:
            letter = KINDS[taken.kind](taken, Desk(self.settings, self.records, shelf))
        with self.records.writing() as connection:
            if not outbox.hold(connection, taken, self.clock()):
                return False
        self.post.hand_over(message(letter, taken.key, taken.at, self.settings.mail_from))
        return True

    def _settle(self, taken: Message, how: Callable[..., bool], *why: str) -> None:
        with self.records.writing() as connection:
            how(connection, taken, *why, self.clock())


def work(settings: Settings, stop: Event) -> None:
    """Be a worker, with a database and a warehouse of its own, until told to stop.

    Raises:
        Failed: the records cannot be opened.
    """
    records = open_records(settings)
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads, settings.answer_seconds)
    try:
        Worker(settings, records, warehouse).run(stop)
    finally:
        with suppress(Exception):
            records.close()
