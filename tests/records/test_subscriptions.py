"""Subscriptions: an occasion is written once, on each database, and its message with it."""

import datetime as dt

from dashboard.records import outbox
from dashboard.records import subscriptions as book
from dashboard.records import views as saved
from dashboard.records.store import Records
from dashboard.records.subscriptions import Terms
from dashboard.records.views import Content

NOW = dt.datetime(2026, 11, 13, 6, tzinfo=dt.UTC)
PERSON = "nikos@x.gr"


def follow(records: Records, terms: Terms, due: dt.datetime | None = None) -> int:
    with records.writing() as connection:
        view = saved.add(connection, PERSON, "Nikos", Content("Sales", "", "mine", "/explore"))
        return book.add(connection, PERSON, view, "Sales", terms, "csv", due, "one")


def awaiting(records: Records, publication: str = "one") -> list[int]:
    with records.writing() as connection:
        return [one.id for one in book.awaiting(connection, NOW, publication, hold=True)]


def test_an_occasion_and_its_message_are_written_once(records: Records) -> None:
    follow(records, Terms("workday", hour=8), NOW)
    for _ in range(2):
        with records.writing() as connection:
            (one,) = book.awaiting(connection, NOW, "one", hold=True)
            book.put(connection, one, "today", NOW, NOW)
    with records.reading() as connection:
        (run,) = book.runs(connection, one.id)
        assert outbox.counts(connection)["waiting"] == 1
        assert book.run(connection, run.id) == run
    assert run.message is not None
    assert (run.message.person, run.message.payload) == (PERSON, {"run": run.id})


def test_what_awaits_is_what_has_come_and_stands(records: Records) -> None:
    past, ahead = NOW - dt.timedelta(minutes=1), NOW + dt.timedelta(minutes=1)
    days = [follow(records, Terms("month", 31, 8), due) for due in (past, ahead)]
    data = follow(records, Terms("data"))
    assert awaiting(records) == [days[0]]
    assert awaiting(records, "two") == [days[0], data]
    with records.writing() as connection:
        for id in (days[0], data):
            book.change(connection, id, state="paused")
    assert awaiting(records, "two") == []
    with records.reading() as connection:
        assert [one.id for one in book.of(connection, PERSON)] == [*days, data]
        assert book.of(connection, "eva@x.gr") == []


def test_the_last_value_is_that_of_the_message_that_was_sent(records: Records) -> None:
    id = follow(records, Terms("limit", measure="net_sales", sign="changed", bound="0.1", base="5"))
    for occasion, value in (("a", "7"), ("b", "8"), ("c", "9")):
        with records.writing() as connection:
            one = book.one(connection, id)
            assert one is not None
            book.put(connection, one, occasion, NOW, NOW, reason="" if value != "8" else "deliver.not_met")
            book.settle(connection, book.runs(connection, id)[0].id, value=value)
    with records.writing() as connection:
        assert book.last_value(connection, id) == ""
        taken = outbox.claim(connection, "worker", NOW)
        assert taken is not None
        assert outbox.sent(connection, taken, NOW)
        assert book.last_value(connection, id) == "7"
        other = outbox.claim(connection, "worker", NOW)
        assert other is not None
        book.settle(connection, book.runs(connection, id)[0].id, outbox_id=None)
        assert outbox.drop(connection, other)
        assert not outbox.drop(connection, other)
        assert book.last_value(connection, id) == "7"
