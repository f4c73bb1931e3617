"""Personal tokens: known by their digest, for a year at most, and only so many."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.access import tokens
from dashboard.access.person import Person, Role
from dashboard.errors import NotUnderstood
from dashboard.records import log
from dashboard.records.store import Records
from dashboard.records.tables import api_token

ANA = Person("ana", "ana@x.gr", "Ana", Role.REP)
EVA = Person("eva", "eva@x.gr", "Eva", Role.REP)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield opened
    opened.close()


def made(records: Records, name: str = "Excel", days: int = 30, *territories: str) -> str:
    return tokens.make(records, ANA, "account:ana:0", name, days, territories)


def everything(records: Records) -> str:
    with records.reading() as connection:
        rows = [*connection.execute(sa.select(api_token)), *log.read(connection)]
    return str(rows)


def test_a_token_is_known_again_and_kept_nowhere(records: Records) -> None:
    word = made(records, "  Excel \n at home ", 30, "N", "A", "N")
    found = tokens.recognise(records, word)
    assert found is not None
    assert (found.owner, found.stands_on, found.name) == ("ana", "account:ana:0", "Excel at home")
    assert found.territories == ("A", "N")
    assert found.expires_at - found.made_at == dt.timedelta(days=30)
    assert word.startswith(tokens.PREFIX)
    assert len(word) == len(tokens.PREFIX) + 43
    assert word not in everything(records)
    assert word.removeprefix(tokens.PREFIX) not in everything(records)
    assert made(records) != word


@pytest.mark.parametrize("change", [lambda word: word[:-1], lambda word: word + "x", str.upper, lambda _: "",
                                    lambda _: "\ud800", lambda _: "metron_\x00"])  # fmt: skip
def test_what_is_nearly_a_token_is_none(records: Records, change: object) -> None:
    assert tokens.recognise(records, change(made(records))) is None  # type: ignore[operator]


def test_a_token_is_over_in_time_and_when_it_is_taken_back(records: Records) -> None:
    word = made(records)
    (found,) = tokens.of_person(records, ANA)
    assert not tokens.revoke(records, EVA, found.id)
    assert tokens.recognise(records, word)
    assert tokens.revoke(records, ANA, found.id)
    assert tokens.recognise(records, word) is None
    word = made(records)
    with records.writing() as connection:
        connection.execute(sa.update(api_token).values(expires_at=dt.datetime.now(dt.UTC)))
    assert tokens.recognise(records, word) is None


def test_a_token_is_named_lasts_a_year_at_most_and_there_are_only_so_many(records: Records) -> None:
    for name, days in ((" \t", 30), ("Excel", 366), ("Excel", 0), ("Excel", -1), ("Excel", 31)):
        with pytest.raises(NotUnderstood):
            made(records, name, days)
    assert max(tokens.DAYS) == 365
    for _ in range(tokens.MOST):
        made(records)
    with pytest.raises(NotUnderstood, match=r"access\.token_enough"):
        made(records)
    tokens.revoke(records, ANA, tokens.of_person(records, ANA)[0].id)
    assert made(records)


def test_its_use_is_written_down_once_a_minute(records: Records) -> None:
    word = made(records)
    first = tokens.recognise(records, word)
    assert first
    assert first.used_at is None
    tokens.note_use(records, first)
    second = tokens.recognise(records, word)
    assert second
    assert second.used_at is not None
    tokens.note_use(records, second)
    assert tokens.recognise(records, word) == second


def test_the_log_says_who_made_and_took_back_what(records: Records) -> None:
    made(records, "Excel", 90, "N")
    tokens.revoke(records, ANA, tokens.of_person(records, ANA)[0].id)
    with records.reading() as connection:
        taken, given = log.read(connection)
    assert (given.actor, given.action) == ("ana@x.gr", "token_made")
    assert given.details == {"name": "Excel", "days": 90, "territories": ["N"]}
    assert (taken.actor, taken.action) == ("ana@x.gr", "token_revoked")
