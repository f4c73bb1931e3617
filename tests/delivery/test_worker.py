"""The worker: each message once, whoever dies or runs beside it; and what a mail server may answer."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from dashboard import serving
from dashboard.commands import mail
from dashboard.delivery.envelope import message_id
from dashboard.delivery.post import post_of
from dashboard.delivery.worker import Worker
from dashboard.paths import ROOT, Home
from dashboard.records import outbox
from dashboard.records.outbox import LEASE, MOST
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.notes import keep
from tests.delivery.conftest import (
    PASSWORD,
    PEM,
    USER,
    Clock,
    Looker,
    Mailbox,
    free_port,
    guarded,
    mail_server,
)

Workers = Callable[..., Worker]
PATIENCE = 60  # seconds until a test that hangs fails


@pytest.fixture
def waits(look: Looker) -> Callable[[int], None]:
    """Lets messages wait, each of a note of its own."""

    def put(count: int = 1) -> None:
        for number in range(count):
            keep(look(at="N"), "new", "add", f"Note {number}.", ("rita@x.gr",))

    return put


def kept(records: Records) -> outbox.Message:
    with records.reading() as connection:
        (one,) = outbox.unsent(connection)
    return one


def test_workers_beside_each_other_send_each_message_once(
    waits: Callable[[int], None], worker: Workers, box: Mailbox
) -> None:
    waits(12)
    start = threading.Barrier(3)

    def work_off(one: Worker) -> None:
        start.wait()
        while one.step():
            pass

    threads = [threading.Thread(target=work_off, args=(worker(),)) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(box.messages) == len({one["Message-ID"] for one in box.messages}) == 12


def test_what_a_dead_worker_held_is_sent_when_its_lease_ends(
    waits: Callable[[], None], worker: Workers, box: Mailbox, records: Records, clock: Clock
) -> None:
    waits()
    with records.writing() as connection:
        assert outbox.claim(connection, "dead", clock.now)
    assert not worker().step()
    clock.now += LEASE - dt.timedelta(seconds=1)
    assert not worker().step()
    clock.now += dt.timedelta(seconds=1)
    assert worker().step()
    assert not worker().step()
    assert len(box.messages) == 1


def test_who_dies_before_writing_it_down_leaves_a_copy_of_the_same_id(
    waits: Callable[[], None], worker: Workers, box: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> bool:
        raise SystemExit

    waits()
    with monkeypatch.context() as dying:
        dying.setattr(outbox, "sent", die)
        with pytest.raises(SystemExit):
            worker().step()
    assert not worker().step()
    clock.now += LEASE
    assert worker().step()
    first, second = (one["Message-ID"] for one in box.messages)
    assert first == second == message_id("note:1:rita@x.gr", "metron@firm.gr")


def test_who_was_too_slow_sends_nothing(
    waits: Callable[[], None], worker: Workers, box: Mailbox, records: Records, clock: Clock
) -> None:
    waits()
    slow, quick = worker(), worker()
    taken = slow.records  # one claim, held while another worker finds its lease over
    with taken.writing() as connection:
        held = outbox.claim(connection, slow.name, clock.now)
    assert held is not None
    clock.now += LEASE
    assert quick.step()
    assert not slow._send(held)
    assert len(box.messages) == 1


def test_a_server_that_is_away_is_tried_again_and_in_the_end_given_up(
    waits: Callable[[], None], worker: Workers, box: Mailbox, records: Records, clock: Clock,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    waits()
    lost = worker(f"smtp://127.0.0.1:{free_port()}")
    for attempt in range(1, MOST + 1):
        assert lost.step()
        assert not lost.step()
        found = kept(records)
        assert (found.attempts, found.reason) == (attempt, "mail.no_server")
        clock.now = max(clock.now, found.due)
    assert (found.state, box.messages) == ("failed", [])
    settings = lost.settings.model_copy(update={"records_url": str(records.url)})
    assert mail.run(_Options(again=False), settings) == 0
    told = capsys.readouterr().out
    assert "rita@x.gr  failed" in told
    assert "the mail server does not answer" in told
    assert "0 sent, 0 waiting, 1 failed." in told
    assert mail.run(_Options(again=True), settings) == 0
    assert "One message waits again." in capsys.readouterr().out
    assert worker().step()
    assert len(box.messages) == 1


class _Options(mail.argparse.Namespace):
    again: bool


@pytest.mark.parametrize(
    ("to_recipient", "to_message", "state"),
    [
        ("550 no such mailbox", "", "failed"),
        ("450 full", "", "waiting"),
        ("", "554 not wanted", "failed"),
        ("", "451 later", "waiting"),
    ],
)
def test_a_refusal_for_good_ends_it_and_another_does_not(
    waits: Callable[[], None], worker: Workers, box: Mailbox, records: Records,
    to_recipient: str, to_message: str, state: str,
) -> None:  # fmt: skip
    waits()
    box.to_recipient, box.to_message = to_recipient, to_message
    assert worker().step()
    found = kept(records)
    assert (found.state, found.reason, found.detail) == (state, "mail.refused", to_recipient or to_message)


@pytest.mark.parametrize(
    ("password", "trusted", "reason"),
    [
        (PASSWORD, True, ""),
        (PASSWORD, False, "mail.not_trusted"),
        ("wr0ng", True, "mail.not_let_in"),
    ],
)
def test_passwords_go_to_who_is_trusted_and_are_told_to_nobody(
    waits: Callable[[], None], worker: Workers, records: Records, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, password: str, trusted: bool, reason: str,
) -> None:  # fmt: skip
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    waits()
    own, port = Mailbox(), free_port()
    written = password.replace("/", "%2F").replace("?", "%3F").replace("#", "%23")
    with mail_server(own, port, **guarded()):
        one = worker(f"smtp+starttls://{USER}:{written}@localhost:{port}")
        assert one.step()
    assert len(own.messages) == (0 if reason else 1)
    assert password not in repr(post_of(one.settings.smtp_url))
    assert password not in caplog.text
    if reason:
        found = kept(records)
        assert (found.state, found.reason) == ("waiting", reason)
        assert password not in found.detail


def test_what_cannot_be_written_is_put_off_and_keeps_nobody_waiting(
    waits: Callable[[int], None],
    worker: Workers,
    box: Mailbox,
    records: Records,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits(2)
    with records.writing() as connection:
        first = outbox.unsent(connection)[-1]
        connection.execute(
            outbox.outbox.update().where(outbox.outbox.c.id == first.id).values(kind="unheard")
        )
    while worker().step():
        pass
    assert len(box.messages) == 1
    assert (kept(records).state, kept(records).reason) == ("waiting", "mail.inside")


def test_a_worker_runs_until_it_is_told_to_stop(
    waits: Callable[[], None], worker: Workers, box: Mailbox
) -> None:
    waits()
    stop = threading.Event()
    running = threading.Thread(target=worker().run, args=(stop,), daemon=True)
    running.start()
    assert box.arrived.wait(PATIENCE)
    stop.set()
    running.join(PATIENCE)
    assert not running.is_alive()


def test_serving_runs_a_worker_where_there_is_a_mail_server(
    home: Home, monkeypatch: pytest.MonkeyPatch, worker: Workers
) -> None:
    started: list[threading.Event] = []
    began = threading.Event()

    def work(_settings: Settings, stop: threading.Event) -> None:
        started.append(stop)
        began.set()
        stop.wait(PATIENCE)

    monkeypatch.setattr("dashboard.app.create_server", lambda settings: settings)
    monkeypatch.setattr("dashboard.delivery.worker.work", work)
    monkeypatch.setattr(sys, "argv", ["metron"])  # gunicorn reads it
    for settings in (Settings(), worker().settings):
        server = serving.Server(settings)
        server.load()
        server._stop_mail()
    assert began.is_set()
    assert [stop.is_set() for stop in started] == [True]


def test_the_command_says_its_server_and_ends_when_it_is_told_to(home: Home) -> None:
    settings = {
        "HOME": str(home.path), "SMTP_URL": f"smtp://{USER}:{PASSWORD[:6]}@127.0.0.1:1",
        "MAIL_FROM": "metron@firm.gr", "ADDRESS": "http://localhost",
    }  # fmt: skip
    environment = {**os.environ, **{f"METRON_{name}": value for name, value in settings.items()}}
    command = [sys.executable, "-m", "dashboard", "worker"]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment)
    assert started.stdout is not None
    assert started.stdout.readline() == "Sending e-mail through 127.0.0.1, port 1.\n"
    started.send_signal(signal.SIGTERM)
    assert started.wait(PATIENCE) == 0
    started.stdout.close()


def test_a_mail_server_that_says_nothing_does_not_keep_the_command(home: Home) -> None:
    settings = {
        "HOME": str(home.path),
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "m@x.gr",
        "ADDRESS": "http://x",
    }
    environment = {**os.environ, **{f"METRON_{name}": value for name, value in settings.items()}}
    program = """
from threading import Event
from dashboard.commands import worker
from dashboard.delivery import worker as sending
from dashboard.settings import Settings

def hang(_settings, _stop):
    print("hangs", flush=True)
    Event().wait()

worker.GRACE, sending.work = 0.1, hang
worker.run(None, Settings())
"""
    started = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert started.stdout is not None
    assert "hangs\n" in iter(started.stdout.readline, "")
    started.send_signal(signal.SIGTERM)
    assert started.wait(PATIENCE) == 0
    started.stdout.close()
