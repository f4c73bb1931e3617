"""The shelves of Explore: what lies on each, a way to take it off, and what may be put there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, aria, text_control
from dashboard.parts.drawing import Drawing
from dashboard.parts.filters import popover
from dashboard.parts.icons import icon
from dashboard.text import Language, say

# From how many choices on one looks for them by typing.
_MANY = 12


@dataclass(frozen=True, slots=True)
class Lying:
    """One thing on a shelf; `remove` takes it off, where it may go. One that is `wrong` means nothing."""

    label: str
    remove: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A number that limits a column, one of these by key and name; `name` is that of the parameter.

    The number of one of the `shares` is read as percent, and `note` says so.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    signs: tuple[tuple[str, str], ...]
    label: str
    sign: str
    number: str
    go: str
    shares: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A measure of one's own that is there: what it is, where it is removed, and what is wrong with it."""

    key: str
    name: str = ""
    shown: str = ""
    formula: str = ""
    about: str = ""
    away: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Making:
    """Forms for measures of one's own: those that are there, and another with a key that is free.

    `measures` are those that stand on the shelf, `formats` those to choose from.
    """

    key: str
    measures: tuple[str, ...]
    formats: tuple[tuple[str, str], ...]
    made: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf by its key: what lies there, and what may be added, in chapters of controls."""

    key: str
    label: str
    lying: tuple[Lying, ...]
    offered: tuple[tuple[str, tuple[Control, ...]], ...] = ()
    empty: str = ""
    field: Field | None = None
    making: Making | None = None


@dataclass(frozen=True, slots=True)
class Shelves:
    """All shelves in order, the tools beside them, the forms of the result, and the kinds of its chart."""

    shelves: tuple[Shelf, ...]
    tools: tuple[Control, ...]
    forms: tuple[Control, ...]
    kinds: tuple[Control, ...] = ()


def shelf_row(language: Language, model: Shelves) -> Component:
    """The shelves in one row that wraps, and the switch of forms at its end."""
    forms = [_form(one, [icon(one.icon), one.label]) for one in model.forms]
    kinds = [_form(one, [one.label]) for one in model.kinds]
    tools = [_tool(one) for one in model.tools]
    return html.Div(
        [
            html.Div([_shelf(language, one) for one in model.shelves], className="shelves-list"),
            html.Div(tools, className="tools"),
            _switch(forms, "forms", say(language, "explore.form")),
            *([_switch(kinds, "kinds", say(language, "explore.kind"))] if kinds else []),
        ],
        className="shelves",
    )


def _switch(choices: list[Component], look: str, label: str) -> Component:
    return html.Div(choices, className=f"switch {look}", role="group", **aria(label=label))


def _form(one: Control, face: list[Any]) -> Component:
    return html.B(face, **aria(current="true")) if one.current else text_control(one, "", face)


def _tool(one: Control) -> Component:
    extra: dict[str, Any] = {"title": one.label, **one.attributes}
    spoken = [icon(one.icon), html.Span(one.label, className="unseen")]
    if one.href:
        return html.Span(
            html.Link(spoken, href=one.href, className="tool"), title=one.label, className="held"
        )
    return html.Button(spoken, className="plain tool", type="button", **extra)


def _shelf(language: Language, shelf: Shelf) -> Component:
    lying: list[Any] = [_lying(language, one) for one in shelf.lying]
    if not lying and shelf.empty:
        lying = [html.Li(shelf.empty, className="lying quiet")]
    label = say(language, "explore.add_to", shelf=shelf.label)
    add = [_offer(language, shelf, label)] if shelf.offered or shelf.field else []
    return html.Div(
        [html.Span(shelf.label, className="shelf-name"), html.Ul(lying), *add],
        className="shelf",
        role="group",
        **aria(label=shelf.label),
    )


def _lying(language: Language, one: Lying) -> Component:
    away: list[Any] = []
    if one.remove:
        words = say(language, "explore.take_from", name=one.label)
        away = [
            html.Link(
                [icon("close", "small"), html.Span(words, className="unseen")], href=one.remove, title=words
            )
        ]
    return html.Li([one.label, *away], className="lying wrong" if one.wrong else "lying")


def _offer(language: Language, shelf: Shelf, label: str) -> Component:
    """What may be put on the shelf, narrowed by typing where there is much.

    Written as HTML: as components, a hundred choices on each shelf would hold the window up.
    """
    many = sum(len(controls) for _, controls in shelf.offered) > _MANY
    room, find = f"offered-{shelf.key}", say(language, "explore.find")
    search = dmc.TextInput(
        placeholder=find, classNames={"input": "search"}, className="searching", **aria(label=find)
    )
    none = f'<p class="no-match" hidden>{escape(say(language, "parts.no_match"))}</p>'
    written = "".join(_chapter(title, controls) for title, controls in shelf.offered) + (none if many else "")
    content: list[Component] = [
        *([html.Div(search, **{"data-narrows": room})] if many else []),
        html.Div(Drawing(written), id=room, className="offered"),
        *([_field(shelf.field)] if shelf.field else []),
        *([_making(language, shelf.making)] if shelf.making else []),
    ]
    face = [icon("plus", "small"), html.Span(label, className="unseen")]
    return popover(face, content, label, f"shelf-{shelf.key}")


def _chapter(title: str, controls: Sequence[Control]) -> str:
    head = f'<p class="menu-label">{escape(title)}</p>' if title else ""
    return f'<div data-chapter="">{head}<ul class="choices">{"".join(map(_choice, controls))}</ul></div>'


def _choice(one: Control) -> str:
    look, current = ("choice current", ' aria-current="true"') if one.current else ("choice", "")
    link = f'<a class="{look}" href="{escape(one.href)}" data-follow=""{current}>{escape(one.label)}</a>'
    return f'<li data-entry="{escape(one.label)}">{link}</li>'


def _field(field: Field) -> Component:
    """A small form; `assets/explore.js` writes what is filled in into the address."""
    columns, signs = (
        f'<select aria-label="{escape(label)}">'
        + "".join(_option(*pair, "data-share" if pair[0] in field.shares else "") for pair in pairs)
        + "</select>"
        for pairs, label in ((field.columns, field.label), (field.signs, field.sign))
    )
    note = f'<p class="quiet bound-note">{escape(field.note)}</p>' if field.shares else ""
    said = escape(field.number)
    number = f'<input type="text" inputmode="decimal" required placeholder="{said}" aria-label="{said}">'
    go = f'<button class="button" type="submit">{escape(field.go)}</button>'
    fields = f"{columns}{signs}{number}{note}{go}"
    return Drawing(f'<form class="bound-field" data-adds="{escape(field.name)}">{fields}</form>')


def _making(language: Language, making: Making) -> Component:
    """Each of one's own measures, to be changed or removed, and a form for another."""
    head = f'<p class="menu-label">{escape(say(language, "explore.own_made"))}</p>' if making.made else ""
    forms = "".join(_form_of(language, making, one) for one in (*making.made, Made(making.key)))
    return Drawing(f'<div class="makings">{head}{forms}</div>')


def _form_of(language: Language, making: Making, one: Made) -> str:
    """A name, a formula, words and a format; what it comes to is said while one types (`assets/find.js`)."""
    there = bool(one.formula)
    words = {
        key: escape(say(language, f"explore.own_{key}"))
        for key in ("new", "name", "formula", "example", "about", "format", "go", "keep", "remove")
    }
    formats = "".join(_option(*pair, "selected" if pair[0] == one.shown else "") for pair in making.formats)
    name, formula, about = (escape(text) for text in (one.name, one.formula, one.about))
    fields = (
        f'<input name="name" type="text" required maxlength="80" placeholder="{words["name"]}" '
        f'aria-label="{words["name"]}" value="{name}">'
        f'<textarea name="formula" rows="2" required maxlength="1000" '
        f'placeholder="{words["example"]}" aria-label="{words["formula"]}">{formula}</textarea>'
        f'<input name="about" type="text" maxlength="300" placeholder="{words["about"]}" '
        f'aria-label="{words["about"]}" value="{about}">'
        f'<select name="shown" aria-label="{words["format"]}">{formats}</select>'
        f'<input name="key" type="hidden" value="{escape(one.key)}">'
    )
    wrong = f'<p class="own-wrong">{escape(one.wrong)}</p>' if one.wrong else ""
    found = f'<div class="own-found" data-found="" aria-live="polite">{wrong}</div>'
    go = f'<button class="button" type="submit">{words["keep" if there else "go"]}</button>'
    label = f"{words['remove']}: {name}"
    away = (
        f'<a class="button" href="{escape(one.away)}" data-follow="" aria-label="{label}">'
        f"{words['remove']}</a>"
        if one.away
        else ""
    )
    stand, mark = escape(json.dumps(making.measures)), " wrong" if one.wrong else ""
    return (
        f'<details class="making{mark}"><summary>{name if there else words["new"]}</summary>'
        f'<form class="bound-field own" data-finds="/find/measure" data-owns="{escape(one.key)}" '
        f'data-measures="{stand}">{fields}{found}<div class="own-acts">{go}{away}</div></form></details>'
    )


def _option(key: str, label: str, mark: str = "") -> str:
    return f'<option value="{escape(key)}" {mark}>{escape(label)}</option>'
