"""Opening a saved view: what its address asks for, as far as it is there for whoever opens it."""

from dataclasses import replace

from dashboard.errors import NotUnderstood
from dashboard.pages.address import BOARD_PATH, EXPLORE_PATH, Address, read_address
from dashboard.pages.saved.fit import fitted
from dashboard.pages.saved.opened import Opened
from dashboard.pages.saved.remade import remade, remade_in
from dashboard.pages.saved.rights import found, may_change
from dashboard.pages.view import View
from dashboard.records import views as book
from dashboard.records.views import LARGEST, Kept, Version
from dashboard.text import say

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
    versions = _versions(view, kept)
    version = _version(kept, versions, number if changes else 0)
    saved, missing = fitted(view, read_address(version.content.address))
    here, lost = fitted(view, view.address)
    dirty = here.plain != saved.plain
    made = remade(view, read_address(version.content.address), view.address)
    told = made or remade_in(view, versions, version)
    words = say(view.language, f"saved.remade_{'here' if made else 'since'}", what="; ".join(told))
    opened = Opened(kept, version, saved, lost if dirty else missing, changes, dirty, words if told else "")
    return replace(view, address=replace(here, view=opened.key), opened=opened)


def numbers(text: str) -> tuple[int, int]:
    """The number of a view and that of its version, as an address says them; 0 where it says none."""
    id, _, number = text.partition(".")
    return _number(id), _number(number)


def _number(text: str) -> int:
    small = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))
    return int(text) if small and int(text) <= LARGEST else 0


def _versions(view: View, kept: Kept) -> list[Version]:
    """All versions of a view, the latest first; a view that was saved once has one."""
    if view.records is None or kept.version.number == 1:
        return [kept.version]
    with view.records.reading() as connection:
        return book.versions(connection, kept.id)


def _version(kept: Kept, versions: list[Version], number: int) -> Version:
    """The version that was opened: an earlier one for those alone who may change the view."""
    one = next((one for one in versions if one.number == number), kept.version)
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
