"""Who may be told of a note, what they get, and that no word of it leaves to anybody else."""

import datetime as dt
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from dashboard.delivery import mentions
from dashboard.delivery.worker import Worker
from dashboard.errors import Failed, MetronError
from dashboard.pages import notes
from dashboard.pages.address import parse_address
from dashboard.pages.notes import Draft, address_of, notes_inside
from dashboard.pages.sheets import sheet
from dashboard.pages.told import readers
from dashboard.records import accounts, grants, log, outbox
from dashboard.records.store import Records
from dashboard.records.tables import note_told
from dashboard.shell.notes import keep
from dashboard.text import say
from tests.delivery.conftest import STAFF, Clock, Looker, Mailbox
from tests.parts.conftest import walk

ODD = "Γιατί έπεσε; {name} <b>Ω</b> 🍋 שלום\r\n.\r\nMAIL FROM:<x@y.z>\r\n\r\nBcc: evil@x.gr\n" + "long " * 300
Workers = Callable[..., Worker]


def words(parts: object) -> str:
    return " ".join(one for one in walk(parts) if isinstance(one, str))


def told(
    look: Looker, *people: str, body: str = "A strike.", author: str = "ana@x.gr", **where: object
) -> str:
    return keep(look(author, **where), "new", "add", body, people)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def link(message: EmailMessage) -> str:
    return next(line for line in part(message, "plain").splitlines() if line.startswith("http:"))


def waiting(records: Records) -> list[outbox.Message]:
    with records.reading() as connection:
        return outbox.unsent(connection)


PLACES = (
    {}, {"at": "C"}, {"at": "N"}, {"at": "S"}, {"path": "/leadership", "at": "N"},
    {"path": "/customer", "of": "n"}, {"path": "/customer", "of": "s"}, {"path": "/customer", "of": "m"},
)  # fmt: skip


@pytest.mark.parametrize("where", PLACES, ids=str)
def test_those_are_offered_who_would_see_the_note_where_its_link_leads(
    look: Looker, where: dict[str, str]
) -> None:
    seen = 0
    for author in (one for one in STAFF if one not in ("gone@x.gr", "idle@x.gr")):
        try:
            here = look(author, **where)
            place, path = here.place, address_of(here, "net_sales", "")
        except MetronError:
            continue
        there = parse_address(*path.split("?"))

        def sees(other: str, place: str = place, there: object = there) -> bool:
            try:
                return look(other, address=there).place == place
            except MetronError:
                return False

        expected = {other for other in STAFF if other != author and sees(other)} - {"gone@x.gr"}
        assert {one.email for one in readers(here)} == expected, author
        seen += 1
    assert seen


def test_who_had_a_customer_before_tells_those_who_had_it_too(look: Looker) -> None:
    there = {"path": "/customer", "of": "m"}
    assert look("nikos@x.gr", **there).place == "customer m N"
    assert [one.name for one in readers(look("nikos@x.gr", **there))] == ["Head", "Lead", "Rita"]
    assert "Νίκος" not in [one.name for one in readers(look("eva@x.gr", **there))]


def test_the_offered_are_those_of_the_place(look: Looker) -> None:
    assert [one.name for one in readers(look(at="N"))] == [
        "Boss", "Both", "Head", "Lead", "Pair", "Rita", "Trio", "Νίκος",
    ]  # fmt: skip
    assert [one.name for one in readers(look("both@x.gr"))] == ["Pair"]
    assert [one.name for one in readers(look("boss@x.gr"))] == []


def test_a_message_arrives_once_in_the_language_of_its_reader(
    look: Looker, worker: Workers, box: Mailbox, records: Records
) -> None:
    assert (
        told(look, "nikos@x.gr", "rita@x.gr", body=ODD, at="N", where=('category = "food"',))
        == "notes.told_add"
    )
    one = worker()
    assert [one.step() for _ in range(3)] == [True, True, False]
    english, greek = box.messages
    assert [list(envelope.rcpt_tos) for envelope, _ in box.received] == [["rita@x.gr"], ["nikos@x.gr"]]
    assert (greek["To"], greek["From"]) == ("nikos@x.gr", "Metron Μέτρον <metron@firm.gr>")
    assert greek["Subject"] == say("el", "mail.mention_subject", name="Ana")
    assert english["Subject"] == "Ana tells you of a note in Metron"
    assert (greek["Content-Language"], greek["Bcc"]) == ("el", None)
    assert greek["Auto-Submitted"] == "auto-generated"
    assert "Καθαρές πωλήσεις για North, " in part(greek, "plain")
    assert "food" in part(greek, "plain")
    assert "Net sales for North, " in part(english, "plain")
    for line in ODD.split("\n"):
        assert f"> {line}".strip() in [one.strip() for one in part(english, "plain").splitlines()]
    assert "&lt;b&gt;Ω&lt;/b&gt; 🍋 שלום" in part(english, "html")
    assert "<b>" not in part(english, "html")
    assert "<img" not in part(english, "html")
    assert link(english).startswith("http://127.0.0.1:9/?")
    assert waiting(records) == []


def test_the_link_leads_its_reader_to_the_note(look: Looker, worker: Workers, box: Mailbox) -> None:
    for where in ({"at": "N"}, {"path": "/leadership", "at": "N"}, {"path": "/customer", "of": "n"}):
        told(look, "nikos@x.gr", body=f"Of {where}", **where)
        worker().step()
        there = urlsplit(link(box.messages[-1]))
        view = look("nikos@x.gr", address=parse_address(there.path, there.query))
        assert f"Of {where}" in words(sheet(view))
        assert there.path == where.get("path", "/").replace("/leadership", "/")


def test_the_link_names_the_days_of_the_tile(look: Looker, worker: Workers, box: Mailbox) -> None:
    told(look, "rita@x.gr", at="N", see="note:net_sales@months", period="mtd")
    worker().step()
    there = urlsplit(link(box.messages[0]))
    address = parse_address(there.path, there.query)
    assert (address.period, address.see) == ("2025-07-01..2026-06-30", "note:net_sales")
    assert "A strike." in words(sheet(look("rita@x.gr", address=address)))


def test_nobody_outside_the_place_is_told_and_what_was_typed_stays(look: Looker, records: Records) -> None:
    for outsider in ("eva@x.gr", "gone@x.gr", "idle@x.gr", "nobody@x.gr", "", "ana@x.gr"):
        assert told(look, "nikos@x.gr", outsider, at="N") == "notes.may_not_tell", outsider
    view = look(at="N")
    assert (view.notes, waiting(records)) == ([], [])
    again = notes_inside(
        view, "net_sales", "", "notes.may_not_tell", Draft("new", "Typed.", ("rita@x.gr", "eva@x.gr"))
    )
    fields = {
        getattr(one, "id", None) and str(one.id): one for one in walk(again) if not isinstance(one, str)
    }
    assert fields["{'note': 'new'}"].value == "Typed."
    assert fields["{'note_tell': 'new'}"].value == ["rita@x.gr"]


def test_a_change_tells_only_whom_it_adds(
    look: Looker, records: Records, worker: Workers, box: Mailbox
) -> None:
    told(look, "nikos@x.gr", at="N")
    number = str(look(at="N").notes[0].id)
    worker().step()
    keep(look(at="N"), number, "change", "More of it.", ("nikos@x.gr", "rita@x.gr"))
    keep(look(at="N"), number, "change", "Still more.", ("rita@x.gr",))
    while worker().step():
        pass
    assert [message["To"] for message in box.messages] == ["nikos@x.gr", "rita@x.gr"]
    assert "> Still more." in part(box.messages[1], "plain")
    assert [one.name for one in look(at="N").notes[0].told] == ["Νίκος", "Rita"]
    with records.reading() as connection:
        told_log = log.read(connection, action="person_told")
    assert [(one.actor, one.subject) for one in told_log] == [
        ("ana@x.gr", "rita@x.gr"),
        ("ana@x.gr", "nikos@x.gr"),
    ]


def test_the_author_sees_what_became_of_it_and_others_see_the_names(
    look: Looker, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    told(look, "nikos@x.gr", at="N")
    assert "For the attention of Νίκος (e-mail waiting)" in words(sheet(look(at="N")))
    box.to_message = "451 busy"
    worker().step()
    assert "Νίκος (e-mail delayed: the mail server refused it: 451 busy)" in words(sheet(look(at="N")))
    box.to_message, clock.now = "", clock.now + dt.timedelta(minutes=1)
    worker().step()
    assert "Νίκος (e-mail sent " in words(sheet(look(at="N")))
    others = words(sheet(look("rita@x.gr", at="N")))
    assert "For the attention of Νίκος" in others
    assert "(e-mail" not in others


def test_without_e_mail_names_stand_and_nothing_waits(look: Looker, records: Records) -> None:
    keep(look(at="N", mails=False), "new", "add", "A strike.", ("nikos@x.gr",))
    assert waiting(records) == []
    seen = words(sheet(look(at="N", mails=False)))
    assert "For the attention of Νίκος (not told by e-mail)" in seen
    hints = [one.description for one in walk(sheet(look(at="N", mails=False))) if hasattr(one, "description")]
    assert say("en", "notes.tell_no_mail") in hints
    # What was not queued then is not sent later.
    keep(look(at="N"), str(look(at="N").notes[0].id), "change", "More.", ("nikos@x.gr",))
    assert waiting(records) == []


def lose_territory(records: Records) -> None:
    with records.writing() as connection:
        account = accounts.by_email(connection, "nikos@x.gr")
        assert account is not None
        grants.end(connection, account.id, "N", dt.date(2026, 6, 1))


def change_territory(records: Records) -> None:
    lose_territory(records)
    with records.writing() as connection:
        account = accounts.by_email(connection, "nikos@x.gr")
        assert account is not None
        grants.give(connection, account.id, grants.Given("S", dt.date(2026, 6, 1), None))


def close_account(records: Records) -> None:
    with records.writing() as connection:
        account = accounts.by_email(connection, "nikos@x.gr")
        assert account is not None
        accounts.set_active(connection, account.id, active=False)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lose_territory, "mail.no_scope"),
        (change_territory, "mail.no_scope"),
        (close_account, "mail.nobody"),
    ],
)
def test_nothing_leaves_to_who_has_lost_the_place(
    look: Looker,
    worker: Workers,
    box: Mailbox,
    records: Records,
    change: Callable[[Records], None],
    reason: str,
) -> None:
    told(look, "nikos@x.gr", at="N")
    change(records)
    assert worker().step()
    assert not worker().step()
    assert box.received == []
    assert [(one.state, one.reason) for one in waiting(records)] == [("failed", reason)]
    assert say("en", reason) in words(sheet(look(at="N")))
    with records.reading() as connection:
        assert [one.details["reason"] for one in log.read(connection, action="mail_failed")] == [reason]


def test_what_cannot_be_looked_up_now_is_looked_up_later(
    look: Looker,
    worker: Workers,
    box: Mailbox,
    records: Records,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: object) -> None:
        raise Failed("load.answer_too_large", limit="1GB")

    told(look, "nikos@x.gr", at="N")
    with monkeypatch.context() as full:
        full.setattr(mentions, "notes_of", away)
        worker().step()
    assert [(one.state, one.reason) for one in waiting(records)] == [("waiting", "mail.inside")]
    clock.now += dt.timedelta(minutes=1)
    worker().step()
    assert [message["To"] for message in box.messages] == ["nikos@x.gr"]


def test_nobody_tells_more_people_in_a_day_than_any_may(
    look: Looker, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "MOST_TOLD", 3)
    assert told(look, "nikos@x.gr", "rita@x.gr", at="N") == "notes.told_add"
    view = look(at="N")
    number = str(view.notes[0].id)
    for what in (("new", "add"), (number, "change")):
        assert keep(view, *what, "More.", ("both@x.gr", "pair@x.gr")) == "notes.told_enough"
    assert "more than 3 people in 24 hours" in words(notes_inside(view, "net_sales", "", "notes.told_enough"))
    assert [one.body for one in look(at="N").notes] == ["A strike."]
    assert len(waiting(records)) == 2
    # Another may, and the same one the day after; a note that tells nobody is written at any time.
    assert told(look, "both@x.gr", author="boss@x.gr", at="N") == "notes.told_add"
    assert told(look, "both@x.gr", at="N") == "notes.told_add"
    assert told(look, "pair@x.gr", at="N") == "notes.told_enough"
    assert told(look, at="N") == "notes.told_add"
    with records.writing() as connection:
        connection.execute(note_told.update().values(at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=25)))
    assert told(look, "pair@x.gr", at="N") == "notes.told_add"


def test_nothing_leaves_to_who_has_kept_a_part_of_the_places(
    look: Looker, worker: Workers, box: Mailbox, records: Records
) -> None:
    told(look, "pair@x.gr", author="both@x.gr")
    with records.writing() as connection:
        account = accounts.by_email(connection, "pair@x.gr")
        assert account is not None
        grants.end(connection, account.id, "S", dt.date(2026, 6, 1))
    assert worker().step()
    assert box.received == []
    assert [one.reason for one in waiting(records)] == ["mail.no_scope"]


def test_a_note_that_was_taken_back_is_not_sent(
    look: Looker, worker: Workers, box: Mailbox, records: Records
) -> None:
    told(look, "nikos@x.gr", at="N")
    keep(look(at="N"), str(look(at="N").notes[0].id), "take_back", "")
    worker().step()
    assert box.received == []
    assert [one.reason for one in waiting(records)] == ["mail.taken_back"]


@pytest.mark.parametrize(
    "name", ["Ana\r\nBcc: evil@x.gr", "Ana\u2028\x0b\x00\u202eX", "=?utf-8?q?=0ABcc:_evil?=", "Ω" * 200]
)
def test_no_name_adds_a_header(
    look: Looker, worker: Workers, box: Mailbox, records: Records, name: str
) -> None:
    told(look, "nikos@x.gr", at="N")
    with records.writing() as connection:
        connection.execute(sa.text("UPDATE note_written SET name = :name"), {"name": name})
    worker().step()
    ((envelope, message),) = box.received
    assert envelope.rcpt_tos == ["nikos@x.gr"]
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    }  # fmt: skip
    assert message["Subject"].isprintable()


def test_telling_is_one_with_writing(look: Looker, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(outbox, "put", broken)
    with pytest.raises(ZeroDivisionError):
        told(look, "nikos@x.gr", at="N")
    assert look(at="N").notes == []
    with records.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(note_told)).scalar() == 0


def test_ids_of_messages_hang_on_the_key_alone(
    look: Looker, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    for people in (("nikos@x.gr",), ("rita@x.gr",)):
        told(look, *people, at="N")
    box.to_message = "451 later"
    while worker().step():
        pass
    box.to_message = ""
    clock.now += dt.timedelta(minutes=1)
    while worker().step():
        pass
    one, other = (message["Message-ID"] for message in box.messages)
    assert one != other
    assert all(identity.endswith("@firm.gr>") for identity in (one, other))
