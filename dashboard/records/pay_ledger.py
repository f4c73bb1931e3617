"""The pay ledger: what was locked, entry by entry, and what was taken back. It only grows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.pay import Run, statements
from dashboard.records.pay_tables import pay_entry, pay_run, pay_statement


def post(connection: Connection, found: Run, by: str) -> int:
    """Post every line of a run; how many."""
    now = dt.datetime.now(dt.UTC)
    made = [
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
            "posted_by": by[:254],
            "posted_at": now,
            "reverses": None,
        }
        for kept in statements(connection, found.id)
        for line in kept.lines
    ]
    if made:
        connection.execute(sa.insert(pay_entry), made)
    return len(made)


def reverse(connection: Connection, found: Run, by: str) -> int:
    """Post the contrary of every entry of a run; how many. An entry is reversed once at most."""
    now = dt.datetime.now(dt.UTC)
    made = [
        {
            **{key: value for key, value in one.items() if key != "id"},
            "amount": str(-Decimal(one["amount"])),
            "plan_amount": str(-Decimal(one["plan_amount"])),
            "posted_by": by[:254],
            "posted_at": now,
            "reverses": one["id"],
        }
        for one in of_run(connection, found.id)
        if one["reverses"] is None
    ]
    if made:
        connection.execute(sa.insert(pay_entry), made)
    return len(made)


def last_entry(connection: Connection) -> int:
    """The number of the latest entry, by which one knows whether the ledger has changed; 0 of none."""
    return int(connection.execute(sa.select(sa.func.max(pay_entry.c.id))).scalar() or 0)


def entries(connection: Connection, payee: str) -> list[Mapping[str, Any]]:
    """A person's entries, in the order in which they were posted; amounts are text."""
    return _entries(connection, pay_entry.c.payee == payee)


def of_run(connection: Connection, run: int) -> list[Mapping[str, Any]]:
    """The entries of a run's statements, in the order in which they were posted."""
    mine = sa.select(pay_statement.c.id).where(pay_statement.c.run_id == run)
    return _entries(connection, pay_entry.c.statement_id.in_(mine))


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands in the ledger of one statement: the sum of its entries, less what was taken back."""

    run_id: int
    payee: str
    plan: str
    plan_version: int
    end: dt.date
    currency: str
    amount: Decimal


def posted(connection: Connection, latest: int) -> list[Posted]:
    """What stands of each statement, up to this entry: nothing of those that were taken back."""
    column = pay_statement.c
    asked = (
        sa.select(
            column.id, column.run_id, column.payee, column.plan, column.plan_version, column.period_end,
            pay_entry.c.currency, pay_entry.c.amount,
        )
        .join(pay_entry, pay_entry.c.statement_id == column.id)
        .where(pay_entry.c.id <= latest)
        .where(column.run_id.not_in(_taken_back(latest)))
        .order_by(column.period_end, column.payee, column.id)
    )  # fmt: skip
    found: dict[tuple[int, str], Posted] = {}
    for row in connection.execute(asked):
        kept = found.get((row.id, row.currency))
        amount = Decimal(row.amount) + (kept.amount if kept else 0)
        found[row.id, row.currency] = Posted(
            row.run_id, row.payee, row.plan, row.plan_version, row.period_end, row.currency, amount
        )
    return list(found.values())


def _taken_back(latest: int) -> sa.Select[tuple[int]]:
    """The runs whose entries have been reversed, which is of all or of none."""
    return (
        sa.select(pay_statement.c.run_id)
        .join(pay_entry, pay_entry.c.statement_id == pay_statement.c.id)
        .where(pay_entry.c.reverses.is_not(None), pay_entry.c.id <= latest)
    )


def plan_texts(connection: Connection) -> dict[int, Mapping[str, str]]:
    """The texts of the plan files of each run, by its number."""
    return {row.id: row.plans for row in connection.execute(sa.select(pay_run.c.id, pay_run.c.plans))}


def _entries(connection: Connection, which: sa.ColumnElement[bool]) -> list[Mapping[str, Any]]:
    chosen = sa.select(pay_entry).where(which).order_by(pay_entry.c.id)
    return [dict(row) for row in connection.execute(chosen).mappings()]
