"""The words in which a measure is described: unit, direction, aggregation, alignment, formula.

A formula is data, not SQL: the compiler turns each node into its own engine's words, the
documentation turns the same node into a sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Alignment = Literal["today", "credited"]


class Kind(StrEnum):
    """What a column holds; JSON writes money as text with four decimals, the rest as numbers."""

    DIMENSION = "dimension"
    MONEY = "money"
    QUANTITY = "quantity"
    COUNT = "count"
    RATIO = "ratio"
    DATE = "date"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Aggregation(StrEnum):
    """How totals come about; the reason why a total may not be the sum of what is shown."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio of sums"
    DISTINCT = "distinct"
    LATEST = "latest"
    ORDER_STATISTIC = "order statistic"


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of one column of one mart, of all lines or of those that `only` names.

    `whole`: empty where a line does not say it, for a part of a sum would pass for all of it.
    """

    mart: str
    column: str
    only: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different values a column has; never added up, always counted again."""

    mart: str
    column: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest value of a column."""

    mart: str
    column: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Quantile:
    """The value below which the share `q` of all values lies (0.5: the median), between its neighbours.

    Of days, hours and counts, never of money: what lies between two values is no exact amount.
    """

    mart: str
    column: str
    q: float
    only: str = ""


@dataclass(frozen=True, slots=True)
class Prior:
    """The same over the days of the prior year that the comparison pairs with these."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Trailing:
    """The same over the twelve months that end with the period, as far as the data goes."""

    of: Sum


@dataclass(frozen=True, slots=True)
class Whole:
    """A quota over the whole fiscal year (or quota period) that contains the range."""

    of: Sum


@dataclass(frozen=True, slots=True)
class Minus:
    """One less the other; `right_zero`: what is taken away reads as zero where it is absent."""

    left: "Formula"
    right: "Formula"
    right_zero: bool = False


@dataclass(frozen=True, slots=True)
class Ratio:
    """One by the other, each summed first; empty where the divisor is zero or absent.

    `above_zero`: empty where the divisor is negative too, for a change from a negative base has
    no meaning as a rate.
    """

    over: "Formula"
    under: "Formula"
    above_zero: bool = False


Atom = Sum | Distinct | Latest | Quantile
Formula = Atom | Prior | Trailing | Whole | Minus | Ratio


def atoms(formula: Formula) -> Iterator[Atom]:
    """All that is read of lines for the formula, however deep it stands."""
    match formula:
        case Minus(left, right):
            yield from (*atoms(left), *atoms(right))
        case Ratio(over=over, under=under):
            yield from (*atoms(over), *atoms(under))
        case Prior(of) | Trailing(of) | Whole(of):
            yield from atoms(of)
        case Sum() | Distinct() | Latest() | Quantile():
            yield formula


def nodes(formula: Formula) -> Iterator[Formula]:
    """The formula and all that it is made of, down to what stands beside each other in it."""
    yield formula
    if isinstance(formula, Minus):
        yield from (*nodes(formula.left), *nodes(formula.right))
    elif isinstance(formula, Ratio):
        yield from (*nodes(formula.over), *nodes(formula.under))


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the catalogue: all that the product says about one KPI.

    `unit` is "currency", "currency_a_day", "fraction", "times", "units", "n", "days" or "day"; `needs`
    names the source tables without which it is not offered; `empty_reason` is the note's key where
    it cannot be computed, and without one, a group that has no line reads as zero.
    """

    key: str
    kind: Kind
    unit: str
    formula: Formula
    needs: tuple[str, ...]
    direction: Direction = Direction.UP
    alignment: Alignment = "credited"
    empty_reason: str = ""
    owner: str = "sales operations"
    version: int = 1

    @property
    def absent(self) -> Literal["zero", "empty"]:
        """What a group without a line reads as."""
        return "empty" if self.empty_reason else "zero"

    @property
    def aggregation(self) -> Aggregation:
        """How totals come about, which follows from the formula."""
        match self.formula:
            case Ratio():
                return Aggregation.RATIO_OF_SUMS
            case Distinct():
                return Aggregation.DISTINCT
            case Latest():
                return Aggregation.LATEST
            case Quantile():
                return Aggregation.ORDER_STATISTIC
        return Aggregation.SUM


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break a number down, and the marts that carry it.

    `group` is what kind of thing it is: time, territory, rep, customer, product, document, deal or contact.
    A territory dimension bears a level; the levels come from the company's data.
    """

    key: str
    group: Literal["time", "territory", "rep", "customer", "product", "document", "deal", "contact"]
    level: str = ""
