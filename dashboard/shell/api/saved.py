"""Saved views for programs: those that the owner of the token may read, and what one of Explore answers."""

from dashboard.access.scope import Scope
from dashboard.answers.answer import Answer
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.pages.address import EXPLORE_PATH, Address
from dashboard.pages.explore.chosen import chosen, question
from dashboard.pages.saved.fit import fitted
from dashboard.pages.saved.opening import address_of
from dashboard.pages.saved.rights import found, readable
from dashboard.pages.view import View
from dashboard.records.views import Kept
from dashboard.shell.api.bearer import Bearer
from dashboard.shell.api.problems import Refusal
from dashboard.shell.api.words import MOST_ROWS, SavedView, SavedViews
from dashboard.shell.sessions import reception

_WIDE = 1280  # pixels; nothing is drawn


def saved_views(who: Bearer, scope: Scope, shelf: Shelf) -> SavedViews:
    """All that may be read, by name."""
    return SavedViews(views=[_told(one) for one in readable(_look(who, scope, shelf, Address()))])


def _told(one: Kept) -> SavedView:
    content = one.content
    return SavedView(
        id=one.id, name=content.title, folder=content.folder, owner=one.owner_name, audience=content.audience,
        page=address_of(one).path,
    )  # fmt: skip


def answer_of_view(id: int, who: Bearer, scope: Scope, shelf: Shelf) -> tuple[Answer, tuple[str, ...]]:
    """What a view of Explore answers within this scope, and what of it is not there for the owner.

    Raises:
        Refusal: there is no such view for them, or it is of another page.
    """
    kept = found(_look(who, scope, shelf, Address()), id)
    if kept is None:
        raise Refusal(404, "api.no_view", id=id)
    address = address_of(kept)
    if address.path != EXPLORE_PATH:
        raise Refusal(422, "api.not_explore", name=kept.content.title)
    address, lost = fitted(_look(who, scope, shelf, address), address)
    view = _look(who, scope, shelf, address)
    return view.answer(question(view, chosen(view), subtotals=False, limit=MOST_ROWS)), lost


def _look(who: Bearer, scope: Scope, shelf: Shelf, address: Address) -> View:
    around = reception()
    return View(
        who.person, scope, shelf, address, who.language, _WIDE, around.settings.day(), records=around.records
    )
