"""The life of a pay period: which step may follow which, by whom, and that the ledger says what was paid."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from dashboard.access.scope import operator
from dashboard.errors import Denied, NotUnderstood, Refused
from dashboard.paths import Home
from dashboard.pay import cycle, payroll
from dashboard.pay.cycle import STEPS, Act, acts_of
from dashboard.pay.facts import Window
from dashboard.pay.rebuilding import rebuilt, same
from dashboard.records import log, pay, pay_ledger, pay_steps
from dashboard.records.pay import Run, State
from dashboard.records.store import Records
from tests.answers.built import Built
from tests.pages.test_leadership import sale
from tests.pay.paid_company import JUNE, MAY, SALES, lock, office_of, paid_shelf

APRIL = Window(dt.date(2026, 4, 1), dt.date(2026, 5, 1))
STATES: tuple[State, ...] = (
    "calculated", "reviewed", "approved", "locked", "exported", "reopened", "replaced",
)  # fmt: skip
NOW = sale("4", dt.date(2026, 4, 20), "n", 40)
LATE = sale("5", dt.date(2026, 4, 29), "n", 10)
RETURN = sale("6", dt.date(2026, 6, 20), "n", -5)


@pytest.fixture
def records(home: Home) -> Iterator[Records]:
    made = Records(f"sqlite:///{home.path / 'records.sqlite'}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def as_in_april() -> Iterator[Built]:
    with paid_shelf([NOW]) as made:
        yield made


@pytest.fixture(scope="module")
def as_in_may() -> Iterator[Built]:
    with paid_shelf([NOW, LATE, *SALES[:2]]) as made:
        yield made


@pytest.fixture(scope="module")
def as_in_june() -> Iterator[Built]:
    with paid_shelf([NOW, LATE, *SALES, RETURN]) as made:
        yield made


def bare(records: Records, month: Window, state: State = "calculated", **values: object) -> Run:
    """A run without statements, in a state."""
    with records.writing() as connection:
        given = {"refused": [], "differences": [], "ledger": pay_ledger.last_entry(connection)} | values
        number = pay.add_run(
            connection, month.first, month.end, pay.last_version(connection, month.end) + 1, frozen="",
            publication="", plans={}, calculated_by="ana@x.gr", **given,
        )  # fmt: skip
        pay_steps.step(connection, number, "calculated", "ana@x.gr", details={"adjustments": []})
        if state != "calculated":
            pay_steps.step(connection, number, state, "x@x.gr")
    return standing(records, number)


def standing(records: Records, number: int) -> Run:
    with records.reading() as connection:
        found = pay.run(connection, number)
    assert found is not None
    return found


def take(records: Records, act: Act, run: Run, by: str = "boss@x.gr", why: str = "A reason") -> Run:
    if act == "reopen":
        return cycle.reopen(records, run.id, by, why)
    return {"review": cycle.review, "approve": cycle.approve, "lock": cycle.lock}[act](records, run.id, by)


FOLLOWS: dict[Act, set[State]] = {
    "review": {"calculated"}, "approve": {"reviewed"}, "lock": {"approved"},
    "reopen": {"reviewed", "approved", "locked"}, "export": {"locked", "exported"},
}  # fmt: skip


def test_each_step_follows_its_own_states_only(records: Records) -> None:
    run = bare(records, MAY)
    for act, states in FOLLOWS.items():
        for state in STATES:
            assert (act in acts_of(state)) == (state in states), (act, state)
            if act == "export":
                continue
            with records.writing() as connection:
                pay_steps.step(connection, run.id, state, "x@x.gr")
            if state in states:
                assert take(records, act, run).state == STEPS[act][1]
            else:
                with pytest.raises(Refused, match=rf"payrun\.cannot_{act}"):
                    take(records, act, run)
                assert standing(records, run.id).state == state
            with records.reading() as connection:
                steps = pay_steps.steps(connection, [run.id])
            assert steps[-1].state == standing(records, run.id).state, "a run stands as its last step says"


def test_a_step_is_written_down_with_who_when_and_why(records: Records) -> None:
    run = bare(records, MAY)
    before = dt.datetime.now(dt.UTC)
    cycle.review(records, run.id, " Boss@X.gr ")
    cycle.reopen(records, run.id, "boss@x.gr", "  The quota\nof N  was wrong ")
    with records.reading() as connection:
        first, reviewed, reopened = pay_steps.steps(connection, [run.id])
        logged = log.read(connection, action="pay_reopened")
    assert (first.state, first.by) == ("calculated", "ana@x.gr")
    assert (reviewed.state, reviewed.by, reviewed.reason) == ("reviewed", "boss@x.gr", "")
    assert (reopened.state, reopened.reason) == ("reopened", "The quota of N was wrong")
    assert before <= reviewed.at <= reopened.at <= dt.datetime.now(dt.UTC)
    assert [(one.actor, one.subject) for one in logged] == [("boss@x.gr", "2026-05-R1")]


def test_who_calculated_a_run_does_not_approve_it(records: Records) -> None:
    run = bare(records, MAY)
    cycle.review(records, run.id, "ana@x.gr")  # to look it through takes no second person
    for who in ("ana@x.gr", "ANA@x.gr", " ana@X.gr"):
        with pytest.raises(Denied, match=r"payrun\.own_run"):
            cycle.approve(records, run.id, who)
    assert cycle.approve(records, run.id, "boss@x.gr").approved_by == "boss@x.gr"


@pytest.mark.parametrize("wrong", ["refused", "differences"])
def test_a_run_that_is_not_clean_goes_no_further(records: Records, wrong: str) -> None:
    run = bare(records, MAY, **{wrong: [{"payee": "r1"}]})
    for state, act in (("calculated", "review"), ("reviewed", "approve"), ("approved", "lock")):
        with records.writing() as connection:
            pay_steps.step(connection, run.id, state, "x@x.gr")
        with pytest.raises(Refused, match=r"payrun\.not_clean"):
            take(records, act, run)


def test_no_step_is_taken_on_what_is_not_there_or_without_a_reason(records: Records) -> None:
    for act in ("review", "approve", "lock"):
        with pytest.raises(NotUnderstood, match=r"payrun\.no_run"):
            getattr(cycle, act)(records, 7, "boss@x.gr")
    run = bare(records, MAY, "reviewed")
    for why in ("", " \n ", "x" * 2001):
        with pytest.raises(NotUnderstood, match=r"payrun\.no_reason"):
            cycle.reopen(records, run.id, "boss@x.gr", why)


def test_periods_are_locked_in_their_order(records: Records) -> None:
    may, june = bare(records, MAY), bare(records, JUNE, "approved")
    with pytest.raises(Refused, match=r"payrun\.earlier_open"):
        cycle.lock(records, june.id, "boss@x.gr")
    lock(records, may.id)
    assert cycle.lock(records, june.id, "boss@x.gr").paid


@pytest.mark.parametrize("state", ["reviewed", "approved", "locked", "exported"])
def test_a_locked_period_below_another_stays(records: Records, state: State) -> None:
    may, june = bare(records, MAY, "locked"), bare(records, JUNE, state)
    with pytest.raises(Refused, match=r"payrun\.later_stands"):
        cycle.reopen(records, may.id, "boss@x.gr", "A reason")
    assert (standing(records, may.id).state, standing(records, june.id).state) == ("locked", state)


def test_what_was_calculated_upon_a_period_falls_with_it(records: Records) -> None:
    may, june = bare(records, MAY, "locked"), bare(records, JUNE)
    cycle.reopen(records, may.id, "boss@x.gr", "A reason")
    assert (standing(records, may.id).state, standing(records, june.id).state) == ("reopened", "replaced")


def test_a_run_is_calculated_only_in_an_open_month(records: Records, home: Home, as_in_may: Built) -> None:
    office = office_of(as_in_may, home, records)
    first = office.run(operator(), MAY, "ana@x.gr")
    second = office.run(operator(), MAY, "ana@x.gr")
    assert (standing(records, first.id).state, second.name) == ("replaced", "2026-05-R2")
    cycle.review(records, second.id, "ana@x.gr")
    with pytest.raises(Refused, match=r"payrun\.under_way"):
        office.run(operator(), MAY, "ana@x.gr")
    cycle.reopen(records, second.id, "ana@x.gr", "A late line")
    third = office.run(operator(), MAY, "ana@x.gr")
    lock(records, third.id)
    for month in (APRIL, MAY):
        with pytest.raises(Refused, match=r"payrun\.closed"):
            office.run(operator(), month, "ana@x.gr")


def test_a_run_that_stands_on_another_ledger_goes_no_further(
    records: Records, home: Home, as_in_may: Built
) -> None:
    office = office_of(as_in_may, home, records)
    april, may = office.run(operator(), APRIL, "ana@x.gr"), office.run(operator(), MAY, "ana@x.gr")
    lock(records, april.id)
    for state, step in (("calculated", cycle.review), ("reviewed", cycle.approve), ("approved", cycle.lock)):
        with records.writing() as connection:
            pay_steps.step(connection, may.id, state, "x@x.gr")
        with pytest.raises(Refused, match=r"payrun\.stale"):
            step(records, may.id, "boss@x.gr")


@dataclass
class Books:
    """What stands in the statements, in the ledger and in payroll's files, together and for each person."""

    statements: dict[str, Decimal]
    ledger: dict[str, Decimal]
    payroll: Decimal

    @property
    def agree(self) -> bool:
        return self.statements == self.ledger and sum(self.ledger.values()) == self.payroll


def books(records: Records, home: Home) -> Books:
    """Of all periods that are paid, each handed to payroll as it is counted."""
    statements: dict[str, Decimal] = {}
    ledger: dict[str, Decimal] = {}
    with records.reading() as connection:
        paid = [one for one in pay.standing(connection) if one.paid]
        for payee in ("r1", "r2", "m"):
            found = pay.of_payee(connection, payee, paid=True)
            statements[payee] = sum((one.paid for one in found), Decimal(0))
            entries = pay_ledger.entries(connection, payee)
            ledger[payee] = sum((Decimal(one["amount"]) for one in entries), Decimal(0))
    sums = [payroll.export(records, home, one.id, "ops@x.gr").totals.sums.get("EUR", 0) for one in paid]
    return Books(statements, ledger, sum(sums, Decimal(0)))


def paid_in(records: Records, run: Run) -> dict[str, Decimal]:
    with records.reading() as connection:
        return {one.payee: one.paid for one in pay.statements(connection, run.id)}


def test_statements_ledger_and_payroll_say_the_same_through_late_lines_returns_and_reopening(
    records: Records, home: Home, as_in_april: Built, as_in_may: Built, as_in_june: Built
) -> None:
    april = office_of(as_in_april, home, records).run(operator(), APRIL, "ana@x.gr")
    lock(records, april.id)
    # A line of April came late, and N sold 50 in May: 1.00 for April, 5.00 for May; S 93.70 of 80.
    may = office_of(as_in_may, home, records).run(operator(), MAY, "ana@x.gr")
    lock(records, may.id)
    assert (paid_in(records, april)["r1"], paid_in(records, may)) == (
        Decimal("4.00"), {"r1": Decimal("6.00"), "r2": Decimal("10.74")},
    )  # fmt: skip
    # 12 sold and 5 returned in June, all of it beyond the quota, at 20 %.
    june = office_of(as_in_june, home, records).run(operator(), JUNE, "ana@x.gr")
    lock(records, june.id)
    assert paid_in(records, june)["r1"] == Decimal("1.40")
    # The return was none of N's: June is taken back, calculated without it, and paid.
    cycle.reopen(records, june.id, "ana@x.gr", "The return is not of N")
    with paid_shelf([NOW, LATE, *SALES]) as mended:
        again = office_of(mended, home, records).run(operator(), JUNE, "ana@x.gr")
    assert (again.name, paid_in(records, again)["r1"]) == ("2026-06-R2", Decimal("2.40"))
    lock(records, again.id)
    found = books(records, home)
    assert found.agree, found
    # 112 of 100 for the year: 10.00, and 12 at 20 %.
    assert found.ledger == {"r1": Decimal("12.40"), "r2": Decimal("10.74"), "m": Decimal(0)}
    with records.reading() as connection:
        runs = pay.runs(connection)
        for run in runs:
            for kept in pay.statements(connection, run.id):
                made = rebuilt(home, run, kept, office_of(as_in_may, home, records).measures)
                assert same(made.statement, kept), (run.name, kept.payee)
    assert len(runs) == 4
