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
    sees = _seeing(view)
    found = [
        Reader(person.email, person.name or person.email)
        for person, given in _everybody(view)
        if person.email != view.person.email and _reaches(view, person, given, sees)
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.email))


def _everybody(view: View) -> Iterator[tuple[Person, tuple[HandGrant, ...]]]:
    """Accounts and demo people; where both have an address, the account counts, as at the sign-in."""
    assert view.records is not None
    accounts = people.everybody(view.records)
    taken = {account.email for account, _ in accounts}
    yield from ((people.person_of(account), given) for account, given in accounts)
    manifest = view.shelf.manifest
    demo = demo_people(manifest.kind, manifest.people)
    yield from ((person, ()) for person in demo if person.email not in taken)


def _reaches(view: View, person: Person, given: tuple[HandGrant, ...], sees: Callable[[Scope], bool]) -> bool:
    try:
        return sees(grant(person, view.shelf, given, view.today))
    except Denied:
        return False


def _seeing(view: View) -> Callable[[Scope], bool]:
    """Whether somebody with a scope looks at the same place (`View.place`) at this address.

    Asked of everybody there is, so without laying out a tree for each.
    """
    node = view.customer.territory if view.customer else view.node.id if view.node else ""
    if view.customer and view.place != f"customer {view.customer.id}":
        node = ""  # had before, and shared with those alone who have the same territories now
    if node:
        up = above(view.shelf, node)
        return lambda scope: scope.territories is None or not up.isdisjoint(scope.territories)
    if view.scope.everything:
        return lambda scope: scope.everything
    own = {top.id for top in view.tree.tops}
    return lambda scope: (
        scope.territories is not None
        and own <= scope.territories
        and {top.id for top in visible_tree(view.shelf, scope).tops} == own
    )


def told_words(view: View, told: Told, *, mine: bool) -> str:
    """A name; for the author with what became of the message."""
    if not mine or not told.mailed:
        return told.name
    language = view.language
    if told.sent_at:
        at = f"{dates.day(language, told.sent_at.date())}, {dates.time(language, told.sent_at)}"
        return say(language, "mail.told_sent", name=told.name, at=at)
    if told.failed_at:
        reason = say(language, told.reason, detail=told.detail)
        return say(language, "mail.told_failed", name=told.name, reason=reason)
    return say(language, "mail.told_waiting", name=told.name)
