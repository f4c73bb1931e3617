"""The rows of `person`: added, found, changed."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import person


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `language` and `theme` are empty until the person chooses.

    `password_once` is true while the password is one that the machine made up;
    sessions of an earlier `session_epoch` are void.
    """

    email: str
    name: str
    role: str
    password_hash: str
    password_once: bool = True
    language: str = ""
    theme: str = ""
    active: bool = True
    session_epoch: int = 0
    id: str = field(default_factory=lambda: str(uuid4()))
    created_at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))


def add(connection: Connection, account: Account) -> None:
    """Write a new account.

    Raises:
        sqlalchemy.exc.IntegrityError: the address has one already.
    """
    connection.execute(sa.insert(person).values(asdict(account)))


def by_email(connection: Connection, email: str) -> Account | None:
    """The account of a folded address."""
    return _one(connection, person.c.email == email)


def by_id(connection: Connection, id: str) -> Account | None:
    """The account of an id."""
    return _one(connection, person.c.id == id)


def everybody(connection: Connection) -> list[Account]:
    """All accounts, by address."""
    rows = connection.execute(sa.select(person).order_by(person.c.email))
    return [Account(**row) for row in rows.mappings()]


def set_password(connection: Connection, id: str, password_hash: str, *, once: bool) -> None:
    """Replace the password, and end the sessions that the old one opened."""
    _change(
        connection,
        id,
        password_hash=password_hash,
        password_once=once,
        session_epoch=person.c.session_epoch + 1,
    )


def renew_hash(connection: Connection, id: str, before: str, after: str) -> None:
    """Write the same password with today's parameters, unless somebody has changed it meanwhile."""
    connection.execute(
        sa.update(person)
        .where(person.c.id == id, person.c.password_hash == before)
        .values(password_hash=after)
    )


def set_active(connection: Connection, id: str, active: bool) -> None:
    """Open or close the account; either way its sessions end."""
    _change(connection, id, active=active, session_epoch=person.c.session_epoch + 1)


def prefer(connection: Connection, id: str, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember how somebody likes the screens; None leaves it as it is."""
    chosen = {"language": language, "theme": theme}
    values = {name: value for name, value in chosen.items() if value is not None}
    if values:
        _change(connection, id, **values)


def _change(connection: Connection, id: str, **values: object) -> None:
    connection.execute(sa.update(person).where(person.c.id == id).values(values))


def _one(connection: Connection, which: sa.ColumnElement[bool]) -> Account | None:
    row = connection.execute(sa.select(person).where(which)).mappings().one_or_none()
    return None if row is None else Account(**row)
