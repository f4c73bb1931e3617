"""What the last run found of everybody who is paid, kept so that no page waits for the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.pay_tables import STANDING, pay_outlook, pay_run


@dataclass(frozen=True, slots=True)
class Looked:
    """What is told of one person under one plan."""

    payee: str
    plan: str
    plan_version: int
    told: Mapping[str, Any]


def add(connection: Connection, run: int, rows: Iterable[Mapping[str, object]]) -> None:
    """Write down what a run has found."""
    found = [{"run_id": run, **one} for one in rows]
    if found:
        connection.execute(sa.insert(pay_outlook), found)


def ahead(connection: Connection, payee: str) -> list[Looked]:
    """What lies ahead of one person, by the run of the newest period that stands; not what is empty."""
    column = pay_outlook.c
    chosen = sa.select(column.payee, column.plan, column.plan_version, column.ahead.label("told"))
    return _read(connection, chosen.where(column.payee == payee))


def standings(connection: Connection) -> list[Looked]:
    """How everybody's pay stands by performance, by the same run; not what is empty."""
    column = pay_outlook.c
    return _read(
        connection, sa.select(column.payee, column.plan, column.plan_version, column.standing.label("told"))
    )


def _read(connection: Connection, chosen: sa.Select[tuple[Any, ...]]) -> list[Looked]:
    column, run = pay_outlook.c, pay_run.c
    stands = sa.select(run.id).where(run.state.in_(STANDING)).order_by(run.period_end.desc()).limit(1)
    of_run = chosen.where(column.run_id == stands.scalar_subquery()).order_by(column.payee, column.plan)
    rows = connection.execute(of_run)
    return [Looked(row.payee, row.plan, row.plan_version, row.told) for row in rows if row.told]
