"""The glossary: every measure with its words, found by a part of them, each opening into all that is said."""

from collections.abc import Sequence
from dataclasses import dataclass

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.parts.controls import aria
from dashboard.parts.icons import icon
from dashboard.text import Language, say

# The list that the search narrows (`assets/parts.js`).
LIST = "glossary"


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure. `sought` is what the search reads besides its words; `missing` names tables not there."""

    key: str
    name: str
    definition: str
    formula: str
    pitfall: str
    facts: tuple[tuple[str, str], ...]
    sought: str = ""
    missing: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """Measures about one thing."""

    title: str
    entries: tuple[Entry, ...]


def glossary(language: Language, chapters: Sequence[Chapter]) -> list[Component]:
    """A search, and the chapters beneath it."""
    label = say(language, "glossary.search")
    search = dmc.TextInput(
        placeholder=label, classNames={"input": "search"}, leftSection=icon("search"), **aria(label=label)
    )
    none = html.P(say(language, "glossary.no_match"), className="no-match", hidden=True)
    return [
        html.Div(search, className="glossary-search", **{"data-narrows": LIST}),  # type: ignore[arg-type]
        html.Div([*(_chapter(language, one) for one in chapters), none], id=LIST, className="glossary"),
    ]


def _chapter(language: Language, chapter: Chapter) -> Component:
    entries = [_entry(language, one) for one in chapter.entries]
    more = {"data-chapter": ""}
    return html.Section([html.H2(chapter.title), *entries], className="chapter", **more)  # type: ignore[arg-type]


def _entry(language: Language, entry: Entry) -> Component:
    sought = f"{entry.name} {entry.key} {entry.definition} {entry.formula} {entry.sought}"
    badge = [html.Span(say(language, "glossary.not_offered"), className="flag warn")] if entry.missing else []
    face = html.Summary(
        [
            icon("right", "small"),
            html.Span([html.B(entry.name), *badge], className="entry-name"),
            html.Span(entry.definition, className="entry-definition"),
        ]
    )
    rows = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in entry.facts]
    body = [
        html.P(entry.formula, className="formula"),
        html.P(entry.pitfall),
        *([html.P(entry.missing, className="entry-missing")] if entry.missing else []),
        html.Dl(rows, className="pairs"),
    ]
    more = {"data-entry": sought}
    return html.Details(
        [face, html.Div(body, className="entry-body")],
        open=entry.open,
        className="entry",
        **more,  # type: ignore[arg-type]
    )
