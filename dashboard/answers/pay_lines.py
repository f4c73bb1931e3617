"""The lines of pay that one question may read, in the reporting currency of the publication that is asked."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import cast

from dashboard.access.scope import Scope
from dashboard.answers.paid import NOBODY, Paid, Rates, asks_pay, require_pay, told
from dashboard.answers.reports import report
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.question import Question


def paid_for(question: Question, scope: Scope, shelf: Shelf) -> Paid:
    """The lines of pay that this question may read, in the reporting currency; none where it asks for no pay.

    Raises:
        Denied: nobody's pay is open, or it is not kept beside the publication that is asked.
        NotUnderstood: nothing says what an amount is in the reporting currency.
    """
    if not asks_pay(question):
        return NOBODY
    return require_pay(scope, shelf.book).read(scope, told(question), _rates(shelf))


def _rates(shelf: Shelf) -> Rates:
    known = defaultdict[str, list[tuple[dt.date, Decimal]]](list)
    for currency, day, rate in report("rates", shelf):
        known[str(currency)].append((cast(dt.date, day), Decimal(str(rate))))
    return Rates(shelf.outline.currency, {currency: tuple(rates) for currency, rates in known.items()})
