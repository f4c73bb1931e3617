"""What the last run found of everybody who is paid, kept so that no page waits for the engine."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import pay_outlook


@dataclass(frozen=True, slots=True)
class Looked:
    """One person under one plan: what lies ahead, and how pay stands by performance; either may be empty."""

    run_id: int
    payee: str
    plan: str
    plan_version: int
    ahead: Mapping[str, Any]
    standing: Mapping[str, Any]


def add(connection: Connection, run: int, end: dt.date, rows: Iterable[Mapping[str, object]]) -> None:
    """Write down what a run of a period that ends before `end` has found."""
    found = [{"run_id": run, "period_end": end, **one} for one in rows]
    if found:
        connection.execute(sa.insert(pay_outlook), found)


def latest(connection: Connection, payee: str | None = None) -> list[Looked]:
    """What the newest run of the newest period found: of one person, or of everybody."""
    column = pay_outlook.c
    newest = sa.select(column.run_id).order_by(column.period_end.desc(), column.run_id.desc()).limit(1)
    chosen = sa.select(pay_outlook).where(column.run_id == newest.scalar_subquery())
    if payee is not None:
        chosen = chosen.where(column.payee == payee)
    return [
        Looked(row.run_id, row.payee, row.plan, row.plan_version, row.ahead, row.standing)
        for row in connection.execute(chosen.order_by(column.payee, column.plan))
    ]
