"""What the form of a subscription says, checked: days and hours, a condition, the file."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from dashboard.errors import NotUnderstood
from dashboard.pages.followed.form import files
from dashboard.pages.followed.looked import paced, total_of, watched
from dashboard.pages.followed.words import percent_typed
from dashboard.pages.view import View
from dashboard.records.subscriptions import SIGNS, Terms
from dashboard.shell.view_acts import Wish

_DAYS = {"workday": 0, "week": 7, "month": 31, "data": 0, "limit": 0, "pace": 0}
_HOURS = 24
_LARGEST = Decimal(10) ** 15


def terms_of(view: View, wish: Wish) -> Terms:
    """When it is sent, or on what condition.

    Raises:
        NotUnderstood: it means nothing.
    """
    timing, _, day = wish.fields.get("timing", "").partition(".")
    most = _DAYS.get(timing)
    if most is None or (day != "" if not most else _whole(day, most + 1) == 0):
        raise NotUnderstood("deliver.not_understood")
    if timing == "limit":
        return _limit(view, wish)
    if timing == "pace":
        return _pace(view, wish)
    if timing == "data":
        return Terms(timing)
    return Terms(timing, _whole(day, most + 1) if most else 0, _whole(wish.fields.get("hour", ""), _HOURS))


def attached_of(view: View, wish: Wish) -> str:
    """The kind of file that goes with it.

    Raises:
        NotUnderstood: the view cannot be such a file.
    """
    attached = wish.fields.get("attached", "")
    if attached not in dict(files(view)):
        raise NotUnderstood("deliver.not_understood")
    return attached


def _limit(view: View, wish: Wish) -> Terms:
    measure, sign = (wish.fields.get(name, "") for name in ("measure", "sign"))
    if measure not in watched(view) or sign not in SIGNS:
        raise NotUnderstood("deliver.not_understood")
    bound = _number(wish.fields.get("bound", ""))
    if sign == "changed" and bound <= 0:
        raise NotUnderstood("deliver.needs_number")
    if percent_typed(view, measure, sign):
        bound /= 100
    return _based(view, Terms("limit", measure=measure, sign=sign, bound=f"{bound:f}"[:40]))


def _pace(view: View, wish: Wish) -> Terms:
    measure, share = wish.fields.get("pace", ""), _number(wish.fields.get("share", ""))
    if measure not in paced(view):
        raise NotUnderstood("deliver.not_understood")
    if share <= 0:
        raise NotUnderstood("deliver.needs_share")
    return _based(view, Terms("pace", measure=measure, sign="below", bound=f"{share / 100:f}"[:40]))


def _based(view: View, terms: Terms) -> Terms:
    """The terms with what their measure is now."""
    value = total_of(view, terms.measure)
    return replace(terms, base="" if value is None else f"{value}"[:80])


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text[:30])
    except InvalidOperation as error:
        raise NotUnderstood("deliver.needs_number") from error
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise NotUnderstood("deliver.needs_number")
    return number


def _whole(text: str, end: int) -> int:
    """A number below `end`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) < end):
        raise NotUnderstood("deliver.not_understood")
    return int(text)
