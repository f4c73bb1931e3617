"""The log: who did what to whom, and when. Rows are added, never changed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import log


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    at: dt.datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, object]


def write(connection: Connection, actor: str, action: str, subject: str = "", **details: object) -> None:
    """Add one entry, in the transaction of what it tells about."""
    connection.execute(
        sa.insert(log).values(
            at=dt.datetime.now(dt.UTC),
            actor=actor[:254],
            action=action,
            subject=subject[:254],
            details=details,
        )
    )


def read(connection: Connection, *, action: str | None = None, last: int = 100) -> list[Entry]:
    """The latest entries, newest first."""
    chosen = sa.select(log).order_by(log.c.id.desc()).limit(last)
    if action is not None:
        chosen = chosen.where(log.c.action == action)
    return [
        Entry(row.at, row.actor, row.action, row.subject, row.details) for row in connection.execute(chosen)
    ]
