"""The outbox: a message is claimed by one worker, comes back when that one dies, and ends some time."""

import datetime as dt
import threading

import pytest

from dashboard.records import log, outbox
from dashboard.records.outbox import LEASE, MOST, Message
from dashboard.records.store import Records

NOW = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def put(records: Records, key: str = "note:1:ana@x.gr") -> int:
    with records.writing() as connection:
        return outbox.put(connection, key, "note", "ana@x.gr", {"note": 1, "address": "/Ω?a"}, NOW)


def claim(records: Records, worker: str = "w", now: dt.datetime = NOW) -> Message | None:
    with records.writing() as connection:
        return outbox.claim(connection, worker, now)


def claimed(records: Records, worker: str = "w", now: dt.datetime = NOW) -> Message:
    found = claim(records, worker, now)
    assert found is not None
    return found


def counts(records: Records) -> dict[str, int]:
    with records.reading() as connection:
        return outbox.counts(connection)


def test_a_key_has_one_message(records: Records) -> None:
    assert put(records) == put(records) != put(records, "note:1:eva@x.gr")
    assert counts(records) == {"sent": 0, "waiting": 2, "failed": 0}
    assert claimed(records).payload == {"note": 1, "address": "/Ω?a"}


def test_nothing_waits_where_the_transaction_fails(records: Records) -> None:
    def put_and_break() -> None:
        with records.writing() as connection:
            outbox.put(connection, "k", "note", "ana@x.gr", {}, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_break()
    assert claim(records) is None


def test_several_workers_at_once_get_each_message_once(records: Records) -> None:
    put_there = {put(records, str(number)) for number in range(24)}
    start, found = threading.Barrier(4), list[int]()

    def work(name: str) -> None:
        start.wait()
        while (taken := claim(records, name)) is not None:
            found.append(taken.id)

    workers = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(found) == sorted(put_there)


def test_a_claim_runs_out_and_its_first_holder_settles_nothing_any_more(records: Records) -> None:
    put(records)
    first = claimed(records, "dead")
    assert claim(records, "other", NOW + LEASE - MINUTE) is None
    second = claimed(records, "other", NOW + LEASE)
    assert (second.id, second.attempts) == (first.id, 2)
    with records.writing() as connection:
        assert not outbox.hold(connection, first, NOW + LEASE)
        assert not outbox.fail(connection, first, "mail.inside", "", NOW + LEASE)
        assert not outbox.sent(connection, first, NOW + LEASE)
        assert outbox.hold(connection, second, NOW + LEASE)
        assert outbox.sent(connection, second, NOW + LEASE)
        assert not outbox.sent(connection, second, NOW + LEASE)
    assert claim(records, "other", NOW + 99 * LEASE) is None
    assert counts(records) == {"sent": 1, "waiting": 0, "failed": 0}


def test_pauses_double_and_the_last_attempt_is_the_end(records: Records) -> None:
    put(records)
    now, pauses = NOW, []
    for _ in range(MOST):
        taken = claimed(records, now=now)
        with records.writing() as connection:
            assert outbox.put_off(connection, taken, "mail.no_server", "x" * 9_999, now)
            kept = outbox.one(connection, taken.id)
        assert kept is not None
        assert claim(records, now=now) is None
        pauses.append((kept.due - now) // MINUTE)
        now = max(now, kept.due)
    assert pauses[:-1] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert (kept.state, kept.reason, len(kept.detail)) == ("failed", "mail.no_server", 500)
    assert claim(records, now=now + 99 * LEASE) is None


def test_a_message_that_ends_its_worker_each_time_is_given_up(records: Records) -> None:
    put(records)
    for number in range(MOST):
        claimed(records, now=NOW + number * LEASE)
    assert claim(records, now=NOW + MOST * LEASE) is None
    with records.reading() as connection:
        (kept,) = outbox.unsent(connection)
        assert [one.details["reason"] for one in log.read(connection, action="mail_failed")] == [
            "mail.inside"
        ]
    assert (kept.state, kept.reason) == ("failed", "mail.inside")


def test_what_failed_may_wait_again(records: Records) -> None:
    put(records)
    with records.writing() as connection:
        outbox.fail(connection, outbox.claim(connection, "w", NOW), "mail.refused", "550", NOW)  # type: ignore[arg-type]
        assert outbox.try_again(connection, NOW + MINUTE) == 1
        assert outbox.try_again(connection, NOW + MINUTE) == 0
    again = claimed(records, now=NOW + MINUTE)
    assert (again.attempts, again.reason) == (1, "")
