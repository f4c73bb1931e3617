"""Subscriptions: which view somebody follows by e-mail, when, and what became of each occasion.

An occasion has one run, and a run one message at most: whoever plans it again finds it there.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records import outbox
from dashboard.records.outbox import Message
from dashboard.records.tables import outbox as messages
from dashboard.records.tables import subscription, subscription_run

KIND = "view"  # of its messages
Timing = Literal["workday", "week", "month", "data", "limit", "pace"]
TIMINGS: tuple[Timing, ...] = ("workday", "week", "month", "data", "limit", "pace")
ON_DATA = ("data", "limit", "pace")  # those that are looked at when there is a new publication
SIGNS = ("below", "above", "changed")


@dataclass(frozen=True, slots=True)
class Terms:
    """When something is sent: on days at an hour, or where a measure of the total is so."""

    timing: str
    day: int = 0
    hour: int = 0
    measure: str = ""
    sign: str = ""
    bound: str = ""
    base: str = ""  # what the measure was when it was followed


@dataclass(frozen=True, slots=True)
class Subscription:
    """One view that somebody follows. `ended` is that Metron stopped it, `stopped` that they did."""

    id: int
    person: str
    view_id: int
    title: str
    terms: Terms
    attached: str
    state: str
    snoozed_until: dt.date | None
    due: dt.datetime | None
    seen: str


@dataclass(frozen=True, slots=True)
class Run:
    """One occasion. Without a message, the reason says why nothing was sent."""

    id: int
    subscription_id: int
    due: dt.datetime
    reason: str
    value: str
    message: Message | None


def add(
    connection: Connection, person: str, view_id: int, title: str, terms: Terms, attached: str,
    due: dt.datetime | None, seen: str,
) -> int:  # fmt: skip
    """Follow a view; the number of the subscription."""
    made = connection.execute(
        sa.insert(subscription).values(
            person=person[:254], view_id=view_id, title=title, attached=attached, state="active", due=due,
            seen=seen, made_at=dt.datetime.now(dt.UTC), timing=terms.timing, day=terms.day, hour=terms.hour,
            measure=terms.measure, sign=terms.sign, bound=terms.bound, base=terms.base,
        )
    )  # fmt: skip
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def of(connection: Connection, person: str) -> list[Subscription]:
    """What somebody follows and has not stopped."""
    column = subscription.c
    return _read(connection, sa.and_(column.person == person, column.state.in_(("active", "paused"))))


def one(connection: Connection, id: int) -> Subscription | None:
    """The subscription of this number, whatever its state."""
    return next(iter(_read(connection, subscription.c.id == id)), None)


def awaiting(
    connection: Connection, now: dt.datetime, publication: str, *, hold: bool = False
) -> list[Subscription]:
    """Those that have an occasion by now: a moment that has come, or a publication not looked at yet."""
    column = subscription.c
    new = sa.and_(column.timing.in_(ON_DATA), column.seen != publication)
    which = sa.and_(column.state == "active", sa.or_(column.due <= now, new))
    return _read(connection, which, hold=hold)


def change(connection: Connection, id: int, **values: object) -> None:
    """Change what is kept of a subscription."""
    connection.execute(sa.update(subscription).where(subscription.c.id == id).values(values))


def put(
    connection: Connection, owner: Subscription, occasion: str, due: dt.datetime, at: dt.datetime,
    reason: str = "",
) -> None:  # fmt: skip
    """Write an occasion down once, with the message that it lets wait, or the reason that there is none."""
    column = subscription_run.c
    known = sa.select(column.id).where(column.subscription_id == owner.id, column.occasion == occasion)
    if connection.execute(known).scalar() is not None:
        return
    made = connection.execute(
        sa.insert(subscription_run).values(
            subscription_id=owner.id, occasion=occasion, due=due, reason=reason, value=""
        )
    )
    if not reason:
        run = int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
        waits = outbox.put(connection, f"view:{owner.id}:{occasion}", KIND, owner.person, {"run": run}, at)
        settle(connection, run, outbox_id=waits)


def settle(connection: Connection, id: int, **values: object) -> None:
    """Write down what became of a run."""
    connection.execute(sa.update(subscription_run).where(subscription_run.c.id == id).values(values))


def run(connection: Connection, id: int) -> Run | None:
    """The run of this number."""
    return next(iter(_runs(connection, subscription_run.c.id == id)), None)


def runs(connection: Connection, id: int, last: int = 12) -> list[Run]:
    """The last runs of a subscription, the latest first."""
    return _runs(connection, subscription_run.c.subscription_id == id, last)


def before(connection: Connection, one: Run) -> Run | None:
    """The run before this one at which the measure had a value."""
    column = subscription_run.c
    which = sa.and_(column.subscription_id == one.subscription_id, column.id < one.id, column.value != "")
    return next(iter(_runs(connection, which)), None)


def forget_values(connection: Connection, id: int) -> None:
    """Know no more what was measured: another measure is asked from now on."""
    connection.execute(
        sa.update(subscription_run).where(subscription_run.c.subscription_id == id).values(value="")
    )


def last_value(connection: Connection, id: int) -> str:
    """What the measure was in the message that was last sent; "" where none was."""
    column = subscription_run.c
    found = (
        sa.select(column.value)
        .join(messages, messages.c.id == column.outbox_id)
        .where(column.subscription_id == id, messages.c.sent_at.is_not(None), column.value != "")
        .order_by(column.id.desc())
        .limit(1)
    )
    return str(connection.execute(found).scalar() or "")


def _read(connection: Connection, which: sa.ColumnElement[bool], *, hold: bool = False) -> list[Subscription]:
    chosen = sa.select(subscription).where(which).order_by(subscription.c.id)
    if hold:
        chosen = chosen.with_for_update(skip_locked=True)
    return [
        Subscription(
            row.id, row.person, row.view_id, row.title,
            Terms(row.timing, row.day, row.hour, row.measure, row.sign, row.bound, row.base),
            row.attached, row.state, row.snoozed_until, row.due, row.seen,
        )
        for row in connection.execute(chosen)
    ]  # fmt: skip


def _runs(connection: Connection, which: sa.ColumnElement[bool], last: int = 1) -> list[Run]:
    chosen = sa.select(subscription_run).where(which).order_by(subscription_run.c.id.desc()).limit(last)
    return [
        Run(
            row.id, row.subscription_id, row.due, row.reason, row.value,
            outbox.one(connection, row.outbox_id) if row.outbox_id else None,
        )
        for row in connection.execute(chosen)
    ]  # fmt: skip
