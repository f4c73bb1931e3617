"""Asking about a line of a statement: until when, when an answer is due, and what may be said next."""

import datetime as dt
from collections.abc import Mapping

from dashboard.pay.facts import Calendar
from dashboard.records.inquiries import Inquiry, Said

KINDS = ("missing_credit", "split", "quota", "rate", "data", "policy")
ASK_DAYS = 30  # in which a line may be asked about, after its statement was approved
ANSWER_DAYS = 5  # working days
# An inquiry that is upheld ends in a change of data or of a rule, with the day from which it holds.
UPHELD: frozenset[Said] = frozenset({"upheld", "partly"})
_ANSWERS: tuple[Said, ...] = ("asked_back", "upheld", "partly", "explained", "rejected")
_BY_PAYEE: Mapping[Said, tuple[Said, ...]] = {
    "asked": ("withdrawn",),
    "asked_back": ("added", "withdrawn"),
    "added": ("withdrawn",),
}


def may_say(inquiry: Inquiry, *, payee: bool, keeper: bool) -> tuple[Said, ...]:
    """What somebody may say now: whose pay it is, or who keeps pay and is not the one who is paid."""
    if not inquiry.open:
        return ()
    if payee:
        return _BY_PAYEE[inquiry.state]
    if not keeper:
        return ()
    return tuple(one for one in _ANSWERS if not (one == "asked_back" and inquiry.state == "asked_back"))


def answer_due(asked: dt.date, calendar: Calendar) -> dt.date:
    """The last working day on which an answer is in time."""
    day, left = asked, ANSWER_DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= day.isoweekday() not in calendar.weekend and day not in calendar.holidays
    return day


def ask_until(approved: dt.date | None) -> dt.date | None:
    """The last day for questions; None as long as nobody has approved the statement: it may still change."""
    return None if approved is None else approved + dt.timedelta(days=ASK_DAYS)
