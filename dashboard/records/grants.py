"""The rows of `grant_by_hand`: territories that a hand, not the data, gives to somebody."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import grant_by_hand


@dataclass(frozen=True, slots=True)
class Given:
    """One territory, from `valid_from` until the day before `valid_to` (None: open)."""

    territory_id: str
    valid_from: dt.date
    valid_to: dt.date | None


def give(connection: Connection, person_id: str, given: Given) -> None:
    """Write one more territory."""
    connection.execute(
        sa.insert(grant_by_hand).values(
            person_id=person_id,
            territory_id=given.territory_id,
            valid_from=given.valid_from,
            valid_to=given.valid_to,
        )
    )


def end(connection: Connection, person_id: str, territory_id: str, valid_to: dt.date) -> int:
    """Let what is in force on `valid_to` or later end the day before it; how many ended."""
    table = grant_by_hand.c
    ended = connection.execute(
        sa.update(grant_by_hand)
        .where(table.person_id == person_id, table.territory_id == territory_id)
        .where(sa.or_(table.valid_to.is_(None), table.valid_to > valid_to))
        .values(valid_to=valid_to)
    )
    return int(ended.rowcount)


def everybodys(connection: Connection) -> dict[str, list[Given]]:
    """Everything ever given, by the id of who got it, oldest first."""
    table = grant_by_hand.c
    rows = connection.execute(
        sa.select(grant_by_hand).order_by(table.valid_from, table.territory_id, table.id)
    )
    found: dict[str, list[Given]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(Given(row.territory_id, row.valid_from, row.valid_to))
    return found


def given_to(connection: Connection, person_id: str) -> list[Given]:
    """Everything ever given to somebody, oldest first."""
    table = grant_by_hand.c
    rows = connection.execute(
        sa.select(table.territory_id, table.valid_from, table.valid_to)
        .where(table.person_id == person_id)
        .order_by(table.valid_from, table.territory_id, table.id)
    )
    return [Given(row.territory_id, row.valid_from, row.valid_to) for row in rows]
