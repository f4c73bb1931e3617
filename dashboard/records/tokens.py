"""The rows of `api_token`: a program's key to what a person may see, known by its digest alone."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from dashboard.records.tables import api_token


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `stands_on` is what the sessions of its owner stood on when it was made.

    `territories` are those that it is narrowed to; without any it opens what its owner may see.
    """

    id: int
    owner: str
    stands_on: str
    name: str
    territories: tuple[str, ...]
    made_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None

    def opens(self, now: dt.datetime) -> bool:
        """Whether it is neither over nor taken back; what its owner may see is another question."""
        return self.revoked_at is None and now < self.expires_at


def add(connection: Connection, token: Token, digest: str) -> None:
    """Write a new token; the database numbers it."""
    connection.execute(
        sa.insert(api_token).values(
            owner=token.owner, stands_on=token.stands_on, name=token.name, digest=digest,
            territories=list(token.territories), made_at=token.made_at, expires_at=token.expires_at,
        )
    )  # fmt: skip


def by_digest(connection: Connection, digest: str) -> Token | None:
    """The token of this digest."""
    row = connection.execute(sa.select(api_token).where(api_token.c.digest == digest)).mappings().first()
    return _token(row) if row else None


def of_owner(connection: Connection, owner: str) -> list[Token]:
    """All tokens that somebody ever made, the latest first."""
    rows = connection.execute(
        sa.select(api_token).where(api_token.c.owner == owner).order_by(api_token.c.id.desc())
    )
    return [_token(row) for row in rows.mappings()]


def use(connection: Connection, id: int, now: dt.datetime) -> None:
    """Remember when it was last used."""
    connection.execute(sa.update(api_token).where(api_token.c.id == id).values(used_at=now))


def revoke(connection: Connection, owner: str, id: int, now: dt.datetime) -> bool:
    """Take back one's own token, for good; whether there was one to take back."""
    table = api_token.c
    done = connection.execute(
        sa.update(api_token)
        .where(table.id == id, table.owner == owner, table.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return bool(done.rowcount)


def _token(row: RowMapping) -> Token:
    values = {name: row[name] for name in Token.__dataclass_fields__}
    return Token(**{**values, "territories": tuple(row["territories"])})
