"""The tiles of a strip as a sheet, one row a number with what stands below it; and one of them alone."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.errors import NotUnderstood
from dashboard.exports.cells import TEXT, Cell
from dashboard.exports.sheet import Change, Column, KeyFigure, Sheet
from dashboard.figures.bullet import draw_bullet
from dashboard.figures.marks import Sheet as Drawn
from dashboard.figures.sparkline import draw_sparkline
from dashboard.pages.view import View
from dashboard.parts.tiles import ARROWS, Delta, Tile
from dashboard.text import Language, formats, say

TILE = "key-figures"
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


def one_of(name: str) -> str:
    """How one tile of a strip is called in the address of a download."""
    return f"{TILE}:{name}"


def key_figure(view: View, tiles: Sequence[Tile], name: str) -> tuple[Sheet, ...]:
    """The tile of this name alone: its number, and the months behind its sparkline.

    Raises:
        NotUnderstood: no tile is called so.
    """
    one = next((tile for tile in tiles if tile.name == name), None)
    if one is None:
        raise NotUnderstood("export.no_tile", tile=one_of(name))
    sheet = replace(key_figures(view.language, [one]), title=one.label)
    return (sheet, *_months(view, one))


def _months(view: View, tile: Tile) -> tuple[Sheet, ...]:
    if tile.spark is None or not isinstance(tile.value, Cell) or (tile.state and tile.state.hides):
        return ()
    language, look = view.language, tile.value.look
    unit = formats.unit(language, look.form, view.currency) if look.kind == "money" else ""
    shown = {"month": tile.spark.names, "actual": tile.spark.actual, "prior": tile.spark.prior}
    held = {name: series for name, series in shown.items() if series}
    columns = tuple(
        Column(say(language, f"parts.trend_{name}"), TEXT if name == "month" else look) for name in held
    )
    rows = tuple(zip(*held.values(), strict=True))
    return (Sheet(say(language, "export.months_of", figure=tile.label), unit, columns, rows),)


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
    return draw_sparkline(tile.spark, 92, 28) if tile.spark is not None else None
