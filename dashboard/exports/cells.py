"""A value with the way it is written: the same words on the screen, on paper and on slides."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dashboard.figures.marks import Sheet as Drawn
from dashboard.text import Language, dates, formats
from dashboard.text.formats import ABSENT, EXACT, Form

Kind = Literal["text", "money", "number", "percent", "day", "drawn"]
Value = Decimal | float | int | dt.date | str | Drawn | None


@dataclass(frozen=True, slots=True)
class Look:
    """How values are written: money in the unit and places of its form, all else with its places.

    One that is `signed` is a change: it carries its sign, and more is better.
    """

    kind: Kind = "text"
    form: Form = EXACT
    signed: bool = False
    suffix: str = ""

    @property
    def numeric(self) -> bool:
        """Whether a program adds it up."""
        return self.kind in ("money", "number", "percent")


TEXT, DAY, DRAWN = Look(), Look("day"), Look("drawn")
COUNT = Look("number", Form(0, 0))


def money(form: Form, *, signed: bool = False) -> Look:
    """An amount, kept whole and shown in the unit of its form."""
    return Look("money", form, signed)


def percent(places: int = 1, *, signed: bool = False) -> Look:
    """A ratio, kept as a fraction."""
    return Look("percent", Form(0, places), signed)


def number(places: int = 0, *, signed: bool = False, suffix: str = "") -> Look:
    """A plain number; the suffix follows it at once (2.6×)."""
    return Look("number", Form(0, places), signed, suffix)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that is not written as its column is."""

    value: Value
    look: Look = TEXT


def parted(cell: "Value | Cell", look: Look) -> tuple[Value, Look]:
    """The value and how it is written, here or by its column; words are words in any column."""
    value, look = (cell.value, cell.look) if isinstance(cell, Cell) else (cell, look)
    return value, TEXT if isinstance(value, str) else look


def told(language: Language, cell: Value | Cell, look: Look = TEXT) -> str:
    """The cell in the reader's words; a drawing has none."""
    value, look = parted(cell, look)
    if isinstance(value, Drawn):
        return ""
    if isinstance(value, dt.date):
        return dates.day(language, value)
    if value is None or isinstance(value, str):
        return ABSENT if value is None else value
    if look.kind == "money":
        write = formats.signed_money if look.signed else formats.money
        return write(language, Decimal(str(value)), look.form)
    if look.kind == "percent":
        return (formats.signed_percent if look.signed else formats.percent)(language, value, look.form.places)
    return (formats.signed if look.signed else formats.number)(
        language, value, look.form.places
    ) + look.suffix


def direction(value: Value, look: Look) -> int:
    """−1, 0 or 1 as a change is shown; whatever is no change points nowhere."""
    if not look.signed or not isinstance(value, Decimal | float | int):
        return 0
    exact = Decimal(str(value))
    power = -look.form.power if look.kind == "money" else 2 if look.kind == "percent" else 0
    return formats.direction(exact.scaleb(power), look.form.places)
