"""What a figure is made of: boxes, strokes, dots, areas and words, placed in pixels on one sheet.

`look` names the role of a mark (actual, prior, plan, good, bad, ...). Its colour is the theme's
affair: the style sheet has one class for each look, so a figure is drawn once for every theme.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

_WIDE = 0.66
_NARROW = 0.34
_THIN = frozenset(" .,:;!|'ijlιίΙ()-–·")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with square corners."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; a `None` lifts the pen."""

    points: tuple[Point | None, ...]
    look: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    look: str


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text; `y` is its base line."""

    x: float
    y: float
    text: str
    look: str
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape of closed rings; a ring within another is a hole in it."""

    rings: tuple[tuple[Point, ...], ...]
    look: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Marks that say something when pointed at, and lead somewhere, if anywhere, by a click.

    For the pointer alone: who has none, has the table beside the figure.
    """

    marks: tuple["Mark", ...]
    title: str
    href: str = ""


Mark = Box | Stroke | Dot | Words | Area | Linked


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn figure: its size, its marks from back to front, and the sentence that it says."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    sentence: str


def measure(text: str, size: float = 11) -> float:
    """About how wide a text is in Inter, in pixels, a little too wide rather than too narrow."""
    return size * sum(_NARROW if letter in _THIN else _WIDE for letter in text)


def hatch(box: Box, gap: float = 5, look: str = "hatch") -> Iterator[Mark]:
    """A forecast: 45° lines `gap` apart inside a box, with nothing behind them shining through.

    The lines are computed, not an SVG pattern: a pattern needs an identifier, and identifiers
    of several drawings on one page collide.
    """
    yield Box(box.x, box.y, box.width, box.height, "sheet")
    points: list[Point | None] = []
    along = gap * 2**0.5
    offset = along / 2
    while offset < box.width + box.height:
        start = (min(offset, box.width), max(0.0, offset - box.width))
        end = (max(0.0, offset - box.height), min(offset, box.height))
        points += [(box.x + start[0], box.y + start[1]), (box.x + end[0], box.y + end[1]), None]
        offset += along
    yield Stroke(tuple(points), look)
