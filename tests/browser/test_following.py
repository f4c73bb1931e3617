"""A view is followed by e-mail, changed, paused, delivered and stopped from its message, in a browser."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.records import subscriptions as book
from dashboard.records.store import Records
from tests.browser.conftest import Opening
from tests.browser.served import LEADER, Served, publish_demo, serving
from tests.browser.test_accessibility import check
from tests.browser.test_views import save
from tests.browser.visit import Visit
from tests.delivery.conftest import Mailbox, free_port, mail_server

PATIENCE = 60  # seconds for a letter to be written on a busy machine


@dataclass(frozen=True)
class House:
    """A served company with a mail server and the records beside it."""

    served: Served
    box: Mailbox
    records: Records

    def come_due(self) -> None:
        """As if the hour of the one that is followed had come."""
        with self.records.writing() as connection:
            book.change(connection, 1, due=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1))


@pytest.fixture
def house(tmp_path: Path, made_once: Callable[[str, Callable[[Path], None]], Path]) -> Iterator[House]:
    shutil.copytree(made_once("demo", publish_demo), tmp_path, dirs_exist_ok=True)
    box = Mailbox(free_port())
    mails = {
        "METRON_SMTP_URL": f"smtp://127.0.0.1:{box.port}",
        "METRON_MAIL_FROM": "Metron <metron@metron.example>",
        "METRON_ADDRESS": "http://localhost",
    }
    with mail_server(box, box.port), serving(tmp_path, **mails) as served:
        records = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
        yield House(served, box, records)
        records.close()


@pytest.fixture
def there(house: House, opening: Opening) -> Iterator[Visit]:
    with opening(house.served) as enter:
        yield enter(LEADER)


def test_a_view_is_followed_changed_paused_delivered_and_stopped(there: Visit, house: House) -> None:
    page = there.open("/explore?measure=net_sales&rows=brand").page
    save(there, "Brands")
    there.open("/views")
    row = page.locator(".view-rows > li", has_text="Brands").first
    row.locator("summary").click()
    with there.one_update():
        row.get_by_role("link", name="Follow").click()
    form = page.locator(".follow-form")
    form.get_by_label("When").select_option("week.1")
    form.get_by_label("Attached").select_option("xlsx")
    check(page)
    with there.one_update():
        form.get_by_role("button", name="Follow").click()
    expect(page.locator("#views-said")).to_contain_text("You follow Brands. Every Monday at 08:00")
    entry = page.locator(".follow-row")
    expect(entry).to_contain_text("nothing sent yet")

    with there.one_update():
        entry.get_by_role("link", name="Change").click()
    expect(form.get_by_label("Attached")).to_have_value("xlsx")
    form.locator("[name=hour]").select_option("9")
    with there.one_update():
        form.get_by_role("button", name="Keep this").click()
    expect(entry).to_contain_text("Every Monday at 09:00 · Excel")

    with there.one_update():
        entry.get_by_role("button", name="Pause").click()
    expect(entry).to_contain_text("paused")
    with there.one_update():
        entry.get_by_role("button", name="Resume").click()
    expect(entry).to_contain_text("next ")

    house.come_due()
    assert house.box.arrived.wait(PATIENCE)
    [message] = house.box.messages
    assert "Brands" in str(message["Subject"])
    assert [one.get_filename() for one in message.iter_attachments()]
    there.open("/following")
    expect(entry).to_contain_text(re.compile("sent |waits"))  # what is taken is written down after that

    stops = urlsplit(message["List-Unsubscribe"].strip("<> ")).path
    page.goto(there.address + stops)
    page.get_by_role("button", name="Stop following").click()
    expect(page.get_by_role("status")).to_have_text("No more messages about “Brands” will come.")
    there.open("/following")
    there.sees("You follow no view yet.")
