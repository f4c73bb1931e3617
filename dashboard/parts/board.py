"""One tile of a board: its name, ways to move it by key or by hand, its width, and what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, more
from dashboard.parts.drawing import Drawing
from dashboard.parts.icons import stroke
from dashboard.text import Language, say

SIZES = ("third", "half", "whole")


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile is called and where that leads; `spec` is what the address says of it.

    `earlier` and `later` are addresses of the board with it moved ("" is at an end), `at` its place
    and how many there are.
    """

    id: int
    spec: str
    size: str
    title: str
    href: str
    beside: str = ""
    caution: str = ""
    earlier: str = ""
    later: str = ""
    at: tuple[int, int] = (1, 1)
    menu: tuple[Control, ...] = ()


def board_tile(language: Language, tile: Tile, body: Sequence[Component]) -> Component:
    """The tile; `assets/board.js` moves it by hand."""
    name = (
        f'<a href="{escape(tile.href)}" data-follow="">{escape(tile.title)}</a>'
        if tile.href
        else escape(tile.title)
    )
    beside = f' <span class="quiet">{escape(tile.beside)}</span>' if tile.beside else ""
    caution = [html.P(tile.caution, className="caution")] if tile.caution else []
    marks: dict[str, Any] = {"data-tile": str(tile.id), "data-spec": tile.spec}
    return html.Article(
        [
            html.Header(
                [
                    Drawing(_grip(language, tile), className="grip-room"),
                    Drawing(f"<h3>{name}{beside}</h3>", className="tile-title"),
                    Drawing(_moves(language, tile), className="tile-moves"),
                    more(tile.menu, say(language, "parts.menu_of", title=tile.title)),
                ],
                className="board-head",
            ),
            *caution,
            html.Div(list(body), className="board-body"),
        ],
        className=f"board-tile {tile.size}",
        **marks,
    )


def _grip(language: Language, tile: Tile) -> str:
    """For a hand alone: keys have the two ways beside it."""
    said = escape(say(language, "saved.drag", title=tile.title))
    return f'<span class="grip" data-grip="" title="{said}" aria-hidden="true">{stroke("grip")}</span>'


def _moves(language: Language, tile: Tile) -> str:
    return _move(language, tile, "left", tile.earlier, -1) + _move(language, tile, "right", tile.later, 1)


def _move(language: Language, tile: Tile, shape: str, href: str, by: int) -> str:
    if not href:
        return f'<span class="tool off">{stroke(shape)}</span>'
    label = escape(say(language, f"saved.move_{shape}", title=tile.title))
    said = escape(say(language, "saved.moved", title=tile.title, at=tile.at[0] + by, count=tile.at[1]))
    return (
        f'<a class="tool" href="{escape(href)}" data-follow="" data-move="{by}" data-said="{said}" '
        f'aria-label="{label}" title="{label}">{stroke(shape)}</a>'
    )
