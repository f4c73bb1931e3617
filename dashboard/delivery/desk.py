"""The desk at which letters are written: what they are made from, for whom, and why one is not."""

from dataclasses import dataclass

from dashboard.access import people
from dashboard.access.demo import demo_people
from dashboard.access.person import Person
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied
from dashboard.records.outbox import Message
from dashboard.records.store import Records
from dashboard.settings import Settings


class NotToSend(Exception):
    """A message that must not leave any more; `reason` is the key of a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingToSay(Exception):
    """A message without an occasion: what it waited for is not so. It is taken away."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What letters are written from: the records, the served publication and the settings."""

    settings: Settings
    records: Records
    shelf: Shelf


def recipient(message: Message, desk: Desk) -> Person:
    """Who gets a message, as their account is now.

    Raises:
        NotToSend: it is closed.
    """
    language, manifest = desk.settings.language, desk.shelf.manifest
    demo = demo_people(manifest.kind, manifest.people, language=language)
    try:
        return people.find(desk.records, message.person, demo, language)
    except Denied as error:
        raise NotToSend("mail.nobody") from error
