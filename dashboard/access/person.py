"""A person: who asks, and in which role."""

from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from dashboard.text.catalogue import Language


class Role(StrEnum):
    """What somebody is here for; it decides the pages they have and the shape of their scope."""

    REP = "rep"
    LEADER = "leader"
    EXECUTIVE = "executive"
    OPERATIONS = "operations"
    AUDITOR = "auditor"

    @property
    def sees_everything(self) -> bool:
        """Whether the role alone opens every territory, the unknown one included."""
        return self in (Role.EXECUTIVE, Role.OPERATIONS, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known: an account, or a demo person of the served publication.

    `theme` is "light", "dark" or "" (as the device is); `place` says in words where a demo
    person works, for the sign-in page.
    """

    id: str
    email: str
    name: str
    role: Role
    language: Language = "en"
    theme: str = ""
    demo: bool = False
    active: bool = True
    place: str = ""


def fold(email: str) -> str:
    """The one way to write an address, so that `Ana@X.gr ` and `ana@x.gr` are one account.

    Lower case and not `casefold`: the warehouse matches addresses by its own `lower()`.
    """
    return normalize("NFC", email).strip().lower()
