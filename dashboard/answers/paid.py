"""What was paid, as far as a reader may read it: it stands in no publication, and travels with the statement.

Pay goes by people and not by territories. So it is never a relation that a filter would have to hold back:
the book hands over the lines of those whose pay is open to this reader, and there are no others to ask.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Protocol

from dashboard.access.scope import CLOSED, Scope
from dashboard.errors import Denied, NotUnderstood
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Dimension, Formula, Within, atoms, nodes
from dashboard.metrics.question import Question
from dashboard.paths import QUERIES

MART = "paid"
# The notes of an answer on pay.
NOTES = (
    "note.pay_everybody", "note.pay_company", "note.pay_led", "note.pay_own", "note.pay_agreed",
    "note.pay_through",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paid:
    """Lines of pay in three columns of one length: whose, of which day, how much in the reporting currency.

    The day is the last one of the pay period. Of what is open as a sum alone the person is "?". `agreed`
    are the currencies of which some was turned at the rate of a plan year; of sums alone they are not said.
    """

    people: tuple[str, ...] = ()
    days: tuple[dt.date, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    agreed: tuple[str, ...] = ()


NOBODY = Paid()


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of other currencies is worth in the reporting currency, from each day on: in order."""

    currency: str
    known: Mapping[str, tuple[tuple[dt.date, Decimal], ...]]


class PayBook(Protocol):
    """The ledger of pay, for who asks a question."""

    def read(self, scope: Scope, asked: str, rates: Rates) -> Paid:
        """What was paid to those whose pay the scope opens; the reading is logged, with what was asked.

        Raises:
            NotUnderstood: nothing says what an amount is in the reporting currency.
        """


def reads_pay(formula: Formula) -> bool:
    """Whether a formula reads anybody's pay."""
    return any(atom.mart == MART for atom in atoms(formula))


def asks_pay(question: Question) -> bool:
    """Whether a question reads anybody's pay."""
    return any(reads_pay(question.row(key).formula) for key in question.measures)


def require_pay(scope: Scope, book: PayBook | None) -> PayBook:
    """The book, for who may open it at all.

    Raises:
        Denied: nobody's pay is open, or it is not kept beside the publication that is asked.
    """
    if scope.pay == CLOSED:
        raise Denied("ask.pay_closed")
    if book is None:
        raise Denied("ask.pay_of_today")
    return book


def told(question: Question) -> str:
    """What a question asks, in the words of the log: its measures and every limit of them, by what, when."""
    formulas = [question.row(key).formula for key in question.measures]
    within = [node for one in formulas for node in nodes(one) if isinstance(node, Within)]
    limits = [*question.where, *(limit for node in within for limit in node.limits)]
    parts = [
        ", ".join(question.measures),
        f"by {', '.join(question.by)}" if question.by else "",
        *(f"where {_limit(one)}" for one in limits),
        f"{question.period.start}..{question.period.end}",
    ]
    return " ".join(filter(None, parts))


def _limit(one: Condition) -> str:
    return f"{one.dimension} {'not in' if one.exclude else 'in'} ({', '.join(one.members)})"


def require_sums(scope: Scope, dimensions: Iterable[Dimension]) -> None:
    """Refuse to tell pay apart for who may read sums of the whole company alone.

    Raises:
        NotUnderstood: by something else than time.
    """
    for one in dimensions:
        if scope.pay.sums_alone and one.group != "time":
            raise NotUnderstood("ask.pay_of_few", dimension=one.key)


def whose(scope: Scope) -> str:
    """The key of the sentence that says of whom the pay is that somebody reads."""
    pay = scope.pay
    who = "everybody" if pay.everybody else "company" if pay.company else "led" if pay.led else "own"
    return f"note.pay_{who}"


@cache
def relation() -> str:
    """The lines as a relation, to be read with the values of `Paid` and the last day of the data."""
    return (QUERIES / "pay" / "paid.sql").read_text(encoding="utf-8").strip()
