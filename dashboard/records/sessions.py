"""The rows of `ended_session`: sign-ins that were ended before their time."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import ended_session


def end(connection: Connection, id: str, until: dt.datetime) -> None:
    """Remember that this session is over, until its cookie would expire by itself."""
    now = dt.datetime.now(dt.UTC)
    connection.execute(sa.delete(ended_session).where(ended_session.c.until < now))
    if not ended(connection, id):
        connection.execute(sa.insert(ended_session).values(id=id, until=until))


def ended(connection: Connection, id: str) -> bool:
    """Whether somebody signed out of it: a copied cookie opens nothing."""
    found = connection.execute(sa.select(ended_session.c.id).where(ended_session.c.id == id))
    return found.first() is not None
