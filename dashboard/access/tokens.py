"""Personal tokens: made by a person for a program, known again by their digest, never kept.

A token has 256 bits of chance, so that its digest needs no salt and no slow hash: nobody can try them all.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

from dashboard.access.person import Person
from dashboard.errors import NotUnderstood
from dashboard.records import log, tokens
from dashboard.records.store import Records
from dashboard.records.tokens import Token

# Whoever looks for secrets that have leaked knows ours by it.
PREFIX = "metron_"
LONGEST_NAME = 80
DAYS = (30, 90, 180, 365)
MOST = 20
MOST_TERRITORIES = 200
_NOTED = dt.timedelta(minutes=1)


def make(
    records: Records, person: Person, stands_on: str, name: str, days: int, territories: Sequence[str] = ()
) -> str:
    """Make a token, and write down its digest; the token itself is known only here and now.

    Raises:
        NotUnderstood: no name, a life that is none of `DAYS`, or more than anybody needs.
    """
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise NotUnderstood("access.token_no_name")
    if days not in DAYS:
        raise NotUnderstood("access.token_days")
    if len(territories) > MOST_TERRITORIES:
        raise NotUnderstood("access.token_territories", most=MOST_TERRITORIES)
    word, now = PREFIX + secrets.token_urlsafe(32), dt.datetime.now(dt.UTC)
    token = Token(
        0, person.id, stands_on, name, tuple(sorted(set(territories))), now, now + dt.timedelta(days=days)
    )
    with records.writing() as connection:
        if sum(one.opens(now) for one in tokens.of_owner(connection, person.id)) >= MOST:
            raise NotUnderstood("access.token_enough", most=MOST)
        tokens.add(connection, token, _digest(word))
        details = {"name": name, "days": days, "territories": list(token.territories)}
        log.write(connection, person.email, "token_made", person.email, **details)
    return word


def of_person(records: Records, person: Person) -> list[Token]:
    """The tokens that this person ever made, the latest first."""
    with records.reading() as connection:
        return tokens.of_owner(connection, person.id)


def revoke(records: Records, person: Person, id: int) -> bool:
    """Take back one's own token; whether there was one."""
    with records.writing() as connection:
        done = tokens.revoke(connection, person.id, id, dt.datetime.now(dt.UTC))
        if done:
            log.write(connection, person.email, "token_revoked", person.email, token=id)
    return done


def recognise(records: Records, word: str) -> Token | None:
    """The token that is neither over nor taken back, if these words are one."""
    now = dt.datetime.now(dt.UTC)
    with records.reading() as connection:
        found = tokens.by_digest(connection, _digest(word))
    return found if found and found.opens(now) else None


def note_use(records: Records, token: Token) -> None:
    """Write down that it is used, once a minute at most: a program that asks often writes seldom."""
    now = dt.datetime.now(dt.UTC)
    if token.used_at is None or now - token.used_at >= _NOTED:
        with records.writing() as connection:
            tokens.use(connection, token.id, now)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()
