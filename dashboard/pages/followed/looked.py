"""What a follower sees of a view at this moment, and what a measure of its total is."""

from dataclasses import replace
from decimal import Decimal

from dashboard.access.scope import without_pay
from dashboard.answers.paid import reads_pay
from dashboard.metrics.catalogue import measures
from dashboard.metrics.kinds import Kind
from dashboard.metrics.periods import Period
from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.board import BOARD
from dashboard.pages.explore.chosen import chosen
from dashboard.pages.explore.numbers import unlimited
from dashboard.pages.explore.page import EXPLORE
from dashboard.pages.landing import foresees
from dashboard.pages.leadership import LEADERSHIP
from dashboard.pages.page import Page
from dashboard.pages.saved.opening import address_of, opening
from dashboard.pages.saved.rights import found
from dashboard.pages.territory import TERRITORY
from dashboard.pages.view import HEADLINE, View
from dashboard.records.subscriptions import Terms

PACES = ("pace_index", "landing_attainment")
_PAGES = (TERRITORY, LEADERSHIP, EXPLORE, BOARD)


def looked(view: View, id: int) -> View | None:
    """The view of this number on the newest data, with the rights of whoever looks; None where there is none.

    What was saved of an earlier publication is followed on the one that is served; pay leaves by no mail.
    """
    kept = found(view, id)
    if kept is None:
        return None
    address = replace(address_of(kept), as_of="", see="")
    opened = opening(replace(view, scope=without_pay(view.scope), address=address, opened=None))
    return opened if opened.opened and page_of(opened) else None


def page_of(view: View) -> Page | None:
    """The page of a view, if it is of its reader's role."""
    return next((one for one in _PAGES if one.path == view.address.path and one.opens_to(view.person)), None)


def watched(view: View) -> tuple[str, ...]:
    """The measures of which a condition may be made: those that the view shows as numbers, but for pay."""
    known = measures(view.outline.own)
    shown = chosen(view).measures if view.address.path == EXPLORE_PATH else HEADLINE
    numbers = [one for one in shown if one in known and view.has(one) and known[one].kind is not Kind.DATE]
    return tuple(one for one in numbers if _is_limited(view, one) and not reads_pay(known[one].formula))


def paced(view: View) -> tuple[str, ...]:
    """The paces of which a condition may be made: a quota knows no brand, a year that is over no landing."""
    there = [one for one in PACES if view.has(one) and _is_limited(view, one)]
    return tuple(one for one in there if one != "landing_attainment" or foresees(view))


def _is_limited(view: View, measure: str) -> bool:
    """Whether the limits of the view limit every part of the measure: else the number would mean nothing."""
    by = tuple(one.dimension for one in view.limits)
    return not unlimited(measures(view.outline.own)[measure], by, view.outline.levels)


def total_of(view: View, measure: str) -> Decimal | None:
    """The measure of the whole view; a pace on its days so far, for what is to come is not late.

    Raises:
        NotUnderstood: there is no such measure.
        Failed: it could not be computed.
    """
    through = view.outline.through
    late = measure in PACES and view.period.start <= through < view.period.end
    days = Period(view.period.start, through) if late else None
    value = view.answer(view.question(measure, period=days, against="")).total(measure)
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
