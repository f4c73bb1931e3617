"""What keeps some members of an answer and leaves the others out: a bound on a measure, or the first few.

Both look at columns of the answer. A bound keeps those combinations of what goes down (time aside)
whose value lies within it; the first few are members of one dimension. What is kept is kept
before anything is added up, so that every total is that of what one sees.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from dashboard.errors import NotUnderstood
from dashboard.metrics.nearest import nearest

Sign = Literal["<", "<=", ">", ">=", "=", "!="]
SIGNS: tuple[Sign, ...] = ("<=", ">=", "!=", "<", ">", "=")
MOST = 1000
# The key of the row that holds all that is not among the first; no key of a source begins with it.
OTHERS = "\u2026"
_LARGEST = Decimal(10) ** 24
_BOUND = re.compile(
    r"^\s*(?P<column>[\w.]+)\s*(?P<sign><=|>=|!=|<|>|=)\s*(?P<value>-?[\d.]+)\s*(?P<hundredth>%?)\s*$"
)
_TOP = re.compile(
    r"^\s*(?P<end>top|bottom)\s+(?P<n>\d{1,9})\s+(?P<of>\w+)(\s+by\s+(?P<column>[\w.]+))?"
    r"(\s+per\s+(?P<per>\w+))?(?P<others>\s+with\s+others)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on a column of the answer: `net_sales`, or what is shown besides, `net_sales.difference`.

    Money is in the company's currency, rates are fractions. What has no value lies within no bound.
    """

    column: str
    sign: Sign
    value: Decimal

    def __str__(self) -> str:
        return f"{self.column} {self.sign} {self.value:f}"


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

    def __str__(self) -> str:
        per = f" per {self.per}" if self.per else ""
        others = " with others" if self.others else ""
        return f"{'top' if self.descending else 'bottom'} {self.n} {self.of} by {self.column}{per}{others}"


def bound(text: str, columns: Sequence[str]) -> Bound:
    """A bound as people write it: `attainment < 80%`, `net_sales >= 10000`.

    Raises:
        NotUnderstood: not of that form, not a number, or a column that is not among these.
    """
    found = _BOUND.match(text)
    if not found:
        raise NotUnderstood("ask.bound_form", text=text)
    try:
        value = Decimal(found["value"]) / (100 if found["hundredth"] else 1)
    except InvalidOperation as error:
        raise NotUnderstood("ask.bound_form", text=text) from error
    sign = next(one for one in SIGNS if one == found["sign"])
    return checked_bound(Bound(found["column"], sign, value), columns)


def checked_bound(one: Bound, columns: Sequence[str]) -> Bound:
    """The bound, if it is on one of these columns and within reason.

    Raises:
        NotUnderstood: it is not.
    """
    if one.column not in columns:
        raise NotUnderstood("ask.unknown_bound", name=one.column, nearest=nearest(one.column, columns))
    if abs(one.value) > _LARGEST:
        raise NotUnderstood("ask.bound_form", text=str(one))
    return one


def top(text: str, by: Sequence[str], columns: Sequence[str]) -> Top:
    """The first few as people write them: `top 10 customer`, `bottom 3 rep by growth per region with others`.

    Without a column it is the first one.

    Raises:
        NotUnderstood: not of that form, or a word of it that is not part of the question.
    """
    found = _TOP.match(text)
    if not found:
        raise NotUnderstood("ask.top_form", text=text)
    return checked_top(
        Top(
            int(found["n"]), found["of"], found["column"] or columns[0],
            found["end"].lower() == "top", found["per"] or "", bool(found["others"]),
        ),
        by, columns,
    )  # fmt: skip


def checked_top(one: Top, by: Sequence[str], columns: Sequence[str]) -> Top:
    """The first few, if what they are of, within and by are part of the question.

    Raises:
        NotUnderstood: they are not.
    """
    if not 1 <= one.n <= MOST:
        raise NotUnderstood("ask.top_number", n=one.n, most=MOST)
    for dimension in filter(None, (one.of, one.per)):
        if dimension not in by:
            raise NotUnderstood("ask.top_of", name=dimension, known=", ".join(by) or "-")
    if one.per and by.index(one.per) >= by.index(one.of):
        raise NotUnderstood("ask.top_of", name=one.per, known=", ".join(by[: by.index(one.of)]) or "-")
    if one.column not in columns:
        raise NotUnderstood("ask.unknown_bound", name=one.column, nearest=nearest(one.column, columns))
    return one
