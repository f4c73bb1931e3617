"""Statements as they are kept, and read back: every amount as text, so that no digit is lost."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dashboard.pay.rounding import written
from dashboard.pay.statement import Before, Statement, StatementLine


def kept(made: Statement) -> dict[str, object]:
    """A statement as the records keep it."""
    return {
        "payee": made.payee,
        "plan": made.plan,
        "plan_version": made.version,
        "period_first": made.period.first,
        "period_end": made.period.end,
        "currency": made.currency,
        "earned": str(made.earned),
        "paid": str(made.paid),
        "lines": [_line(line) for line in made.lines],
        "before": balances(made.before),
        "after": balances(made.after),
    }


def balances(before: Before) -> dict[str, Any]:
    """What is carried on, as plain data."""
    found: dict[str, Any] = {
        "posted": _amounts(before.posted),
        "withheld": str(before.withheld),
        "drawn": str(before.drawn),
        "carried": str(before.carried),
        "held": {key: str(amount) for key, amount in sorted(before.held.items())},
        "year": str(before.year),
    }
    # Of who is paid in the plan's money it is not said: so were all, before there was another.
    if before.currency:
        found["currency"] = before.currency
    for name, told in (("turned", before.turned), ("cut", before.cut), ("cut_turned", before.cut_turned)):
        if told:
            found[name] = _amounts(told)
    return found


def before_of(found: Mapping[str, Any], since: dt.date) -> Before:
    """What a kept statement carries on, of pay periods since a day: earlier ones are not looked at again."""
    return Before(
        posted=_amounts_of(found["posted"], since),
        withheld=Decimal(found["withheld"]),
        drawn=Decimal(found["drawn"]),
        carried=Decimal(found["carried"]),
        held={key: Decimal(amount) for key, amount in found["held"].items()},
        year=Decimal(found["year"]),
        currency=found.get("currency", ""),
        turned=_amounts_of(found.get("turned", ()), since),
        cut=_amounts_of(found.get("cut", ()), since),
        cut_turned=_amounts_of(found.get("cut_turned", ()), since),
    )


def _amounts(told: Mapping[tuple[str, dt.date], Decimal]) -> list[list[str]]:
    return [[key, first.isoformat(), str(amount)] for (key, first), amount in sorted(told.items())]


def _amounts_of(found: Iterable[Sequence[str]], since: dt.date) -> dict[tuple[str, dt.date], Decimal]:
    told = ((key, dt.date.fromisoformat(first), Decimal(amount)) for key, first, amount in found)
    return {(key, first): amount for key, first, amount in told if first >= since}


def _line(line: StatementLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "component": line.component,
        "amount": str(line.amount),
        "plan_amount": str(line.plan_amount),
        "exact": written(line.exact),
        "period": line.period.isoformat() if line.period else "",
        "source": line.source,
        "note": dict(line.note),
    }
