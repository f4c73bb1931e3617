"""A panel: a title that says what is shown with its unit, words for a legend, tools, and a body."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, icon_control, more, noted, text_control
from dashboard.parts.states import State, caution, replacement
from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Panel:
    """The head of a panel; `legend` pairs the look of a mark (actual, prior, plan, forecast) and a word."""

    title: str
    scope: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    tools: tuple[Control, ...] = ()
    menu: tuple[Control, ...] = ()
    state: State | None = None
    height: int = 0
    switch: tuple[Control, ...] = ()


def panel(
    language: Language, head: Panel, body: Sequence[Component], twin: Component | None = None
) -> Component:
    """The panel; with a `twin`, a button and the key T show the table instead of the figure."""
    if head.state is not None and head.state.hides:
        content: list[Any] = [replacement(language, head.state, head.height)]
        twin = None
    else:
        content = [*caution(head.state), html.Div(list(body), className="figure-side")]
    table: list[Any] = [html.Div(twin, className="table-side", tabIndex="-1")] if twin is not None else []
    return html.Section([_head(language, head, twin is not None), *content, *table], className="panel")


def _head(language: Language, head: Panel, has_twin: bool) -> Component:
    title = html.H2([head.title, " ", html.Span(head.scope, className="quiet")])
    legend = [html.Li([html.Span(className=f"key {look}"), word]) for look, word in head.legend]
    tools: list[Any] = [
        *([_twin_button(language, head)] if has_twin else []),
        *(icon_control(tool) for tool in head.tools),
        *noted(head.menu, "quiet"),
        *([more(head.menu, say(language, "parts.menu_of", title=head.title))] if head.menu else []),
    ]
    return html.Header(
        [
            title,
            *([html.Ul(legend, className="legend")] if legend else []),
            *([_switch(head.switch)] if head.switch else []),
            html.Div(tools, className="tools"),
        ],
        className="panel-head",
    )


def _switch(choices: Sequence[Control]) -> Component:
    """Two ways to look at the same numbers, side by side; the one that is shown is no link."""
    return html.Div(
        [html.B(one.label) if one.current else text_control(one) for one in choices], className="switch"
    )


def _twin_button(language: Language, head: Panel) -> Component:
    return icon_control(
        Control(
            say(language, "parts.as_table", title=head.title),
            icon="table",
            attributes={"data-twin": "", "aria-pressed": "false", "aria-keyshortcuts": "t"},
        )
    )
