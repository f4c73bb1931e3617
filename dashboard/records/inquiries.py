"""Inquiries about lines of statements, step by step, and who has accepted which version of a plan."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.pay_tables import (
    pay_acknowledgement,
    pay_inquiry,
    pay_inquiry_step,
    pay_statement,
)

Kind = Literal["missing_credit", "split", "quota", "rate", "data", "policy"]
Said = Literal["asked", "asked_back", "added", "upheld", "partly", "rejected", "explained", "withdrawn"]
ENDS: frozenset[Said] = frozenset({"upheld", "partly", "rejected", "explained", "withdrawn"})
_CHOSEN = sa.select(pay_inquiry, pay_statement.c.currency.label("of_statement")).join(pay_statement)


@dataclass(frozen=True, slots=True)
class Step:
    """Something said: by whom and when; `changed_on` is from when what was changed for it holds."""

    said: Said
    by: str
    name: str
    at: dt.datetime
    text: str
    evidence: str = ""
    changed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question about one line, by its place on the statement, and all that was said of it.

    What is `expected` is in `currency`.
    """

    id: int
    statement_id: int
    payee: str
    line: int
    kind: Kind
    expected: Decimal | None
    currency: str
    due_on: dt.date
    steps: tuple[Step, ...]

    @property
    def state(self) -> Said:
        """What was said last."""
        return self.steps[-1].said

    @property
    def open(self) -> bool:
        """Whether it waits for somebody."""
        return self.state not in ENDS


def ask(
    connection: Connection, statement_id: int, payee: str, line: int, kind: Kind,
    expected: Decimal | None, currency: str, due_on: dt.date, first: Step,
) -> int:  # fmt: skip
    """Write down a question; its number."""
    made = connection.execute(
        sa.insert(pay_inquiry).values(
            statement_id=statement_id, payee=payee, line=line, kind=kind,
            expected="" if expected is None else str(expected), currency=currency, due_on=due_on,
        )
    )  # fmt: skip
    id = int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted
    add(connection, id, first)
    return id


def add(connection: Connection, inquiry: int, step: Step) -> None:
    """Write down what was said."""
    connection.execute(
        sa.insert(pay_inquiry_step).values(
            inquiry_id=inquiry, step=step.said, by=step.by[:254], name=step.name[:200], at=step.at,
            text=step.text, evidence=step.evidence, changed_on=step.changed_on,
        )
    )  # fmt: skip


def one(connection: Connection, id: int, *, held: bool = False) -> Inquiry | None:
    """The inquiry of this number; `held` keeps others from adding to it until the transaction ends."""
    chosen = _CHOSEN.where(pay_inquiry.c.id == id)
    found = connection.execute(chosen.with_for_update(of=pay_inquiry) if held else chosen).all()
    return next(iter(_read(connection, found)), None)


def of(connection: Connection, payees: Collection[str] | None) -> list[Inquiry]:
    """The inquiries of these people, of all where None; the latest first."""
    chosen = _CHOSEN.order_by(pay_inquiry.c.id.desc())
    if payees is not None:
        chosen = chosen.where(pay_inquiry.c.payee.in_(sorted(payees)))
    return _read(connection, connection.execute(chosen).all())


def _read(connection: Connection, rows: Sequence[sa.Row[Any]]) -> list[Inquiry]:
    numbers = [row.id for row in rows]
    column = pay_inquiry_step.c
    said: dict[int, list[Step]] = {number: [] for number in numbers}
    if numbers:
        chosen = sa.select(pay_inquiry_step).where(column.inquiry_id.in_(numbers)).order_by(column.id)
        for step in connection.execute(chosen):
            said[step.inquiry_id].append(
                Step(step.step, step.by, step.name, step.at, step.text, step.evidence, step.changed_on)
            )
    return [
        Inquiry(
            row.id, row.statement_id, row.payee, row.line, row.kind,
            Decimal(row.expected) if row.expected else None, row.currency or row.of_statement, row.due_on,
            tuple(said[row.id]),
        )
        for row in rows
    ]  # fmt: skip


def acknowledge(connection: Connection, payee: str, plan: str, version: int, by: str) -> None:
    """Write down that somebody has accepted a version of a plan; once is enough."""
    if acknowledged(connection, payee, plan, version) is None:
        now = dt.datetime.now(dt.UTC)
        connection.execute(
            sa.insert(pay_acknowledgement).values(
                payee=payee, plan=plan, version=version, by=by[:254], at=now
            )
        )


def acknowledged(connection: Connection, payee: str, plan: str, version: int) -> dt.datetime | None:
    """When somebody has accepted a version of a plan; None where they have not."""
    column = pay_acknowledgement.c
    chosen = sa.select(column.at).where(column.payee == payee, column.plan == plan, column.version == version)
    found: dt.datetime | None = connection.execute(chosen).scalar()
    return found
