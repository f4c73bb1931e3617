"""Saved views: an address under a name, with everything that each ever was.

A change adds a version: a save, another name or folder, other readers, a deletion, a return. It is
made on the version that its author saw; where another came between, nothing is written.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from dashboard.records.tables import saved_favourite, saved_version, saved_view

Audience = Literal["mine", "team", "all"]
AUDIENCES: tuple[Audience, ...] = ("mine", "team", "all")
LONGEST_TITLE = LONGEST_FOLDER = 120
# Their numbers fit into what every database holds.
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Content:
    """What a view is at one time: what it is called, where it lies, who may read it, and its address."""

    title: str
    folder: str
    audience: Audience
    address: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version, by whom and when; `gone` is that the view was deleted with it."""

    number: int
    at: dt.datetime
    person: str
    name: str
    content: Content
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A view as it stands."""

    id: int
    owner: str
    owner_name: str
    version: Version

    @property
    def content(self) -> Content:
        """What it is now."""
        return self.version.content


def add(connection: Connection, owner: str, name: str, content: Content) -> int:
    """Save a new view; its number."""
    made = connection.execute(
        sa.insert(saved_view).values(owner=owner[:254], owner_name=name[:200], number=1)
    )
    id = int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
    _write(connection, id, 1, owner, name, content, gone=False)
    return id


def change(
    connection: Connection,
    id: int,
    seen: int,
    person: str,
    name: str,
    content: Content,
    *,
    gone: bool = False,
) -> bool:
    """Add a version after the one that was seen; False, and nothing, where that is no longer the last."""
    column = saved_view.c
    moved = connection.execute(
        sa.update(saved_view).where(column.id == id, column.number == seen).values(number=seen + 1)
    )
    if not moved.rowcount:
        return False
    _write(connection, id, seen + 1, person, name, content, gone=gone)
    return True


def one(connection: Connection, id: int) -> Kept | None:
    """The view of this number, deleted or not."""
    if not 0 < id <= LARGEST:
        return None
    return next(iter(_read(connection, saved_view.c.id == id)), None)


def versions(connection: Connection, id: int) -> list[Version]:
    """Everything that a view ever was, the latest first."""
    column = saved_version.c
    rows = connection.execute(
        sa.select(saved_version).where(column.view_id == id).order_by(column.number.desc())
    )
    return [_version(row) for row in rows]


def reachable(connection: Connection, person: str) -> list[Kept]:
    """A person's own views, and all of others that are shared with anybody: who may read is not judged."""
    shared = sa.or_(saved_view.c.owner == person, saved_version.c.audience != "mine")
    return _read(connection, sa.and_(shared, sa.not_(saved_version.c.gone)))


def deleted(connection: Connection, person: str) -> list[Kept]:
    """A person's own views that were deleted."""
    return _read(connection, sa.and_(saved_view.c.owner == person, saved_version.c.gone))


def count(connection: Connection, person: str) -> int:
    """How many views somebody has, deleted ones among them."""
    counted = sa.select(sa.func.count()).select_from(saved_view).where(saved_view.c.owner == person)
    return int(connection.execute(counted).scalar_one())


def favourites(connection: Connection, person: str) -> frozenset[int]:
    """What somebody marked."""
    chosen = sa.select(saved_favourite.c.view_id).where(saved_favourite.c.person == person)
    return frozenset(connection.execute(chosen).scalars())


def mark(connection: Connection, person: str, id: int, *, favourite: bool) -> None:
    """Mark a view as somebody's favourite, or no longer."""
    column = saved_favourite.c
    connection.execute(sa.delete(saved_favourite).where(column.person == person, column.view_id == id))
    if favourite:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        made = insert(saved_favourite).values(person=person, view_id=id)
        connection.execute(made.on_conflict_do_nothing())  # two windows may mark it at once


def _write(
    connection: Connection, id: int, number: int, person: str, name: str, content: Content, *, gone: bool
) -> None:
    connection.execute(
        sa.insert(saved_version).values(
            view_id=id, number=number, at=dt.datetime.now(dt.UTC), person=person[:254], name=name[:200],
            title=content.title, folder=content.folder, audience=content.audience, address=content.address,
            gone=gone,
        )
    )  # fmt: skip


def _read(connection: Connection, which: sa.ColumnElement[bool]) -> list[Kept]:
    stands = sa.and_(
        saved_version.c.view_id == saved_view.c.id, saved_version.c.number == saved_view.c.number
    )
    rows = connection.execute(
        sa.select(
            saved_view.c.id.label("kept_id"), saved_view.c.owner, saved_view.c.owner_name, saved_version
        )
        .join(saved_version, stands)
        .where(which)
        .order_by(saved_view.c.id)
    )
    return [Kept(row.kept_id, row.owner, row.owner_name, _version(row)) for row in rows]


def _version(row: sa.Row[tuple[object, ...]]) -> Version:
    content = Content(row.title, row.folder, cast(Audience, row.audience), row.address)
    return Version(row.number, row.at, row.person, row.name, content, row.gone)
