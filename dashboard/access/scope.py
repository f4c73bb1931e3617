"""A scope: which territories somebody may see. Closed unless `grant` opens it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass
from typing import Protocol

from dashboard.access.person import Person, Role
from dashboard.errors import Denied

UNKNOWN = "?"
_SEAL = object()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question may read: territory nodes with all below them, or None for everything.

    Only `grant`, `kept` and `operator` make one; the compiler takes it as a required argument, so
    that no statement exists without somebody having been granted something.

    Raises:
        TypeError: made anywhere else.
    """

    person: str
    territories: frozenset[str] | None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Scope is made by grant(), kept() or operator() only")

    @property
    def everything(self) -> bool:
        """Whether nothing is held back: no filter is compiled, and unknown territories show."""
        return self.territories is None


@dataclass(frozen=True, slots=True)
class HandGrant:
    """A territory given by hand: from `valid_from`, until the day before `valid_to` (None: open)."""

    territory: str
    valid_from: dt.date
    valid_to: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        """Whether it is in force on this day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class Roster(Protocol):
    """Who works where, as the served publication says; addresses come folded."""

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        """Nodes that this person works on that day, in any role."""

    def territories_led(self, email: str, on: dt.date) -> frozenset[str]:
        """Nodes worked by everybody who reports to this person, directly or not."""

    def known(self, nodes: Iterable[str]) -> frozenset[str]:
        """Those of these nodes that there are; the unknown one is none."""


def grant(person: Person, roster: Roster, by_hand: Sequence[HandGrant], on: dt.date) -> Scope:
    """The scope of this person on this day.

    Raises:
        Denied: the account is switched off, or neither the data nor a hand gives a territory that there is.
    """
    if not person.active:
        raise Denied("access.inactive", email=person.email)
    if person.role.sees_everything:
        return Scope(person.email, None, _SEAL)
    nodes = _worked(person, roster, on).union(given.territory for given in by_hand if given.holds(on))
    # A node that has left the data would open an empty answer, which reads as "nothing was sold".
    known = roster.known(_meant(nodes))
    if not known:
        raise Denied("access.no_territory", name=person.name or person.email, email=person.email)
    return Scope(person.email, known, _SEAL)


def _worked(person: Person, roster: Roster, on: dt.date) -> frozenset[str]:
    own = roster.territories_of(person.email, on)
    if person.role is Role.LEADER:
        return own | roster.territories_led(person.email, on)
    return own


def _meant(nodes: Iterable[str]) -> frozenset[str]:
    # An assignment whose territory the data does not know would otherwise open every unassigned sale.
    return frozenset(node for node in nodes if node and node != UNKNOWN)


def kept(scope: Scope, *rosters: Roster) -> Scope:
    """What is left of a scope on publications other than the one that it was granted on.

    Rights are today's, whichever publication is looked at: what it does not know opens nothing.

    Raises:
        Denied: none of these publications knows any of the territories.
    """
    if scope.territories is None:
        return scope
    known = frozenset(node for roster in rosters for node in roster.known(scope.territories))
    if not known:
        raise Denied("access.not_then")
    return Scope(scope.person, known, _SEAL)


def operator() -> Scope:
    """The scope of whoever runs the command line: they can read the files anyway."""
    return Scope("operator", None, _SEAL)
