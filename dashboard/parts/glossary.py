"""The glossary: every measure with its words, found by a part of them, each opening into all that is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import aria
from dashboard.parts.drawing import Drawing
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
    """A search, and the chapters beneath it.

    The chapters are written as HTML: as components, each with its own place in Dash's store, a hundred
    entries would hold a window up for a quarter of a minute.
    """
    label = say(language, "glossary.search")
    search = dmc.TextInput(
        placeholder=label, classNames={"input": "search"}, leftSection=icon("search"), **aria(label=label)
    )
    none = f'<p class="no-match" hidden>{escape(say(language, "glossary.no_match"))}</p>'
    written = "".join(_chapter(language, one) for one in chapters)
    return [
        html.Div(search, className="glossary-search", **{"data-narrows": LIST}),
        html.Div(Drawing(written + none), id=LIST, className="glossary"),
    ]


def _chapter(language: Language, chapter: Chapter) -> str:
    entries = "".join(_entry(language, one) for one in chapter.entries)
    return f'<section class="chapter" data-chapter><h2>{escape(chapter.title)}</h2>{entries}</section>'


def _entry(language: Language, entry: Entry) -> str:
    sought = f"{entry.name} {entry.key} {entry.definition} {entry.formula} {entry.sought}"
    badge = _span("flag warn", say(language, "glossary.not_offered")) if entry.missing else ""
    rows = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in entry.facts
    )
    face = f"<b>{escape(entry.name)}</b>{badge}"
    said = _line("formula", entry.formula) + _line("", entry.pitfall) + _line("entry-missing", entry.missing)
    return (
        f'<details class="entry" data-entry="{escape(sought)}"{" open" if entry.open else ""}><summary>'
        f'{icon("right", "small").svg}<span class="entry-name">{face}</span>'
        f"{_span('entry-definition', entry.definition)}</summary>"
        f'<div class="entry-body">{said}<dl class="pairs">{rows}</dl></div></details>'
    )


def _line(look: str, text: str) -> str:
    """A paragraph; none where there is nothing to say."""
    return f'<p class="{look}">{escape(text)}</p>' if text else ""


def _span(look: str, text: str) -> str:
    return f'<span class="{look}">{escape(text)}</span>'
