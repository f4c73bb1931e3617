"""Asking as somebody: their account, their scope, and a line in the log that it was done."""

from dashboard.access import people
from dashboard.access.demo import demo_people
from dashboard.access.scope import Scope, grant
from dashboard.answers.warehouse import Shelf
from dashboard.intake import manifest as manifests
from dashboard.records import log
from dashboard.records.store import open_records
from dashboard.settings import Settings


def scope_of(email: str, settings: Settings, shelf: Shelf) -> Scope:
    """What this person may see today; the use of their rights is logged.

    Raises:
        Denied: nobody has this address, the account is closed, or nothing is granted.
    """
    served = manifests.current(settings.place)
    now = manifests.read(settings.place, served) if served else shelf.manifest
    records = open_records(settings)
    try:
        # Demo people are those of the publication that is served, whichever one is asked.
        demo = demo_people(now.kind, now.people)
        person = people.find(records, email, demo)
        with records.writing() as connection:
            log.write(connection, people.OPERATOR, "asked_as", person.email, publication=shelf.manifest.id)
        return grant(person, shelf, people.by_hand(records, person), settings.day())
    finally:
        records.close()
