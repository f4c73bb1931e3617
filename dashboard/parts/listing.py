"""A plain list in a panel: a name, and beside it what is told of it; and the same as it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard.exports.cells import Cell, Value, direction, parted, told
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.marks import Sheet as Drawn
from dashboard.parts import html
from dashboard.parts.drawing import drawing
from dashboard.parts.panel import Panel
from dashboard.parts.tiles import signed_change, tone_of
from dashboard.text import Language


@dataclass(frozen=True, slots=True)
class Named:
    """What a line is about: its name, a quiet word after it, and where it leads."""

    name: str
    below: str = ""
    href: str = ""

    @property
    def words(self) -> str:
        """Both, as one text."""
        return f"{self.name} · {self.below}" if self.below else self.name


Line = tuple[Named, *tuple[Value | Cell, ...]]


def listing(
    language: Language, title: str, columns: Sequence[Column], lines: Sequence[Line], look: str = ""
) -> Component:
    """One row a line, its name cut short where there is no room; `title` is told to a screen reader.

    On a phone a row has two lines: the name and what leads, and below them the others by their heads.
    """
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr([html.Th(column.label, scope="col") for column in columns])),
            html.Tbody([_row(language, columns, line) for line in lines]),
        ],
        className=f"list listing {look}".strip(),
    )


def listing_sheet(head: Panel, columns: Sequence[Column], lines: Sequence[Line]) -> Sheet:
    """The same lines as a sheet; where the panel says why there are none, so does the sheet."""
    if head.state is not None and head.state.hides:
        return Sheet(head.title, notes=(head.state.sentence,))
    rows = tuple((line[0].words, *line[1:]) for line in lines)
    return Sheet(head.title, head.scope, tuple(columns), rows)


def _row(language: Language, columns: Sequence[Column], line: Line) -> Component:
    first = html.Th(_name(line[0]), scope="row", className="member")
    heads: list[dict[str, Any]] = [{"data-head": column.label} for column in columns[1:]]
    heads[:1] = [{}]  # what leads stands beside the name, and needs no head
    others = zip(columns[1:], line[1:], heads, strict=True)
    return html.Tr(
        [first, *(html.Td(_cell(language, column, cell), **head) for column, cell, head in others)]
    )


def _name(named: Named) -> list[Any]:
    name: str | Component = html.Link(named.name, href=named.href) if named.href else named.name
    return [name, " ", html.Span(named.below, className="quiet")] if named.below else [name]


def _cell(language: Language, column: Column, cell: Value | Cell) -> str | Component:
    value, look = parted(cell, column.look)
    if isinstance(value, Drawn):
        return drawing(value, look="spark")
    words = told(language, value, look)
    if not column.look.signed or value is None:
        return words
    way = direction(value, look)
    return signed_change(words, tone_of(way), way)
