"""Notes as a list, each with its history and whom it is told to, and the room to write one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import dcc
from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import aria
from dashboard.text import Language, say

Id = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tell:
    """Who may be told: address and name of each, the addresses chosen so far, and what telling does."""

    offered: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note as text; `before` is what it said, moment by moment, and `mine` may be changed.

    `told` says to whom it is told, `tell` who else may be; `draft` is what its author was about to write.
    """

    id: str
    name: str
    days: str
    body: str
    at: str
    before: tuple[tuple[str, str], ...] = ()
    mine: bool = False
    told: tuple[str, ...] = ()
    tell: Tell = Tell()
    draft: str = ""


def note_list(language: Language, lines: Sequence[NoteLine]) -> Component:
    """The notes, the latest first."""
    return html.Ul([html.Li(_note(language, one)) for one in lines], className="notes")


def _note(language: Language, one: NoteLine) -> list[Component]:
    parts: list[Component] = [
        html.P(one.body, className="note-body"),
        html.P(say(language, "notes.by", name=one.name, at=one.at, days=one.days), className="note-by"),
    ]
    if one.told:
        told = say(language, "notes.told_people", people=", ".join(one.told))
        parts.append(html.P(told, className="note-by"))
    if one.before:
        said = [html.Li([html.Span(at, className="quiet"), f" {body}"]) for at, body in one.before]
        parts.append(_opened(say(language, "notes.history", n=len(one.before)), [html.Ul(said)]))
    if one.mine:
        form = _form(language, one)
        parts.append(_opened(say(language, "notes.change"), [form], opened=bool(one.draft)))
    return parts


def _opened(label: str, content: Sequence[Component], opened: bool = False) -> Component:
    return html.Details([html.Summary(label), *content], className="idea-rule", open=opened)


def _form(language: Language, one: NoteLine) -> Component:
    return html.Div(
        [
            _field({"note": one.id}, say(language, "notes.words"), one.draft or one.body),
            *_tell(language, {"note_tell": one.id}, one.tell),
            html.Div(
                [
                    _button({"note_do": one.id, "what": "change"}, say(language, "notes.save"), "primary"),
                    _button({"note_do": one.id, "what": "take_back"}, say(language, "notes.take_back")),
                ],
                className="idea-answers",
            ),
        ]
    )


def note_writer(language: Language, about: str, longest: int, tell: Tell, draft: str = "") -> Component:
    """A field, whom to tell, and a button; `about` says to what the note will be bound."""
    label = say(language, "notes.new")
    return html.Div(
        [
            html.P([html.B(label), " ", html.Span(about, className="quiet")]),
            _field({"note": "new"}, label, draft, longest),
            *_tell(language, {"note_tell": "new"}, tell),
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


def _tell(language: Language, identity: Id, tell: Tell) -> list[Component]:
    """The people to choose from; nothing where there is nobody."""
    if not tell.offered:
        return []
    return [
        dmc.MultiSelect(
            id=identity,
            label=say(language, "notes.tell"),
            description=tell.hint,
            data=[{"value": email, "label": name} for email, name in tell.offered],
            value=list(tell.chosen),
            searchable=True,
            hidePickedOptions=True,
            nothingFoundMessage=say(language, "notes.tell_nobody"),
            comboboxProps={"shadow": "md", "position": "top"},  # the button below stays in reach
            className="note-tell",
        )
    ]


def _button(identity: Id, label: str, look: str = "") -> Component:
    return html.Button(label, id=identity, type="button", className=f"plain button small {look}")
