"""What was paid, as far as a reader may read it: it stands in no publication, and travels with the statement.

Pay goes by people and not by territories. So it is never a relation that a filter would have to hold back:
the book hands over the lines of those whose pay is open to this reader, and there are no others to ask.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Protocol

from dashboard.access.scope import CLOSED, Scope
from dashboard.errors import Denied, NotUnderstood
from dashboard.metrics.kinds import Dimension, atoms
from dashboard.metrics.question import Question
from dashboard.paths import QUERIES

MART = "paid"


@dataclass(frozen=True, slots=True)
class Paid:
    """Lines of pay, one beside the other: whose, on which day it was due, how much, in which currency.

    The day is the last one of the pay period. Of what is open as a sum alone the person is "?".
    """

    people: tuple[str, ...] = ()
    days: tuple[dt.date, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    currencies: tuple[str, ...] = ()


NOBODY = Paid()


class PayBook(Protocol):
    """The ledger of pay, for who asks a question."""

    def read(self, scope: Scope, asked: str) -> Paid:
        """What was paid to those whose pay the scope opens; the reading is logged, with what was asked."""


def asks_pay(question: Question) -> bool:
    """Whether a question reads anybody's pay."""
    return any(atom.mart == MART for key in question.measures for atom in atoms(question.row(key).formula))


def paid_for(question: Question, scope: Scope, book: PayBook | None) -> Paid:
    """The lines that a question may read; none where it asks for no pay.

    Raises:
        Denied: nobody's pay is open, or it is not kept beside the publication that is asked.
    """
    if not asks_pay(question):
        return NOBODY
    if scope.pay == CLOSED:
        raise Denied("ask.pay_closed")
    if book is None:
        raise Denied("ask.pay_of_today")
    by = f" by {', '.join(question.by)}" if question.by else ""
    days = f"{question.period.start}..{question.period.end}"
    return book.read(scope, f"{', '.join(question.measures)}{by} {days}")


def whose(question: Question, scope: Scope) -> str:
    """The key of the sentence that says of whom the pay is; "" where none is asked."""
    if not asks_pay(question):
        return ""
    pay = scope.pay
    who = "everybody" if pay.everybody else "company" if pay.company else "led" if pay.led else "own"
    return f"note.pay_{who}"


def require_sums(scope: Scope, dimensions: Iterable[Dimension]) -> None:
    """Refuse to tell pay apart for who may read sums of the whole company alone.

    Raises:
        NotUnderstood: by something else than time.
    """
    for one in dimensions:
        if scope.pay.sums_alone and one.group != "time":
            raise NotUnderstood("ask.pay_of_few", dimension=one.key)


@cache
def relation() -> str:
    """The lines as a relation, to be read with the values of `Paid` and the last day of the data."""
    return (QUERIES / "pay" / "paid.sql").read_text(encoding="utf-8").strip()
