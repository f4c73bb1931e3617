"""What a follower sees of a view at this moment, and what a measure of its total is."""

from dataclasses import replace
from decimal import Decimal

from dashboard.metrics.catalogue import measures
from dashboard.metrics.kinds import Kind
from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.board import BOARD
from dashboard.pages.explore.chosen import chosen
from dashboard.pages.explore.page import EXPLORE
from dashboard.pages.leadership import LEADERSHIP
from dashboard.pages.page import Page
from dashboard.pages.saved.opening import address_of, opening
from dashboard.pages.saved.rights import found
from dashboard.pages.territory import TERRITORY
from dashboard.pages.view import HEADLINE, View
from dashboard.records.subscriptions import Terms

_PAGES = (TERRITORY, LEADERSHIP, EXPLORE, BOARD)


def looked(view: View, id: int) -> View | None:
    """The view of this number on the newest data, with the rights of whoever looks; None where there is none.

    What was saved of an earlier publication is followed on the one that is served.
    """
    kept = found(view, id)
    if kept is None:
        return None
    address = replace(address_of(kept), as_of="", see="")
    opened = opening(replace(view, address=address, opened=None))
    return opened if opened.opened and page_of(opened) else None


def page_of(view: View) -> Page | None:
    """The page of a view, if it is of its reader's role."""
    return next((one for one in _PAGES if one.path == view.address.path and one.opens_to(view.person)), None)


def watched(view: View) -> tuple[str, ...]:
    """The measures of which a condition may be made: those that the view shows as numbers."""
    known = measures(view.outline.own)
    shown = chosen(view).measures if view.address.path == EXPLORE_PATH else HEADLINE
    return tuple(one for one in shown if one in known and view.has(one) and known[one].kind is not Kind.DATE)


def total_of(view: View, measure: str) -> Decimal | None:
    """The measure of the whole view.

    Raises:
        NotUnderstood: there is no such measure.
        Failed: it could not be computed.
    """
    value = view.answer(view.question(measure, against="")).total(measure)
    return None if value is None else Decimal(str(value))


def is_met(terms: Terms, value: Decimal | None, base: str) -> bool:
    """Whether a number is so that something is to be sent; one that is missing is not.

    It has changed by more than a share of what it was last; from nothing, by anything.
    """
    if value is None:
        return False
    bound = Decimal(terms.bound)
    if terms.sign == "below":
        return value < bound
    if terms.sign == "above":
        return value > bound
    before = Decimal(base) if base else Decimal(0)
    return abs(value - before) > bound * abs(before)
