"""Notes: what somebody wrote beside a number, where it applies, and everything that it ever said.

A version is added for each change; one without words takes the note back.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import note_said, note_told, note_written, outbox


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a note applies: a measure, a place of the tree, what limits it, and days, both included."""

    measure: str
    place: str
    limits: tuple[str, ...]
    from_day: dt.date
    to_day: dt.date


@dataclass(frozen=True, slots=True)
class Version:
    """What a note said from a moment on; "" is that it was taken back."""

    at: dt.datetime
    body: str


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody whom a note is told to, and what became of the message; without e-mail there is none.

    `reason` is why it failed, or why it still waits.
    """

    at: dt.datetime
    person: str
    name: str
    mailed: bool = False
    sent_at: dt.datetime | None = None
    failed_at: dt.datetime | None = None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One note with its versions and whom it is told to, the oldest first."""

    id: int
    binding: Binding
    person: str
    name: str
    versions: tuple[Version, ...]
    told: tuple[Told, ...] = ()

    @property
    def body(self) -> str:
        """What it says now."""
        return self.versions[-1].body


def write(connection: Connection, binding: Binding, person: str, name: str, body: str) -> int:
    """A new note; its number."""
    written = connection.execute(
        sa.insert(note_written).values(
            measure=binding.measure, place=binding.place, limits=_limits(binding.limits),
            from_day=binding.from_day, to_day=binding.to_day, at=dt.datetime.now(dt.UTC),
            person=person[:254], name=name[:200],
        )
    )  # fmt: skip
    number = int(written.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
    revise(connection, number, body)
    return number


def revise(connection: Connection, id: int, body: str) -> None:
    """Let a note say something else from now on, or nothing."""
    connection.execute(sa.insert(note_said).values(note_id=id, at=dt.datetime.now(dt.UTC), body=body))


def tell(connection: Connection, id: int, person: str, name: str, outbox_id: int | None) -> None:
    """Let a note be told to somebody, by the message of this number; None is by no message."""
    connection.execute(
        sa.insert(note_told).values(
            note_id=id, at=dt.datetime.now(dt.UTC), person=person[:254], name=name[:200], outbox_id=outbox_id
        )
    )


def told_since(connection: Connection, person: str, since: dt.datetime) -> int:
    """How many times this person has told somebody of a note since then."""
    telling = sa.select(sa.func.count()).join_from(note_told, note_written)
    chosen = telling.where(note_written.c.person == person[:254], note_told.c.at >= since)
    return int(connection.execute(chosen).scalar_one())


def at_place(
    connection: Connection, place: str, limits: Sequence[str], from_day: dt.date, to_day: dt.date
) -> list[Note]:
    """The notes of a place under these limits whose days meet these days, the latest first."""
    column = note_written.c
    return _read(
        connection,
        sa.and_(
            column.place == place,
            column.limits == _limits(limits),
            column.from_day <= to_day,
            column.to_day >= from_day,
        ),
    )


def one(connection: Connection, id: int) -> Note | None:
    """The note of this number, taken back or not."""
    return next(iter(_read(connection, note_written.c.id == id, taken_back=True)), None)


def _limits(limits: Sequence[str]) -> str:
    return "\n".join(sorted(limits))


def _read(connection: Connection, which: sa.ColumnElement[bool], *, taken_back: bool = False) -> list[Note]:
    rows = connection.execute(sa.select(note_written).where(which).order_by(note_written.c.id.desc())).all()
    said: dict[int, list[Version]] = {}
    versions = sa.select(note_said).join(note_written, note_written.c.id == note_said.c.note_id).where(which)
    for row in connection.execute(versions.order_by(note_said.c.id)):
        said.setdefault(row.note_id, []).append(Version(row.at, row.body))
    told = _told(connection, which)
    found = [
        Note(row.id, _binding(row), row.person, row.name, tuple(said[row.id]), tuple(told.get(row.id, ())))
        for row in rows
    ]
    return found if taken_back else [each for each in found if each.body]


def _told(connection: Connection, which: sa.ColumnElement[bool]) -> dict[int, list[Told]]:
    column, sending = note_told.c, outbox.c
    rows = connection.execute(
        sa.select(
            column.note_id, column.at, column.person, column.name, sending.id.is_not(None).label("mailed"),
            sending.sent_at, sending.failed_at, sending.reason, sending.detail,
        )
        .join(note_written, note_written.c.id == column.note_id)
        .outerjoin(outbox, sending.id == column.outbox_id)
        .where(which)
        .order_by(column.id)
    )  # fmt: skip
    found: dict[int, list[Told]] = {}
    for note, at, person, name, mailed, sent_at, failed_at, reason, detail in rows:
        one = Told(at, person, name, bool(mailed), sent_at, failed_at, reason or "", detail or "")
        found.setdefault(note, []).append(one)
    return found


def _binding(row: sa.Row[tuple[object, ...]]) -> Binding:
    limits = tuple(row.limits.split("\n")) if row.limits else ()
    return Binding(row.measure, row.place, limits, row.from_day, row.to_day)
