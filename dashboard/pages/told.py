"""Whom a note may be told to, and what became of the message that tells them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboard.access import people
from dashboard.access.demo import demo_people
from dashboard.access.person import Person
from dashboard.access.scope import HandGrant, Scope, grant
from dashboard.answers.tree import above, visible_tree
from dashboard.errors import Denied
from dashboard.pages.view import View
from dashboard.records.notes import Told
from dashboard.text import dates, say


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may be told: by which address, and how they are called."""

    email: str
    name: str


def readers(view: View) -> list[Reader]:
    """Everybody else who sees the notes of what is looked at, by name; nobody else may be told."""
    if view.records is None:
        return []
    place = _place(view)
    worked = view.shelf.people_of(place.nodes, view.today) if place.nodes else frozenset()
    found = [
        Reader(person.email, person.name or person.email)
        for person, given in _everybody(view)
        if person.email != view.person.email
        and (person.email in worked or person.role.sees_everything or place.given(given))
        and _reaches(view, person, given, place)
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.email))


@dataclass(frozen=True, slots=True)
class _Place:
    """What is looked at, as scopes are asked of it: whoever sees it has one of `nodes`, or everything."""

    nodes: frozenset[str]
    sees: Callable[[Scope], bool]

    def given(self, by_hand: tuple[HandGrant, ...]) -> bool:
        return any(one.territory in self.nodes for one in by_hand)


def _place(view: View) -> _Place:
    """The same place for others (`View.place`), asked of everybody without laying out a tree for each."""
    node = view.customer.territory if view.customer else view.node.id if view.node else ""
    if view.customer and view.place != f"customer {view.customer.id}":
        node = ""  # had before, and shared with those alone who have the same territories now
    if node:
        up = above(view.shelf, node)
        return _Place(up, lambda scope: scope.everything or not up.isdisjoint(scope.territories or ()))
    if view.scope.everything:
        return _Place(frozenset(), lambda scope: scope.everything)
    own = frozenset(top.id for top in view.tree.tops)
    return _Place(own, lambda scope: not scope.everything and _tops(view, scope) == own)


def _tops(view: View, scope: Scope) -> frozenset[str]:
    return frozenset(top.id for top in visible_tree(view.shelf, scope).tops)


def _everybody(view: View) -> Iterator[tuple[Person, tuple[HandGrant, ...]]]:
    """Accounts and demo people; where both have an address, the account counts, as at the sign-in."""
    assert view.records is not None
    accounts = people.everybody(view.records)
    taken = {account.email for account, _ in accounts}
    yield from ((people.person_of(account), given) for account, given in accounts)
    manifest = view.shelf.manifest
    demo = demo_people(manifest.kind, manifest.people)
    yield from ((person, ()) for person in demo if person.email not in taken)


def _reaches(view: View, person: Person, given: tuple[HandGrant, ...], place: _Place) -> bool:
    try:
        return place.sees(grant(person, view.shelf, given, view.today))
    except Denied:
        return False


def told_words(view: View, told: Told, *, mine: bool) -> str:
    """A name; for the author with what became of the message."""
    language, name = view.language, told.name
    if not mine:
        return name
    if not told.mailed:
        return say(language, "mail.told_without", name=name)
    if told.sent_at:
        at = f"{dates.day(language, told.sent_at.date())}, {dates.time(language, told.sent_at)}"
        return say(language, "mail.told_sent", name=name, at=at)
    if not told.reason:
        return say(language, "mail.told_waiting", name=name)
    key = "mail.told_failed" if told.failed_at else "mail.told_delayed"
    return say(language, key, name=name, reason=say(language, told.reason, detail=told.detail))
