"""What Explore opens with: measures as numbers one below the other, and a leaderboard for each dimension."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard.exports.cells import told
from dashboard.figures.sparkline import draw_sparkline
from dashboard.parts import html
from dashboard.parts.controls import Control, aria, more
from dashboard.parts.drawing import drawing
from dashboard.parts.states import State, replacement
from dashboard.parts.tiles import Tile, Tone, signed_change
from dashboard.text import Language, say

_SPARK = (88, 32)


@dataclass(frozen=True, slots=True)
class Number:
    """A measure as a number; `href` makes it the one that the leaderboards tell."""

    tile: Tile
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Leader:
    """One line; its bar is a share of the longest, and so is `mark`, which is what it is compared with."""

    name: str
    value: str
    change: str = ""
    tone: Tone = "flat"
    way: int = 0
    length: float = 0
    mark: float | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """The first members of a dimension, and in one line all others, or the total of those that are shown."""

    title: str
    count: str
    leaders: tuple[Leader, ...] = ()
    rest: Leader | None = None
    href: str = ""
    menu: tuple[Control, ...] = ()
    state: State | None = None


def number_list(language: Language, numbers: Sequence[Number]) -> Component:
    """The numbers; the one that everything tells is marked."""
    return html.Ul(
        [_number(language, one) for one in numbers],
        className="number-list",
        **aria(label=say(language, "explore.numbers")),
    )


def _number(language: Language, one: Number) -> Component:
    tile = one.tile
    unit: list[Any] = [" ", html.Span(tile.unit, className="quiet")] if tile.unit else []
    mark = [html.Span(say(language, "parts.chosen"), className="unseen")] if one.current else []
    head = html.H3(html.Link([tile.label, *unit, *mark], href=one.href, className="number-name"))
    if tile.state is not None and tile.state.hides:
        body: list[Any] = [replacement(language, tile.state)]
    else:
        changes = [
            html.P(
                [
                    signed_change(delta.text, delta.tone, delta.arrow),
                    *([f" {delta.rest}"] if delta.rest else []),
                ],
                className="tile-delta",
            )
            for delta in tile.deltas
        ]
        words = html.Div([html.P(told(language, tile.value), className="tile-value"), *changes])
        spark = [drawing(draw_sparkline(tile.spark, *_SPARK))] if tile.spark is not None else []
        body = [html.Div([words, *spark], className="number-body")]
    tools = [more(tile.menu, say(language, "parts.menu_of", title=tile.label))] if tile.menu else []
    return html.Li(
        [html.Div([head, html.Div(tools, className="tools")], className="tile-head"), *body],
        className="number current" if one.current else "number",
    )


def leaderboard(language: Language, board: Leaderboard) -> Component:
    """The title with its count and menu, one line a member with its bar, and the rest."""
    title = html.Link(board.title, href=board.href, className="board-name") if board.href else board.title
    tools = [more(board.menu, say(language, "parts.menu_of", title=board.title))] if board.menu else []
    head = html.Header(
        [
            html.H3([title, " ", html.Span(board.count, className="quiet")]),
            html.Div(tools, className="tools"),
        ],
        className="panel-head",
    )
    if board.state is not None:
        return html.Section([head, replacement(language, board.state)], className="board")
    lines = [html.Li(_leader(one), className="leader") for one in board.leaders]
    rest = [html.P(_line(board.rest), className="leader rest")] if board.rest else []
    return html.Section([head, html.Ol(lines), *rest], className="board")


def _leader(one: Leader) -> list[Component]:
    bar: list[Any] = [html.Span(className="bar actual", style={"width": f"{one.length:.2%}"})]
    if one.mark is not None:
        bar.append(html.Span(className="bar-mark", style={"left": f"{one.mark:.2%}"}))
    return [
        html.Div(_line(one), className="leader-line"),
        html.Div(bar, className="bar-track", **aria(hidden="true")),
    ]


def _line(one: Leader) -> list[Component]:
    name: Any = (
        html.Link(one.name, href=one.href, title=one.name)
        if one.href
        else html.Span(one.name, title=one.name)
    )
    change = [signed_change(one.change, one.tone, one.way)] if one.change else []
    return [
        html.Span(name, className="leader-name"),
        html.Span(one.value, className="leader-value"),
        html.Span(change, className="leader-change"),
    ]
