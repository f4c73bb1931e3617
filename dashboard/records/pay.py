"""Pay as it was calculated and approved: runs, their statements, and the ledger, which only grows."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import pay_entry, pay_run, pay_statement

State = Literal["calculated", "approved", "replaced"]


@dataclass(frozen=True, slots=True)
class Run:
    """One calculation of a period. `plans` are the texts of the plan files by name; `refused` tells who
    could not be paid and why, `differences` where the second calculator came to something else.
    """

    id: int
    first: dt.date
    end: dt.date
    version: int
    state: State
    frozen: str
    publication: str
    plans: Mapping[str, str]
    refused: Sequence[Mapping[str, Any]]
    differences: Sequence[Mapping[str, Any]]
    calculated_by: str
    calculated_at: dt.datetime
    approved_by: str
    approved_at: dt.datetime | None

    @property
    def name(self) -> str:
        """How people name it: `2026-10-R2`."""
        return f"{self.end - dt.timedelta(days=1):%Y-%m}-R{self.version}"


@dataclass(frozen=True, slots=True)
class Kept:
    """One statement of a run; money as text, lines and balances as plain data."""

    id: int
    run_id: int
    payee: str
    plan: str
    plan_version: int
    first: dt.date
    end: dt.date
    currency: str
    earned: Decimal
    paid: Decimal
    lines: Sequence[Mapping[str, Any]]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def add_run(connection: Connection, first: dt.date, end: dt.date, **values: object) -> int:
    """Write down a calculation, as the next version of its period; its number."""
    column = pay_run.c
    of_period = sa.and_(column.period_first == first, column.period_end == end)
    last = connection.execute(sa.select(sa.func.max(column.version)).where(of_period)).scalar() or 0
    made = connection.execute(
        sa.insert(pay_run).values(
            period_first=first, period_end=end, version=int(last) + 1, state="calculated",
            calculated_at=dt.datetime.now(dt.UTC), **values,
        )
    )  # fmt: skip
    # Whatever was calculated before and not approved is looked at by nobody any more.
    connection.execute(
        sa.update(pay_run)
        .where(of_period, column.state == "calculated", column.version <= int(last))
        .values(state="replaced")
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def add_statements(connection: Connection, run: int, statements: Iterable[Mapping[str, object]]) -> None:
    """Write down the statements of a run."""
    rows = [{"run_id": run, **one} for one in statements]
    if rows:
        connection.execute(sa.insert(pay_statement), rows)


def runs(connection: Connection, last: int = 100) -> list[Run]:
    """The latest runs, the newest first."""
    return _runs(connection, sa.true(), last)


def run(connection: Connection, id: int) -> Run | None:
    """The run of this number."""
    return next(iter(_runs(connection, pay_run.c.id == id, 1)), None)


def statement(connection: Connection, id: int) -> Kept:
    """The statement of this number, which there is."""
    (found,) = _statements(connection, pay_statement.c.id == id)
    return found


def statements(connection: Connection, run: int) -> list[Kept]:
    """All statements of a run, by person."""
    return _statements(connection, pay_statement.c.run_id == run)


def of_payee(connection: Connection, payee: str, *, approved: bool | None = None) -> list[Kept]:
    """A person's statements that stand, the oldest first; those approved only, or those not yet."""
    states = {True: ("approved",), False: ("calculated",), None: ("approved", "calculated")}[approved]
    return _statements(connection, sa.and_(pay_statement.c.payee == payee, pay_run.c.state.in_(states)))


def approve(connection: Connection, found: Run, by: str) -> None:
    """Post every line of a run into the ledger, and let it stand as what is paid."""
    now = dt.datetime.now(dt.UTC)
    entries = [
        {
            "statement_id": kept.id,
            "payee": kept.payee,
            "period_first": kept.first,
            "kind": line["kind"],
            "component": line["component"],
            "for_period": dt.date.fromisoformat(line["period"]) if line["period"] else None,
            "source": line["source"],
            "amount": line["amount"],
            "plan_amount": line["plan_amount"],
            "currency": kept.currency,
            "posted_by": by,
            "posted_at": now,
        }
        for kept in statements(connection, found.id)
        for line in kept.lines
    ]
    if entries:
        connection.execute(sa.insert(pay_entry), entries)
    connection.execute(
        sa.update(pay_run)
        .where(pay_run.c.id == found.id, pay_run.c.state == "calculated")
        .values(state="approved", approved_by=by[:254], approved_at=now)
    )


def entries(connection: Connection, payee: str) -> list[Mapping[str, Any]]:
    """A person's entries of the ledger, in the order in which they were posted."""
    chosen = sa.select(pay_entry).where(pay_entry.c.payee == payee).order_by(pay_entry.c.id)
    return [dict(row) for row in connection.execute(chosen).mappings()]


def _runs(connection: Connection, which: sa.ColumnElement[bool], last: int) -> list[Run]:
    chosen = sa.select(pay_run).where(which).order_by(pay_run.c.id.desc()).limit(last)
    return [
        Run(
            row.id, row.period_first, row.period_end, row.version, row.state, row.frozen, row.publication,
            row.plans, row.refused, row.differences, row.calculated_by, row.calculated_at, row.approved_by,
            row.approved_at,
        )
        for row in connection.execute(chosen)
    ]  # fmt: skip


def _statements(connection: Connection, which: sa.ColumnElement[bool]) -> list[Kept]:
    chosen = (
        sa.select(pay_statement)
        .join(pay_run, pay_run.c.id == pay_statement.c.run_id)
        .where(which)
        .order_by(pay_statement.c.period_end, pay_statement.c.payee, pay_statement.c.id)
    )
    return [
        Kept(
            row.id, row.run_id, row.payee, row.plan, row.plan_version, row.period_first, row.period_end,
            row.currency, Decimal(row.earned), Decimal(row.paid), row.lines, row.before, row.after,
        )
        for row in connection.execute(chosen)
    ]  # fmt: skip
