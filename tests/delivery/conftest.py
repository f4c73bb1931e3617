"""What the tests of e-mail stand on: a real mail server, a small company with people, and a worker."""

import datetime as dt
import shutil
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from dashboard.access import people
from dashboard.access.scope import grant
from dashboard.answers.paid import Paid
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.delivery.worker import Worker
from dashboard.pages.address import Address
from dashboard.pages.view import View
from dashboard.records import accounts, grants
from dashboard.records.accounts import Account
from dashboard.records.grants import Given
from dashboard.records.store import Records
from dashboard.settings import Settings
from tests.answers.built import Book, Built
from tests.pages.test_leadership import DAY, company, sale, shelf_of

PEM = Path(__file__).with_name("localhost.pem")  # for tests alone: nothing else trusts it
USER, PASSWORD = "metron", "s3cr3t/?#"
# Everybody with an account, and the territories that a hand gives them.
STAFF = {
    "ana@x.gr": ("Ana", "leader", "en", ["C"]),
    "nikos@x.gr": ("Νίκος", "rep", "el", ["N"]),
    "eva@x.gr": ("Eva", "rep", "en", ["S"]),
    "rita@x.gr": ("Rita", "rep", "en", []),
    "lead@x.gr": ("Lead", "leader", "en", []),
    "head@x.gr": ("Head", "leader", "en", []),
    "both@x.gr": ("Both", "rep", "en", ["N", "S"]),
    "pair@x.gr": ("Pair", "rep", "en", ["N", "S"]),
    "all3@x.gr": ("Trio", "rep", "en", ["C", "N", "S"]),
    "boss@x.gr": ("Boss", "executive", "en", []),
    "gone@x.gr": ("Gone", "rep", "en", ["N"]),
    "idle@x.gr": ("Idle", "rep", "en", []),
}


@dataclass
class Mailbox:
    """Takes every message, unless it is told what to answer; `arrived` is set by each."""

    port: int = 0
    received: list[tuple[Envelope, EmailMessage]] = field(default_factory=list)
    to_recipient: str = ""
    to_message: str = ""
    arrived: Event = field(default_factory=Event)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.to_message:
            return self.to_message
        content = cast(bytes, envelope.content)
        self.received.append((envelope, cast(EmailMessage, message_from_bytes(content, policy=default))))
        self.arrived.set()
        return "250 taken"

    @property
    def messages(self) -> list[EmailMessage]:
        return [one for _, one in self.received]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def mail_server(box: Mailbox, port: int, **more: Any) -> Iterator[Controller]:
    running = Controller(box, hostname="127.0.0.1", port=port, **more)
    running.start()
    try:
        yield running
    finally:
        running.stop()


def guarded() -> dict[str, Any]:
    """A server that wants encryption and the right password."""
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(PEM)

    def judge(
        _server: object, _session: object, _envelope: object, _mechanism: str, given: Any
    ) -> AuthResult:
        right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    return {"tls_context": own, "require_starttls": True, "authenticator": judge, "auth_required": True}


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A mail server that runs, on a port of its own."""
    made = Mailbox(free_port())
    with mail_server(made, made.port):
        yield made


# Whom the data assigns to whom and where: Rita works in the north, below Lead, who is below Head.
REPS = [
    {"rep_id": "1", "name": "Rita", "email": "rita@x.gr", "manager_id": "2"},
    {"rep_id": "2", "name": "Lead", "email": "lead@x.gr", "manager_id": "3"},
    {"rep_id": "3", "name": "Head", "email": "head@x.gr", "manager_id": None},
    {"rep_id": "4", "name": "Former", "email": "idle@x.gr", "manager_id": "2"},
]
ASSIGNMENTS = [
    {"rep_id": "1", "territory_id": "N", "valid_from": dt.date(2020, 1, 1), "valid_to": None},
    {"rep_id": "4", "territory_id": "S", "valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2026, 6, 1)},
]


# Rita was paid, which no letter may say.
PAY = Paid(("1",), (dt.date(2026, 6, 30),), (Decimal("777.77"),))


@dataclass(frozen=True)
class Staffed(Built):
    """A company that knows, as a shelf does, who works where."""

    territories_of = Shelf.territories_of
    territories_led = Shelf.territories_led
    known = Shelf.known
    _nodes = Shelf._nodes


@pytest.fixture(scope="session")
def shelf() -> Iterator[Staffed]:
    given = company(reps=REPS, assignments=ASSIGNMENTS)
    moved = dt.date(2026, 4, 1)  # a customer that the north had before the south
    given["customers"].append({"customer_id": "m", "name": "m"})
    given["alignments"] += [
        {"customer_id": "m", "territory_id": "N", "valid_from": dt.date(2020, 1, 1), "valid_to": moved},
        {"customer_id": "m", "territory_id": "S", "valid_from": moved, "valid_to": None},
    ]
    given["sales"].append(sale("6", dt.date(2026, 3, 5), "m", 20))
    with shelf_of(given, ideas=True) as made:
        yield Staffed(made.connection, made.outline, made.manifest, Book(PAY))


@pytest.fixture
def records(tmp_path: Path, blank_records: Path) -> Iterator[Records]:
    """Records with the people of the company."""
    shutil.copy(blank_records, tmp_path)
    opened = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    with opened.writing() as connection:
        for email, (name, role, language, nodes) in STAFF.items():
            account = Account(email, name, role, "hash", language=language, active=email != "gone@x.gr")
            accounts.add(connection, account)
            for node in nodes:
                grants.give(connection, account.id, Given(node, dt.date(2020, 1, 1), None))
    yield opened
    opened.close()


Looker = Callable[..., View]


@pytest.fixture
def look(shelf: Staffed, records: Records) -> Looker:
    """What somebody sees at an address, with the rights that they have now."""

    def view(email: str = "ana@x.gr", mails: bool = True, **chosen: Any) -> View:
        person = people.find(records, email)
        scope = grant(person, cast(Shelf, shelf), people.by_hand(records, person), DAY)
        address = chosen.pop("address", None) or Address(**{"see": "note:net_sales", **chosen})
        return View(
            person, scope, cast(Shelf, shelf), address, person.language, 1280, DAY,
            records=records, mails=mails,
        )  # fmt: skip

    return view


@dataclass(frozen=True)
class _Open:
    """The one publication, as a warehouse gives it."""

    shelf: Staffed

    @contextmanager
    def reading(self, *, at_once: bool = False) -> Iterator[Staffed]:
        own = self.shelf.connection.cursor()  # several workers read at once
        own.execute("USE mart")
        yield replace(self.shelf, connection=own)

    def published(self) -> str:
        return str(self.shelf.manifest.id)

    def close(self) -> None:
        """It stays open for the next test."""


@dataclass
class Clock:
    """Stands still unless it is moved."""

    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def worker(
    shelf: Staffed, records: Records, box: Mailbox, clock: Clock, tmp_path: Path
) -> Callable[..., Worker]:
    """Workers on the same outbox; each call makes another."""

    def made(url: str = "") -> Worker:
        settings = Settings(
            smtp_url=url or f"smtp://127.0.0.1:{box.port}",
            mail_from="Metron Μέτρον <metron@firm.gr>", address="http://127.0.0.1:9/", today=DAY,
            home=tmp_path,
        )  # fmt: skip
        return Worker(settings, records, cast(Warehouse, _Open(shelf)), clock=clock)

    return made
