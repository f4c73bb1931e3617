"""A plain table in a panel: a name, and beside it what is told of it."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Cells = Sequence[Any]


def listing(title: str, heads: Sequence[str], rows: Sequence[Cells], look: str = "") -> Component:
    """One row each, its first cell the name that may be cut short; `title` is told to a screen reader."""
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(cells) for cells in rows]),
        ],
        className=f"list {look}".strip(),
    )


def named(name: str | Component, below: str = "") -> list[Any]:
    """A name with a quiet word after it."""
    return [name, " ", html.Span(below, className="quiet")] if below else [name]


def _row(cells: Cells) -> Component:
    first, *others = cells
    return html.Tr([html.Th(first, scope="row", className="member"), *(html.Td(cell) for cell in others)])
