"""What saved views are called: by themselves, for whom they are, and what an address is about."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.errors import MetronError
from dashboard.metrics.nearest import fold
from dashboard.pages.address import BOARD_PATH, EXPLORE_PATH, read_address
from dashboard.pages.bar import dimension_name
from dashboard.pages.explore.chosen import chosen
from dashboard.pages.explore.layout import column_name
from dashboard.pages.saved.fit import fitted
from dashboard.pages.view import View
from dashboard.records.views import LONGEST_TITLE, Audience, Kept
from dashboard.text import say

PATH = "/views"
_PAGES = {
    "/": "screen.territory", "/leadership": "screen.leadership", EXPLORE_PATH: "explore.title",
    BOARD_PATH: "saved.board",
}  # fmt: skip


def page_name(view: View, path: str) -> str:
    """The page of a view."""
    return say(view.language, _PAGES.get(path, "screen.territory"))


def audience_name(view: View, audience: Audience) -> str:
    """For whom a view is."""
    return say(view.language, f"saved.for_{audience}")


def folders_of(view: View, found: Sequence[Kept]) -> tuple[str, ...]:
    """The folders in which somebody has views."""
    own = {one.content.folder for one in found if one.owner == view.person.email}
    return tuple(sorted(own - {""}, key=fold))


def name_of(view: View) -> str:
    """A name to begin with: what is shown, by what."""
    if view.opened:
        return view.opened.kept.content.title
    if view.address.path != EXPLORE_PATH:
        return page_name(view, view.address.path)
    on = chosen(view)
    names = ", ".join(column_name(view, one) for one in on.measures)
    by = " × ".join(dimension_name(view, one) for one in (*on.rows, *on.columns))
    return (f"{names} · {by}" if by else names)[:LONGEST_TITLE]


def titled(view: View, href: str) -> str:
    """What an address is about, as far as it is there for this person."""
    try:
        address, _ = fitted(view, read_address(href))
        return name_of(replace(view, address=address, opened=None))
    except MetronError:
        return say(view.language, "explore.title")
