"""The outbox: messages that wait, written with what they tell of, and what became of each.

A worker claims a message for a while. It is sent by whoever holds the claim; when a worker dies, its
claim runs out and another takes the message.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records import log
from dashboard.records.tables import outbox

LEASE = dt.timedelta(minutes=10)
MOST = 10  # attempts, the last some eight hours after the first
_FIRST_PAUSE, _LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(hours=6)
_NOBODY, _ACTOR = "", "worker"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person. `payload` is what it is made from when it leaves."""

    id: int
    key: str
    kind: str
    person: str
    payload: Mapping[str, object]
    at: dt.datetime
    due: dt.datetime
    attempts: int
    claimed_by: str
    claimed_until: dt.datetime | None
    sent_at: dt.datetime | None
    failed_at: dt.datetime | None
    reason: str
    detail: str

    @property
    def state(self) -> str:
        """Where it stands: sent, failed or waiting."""
        return "sent" if self.sent_at else "failed" if self.failed_at else "waiting"


def put(
    connection: Connection, key: str, kind: str, person: str, payload: Mapping[str, object], at: dt.datetime
) -> int:
    """Let a message wait; the number of the one that has this key, whoever put it there.

    The caller's transaction decides whether it is sent: where that fails, nothing waits.
    """
    known = connection.execute(sa.select(outbox.c.id).where(outbox.c.key == key)).scalar()
    if known is not None:
        return int(known)
    written = connection.execute(
        sa.insert(outbox).values(
            key=key, kind=kind, person=person[:254], payload=dict(payload), at=at, due=at, attempts=0,
            claimed_by=_NOBODY, reason="", detail="",
        )
    )  # fmt: skip
    return int(written.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def claim(connection: Connection, worker: str, now: dt.datetime) -> Message | None:
    """Take the message that has waited longest, for as long as the lease; None where none is due.

    Two that claim at once get two messages: SQLite by its write lock, PostgreSQL by skipping locked rows.
    """
    column = outbox.c
    due = (
        sa.select(outbox)
        .where(column.sent_at.is_(None), column.failed_at.is_(None), column.due <= now)
        .where(sa.or_(column.claimed_until.is_(None), column.claimed_until <= now))
        .order_by(column.due, column.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (found := connection.execute(due).mappings().one_or_none()) is not None:
        if found["attempts"] < MOST:
            break
        # It was claimed as often as any may be, and nobody lived to say what became of it.
        fail(connection, Message(**found), "mail.inside", "", now)
    if found is None:
        return None
    taken = {"attempts": found["attempts"] + 1, "claimed_by": worker, "claimed_until": now + LEASE}
    connection.execute(sa.update(outbox).where(column.id == found["id"]).values(taken))
    return Message(**{**found, **taken})


def hold(connection: Connection, message: Message, now: dt.datetime) -> bool:
    """Begin the lease anew; whether it was still this worker's."""
    return _settle(connection, message, claimed_until=now + LEASE)


def sent(connection: Connection, message: Message, now: dt.datetime) -> bool:
    """Write down that it has left; whether the claim was still this worker's."""
    held = _settle(connection, message, sent_at=now, claimed_until=None, reason="", detail="")
    if held:
        log.write(connection, _ACTOR, "mail_sent", message.person, message=message.id, kind=message.kind)
    return held


def fail(connection: Connection, message: Message, reason: str, detail: str, now: dt.datetime) -> bool:
    """Write down that it will not be sent, and why."""
    why = {"reason": reason, "detail": detail[:500]}
    held = _settle(connection, message, failed_at=now, claimed_until=None, **why)
    if held:
        told = {"message": message.id, "kind": message.kind, **why}
        log.write(connection, _ACTOR, "mail_failed", message.person, **told)
    return held


def drop(connection: Connection, message: Message) -> bool:
    """Take a message away that turned out to have nothing to say; whether it was still this worker's."""
    column = outbox.c
    held = sa.and_(column.id == message.id, column.claimed_by == message.claimed_by, column.sent_at.is_(None))
    return int(connection.execute(sa.delete(outbox).where(held)).rowcount) == 1


def put_off(connection: Connection, message: Message, reason: str, detail: str, now: dt.datetime) -> bool:
    """Try again later, each time after twice the pause; after the last attempt, never."""
    if message.attempts >= MOST:
        return fail(connection, message, reason, detail, now)
    pause = min(_FIRST_PAUSE * 2 ** (message.attempts - 1), _LONGEST_PAUSE)
    return _settle(
        connection, message, due=now + pause, claimed_until=None, reason=reason, detail=detail[:500]
    )


def try_again(connection: Connection, now: dt.datetime) -> int:
    """Let all that failed wait anew, as after a mistake in the settings; how many."""
    again = sa.update(outbox).where(outbox.c.failed_at.is_not(None))
    done = connection.execute(again.values(failed_at=None, attempts=0, due=now, reason="", detail=""))
    return int(done.rowcount)


def unsent(connection: Connection, last: int = 200) -> list[Message]:
    """What waits or has failed, the latest first."""
    chosen = sa.select(outbox).where(outbox.c.sent_at.is_(None)).order_by(outbox.c.id.desc()).limit(last)
    return [Message(**row) for row in connection.execute(chosen).mappings()]


def one(connection: Connection, id: int) -> Message | None:
    """The message of this number."""
    found = connection.execute(sa.select(outbox).where(outbox.c.id == id)).mappings().one_or_none()
    return None if found is None else Message(**found)


def counts(connection: Connection) -> dict[str, int]:
    """How many messages were sent, wait and failed."""
    column = outbox.c
    state = sa.case(
        (column.sent_at.is_not(None), "sent"), (column.failed_at.is_not(None), "failed"), else_="waiting"
    )
    rows = connection.execute(sa.select(state.label("state"), sa.func.count()).group_by("state"))
    return {"sent": 0, "waiting": 0, "failed": 0} | {str(name): int(count) for name, count in rows}


def _settle(connection: Connection, message: Message, **values: object) -> bool:
    """Change a message that this worker still holds."""
    column = outbox.c
    held = sa.and_(
        column.id == message.id, column.claimed_by == message.claimed_by, column.attempts == message.attempts,
        column.sent_at.is_(None), column.failed_at.is_(None),
    )  # fmt: skip
    return int(connection.execute(sa.update(outbox).where(held).values(values)).rowcount) == 1
