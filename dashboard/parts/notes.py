"""Notes as a list, each with its history, and the room to write one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.parts.controls import aria
from dashboard.text import Language, say

Id = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note as text; `before` is what it said, moment by moment, and `mine` may be changed."""

    id: str
    name: str
    days: str
    body: str
    at: str
    before: tuple[tuple[str, str], ...] = ()
    mine: bool = False


def note_list(language: Language, lines: Sequence[NoteLine]) -> Component:
    """The notes, the latest first."""
    return html.Ul([html.Li(_note(language, one)) for one in lines], className="notes")


def _note(language: Language, one: NoteLine) -> list[Component]:
    parts: list[Component] = [
        html.P(one.body, className="note-body"),
        html.P(say(language, "notes.by", name=one.name, at=one.at, days=one.days), className="note-by"),
    ]
    if one.before:
        said = [html.Li([html.Span(at, className="quiet"), f" {body}"]) for at, body in one.before]
        parts.append(_opened(say(language, "notes.history", n=len(one.before)), [html.Ul(said)]))
    if one.mine:
        parts.append(_opened(say(language, "notes.change"), [_form(language, one)]))
    return parts


def _opened(label: str, content: Sequence[Component]) -> Component:
    return html.Details([html.Summary(label), *content], className="idea-rule")


def _form(language: Language, one: NoteLine) -> Component:
    return html.Div(
        [
            _field({"note": one.id}, say(language, "notes.words"), one.body),
            html.Div(
                [
                    _button({"note_do": one.id, "what": "change"}, say(language, "notes.save"), "primary"),
                    _button({"note_do": one.id, "what": "take_back"}, say(language, "notes.take_back")),
                ],
                className="idea-answers",
            ),
        ]
    )


def note_writer(language: Language, about: str, longest: int) -> Component:
    """A field and a button; `about` says to what the note will be bound."""
    label = say(language, "notes.new")
    return html.Div(
        [
            html.P([html.B(label), " ", html.Span(about, className="quiet")]),
            _field({"note": "new"}, label, "", longest),
            html.Div(
                [_button({"note_do": "new", "what": "add"}, say(language, "notes.save"), "primary")],
                className="idea-answers",
            ),
        ],
        className="note-writer",
    )


def _field(identity: Id, label: str, body: str, longest: int = 2_000) -> Component:
    # A text area has no label of its own in Dash: the text around it is its name.
    return html.Label(
        [
            html.Span(label, className="unseen"),
            dcc.Textarea(id=identity, value=body, maxLength=longest, className="note-field", rows=3),
        ],
        **aria(label=label),
    )


def _button(identity: Id, label: str, look: str = "") -> Component:
    return html.Button(label, id=identity, type="button", className=f"plain button small {look}")
