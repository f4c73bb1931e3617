"""The pivot: groups that open and close, columns side by side, and the totals of every level.

It is written as HTML: thousands of cells as components would hold the window up.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import aria
from dashboard.parts.drawing import Drawing
from dashboard.parts.tiles import Tone
from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Told:
    """One cell in words; a change has its verdict."""

    text: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name and where that leads, how deep it lies, and its cells; a group has rows below it.

    `limits` are those within which its numbers lie, as an address writes them.
    """

    name: str
    depth: int
    cells: tuple[Told, ...]
    href: str = ""
    group: bool = False
    total: bool = False
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A heading over so many columns; `href` sorts by it, `way` says how it is sorted (−1, 0, 1)."""

    label: str
    unit: str = ""
    span: int = 1
    href: str = ""
    way: int = 0


@dataclass(frozen=True, slots=True)
class Pivot:
    """The heads from the top, each row of them over all columns, and the lines; the last line is the total.

    `starts` are the columns before which a rule stands. `opens` says of each column which measure a click
    on a cell shows the rows of, and within which limits; nothing where it opens none.
    """

    caption: str
    corner: str
    heads: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]
    starts: frozenset[int] = field(default_factory=frozenset)
    closed: bool = False
    opens: tuple[tuple[str, ...], ...] = ()


def pivot_table(language: Language, model: Pivot) -> Component:
    """The table; its first column stays in sight when it is wider than the window."""
    head = "".join(_head_row(model, at) for at in range(len(model.heads)))
    lines = [one for one in model.lines if not one.total]
    totals = [one for one in model.lines if one.total]
    body = "".join(_line(language, model, one) for one in lines)
    foot = "".join(_line(language, model, one) for one in totals)
    table = (
        f'<table class="list pivot" data-opens="{escape(json.dumps(model.opens))}" '
        f'aria-description="{escape(say(language, "explore.opens"))}">'
        f'<caption class="unseen">{escape(model.caption)}</caption>'
        f"<thead>{head}</thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table>"
    )
    return html.Div(
        Drawing(table), className="pivot-room", tabIndex="0", role="region", **aria(label=model.caption)
    )


def _head_row(model: Pivot, at: int) -> str:
    last = at == len(model.heads) - 1
    corner = f'<th scope="col" class="corner">{escape(model.corner) if last else ""}</th>'
    cells, column = [], 0
    for one in model.heads[at]:
        look = ' class="starts"' if column in model.starts else ""
        cells.append(_head(one, look, last=last))
        column += one.span
    return f"<tr>{corner}{''.join(cells)}</tr>"


def _head(one: Head, look: str, *, last: bool) -> str:
    unit = f' <span class="unit">{escape(one.unit)}</span>' if one.unit else ""
    words = escape(one.label) + unit
    if one.href:
        arrow = {1: " ↑", -1: " ↓"}.get(one.way, "")
        words = f'<a href="{escape(one.href)}" data-follow="">{words}{arrow}</a>'
    span = f' colspan="{one.span}"' if one.span > 1 else ""
    sort = {1: ' aria-sort="ascending"', -1: ' aria-sort="descending"'}.get(one.way, "")
    return f'<th scope="{"col" if last else "colgroup"}"{look}{span}{sort}>{words}</th>'


def _line(language: Language, model: Pivot, one: Line) -> str:
    name = escape(one.name)
    if one.href:
        name = f'<a href="{escape(one.href)}" data-follow="">{name}</a>'
    if one.group:
        label = escape(say(language, "explore.open_group", name=one.name))
        opened = f'aria-expanded="{"false" if model.closed else "true"}"'
        name = f'<button type="button" class="plain fold" {opened} aria-label="{label}"></button>{name}'
    cells = "".join(_cell(model, at, told) for at, told in enumerate(one.cells))
    look = " ".join([f"depth-{one.depth}", *(["group"] if one.group else [])])
    hidden = " hidden" if model.closed and one.depth and not one.total else ""
    head = f'<th scope="row" title="{escape(one.name)}">{name}</th>'
    within = f' data-limits="{escape(json.dumps(one.limits))}"'
    return f'<tr class="{look}" data-depth="{one.depth}"{within}{hidden}>{head}{cells}</tr>'


def _cell(model: Pivot, at: int, told: Told) -> str:
    looks: Sequence[str] = [
        *(["starts"] if at in model.starts else []),
        *([f"change {told.tone}"] if told.tone else []),
    ]
    look = f' class="{" ".join(looks)}"' if looks else ""
    return f"<td{look}{_OPENS if at < len(model.opens) and model.opens[at] else ''}>{escape(told.text)}</td>"


# A cell that opens its rows: one of them is a stop of the keyboard, and arrows walk on from there.
_OPENS = ' data-cell="" tabindex="-1"'
