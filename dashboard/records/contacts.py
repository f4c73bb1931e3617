"""The contacts that people say they have made; the next load counts them among the activities."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import contact_made

Kind = Literal["visit", "call"]
KINDS: tuple[Kind, ...] = ("visit", "call")


@dataclass(frozen=True, slots=True)
class Made:
    """One contact with a customer, on a day, by the person of an address."""

    id: int
    day: dt.date
    person: str
    customer: str
    kind: str


def make(
    connection: Connection, day: dt.date, person: str, customer: str, kind: str, shown_id: int | None = None
) -> int:
    """Write a contact down; its number."""
    written = connection.execute(
        sa.insert(contact_made).values(
            at=dt.datetime.now(dt.UTC), day=day, person=person[:254], customer=customer, kind=kind,
            shown_id=shown_id,
        )
    )  # fmt: skip
    return int(written.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def withdraw(connection: Connection, shown_id: int) -> None:
    """Take back the last contact that was made upon an idea."""
    table = contact_made.c
    last = sa.select(sa.func.max(table.id)).where(table.shown_id == shown_id, table.withdrawn_at.is_(None))
    connection.execute(
        sa.update(contact_made)
        .where(table.id == last.scalar_subquery())
        .values(withdrawn_at=dt.datetime.now(dt.UTC))
    )


def made(connection: Connection) -> list[Made]:
    """All contacts that stand, in the order in which they were written."""
    table = contact_made.c
    rows = connection.execute(
        sa.select(table.id, table.day, table.person, table.customer, table.kind)
        .where(table.withdrawn_at.is_(None))
        .order_by(table.id)
    )
    return [Made(*row) for row in rows]
