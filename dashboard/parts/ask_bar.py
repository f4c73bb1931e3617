"""The ask bar: one line to type a question in, how it was understood, and what is asked back.

What changes while one types comes as HTML (`assets/ask.js`); the page itself is drawn with the same words.
"""

from dataclasses import dataclass
from html import escape

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import aria
from dashboard.parts.drawing import Drawing
from dashboard.parts.icons import icon
from dashboard.text import Language, say

FIELD, ROOM = "ask", "ask-understood"
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: what kind of thing, what it means, and where the question leads without it."""

    role: str
    words: str
    away: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """A question back, and the ways on: what each is called, and the sentence with it."""

    sentence: str
    offers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the bar and below it; `href` is where Enter leads, `nexts` are words that may follow."""

    text: str = ""
    pieces: tuple[Piece, ...] = ()
    backs: tuple[Back, ...] = ()
    href: str = ""
    nexts: tuple[tuple[str, str], ...] = ()


def ask_bar(language: Language, asked: Asked) -> Component:
    """The bar with what it understood."""
    label, example = (escape(say(language, f"explore.{key}")) for key in ("ask", "ask_example"))
    # As HTML: a field of Dash writes its value anew while one types, and the cursor jumps.
    typed = (
        f'<input id="{FIELD}" type="text" value="{escape(asked.text)}" placeholder="{example}" '
        f'aria-label="{label}" autocomplete="off" spellcheck="false" maxlength="{LONGEST}">'
    )
    keys = html.Span([html.Kbd("Enter"), html.Kbd("/")], className="keys", **aria(hidden="true"))
    bar = html.Div([icon("search"), Drawing(typed, className="ask-field"), keys], className="ask-bar")
    found = html.Div(
        Drawing(understood(language, asked)), id=ROOM, className="ask-room", **aria(live="polite")
    )
    return html.Div([bar, found], className="asking", role="search")


def understood(language: Language, asked: Asked) -> str:
    """What stands below the bar, as HTML."""
    parts: list[str] = []
    if asked.pieces:
        chips = "".join(_piece(language, one) for one in asked.pieces)
        lead = escape(say(language, "explore.understood"))
        parts.append(f'<div class="pieces"><span class="quiet">{lead}</span><ul>{chips}</ul></div>')
    parts += [_back(one) for one in asked.backs]
    if asked.nexts:
        words = "".join(_next(*one) for one in asked.nexts)
        parts.append(f'<ul class="nexts" aria-label="{escape(say(language, "explore.nexts"))}">{words}</ul>')
    return f'<div data-leads="{escape(asked.href)}">{"".join(parts)}</div>'


def _piece(language: Language, one: Piece) -> str:
    role, words = escape(one.role), escape(one.words)
    away = ""
    if one.away:
        label = escape(say(language, "explore.take_from", name=one.words))
        away = f'<a href="{escape(one.away)}" data-follow="" aria-label="{label}" title="{label}">×</a>'
    return f'<li class="piece"><span>{role}</span> <b>{words}</b>{away}</li>'


def _back(one: Back) -> str:
    offers = "".join(_next(*offer) for offer in one.offers)
    return f'<p class="ask-back">{escape(one.sentence)}</p>' + (
        f'<ul class="offers">{offers}</ul>' if offers else ""
    )


def _next(label: str, text: str) -> str:
    return f'<li><button type="button" class="plain" data-says="{escape(text)}">{escape(label)}</button></li>'
