"""What is done with what one follows: begun, paused, put off for a week, stopped; always one's own alone."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.followed.looked import looked, total_of, watched
from dashboard.pages.followed.page import files
from dashboard.pages.followed.times import due_after, midnight
from dashboard.pages.followed.words import PATH, percent_typed, when_told
from dashboard.pages.view import View
from dashboard.records import subscriptions as book
from dashboard.records.store import Records
from dashboard.records.subscriptions import SIGNS, Subscription, Terms
from dashboard.shell.view_acts import Done, Wish

MOST = 50  # views that one person follows
_WEEK = dt.timedelta(days=7)
_DAYS = {"workday": 0, "week": 7, "month": 31, "data": 0, "limit": 0}
_HOURS = 24
_LARGEST = Decimal(10) ** 15


def follow(view: View, wish: Wish) -> Done:
    """Follow a view that one may read."""
    records = _records(view)
    if not view.mails:
        raise NotUnderstood("deliver.off")
    seen = looked(view, wish.id)
    if seen is None or seen.opened is None:
        raise Denied("saved.not_there")
    terms = _terms(seen, wish)
    attached = wish.fields.get("attached", "")
    if attached not in dict(files(seen)):
        raise NotUnderstood("deliver.not_understood")
    title = seen.opened.kept.content.title
    with records.writing() as connection:
        if len(book.of(connection, view.person.email)) >= MOST:
            raise NotUnderstood("deliver.enough", most=MOST)
        book.add(
            connection, view.person.email, wish.id, title, terms, attached, _due(view, terms, _now()),
            view.shelf.manifest.id,
        )  # fmt: skip
    told = (("title", title), ("when", when_told(seen, terms)))
    return Done("deliver.told_follow", view.address.but(path=PATH).href, words=told)


def follow_pause(view: View, wish: Wish) -> Done:
    """Send nothing until it is taken up again."""
    return _change(view, wish, "deliver.told_pause", lambda _: {"state": "paused", "due": None})


def follow_resume(view: View, wish: Wish) -> Done:
    """Send again; what came meanwhile is not made up for."""

    def values(one: Subscription) -> dict[str, object]:
        due = _due(view, one.terms, _now())
        return {"state": "active", "due": due, "seen": view.shelf.manifest.id, "snoozed_until": None}

    return _change(view, wish, "deliver.told_resume", values)


def follow_snooze(view: View, wish: Wish) -> Done:
    """Send nothing for a week."""
    until = _now() + _WEEK

    def values(one: Subscription) -> dict[str, object]:
        if one.state != "active":
            raise Denied("deliver.not_there")
        day = until.astimezone(ZoneInfo(view.zone)).date()
        return {"snoozed_until": day, "due": _due(view, one.terms, midnight(day, view.zone))}

    return _change(view, wish, "deliver.told_snooze", values)


def follow_stop(view: View, wish: Wish) -> Done:
    """Follow it no more."""
    return _change(view, wish, "deliver.told_stop", lambda _: {"state": "stopped", "due": None})


ACTS: dict[str, Callable[[View, Wish], Done]] = {
    one.__name__: one for one in (follow, follow_pause, follow_resume, follow_snooze, follow_stop)
}


def _change(view: View, wish: Wish, told: str, values: Callable[[Subscription], dict[str, object]]) -> Done:
    with _records(view).writing() as connection:
        one = _own(connection, view, wish.id)
        book.change(connection, one.id, **values(one))
    return Done(told, words=(("title", one.title),))


def _own(connection: Connection, view: View, id: int) -> Subscription:
    one = book.one(connection, id)
    if one is None or one.person != view.person.email or one.state not in ("active", "paused"):
        raise Denied("deliver.not_there")
    return one


def _records(view: View) -> Records:
    if view.records is None:
        raise Denied("saved.may_not")
    return view.records


def _due(view: View, terms: Terms, after: dt.datetime) -> dt.datetime | None:
    return due_after(terms, after, view.shelf.manifest.company, view.zone)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _terms(view: View, wish: Wish) -> Terms:
    """What was chosen, checked.

    Raises:
        NotUnderstood: it means nothing.
    """
    timing, _, day = wish.fields.get("timing", "").partition(".")
    most = _DAYS.get(timing)
    if most is None or (day != "" if not most else _whole(day, most + 1) == 0):
        raise NotUnderstood("deliver.not_understood")
    if timing == "limit":
        return _limit(view, wish)
    if timing == "data":
        return Terms(timing)
    return Terms(timing, _whole(day, most + 1) if most else 0, _whole(wish.fields.get("hour", ""), _HOURS))


def _limit(view: View, wish: Wish) -> Terms:
    measure, sign = (wish.fields.get(name, "") for name in ("measure", "sign"))
    if measure not in watched(view) or sign not in SIGNS:
        raise NotUnderstood("deliver.not_understood")
    try:
        bound = Decimal(wish.fields.get("bound", "")[:30])
    except InvalidOperation as error:
        raise NotUnderstood("deliver.needs_number") from error
    if not bound.is_finite() or abs(bound) >= _LARGEST or (sign == "changed" and bound <= 0):
        raise NotUnderstood("deliver.needs_number")
    if percent_typed(view, measure, sign):
        bound /= 100
    terms = Terms("limit", measure=measure, sign=sign, bound=f"{bound:f}"[:40])
    value = total_of(view, measure)
    return replace(terms, base="" if value is None else f"{value}"[:80])


def _whole(text: str, end: int) -> int:
    """A number below `end`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) < end):
        raise NotUnderstood("deliver.not_understood")
    return int(text)
