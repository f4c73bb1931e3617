"""What the last run found of everybody who is paid, kept so that no page waits for the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.pay_tables import STANDING, pay_outlook, pay_run


@dataclass(frozen=True, slots=True)
class Looked:
    """One person under one plan: what lies ahead, and how pay stands by performance; either may be empty."""

    run_id: int
    payee: str
    plan: str
    plan_version: int
    ahead: Mapping[str, Any]
    standing: Mapping[str, Any]


def add(connection: Connection, run: int, rows: Iterable[Mapping[str, object]]) -> None:
    """Write down what a run has found."""
    found = [{"run_id": run, **one} for one in rows]
    if found:
        connection.execute(sa.insert(pay_outlook), found)


def latest(connection: Connection, payee: str | None = None) -> list[Looked]:
    """What the run of the newest period that stands found: of one person, or of everybody."""
    column, run = pay_outlook.c, pay_run.c
    stands = sa.select(run.id).where(run.state.in_(STANDING)).order_by(run.period_end.desc(), run.id.desc())
    chosen = sa.select(pay_outlook).where(column.run_id == stands.limit(1).scalar_subquery())
    if payee is not None:
        chosen = chosen.where(column.payee == payee)
    return [
        Looked(row.run_id, row.payee, row.plan, row.plan_version, row.ahead, row.standing)
        for row in connection.execute(chosen.order_by(column.payee, column.plan))
    ]
