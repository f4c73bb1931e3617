"""Readers and switches: nobody fails, nobody reads half of one publication and half of another."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, grant, operator
from dashboard.answers import warehouse as module
from dashboard.answers.answer import answer
from dashboard.answers.lanes import Job
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import Warehouse, open_shelf
from dashboard.answers.warehouse_shelf import Found, Shelf
from dashboard.errors import Failed, NotUnderstood
from dashboard.intake import manifest as manifests
from dashboard.intake import retention
from dashboard.intake.manifest import Manifest
from dashboard.intake.publication import roll_back
from dashboard.metrics.question import ask
from dashboard.paths import ROOT, Home
from tests.access.rosters import Nobody
from tests.publication.firm import Firm, quick, total

READERS = 4
SWITCHES = 15
_number = count(1)


@dataclass(frozen=True)
class Shop:
    """A home with three publications, and what each says."""

    home: Home
    amounts: dict[str, Decimal]

    @property
    def ids(self) -> list[str]:
        return list(self.amounts)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("shop")
    firm, home = Firm(folder / "firm"), Home(folder / "home")
    amounts = {}
    for amount in ("1.00", "20.00", "300.00"):
        firm.change("2024-3", amount)
        amounts[firm.load(home).manifest.id] = firm.total
    assert len(set(amounts.values())) == 3
    return Shop(home, amounts)


@pytest.fixture
def shop(built: Shop, tmp_path: Path) -> Shop:
    shutil.copytree(built.home.path, tmp_path / "shop")
    return Shop(Home(tmp_path / "shop"), built.amounts)


@pytest.fixture
def warehouse(shop: Shop) -> Iterator[Warehouse]:
    made = Warehouse(shop.home, "500MB", 1)
    yield made
    made.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Shelf]:
    """Every shelf that is opened while the test runs."""
    found: list[Shelf] = []
    attach = Shelf._attach

    def remember(shelf: Shelf, home: Home, connection: duckdb.DuckDBPyConnection) -> None:
        if shelf not in found:
            found.append(shelf)
        attach(shelf, home, connection)

    monkeypatch.setattr(Shelf, "_attach", remember)
    return found


def is_closed(shelf: Shelf) -> bool:
    closed = 0
    for connection in (shelf._connection, shelf._scanning):
        try:
            connection.execute("SELECT 1")
        except duckdb.ConnectionException:
            closed += 1
    assert closed in (0, 2)
    return closed == 2


def asked(shelf: Shelf) -> tuple[str, Decimal]:
    """The total by the whole path of an answer, which says of which publication it is."""
    question = ask(shelf.outline, measures=["net_sales"], by=["territory"], where=[], period="all")
    found = answer(question, operator(), shelf)
    assert found.totals is not None
    rows = sum((row[1] for row in found.rows), Decimal(0))  # type: ignore[misc]
    assert rows == found.total("net_sales")
    return found.publication, rows


def fresh(shelf: Shelf) -> Decimal:
    """The total by a statement that nobody has asked before, so that none is kept."""
    anew = Statement("SELECT sum(net_amount) FROM sales WHERE $number > 0", {"number": next(_number)})
    return Decimal(str(shelf.run(anew)[0][0]))


def test_readers_never_fail_while_publications_are_switched(
    shop: Shop, warehouse: Warehouse, opened: list[Shelf]
) -> None:
    done, turns = threading.Event(), [threading.Event() for _ in range(READERS)]

    def read(reader: int) -> set[str]:
        seen: set[str] = set()
        while not done.is_set():
            with warehouse.reading() as shelf:
                id, amount = asked(shelf)
                # Whatever was switched since, this reader is still on the same publication.
                assert fresh(shelf) == amount == shop.amounts[id] == shop.amounts[shelf.manifest.id]
            seen.add(id)
            if id == manifests.current(shop.home):
                turns[reader].set()
        return seen

    def switch() -> None:
        for number in range(SWITCHES):
            roll_back(shop.home, shop.ids[number % 3])
            # Nobody waits for the clock: the next switch comes when all have read since this one.
            for turn in turns:
                turn.clear()
            for turn in turns:
                assert turn.wait(60)
        done.set()

    with ThreadPoolExecutor(READERS + 1) as pool:
        readers = [pool.submit(read, number) for number in range(READERS)]
        switching = pool.submit(switch)
        try:
            switching.result()
        finally:
            done.set()
        assert all(one.result() == set(shop.ids) for one in readers)
    assert len(opened) <= SWITCHES + 1, "one reader opens for all"
    assert [shelf.manifest.id for shelf in opened if not is_closed(shelf)] == [manifests.current(shop.home)]


@pytest.mark.parametrize("gone", ["manifest", "segments"])
def test_a_publication_that_goes_between_the_pointer_and_its_opening(
    gone: str, shop: Shop, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, (first, second, third) = manifests.read, shop.ids

    def switch_meanwhile(home: Home, id: str) -> Manifest:
        found = read(home, id) if gone == "segments" else None
        if id == third:
            monkeypatch.undo()
            roll_back(home, second)
            roll_back(home, first)
            (home.publications / f"{third}.json").unlink()
            retention.remove_old(home, quick(home), None)
        return found or read(home, id)

    monkeypatch.setattr(module.manifests, "read", switch_meanwhile)
    with warehouse.reading() as shelf:
        assert asked(shelf) == (first, shop.amounts[first])
    assert third not in manifests.ids(shop.home)


def test_who_began_before_a_switch_ends_on_the_old_publication(
    shop: Shop, warehouse: Warehouse, opened: list[Shelf]
) -> None:
    with warehouse.reading() as old:
        roll_back(shop.home, shop.ids[0])
        with warehouse.reading() as new:
            assert asked(new) == (shop.ids[0], shop.amounts[shop.ids[0]])
        retention.remove_old(shop.home, quick(shop.home, keep_at_least=1, keep_days=1), None)
        for id in shop.ids[1:]:
            (shop.home.publications / f"{id}.json").unlink()
        retention.remove_old(shop.home, quick(shop.home), None)
        assert len(list(shop.home.publications.iterdir())) == 1
        assert asked(old) == (shop.ids[2], fresh(old)) == (shop.ids[2], shop.amounts[shop.ids[2]])
        assert not is_closed(old)
    assert [is_closed(shelf) for shelf in opened] == [True, False]


def test_a_screen_does_not_wait_while_another_opens_a_publication_and_a_letter_does(
    shop: Shop, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, third = shop.ids
    assert warehouse.manifest()
    begun, go_on, open_one = threading.Event(), threading.Event(), module.open_shelf

    def slowly(*args: Any) -> Shelf:
        begun.set()
        assert go_on.wait(60)
        return open_one(*args)

    monkeypatch.setattr(module, "open_shelf", slowly)
    roll_back(shop.home, first)

    def read(*, at_once: bool) -> str:
        with warehouse.reading(at_once=at_once) as shelf:
            return asked(shelf)[0]

    with ThreadPoolExecutor(2) as pool:
        opener = pool.submit(read, at_once=True)
        assert begun.wait(60)
        letter = pool.submit(read, at_once=False)
        try:
            assert read(at_once=True) == third, "the old one is there"
        finally:
            go_on.set()
        assert (opener.result(), letter.result()) == (first, first)
    assert read(at_once=True) == first


def test_many_first_readers_open_once(shop: Shop, warehouse: Warehouse, opened: list[Shelf]) -> None:
    together = threading.Barrier(8)

    def read(_: int) -> str:
        together.wait()
        with warehouse.reading() as shelf:
            return shelf.manifest.id

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(8))) == {shop.ids[2]}
    assert len(opened) == 1


def test_a_publication_that_cannot_be_opened_is_told_and_tried_again(
    shop: Shop, warehouse: Warehouse, opened: list[Shelf]
) -> None:
    shop.home.current.write_text(shop.ids[0])
    [only] = [
        one.file
        for one in manifests.read(shop.home, shop.ids[0]).segments
        if one.relation == "sales" and one not in manifests.read(shop.home, shop.ids[1]).segments
    ]
    file = shop.home.segments / only
    away = file.rename(file.with_suffix(".away"))
    for _ in range(2):
        with pytest.raises(Failed) as caught, warehouse.reading():
            pytest.fail("opened")
        assert caught.value.key == "load.unreadable_publication"
        assert caught.value.values["id"] == shop.ids[0]
    assert all(is_closed(shelf) and not shelf._clear.alive for shelf in opened)
    away.rename(file)
    with warehouse.reading() as shelf:
        assert asked(shelf) == (shop.ids[0], shop.amounts[shop.ids[0]])


@pytest.mark.parametrize("error", [duckdb.FatalException, duckdb.InternalException, duckdb.IOException])
def test_after_a_failure_of_the_engine_the_next_reader_opens_anew(
    error: type[duckdb.Error],
    shop: Shop,
    warehouse: Warehouse,
    opened: list[Shelf],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Broken:
        def execute(self, *_: object) -> None:
            raise error("the database has been invalidated\nat length")

        def cursor(self) -> "Broken":
            return self

        def interrupt(self) -> None:
            pass

        def close(self) -> None:
            pass

    with warehouse.reading() as shelf:
        whole = shelf._connection
        monkeypatch.setattr(shelf, "_connection", Broken())
        with pytest.raises(Failed) as caught:
            total(shelf)
        monkeypatch.setattr(shelf, "_connection", whole)
    assert caught.value.values["reason"] == "the database has been invalidated"
    with warehouse.reading() as anew:
        assert anew is not shelf
        assert total(anew)[1] == shop.amounts[shop.ids[2]]
    assert is_closed(shelf)


def test_what_does_not_fit_the_memory_is_a_sentence_and_harms_no_one(shop: Shop) -> None:
    shelf = open_shelf(shop.home, shop.ids[2], "20MB", 1)
    large = Statement("SELECT list(hash(range) ORDER BY hash(range)) FROM range(20000000)", {})
    with pytest.raises(Failed) as caught:
        shelf.run(large)
    assert (caught.value.key, caught.value.values) == ("load.answer_too_large", {"limit": "20MB"})
    assert total(shelf)[1] == shop.amounts[shop.ids[2]]
    assert not shelf.broken
    shelf.close()
    assert not shelf._clear.alive


def test_a_process_that_ends_without_closing_a_shelf_leaves_no_folder(shop: Shop, tmp_path: Path) -> None:
    words = (
        "from dashboard.answers.warehouse import open_shelf; from dashboard.paths import Home; from pathlib "
        f"import Path; kept = open_shelf(Home(Path({str(shop.home.path)!r})), {shop.ids[2]!r})"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", words], env=environment, cwd=ROOT, check=True)
    assert list(temporary.iterdir()) == []


def test_a_shelf_reaches_nothing_but_its_publication(shop: Shop, tmp_path: Path) -> None:
    shelf = open_shelf(shop.home, shop.ids[2])
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for sql in (
        f"FROM read_csv('{tmp_path}/secret.csv')",
        f"ATTACH '{shop.home.segments / manifests.read(shop.home, shop.ids[0]).segments[1].file}' AS other",
        f"COPY sales TO '{tmp_path}/stolen.csv'",
        "SET enable_external_access = true",
        "DROP TABLE segment0.sales",
    ):
        with pytest.raises(duckdb.Error):
            shelf.run(Statement(sql, {}))
    assert not (tmp_path / "stolen.csv").exists()
    shelf.close()


def test_nothing_published(tmp_path: Path) -> None:
    warehouse = Warehouse(Home(tmp_path / "empty"))
    assert warehouse.manifest() is None
    with pytest.raises(NotUnderstood, match=r"load\.nothing_published"), warehouse.reading():
        pytest.fail("opened")


def test_kept_answers_are_those_of_one_scope(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = open_shelf(shop.home, shop.ids[2])
    executed: list[Statement] = []
    execute = Shelf._execute

    def remember(self: Shelf, connection: duckdb.DuckDBPyConnection, job: Job[Found]) -> Found:
        executed.append(job.statement)
        return execute(self, connection, job)

    monkeypatch.setattr(Shelf, "_execute", remember)
    day = shelf.manifest.through

    def seen(land: str, person: str = "ana@x.gr") -> set[object]:
        someone = Person(person, person, "Ana", Role.REP)
        scope = grant(someone, Nobody(), [HandGrant(land, day)], day)
        question = ask(shelf.outline, measures=["net_sales"], by=["territory"], where=[], period="all")
        return {row[0] for row in answer(question, scope, shelf).rows}

    # The same question of one person whose rights change, then of another with the same rights.
    assert [seen("A"), seen("B"), seen("TOP"), seen("A")] == [{"A"}, {"B"}, {"A", "B", "C"}, {"A"}]
    before = len(executed)
    assert before > 0
    assert seen("A", "eva@x.gr") == {"A"}
    assert len(executed) == before, "the same rows with the same rights are not asked again"
    shelf.close()


def test_statements_differ_by_their_values_whatever_their_type() -> None:
    values: list[object] = [1, "1", 1.0, Decimal(1), True, None, ["1"], ["1", "2"], ["1', '2"], b"1"]
    keys = {Statement("SELECT $a", {"a": value}).key for value in values}
    assert len(keys) == len(values)
    assert (
        Statement("SELECT $a, $b", {"a": 1, "b": 2}).key != Statement("SELECT $a, $b", {"a": 2, "b": 1}).key
    )
