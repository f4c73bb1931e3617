"""What keeps some members of an answer and leaves the others out: a bound on a measure, or the first few."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Sign = Literal["<", "<=", ">", ">=", "=", "!="]
SIGNS: tuple[Sign, ...] = ("<=", ">=", "!=", "<", ">", "=")


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on a column of the answer: `net_sales`, or what is shown besides, `net_sales.difference`.

    Money is in the company's currency, rates are fractions.
    """

    column: str
    sign: Sign
    value: Decimal

    def __str__(self) -> str:
        return f"{self.column} {self.sign} {self.value}"


@dataclass(frozen=True, slots=True)
class Top:
    """The first `n` members of the dimension `of`, by a column; within each member of `per`, if there is one.

    `others` adds up all that are left out in one row more.
    """

    n: int
    of: str
    column: str
    descending: bool = True
    per: str = ""
    others: bool = False
