"""The buttons of notes: a note is written, told, changed or taken back, and the sheet drawn again."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from sqlalchemy.engine import Connection

from dashboard.errors import Denied
from dashboard.metrics import catalogue
from dashboard.pages import notes as pages
from dashboard.pages.instead import instead
from dashboard.pages.notes import INSIDE, LONGEST, Draft, address_of, binding_of, notes_inside, writes
from dashboard.pages.told import Reader, readers
from dashboard.pages.view import View
from dashboard.parts.states import replacement
from dashboard.records import log, outbox
from dashboard.records import notes as book
from dashboard.shell.sessions import current_person

Viewing = Callable[[dict[str, Any]], AbstractContextManager[View]]
# After these nothing was written, and what was typed stays.
REFUSALS = ("notes.empty", "notes.may_not_tell", "notes.told_enough")
_LONGEST_NUMBER = 9  # digits of a number that every database holds


def install_notes(app: Dash, viewing: Viewing) -> None:
    """Connect the buttons of the sheet of notes."""

    @app.callback(
        Output(INSIDE, "children"),
        Input({"note_do": ALL, "what": ALL}, "n_clicks"),
        State({"note": ALL}, "value"),
        State({"note": ALL}, "id"),
        State({"note_tell": ALL}, "value"),
        State({"note_tell": ALL}, "id"),
        State("asked", "data"),
        prevent_initial_call=True,
    )
    def write(
        clicks: list[int | None],
        words: list[str | None],
        fields: list[dict[str, str]],
        people: list[list[str] | None],
        choices: list[dict[str, str]],
        asked: dict[str, Any],
    ) -> Any:
        chosen = ctx.triggered_id
        if not any(clicks) or not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update  # the buttons have only just been drawn
        said = {field["note"]: value or "" for field, value in zip(fields, words, strict=True)}
        tell = {one["note_tell"]: tuple(value or ()) for one, value in zip(choices, people, strict=True)}
        try:
            with viewing(asked) as view:
                note = str(chosen["note_do"])
                draft = Draft(note, said.get(note, ""), tell.get(note, ()))
                told = keep(view, note, str(chosen["what"]), draft.words, draft.tell)
                refused = told in REFUSALS
                return notes_inside(view, *bound(view), told, draft if refused else None)
        except Exception as error:  # noqa: BLE001 - whatever it is, the sheet says a sentence
            language = current_person().language
            return replacement(language, instead(language, error), 96)


def bound(view: View) -> tuple[str, str]:
    """The measure and the days of the sheet that is open.

    Raises:
        NotUnderstood: a measure that is not known.
    """
    _, _, what = view.address.see.partition(":")
    measure, _, days = what.partition("@")
    return catalogue.measure(measure, view.outline.own).key, days


def keep(view: View, note: str, what: str, words: str, tell: Sequence[str] = ()) -> str:
    """Write a note down, change it or take it back, and tell people of it; the key of what is said then.

    Raises:
        Denied: the person writes no notes here, or not this one.
    """
    if not writes(view) or view.records is None:
        raise Denied("notes.may_not")
    body = words.strip()[:LONGEST]
    if what != "take_back" and not body:
        return "notes.empty"
    wanted = frozenset(tell) if what != "take_back" else frozenset()
    people = [one for one in readers(view) if one.email in wanted] if wanted else []
    if len(people) < len(wanted):
        # Whether there is somebody of this address is not said.
        return "notes.may_not_tell"
    with view.records.writing() as connection:
        if people and _told_today(connection, view) + len(people) > pages.MOST_TOLD:
            return "notes.told_enough"
        if what == "add":
            binding = binding_of(view, *bound(view))
            number = book.write(connection, binding, view.person.email, view.person.name, body)
        else:
            number = _own(connection, view, note)
            book.revise(connection, number, "" if what == "take_back" else body)
        _tell(connection, view, number, people)
    view.forget_notes()
    return f"notes.told_{what}"


def _told_today(connection: Connection, view: View) -> int:
    return book.told_since(connection, view.person.email, dt.datetime.now(dt.UTC) - dt.timedelta(hours=24))


def _own(connection: Connection, view: View, note: str) -> int:
    known = book.one(connection, int(note)) if _is_number(note) else None
    if known is None or known.person != view.person.email or known.binding.place != view.place:
        raise Denied("notes.may_not")
    return known.id


def _tell(connection: Connection, view: View, number: int, people: Sequence[Reader]) -> None:
    """Tell those who are not told yet, in the transaction in which the note is written."""
    note = book.one(connection, number)
    told = {one.person for one in note.told} if note else set()
    for one in people:
        if one.email in told:
            continue
        message = None
        if view.mails:
            payload = {"note": number, "address": address_of(view, *bound(view))}
            key, now = f"note:{number}:{one.email}", dt.datetime.now(dt.UTC)
            message = outbox.put(connection, key, "note", one.email, payload, now)
        book.tell(connection, number, one.email, one.name, message)
        log.write(connection, view.person.email, "person_told", one.email, note=number)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
