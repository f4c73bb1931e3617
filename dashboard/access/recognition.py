"""Knowing somebody by address and password, and letting them choose another password."""

from dashboard.access import passwords
from dashboard.access.person import fold
from dashboard.errors import Denied, NotUnderstood
from dashboard.records import accounts, log
from dashboard.records.accounts import Account
from dashboard.records.store import Records


def verify(records: Records, email: str, password: str) -> Account | None:
    """The open account that this address and password belong to.

    It takes as long for an address that nobody has, so that the time tells nothing.
    """
    folded = fold(email)
    with records.reading() as connection:
        # PostgreSQL refuses a NUL, and nobody's address has a sign that cannot be printed.
        account = accounts.by_email(connection, folded if folded.isprintable() else "")
    same = passwords.fits(account.password_hash if account else None, password)
    if account is None or not same or not account.active:
        return None
    if passwords.outdated(account.password_hash):
        _renew(records, account, password)
    return account


def choose_password(records: Records, id: str, before: str | None, after: str) -> None:
    """Replace one's own password; every other session of the person ends, and so does this one.

    `before` is None where a password for one time has just been typed to sign in.

    Raises:
        Denied: the present password is another.
        NotUnderstood: the new one is too plain, or the same.
    """
    with records.reading() as connection:
        account = accounts.by_id(connection, id)
    if account is None or not _proven(account, before):
        raise Denied("access.password_wrong")
    passwords.judge(after, account.email)
    if passwords.fits(account.password_hash, after):
        raise NotUnderstood("access.password_same")
    kept = passwords.digest(after)
    with records.writing() as connection:
        accounts.set_password(connection, id, kept, once=False)
        log.write(connection, account.email, "password_changed", account.email)


def _proven(account: Account, before: str | None) -> bool:
    return account.password_once if before is None else passwords.fits(account.password_hash, before)


def _renew(records: Records, account: Account, password: str) -> None:
    kept = passwords.digest(password)
    with records.writing() as connection:
        accounts.renew_hash(connection, account.id, account.password_hash, kept)
