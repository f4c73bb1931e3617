"""One number out of the total row of an answer, as a tile takes it."""

from decimal import Decimal

from dashboard.answers.answer import Answer

Amount = Decimal | float | int | None


def value(answer: Answer, key: str) -> Amount:
    """The total of a measure; None where it is empty, or was not asked for."""
    if key not in {column.key for column in answer.columns}:
        return None
    found = answer.total(key)
    return found if isinstance(found, Decimal | float | int) else None


def money(answer: Answer, key: str) -> Decimal | None:
    """The same as an amount of money."""
    found = value(answer, key)
    return None if found is None else Decimal(str(found))
