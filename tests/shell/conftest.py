"""One small company behind the gate, with what leaves it as a file."""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from dashboard.access import passwords, people
from dashboard.access.scope import HandGrant
from dashboard.answers.warehouse import Warehouse
from dashboard.paths import Home
from dashboard.records.store import Records, open_records
from dashboard.settings import Settings
from dashboard.shell import (
    downloads,
    explored,
    export_routes,
    fragments,
    gate,
    pay_routes,
    stopping,
    tokens,
    views,
)
from dashboard.shell.api import routes
from tests.answers.built import Built
from tests.pages.test_leadership import DAY, Roster, company, shelf_of
from tests.shell.test_gate import PASSWORD, sign_in

# Sold in S, which the rep and the leader of N may not see.
SECRET = ("South", "90", "-50", "150")


class Standing(Roster):
    """A shelf that also knows who works where: nobody but whom a hand put somewhere."""

    def __init__(self, shelf: Built) -> None:
        super().__init__()
        self._shelf = shelf

    def payees(self, email: str) -> frozenset[str]:
        return self._shelf.payees(email)  # type: ignore[arg-type]  # it answers like a shelf

    def reports_of(self, email: str) -> frozenset[str]:
        return self._shelf.reports_of(email)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shelf, name)


@dataclass
class House:
    """The routes behind their gate, on one small company."""

    server: Flask
    records: Records
    reading: list[Any] = field(default_factory=list)  # the publication, by each who holds it open
    earlier: list[Any] = field(default_factory=list)  # what is read as of a day gone by

    def browser(self, email: str, language: str = "en") -> FlaskClient:
        browser = self.server.test_client()
        assert sign_in(browser, email).status_code == 303
        browser.set_cookie("metron_language", language)
        return browser


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with shelf_of(company(reps=[{"rep_id": "r", "name": "Rea"}])) as made:
        yield made


@pytest.fixture
def house(home: Home, shelf: Built, blank_records: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    settings = Settings().model_copy(update={"today": DAY})
    shutil.copy(blank_records, home.records)
    records, server = open_records(settings), Flask("bare")
    made = House(server, records)

    @contextmanager
    def reading(*, at_once: bool = False) -> Iterator[Any]:
        own = shelf.connection.cursor()  # several files are made at once
        own.execute("SET search_path = 'mart,model'")
        made.reading.append(own)
        try:
            yield Standing(replace(shelf, connection=own))
        finally:
            made.reading.pop()

    @contextmanager
    def reading_as_of(_: str) -> Iterator[Any]:
        yield made.earlier[-1]

    gate.install(server, settings, records, lambda: ())
    warehouse = cast(Warehouse, SimpleNamespace(reading=reading, reading_as_of=reading_as_of))
    downloads.install(server, settings, records, warehouse)
    export_routes.install(server, settings, records, warehouse)
    fragments.install(server, settings, records, warehouse)
    tokens.install(server, settings, records, warehouse)
    routes.install(server, warehouse)
    views.install(server, settings, records, warehouse)
    explored.install(server, settings, records)
    pay_routes.install(server, settings, records, warehouse)
    stopping.install(server, settings, records)
    for email, role in (("rep@x.gr", "rep"), ("leader@x.gr", "leader"), ("boss@x.gr", "executive")):
        people.add(records, email, role, name=email[:3], password=PASSWORD)
        if role != "executive":
            people.give(records, email, HandGrant("N", dt.date(2020, 1, 1)))
    yield made
    records.close()
