"""Run against run: the lines add up to each difference, and so do its causes, to the cent."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any, cast

import pytest

from dashboard.access.scope import operator
from dashboard.paths import Home
from dashboard.pay.adjustments import Wanted, ask, decide
from dashboard.pay.credited import Listed
from dashboard.pay.facts import Facts
from dashboard.pay.run_difference import _STEPS, Compared, Side, _Asked, _State, compare
from dashboard.pay.runs import Office
from dashboard.pay.statement import Before
from dashboard.records import pay
from dashboard.records.pay import Run
from dashboard.records.store import Records
from tests.answers.built import Built
from tests.pages.test_leadership import sale
from tests.pay.paid_company import JUNE, MAY, PLAN, SALES, lock, office_of, paid_shelf

MORE = PLAN.replace("version = 1", "version = 2").replace('value = "10 %"', 'value = "12 %"')


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


@pytest.fixture(scope="module")
def changed() -> Iterator[Built]:
    """A line more of N, whose quota is less; r2 sold the same."""
    with paid_shelf([*SALES, sale("9", MAY.first, "n", 20)], quota=50) as made:
        yield made


@pytest.fixture
def records(home: Home) -> Iterator[Records]:
    made = Records(f"sqlite:///{home.path / 'records.sqlite'}")
    yield made
    made.close()


def compared(office: Office, one: Run, other: Run) -> list[Compared]:
    with office.records.reading() as connection:
        sides = [Side(run, pay.statements(connection, run.id)) for run in (one, other)]
    found = compare(office.home, sides[0], sides[1], office.measures)
    totals = [sum((kept.paid for kept in side.statements), Decimal(0)) for side in sides]
    assert sum((each.difference for each in found), Decimal(0)) == totals[1] - totals[0]
    for each in found:
        assert sum((line.difference for line in each.lines), Decimal(0)) == each.difference
        assert not each.causes or sum(amount for _, amount in each.causes) == each.difference
    return found


def test_the_causes_are_the_steps_from_one_state_to_the_other(
    records: Records, home: Home, shelf: Built, changed: Built
) -> None:
    before = office_of(shelf, home, records)
    one = before.run(operator(), MAY, "ops@x.gr")
    asked = ask(records, before.shelf, {"field"}, Wanted("r1", "field", MAY, "-1", "data", "Why"), "ops@x.gr")
    decide(records, before.shelf, asked.id, "approved", "boss@x.gr")
    after = office_of(changed, home, records, plan=MORE)
    other = after.run(operator(), MAY, "ops@x.gr")
    first, second = compared(after, one, other)
    # 5.00; 20 more sold 7.00; of a quota of 50 it is 9.00; at 12 % up to it 10.00; less 1.
    assert (first.payee, first.difference) == ("r1", Decimal("4.00"))
    assert first.causes == (
        (("lines",), Decimal("2.00")), (("quota",), Decimal("2.00")), (("plan",), Decimal("1.00")),
        (("adjustments",), Decimal("-1.00")),
    )  # fmt: skip
    assert [(line.line[0], line.difference) for line in first.lines] == [
        ("earning", Decimal("5.00")), ("adjustment", Decimal("-1")),
    ]  # fmt: skip
    assert (second.payee, second.causes) == ("r2", ((("plan",), Decimal("1.60")),))
    assert [each.difference for each in compared(after, other, one)] == [
        -first.difference, -second.difference,
    ]  # fmt: skip


def test_every_fact_is_in_one_of_the_causes() -> None:
    asked: list[str] = []

    class Then:
        """Says what is taken of it."""

        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return ()

    state = _State(cast(Facts, Then()), ())
    now, then = (_Asked(one, 1, Before()) for one in (_State(Facts(Listed([])), ()), state))
    for moved in _STEPS.values():
        moved(now, then)
    assert sorted(asked) == sorted({one.name for one in fields(Facts)} - {"line_measures"})


def test_what_is_the_same_is_not_told_and_other_periods_have_lines_alone(
    records: Records, home: Home, shelf: Built
) -> None:
    office = office_of(shelf, home, records)
    one, same = office.run(operator(), MAY, "ops@x.gr"), office.run(operator(), MAY, "ops@x.gr")
    assert compared(office, one, same) == []
    lock(records, same.id)
    first, second = compared(office, same, office.run(operator(), JUNE, "ops@x.gr"))
    assert [(each.payee, each.difference, each.causes) for each in (first, second)] == [
        ("r1", Decimal("-3.80"), ()), ("r2", Decimal("-10.74"), ()),
    ]  # fmt: skip


def test_who_is_in_one_run_alone_differs_by_all_of_it(records: Records, home: Home, shelf: Built) -> None:
    everybody = office_of(shelf, home, records)
    one = everybody.run(operator(), MAY, "ops@x.gr")
    fewer = office_of(
        shelf, home, records, plan=PLAN.replace('role = "owner"', 'role = "owner", without = ["r2"]')
    )
    (only,) = compared(fewer, one, fewer.run(operator(), MAY, "ops@x.gr"))
    assert (only.payee, only.other, only.difference, only.causes) == ("r2", None, Decimal("-10.74"), ())
