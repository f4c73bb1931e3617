"""Pay in the records, on both databases: what may never be changed, and two who do the same at once."""

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from dashboard.access.scope import operator
from dashboard.errors import MetronError, Refused
from dashboard.paths import Home
from dashboard.pay import cycle, payroll, runs
from dashboard.pay.adjustments import Wanted, ask, decide
from dashboard.records import pay, pay_adjustments, pay_ledger, pay_steps
from dashboard.records.pay_tables import (
    pay_adjustment,
    pay_decision,
    pay_entry,
    pay_run,
    pay_statement,
    pay_step,
)
from dashboard.records.store import Records
from tests.answers.built import Built
from tests.pay.paid_company import JUNE, MAY, lock, office_of, paid_shelf

ADDED_ONLY = (pay_entry, pay_statement, pay_step, pay_adjustment, pay_decision)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


@pytest.fixture
def led(records: Records, shelf: Built, home: Home) -> Records:
    """May from its adjustment to payroll, and June calculated."""
    office = office_of(shelf, home, records)
    wanted = Wanted("r1", "field", MAY, "2.50", "policy", "As agreed")
    asked = ask(records, office.shelf, {"field"}, wanted, "ops@x.gr")
    decide(records, office.shelf, asked.id, "approved", "boss@x.gr")
    may = office.run(operator(), MAY, "ops@x.gr")
    lock(records, may.id)
    payroll.export(records, home, may.id, "ops@x.gr")
    office.run(operator(), JUNE, "ops@x.gr")
    return records


def counts(records: Records) -> list[Any]:
    with records.reading() as connection:
        return [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for table in (*ADDED_ONLY, pay_run)
        ]


def test_a_period_is_led_to_payroll_and_nothing_written_changes(led: Records) -> None:
    before = counts(led)
    assert 0 not in before
    changes: list[sa.Update | sa.Delete] = [sa.delete(table) for table in (*ADDED_ONLY, pay_run)]
    for table in ADDED_ONLY:
        column = next(one for one in table.c if isinstance(one.type, sa.String))
        changes.append(sa.update(table).values({column.name: "x"}))
    fixed = ("period_first", "period_end", "version", "frozen", "publication", "plans", "refused",
             "differences", "calculated_by", "calculated_at", "ledger")  # fmt: skip
    changes += [sa.update(pay_run).values({name: pay_run.c[name]}) for name in fixed]
    for change in changes:
        with pytest.raises(DBAPIError, match=r"append only|only the state"), led.writing() as connection:
            connection.execute(change)
    assert counts(led) == before
    with led.reading() as connection:
        states = [one.state for one in pay_steps.steps(connection, [1])]
        posted = [one["amount"] for one in pay_ledger.of_run(connection, 1)]
    assert states == ["calculated", "reviewed", "approved", "locked", "exported"]
    assert sorted(posted) == ["10.74", "2.50", "5.00"]


def test_what_was_locked_is_taken_back_by_its_contrary_once(led: Records) -> None:
    lock(led, 2)
    cycle.reopen(led, 2, "ops@x.gr", "The quota of N was wrong")
    with led.reading() as connection:
        entries = pay_ledger.of_run(connection, 2)
        run = pay.run(connection, 2)
    assert run is not None
    assert run.state == "reopened"
    posted = [one for one in entries if one["reverses"] is None]
    assert {one["id"] for one in posted} == {one["reverses"] for one in entries} - {None}
    assert sum(Decimal(one["amount"]) for one in entries) == 0
    assert any(Decimal(one["amount"]) for one in posted)
    with pytest.raises(IntegrityError), led.writing() as connection:
        pay_ledger.reverse(connection, run, "ops@x.gr")


def test_of_a_period_one_run_stands(led: Records) -> None:
    with pytest.raises(IntegrityError), led.writing() as connection:
        pay.add_run(
            connection, JUNE.first, JUNE.end, 9, frozen="", publication="", plans={}, refused=[],
            differences=[], calculated_by="x", ledger=0,
        )  # fmt: skip


def test_of_two_who_calculate_a_period_at_once_one_wins(
    records: Records, shelf: Built, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = runs.freeze
    both = threading.Barrier(2, timeout=60)

    def wait(*given: Any) -> Any:
        done = frozen(*given)
        both.wait()  # neither has written anything, and each has seen that nobody had
        return done

    monkeypatch.setattr(runs, "freeze", wait)

    def calculate(who: str) -> str:
        own = shelf.connection.cursor()
        own.execute("SET search_path = 'mart,model'")
        try:
            return office_of(replace(shelf, connection=own), home, records).run(operator(), MAY, who).name
        except MetronError as error:
            return error.key

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(calculate, ("ana@x.gr", "nikos@x.gr")))
    assert told == ["2026-05-R1", "payrun.overtaken"]
    with records.reading() as connection:
        (one,) = pay.runs(connection)
        assert len(pay.statements(connection, one.id)) == 2


def test_of_two_who_lock_at_once_one_wins_and_posts_once(records: Records, shelf: Built, home: Home) -> None:
    run = office_of(shelf, home, records).run(operator(), MAY, "ops@x.gr").id
    cycle.review(records, run, "boss@x.gr")
    cycle.approve(records, run, "boss@x.gr")
    both = threading.Barrier(2, timeout=60)

    def take(who: str) -> str:
        both.wait()
        try:
            return cycle.lock(records, run, who).state
        except Refused as error:
            return error.key

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, ("a@x.gr", "b@x.gr"))) == ["locked", "payrun.cannot_lock"]
    with records.reading() as connection:
        assert len(pay_ledger.of_run(connection, run)) == 2


def test_adjustments_are_read_by_their_month_with_what_was_decided(led: Records) -> None:
    with led.reading() as connection:
        (one,) = pay_adjustments.adjustments(connection, MAY.first, MAY.end)
        assert pay_adjustments.adjustments(connection, JUNE.first) == []
        assert pay_adjustments.adjustments(connection, dt.date.min, MAY.first) == []
    assert (one.name, one.amount, one.state, one.decisions[0].by) == (
        "A1", Decimal("2.50"), "approved", "boss@x.gr",
    )  # fmt: skip
    with pytest.raises(IntegrityError), led.writing() as connection:
        pay_adjustments.decide(connection, one.id, "approved", "other@x.gr")
