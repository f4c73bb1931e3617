"""The territories one level below what is looked at, as the leadership page asks for them, once."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboard.answers.answer import PRIOR, Answer
from dashboard.metrics.question import Question
from dashboard.pages.landing import foresees
from dashboard.pages.pace import whole_plan
from dashboard.pages.view import View
from dashboard.text import say

_MEASURES = (
    "net_sales",
    "quota",
    "attainment",
    "landing_attainment",
    "reps_at_quota",
    "eligible_reps",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One territory, or the total of them all; what cannot be computed is None."""

    name: str
    href: str
    sold: Decimal | None
    quota: Decimal | None
    prior: Decimal | None
    attainment: Decimal | None
    attainment_before: Decimal | None
    landing: Decimal | None
    at_quota: Decimal | None
    people: int

    @property
    def gap(self) -> Decimal | None:
        """Above or below quota."""
        return None if self.quota is None else (self.sold or Decimal(0)) - self.quota

    @property
    def change(self) -> Decimal | None:
        """More or less than in the prior year."""
        return None if self.prior is None else (self.sold or Decimal(0)) - self.prior


@dataclass(frozen=True, slots=True)
class Level:
    """The lines of one level with their total, and whether a quota and a landing may be told of them."""

    lines: tuple[Line, ...]
    total: Line
    planned: bool
    foreseen: bool
    level: str


def questions(view: View) -> tuple[Question, ...]:
    """One question; at a last territory, of it alone."""
    level = level_below(view)
    # A landing that may not be told here need not be computed either.
    asked = [key for key in _MEASURES if key != "landing_attainment" or foresees(view)]
    return (view.question(*asked, by=(level,) if level else (), against=view.yearly.name),)


def level_below(view: View) -> str:
    """The level of what lies below; empty at a last territory."""
    below = view.tree.children(view.node.id) if view.node else view.tree.tops
    return below[0].level if below else ""


def level_of(view: View) -> Level:
    """The lines, those first that pull the whole down most: by quota, or by the prior year without one."""
    found = view.answer(*questions(view))
    planned = found.has("quota") and found.total("quota") is not None and whole_plan(view, found) is None
    level = level_below(view)
    lines = sorted(_lines(view, found, planned) if level else (), key=lambda line: _impact(line, planned))
    foreseen = planned and found.has("landing_attainment")
    return Level(tuple(lines), _total(view, found, planned), planned, foreseen, level)


def _impact(line: Line, planned: bool) -> tuple[bool, Decimal]:
    off = line.gap if planned else line.change
    return off is None, off if off is not None else -(line.sold or Decimal(0))


def _lines(view: View, found: Answer, planned: bool) -> Iterator[Line]:
    for row, keys in zip(found.rows, found.keys, strict=True):
        key = str(keys[0])
        name = say(view.language, "ask.unknown") if row[0] is None else str(row[0])
        href = view.address.but(at=key).href if key in view.tree.nodes else ""
        yield _line(view, name, href, found, list(row), planned)


def _total(view: View, found: Answer, planned: bool) -> Line:
    name = view.node.label if view.node else say(view.language, "ask.total")
    return _line(view, name, "", found, list(found.totals or ()), planned)


def _line(view: View, name: str, href: str, found: Answer, row: list[object], planned: bool) -> Line:
    def cell(key: str, told: bool = True) -> Decimal | None:
        value = row[found.at(key)] if told and found.has(key) and row else None
        return None if value is None else Decimal(str(value))

    back = view.reaches_back(view.period, view.yearly)
    return Line(
        name,
        href,
        cell("net_sales"),
        cell("quota", planned),
        cell("net_sales" + PRIOR, back),
        cell("attainment", planned),
        cell("attainment" + PRIOR, planned and back),
        cell("landing_attainment", planned),
        cell("reps_at_quota", planned),
        int(cell("eligible_reps", planned) or 0),
    )


def ranks(values: list[Decimal | None]) -> list[int | None]:
    """The place of each value, the highest first: equals share one, and what is not known has none."""
    known = [value for value in values if value is not None]
    return [None if value is None else 1 + sum(other > value for other in known) for value in values]
