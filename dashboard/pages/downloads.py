"""Where the downloads of a page and of its tiles lie: the page's own address, by another path."""

from urllib.parse import urlencode

from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.frame import Downloads
from dashboard.text import say

PATH = "/download"
TILE_FORMS = ("xlsx", "csv", "png")
PAGE_FORMS = ("pdf", "xlsx")
SUMMARY_FORMS = ("pdf", "pptx", "xlsx")


def tile_downloads(view: View, tile: str) -> tuple[Control, ...]:
    """The downloads of one tile, for its menu."""
    return tuple(_control(view, form, f"export.tile_{form}", tile) for form in TILE_FORMS)


def menu_of_page(view: View, *, summary: bool = False) -> Downloads:
    """The downloads of the whole page, under their button."""
    forms = SUMMARY_FORMS if summary else PAGE_FORMS
    return Downloads(
        say(view.language, "export.download"),
        tuple(_control(view, form, f"export.page_{form}") for form in forms),
    )


def _control(view: View, form: str, label: str, tile: str = "") -> Control:
    named = {"page": view.address.path, **({"tile": tile} if tile else {})}
    _, _, chosen = view.address.but().href.partition("?")
    href = f"{PATH}/{form}?{urlencode(named)}" + (f"&{chosen}" if chosen else "")
    return Control(say(view.language, label), href, icon="download", download=True)
