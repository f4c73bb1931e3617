"""A scope: which territories somebody may see, and whose pay. Closed unless a function below opens it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass
from typing import Protocol

from dashboard.access.person import Person, Role
from dashboard.errors import Denied

UNKNOWN = "?"
_SEAL = object()
# Who keeps pay, or audits it, sees everybody's.
_KEEPERS = (Role.OPERATIONS, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class PayScope:
    """Whose pay somebody may read, by keys of people; closed, unless something is said.

    `own` are one's own keys; `led` those of one's people, whose pay is open only where their plan says
    so; `everybody` opens all. `company` opens sums of everybody, where they tell nothing of anybody.
    """

    own: frozenset[str] = frozenset()
    led: frozenset[str] = frozenset()
    everybody: bool = False
    company: bool = False

    @property
    def oversees(self) -> bool:
        """Whether plan health is open: of everybody, or of one's people."""
        return self.company or bool(self.led)

    @property
    def sums_alone(self) -> bool:
        """Whether nothing but sums of the whole company is open."""
        return self.company and not self.everybody

    def opens(self, payee: str, leader_sees: bool = True) -> bool:
        """Whether somebody's pay is open; that of one's people only if their plan says so."""
        if self.everybody or payee in self.own:
            return True
        return payee in self.led and leader_sees


CLOSED = PayScope()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question may read: territory nodes with all below them, or None for everything.

    Of that only what lies within `within`, where that is said: both limits hold of each line, so that
    one whose territory has moved meanwhile is read by nobody who would not read it without the second.

    Only the functions below make one; the compiler takes it as a required argument, so that no statement
    exists without somebody having been granted something. `pay` goes by people: whose pay is open is read
    wherever they work, and no territory cuts it.

    Raises:
        TypeError: made anywhere else.
    """

    person: str
    territories: frozenset[str] | None
    seal: InitVar[object]
    within: frozenset[str] | None = None
    pay: PayScope = CLOSED

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Scope is made by grant(), or from one that it made, only")

    @property
    def everything(self) -> bool:
        """Whether nothing is held back: no filter is compiled, and unknown territories show."""
        return self.territories is None and self.within is None

    @property
    def limits(self) -> tuple[frozenset[str], ...]:
        """Nodes of which each line read lies below one: of every set, where there are two."""
        return tuple(one for one in (self.territories, self.within) if one is not None)


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

    def payees(self, email: str) -> frozenset[str]:
        """The keys under which this person is paid."""

    def reports_of(self, email: str) -> frozenset[str]:
        """The keys of everybody who reports to this person, directly or not."""


def grant(person: Person, roster: Roster, by_hand: Sequence[HandGrant], on: dt.date) -> Scope:
    """The scope of this person on this day.

    Raises:
        Denied: the account is switched off, or neither the data nor a hand gives a territory that there is.
    """
    if not person.active:
        raise Denied("access.inactive", email=person.email)
    pay = _pay(person, roster)
    if person.role.sees_everything:
        return Scope(person.email, None, _SEAL, pay=pay)
    nodes = _worked(person, roster, on).union(given.territory for given in by_hand if given.holds(on))
    # A node that has left the data would open an empty answer, which reads as "nothing was sold".
    known = roster.known(_meant(nodes))
    if not known:
        raise Denied("access.no_territory", name=person.name or person.email, email=person.email)
    return Scope(person.email, known, _SEAL, pay=pay)


def _pay(person: Person, roster: Roster) -> PayScope:
    own = roster.payees(person.email)
    led = roster.reports_of(person.email) - own if person.role is Role.LEADER else frozenset()
    keeps = person.role in _KEEPERS
    return PayScope(own, led, keeps, keeps or person.role is Role.EXECUTIVE)


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
    left = [_known(one, rosters) for one in (scope.territories, scope.within)]
    if frozenset() in left:
        raise Denied("access.not_then")
    return Scope(scope.person, left[0], _SEAL, left[1], scope.pay)


def narrowed(scope: Scope, nodes: Iterable[str], roster: Roster) -> Scope:
    """The part of a scope that lies within these nodes; without any, all of it.

    Nothing is opened that the scope does not open: what is named beyond it is read by neither.

    Raises:
        Denied: none of these nodes is there any more.
        TypeError: it has been narrowed before.
    """
    wanted = frozenset(nodes)
    if not wanted:
        return scope
    if scope.within is not None:
        raise TypeError("a Scope is narrowed once")
    known = roster.known(_meant(wanted))
    if not known:
        raise Denied("access.narrowed_away")
    return Scope(scope.person, scope.territories, _SEAL, known, scope.pay)


def without_pay(scope: Scope) -> Scope:
    """The same territories, and nobody's pay: for what leaves the house, or is asked by a program."""
    return Scope(scope.person, scope.territories, _SEAL, scope.within)


def _known(nodes: frozenset[str] | None, rosters: Iterable[Roster]) -> frozenset[str] | None:
    if nodes is None:
        return None
    return frozenset(node for roster in rosters for node in roster.known(nodes))


def operator() -> Scope:
    """The scope of whoever runs the command line: they can read the files anyway."""
    return Scope("operator", None, _SEAL, pay=PayScope(everybody=True, company=True))
