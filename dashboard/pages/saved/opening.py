"""Opening a saved view: what its address asks for, as far as it is there for whoever opens it."""

from dataclasses import replace

from dashboard.errors import NotUnderstood
from dashboard.pages.address import BOARD_PATH, EXPLORE_PATH, Address, read_address
from dashboard.pages.saved.fit import fitted
from dashboard.pages.saved.opened import Opened
from dashboard.pages.saved.rights import found, may_change
from dashboard.pages.view import View
from dashboard.records import views as book
from dashboard.records.views import LARGEST, Kept, Version

# The pages of which a view may be saved.
SAVED_PATHS = ("/", "/leadership", EXPLORE_PATH, BOARD_PATH)


def opening(view: View) -> View:
    """The same look at what the view in its address gives this person, if it names one of theirs.

    Raises:
        NotUnderstood: an address that is longer than any.
    """
    id, number = numbers(view.address.view)
    kept = found(view, id) if id and view.address.path in SAVED_PATHS else None
    if kept is None:
        return view
    changes = may_change(view.person, kept)
    version = _version(view, kept, number if changes else 0)
    saved, missing = fitted(view, read_address(version.content.address))
    here, lost = fitted(view, view.address)
    dirty = here.plain != saved.plain
    opened = Opened(kept, version, saved, lost if dirty else missing, changes, dirty)
    return replace(view, address=replace(here, view=opened.key), opened=opened)


def numbers(text: str) -> tuple[int, int]:
    """The number of a view and that of its version, as an address says them; 0 where it says none."""
    id, _, number = text.partition(".")
    return _number(id), _number(number)


def _number(text: str) -> int:
    small = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))
    return int(text) if small and int(text) <= LARGEST else 0


def _version(view: View, kept: Kept, number: int) -> Version:
    """The version that was opened: an earlier one for those alone who may change the view."""
    if not number or number == kept.version.number or view.records is None:
        return kept.version
    with view.records.reading() as connection:
        known = {one.number: one for one in book.versions(connection, kept.id)}
    one = known.get(number, kept.version)
    return kept.version if one.gone else one


def address_of(kept: Kept) -> Address:
    """Where a view as it stands is opened."""
    return opened_at(kept, kept.version)


def opened_at(kept: Kept, version: Version) -> Address:
    """Where one of its versions is opened; the first page, where its address is none."""
    try:
        address = read_address(version.content.address)
    except NotUnderstood:
        address = Address()
    return replace(address, view=f"{kept.id}.{version.number}")
