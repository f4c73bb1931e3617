"""Pay as it was calculated: runs and their statements; their steps and entries are in modules beside it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.pay_tables import STANDING, pay_run, pay_statement

State = Literal["calculated", "reviewed", "approved", "locked", "exported", "reopened", "replaced"]
PAID: tuple[State, ...] = ("locked", "exported")


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
    ledger: int

    @property
    def stands(self) -> bool:
        """Whether it is the run of its period: nothing replaced it or took it back."""
        return self.state in STANDING

    @property
    def paid(self) -> bool:
        """Whether its statements are posted in the ledger."""
        return self.state in PAID

    @property
    def month(self) -> str:
        """The month that it ends with: `2026-10`."""
        return f"{self.end - dt.timedelta(days=1):%Y-%m}"

    @property
    def name(self) -> str:
        """How people name it: `2026-10-R2`."""
        return f"{self.month}-R{self.version}"


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


def add_run(connection: Connection, first: dt.date, end: dt.date, version: int, **values: object) -> int:
    """Write down a calculation as this version of its period; its number.

    Raises:
        sqlalchemy.exc.IntegrityError: there is such a version, or one of the period that stands.
    """
    made = connection.execute(
        sa.insert(pay_run).values(
            period_first=first, period_end=end, version=version, state="calculated",
            calculated_at=dt.datetime.now(dt.UTC), **values,
        )
    )  # fmt: skip
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted


def last_version(connection: Connection, end: dt.date) -> int:
    """The latest version of the period that ends so; 0 where there is none."""
    asked = sa.select(sa.func.max(pay_run.c.version)).where(pay_run.c.period_end == end)
    return int(connection.execute(asked).scalar() or 0)


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


def standing(connection: Connection) -> list[Run]:
    """The run that stands of each period that has one, the newest first."""
    found = _runs(connection, pay_run.c.state.in_(STANDING), None)
    return sorted(found, key=lambda one: one.end, reverse=True)


def named(connection: Connection, name: str) -> Run | None:
    """The run that people name so."""
    return next((one for one in _runs(connection, sa.true(), None) if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Sum:
    """What the statements of a run come to: how many, and what each currency is paid."""

    statements: int
    paid: Mapping[str, Decimal]


def sums(connection: Connection, runs: Iterable[int]) -> dict[int, Sum]:
    """What the statements of each of these runs come to, without reading their lines."""
    column = pay_statement.c
    chosen = sa.select(column.run_id, column.currency, column.paid).where(column.run_id.in_(list(runs)))
    found: dict[int, tuple[int, dict[str, Decimal]]] = {}
    for run, currency, paid in connection.execute(chosen.order_by(column.id)):
        count, amounts = found.get(run, (0, {}))
        amounts[currency] = amounts.get(currency, Decimal(0)) + Decimal(paid)
        found[run] = (count + 1, amounts)
    return {run: Sum(count, amounts) for run, (count, amounts) in found.items()}


def of_payee(connection: Connection, payee: str, *, paid: bool = False) -> list[Kept]:
    """A person's statements that stand, the oldest first; those posted in the ledger only, or all."""
    states = PAID if paid else STANDING
    return _statements(connection, sa.and_(pay_statement.c.payee == payee, pay_run.c.state.in_(states)))


def set_state(connection: Connection, run: int, state: State, **values: object) -> None:
    """Let a run stand so: the only thing of it that changes."""
    connection.execute(sa.update(pay_run).where(pay_run.c.id == run).values(state=state, **values))


def _runs(connection: Connection, which: sa.ColumnElement[bool], last: int | None) -> list[Run]:
    chosen = sa.select(pay_run).where(which).order_by(pay_run.c.id.desc()).limit(last)
    return [
        Run(
            row.id, row.period_first, row.period_end, row.version, row.state, row.frozen, row.publication,
            row.plans, row.refused, row.differences, row.calculated_by, row.calculated_at, row.approved_by,
            row.approved_at, row.ledger,
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
