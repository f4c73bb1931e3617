"""One customer as a person may see it: who it is, whose it was and is, and what it ordered."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from dashboard.access.scope import Scope
from dashboard.answers.compiler_customers import (
    compile_holders,
    compile_order,
    compile_orders,
    compile_profile,
)
from dashboard.answers.members import resolve
from dashboard.answers.warehouse_shelf import Row, Shelf
from dashboard.errors import Denied
from dashboard.metrics.question import Question

OPEN_ENDED = dt.date(9999, 12, 31)
BEFORE_ALL = dt.date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a customer is; `territory` owns it today ("?" is nobody), `identifiers` are its keys elsewhere."""

    id: str
    label: str
    segment: str
    industry: str
    city: str
    opened_on: dt.date | None
    territory: str
    identifiers: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """A stretch in which one territory owned a customer and one person (or nobody) worked it.

    `start` is None where it has always been so, `end` (its last day) where it still is.
    """

    territory: str
    label: str
    start: dt.date | None
    end: dt.date | None
    person: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """One order with what its lines come to; "?" is what was sold on a day without an order's number."""

    day: dt.date
    id: str
    lines: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Orders:
    """A stretch of a customer's orders, how many there are, and what all of them come to."""

    rows: tuple[Order, ...]
    count: int
    amount: Decimal


def profile(key: str, scope: Scope, shelf: Shelf) -> Profile:
    """The customer of this key.

    Raises:
        Denied: there is none, or it is not this person's; which of the two is not told.
    """
    found = shelf.run(compile_profile(key, scope, shelf.outline))
    if not found:
        raise Denied("profile.outside_scope")
    return Profile(*found[0])  # type: ignore[arg-type]


def holders(key: str, scope: Scope, shelf: Shelf) -> tuple[Holder, ...]:
    """Who had the customer, the latest first, as far as it was within the scope."""
    return tuple(_holder(row) for row in shelf.run(compile_holders(key, scope)))


def _holder(row: Row) -> Holder:
    territory, label, start, end, person = row
    first, after = cast(dt.date, start), cast(dt.date, end)
    return Holder(
        str(territory),
        str(label),
        None if first <= BEFORE_ALL else first,
        None if after >= OPEN_ENDED else after - dt.timedelta(days=1),
        None if person is None else str(person),
    )


def orders(question: Question, scope: Scope, shelf: Shelf, limit: int, offset: int = 0) -> Orders:
    """Orders `offset` to `offset + limit` of those that a question is about, the latest first."""
    asked = resolve(question, scope, shelf)
    found = shelf.run(compile_orders(asked, scope, shelf.outline, limit, offset))
    if not found:
        return Orders((), 0, Decimal(0))
    return Orders(tuple(Order(*row[:4]) for row in found), int(str(found[0][4])), Decimal(str(found[0][5])))  # type: ignore[arg-type]


def order_lines(order: str, question: Question, scope: Scope, shelf: Shelf) -> list[Row]:
    """Product, quantity, list and net amount, channel, file and record of each line of one order."""
    asked = resolve(question, scope, shelf)
    return shelf.run(compile_order(order, asked, scope, shelf.outline))
