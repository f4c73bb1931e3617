"""The page of one's tokens: a plain form, where one is made and shown once, and a list to revoke from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue

from dashboard.access import people, tokens
from dashboard.access.person import Person
from dashboard.access.scope import grant
from dashboard.answers.tree import Node, visible_tree
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import MetronError, NotUnderstood
from dashboard.records.store import Records
from dashboard.records.tokens import Token
from dashboard.settings import Settings
from dashboard.shell.sessions import Visitor, current_person, visitor
from dashboard.text import Language, dates, say, tell

PATH = "/tokens"
_PAST = 10  # ended ones that are still shown
_OFFERED = 500  # territories to choose from


@dataclass(frozen=True, slots=True)
class Place:
    """A territory to narrow a token to, and how deep it lies."""

    id: str
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Line:
    """One token as the page tells it."""

    id: int
    name: str
    words: tuple[str, ...]


def install(server: Flask, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Add the routes; the gate stands before them as before every other."""
    views = Blueprint("tokens", __name__, template_folder="templates")

    def places(person: Person) -> list[Place]:
        try:
            with warehouse.reading() as shelf:
                scope = grant(person, shelf, people.by_hand(records, person), settings.day())
                return _offered(list(_in_order(visible_tree(shelf, scope).below)))
        except MetronError:
            return []  # whoever may see nothing may still revoke what they have

    def page(word: str = "", error: str = "", said: str = "") -> str:
        person = current_person()
        known = places(person)
        return render_template(
            "tokens.html",
            say=lambda key, **values: say(person.language, f"access.{key}", **values),
            language=person.language,
            theme=person.theme,
            email=person.email,
            word=word,
            error=error,
            said=said,
            places=known if len(known) > 1 else [],
            chosen=frozenset(request.form.getlist("territory")) if error else frozenset(),
            name=request.form.get("name", "")[: tokens.LONGEST_NAME] if error else "",
            days=tokens.DAYS,
            address=f"{settings.address or _here(settings)}/api/v1/ask",
            longest=tokens.LONGEST_NAME,
            **_told(tokens.of_person(records, person), visitor(), person.language, known),
        )

    @views.get(PATH)
    def show() -> ResponseReturnValue:
        return page(said="token_was_revoked" if request.args.get("said") == "revoked" else "")

    @views.post(PATH)
    def make() -> ResponseReturnValue:
        person, seen, form = current_person(), visitor(), request.form
        wanted = form.getlist("territory")
        try:
            if not {one.id for one in places(person)}.issuperset(wanted):
                raise NotUnderstood("access.token_not_yours")
            days = form.get("days", 0, int)
            return page(
                tokens.make(records, person, seen.key if seen else "", form.get("name", ""), days, wanted)
            )
        except MetronError as error:
            return page(error=tell(person.language, error)), 400

    @views.post(f"{PATH}/<int(max=999999999):token>/revoke")
    def revoke(token: int) -> ResponseReturnValue:
        tokens.revoke(records, current_person(), token)
        return redirect(f"{PATH}?said=revoked", 303)

    server.register_blueprint(views)


def _here(settings: Settings) -> str:
    # A proxy in front ends TLS, and what it asks this process by is not what one types.
    return f"{'https' if settings.behind_tls else 'http'}://{request.host}"


def _in_order(below: dict[str | None, list[Node]], top: str | None = None, depth: int = 0) -> Iterable[Place]:
    for node in below.get(top, []):
        yield Place(node.id, node.label, depth)
        yield from _in_order(below, node.id, depth + 1)


def _offered(places: list[Place]) -> list[Place]:
    """As deep as a list can be read: of a large tree, its upper levels."""
    depths = sorted({one.depth for one in places}, reverse=True)
    for depth in depths:
        found = [one for one in places if one.depth <= depth]
        if len(found) <= _OFFERED:
            return found
    return places[:_OFFERED]


def _told(
    found: Sequence[Token], seen: Visitor | None, language: Language, places: Sequence[Place]
) -> dict[str, list[Line]]:
    now = dt.datetime.now(dt.UTC)
    names = {one.id: one.label for one in places}
    open_ones = [one for one in found if one.opens(now) and seen and one.stands_on == seen.key]
    past = [one for one in found if one not in open_ones][:_PAST]
    return {
        "open": [Line(one.id, one.name, tuple(_words(one, language, names))) for one in open_ones],
        "past": [Line(one.id, one.name, (_ended(one, language, now),)) for one in past],
    }


def _words(one: Token, language: Language, names: dict[str, str]) -> Iterable[str]:
    if one.territories:
        # What one no longer sees is told by its key: its name may say what is not one's to know.
        yield say(
            language,
            "access.token_only",
            territories=", ".join(names.get(key, key) for key in one.territories),
        )
    yield say(language, "access.token_until", day=dates.day(language, one.expires_at.date()))
    if one.used_at is None:
        yield say(language, "access.token_unused")
    else:
        yield say(language, "access.token_used", day=dates.day(language, one.used_at.date()))


def _ended(one: Token, language: Language, now: dt.datetime) -> str:
    if one.revoked_at is not None:
        return say(language, "access.token_is_revoked", day=dates.day(language, one.revoked_at.date()))
    if now >= one.expires_at:
        return say(language, "access.token_is_over", day=dates.day(language, one.expires_at.date()))
    return say(language, "access.token_is_void")
