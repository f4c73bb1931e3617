"""What becomes a publication and what does not; going back to one; and how long they are kept."""

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import __main__ as commands
from dashboard.answers.warehouse import Warehouse, open_shelf
from dashboard.errors import Failed, NotUnderstood, Refused
from dashboard.intake import manifest as manifests
from dashboard.intake import publication, retention
from dashboard.intake.manifest import Manifest
from dashboard.intake.publication import roll_back
from dashboard.intake.segment_files import content_of
from dashboard.paths import QUERIES, Home
from dashboard.text import LANGUAGES, tell
from tests.publication.conftest import Begin
from tests.publication.firm import Firm, files, quick, require_whole, total


@dataclass(frozen=True)
class Pair:
    """A home with two publications, of which the second is served; they share two years."""

    home: Home
    first: Manifest
    second: Manifest
    amount: Decimal


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Firm, Pair]:
    folder = tmp_path_factory.mktemp("pair")
    firm, home = Firm(folder / "firm"), Home(folder / "home")
    first = firm.load(home).manifest
    firm.change("2024-3", "3.26")
    return firm, Pair(home, first, firm.load(home).manifest, firm.total)


@pytest.fixture
def pair(loaded: tuple[Firm, Pair], home: Home) -> Pair:
    shutil.copytree(loaded[1].home.path, home.path, dirs_exist_ok=True)
    return replace(loaded[1], home=home)


@pytest.fixture
def firm_of_pair(loaded: tuple[Firm, Pair]) -> Firm:
    """The company of the pair, whose files are those of the second publication."""
    return replace(loaded[0])


def served(home: Home) -> Any:
    warehouse = Warehouse(home)
    try:
        with warehouse.reading() as shelf:
            return total(shelf)[1]
    finally:
        warehouse.close()


def content(rows: str) -> str:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS FROM (VALUES {rows}) AS t (a, b)")
        return content_of(connection, {"t": "t"})[1]


class TestLoadingAgain:
    def test_the_same_files_change_nothing(self, firm: Firm, begin: Begin, home: Home) -> None:
        first = begin(home)
        before = files(home)
        again = firm.load(home)
        assert (first.new, again.new) == (True, False)
        assert again.manifest == first.manifest
        assert files(home) == before

    def test_nor_do_they_a_day_later(self, firm: Firm, home: Home) -> None:
        first = firm.load(home, today=dt.date(2026, 3, 9))
        before = files(home)
        assert firm.load(home, today=dt.date(2026, 3, 10)).manifest == first.manifest
        assert files(home) == before

    def test_one_changed_row_writes_its_year_anew_and_no_other(
        self, firm: Firm, begin: Begin, home: Home
    ) -> None:
        first = begin(home).manifest
        before = files(home)
        firm.change("2024-3", "3.26")
        second = firm.load(home).manifest
        assert second.id != first.id
        assert {name: files(home)[name] for name in before if name != "current"} == {
            name: stamp for name, stamp in before.items() if name != "current"
        }
        assert [(part.relation, part.part) for part in second.segments if part not in first.segments] == [
            ("sales", "2024"),
            ("core", ""),
        ]
        assert served(home) == firm.total

    def test_files_as_they_were_are_served_by_the_publication_they_made(
        self, firm: Firm, begin: Begin, home: Home
    ) -> None:
        first = begin(home).manifest
        firm.change("2024-3", "3.26")
        firm.load(home)
        firm.change("2024-3", "3.25")
        again = firm.load(home)
        assert (again.manifest, again.new) == (first, True)
        require_whole(home, publications=2)

    def test_a_decision_of_the_company_makes_a_publication_though_no_number_changes(
        self, firm: Firm, begin: Begin, home: Home
    ) -> None:
        first = begin(home).manifest
        firm.settings += 'company = "Firm Ltd"\n'
        second = firm.load(home).manifest
        assert second.id != first.id
        assert second.company.company == "Firm Ltd"


class TestContent:
    def test_it_knows_rows_not_their_order(self) -> None:
        assert content("(1, 2), (3, 4)") == content("(3, 4), (1, 2)")

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("(1, 2), (1, 2)", "(1, 2)"),
            ("(1, 2), (1, 2), (3, 4)", "(1, 2), (3, 4), (3, 4)"),
            ("(1, 2), (1, 2), (3, 4), (3, 4)", "(5, 6), (5, 6), (7, 8), (7, 8)"),
            ("(1, 2), (3, 4)", "(1, 4), (3, 2)"),
            ("(1, 2)", "(2, 1)"),
            ("(0, 0)", "(0, 0), (0, 0)"),
            ("(1, NULL)", "(NULL, 1)"),
            ("('', NULL)", "(NULL, '')"),
            ("('ab', 'c')", "('a', 'bc')"),
            ("(1, 2)", "(1, 2.0)"),
            # These two exchange a value, and DuckDB's hashes of the rows have the same sum and the same XOR.
            ("(1::BIGINT, 8060::BIGINT), (13, 18083)", "(1::BIGINT, 18083::BIGINT), (13, 8060)"),
        ],
    )
    def test_it_tells_tables_apart(self, before: str, after: str) -> None:
        assert content(before) != content(after)

    def test_an_empty_table_has_columns_and_a_name(self) -> None:
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE t (a INT); CREATE TABLE u (b INT); CREATE TABLE v (a TEXT)")
            seen = {
                content_of(connection, tables)[1]
                for tables in ({"t": "t"}, {"t": "u"}, {"t": "v"}, {"u": "t"}, {"t": "t", "u": "t"})
            }
        assert len(seen) == 5

    def test_a_spoilt_segment_is_written_anew_by_the_next_load(
        self, firm: Firm, begin: Begin, home: Home
    ) -> None:
        segments = begin(home).manifest.segments
        for number, segment in enumerate(segments):
            file = home.segments / segment.file
            whole = file.read_bytes()
            file.write_bytes(whole[:-1] if number % 2 else _flipped(whole))
        assert not firm.load(home).new
        for segment in segments:
            assert (home.segments / segment.file).stat().st_size == segment.bytes
        assert served(home) == firm.total

    def test_segments_are_on_the_disk_before_a_manifest_names_them(
        self, firm: Firm, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept: list[Path] = []
        monkeypatch.setattr("dashboard.intake.segment_files.keep", kept.append)
        monkeypatch.setattr(publication.manifests, "write", lambda *_: kept.append(Path("manifest")))
        monkeypatch.setattr(publication.manifests, "switch", lambda *_: None)
        manifest = firm.load(home).manifest
        names = [file.name for file in kept]
        assert names == [*(part.file for part in manifest.segments), "segments", "manifest"]


class TestChecks:
    def test_a_failed_check_leaves_the_old_publication_and_says_why(
        self, firm: Firm, begin: Begin, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = begin(home).manifest
        before = files(home)
        checks = tmp_path / "queries" / "checks"
        checks.mkdir(parents=True)
        sql = (QUERIES / "checks" / "sales_kept.sql").read_text(encoding="utf-8")
        assert "model.sales" in sql
        (checks / "sales_kept.sql").write_text(sql.replace("model.sales", "model.spoilt"))
        monkeypatch.setattr(publication, "QUERIES", tmp_path / "queries")
        real = publication.run_checks

        def spoil(connection: duckdb.DuckDBPyConnection) -> Any:
            connection.execute(
                "CREATE TABLE model.spoilt AS "
                "SELECT * REPLACE (net_amount + 0.0001 AS net_amount) FROM model.sales"
            )
            return real(connection)

        monkeypatch.setattr("dashboard.intake.load.run_checks", spoil)
        firm.change("2024-3", "3.26")
        with pytest.raises(Refused, match=r"check\.sales_kept") as caught:
            firm.load(home)
        for language in LANGUAGES:
            assert tell(language, caught.value)
        assert files(home) == before
        assert manifests.current(home) == first.id
        require_whole(home, publications=1)

    def test_what_cannot_be_read_back_is_not_published(
        self, firm: Firm, begin: Begin, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        begin(home)
        before = files(home)
        firm.change("2024-3", "3.26")
        monkeypatch.setattr("dashboard.intake.segments.write", _write_nonsense)
        with pytest.raises(Failed, match=r"load\.written_wrong"):
            firm.load(home)
        assert files(home) == before


class TestRollback:
    def test_to_each_and_back(self, firm: Firm, home: Home) -> None:
        made = {}
        for amount in ("1.00", "2.00", "3.00"):
            firm.change("2024-3", amount)
            made[firm.load(home).manifest.id] = firm.total
        assert len(made) == 3
        for id, amount in [*made.items(), *reversed(made.items())]:
            assert commands.main(["rollback", id]) == 0
            assert manifests.current(home) == id
            assert served(home) == amount
        require_whole(home, publications=3)

    @pytest.mark.parametrize(
        "id", ["2020-01-01.1", "nothing", "", "../current", "../publications/x", "2" * 400]
    )
    def test_to_what_is_not_there(self, id: str, pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
        home = pair.home
        before = files(home)
        (home.path / "x.json").write_text(next(home.publications.iterdir()).read_text())
        assert commands.main(["rollback", id]) == NotUnderstood.exit_code == 2
        assert "Traceback" not in capsys.readouterr().err
        (home.path / "x.json").unlink()
        assert files(home) == before

    @pytest.mark.parametrize("part", ["sales", "core"])
    @pytest.mark.parametrize("damage", ["gone", "cut", "flipped", "another"])
    def test_to_one_whose_segments_are_not_whole(
        self, part: str, damage: str, pair: Pair, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home, first, second = pair.home, pair.first, pair.second
        [only] = [one for one in first.segments if one not in second.segments and one.relation == part]
        spoil(home.segments / only.file, damage, home.segments / second.segments[0].file)
        assert commands.main(["rollback", first.id]) == Refused.exit_code == 4
        said = capsys.readouterr().err
        assert only.file in said
        assert first.id in said
        assert served(home) == pair.amount


class TestDamagedManifests:
    @pytest.mark.parametrize("text", ["", "{", '{"id": 1}', "\xff\x00", None])
    def test_one_hides_no_other(
        self, text: str | None, pair: Pair, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home, first, second = pair.home, pair.first, pair.second
        file = home.publications / f"{first.id}.json"
        if text is None:
            text = (home.publications / f"{second.id}.json").read_text()
        file.write_bytes(text.encode("latin-1"))

        assert commands.main(["publications"]) == Failed.exit_code == 4
        told = capsys.readouterr()
        assert f"* {second.id}" in told.out
        assert first.id not in told.out
        assert first.id in told.err
        assert str(file) in told.err
        assert commands.main(["rollback", first.id]) == 4
        assert commands.main(["ask", "--measure", "net_sales", "--publication", first.id]) == 4
        assert commands.main(["ask", "--measure", "net_sales"]) == 0

    def test_the_served_one_is_told_of_and_healed_by_a_load(
        self, pair: Pair, firm_of_pair: Firm, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home, taken = pair.home, (pair.first.id, pair.second.id)
        file = home.publications / f"{pair.second.id}.json"
        file.write_text("{")
        segments = set(home.segments.iterdir())
        assert commands.main(["ask", "--measure", "net_sales"]) == 4
        assert str(file) in capsys.readouterr().err
        firm_of_pair.change("2024-3", "7.77")
        assert firm_of_pair.load(home).manifest.id not in taken
        assert served(home) == firm_of_pair.total
        # The manifest may be repaired: nothing that it could refer to is removed.
        assert segments <= set(home.segments.iterdir())

    @pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"nothing\n", b"2020-01-01.1\n", b"../x\n"])
    def test_a_pointer_to_nowhere(self, text: bytes, pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
        home = pair.home
        home.current.write_bytes(text)
        assert commands.main(["ask", "--measure", "net_sales"]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
        assert commands.main(["publications"]) == 0
        assert commands.main(["rollback", pair.second.id]) == 0
        assert served(home) == pair.amount

    def test_a_load_mends_a_pointer_to_nowhere(self, pair: Pair, firm_of_pair: Firm) -> None:
        pair.home.current.write_bytes(b"\xff\xfe")
        assert firm_of_pair.load(pair.home).manifest == pair.second
        assert served(pair.home) == pair.amount

    def test_a_manifest_is_never_written_over(self, pair: Pair) -> None:
        before = files(pair.home)
        with pytest.raises(FileExistsError):
            manifests.write(pair.home, pair.first.model_copy(update={"name": "Another"}))
        assert files(pair.home) == before


class TestSegmentsOfTheServedOne:
    @pytest.mark.parametrize("part", ["sales", "core"])
    @pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
    def test_damage_is_a_sentence(
        self, part: str, damage: str, pair: Pair, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home, manifest = pair.home, pair.second
        [segment, *_] = [one for one in manifest.segments if one.relation == part]
        spoil(home.segments / segment.file, damage, home.segments)
        assert commands.main(["ask", "--measure", "net_sales", "--by", "territory"]) == 4
        said = capsys.readouterr().err
        assert manifest.id in said
        assert len(said.splitlines()) == 1


class TestKeeping:
    def aged(self, pair: Pair, days: Sequence[int]) -> list[str]:
        """Publications of so many days ago, each with a segment of its own; the last one is served."""
        home, made = pair.home, []
        for one in (pair.first, pair.second):
            (home.publications / f"{one.id}.json").unlink()
        for number, age in enumerate(days, 1):
            then = dt.datetime.now(dt.UTC) - dt.timedelta(days=age)
            *years, core = pair.second.segments
            own = core.model_copy(update={"file": f"core-{number}.duckdb"})
            shutil.copy(home.segments / core.file, home.segments / own.file)
            said = {"id": f"{then.date()}.{number}", "created_at": then, "segments": (*years, own)}
            manifests.write(home, pair.second.model_copy(update=said))
            made.append(str(said["id"]))
        manifests.switch(home, made[-1])
        return made

    def kept(self, home: Home) -> list[str]:
        return [one.id for one in reversed(manifests.listed(home))]

    @pytest.mark.parametrize(
        ("days", "at_least", "removed"),
        [
            ([31, 29, 3, 2, 1, 0], 2, 1),  # young ones stay however many
            ([90, 80, 70, 60, 50, 40], 5, 1),  # five stay however old
            ([90, 80, 70], 1, 2),
            ([31], 1, 0),
        ],
    )
    def test_rule(self, days: list[int], at_least: int, removed: int, pair: Pair) -> None:
        made = self.aged(pair, days)
        retention.remove_old(pair.home, quick(pair.home, keep_at_least=at_least), None)
        assert self.kept(pair.home) == made[removed:]
        require_whole(pair.home, publications=len(days) - removed)

    def test_thirty_days_and_at_least_five_unless_told(self, home: Home) -> None:
        assert (quick(home).keep_days, quick(home).keep_at_least) == (30, 5)

    def test_the_served_one_and_the_one_before_stay(self, pair: Pair) -> None:
        made = self.aged(pair, [90, 80, 70, 60])
        roll_back(pair.home, made[0])
        retention.remove_old(pair.home, quick(pair.home, keep_at_least=1), made[1])
        assert self.kept(pair.home) == [made[0], made[1], made[3]]
        require_whole(pair.home, publications=3)

    def test_a_load_removes_what_is_too_old_and_gives_no_id_twice(
        self, pair: Pair, firm_of_pair: Firm
    ) -> None:
        made = self.aged(pair, [90, 80, 0])
        firm_of_pair.change("2024-3", "7.77")
        last = firm_of_pair.load(pair.home, keep_at_least=1).manifest.id
        assert self.kept(pair.home) == [made[2], last]
        assert last == made[2].removesuffix(".3") + ".4"
        require_whole(pair.home, publications=2)

    def test_who_reads_a_removed_one_reads_on(self, pair: Pair) -> None:
        made = self.aged(pair, [90, 80])
        shelf = open_shelf(pair.home, made[0])
        retention.remove_old(pair.home, quick(pair.home, keep_at_least=1), None)
        require_whole(pair.home, publications=1)
        assert total(shelf)[1] == pair.amount
        shelf.close()
        with pytest.raises(NotUnderstood):
            open_shelf(pair.home, made[0])

    def test_what_cannot_be_removed_is_told_and_the_new_one_is_served(
        self, pair: Pair, firm_of_pair: Firm, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = self.aged(pair, [90, 80, 70])
        firm_of_pair.change("2024-3", "7.77")
        unlink = Path.unlink

        def refuse(file: Path, missing_ok: bool = False) -> None:
            if file.parent == pair.home.publications:
                raise PermissionError(13, "Permission denied")
            unlink(file, missing_ok)

        monkeypatch.setattr(Path, "unlink", refuse)
        with pytest.raises(Failed, match=r"load\.not_removed"):
            firm_of_pair.load(pair.home, keep_at_least=1)
        assert manifests.current(pair.home) not in made
        assert served(pair.home) == firm_of_pair.total


def spoil(file: Path, damage: str, another: Path) -> None:
    whole = file.read_bytes()
    file.unlink()
    if damage == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    if damage == "flipped":
        file.write_bytes(_flipped(whole))
    if damage == "another":
        file.write_bytes(another.read_bytes())


def _flipped(whole: bytes) -> bytes:
    """One bit of each block is another, the three headers excepted."""
    spoilt = bytearray(whole)
    for at in range(3 * 4096 + 100, len(spoilt), 4096):
        spoilt[at] ^= 1
    return bytes(spoilt)


def _write_nonsense(connection: duckdb.DuckDBPyConnection, file: Path, _tables: dict[str, str]) -> None:
    connection.execute(f"ATTACH '{file}' AS segment")
    connection.execute("CREATE TABLE segment.sales AS SELECT 1 AS nonsense")
    connection.execute("DETACH segment")
