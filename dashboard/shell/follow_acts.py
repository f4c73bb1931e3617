"""What is done with what one follows: begun, changed, paused, put off, stopped; always one's own alone."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.followed.looked import looked
from dashboard.pages.followed.times import due_after, midnight
from dashboard.pages.followed.words import PATH, when_told
from dashboard.pages.view import View
from dashboard.records import subscriptions as book
from dashboard.records.store import Records
from dashboard.records.subscriptions import ON_DATA, Subscription, Terms
from dashboard.shell.follow_terms import attached_of, terms_of
from dashboard.shell.view_acts import Done, Wish

MOST = 50  # views that one person follows
_WEEK = dt.timedelta(days=7)


def follow(view: View, wish: Wish) -> Done:
    """Follow a view that one may read."""
    records = _records(view)
    if not view.mails:
        raise NotUnderstood("deliver.off")
    seen = looked(view, wish.id)
    if seen is None or seen.opened is None:
        raise Denied("saved.not_there")
    terms, attached = terms_of(seen, wish), attached_of(seen, wish)
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


def follow_change(view: View, wish: Wish) -> Done:
    """Have it sent at other times, on another condition or with another file.

    What is paused or put off remains so, and what was sent stays in its history.
    """
    with _records(view).reading() as connection:
        seen = looked(view, _own(connection, view, wish.id).view_id)
    if seen is None or seen.opened is None:
        raise Denied("saved.not_there")
    terms, attached = terms_of(seen, wish), attached_of(seen, wish)
    with _records(view).writing() as connection:
        one = _own(connection, view, wish.id)
        values: dict[str, object] = asdict(terms) | {"attached": attached, "due": _next(view, one, terms)}
        if one.terms.timing not in ON_DATA:
            values["seen"] = view.shelf.manifest.id  # what was published before is no news
        if one.terms.measure != terms.measure:
            book.forget_values(connection, one.id)
        book.change(connection, one.id, **values)
    told = (("title", one.title), ("when", when_told(seen, terms)))
    return Done("deliver.told_change", view.address.but(path=PATH, see="").href, words=told)


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
    one.__name__: one
    for one in (follow, follow_change, follow_pause, follow_resume, follow_snooze, follow_stop)
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


def _next(view: View, one: Subscription, terms: Terms) -> dt.datetime | None:
    """When one that stands is due by other terms."""
    if one.state != "active":
        return None
    until = one.snoozed_until
    return _due(view, terms, max(midnight(until, view.zone), _now()) if until else _now())


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
