"""Demo people: they stand in the served publication, never in the records, and go when it goes."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from dashboard.access.person import Person, Role, fold
from dashboard.text.catalogue import Language


class DemoEntry(Protocol):
    """How a manifest names a demo person."""

    @property
    def email(self) -> str:
        """The address, which the assignments of the data know."""

    @property
    def name(self) -> str:
        """The name to show."""

    @property
    def role(self) -> str:
        """One of the roles."""


def demo_people(
    kind: str,
    people: Iterable[DemoEntry],
    places: Mapping[str, str] | None = None,
    language: Language = "en",
) -> tuple[Person, ...]:
    """The people whom a publication of this kind lets in with one click: none, unless it is a demo.

    `places` tells by address where they work, in words, for the sign-in page.
    """
    if kind != "demo":
        return ()
    worked = {fold(email): place for email, place in (places or {}).items()}
    return tuple(_person(entry, worked, language) for entry in people)


def _person(entry: DemoEntry, places: Mapping[str, str], language: Language) -> Person:
    email = fold(entry.email)
    return Person(
        id=f"demo:{email}",
        email=email,
        name=entry.name,
        role=Role(entry.role),
        language=language,
        demo=True,
        place=places.get(email, ""),
    )
