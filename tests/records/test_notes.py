"""Notes are kept with all that they said, and found where they apply."""

import datetime as dt

import pytest
import sqlalchemy as sa

from dashboard.records import notes, outbox
from dashboard.records.notes import Binding
from dashboard.records.store import Records

JUNE = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
HERE = Binding("net_sales", "T", (), *JUNE)


def written(records: Records, binding: Binding = HERE, body: str = "A strike.") -> int:
    with records.writing() as connection:
        return notes.write(connection, binding, "ana@x.gr", "Ana", body)


def found(
    records: Records, place: str = "T", limits: tuple[str, ...] = (), days: tuple[dt.date, dt.date] = JUNE
) -> list[str]:
    with records.reading() as connection:
        return [one.body for one in notes.at_place(connection, place, limits, *days)]


def test_a_note_is_found_at_its_place_under_its_limits_on_its_days(records: Records) -> None:
    limits = ('channel = "shop"', 'category = "food"')
    written(records)
    written(records, Binding("quota", "T", limits, *JUNE), "Of shops.")
    assert found(records) == ["A strike."]
    assert found(records, "U") == []
    assert found(records, limits=limits[::-1]) == ["Of shops."]
    assert found(records, days=(dt.date(2026, 6, 30), dt.date(2026, 7, 9))) == ["A strike."]
    assert found(records, days=(dt.date(2026, 7, 1), dt.date(2026, 7, 9))) == []
    assert found(records, days=(dt.date(2026, 5, 1), dt.date(2026, 5, 31))) == []


def test_what_a_note_said_stays_and_one_taken_back_is_seen_no_more(records: Records) -> None:
    number = written(records)
    with records.writing() as connection:
        notes.revise(connection, number, "A strike at the port.\nLine two.")
    assert found(records) == ["A strike at the port.\nLine two."]
    with records.writing() as connection:
        notes.revise(connection, number, "")
    assert found(records) == []
    with records.reading() as connection:
        kept = notes.one(connection, number)
    assert kept is not None
    assert [one.body for one in kept.versions] == ["A strike.", "A strike at the port.\nLine two.", ""]
    assert kept.versions[0].at <= kept.versions[1].at


def test_the_latest_comes_first(records: Records) -> None:
    for body in ("1", "2", "3"):
        written(records, body=body)
    assert found(records) == ["3", "2", "1"]


@pytest.mark.parametrize("number", [0, -1, 999])
def test_a_number_that_no_note_has_is_none(records: Records, number: int) -> None:
    with records.reading() as connection:
        assert notes.one(connection, number) is None


def test_whom_a_note_is_told_to_is_kept_with_what_became_of_the_message(records: Records) -> None:
    number, now = written(records), dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
    written(records, body="Told to nobody.")
    with records.writing() as connection:
        sent = outbox.put(connection, "k1", "note", "eva@x.gr", {}, now)
        failed = outbox.put(connection, "k2", "note", "rita@x.gr", {}, now)
        for person, message in (("eva@x.gr", sent), ("rita@x.gr", failed), ("niki@x.gr", None)):
            notes.tell(connection, number, person, person.title(), message)
        first, second = outbox.claim(connection, "w", now), outbox.claim(connection, "w", now)
        assert first is not None
        assert second is not None
        outbox.sent(connection, first, now)
        outbox.fail(connection, second, "mail.refused", "550", now)
    with records.reading() as connection:
        other, one = notes.at_place(connection, "T", (), *JUNE)
    assert other.told == ()
    assert [(each.person, each.mailed, each.sent_at, each.failed_at, each.reason) for each in one.told] == [
        ("eva@x.gr", True, now, None, ""),
        ("rita@x.gr", True, None, now, "mail.refused"),
        ("niki@x.gr", False, None, None, ""),
    ]
    with pytest.raises(sa.exc.IntegrityError), records.writing() as connection:
        notes.tell(connection, number, "eva@x.gr", "Eva", None)
