"""Tokens are kept by their digest, found again by it, and taken back by their owner alone."""

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from dashboard.records import tokens
from dashboard.records.store import Records
from dashboard.records.tokens import Token

NOW = dt.datetime(2026, 6, 30, 9, 30, 1, 250, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=30)
TOKEN = Token(0, "ana", "account:ana:0", "Excel", ("N", "Ω"), NOW, LATER)


def kept(records: Records, token: Token = TOKEN, digest: str = "d") -> Token:
    with records.writing() as connection:
        tokens.add(connection, token, digest)
        found = tokens.by_digest(connection, digest)
    assert found is not None
    return found


def test_a_token_is_read_as_it_was_written(records: Records) -> None:
    found = kept(records)
    assert found == replace(TOKEN, id=found.id)
    with records.reading() as connection:
        assert tokens.by_digest(connection, "other") is None


def test_a_digest_is_one_tokens_alone(records: Records) -> None:
    kept(records)
    with pytest.raises(sa.exc.IntegrityError):
        kept(records)


def test_everybody_has_their_own_the_latest_first(records: Records) -> None:
    for n, owner in enumerate(("ana", "eva", "ana")):
        kept(records, replace(TOKEN, owner=owner, name=str(n)), str(n))
    with records.reading() as connection:
        assert [one.name for one in tokens.of_owner(connection, "ana")] == ["2", "0"]


def test_only_its_owner_takes_a_token_back_and_only_once(records: Records) -> None:
    found = kept(records)
    with records.writing() as connection:
        assert not tokens.revoke(connection, "eva", found.id, NOW)
        assert tokens.revoke(connection, "ana", found.id, NOW)
        assert not tokens.revoke(connection, "ana", found.id, LATER)
        tokens.use(connection, found.id, LATER)
        after = tokens.by_digest(connection, "d")
    assert after == replace(found, revoked_at=NOW, used_at=LATER)


def test_a_token_opens_until_its_last_moment(records: Records) -> None:
    found = kept(records)
    assert found.opens(LATER - dt.timedelta(microseconds=1))
    assert not found.opens(LATER)
    assert not replace(found, revoked_at=NOW).opens(NOW)
