"""The steps of pay runs: what was done with each, by whom, when and why. Rows are added, never changed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.pay import State, set_state
from dashboard.records.pay_tables import pay_step

# One act on pay after the other; SQLite's writers take turns already. Readers wait for nobody.
_IN_TURN = sa.text("LOCK TABLE pay_run IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run, and the state that it led to; `details` are the totals of an export."""

    run_id: int
    state: State
    by: str
    at: dt.datetime
    reason: str
    details: Mapping[str, Any]


def take_turn(connection: Connection) -> None:
    """Wait until nobody else changes pay, and keep others waiting until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(_IN_TURN)


def step(
    connection: Connection,
    run: int,
    state: State,
    by: str,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down a step, and let the run stand as it leads to."""
    now, who = dt.datetime.now(dt.UTC), by[:254]
    connection.execute(
        sa.insert(pay_step).values(
            run_id=run, state=state, by=who, at=now, reason=reason, details=dict(details or {})
        )
    )
    values = {"approved_by": who, "approved_at": now} if state == "approved" else {}
    set_state(connection, run, state, **values)


def steps(connection: Connection, runs: Iterable[int]) -> list[Step]:
    """The steps of these runs, in the order in which they were taken."""
    column = pay_step.c
    chosen = sa.select(pay_step).where(column.run_id.in_(list(runs))).order_by(column.id)
    return [
        Step(row.run_id, row.state, row.by, row.at, row.reason, row.details)
        for row in connection.execute(chosen)
    ]
