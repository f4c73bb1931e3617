"""A chart of any numbers: what it shows, said once; each kind is placed by a module of its own.

Ink carries the data. More than one series becomes panels on one scale, for there are no colours to tell
them apart; shades of ink serve where parts make a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "line", "area", "columns", "bars", "stacked", "variance", "scatter", "heatmap", "histogram", "box",
    "treemap",
]  # fmt: skip
Number = float | None
# How many shades of ink can be told apart.
SHADES = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One mark: its value, what it is compared with, both in words, and where it leads."""

    name: str
    value: Number
    told: str = ""
    beside: Number = None
    beside_told: str = ""
    href: str = ""

    @property
    def title(self) -> str:
        """What is said when it is pointed at."""
        beside = f" ({self.beside_told})" if self.beside_told else ""
        return f"{self.name}: {self.told}{beside}"


@dataclass(frozen=True, slots=True)
class Panel:
    """Marks that belong together: one series, one row of a grid, one group."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures, and how its values are written."""

    name: str
    write: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its panels, its axis of values (of a scatter both), and the sentence that it says.

    `names` are the places along the other axis, where panels share them; `good` is 1 where more is better,
    −1 where less is, 0 where neither. `single` is whether a box shows the values beyond its reach one by one.
    """

    kind: Kind
    panels: tuple[Panel, ...]
    axis: Axis
    sentence: str
    names: tuple[str, ...] = ()
    across: Axis | None = None
    good: int = 1
    single: bool = True
