"""One number out of an answer, as a tile or a line takes it."""

from decimal import Decimal

from dashboard.answers.answer import Answer
from dashboard.metrics.comparison import Comparison
from dashboard.pages.view import View

Amount = Decimal | float | int | None


def value(answer: Answer, key: str) -> Amount:
    """The total of a measure; None where it is empty, or was not asked for."""
    if not answer.has(key):
        return None
    found = answer.total(key)
    return found if isinstance(found, Decimal | float | int) else None


def money(answer: Answer, key: str) -> Decimal | None:
    """The same as an amount of money."""
    found = value(answer, key)
    return None if found is None else Decimal(str(found))


def base(view: View, comparison: Comparison, before: object) -> Decimal | None:
    """What a member's sales are compared with; None where there is nothing to say.

    Without sales in the prior year a member is new, which is zero; in the month before, or without
    a quota, it is not.
    """
    if not isinstance(before, Decimal) or not view.reaches_back(view.period, comparison):
        return None
    return before if before or comparison.yearly else None
