"""Habits: where somebody wants to begin, and what they looked at last."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from dashboard.records.tables import habit

# The address of a view as it stands, and what a start is called that is one.
LINK, VIEW = "/view", "view"


@dataclass(frozen=True, slots=True)
class Habit:
    """`start` is a page's path or "view:12"; `last` the address on Explore; either may be ""."""

    start: str = ""
    last: str = ""

    @property
    def address(self) -> str:
        """Where they begin; "" is the first page."""
        of_view, _, id = self.start.partition(":")
        return f"{LINK}/{id}" if of_view == VIEW else self.start


def of(connection: Connection, person: str) -> Habit:
    """What is known of somebody."""
    row = connection.execute(sa.select(habit).where(habit.c.person == person)).one_or_none()
    return Habit() if row is None else Habit(row.start, row.last)


def keep(connection: Connection, person: str, **changes: str) -> None:
    """Remember `start` or `last`; "" forgets it."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    made = insert(habit).values({"person": person, "start": "", "last": ""} | changes)
    connection.execute(made.on_conflict_do_update(index_elements=["person"], set_=changes))
