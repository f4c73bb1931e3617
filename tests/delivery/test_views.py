"""Views by e-mail: once, when they are due, with what their recipient may see, and with a way to stop."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from dashboard.access.stopping import read_stop_word
from dashboard.delivery.worker import Worker
from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.address import EXPLORE_PATH, Address
from dashboard.pages.followed import excerpt
from dashboard.pages.followed.looked import is_met
from dashboard.pages.followed.times import due_after, falls_on
from dashboard.pages.followed.words import PATH
from dashboard.pages.shelves import Shelves
from dashboard.pages.site import screen
from dashboard.records import accounts, grants, outbox
from dashboard.records import subscriptions as book
from dashboard.records import views as saved
from dashboard.records.outbox import LEASE
from dashboard.records.store import Records
from dashboard.records.subscriptions import Subscription, Terms
from dashboard.records.views import Content
from dashboard.settings import Company
from dashboard.shell.follow_acts import ACTS
from dashboard.shell.view_acts import Wish
from dashboard.text import say
from tests.delivery.conftest import Clock, Looker, Mailbox
from tests.parts.conftest import walk

Workers = Callable[..., Worker]
NIKOS, EVA, ANA = "nikos@x.gr", "eva@x.gr", "ana@x.gr"
BY_TERRITORY = Address(
    EXPLORE_PATH,
    period="2026-01-01..2026-06-30",
    shelves=Shelves(measures=("net_sales",), rows=("territory",)),
)
FORM = {"timing": "workday", "hour": "8", "attached": "xlsx"}


@pytest.fixture
def view_id(records: Records) -> int:
    """A view of everybody's, by Ana, who sees the whole country."""
    with records.writing() as connection:
        return saved.add(connection, ANA, "Ana", Content("Sales by territory", "", "all", BY_TERRITORY.href))


@pytest.fixture
def do(look: Looker) -> Callable[..., str]:
    """Does something with what one follows, as a request does; what is said then."""

    def act(email: str, name: str, id: int, **form: str) -> str:
        done = ACTS[name](look(email, address=Address(PATH)), Wish(id, fields=FORM | form))
        return say("en", done.key, **dict(done.words))

    return act


def only(records: Records) -> Subscription:
    with records.reading() as connection:
        found = book.one(connection, 1)
    assert found is not None
    return found


def reasons(records: Records, id: int = 1) -> list[str]:
    with records.reading() as connection:
        return [one.reason or (one.message.state if one.message else "") for one in book.runs(connection, id)]


def come(records: Records, clock: Clock, id: int = 1) -> None:
    """Let the clock be where the next occasion is."""
    with records.reading() as connection:
        found = book.one(connection, id)
    assert found is not None
    assert found.due is not None
    clock.now = max(clock.now, found.due)


def run(worker: Worker) -> int:
    steps = 0
    while worker.step():
        steps += 1
    return steps


def body(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def new_data(records: Records) -> None:
    """As if another publication were served than the one that was looked at."""
    with records.writing() as connection:
        for one in (1, 2):
            book.change(connection, one, seen="earlier")
        connection.exec_driver_sql("UPDATE subscription_run SET occasion = 'before ' || id")
        connection.exec_driver_sql("UPDATE outbox SET key = 'before ' || id")


def everything(message: EmailMessage) -> str:
    """All words of a message: its text, its HTML, and the cells of its file."""
    file = next(message.iter_attachments())
    cells = load_workbook(BytesIO(cast(bytes, file.get_content())))
    lines = [str(cell.value) for sheet in cells for row in sheet.rows for cell in row]
    return "\n".join((body(message, "plain"), body(message, "html"), *lines))


def test_a_view_arrives_with_numbers_picture_and_file_in_the_language_of_its_reader(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    told = do(NIKOS, "follow", view_id)
    assert told == "You follow Sales by territory. Κάθε εργάσιμη ημέρα στις 08:00."
    assert run(worker()) == 0
    come(records, clock)
    assert run(worker()) == 1
    assert run(worker()) == 0
    (message,) = box.messages
    assert (message["To"], message["Content-Language"]) == (NIKOS, "el")
    assert message["Subject"].startswith("Sales by territory: δεδομένα έως")
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]  # fmt: skip
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture.get_content_disposition() == "inline"
    assert cast(bytes, picture.get_content()).startswith(b"\x89PNG")
    assert f"cid:{picture['Content-ID'][1:-1]}" in body(message, "html")
    assert "Καθαρές πωλήσεις: " in body(message, "plain")
    assert "&view=1.1&" in body(message, "plain")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert reasons(records) == ["sent"]
    due = only(records).due
    assert due is not None
    assert due > clock.now


def test_each_gets_what_they_may_see_and_nothing_of_others(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    drawn: list[str] = []
    kept = excerpt._pictured

    def seen(*given: Any) -> Any:
        made = kept(*given)
        drawn.append(repr(made))
        return made

    monkeypatch.setattr(excerpt, "_pictured", seen)
    for email in (NIKOS, EVA):
        do(email, "follow", view_id)
    come(records, clock)
    run(worker())
    told = {message["To"]: everything(message) for message in box.messages}
    assert "North" in told[NIKOS]
    assert "South" in told[EVA]
    assert "South" not in told[NIKOS]
    assert "North" not in told[EVA]
    assert [("North" in one, "South" in one) for one in drawn] == [(True, False), (False, True)]


def test_several_workers_and_a_dead_one_deliver_once(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    for email in (NIKOS, EVA, ANA):
        do(email, "follow", view_id, attached="")
    come(records, clock)
    start = threading.Barrier(2)

    def work(one: Worker) -> None:
        start.wait()
        run(one)

    threads = [threading.Thread(target=work, args=(worker(),)) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(message["To"] for message in box.messages) == sorted((NIKOS, EVA, ANA))
    come(records, clock)
    one = worker()
    one._plan()
    with records.writing() as connection:
        assert outbox.claim(connection, "dead", clock.now)
    run(worker())
    assert len(box.messages) == 5
    clock.now += LEASE
    run(worker())
    assert len({one["Message-ID"] for one in box.messages}) == len(box.messages) == 6


def test_occasions_that_were_missed_are_made_up_for_once(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    do(NIKOS, "follow", view_id, timing="week.1", attached="")
    come(records, clock)
    clock.now += dt.timedelta(days=15)
    run(worker())
    assert len(box.messages) == 1
    assert reasons(records) == ["sent", "deliver.overtaken", "deliver.overtaken"]


def test_a_condition_is_asked_at_each_new_data_and_sent_where_it_is_met(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox
) -> None:
    limit = {"timing": "limit", "measure": "net_sales", "attached": ""}
    do(NIKOS, "follow", view_id, **limit, sign="below", bound="0.5")
    do(ANA, "follow", view_id, **limit, sign="above", bound="0.5")
    assert run(worker()) == 0
    new_data(records)
    assert run(worker()) == 2
    (message,) = box.messages
    assert message["To"] == ANA
    assert "Net sales is " in body(message, "plain")
    assert (reasons(records), reasons(records, 2)) == (["deliver.not_met"], ["sent"])
    with records.reading() as connection:
        assert outbox.unsent(connection) == []
        assert book.last_value(connection, 2)
    assert run(worker()) == 0


@pytest.mark.parametrize(
    ("sign", "bound", "value", "base", "met"),
    [
        ("below", "10", "9.99", "", True), ("below", "10", "10", "", False), ("above", "10", "10", "", False),
        ("above", "10", "10.01", "", True), ("changed", "0.1", "110", "100", False),
        ("changed", "0.1", "89.9", "100", True), ("changed", "0.1", "-111", "-100", True),
        ("changed", "0.1", "1", "", True), ("changed", "0.1", "0", "0", False),
        ("below", "10", None, "", False),
    ],
)  # fmt: skip
def test_conditions(sign: str, bound: str, value: str | None, base: str, met: bool) -> None:
    number = None if value is None else Decimal(value)
    assert is_met(Terms("limit", sign=sign, bound=bound), number, base) is met


def test_new_data_is_told_once_a_publication(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox
) -> None:
    do(NIKOS, "follow", view_id, timing="data", attached="")
    assert run(worker()) == 0
    new_data(records)
    assert run(worker()) == 1
    with records.writing() as connection:  # back to an earlier one, and to this one again
        book.change(connection, 1, seen="earlier")
    assert run(worker()) == 0
    assert len(box.messages) == 1


@pytest.mark.parametrize("act", ["follow_pause", "follow_snooze", "follow_stop"])
@pytest.mark.parametrize("timing", ["workday", "data"])
def test_what_is_paused_put_off_or_stopped_sends_nothing(
    do: Any,
    view_id: int,
    records: Records,
    worker: Workers,
    box: Mailbox,
    clock: Clock,
    act: str,
    timing: str,
) -> None:
    do(NIKOS, "follow", view_id, timing=timing, attached="")
    do(NIKOS, act, 1)
    new_data(records)
    clock.now += dt.timedelta(days=5)
    run(worker())
    assert box.messages == []
    if act == "follow_stop":
        with pytest.raises(Denied):
            do(NIKOS, "follow_resume", 1)
        return
    do(NIKOS, "follow_resume", 1)
    new_data(records)
    if timing == "workday":
        come(records, clock)
    run(worker())
    assert len(box.messages) == 1


def test_what_waits_is_not_sent_after_it_was_stopped(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    do(NIKOS, "follow", view_id, attached="")
    come(records, clock)
    worker()._plan()
    do(NIKOS, "follow_stop", 1)
    run(worker())
    assert (box.messages, reasons(records)) == ([], ["deliver.was_stopped"])


@pytest.mark.parametrize(
    ("email", "address"),
    [
        (NIKOS, Address()), (ANA, Address("/leadership")), (EVA, Address(EXPLORE_PATH)),
        (ANA, replace(BY_TERRITORY, shelves=Shelves(measures=("net_sales", "orders"), form="table"))),
        (ANA, Address(EXPLORE_PATH, shelves=Shelves(measures=("orders",), rows=("fiscal_month",)))),
        (ANA, Address("/board", tiles=("1",))),
    ],
    ids=str,
)  # fmt: skip
def test_every_page_that_is_saved_is_delivered(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock, email: str,
    address: Address,
) -> None:  # fmt: skip
    with records.writing() as connection:
        id = saved.add(connection, ANA, "Ana", Content("Another", "", "all", address.href))
    do(email, "follow", id, attached="pdf")
    come(records, clock)
    run(worker())
    (message,) = box.messages
    (file,) = message.iter_attachments()
    assert cast(bytes, file.get_content()).startswith(b"%PDF")
    plain = body(message, "plain")
    assert plain.startswith("Another")
    assert say("en", "deliver.gone_after") not in plain


def test_what_is_left_out_for_its_reader_is_said(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    there = replace(BY_TERRITORY, at="S")
    with records.writing() as connection:
        id = saved.add(connection, ANA, "Ana", Content("South only", "", "all", there.href))
    do("rita@x.gr", "follow", id)
    come(records, clock)
    run(worker())
    (message,) = box.messages
    assert "Left out: a territory outside your own." in body(message, "plain")
    assert "South" not in everything(message).replace("South only", "")


@pytest.mark.parametrize("email", ["rita@x.gr", "lead@x.gr", "boss@x.gr"])
def test_pay_leaves_by_no_mail(
    do: Any, look: Looker, records: Records, worker: Workers, box: Mailbox, clock: Clock, email: str
) -> None:
    there = replace(BY_TERRITORY, shelves=Shelves(measures=("payout",), rows=("fiscal_month",)))
    if email == "rita@x.gr":
        own = str(list(walk(screen(look(email, address=there)))))
        assert "778" in own, "on the screen there is what one is paid oneself"
    with records.writing() as connection:
        id = saved.add(connection, ANA, "Ana", Content("Pay", "", "all", there.href))
    with pytest.raises(NotUnderstood):
        do(email, "follow", id, timing="limit", measure="payout", sign="above", bound="1")
    do(email, "follow", id)
    come(records, clock)
    run(worker())
    (message,) = box.messages
    told = " ".join(body(message, "plain").split())
    assert say(cast(Any, message["Content-Language"]), "ask.pay_closed") in told
    assert "77" not in told.replace(str(id), "")


@pytest.mark.parametrize(("audience", "gone"), [("all", True), ("mine", False)])
def test_that_a_view_is_gone_is_said_once(
    do: Any,
    view_id: int,
    records: Records,
    worker: Workers,
    box: Mailbox,
    clock: Clock,
    audience: Any,
    gone: bool,
) -> None:
    do(EVA, "follow", view_id)
    with records.writing() as connection:
        content = Content("Renamed to a secret", "", audience, BY_TERRITORY.href)
        assert saved.change(connection, view_id, 1, ANA, "Ana", content, gone=gone)
    come(records, clock)
    box.to_message = "451 later"
    run(worker())
    box.to_message, clock.now = "", clock.now + dt.timedelta(days=3)
    run(worker())
    (message,) = box.messages
    assert "The view “Sales by territory” is not there for you any more" in body(message, "plain")
    assert "secret" not in message.as_string()
    assert only(records).state == "ended"
    clock.now += dt.timedelta(days=3)
    run(worker())
    assert len(box.messages) == 1


def test_who_may_see_nothing_or_is_locked_gets_nothing_and_the_run_says_why(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    for email in (NIKOS, EVA):
        do(email, "follow", view_id)
    with records.writing() as connection:
        nikos, eva = (accounts.by_email(connection, one) for one in (NIKOS, EVA))
        assert nikos is not None
        assert eva is not None
        grants.end(connection, nikos.id, "N", dt.date(2020, 1, 2))
        accounts.set_active(connection, eva.id, active=False)
    come(records, clock)
    run(worker())
    assert box.messages == []
    with records.reading() as connection:
        found = [book.runs(connection, id)[0].message for id in (1, 2)]
    assert [one.reason for one in found if one] == ["deliver.no_scope", "mail.nobody"]


def test_a_link_stops_what_it_was_made_for(
    do: Any, view_id: int, records: Records, worker: Workers, box: Mailbox, clock: Clock
) -> None:
    do(NIKOS, "follow", view_id)
    come(records, clock)
    one = worker()
    run(one)
    word = box.messages[0]["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    home = one.settings.place
    assert read_stop_word(home, word) == 1
    for other in (word[:-2] + "xx", word[1:], "", "x" * 9000, "MQ.x.y"):
        with pytest.raises(Denied):
            read_stop_word(home, other)


@pytest.mark.parametrize(
    "form",
    [
        {"timing": "week.8"}, {"timing": "week.0"}, {"timing": "week"}, {"timing": "month.32"},
        {"timing": "never"},
        {"timing": "workday.1"}, {"hour": "24"}, {"hour": "-1"}, {"hour": "٣"}, {"attached": "exe"},
        {"timing": "limit", "measure": "net_sales", "sign": "below", "bound": "much"},
        {"timing": "limit", "measure": "net_sales", "sign": "below", "bound": "NaN"},
        {"timing": "limit", "measure": "net_sales", "sign": "changed", "bound": "-1"},
        {"timing": "limit", "measure": "unheard", "sign": "below", "bound": "1"},
        {"timing": "limit", "measure": "net_sales", "sign": "like", "bound": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_a_form_that_means_nothing_follows_nothing(
    do: Any, view_id: int, records: Records, form: Any
) -> None:
    with pytest.raises(NotUnderstood):
        do(NIKOS, "follow", view_id, **form)
    with records.reading() as connection:
        assert book.of(connection, NIKOS) == []


def test_nobody_follows_a_private_view_or_touches_what_others_follow(
    do: Any, view_id: int, records: Records
) -> None:
    with records.writing() as connection:
        secret = saved.add(connection, ANA, "Ana", Content("Secret", "", "mine", BY_TERRITORY.href))
    with pytest.raises(Denied):
        do(EVA, "follow", secret)
    do(NIKOS, "follow", view_id)
    for act in sorted(set(ACTS) - {"follow"}):
        for other in (EVA, ANA):
            with pytest.raises(Denied):
                do(other, act, 1)
    assert only(records).state == "active"


def test_the_page_shows_what_one_follows_and_nobody_else(
    do: Any, view_id: int, look: Looker, worker: Workers, records: Records, clock: Clock
) -> None:
    def words(email: str, **address: Any) -> str:
        parts = walk(screen(look(email, address=Address(PATH, **address))))
        return " ".join(
            str(getattr(one, "svg", one)) for one in parts if isinstance(one, str) or hasattr(one, "svg")
        )

    assert "Sales by territory" in words(EVA, see=f"follow:{view_id}")
    do(EVA, "follow", view_id, timing="month.31", attached="pdf")
    assert "Every month on its last day at 08:00" in words(EVA)
    assert "Sales by territory" not in words(ANA)
    come(records, clock)
    run(worker())
    assert "sent " in words(EVA)


@given(
    timing=some.sampled_from(["workday", "week", "month"]),
    day=some.integers(1, 31),
    hour=some.integers(0, 23),
    begin=some.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1)),
    zone=some.sampled_from(["Europe/Athens", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_each_day_on_which_it_falls_is_due_once_and_none_is_skipped(
    timing: str, day: int, hour: int, begin: dt.date, zone: str
) -> None:
    terms, company = Terms(timing, min(day, 7) if timing == "week" else day, hour), Company()
    there = ZoneInfo(zone)
    moment = dt.datetime.combine(begin, dt.time(), there).astimezone(dt.UTC) - dt.timedelta(seconds=1)
    expected = [one for n in range(120) if falls_on(terms, one := begin + dt.timedelta(n), company)]
    got: list[dt.date] = []
    for _ in expected:
        due = due_after(terms, moment, company, zone)
        assert due is not None
        assert due > moment
        local = due.astimezone(there)
        assert local.hour in (hour, hour + 1)  # an hour that is leapt over is the one after it
        got.append(local.date())
        moment = due
    assert got == expected


def test_the_ends_of_months_and_holidays() -> None:
    company = Company()
    month = Terms("month", 31, 8)
    assert [day for day in (dt.date(2026, 2, n) for n in range(1, 29)) if falls_on(month, day, company)] == [
        dt.date(2026, 2, 28)
    ]
    assert not falls_on(Terms("workday"), dt.date(2026, 3, 25), company)  # a holiday of Greece
    assert falls_on(Terms("workday"), dt.date(2026, 3, 26), company)
    before = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)  # the night in which the clock leaps from 3 to 4
    week = due_after(Terms("week", 7, 3), before, company, "Europe/Athens")
    assert week == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
