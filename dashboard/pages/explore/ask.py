"""The ask bar of Explore: what stands in it, and what is read while one types."""

from dash.development.base_component import Component

from dashboard.pages.address import LONGEST
from dashboard.pages.explore import asked
from dashboard.pages.view import View
from dashboard.parts.ask_bar import Asked, Back, Piece, ask_bar, understood
from dashboard.text import say


def bar(view: View) -> Component:
    """The bar, with the sentence of the address and how it was understood."""
    text = view.address.shelves.asked
    return ask_bar(view.language, _asked(view, text) if text else Asked())


def read_while_typing(view: View, text: str, cursor: int | None) -> str:
    """What stands below the bar for a sentence that is being typed, as HTML; without a cursor it is whole.

    A word at the cursor may not be whole yet, and a measure may still come: neither is asked for.
    """
    return understood(view.language, _asked(view, text, cursor) if text.strip() else Asked())


def _asked(view: View, text: str, cursor: int | None = None) -> Asked:
    found = asked.reading(view, text)
    pieces = tuple(Piece(one.role, one.words, _href(view, one.without)) for one in asked.pieces(view, found))
    backs = tuple(Back(one.sentence, one.offers) for one in asked.back(view, found, cursor))
    href = _href(view, text)
    if len(href) > LONGEST:
        # It could be answered here, but neither loaded again nor shared.
        href, backs = "", (*backs, Back(say(view.language, "asking.too_long_to_keep"), ()))
    return Asked(text, pieces, backs, href, asked.nexts(view, text, cursor) if cursor is not None else ())


def _href(view: View, text: str) -> str:
    """Where a sentence leads; nowhere while something must be asked back, or nothing is left to ask."""
    found = asked.reading(view, text)
    return "" if found.doubts or not found.pieces else asked.answer_to(view, found).href
