"""Files in the making: followed, saved and given up by their person alone, with no more than their rights."""

import datetime as dt
import io
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard.access import people
from dashboard.access.scope import HandGrant, operator
from dashboard.errors import Failed, NotUnderstood
from dashboard.exports.sheet import Document
from dashboard.records import tables
from dashboard.shell import export_jobs, export_routes, screen
from dashboard.shell.downloads import Made
from dashboard.shell.export_jobs import Export, Exports
from tests.answers.built import Built
from tests.pages.test_leadership import DAY
from tests.shell.conftest import SECRET, House, Standing
from tests.shell.test_gate import page_token

BOSS, LEADER, REP = "boss@x.gr", "leader@x.gr", "rep@x.gr"


@dataclass
class Press:
    """A writer of paper that stands still until it is let go."""

    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _: Document) -> bytes:
        self.begun.release()
        assert self.go.wait(60)
        return b"%PDF"


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    made = Press()
    monkeypatch.setattr("dashboard.exports.paper.write_paper", made)
    monkeypatch.setattr(export_routes, "PATIENCE", 0)
    yield made
    made.go.set()


def ask(browser: FlaskClient, what: str) -> tuple[int, dict[str, Any]]:
    answer = browser.post(f"/exports/{what}", headers={"X-CSRFToken": page_token(browser)})
    return answer.status_code, answer.get_json()


def drop(browser: FlaskClient, id: str) -> int:
    return browser.delete(f"/exports/{id}", headers={"X-CSRFToken": page_token(browser)}).status_code


def followed(browser: FlaskClient, id: str, phase: str) -> dict[str, Any]:
    """What is told of an export once it stands there."""
    told: dict[str, Any] = {}
    while told.get("phase") != phase:
        told = browser.get(f"/exports/{id}").get_json()
        assert told["id"], told
        assert told["phase"] in ("waiting", "running", phase), told
    return told


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a press that stands still, each file is waited for."""
    monkeypatch.setattr(export_routes, "PATIENCE", 60)


def test_a_file_is_the_one_that_is_downloaded(house: House) -> None:
    browser = house.browser(BOSS)
    status, told = ask(browser, "xlsx?page=/leadership&at=C")
    assert (status, told["phase"], told["words"], told["label"]) == (
        200,
        "ready",
        "Ready",
        "Leadership, XLSX",
    )
    saved = browser.get(told["file"])
    direct = browser.get("/download/xlsx?page=/leadership&at=C")
    assert saved.headers["Content-Disposition"] == direct.headers["Content-Disposition"]
    assert saved.headers["Cache-Control"] == "no-store"
    one, other = (
        [[cell.value for row in page.iter_rows() for cell in row] for page in load_workbook(io.BytesIO(data))]
        for data in (saved.data, direct.data)
    )
    assert one == other


def test_it_says_how_far_it_is_and_is_there_in_another_window(house: House, press: Press) -> None:
    browser = house.browser(BOSS, "el")
    _, told = ask(browser, "pdf?page=/leadership")
    assert told["phase"] in ("waiting", "running")
    assert press.begun.acquire(timeout=60)
    [seen] = browser.get("/exports").get_json()
    assert (seen["phase"], seen["done"], seen["steps"] - seen["done"]) == ("running", seen["done"], 1)
    assert seen["done"] > 5
    assert seen["words"] == f"{seen['done']} από {seen['steps']} μέρη"
    press.go.set()
    ready = followed(browser, told["id"], "ready")
    assert browser.get(ready["file"]).data == b"%PDF"
    # Saved, it is told of no more, and can be saved again all the same.
    assert browser.get("/exports").get_json() == []
    assert browser.get(ready["file"]).data == b"%PDF"


def test_nobody_else_learns_of_it_or_ends_it(house: House, press: Press) -> None:
    boss, leader = house.browser(BOSS), house.browser(LEADER)
    _, told = ask(boss, "pdf?page=/")
    press.go.set()
    ready = followed(boss, told["id"], "ready")
    assert leader.get("/exports").get_json() == []
    assert [leader.get(f"/exports/{told['id']}").status_code, leader.get(ready["file"]).status_code] == [
        404,
        404,
    ]
    assert drop(leader, told["id"]) == 404
    assert boss.get(ready["file"]).data == b"%PDF"
    nobody = house.server.test_client()
    assert nobody.get(ready["file"]).status_code in (303, 401)
    assert nobody.post("/exports/pdf?page=/").status_code in (400, 401)


def test_it_holds_what_its_reader_may_see(house: House) -> None:
    leader = house.browser(LEADER)
    _, told = ask(leader, "xlsx?page=/leadership")
    book = load_workbook(io.BytesIO(leader.get(told["file"]).data))
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert "North" in " ".join(cells)
    assert not [secret for secret in SECRET if secret in cells]
    # Another's territory is refused before anything is made, or in the making.
    _, told = ask(leader, "xlsx?page=/leadership&at=S")
    assert told["phase"] == "failed"
    assert ask(house.browser(REP), "pdf?page=/leadership")[0] == 403


def test_rights_that_changed_since_are_not_got_round(house: House) -> None:
    leader = house.browser(LEADER)
    _, told = ask(leader, "xlsx?page=/leadership")
    people.give(house.records, LEADER, HandGrant("S", dt.date(2020, 1, 1)))
    answer = leader.get(told["file"])
    assert (answer.status_code, answer.get_json()["phase"]) == (403, "failed")
    assert "Ask for it again" in answer.get_json()["label"]
    assert leader.get(told["file"]).status_code == 404


def test_a_page_that_the_role_no_longer_opens_is_not_fetched(house: House) -> None:
    leader = house.browser(LEADER)
    _, told = ask(leader, "xlsx?page=/leadership")
    with house.records.writing() as connection:
        connection.execute(tables.person.update().where(tables.person.c.email == LEADER).values(role="rep"))
    # The territories are the same; the page is not a rep's.
    assert ask(leader, "xlsx?page=/leadership")[0] == 403
    assert leader.get(told["file"]).status_code == 404
    assert leader.get("/exports").get_json() == []


def test_who_sees_less_of_a_day_gone_by_gets_what_there_was(
    house: House, shelf: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Before(Standing):
        def known(self, nodes: Iterable[str]) -> frozenset[str]:
            return frozenset(nodes) & {"N"}

    monkeypatch.setattr(screen, "as_of", lambda *_: SimpleNamespace(id="before", today=DAY))
    house.earlier.append(Before(shelf))
    people.give(house.records, LEADER, HandGrant("S", dt.date(2020, 1, 1)))
    leader = house.browser(LEADER)
    _, told = ask(leader, "xlsx?page=/leadership&as_of=2026-06-01")
    assert told["phase"] == "ready", told
    assert leader.get(told["file"]).status_code == 200


def test_rights_that_change_while_it_waits_are_told(house: House, press: Press) -> None:
    boss, leader = house.browser(BOSS), house.browser(LEADER)
    for _ in range(export_jobs.WORKERS):
        ask(boss, "pdf?page=/")
        assert press.begun.acquire(timeout=60)
    _, told = ask(leader, "xlsx?page=/leadership")
    people.give(house.records, LEADER, HandGrant("S", dt.date(2020, 1, 1)))
    assert leader.get(f"/exports/{told['id']}").status_code == 403
    _, told = ask(leader, "xlsx?page=/leadership")
    people.take(house.records, LEADER, HandGrant("S", DAY))
    press.go.set()
    assert leader.get(f"/exports/{told['id']}").status_code == 403


def test_what_waits_holds_no_publication(house: House, press: Press) -> None:
    browser = house.browser(BOSS)
    for _ in range(export_jobs.WAITING):
        ask(browser, "pdf?page=/")
    for _ in range(export_jobs.WORKERS):
        assert press.begun.acquire(timeout=60)
    assert len(house.reading) == export_jobs.WORKERS


def test_given_up_it_ends_and_leaves_no_file(house: House, press: Press) -> None:
    browser = house.browser(BOSS)
    _, told = ask(browser, "pdf?page=/")
    assert press.begun.acquire(timeout=60)
    assert drop(browser, told["id"]) == 204
    assert browser.get("/exports").get_json() == []
    assert browser.get(f"/exports/{told['id']}").status_code == 404


def test_nobody_has_more_than_a_few_in_the_making(house: House, press: Press) -> None:
    browser = house.browser(BOSS)
    begun = [ask(browser, "pdf?page=/")[1] for _ in range(export_jobs.WAITING)]
    status, told = ask(browser, "pdf?page=/")
    assert (status, told["phase"], told["id"]) == (429, "failed", "")
    assert "4 files" in told["label"]
    press.go.set()
    for one in begun:
        followed(browser, one["id"], "ready")
    assert ask(browser, "pdf?page=/")[0] == 200


@pytest.mark.parametrize(("address", "status"), [
    ("pdf?page=/nowhere", 404), ("exe?page=/", 404), ("csv?page=/", 404), ("pptx?page=/", 404),
])  # fmt: skip
def test_what_cannot_be_had_is_said_at_once(house: House, address: str, status: int) -> None:
    found, told = ask(house.browser(BOSS), address)
    assert (found, told["phase"], told["id"]) == (status, "failed", "")
    assert told["label"].endswith(".")


def test_what_breaks_is_told_with_its_number_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> bytes:
        raise RuntimeError("secret inner words")

    monkeypatch.setattr("dashboard.exports.paper.write_paper", broken)
    browser = house.browser(BOSS)
    _, told = ask(browser, "pdf?page=/")
    assert (told["phase"], "secret" in told["words"], told["file"]) == ("failed", False, "")
    assert browser.get(f"/exports/{told['id']}/file").status_code == 404


def made(size: int = 1) -> Callable[[Export], Made]:
    return lambda export: Made(export.id, "csv", "text/csv", b"x" * size)


def begin(kept: Exports, make: Callable[[Export], Made], person: str = "a") -> Export:
    return kept.begin(person, operator(), "", make, str)


@pytest.mark.parametrize("error", [ValueError, BaseException])
def test_whatever_breaks_it_ends_and_whoever_waits_is_told(error: type[BaseException]) -> None:
    def broken(_: Export) -> Made:
        raise error("no")

    export = begin(Exports(), broken)
    assert export.over.wait(60)
    assert (export.phase, export.sentence) == ("failed", "no")


def test_what_was_begun_and_given_up_does_not_pile_up(request: pytest.FixtureRequest) -> None:
    kept, begun, go = Exports(), threading.Semaphore(0), threading.Event()
    request.addfinalizer(go.set)  # who still stands here would keep the tests from ending

    def make(export: Export) -> Made:
        begun.release()
        assert go.wait(60)
        return made()(export)

    running = [begin(kept, make) for _ in range(export_jobs.WORKERS)]
    assert all(begun.acquire(timeout=60) for _ in running)
    for one in running:
        kept.drop(one)
    assert kept.of("a") == []
    # They cannot be stopped yet, and take room until they end; what only waits goes at once.
    for _ in range(20):
        waiting = [begin(kept, make) for _ in range(export_jobs.WAITING - export_jobs.WORKERS)]
        with pytest.raises(Failed, match="too_many"):
            begin(kept, make)
        for one in waiting:
            kept.drop(one)
            assert one.over.is_set()
    go.set()
    assert all(one.over.wait(60) for one in running)
    assert begin(kept, made()).over.wait(60)
    assert [one.phase for one in kept.of("a")] == ["ready"]
    assert not begun.acquire(blocking=False)


def test_a_file_has_no_name_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = Exports()
    export = begin(kept, made(5))
    assert export.over.wait(60)
    assert list(tmp_path.iterdir()) == []
    assert kept.fetch(export).content == kept.fetch(export).content == b"xxxxx"
    kept.drop(export)
    with pytest.raises(NotUnderstood):
        kept.fetch(export)


def test_given_up_between_two_parts_it_goes_no_further() -> None:
    kept, begun, go = Exports(), threading.Event(), threading.Event()

    def make(export: Export) -> Made:
        begun.set()
        assert go.wait(60)
        export.told(1, 2)
        raise AssertionError("it went on")

    export = begin(kept, make)
    assert begun.wait(60)
    kept.drop(export)
    go.set()
    assert export.over.wait(60)
    assert export.phase == "cancelled"


def test_old_files_and_too_many_go(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Exports()
    all_made = []
    for _ in range(export_jobs.KEPT + 3):
        all_made.append(begin(kept, made()))
        assert all_made[-1].over.wait(60)
    left = kept.of("a")
    assert len(left) == export_jobs.KEPT
    assert left[-1] is all_made[-1]
    with pytest.raises(NotUnderstood):
        kept.one("a", all_made[0].id)
    for one in left[:3]:
        one.begun -= dt.timedelta(hours=export_jobs.HOURS, minutes=1)
    assert len(kept.of("a")) == export_jobs.KEPT - 3
    monkeypatch.setattr(export_jobs, "MOST_BYTES", 2)
    assert len(kept.of("a")) == 2
    assert kept.fetch(kept.of("a")[-1]).content == b"x"
    monkeypatch.setattr(export_jobs, "MOST_FILES", 1)
    [last] = kept.of("a")
    assert [one.file for one in all_made if one.file] == [last.file]


def test_a_person_waits_for_their_own_only() -> None:
    kept, go = Exports(), threading.Event()

    def make(export: Export) -> Made:
        assert go.wait(60)
        return made()(export)

    waiting = [begin(kept, make) for _ in range(export_jobs.WAITING)]
    with pytest.raises(Failed, match="too_many"):
        begin(kept, make)
    another = begin(kept, make, "b")
    go.set()
    assert all(one.over.wait(60) for one in (*waiting, another))
