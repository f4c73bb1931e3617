"""Inquiries in the records: step by step, never changed, and one answer where two are given at once."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
import sqlalchemy as sa

from dashboard.records import inquiries as book
from dashboard.records import pay
from dashboard.records.inquiries import Inquiry, Said, Step
from dashboard.records.pay_tables import pay_inquiry_step
from dashboard.records.store import Records

DUE = dt.date(2026, 7, 8)


def step(said: Said, text: str = "why", **more: object) -> Step:
    return Step(said, "ana@x.gr", "Ana", dt.datetime(2026, 7, 1, tzinfo=dt.UTC), text, **more)  # type: ignore[arg-type]


def statement(records: Records) -> int:
    with records.writing() as connection:
        first, end = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
        for one in pay.standing(connection):
            pay.set_state(connection, one.id, "replaced")
        run = pay.add_run(
            connection, first, end, pay.last_version(connection, end) + 1, frozen="f", publication="p",
            plans={}, refused=[], differences=[], calculated_by="ops@x.gr", ledger=0,
        )  # fmt: skip
        made = {
            "payee": "r1", "plan": "field", "plan_version": 1, "period_first": first, "period_end": end,
            "currency": "EUR", "earned": "1", "paid": "1", "lines": [], "before": {}, "after": {},
        }  # fmt: skip
        pay.add_statements(connection, run, [made])
        return pay.statements(connection, run)[0].id


def asked(records: Records, expected: Decimal | None = None, currency: str = "EUR") -> int:
    place = statement(records)
    with records.writing() as connection:
        return book.ask(
            connection, place, "r1", 0, "split", expected, currency, DUE, step("asked", "40 = 50")
        )


def read(records: Records, id: int) -> Inquiry:
    with records.reading() as connection:
        found = book.one(connection, id)
    assert found is not None
    return found


def test_what_was_asked_is_there_with_all_that_was_said(records: Records) -> None:
    id = asked(records, Decimal("1250.50"))
    with records.writing() as connection:
        book.add(connection, id, step("asked_back", evidence="page 3"))
        book.add(connection, id, step("upheld", changed_on=dt.date(2026, 5, 1)))
    found = read(records, id)
    assert (found.payee, found.kind, found.expected, found.due_on) == ("r1", "split", Decimal("1250.50"), DUE)
    assert [one.said for one in found.steps] == ["asked", "asked_back", "upheld"]
    assert (found.state, found.open, found.steps[2].changed_on) == ("upheld", False, dt.date(2026, 5, 1))
    assert read(records, asked(records)).expected is None


@pytest.mark.parametrize(("kept", "told"), [("GBP", "GBP"), ("", "EUR")])
def test_an_amount_has_its_currency_and_what_was_asked_before_that_of_its_statement(
    records: Records, kept: str, told: str
) -> None:
    assert read(records, asked(records, Decimal(5), kept)).currency == told


def test_each_has_their_own(records: Records) -> None:
    id = asked(records)
    with records.reading() as connection:
        assert [one.id for one in book.of(connection, None)] == [id]
        assert [one.id for one in book.of(connection, {"r1", "x"})] == [id]
        assert book.of(connection, {"r2"}) == book.of(connection, set()) == []
        assert book.one(connection, id + 1) is None


@pytest.mark.parametrize("change", ["UPDATE pay_inquiry_step SET text = 'x'", "DELETE FROM pay_inquiry_step"])
def test_what_was_said_stays(records: Records, change: str) -> None:
    asked(records)
    with pytest.raises(sa.exc.DBAPIError, match="stays"), records.writing() as connection:
        connection.execute(sa.text(change))
    with records.reading() as connection:
        assert connection.execute(sa.select(pay_inquiry_step.c.text)).scalars().all() == ["40 = 50"]


def test_of_two_answers_at_once_the_second_sees_the_first(records: Records) -> None:
    id, both = asked(records), threading.Barrier(2)
    seen: list[Said] = []

    def answer() -> None:
        both.wait(10)
        with records.writing() as connection:
            found = book.one(connection, id, held=True)
            assert found is not None
            seen.append(found.state)
            if found.open:
                book.add(connection, id, step("explained"))

    threads = [threading.Thread(target=answer) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sorted(seen) == ["asked", "explained"]
    assert [one.said for one in read(records, id).steps] == ["asked", "explained"]


def test_a_plan_is_accepted_once(records: Records) -> None:
    for _ in range(2):
        with records.writing() as connection:
            book.acknowledge(connection, "r1", "field", 2, "ana@x.gr")
    with records.reading() as connection:
        assert book.acknowledged(connection, "r1", "field", 2) is not None
        assert book.acknowledged(connection, "r1", "field", 1) is None
        assert book.acknowledged(connection, "r2", "field", 2) is None
