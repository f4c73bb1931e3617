"""Where customers stand: an amount of theirs as marks of a map, under a scope, and the outlines around."""

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from dashboard.access.scope import Scope
from dashboard.answers.answer import prepare
from dashboard.answers.compiler_places import BEYOND, HERE, NOWHERE, compile_outlines, compile_places
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Row, Shelf
from dashboard.metrics.question import Question

Corner = tuple[float, float]  # degrees north and east


@dataclass(frozen=True, slots=True)
class Spot:
    """Customers who stand together, how many, and what they come to; `before` as the question compares.

    `keys` and `labels` are those of the first of them, the largest first. `city` is the one that all
    are in, `child` the territory below that most of them belong to.
    """

    customers: int
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    amount: Decimal | None
    before: Decimal | None
    latitude: float
    longitude: float
    city: str | None
    child: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """All customers of a question: those on the map, and those beyond it or without coordinates."""

    spots: tuple[Spot, ...]
    beyond: Spot | None = None
    nowhere: Spot | None = None

    @property
    def all(self) -> tuple[Spot, ...]:
        """Everybody."""
        return (*self.spots, *(one for one in (self.beyond, self.nowhere) if one))

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return sum(one.customers for one in self.all)


@dataclass(frozen=True, slots=True)
class Ground:
    """Which territories a map is of, and which below them it may lead to."""

    nodes: tuple[str, ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Land:
    """The outline of a territory, given or derived from where customers stand: the rings of its polygons."""

    derived: bool
    rings: tuple[tuple[Corner, ...], ...]


def places(question: Question, ground: Ground, scope: Scope, shelf: Shelf) -> Places:
    """The customers of a question about one amount by customer, put together by where they stand.

    Raises:
        NotUnderstood: as for `answer`.
    """
    found = [(row[0], _spot(row)) for row in shelf.run(_statement(question, ground, scope, shelf))]
    aside = {stands: spot for stands, spot in found if stands != HERE}
    here = tuple(spot for stands, spot in found if stands == HERE)
    return Places(here, aside.get(BEYOND), aside.get(NOWHERE))


def outlines(ground: Ground, scope: Scope, shelf: Shelf) -> dict[str, Land]:
    """The outlines of these territories and of those below them, by key; only of those within the scope."""
    found: dict[str, Land] = {}
    for territory, made, north, east in shelf.run(_outlined(ground, scope)):
        before = found[key].rings if (key := str(territory)) in found else ()
        ring = tuple(zip(north, east, strict=True))  # type: ignore[call-overload]
        found[key] = Land(made == "derived", (*before, ring))
    return found


def begin_places(question: Question, ground: Ground, scope: Scope, shelf: Shelf) -> None:
    """Have what `places` and `outlines` will ask computed beside what else a page asks.

    Raises:
        NotUnderstood: as for `answer`.
    """
    shelf.begin(_outlined(ground, scope))
    shelf.begin(_statement(question, ground, scope, shelf))


def _statement(question: Question, ground: Ground, scope: Scope, shelf: Shelf) -> Statement:
    _, found = prepare(question, scope, shelf, ordered=False)
    return compile_places(
        found,
        ground.nodes,
        ground.below,
        scope,
        compared=question.against is not None,
    )


def _outlined(ground: Ground, scope: Scope) -> Statement:
    return compile_outlines((*ground.nodes, *ground.below), scope)


def _spot(row: Row) -> Spot:
    _, customers, keys, labels, *rest = row
    return Spot(cast(int, customers), tuple(cast(list[str], keys)), tuple(cast(list[str], labels)), *rest)  # type: ignore[arg-type]
