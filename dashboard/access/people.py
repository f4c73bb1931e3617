"""Accounts: made, listed, reset, closed; and the person behind an address."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from dashboard.access import passwords
from dashboard.access.person import Person, Role, fold
from dashboard.access.scope import UNKNOWN, HandGrant
from dashboard.errors import Denied, NotUnderstood, Refused
from dashboard.metrics.nearest import nearest
from dashboard.records import accounts, grants, log
from dashboard.records.accounts import Account
from dashboard.records.store import Records
from dashboard.text.catalogue import LANGUAGES, Language

OPERATOR = "operator"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+|[^@\s]+@localhost")


@dataclass(frozen=True, slots=True)
class Made:
    """An account with a password that is known only here and now."""

    email: str
    password: str


def add(
    records: Records,
    email: str,
    role: str,
    *,
    name: str = "",
    password: str | None = None,
    given: Sequence[HandGrant] = (),
    actor: str = OPERATOR,
) -> Made:
    """Open an account.

    Without `password` one is made up, and must be replaced at the first sign-in.

    Raises:
        NotUnderstood: an address, role, password or range of days that is none.
        Refused: the address has an account.
    """
    email = _address(email)
    if password is not None:
        passwords.judge(password, email)
    word = passwords.generate() if password is None else password
    account = Account(email, name.strip() or email, _role(role), passwords.digest(word), password is None)
    try:
        with records.writing() as connection:
            accounts.add(connection, account)
            log.write(connection, actor, "person_added", email, role=account.role)
            for territory in given:
                _give(connection, account, territory, actor)
    except IntegrityError as error:
        raise Refused("access.exists", email=email) from error
    return Made(email, word)


def reset(records: Records, email: str, *, actor: str = OPERATOR) -> Made:
    """Make up a new password, for one sign-in; every session of the person ends.

    Raises:
        NotUnderstood: nobody has this address.
    """
    word = passwords.generate()
    kept = passwords.digest(word)
    with records.writing() as connection:
        account = _account(connection, email)
        accounts.set_password(connection, account.id, kept, once=True)
        log.write(connection, actor, "password_reset", account.email)
    return Made(account.email, word)


def set_active(records: Records, email: str, active: bool, *, actor: str = OPERATOR) -> str:
    """Close an account, which ends its sessions, or open it again; the folded address.

    Raises:
        NotUnderstood: nobody has this address.
    """
    with records.writing() as connection:
        account = _account(connection, email)
        accounts.set_active(connection, account.id, active)
        action = "person_activated" if active else "person_deactivated"
        log.write(connection, actor, action, account.email)
    return account.email


def give(records: Records, email: str, given: HandGrant, *, actor: str = OPERATOR) -> str:
    """Give a territory by hand; the folded address.

    Raises:
        NotUnderstood: nobody has this address, or the days are in the wrong order.
    """
    with records.writing() as connection:
        account = _account(connection, email)
        _give(connection, account, given, actor)
    return account.email


def take(records: Records, email: str, ended: HandGrant, *, actor: str = OPERATOR) -> int:
    """End, with the day before `ended.valid_from`, what was given by hand; how many grants ended.

    Raises:
        NotUnderstood: nobody has this address.
    """
    with records.writing() as connection:
        account = _account(connection, email)
        count = grants.end(connection, account.id, ended.territory, ended.valid_from)
        details = {"territory": ended.territory, "from": ended.valid_from.isoformat()}
        log.write(connection, actor, "territory_taken", account.email, **details)
    return count


def everybody(records: Records) -> list[tuple[Account, tuple[HandGrant, ...]]]:
    """All accounts by address, each with what a hand has given it."""
    with records.reading() as connection:
        given = grants.everybodys(connection)
        return [(one, _by_hand(given.get(one.id, ()))) for one in accounts.everybody(connection)]


def by_hand(records: Records, person: Person) -> tuple[HandGrant, ...]:
    """What a hand has given this person: the third argument of `grant`. A demo person has nothing."""
    if person.demo:
        return ()
    with records.reading() as connection:
        return _given(connection, person.id)


def find(records: Records, email: str, demo: Sequence[Person] = (), language: Language = "en") -> Person:
    """The person of an address: an account, else one of these demo people; `language` where they chose none.

    Raises:
        Denied: it is nobody's, or the account is closed.
    """
    folded = fold(email)
    with records.reading() as connection:
        account = accounts.by_email(connection, folded)
    if account is None:
        known = {person.email: person for person in demo}
        if folded not in known:
            raise Denied("access.nobody", email=folded)
        return known[folded]
    if not account.active:
        raise Denied("access.inactive", email=folded)
    return person_of(account, language)


def person_of(account: Account, language: Language = "en", theme: str = "") -> Person:
    """The person behind an account; `language` and `theme` count where they chose none."""
    chosen = next((known for known in LANGUAGES if known == account.language), language)
    return Person(
        id=account.id,
        email=account.email,
        name=account.name,
        role=Role(account.role),
        language=chosen,
        theme=account.theme or theme,
        active=account.active,
    )


def _account(connection: Connection, email: str) -> Account:
    account = accounts.by_email(connection, fold(email))
    if account is None:
        known = nearest(fold(email), (one.email for one in accounts.everybody(connection)))
        raise NotUnderstood("access.no_account", email=fold(email), nearest=known or "–")
    return account


def _give(connection: Connection, account: Account, given: HandGrant, actor: str) -> None:
    if not given.territory.strip() or given.territory == UNKNOWN:
        raise NotUnderstood("access.no_such_territory", territory=given.territory)
    if given.valid_to is not None and given.valid_to <= given.valid_from:
        raise NotUnderstood("access.days_reversed", territory=given.territory)
    grants.give(connection, account.id, grants.Given(given.territory, given.valid_from, given.valid_to))
    details = {
        "territory": given.territory,
        "from": given.valid_from.isoformat(),
        "to": given.valid_to.isoformat() if given.valid_to else None,
    }
    log.write(connection, actor, "territory_given", account.email, **details)


def _given(connection: Connection, person_id: str) -> tuple[HandGrant, ...]:
    return _by_hand(grants.given_to(connection, person_id))


def _by_hand(given: Iterable[grants.Given]) -> tuple[HandGrant, ...]:
    return tuple(HandGrant(one.territory_id, one.valid_from, one.valid_to) for one in given)


def _address(email: str) -> str:
    folded = fold(email)
    if len(folded) > 254 or not folded.isprintable() or not _ADDRESS.fullmatch(folded):
        raise NotUnderstood("access.not_an_address", email=email)
    return folded


def _role(role: str) -> str:
    known = [str(one) for one in Role]
    if role not in known:
        raise NotUnderstood("access.no_role", role=role, nearest=nearest(role, known), known=", ".join(known))
    return role
