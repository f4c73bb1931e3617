"""Passwords: made up, judged, hashed, and checked in the same time whether or not the account exists."""

import secrets
from functools import cache
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.errors import NotUnderstood

SHORTEST = 12
LONGEST = 200
FEWEST_DIFFERENT = 5
# Without 0 and o, 1 and l: it is read from a screen and typed on a phone.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_hasher = PasswordHasher()


def generate() -> str:
    """A password for one sign-in: sixteen letters in fours, 80 bits of chance."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def judge(password: str, email: str) -> None:
    """Refuse what is easily guessed; length counts, not kinds of signs.

    Raises:
        NotUnderstood: too short, too long, too uniform, or the address itself.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise NotUnderstood("access.password_length", shortest=SHORTEST, longest=LONGEST)
    if len(set(password)) < FEWEST_DIFFERENT or password.lower() == email:
        raise NotUnderstood("access.password_plain")


def digest(password: str) -> str:
    """What is kept: an argon2id hash with its parameters and its salt."""
    return _hasher.hash(_typed(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether it is the password; without a hash it takes as long, and says no."""
    if len(password) > LONGEST:
        # Nobody's password is longer; still, the answer takes as long as any other.
        kept = None
    try:
        _hasher.verify(kept or _nobodys(), _typed(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex())


def _typed(password: str) -> str:
    # The same word typed on two keyboards may differ in how its accents are coded.
    return normalize("NFKC", password)
