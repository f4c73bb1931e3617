"""What the page of pay shows: the statement that the address asks for, made again from what was frozen."""

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from dashboard.access.scope import PayScope
from dashboard.errors import Denied, Failed, NotUnderstood
from dashboard.pages.pay.measures import measurable_here
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay.inquiring import ask_until
from dashboard.records import log
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Kept, Run

if TYPE_CHECKING:
    from dashboard.pay.rebuilding import Rebuilt

_DAY = dt.timedelta(days=1)
_LATELY = 32  # statements that stay in memory
_SITTING = log.Sitting(600)


@dataclass(frozen=True)
class Shown:
    """One statement, the run that made it, and the others of the same person, the oldest first."""

    kept: Kept
    run: Run
    made: "Rebuilt"
    history: tuple[Kept, ...]
    name: str

    @property
    def last_day(self) -> dt.date:
        """The last day of the period."""
        return self.kept.end - _DAY


def month_of(kept: Kept) -> str:
    """The month that a statement ends with, as the address has it."""
    return f"{kept.end - _DAY:%Y-%m}"


def _check(rights: PayScope, payee: str, leader_sees: bool = True) -> None:
    """Go on only where somebody's pay is open; whether there is such a person is not told."""
    if not rights.opens(payee, leader_sees):
        raise Denied("statement.not_yours")


def payee_of(view: View, rights: PayScope) -> str:
    """Whose statement the address asks for: one's own, unless somebody is named; "" where one has none."""
    if view.address.of:
        _check(rights, view.address.of)
        return view.address.of
    return min(rights.own, default="")


def shown(view: View, *, going_on: bool = False) -> Shown | None:
    """The statement; None where there is none yet. The reading is logged; of who is `going_on` with one that
    they opened, as by moving a slider on it, once in ten minutes.

    Raises:
        Denied: it is somebody's whose pay this person may not see.
        NotUnderstood: there is none of the month that the address names.
        Failed: what it was made from is gone or changed.
    """
    if "pay" not in view.kept:
        view.kept["pay"] = _shown(view, going_on)
    found: Shown | None = view.kept["pay"]
    return found


def may_ask(view: View, found: Shown) -> dt.date | None:
    """Until when this person may ask about the lines of this statement; None is not at all."""
    if found.kept.payee not in view.scope.pay.own:
        return None
    until = ask_until(found.run.approved_at.date() if found.run.approved_at else None)
    return until if until is not None and view.today <= until else None


def _shown(view: View, going_on: bool) -> Shown | None:
    if view.records is None or view.home is None:
        raise Denied("statement.not_yours")
    rights = view.scope.pay
    payee = payee_of(view, rights)
    with view.records.reading() as connection:
        history = records_of_pay.of_payee(connection, payee) if payee else []
        if not history:
            return None
        kept = _asked(history, view.address.month)
        run = records_of_pay.run(connection, kept.run_id)
    assert run is not None, "a statement has a run"
    made = _rebuilt(_Asked(view.home, kept.id, run.frozen, kept, run, tuple(measurable_here(view))))
    _check(rights, payee, made.plan.leader_sees)
    reading = (view.records, view.person.email, kept.id)
    if not (going_on and _SITTING.goes_on(reading)):
        with view.records.writing() as connection:
            log.write(connection, view.person.email, "pay_read", payee, run=run.name)
        _SITTING.note(reading)
    name = next((one.name for one in made.facts.payees if one.payee == payee), payee)
    return Shown(kept, run, made, tuple(history), name)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A statement that is made again: by its number in its home, and from what it was frozen."""

    home: Home
    number: int
    frozen: str
    kept: Kept = field(compare=False)
    run: Run = field(compare=False)
    measures: tuple[str, ...] = field(compare=False)


@lru_cache(maxsize=_LATELY)
def _rebuilt(asked: _Asked) -> "Rebuilt":
    """What is never changed is made again once, for as long as somebody plays with what if."""
    # Loaded when first wanted: it brings the library of columns, which no other page needs.
    rebuilding = import_module("dashboard.pay.rebuilding")
    made: Rebuilt = rebuilding.rebuilt(asked.home, asked.run, asked.kept, asked.measures)
    if not rebuilding.same(made.statement, asked.kept):
        raise Failed("payrun.differs", kept=str(asked.kept.paid), rebuilt=str(made.statement.paid))
    return made


def _asked(history: list[Kept], month: str) -> Kept:
    """The statement of a month, the latest where none is named."""
    if not month:
        return history[-1]
    for one in history:
        if month_of(one) == month:
            return one
    raise NotUnderstood("statement.no_month", month=month)
