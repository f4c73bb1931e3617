"""Who may read a saved view, and who may change it: asked here alone, and closed unless something opens it.

The team of an owner are those whose territories lie in his, and those in whose territories his lie.
Whoever sees everything by role is of the team of those who report to them where they work, and of no other.
"""

from dashboard.access import people
from dashboard.access.demo import demo_people
from dashboard.access.person import Person, Role
from dashboard.access.scope import Scope, grant
from dashboard.answers.tree import Tree, visible_tree
from dashboard.errors import Denied
from dashboard.pages.view import View
from dashboard.records import views as book
from dashboard.records.views import AUDIENCES, Audience, Kept


def readable(view: View) -> list[Kept]:
    """The views that this person may read, by name."""
    if view.records is None:
        return []
    with view.records.reading() as connection:
        found = book.reachable(connection, view.person.email)
    teams = {owner: _team(view, owner) for owner in {one.owner for one in found if _for_team(view, one)}}
    return [one for one in found if _reads(view, one, teams.get(one.owner, False))]


def found(view: View, id: int) -> Kept | None:
    """The view of this number, if this person may read it and it was not deleted."""
    if view.records is None:
        return None
    with view.records.reading() as connection:
        one = book.one(connection, id)
    if one is None or one.version.gone:
        return None
    team = _for_team(view, one) and _team(view, one.owner)
    return one if _reads(view, one, team) else None


def may_change(person: Person, one: Kept) -> bool:
    """Whether this person may change or delete it: its owner, and operations what is everyone's."""
    everyones = one.content.audience == "all" and person.role is Role.OPERATIONS
    return one.owner == person.email or everyones


def audiences(person: Person) -> tuple[Audience, ...]:
    """For whom somebody may save: an auditor for himself alone."""
    return AUDIENCES[:1] if person.role is Role.AUDITOR else AUDIENCES


def _for_team(view: View, one: Kept) -> bool:
    return one.content.audience == "team" and one.owner != view.person.email


def _reads(view: View, one: Kept, team: bool) -> bool:
    audience = one.content.audience
    return one.owner == view.person.email or audience == "all" or (audience == "team" and team)


def _team(view: View, owner: str) -> bool:
    """Whether the reader is of the team of an owner; who has left has none."""
    assert view.records is not None
    manifest = view.shelf.manifest
    try:
        person = people.find(view.records, owner, demo_people(manifest.kind, manifest.people))
        theirs = grant(person, view.shelf, people.by_hand(view.records, person), view.today)
    except Denied:
        return False
    return _leads(view, view.scope, view.tree, theirs) or _leads(
        view, theirs, visible_tree(view.shelf, theirs), view.scope
    )


def _leads(view: View, upper: Scope, tree: Tree, lower: Scope) -> bool:
    """Whether all territories of one lie in those of the other, whose tree this is."""
    if lower.territories is None:
        return False
    if upper.territories is None:
        return upper.person in view.shelf.people_of(lower.territories, view.today)
    return lower.territories <= tree.nodes.keys()
