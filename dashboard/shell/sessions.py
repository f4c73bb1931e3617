"""Who is signed in: opened at sign-in, checked at each request, ended before its time when it must be."""

import datetime as dt
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from flask import Flask, current_app, request, session
from flask_login import LoginManager, current_user, login_user

from dashboard.access import people
from dashboard.access.person import Person
from dashboard.errors import Denied
from dashboard.records import accounts
from dashboard.records import sessions as ended_sessions
from dashboard.records.accounts import Account
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.text.catalogue import LANGUAGES, Language

LANGUAGE_COOKIE = "metron_language"
THEME_COOKIE = "metron_theme"
COUNTED_COOKIE = "metron_counted"
THEMES = ("light", "dark")
COUNTED = ("yes", "no")
_PLACE = "metron.reception"
_JUST = 15 * 60  # seconds for which a password that was typed need not be typed again


@dataclass(frozen=True, slots=True)
class Reception:
    """What is needed to know who somebody is."""

    settings: Settings
    records: Records
    demo_people: Callable[[], tuple[Person, ...]]

    @property
    def seconds(self) -> int:
        """How long a sign-in lasts."""
        return self.settings.session_hours * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """The signed-in person, in the form that Flask-Login asks for.

    `key` says what the session stands on; it no longer loads when that has gone.
    """

    person: Person
    key: str
    must_choose: bool = False
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What the session keeps."""
        return self.key


def keep_sessions(server: Flask, reception: Reception) -> None:
    """Set up the cookie, and how a session is turned into a person."""
    settings = reception.settings
    server.extensions[_PLACE] = reception
    server.config.update(
        # The prefix makes the browser refuse a cookie that another host or plain HTTP has planted.
        SESSION_COOKIE_NAME="__Host-metron" if settings.behind_tls else "metron",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_tls,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=dt.timedelta(seconds=reception.seconds),
    )
    manager = LoginManager()
    # A phone changes its address between two visits: the session must not hang on it.
    manager.session_protection = None
    manager.user_loader(_load)
    manager.init_app(server)


def reception() -> Reception:
    """The reception of the running app."""
    return cast(Reception, current_app.extensions[_PLACE])


def current_person() -> Person:
    """The person of this request, with the language and theme they chose.

    Raises:
        Denied: nobody is signed in; the gate lets no such request reach a page.
    """
    seen = visitor()
    if seen is None:
        raise Denied("access.unauthorised")
    return seen.person


def visitor() -> Visitor | None:
    """Who makes this request; None when nobody is signed in."""
    return cast(Visitor, current_user) if current_user.is_authenticated else None


def just_opened() -> bool:
    """Whether this session was opened a moment ago: by the password, for no other way opens one."""
    return bool(time.time() - session.get("opened", 0) < _JUST)


def open_for_account(account: Account) -> None:
    """Sign the owner of this account in."""
    _open(_of_account(account))


def open_for_demo(person: Person) -> None:
    """Sign this demo person in."""
    _open(Visitor(person, person.id))


def end() -> None:
    """Sign out: the cookie is emptied, and a copy of it is worth nothing either."""
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=reception().seconds)
    with reception().records.writing() as connection:
        ended_sessions.end(connection, session["session"], until)
    session.clear()


def chosen_language() -> Language:
    """The language of somebody who is not signed in: chosen here before, or the setting's."""
    wanted = request.cookies.get(LANGUAGE_COOKIE)
    return next((known for known in LANGUAGES if known == wanted), reception().settings.language)


def chosen_theme() -> str:
    """The theme chosen in this browser; empty is as the device has it."""
    wanted = request.cookies.get(THEME_COOKIE, "")
    return wanted if wanted in THEMES else ""


def is_counted() -> bool:
    """Whether this browser lets its use of Explore be counted."""
    return request.cookies.get(COUNTED_COOKIE) != "no"


def _open(seen: Visitor) -> None:
    # Nothing of the session before survives: what was planted in it, its token included, is void.
    session.clear()
    session.permanent = True
    session["session"] = secrets.token_urlsafe(24)
    session["opened"] = int(time.time())
    login_user(seen)


def standing(key: str) -> Visitor | None:
    """Who stands behind what a session, or a token, was opened on; None as soon as that has gone."""
    return _demo_person(key) if key.startswith("demo:") else _account_owner(key)


def _load(key: str) -> Visitor | None:
    if time.time() - session.get("opened", 0) >= reception().seconds:
        return None
    with reception().records.reading() as connection:
        if ended_sessions.ended(connection, session["session"]):
            return None
    return standing(key)


def _demo_person(key: str) -> Visitor | None:
    found = next((person for person in reception().demo_people() if person.id == key), None)
    return None if found is None else Visitor(_as_chosen(found), key)


def _account_owner(key: str) -> Visitor | None:
    with reception().records.reading() as connection:
        account = accounts.by_id(connection, key.split(":")[1])
    if account is None or not account.active:
        return None
    seen = _of_account(account)
    return seen if seen.key == key else None


def _of_account(account: Account) -> Visitor:
    person = people.person_of(account, chosen_language(), chosen_theme())
    return Visitor(person, f"account:{account.id}:{account.session_epoch}", account.password_once)


def _as_chosen(person: Person) -> Person:
    return replace(person, language=chosen_language(), theme=chosen_theme())
