"""The buttons of notes: a note is written, changed or taken back, and the sheet drawn again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from dashboard.errors import Denied
from dashboard.metrics import catalogue
from dashboard.pages.instead import instead
from dashboard.pages.notes import INSIDE, LONGEST, binding_of, notes_inside, writes
from dashboard.pages.view import View
from dashboard.parts.states import replacement
from dashboard.records import notes as book
from dashboard.shell.sessions import current_person

Viewing = Callable[[dict[str, Any]], AbstractContextManager[View]]
_LONGEST_NUMBER = 9  # digits of a number that every database holds


def install_notes(app: Dash, viewing: Viewing) -> None:
    """Connect the buttons of the sheet of notes."""

    @app.callback(
        Output(INSIDE, "children"),
        Input({"note_do": ALL, "what": ALL}, "n_clicks"),
        State({"note": ALL}, "value"),
        State({"note": ALL}, "id"),
        State("asked", "data"),
        prevent_initial_call=True,
    )
    def write(
        clicks: list[int | None], words: list[str | None], fields: list[dict[str, str]], asked: dict[str, Any]
    ) -> Any:
        chosen = ctx.triggered_id
        if not any(clicks) or not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update  # the buttons have only just been drawn
        said = {field["note"]: value or "" for field, value in zip(fields, words, strict=True)}
        try:
            with viewing(asked) as view:
                note = str(chosen["note_do"])
                told = keep(view, note, str(chosen["what"]), said.get(note, ""))
                return notes_inside(view, *bound(view), told)
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


def keep(view: View, note: str, what: str, words: str) -> str:
    """Write a note down, change it or take it back; the key of what is said then.

    Raises:
        Denied: the person writes no notes here, or not this one.
    """
    if not writes(view) or view.records is None:
        raise Denied("notes.may_not")
    body = words.strip()[:LONGEST]
    if what != "take_back" and not body:
        return "notes.empty"
    with view.records.writing() as connection:
        if what == "add":
            book.write(connection, binding_of(view, *bound(view)), view.person.email, view.person.name, body)
        else:
            known = book.one(connection, int(note)) if _is_number(note) else None
            if known is None or known.person != view.person.email or known.binding.place != view.place:
                raise Denied("notes.may_not")
            book.revise(connection, known.id, "" if what == "take_back" else body)
    view.forget_notes()
    return f"notes.told_{what}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
