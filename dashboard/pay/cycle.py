"""The life of a pay period: open, calculated, reviewed, approved by a second person, locked, exported.

Each step is written down with who took it, when and why. Locking posts the statements in the ledger; from
then on nothing of them is edited: what is taken back is posted as its contrary.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from sqlalchemy.engine import Connection

from dashboard.access.person import fold
from dashboard.errors import Denied, NotUnderstood, Refused
from dashboard.pay import adjustments
from dashboard.records import log, pay_ledger, pay_steps
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Run, State
from dashboard.records.store import Records

Act = Literal["review", "approve", "lock", "export", "reopen"]
# What each step begins with, and where it leads.
STEPS: Mapping[Act, tuple[tuple[State, ...], State]] = {
    "review": (("calculated",), "reviewed"),
    "approve": (("reviewed",), "approved"),
    "lock": (("approved",), "locked"),
    "export": (("locked", "exported"), "exported"),
    "reopen": (("reviewed", "approved", "locked"), "reopened"),
}
LONGEST_REASON = 2000


def acts_of(state: State) -> tuple[Act, ...]:
    """The steps that may follow a state, the usual one first."""
    return tuple(act for act, (before, _) in STEPS.items() if state in before)


def waits_for(act: Act, found: Run, standing: Iterable[Run]) -> Run | None:
    """The run of another period that must move before this step, if any: periods keep their order."""
    if act == "lock":
        return next((one for one in standing if one.end < found.end and not one.paid), None)
    if act == "reopen" and found.paid:
        return next((one for one in standing if one.end > found.end and one.state != "calculated"), None)
    return None


def review(records: Records, number: int, by: str) -> Run:
    """Say that a calculation has been looked through.

    Raises:
        NotUnderstood: there is no such run.
        Refused: it is not to be reviewed, or no longer what would be calculated now; somebody in it could
            not be paid, or the second calculator came to something else.
    """
    return _take(records, number, "review", by)


def approve(records: Records, number: int, by: str) -> Run:
    """Let a reviewed run be paid: by somebody else than who calculated it.

    Raises:
        NotUnderstood: there is no such run.
        Denied: the same person calculated it.
        Refused: it is not to be approved, or no longer what would be calculated now.
    """
    return _take(records, number, "approve", by)


def lock(records: Records, number: int, by: str) -> Run:
    """Post an approved run in the ledger; an earlier period first.

    Raises:
        NotUnderstood: there is no such run.
        Refused: it is not to be locked, or no longer what would be calculated now; an earlier period is not
            locked.
    """
    return _take(records, number, "lock", by)


def reopen(records: Records, number: int, by: str, reason: str) -> Run:
    """Take a run back, so that its period is open again; of locked ones the latest only.

    Raises:
        NotUnderstood: there is no such run, or no reason is given.
        Refused: it is not to be reopened: a later period is locked or under way, or payroll has it.
    """
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON:
        raise NotUnderstood("payrun.no_reason", longest=LONGEST_REASON)
    return _take(records, number, "reopen", by, words)


def begin(connection: Connection, number: int, act: Act) -> Run:
    """Take one's turn, and the run on which this step may be taken now.

    Raises:
        NotUnderstood: there is no such run.
        Refused: it is not in a state that this step begins with.
    """
    pay_steps.take_turn(connection)
    found = records_of_pay.run(connection, number)
    if found is None:
        raise NotUnderstood("payrun.no_run", run=number)
    if found.state not in STEPS[act][0]:
        raise Refused(f"payrun.cannot_{act}", run=found.name)
    return found


def _take(records: Records, number: int, act: Act, by: str, reason: str = "") -> Run:
    by = fold(by)
    with records.writing() as connection:
        found = begin(connection, number, act)
        if act != "reopen":
            _check_current(connection, found)
        if act == "approve" and found.calculated_by == by:
            raise Denied("payrun.own_run", run=found.name)
        _check_order(connection, found, act)
        if act == "lock":
            pay_ledger.post(connection, found, by)
        if act == "reopen" and found.paid:
            _take_back(connection, found, by, reason)
        pay_steps.step(connection, number, STEPS[act][1], by, reason)
        log.write(
            connection, by, f"pay_{STEPS[act][1]}", found.name, **({"reason": reason} if reason else {})
        )
        taken = records_of_pay.run(connection, number)
    assert taken is not None
    return taken


def _check_current(connection: Connection, found: Run) -> None:
    """Whether it is clean, and would be calculated alike now: on the same ledger, adjusted alike."""
    if found.refused or found.differences:
        raise Refused(
            "payrun.not_clean", run=found.name, refused=len(found.refused), differences=len(found.differences)
        )
    if found.ledger != pay_ledger.last_entry(connection):
        raise Refused("payrun.stale", run=found.name)
    calculated = pay_steps.steps(connection, [found.id])[0].details["adjustments"]
    now = adjustments.approved(connection, found.first, found.end)
    if calculated != [one.adjustment_id for one in now]:
        raise Refused("payrun.adjusted_since", run=found.name)


def _check_order(connection: Connection, found: Run, act: Act) -> None:
    other = waits_for(act, found, records_of_pay.standing(connection))
    if other is not None and act == "lock":
        raise Refused("payrun.earlier_open", run=found.name, earlier=other.name)
    if other is not None:
        raise Refused("payrun.later_stands", run=found.name, later=other.name)


def _take_back(connection: Connection, found: Run, by: str, reason: str) -> None:
    """Post the contrary of what was locked; what was calculated upon it meanwhile falls with it."""
    for one in records_of_pay.standing(connection):
        if one.end > found.end:
            pay_steps.step(connection, one.id, "replaced", by, reason)
    pay_ledger.reverse(connection, found, by)
