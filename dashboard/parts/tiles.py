"""The KPI strip: at most six tiles divided by hairlines, each a number with what to compare it to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.exports.cells import Cell, told
from dashboard.figures.bullet import Bullet, draw_bullet
from dashboard.figures.sparkline import Sparkline, draw_sparkline
from dashboard.parts import html
from dashboard.parts.controls import Control, aria, more, noted, text_control
from dashboard.parts.drawing import drawing
from dashboard.parts.icons import icon
from dashboard.parts.states import State, caution, replacement
from dashboard.text import Language, say

Tone = Literal["good", "bad", "flat"]
ARROWS = {1: "▲", -1: "▼", 0: ""}
_LONG = 11  # letters of a value from which it is set smaller, so that it stays in its tile


@dataclass(frozen=True, slots=True)
class Delta:
    """A signed change with its verdict, and the words after it ("vs prior year").

    `arrow` is 1, −1 or 0: which way the number went; the tone says whether that is better.
    """

    text: str
    tone: Tone = "flat"
    arrow: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One KPI as it is shown; every text is ready in the reader's language, the value with its look.

    By its `name` the tile is downloaded alone; its `way` leads to what the number is made of.
    """

    label: str
    value: str | Cell = ""
    unit: str = ""
    deltas: tuple[Delta, ...] = ()
    spark: Sparkline | None = None
    bullet: Bullet | None = None
    notes: tuple[str, ...] = ()
    menu: tuple[Control, ...] = ()
    chips: tuple[str, ...] = ()
    state: State | None = None
    lead: str = ""
    name: str = ""
    way: Control | None = None

    @property
    def wide(self) -> bool:
        """A bullet needs two places."""
        return self.bullet is not None


def tone_of(change: float, more_is_better: bool = True) -> Tone:
    """The verdict on a change, by its impact and not by its sign."""
    return "flat" if not change else "good" if (change > 0) == more_is_better else "bad"


def kpi_strip(
    language: Language, tiles: Sequence[Tile], phone: bool = False, tight: bool = False
) -> Component:
    """The tiles in one row; on a phone the wide tile leads and the others follow two by two.

    A `tight` one has its sparklines beside the values, as on a phone, and is lower.
    """
    ordered = sorted(tiles, key=lambda tile: not tile.wide) if phone else tiles
    return html.Div(
        [kpi_tile(language, tile, phone, tight) for tile in ordered],
        className="strip tight" if tight else "strip",
        role="group",
        **aria(label=say(language, "parts.strip")),
    )


def kpi_tile(language: Language, tile: Tile, phone: bool = False, tight: bool = False) -> Component:
    """One tile: label and unit, value, change, sparkline or bullet, menu and funnel."""
    hidden = tile.state is not None and tile.state.hides
    body = (
        [replacement(language, tile.state)] if hidden and tile.state else _body(language, tile, phone, tight)
    )
    look = "tile wide" if tile.wide else "tile"
    return html.Article([_head(language, tile), *body], className=look)


def _head(language: Language, tile: Tile) -> Component:
    unit: list[Any] = [" ", html.Span(tile.unit, className="quiet")] if tile.unit else []
    of = say(language, "parts.menu_of", title=tile.label)
    tools = [*_funnel(language, tile), *([more(tile.menu, of)] if tile.menu else [])]
    return html.Header(
        [html.H2([tile.label, *unit]), html.Div(tools, className="tools")], className="tile-head"
    )


def _funnel(language: Language, tile: Tile) -> list[Component]:
    """Which chips of the filter bar reached this number, on hover and on focus."""
    if not tile.chips:
        return []
    words = say(language, "parts.filtered_by", chips=" · ".join(tile.chips))
    button = html.Button(
        [icon("funnel", "small"), html.Span(words, className="unseen")],
        className="plain tool funnel",
        type="button",
    )
    return [dmc.Tooltip(button, label=words, multiline=True, maw=280, className="hint", events=_EVENTS)]


_EVENTS = {"hover": True, "focus": True, "touch": True}


def _body(language: Language, tile: Tile, phone: bool, tight: bool) -> list[Component]:
    value = told(language, tile.value)
    words = html.Div(
        [
            html.P(value, className="tile-value long" if len(value) > _LONG else "tile-value"),
            html.Div([_delta(delta) for delta in tile.deltas], className="tile-deltas"),
        ],
        className="tile-words",
    )
    return [html.Div([words, *_figure(tile, phone, tight)], className="tile-body"), *_foot(tile)]


def _delta(delta: Delta) -> Component:
    return html.P(
        [signed_change(delta.text, delta.tone, delta.arrow), " ", delta.rest], className="tile-delta"
    )


def signed_change(text: str, tone: Tone, arrow: int) -> Component:
    """A change with its verdict: colour, sign and arrow, for colour is never alone."""
    way = [html.Span(ARROWS[arrow], className="arrow", **aria(hidden="true"))] if arrow else []
    return html.Span([*way, text], className=f"change {tone}")


def _figure(tile: Tile, phone: bool, tight: bool) -> list[Component]:
    if tile.bullet:
        return [_bullet(tile.bullet, phone)]
    if tile.spark:
        size = (68, 30) if phone or tight else (124, 30)
        return [drawing(draw_sparkline(tile.spark, *size), look="spark")]
    return []


def _bullet(spec: Bullet, phone: bool) -> Component:
    """The bar follows the width of its tile, its words keep their size."""
    sheet = draw_bullet(spec, 342, 24, words=False) if phone else draw_bullet(spec, 208, 16, words=False)
    words = [
        html.Span(spec.expected_label, className="pace"),
        html.Span(spec.landing.label if spec.landing else ""),
    ]
    caption = html.Figcaption(words, className="bullet-words")
    return html.Figure([drawing(sheet, fluid=True), caption], className="bullet")


def _foot(tile: Tile) -> list[Component]:
    notes: list[Any] = [html.P(note, className="tile-note") for note in tile.notes]
    lead = [html.P(tile.lead, className="tile-lead")] if tile.lead else []
    way = [html.P(text_control(tile.way, "link"), className="tile-way")] if tile.way else []
    return [*notes, *lead, *way, *noted(tile.menu, "tile-noted"), *caution(tile.state)]
