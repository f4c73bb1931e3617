"""A plain table in a panel: a name, and beside it what is told of it."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Cells = Sequence[Any]


def listing(title: str, heads: Sequence[str], rows: Sequence[Cells], look: str = "") -> Component:
    """One row each, its first cell the name that may be cut short; `title` is told to a screen reader.

    On a phone a row has two lines: the name and what leads, and below them the others by their heads.
    """
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(heads, cells) for cells in rows]),
        ],
        className=f"list listing {look}".strip(),
    )


def named(name: str | Component, below: str = "") -> list[Any]:
    """A name with a quiet word after it."""
    return [name, " ", html.Span(below, className="quiet")] if below else [name]


def _row(heads: Sequence[str], cells: Cells) -> Component:
    name, *others = cells
    first = html.Th(name, scope="row", className="member")
    lines: list[dict[str, Any]] = [{"data-head": head} for head in heads[1:]]
    lines[:1] = [{}]  # what leads stands beside the name, and needs no head
    return html.Tr([first, *(html.Td(cell, **line) for cell, line in zip(others, lines, strict=True))])
