"""The window over a page: the rows behind a number, and how the number is computed.

A window opens because the address says so; the shell leaves the address when `opened` turns false.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, aria, text_control
from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Computed:
    """How one number came to be: in words, as a formula, as SQL, and from which files."""

    measure: str
    definition: str
    formula: str
    sql: str
    parameters: tuple[tuple[str, str], ...] = ()
    publication: str = ""
    files: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    glossary: Control | None = None


def window(
    language: Language,
    window_id: str | dict[str, Any],
    title: str,
    content: Sequence[Component],
    full: bool = False,
) -> Component:
    """A dialog of 1080 px; `full` takes the whole screen, as on a phone."""
    dialog: Component = dmc.Modal(
        html.Div(list(content), className="window"),
        id=window_id,
        title=title,
        opened=True,
        size=1080,
        fullScreen=full,
        closeButtonProps=aria(label=say(language, "parts.close")),
        overlayProps={"backgroundOpacity": 0.42, "color": "#0E1013"},
        transitionProps={"duration": 0},
        classNames={"content": "window-sheet", "header": "window-head", "title": "window-title"},
    )
    return dialog


def rows_content(sentence: str, grid: Component, actions: Sequence[Control] = ()) -> list[Component]:
    """The lines of a number, after the sentence that says that they add up to it."""
    buttons = [text_control(action, "button") for action in actions]
    return [html.P(sentence, className="window-lead"), grid, html.Div(buttons, className="actions end")]


def computed_content(language: Language, computed: Computed) -> list[Component]:
    """Definition, formula, statement with its values, what it read, publication and files, in this order."""
    parts: list[tuple[str, list[Any]]] = [
        ("definition", [html.P(computed.definition), *_further(computed.glossary)]),
        ("formula", [html.P(computed.formula, className="formula")]),
        ("notes", [html.P(note) for note in computed.notes]),
        ("statement", [_code(language, computed.sql), *_pairs(computed.parameters)]),
        ("relations", _pairs(computed.relations)),
        ("publication", [html.P(computed.publication)] if computed.publication else []),
        ("files", _pairs(computed.files)),
    ]
    return [
        html.Section([html.H3(say(language, f"parts.computed_{name}")), *body], className="window-part")
        for name, body in parts
        if body
    ]


def _further(glossary: Control | None) -> list[Component]:
    """The way to all that is said of the measure."""
    return [html.P(text_control(glossary, "further"))] if glossary else []


def _code(language: Language, sql: str) -> Component:
    """The statement; it scrolls, so the keyboard must reach it."""
    label = say(language, "parts.computed_statement")
    return html.Pre(html.Code(sql), tabIndex="0", role="region", className="code", **aria(label=label))


def _pairs(pairs: Sequence[tuple[str, str]]) -> list[Component]:
    if not pairs:
        return []
    rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs]
    return [html.Dl(rows, className="pairs")]
