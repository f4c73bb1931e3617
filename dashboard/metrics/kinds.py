"""The words in which a measure is described: unit, direction, aggregation, alignment, formula.

A formula is data, not SQL: the compiler turns each node into its own engine's words, the
documentation turns the same node into a sentence.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Literal

from dashboard.metrics.conditions import Condition

Alignment = Literal["today", "credited"]
Credit = Literal["direct", "overlay", "rollup"]
"""Whose a line is: of whom it is credited to, of overlays beside them, of those who lead them."""
Days = Literal[
    "trailing", "window", "opening", "earlier", "full_months", "until", "year", "year_to_date", "recent"
]
"""Days that a formula reads besides the period's own; `answers/spans.py` says which they are."""


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
    OF_MEMBERS = "of members"


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
class Count:
    """How many lines there are."""

    mart: str
    only: str = ""
    column: str = ""


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
class Over:
    """The same over other days than the period's own."""

    of: "Formula"
    days: Days


@dataclass(frozen=True, slots=True)
class Whole:
    """A quota over the whole fiscal year (or quota period) that contains the range."""

    of: Sum


@dataclass(frozen=True, slots=True)
class Total:
    """The same in the question's own total, whatever the row."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class OrZero:
    """The same, and zero where it is absent, in a measure that is else empty there."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the definition itself."""

    value: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """How many days the company's calendar works, whatever the row.

    Those of the fiscal year after the last day of the data ("left"), or the sixty up to it ("recent").
    """

    days: Literal["left", "recent"]


@dataclass(frozen=True, slots=True)
class AtLeastZero:
    """The same, and zero where it is below."""

    of: "Formula"


@dataclass(frozen=True, slots=True)
class Plus:
    """One and the other."""

    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class Minus:
    """One less the other."""

    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class Ratio:
    """One by the other, each summed first; empty where the divisor is zero or absent.

    `above_zero`: empty where the divisor is negative too, for a change from a negative base has
    no meaning as a rate. `both`: empty where the dividend is absent, which is else zero.
    """

    over: "Formula"
    under: "Formula"
    above_zero: bool = False
    both: bool = False


@dataclass(frozen=True, slots=True)
class Prorated:
    """An amount times one over another, to the ten-thousandth; empty where the other is not above zero."""

    of: "Formula"
    over: "Formula"
    under: "Formula"


@dataclass(frozen=True, slots=True)
class Times:
    """So many times the other; a whole number, for then the product is exact."""

    of: "Formula"
    by: int


@dataclass(frozen=True, slots=True)
class Within:
    """The same of the lines within some limits, besides those of the question."""

    of: "Formula"
    limits: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """What a member must hold to be counted."""

    left: "Formula"
    sign: Literal[">", ">=", "="]
    right: "Formula" = Number(0)


@dataclass(frozen=True, slots=True)
class Each:
    """Members of some dimensions put together within each row: those that stand every test.

    A formula is worked out for each member within the row (or, for the total, within all rows),
    then folded: their number, the sum, a quantile, the spread (standard deviation by mean), the
    share of the ten largest, the sum of the squared shares, the share of the members that lie within
    15 % of their mean. The unknown is no member.
    """

    members: tuple[str, ...]
    fold: Literal["count", "sum", "quantile", "spread", "top_ten", "squared_shares", "in_band"]
    of: "Formula"
    where: tuple[Holds, ...] = ()
    q: float = 0.5


Atom = Sum | Distinct | Count | Latest | Quantile
Formula = (
    Atom | Prior | Over | Whole | Total | OrZero | AtLeastZero | Number | WorkingDays
    | Plus | Minus | Times | Ratio | Prorated | Within | Each
)  # fmt: skip


def nodes(formula: Formula) -> Iterator[Formula]:
    """The formula and all that it is made of, down to what stands beside each other in it."""
    yield formula
    for part in parts(formula):
        yield from nodes(part)


def atoms(formula: Formula) -> Iterator[Atom]:
    """All that is read of lines for the formula, however deep it stands."""
    for node in nodes(formula):
        if isinstance(node, Atom):
            yield node


def parts(formula: Formula) -> tuple[Formula, ...]:
    """What a formula is directly made of, in the order in which it is read."""
    match formula:
        case Prior(of) | Over(of) | Whole(of) | Total(of) | OrZero(of) | AtLeastZero(of) | Times(of):
            return (of,)
        case Within(of):
            return (of,)
        case Plus(left, right) | Minus(left, right):
            return left, right
        case Ratio(over=over, under=under):
            return over, under
        case Prorated(of, over, under):
            return of, over, under
        case Each(of=of, where=where):
            return (of, *(side for test in where for side in (test.left, test.right)))
    return ()


def limited(formula: Formula, found: Callable[[Condition], Condition]) -> Formula:
    """The formula with each limit in it as `found` gives it; the same one where it has none."""
    if not any(isinstance(node, Within) for node in nodes(formula)):
        return formula
    changed = {
        field.name: limited(value, found)
        for field in fields(formula)
        if isinstance(value := getattr(formula, field.name), Formula)
    }
    if isinstance(formula, Within):
        changed |= {"limits": tuple(found(one) for one in formula.limits)}  # type: ignore[dict-item]
    return replace(formula, **changed)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the catalogue: all that the product says about one KPI.

    `unit` is "currency", "currency_a_day", "currency_a_working_day", "fraction", "times", "units",
    "n", "days" or "day"; `needs` names the source tables without which it is not offered;
    `empty_reason` is the note's key where it cannot be computed, and without one, a group that has
    no line reads as zero.
    `words` are those of a company's own measure, as "en.name"; the others have theirs in the text catalogue.
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
    words: tuple[tuple[str, str], ...] = ()

    @property
    def absent(self) -> Literal["zero", "empty"]:
        """What a group without a line reads as."""
        return "empty" if self.empty_reason else "zero"

    @property
    def aggregation(self) -> Aggregation:
        """How totals come about, which follows from the formula."""
        formula = self.formula
        while isinstance(formula, Over | Within | Times):
            formula = formula.of
        match formula:
            case Ratio():
                return Aggregation.RATIO_OF_SUMS
            case Each(fold="quantile"):
                return Aggregation.ORDER_STATISTIC
            case Distinct():
                return Aggregation.DISTINCT
            case Latest():
                return Aggregation.LATEST
            case Quantile():
                return Aggregation.ORDER_STATISTIC
        folded = any(isinstance(node, Each) for node in nodes(formula))
        return Aggregation.OF_MEMBERS if folded else Aggregation.SUM


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break a number down, and the marts that carry it.

    `group` is what kind of thing it is: time, territory, rep, customer, product, document, deal or contact.
    A territory dimension bears a level; the levels come from the company's data.
    """

    key: str
    group: Literal["time", "territory", "rep", "customer", "product", "document", "deal", "contact"]
    level: str = ""
