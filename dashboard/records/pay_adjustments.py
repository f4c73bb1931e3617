"""Manual adjustments of pay as they were asked for, and what was decided. Rows are added, never changed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.pay_tables import pay_adjustment, pay_decision

Verdict = Literal["approved", "rejected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of an adjustment, and why."""

    state: Verdict
    by: str
    at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An amount for a person under a plan in a month, decided or not; `currency` is the person's when it was
    asked for, and "" from before there were several.
    """

    id: int
    payee: str
    plan: str
    first: dt.date
    end: dt.date
    amount: Decimal
    currency: str
    reason: str
    rationale: str
    by: str
    at: dt.datetime
    decisions: tuple[Decision, ...]

    @property
    def state(self) -> Literal["pending"] | Verdict:
        """Where it stands: only one that is approved is paid."""
        return self.decisions[-1].state if self.decisions else "pending"

    @property
    def name(self) -> str:
        """How people name it: `A12`."""
        return f"A{self.id}"


def add(
    connection: Connection,
    payee: str,
    plan: str,
    days: tuple[dt.date, dt.date],
    money: tuple[Decimal, str],
    why: tuple[str, str],
    by: str,
) -> int:
    """Write down what is asked for; its number. `money` is an amount and its currency, `why` a reason of the
    list and the rationale.
    """
    made = connection.execute(
        sa.insert(pay_adjustment).values(
            payee=payee, plan=plan, period_first=days[0], period_end=days[1], amount=str(money[0]),
            currency=money[1], reason=why[0], rationale=why[1], by=by[:254], at=dt.datetime.now(dt.UTC),
        )
    )  # fmt: skip
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def decide(connection: Connection, id: int, state: Verdict, by: str, reason: str = "") -> None:
    """Write down a decision.

    Raises:
        sqlalchemy.exc.IntegrityError: the same has been decided before.
    """
    connection.execute(
        sa.insert(pay_decision).values(
            adjustment_id=id, state=state, by=by[:254], at=dt.datetime.now(dt.UTC), reason=reason
        )
    )


def adjustments(
    connection: Connection, since: dt.date = dt.date.min, until: dt.date = dt.date.max
) -> list[Adjustment]:
    """Those of months that begin since a day and end until another, in the order of asking."""
    column = pay_adjustment.c
    within = sa.and_(column.period_first >= since, column.period_end <= until)
    return _adjustments(connection, within)


def adjustment(connection: Connection, id: int) -> Adjustment | None:
    """The one of this number."""
    return next(iter(_adjustments(connection, pay_adjustment.c.id == id)), None)


def _adjustments(connection: Connection, which: sa.ColumnElement[bool]) -> list[Adjustment]:
    decided = _decisions(connection)
    return [
        Adjustment(
            row.id, row.payee, row.plan, row.period_first, row.period_end, Decimal(row.amount), row.currency,
            row.reason, row.rationale, row.by, row.at, decided.get(row.id, ()),
        )
        for row in connection.execute(sa.select(pay_adjustment).where(which).order_by(pay_adjustment.c.id))
    ]  # fmt: skip


def _decisions(connection: Connection) -> Mapping[int, tuple[Decision, ...]]:
    found: dict[int, tuple[Decision, ...]] = {}
    for row in connection.execute(sa.select(pay_decision).order_by(pay_decision.c.id)):
        one = Decision(row.state, row.by, row.at, row.reason)
        found[row.adjustment_id] = (*found.get(row.adjustment_id, ()), one)
    return found
