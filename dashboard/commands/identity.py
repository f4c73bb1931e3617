"""Asking as somebody: their account, their scope, and a line in the log that it was done."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.access import people
from dashboard.access.demo import demo_people
from dashboard.access.scope import Scope, grant, kept
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake import manifest as manifests
from dashboard.records import log
from dashboard.records.store import open_records
from dashboard.settings import Settings


def scope_of(email: str, settings: Settings, *asked: Shelf) -> Scope:
    """What this person may see today of the publications asked; the use of their rights is logged.

    Whichever are asked, people and rights are those of the publication that is served.

    Raises:
        Denied: nobody has this address, the account is closed, or nothing that is granted is there.
    """
    records = open_records(settings)
    try:
        with _served(settings, asked) as served:
            person = people.find(records, email, demo_people(served.manifest.kind, served.manifest.people))
            ids = " ".join(shelf.manifest.id for shelf in asked)
            with records.writing() as connection:
                log.write(connection, people.OPERATOR, "asked_as", person.email, publication=ids)
            scope = grant(person, served, people.by_hand(records, person), settings.day())
        return kept(scope, *asked)
    finally:
        records.close()


@contextmanager
def _served(settings: Settings, asked: tuple[Shelf, ...]) -> Iterator[Shelf]:
    """The publication that is served, be it among those that are open or not."""
    now = manifests.current(settings.place)
    for shelf in asked:
        if shelf.manifest.id == now:
            yield shelf
            return
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads)
    try:
        with warehouse.reading() as shelf:
            yield shelf
    finally:
        warehouse.close()
