"""Who can deliver a step of pay: customers whose deals are due in time, and whose orders are overdue."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from dashboard.access.scope import Scope
from dashboard.answers.compiler_ideas import compile_deliverable
from dashboard.answers.warehouse_shelf import Shelf

_MOST = 500  # beyond so many nobody is named


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One customer's open deals that are due by a day (the first of them on `day`), or overdue order (the
    last one was on `day`); `likely` is `worth` times what is probable, in the reporting currency.
    """

    kind: Literal["deal", "overdue"]
    customer_id: str
    name: str
    worth: Decimal
    likely: Decimal
    day: dt.date


def deliverable(scope: Scope, shelf: Shelf, node: str | None, until: dt.date) -> list[Deliverable]:
    """They within a scope, below a node where one is given: deals first, the likeliest money first."""
    rows = shelf.run(compile_deliverable(scope, node, until, _MOST))
    return [
        Deliverable(
            cast(Literal["deal", "overdue"], kind), str(key), str(name), Decimal(str(worth)),
            Decimal(str(likely or 0)), cast(dt.date, day),
        )
        for kind, key, name, worth, likely, day in rows
    ]  # fmt: skip
