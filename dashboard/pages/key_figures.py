"""The tiles of a strip as a sheet: one row a number, with what stands below it."""

from collections.abc import Sequence

from dashboard.exports.cells import Cell
from dashboard.exports.sheet import Change, Column, KeyFigure, Sheet
from dashboard.figures.bullet import draw_bullet
from dashboard.figures.marks import Sheet as Drawn
from dashboard.figures.sparkline import draw_sparkline
from dashboard.parts.tiles import ARROWS, Delta, Tile
from dashboard.text import Language, say

_COLUMNS = ("name", "value", "unit", "change", "note")
_VERDICTS = {"good": 1, "bad": -1, "flat": 0}


def key_figures(language: Language, tiles: Sequence[Tile]) -> Sheet:
    """The sheet; a tile without a number has its reason."""
    keys = tuple(_key(tile) for tile in tiles)
    return Sheet(
        say(language, "parts.strip"),
        columns=tuple(Column(say(language, f"export.key_{name}")) for name in _COLUMNS),
        rows=tuple(
            (key.label, key.value, key.unit, "; ".join(map(_words, key.changes)), " ".join(key.notes))
            for key in keys
        ),
        keys=keys,
    )


def _key(tile: Tile) -> KeyFigure:
    if tile.state is not None and tile.state.hides:
        return KeyFigure(tile.label, notes=(tile.state.sentence,))
    aside = (tile.state.sentence,) if tile.state is not None else ()
    return KeyFigure(
        tile.label,
        tile.value if isinstance(tile.value, Cell) else Cell(tile.value),
        tile.unit,
        tuple(_change(delta) for delta in tile.deltas),
        (*tile.notes, *aside),
        _picture(tile),
    )


def _change(delta: Delta) -> Change:
    arrow = ARROWS[delta.arrow]
    return Change(_VERDICTS[delta.tone], f"{arrow} {delta.text}" if arrow else delta.text, delta.rest)


def _words(change: Change) -> str:
    return f"{change.text} {change.rest}".strip()


def _picture(tile: Tile) -> Drawn | None:
    if tile.bullet is not None:
        return draw_bullet(tile.bullet, 260, 14)
    return draw_sparkline(tile.spark, 110, 28) if tile.spark is not None else None
