"""Saved views as one meets them: the menu of views, the form that saves one, and the list of all.

Written as HTML, as long lists and fields to type in are; `assets/views.js` posts what is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.parts.icons import stroke
from dashboard.text import Language, say

LIST = "views-list"
# From how many views on one looks for them by typing.
_MANY = 6
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One view in a list: where it leads, what stands beside its name, and by what else one may find it."""

    id: int
    version: int
    title: str
    href: str
    beside: str = ""
    sought: str = ""
    favourite: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """What the form of a view holds: its name, folder, and for whom, with the folders that there are."""

    title: str
    folder: str
    audience: str
    audiences: Choices
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done with a view, by the name that the shell knows."""

    label: str
    do: str
    id: int = 0
    version: int = 0
    look: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One view with all that can be done with it, where its reader may."""

    line: Line
    facts: tuple[str, ...]
    acts: tuple[Act, ...] = ()
    fields: Fields | None = None
    history: str = ""
    follow: str = ""


def view_list(
    language: Language,
    chapters: Sequence[tuple[str, Sequence[Line]]],
    room: str = "open-view",
    none: str = "",
) -> str:
    """The views in chapters, looked for by typing where there are many; `none` is said instead of none."""
    count = sum(len(lines) for _, lines in chapters)
    if not count:
        return f'<p class="quiet no-views">{escape(none or say(language, "saved.none"))}</p>'
    written = "".join(_chapter(language, *one) for one in chapters if one[1])
    search = search_field(language, room) if count >= _MANY else ""
    return f'{search}<div id="{room}" class="offered">{written}{_no_match(language)}</div>'


def search_field(language: Language, room: str = LIST) -> str:
    """Where one types a part of a name."""
    find = escape(say(language, "saved.find"))
    field = (
        f'<input type="search" class="search" placeholder="{find}" aria-label="{find}" autocomplete="off">'
    )
    return f'<div class="searching" data-narrows="{room}">{field}</div>'


def _no_match(language: Language) -> str:
    return f'<p class="no-match" hidden>{escape(say(language, "parts.no_match"))}</p>'


def _chapter(language: Language, title: str, lines: Sequence[Line]) -> str:
    written = "".join(f'<li data-entry="{_entry(one)}">{_line(language, one)}</li>' for one in lines)
    head = f'<p class="menu-label">{escape(title)}</p>'
    return f'<div data-chapter="">{head}<ul class="choices views">{written}</ul></div>'


def _entry(one: Line) -> str:
    return escape(f"{one.title} {one.beside} {one.sought}")


def _line(language: Language, one: Line) -> str:
    current, look = (' aria-current="true"', "choice current") if one.current else ("", "choice")
    beside = f' <span class="quiet">{escape(one.beside)}</span>' if one.beside else ""
    words = f'<span class="choice-words">{escape(one.title)}{beside}</span>'
    star = _star(language, one)
    return f'<a class="{look}" href="{escape(one.href)}" data-follow=""{current}>{words}</a>{star}'


def _star(language: Language, one: Line) -> str:
    said = escape(say(language, "saved.favourite", title=one.title))
    return (
        f'<button type="button" class="plain tool star" data-view-do="favourite" data-view="{one.id}" '
        f'aria-pressed="{str(one.favourite).lower()}" aria-label="{said}" title="{said}">'
        f"{stroke('star')}</button>"
    )


def act(one: Act) -> str:
    """A button that does something with a view."""
    return (
        f'<button type="button" class="plain button small {one.look}" data-view-do="{escape(one.do)}" '
        f'data-view="{one.id}" data-version="{one.version}">{escape(one.label)}</button>'
    )


def link(label: str, href: str, look: str = "choice") -> str:
    """A link to another address of ours."""
    return f'<a class="{look}" href="{escape(href)}" data-follow="">{escape(label)}</a>'


def form(language: Language, fields: Fields, go: Act) -> str:
    """Name, folder and for whom, and a button that saves."""
    known = f"folders-{go.do}-{go.id}"
    folders = "".join(f'<option value="{escape(one)}">' for one in fields.folders)
    typed = 'type="text" maxlength="120" autocomplete="off"'
    return (
        f'<form class="view-form" data-view-do="{escape(go.do)}" data-view="{go.id}" '
        f'data-version="{go.version}">'
        + _label(language, "name", f'<input name="title" {typed} required value="{escape(fields.title)}">')
        + _label(
            language,
            "folder",
            f'<input name="folder" {typed} list="{known}" value="{escape(fields.folder)}">',
        )
        + f'<datalist id="{known}">{folders}</datalist>'
        + _whose(language, fields)
        + f'<button class="button {go.look}" type="submit">{escape(go.label)}</button></form>'
    )


def _whose(language: Language, fields: Fields) -> str:
    """For whom; where there is no choice, why there is none."""
    if len(fields.audiences) == 1:
        said = escape(say(language, "saved.alone"))
        key, _ = fields.audiences[0]
        return f'<input type="hidden" name="audience" value="{escape(key)}"><p class="quiet">{said}</p>'
    audiences = "".join(_option(key, label, fields.audience) for key, label in fields.audiences)
    return _label(language, "whose", f'<select name="audience">{audiences}</select>')


def _label(language: Language, key: str, field: str) -> str:
    return f"<label><span>{escape(say(language, f'saved.{key}'))}</span>{field}</label>"


def _option(key: str, label: str, chosen: str) -> str:
    selected = " selected" if key == chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(label)}</option>'


def rows(language: Language, chapters: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """All views in chapters, each opening into what can be done with it."""
    written = "".join(_rows(language, *one) for one in chapters if one[1])
    return f'{search_field(language)}<div id="{LIST}">{written}{_no_match(language)}</div>'


def _rows(language: Language, title: str, lines: Sequence[Row]) -> str:
    written = "".join(_row(language, one) for one in lines)
    head = f"<h2>{escape(title)}</h2>"
    return f'<section data-chapter="" class="panel">{head}<ul class="view-rows">{written}</ul></section>'


def _row(language: Language, one: Row) -> str:
    line = one.line
    facts = " · ".join(escape(fact) for fact in one.facts if fact)
    name = link(line.title, line.href, "view-link") if line.href else escape(line.title)
    star = _star(language, line) if line.href else ""
    return (
        f'<li data-entry="{_entry(line)}"><div class="view-row">{star}<p class="view-name">{name}</p>'
        f'<p class="quiet">{facts}</p></div>{_more(language, one)}</li>'
    )


def _more(language: Language, one: Row) -> str:
    """What can be done with it, once it is opened."""
    line, acts = one.line, "".join(act(each) for each in one.acts)
    keep = Act(say(language, "saved.keep"), "change", line.id, line.version)
    change = form(language, one.fields, keep) if one.fields else ""
    if one.follow:
        acts += link(say(language, "deliver.follow"), one.follow, "button small")
    if one.history:
        acts += link(say(language, "saved.history"), one.history, "button small")
    named, more = (
        escape(words)
        for words in (say(language, "saved.more_of", title=line.title), say(language, "saved.more"))
    )
    return (
        f'<details class="view-more"><summary aria-label="{named}">{more}</summary>{change}'
        f'<div class="idea-answers">{acts}</div></details>'
    )


def history(lines: Sequence[tuple[str, str, str]]) -> str:
    """What a view was: what was done, by whom and when, and a way back to it as HTML."""
    written = "".join(
        f'<li><div class="view-row"><p class="view-name">{escape(what)}</p>'
        f'<p class="quiet">{escape(who)}</p></div><div class="idea-answers">{ways}</div></li>'
        for what, who, ways in lines
    )
    return f'<ol class="view-rows">{written}</ol>'


def resume(language: Language, href: str, what: str) -> str:
    """The offer to go on where somebody left off: one click, or away for good."""
    question, go, away = (escape(say(language, f"saved.resume{key}")) for key in ("", "_go", "_away"))
    return (
        f'<div class="resume" data-resume=""><p>{question} <span class="quiet">{escape(what)}</span></p>'
        f'<a class="button small" href="{escape(href)}" data-follow="">{go}</a>'
        f'<button type="button" class="plain tool" data-view-do="forget" aria-label="{away}" title="{away}">'
        f"{stroke('close')}</button></div>"
    )
