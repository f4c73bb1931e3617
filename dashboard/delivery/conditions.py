"""Whether what was waited for is so when its letter is made; why not, where it is not."""

from decimal import Decimal
from typing import NoReturn

from dashboard.delivery.desk import Desk, NothingToSay
from dashboard.pages.followed.looked import is_met, paced, total_of
from dashboard.pages.followed.words import condition_told
from dashboard.pages.view import View
from dashboard.records import subscriptions as book
from dashboard.records.subscriptions import Run, Subscription

_STILL = "deliver.still_below"


def met(view: View, desk: Desk, run: Run, one: Subscription) -> str:
    """What is so that it was waited for; "" where nothing was.

    Raises:
        NothingToSay: it is not so, or was told already.
    """
    if one.terms.timing not in ("limit", "pace"):
        return ""
    falls = one.terms.timing == "pace"
    if falls and one.terms.measure not in paced(view):
        nothing(desk, run, "deliver.no_pace")
    value = total_of(view, one.terms.measure)
    with desk.records.reading() as connection:
        base = book.last_value(connection, one.id) or one.terms.base
        before = book.before(connection, run)
    shown = "" if value is None else str(value)
    if value is None or not is_met(one.terms, value, base):
        nothing(desk, run, "deliver.not_met", shown)
    if falls and _is_told(before, Decimal(one.terms.bound)):
        nothing(desk, run, _STILL, shown)
    with desk.records.writing() as connection:
        book.settle(connection, run.id, value=shown)
    return condition_told(view, one.terms, value, Decimal(base) if base else None)


def nothing(desk: Desk, run: Run, reason: str, value: str = "") -> NoReturn:
    """Write down why nothing is sent.

    Raises:
        NothingToSay: always.
    """
    with desk.records.writing() as connection:
        book.settle(connection, run.id, outbox_id=None, reason=reason, value=value)
    raise NothingToSay


def _is_told(before: Run | None, bound: Decimal) -> bool:
    """Whether a pace was below its bound the time before already, and somebody knows."""
    if before is None or Decimal(before.value) >= bound:
        return False
    return before.reason == _STILL or (before.message is not None and before.message.sent_at is not None)
