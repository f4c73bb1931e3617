"""What a panel holds, said once: a workbook, text, paper, slides and a picture are all made from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.exports.cells import TEXT, Cell, Look, Value
from dashboard.figures.chart import Chart
from dashboard.figures.columns import MonthColumns
from dashboard.figures.distribution import Distribution
from dashboard.figures.marks import Sheet as Drawn
from dashboard.figures.territory_map import TerritoryMap
from dashboard.figures.waterfall import Waterfall
from dashboard.text import Language

Figure = Chart | Waterfall | Distribution | MonthColumns | TerritoryMap
Row = tuple[Value | Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and how its values are written.

    `name` is the heading without a unit, where it has one: whole amounts are in no thousands.
    """

    label: str
    look: Look = TEXT
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change below a key figure: −1, 0 or 1 for its verdict, its words, and the words after it."""

    verdict: int
    text: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number of a strip as it stands on paper; without a value, a note says why."""

    label: str
    value: Cell | None = None
    unit: str = ""
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    picture: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its figure and its notes; the columns of drawings stand on paper alone.

    `more` is how many rows there are besides these. Without columns its notes say why there are none.
    """

    title: str
    scope: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    total: Row | None = None
    notes: tuple[str, ...] = ()
    figure: Figure | None = None
    keys: tuple[KeyFigure, ...] = ()
    more: int = 0

    @property
    def kept(self) -> list[int]:
        """The places of the columns that hold values."""
        return [at for at, column in enumerate(self.columns) if column.look.kind != "drawn"]

    def lines(self) -> Iterator[Row]:
        """The rows, and the total last."""
        yield from self.rows
        if self.total is not None:
            yield self.total


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where the numbers come from: the company, what limits them, and from when they are.

    `chosen` pairs the name of a choice (period, comparison, territory, ...) and the choice.
    """

    company: str
    chosen: tuple[tuple[str, str], ...]
    through: str
    publication: str
    made: str

    @property
    def lines(self) -> tuple[str, str]:
        """What was chosen, and from when it is."""
        choices = " · ".join(f"{name}: {words}" for name, words in self.chosen)
        return f"{self.company} · {choices}", f"{self.through} · {self.publication} · {self.made}"


@dataclass(frozen=True, slots=True)
class Part:
    """Sheets one below the other, in a column of so many parts of the width."""

    sheets: tuple[Sheet, ...]
    width: float = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A page, or one tile of it, as it leaves: bands of columns from top to bottom.

    `name` is what a file is called by. A `summary` is read at one glance: one sheet across, and slides.
    """

    name: str
    language: Language
    currency: str
    title: str
    line: str
    stamp: Stamp
    bands: tuple[tuple[Part, ...], ...]
    summary: bool = False

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets in reading order."""
        return tuple(sheet for band in self.bands for part in band for sheet in part.sheets)
