"""A load that adds a day's lines says, to the last digit, what one that reads everything says."""

import json
import random
import re
import shutil
import signal
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard import __main__ as commands
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import open_shelf
from dashboard.intake import before, continuing, marts, outlines, rollups, segments
from dashboard.intake import load as loading
from dashboard.intake import manifest as manifests
from dashboard.intake.contracts import read_contracts
from dashboard.intake.growing import growing
from dashboard.intake.load import Loaded, load
from dashboard.intake.mapping import read_mapping
from dashboard.paths import QUERIES, Home
from dashboard.progress import silent
from dashboard.text import LANGUAGES, Language, say
from tests.publication.fate import add_until
from tests.publication.firm import quick, require_whole
from tests.publication.shop import Shop, lines, shop, told_of


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small the company, it has rollups, and any number of lines may be added."""
    _enlarge(monkeypatch)


def _enlarge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollups, "FEWEST_LINES", 1)
    monkeypatch.setattr(rollups, "LARGEST_SHARE", 0)
    monkeypatch.setattr(continuing, "_FRESH_SHARE", 0)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, Home, Loaded]:
    """A company that has been loaded once: `begun` makes copies of it."""
    folder = tmp_path_factory.mktemp("opened")
    company, home = shop(folder / "shop", 7), Home(folder / "home")
    with pytest.MonkeyPatch.context() as monkeypatch:
        _enlarge(monkeypatch)
        return company, home, company.load(home)


@pytest.fixture
def begun(opened: tuple[Shop, Home, Loaded], home: Home, tmp_path: Path) -> tuple[Shop, Loaded]:
    """The company of a test, which has been loaded into its home as it is."""
    company, loaded_into, loaded = opened
    shutil.copytree(loaded_into.path, home.path, dirs_exist_ok=True)
    shutil.copytree(company.folder, tmp_path / "shop")
    return replace(deepcopy(company), folder=tmp_path / "shop"), loaded


def require_same(
    company: Shop, home: Home, tmp_path: Path, anew: str = "", today: str = "2026-03-20"
) -> None:
    """Load, the expected way; what was added says what a home says that has never seen anything."""
    loaded = company.load(home, today=today)
    assert loaded.anew == anew
    assert bool(loaded.continues) == (not anew)
    if anew:
        return
    fresh = Home(tmp_path / "fresh")
    told, wanted = told_of(home, loaded), told_of(fresh, company.load(fresh, full=True, today=today))
    assert {"contact", "quota_day", "folded_name"} <= told.keys()
    for about, said in wanted.items():
        assert told[about] == said, about


class _Anew(Exception):
    """All would be read now."""


def reason(company: Shop, home: Home) -> str:
    """Why a load reads everything anew, which is not waited for."""

    def stop(job: Any, continued: Any, anew: str) -> Loaded:
        if continued is None:
            raise _Anew(anew)
        return begin(job, continued, anew)

    begin = loading._build
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(loading, "_build", stop)
        with pytest.raises(_Anew) as caught:
            company.load(home)
    return str(caught.value)


@pytest.mark.parametrize("seed", range(2))
def test_day_by_day(seed: int, home: Home, tmp_path: Path) -> None:
    company = shop(tmp_path / "shop", seed)
    chance = random.Random(seed + 100)
    first = company.load(home)
    assert first.anew == "first"
    company.days["2026-03-19"] = lines(chance, "3", 9, "2026-03-19", "2026-03-02", "2024-02-29")
    # A new customer who buys at once, an order of before that goes on, and a line that is there already.
    company.tables["customers"].append(("C9", "Name C9", "x"))
    company.tables["alignments"].append(("C9", "B", "2024-01-01", ""))
    company.days["2026-03-19"] += [
        ("3-a", "3-a", "2026-03-19", "C9", "P1", "3", "4.00", "", "web", ""),
        ("3-b", company.days["2026-03-18"][0][1], "2026-03-19", "C1", "P2", "1", "5.00", "", "web", ""),
        ("1-7", "1-7", "2026-03-19", "C2", "P1", "1", "6.00", "", "web", ""),
        ("3-c", "3-c", "someday", "C2", "P1", "1", "6.00", "", "web", ""),
    ]
    require_same(company, home, tmp_path)
    served = manifests.read(home, manifests.current(home) or "")
    shared = [one for one in served.segments if one in first.manifest.segments]
    assert {one.relation for one in shared} >= {"sales", "rollups"}
    company.days["2026-03-20"] = lines(chance, "4", 5, "2026-03-19", "2026-03-20")
    company.tables["fx_rates"].append(("2026-03-20", "USD", "0.7"))
    company.tables["credits"].append(("4-1", "R1", "0.25"))
    require_same(company, home, tmp_path)


def test_ideas_are_found_in_the_lines_of_before(home: Home, tmp_path: Path) -> None:
    company = shop(tmp_path / "shop", 6)
    for customer in ("C10", "C11", "C12"):
        company.tables["customers"].append((customer, f"Name {customer}", "x"))
        company.tables["alignments"].append((customer, "A", "2024-01-01", ""))

    def bought(key: str, day: str, customer: str, product: str, net: str) -> tuple[str, ...]:
        return (key, key, day, customer, product, "1", net, "", "web", "")

    rhythm = ("2025-09-20", "2025-10-15", "2025-11-10", "2025-12-05", "2026-01-01")
    company.days["2026-03-17"] += [
        *(bought(f"5-{at}", day, "C10", "P1", "90") for at, day in enumerate(rhythm)),
        *(bought(f"6-{at}", day, "C11", "P2", "90") for at, day in enumerate(rhythm)),
        bought("7-1", "2024-12-20", "C12", "P1", "90"),
    ]
    company.load(home)
    # Who buys something else today has not bought its item for long; of the others there is no new line.
    company.days["2026-03-19"] = [bought("8-1", "2026-03-19", "C11", "P1", "5")]
    require_same(company, home, tmp_path)
    shelf = open_shelf(home, manifests.current(home) or "")
    rows = shelf.run(Statement("SELECT rule, customer_id, subject FROM idea", {}))
    shelf.close()
    assert {
        ("overdue_order", "C10", None),
        ("lost_item", "C11", "P2"),
        ("lapsed_customer", "C12", None),
    } <= set(rows)


@pytest.fixture
def met(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A company with contacts that has been loaded, each of whose marts is large."""
    monkeypatch.setattr(segments, "LARGE", 0)
    company = shop(tmp_path / "shop", 6)
    company.tables["activities"] = [
        ("V1", "2026-03-02", "R1", "C1", "visit"),
        ("V2", "2026-03-03", "R2", "C9", "call"),
    ]
    company.tables["assignments"].append(("R2", "B", "owner", "2026-03-22", ""))
    company.load(home)
    company.days["2026-03-19"] = lines(random.Random(3), "3", 5, "2026-03-19")
    return company


def test_what_new_lines_do_not_change_is_not_made_again(
    met: Shop, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise AssertionError("made again")

    first = manifests.read(home, manifests.current(home) or "")
    monkeypatch.setattr(marts, "fold_names", none)
    monkeypatch.setattr(outlines, "make_outlines", none)
    second = met.load(home).manifest
    parts = {one.part for one in second.segments if one.relation == "core" and one in first.segments}
    assert {"contact", "quota_day", "customer_place", "folded_name", "territory_outline"} <= parts
    monkeypatch.undo()
    _enlarge(monkeypatch)
    met.tables["activities"].append(("V3", "2026-03-19", "R1", "C2", "visit"))
    met.tables["customers"][0] = (met.tables["customers"][0][0], "Renamed", "x")
    require_same(met, home, tmp_path)
    third = manifests.read(home, manifests.current(home) or "")
    assert [third.marks[name] == second.marks[name] for name in ("contact", "quota_day")] == [False, True]


def test_what_stands_otherwise_today_is_made_again(met: Shop, home: Home, tmp_path: Path) -> None:
    require_same(met, home, tmp_path, today="2026-03-25")
    shelf = open_shelf(home, manifests.current(home) or "")
    found = shelf.run(Statement("SELECT territory_today FROM contact WHERE activity_id = 'V2'", {}))
    shelf.close()
    assert found == [("B",)]


def test_an_order_that_goes_on_a_day_later_is_one_order(home: Home, tmp_path: Path) -> None:
    company = shop(tmp_path / "shop", 6)
    for day, rows in company.days.items():
        company.days[day] = [(line, line, *others) for line, _, *others in rows]
    assert company.load(home).manifest.whole_orders
    company.days["2026-03-19"] = [("3-1", "3-1", "2026-03-19", "C1", "P2", "1", "5.00", "", "web", "")]
    assert company.load(home).manifest.whole_orders
    company.days["2026-03-20"] = [("4-1", "2-1", "2026-03-20", "C1", "P2", "1", "5.00", "", "web", "")]
    require_same(company, home, tmp_path)


def test_without_new_lines_only_the_small_tables_are_read(
    begun: tuple[Shop, Loaded], home: Home, tmp_path: Path
) -> None:
    company, _ = begun
    again = company.load(home)
    assert (again.new, again.anew, again.added) == (False, "", ())
    company.tables["quotas"].append(("A", "2026-04-01", "2026-07-01", "net_sales", "950"))
    require_same(company, home, tmp_path)


def _moved(company: Shop) -> None:
    company.tables["alignments"][0] = (
        "C1",
        "AB".replace(company.tables["alignments"][0][1], ""),
        "2024-01-01",
        "",
    )


def _moved_before(company: Shop) -> None:
    was = company.tables["alignments"][0]
    other = "AB".replace(was[1], "")
    company.tables["alignments"][:1] = [
        ("C1", other, "2024-01-01", "2026-01-20"),
        ("C1", was[1], "2026-01-20", was[3]),
    ]


def _left(company: Shop) -> None:
    del company.tables["customers"][0]


def _known_at_last(company: Shop) -> None:
    company.tables["customers"].append(("C8", "Name C8", "x"))


def _of_other_brand(company: Shop) -> None:
    company.tables["products"][0] = ("P1", "P1", "B9", "K1", "2025-06-01")


def _renamed_only(company: Shop) -> None:
    company.tables["products"][0] = ("P1", "Better", "B1", "K1", "2025-06-01")


def _worked_by_another(company: Shop) -> None:
    company.tables["assignments"][0] = ("R2", "A", "owner", "2024-01-01", "")


def _of_another_period(company: Shop) -> None:
    company.tables["quotas"][0] = ("A", "2026-01-01", "2026-03-01", "net_sales", "900")


def _of_another_rate(company: Shop) -> None:
    company.tables["fx_rates"][0] = ("2024-01-01", "USD", "0.95")


def _of_another_floor(company: Shop) -> None:
    company.tables["price_floors"][0] = ("P1", "", "2025-01-01", "1.75")


def _credited_otherwise(company: Shop) -> None:
    company.tables["credits"].append(("1-4", "R2", "0.5"))


def _of_another_tree(company: Shop) -> None:
    company.tables["territories"].append(("0", "TOP", "0", "area"))


def _corrected(company: Shop) -> None:
    company.days["2026-03-18"][0] = (*company.days["2026-03-18"][0][:6], "77.00", "", "web", "")


def _late_copy(company: Shop) -> None:
    company.days["2026-03-16"] = [company.days["2026-03-17"][0]]


def _late(company: Shop) -> None:
    company.days["2026-03-16"] = [("0-1", "0-1", "2026-03-16", "C1", "P1", "1", "8.00", "", "web", "")]


def _of_other_rules(company: Shop) -> None:
    company.settings += "fiscal_year_first_month = 7\n"


def _joined(company: Shop) -> None:
    company.lines_from = "lines AS l JOIN products AS p ON p.product_id = l.product_id"


def _held_against(company: Shop) -> None:
    company.more = '[relation.big]\nsql = "SELECT * FROM lines"\n'


CHANGES: list[tuple[Callable[[Shop], None], str]] = [
    (_moved, "alignments"), (_moved_before, "alignments"), (_left, "customers"),
    (_known_at_last, "unplaced"), (_of_other_brand, "products"), (_renamed_only, ""),
    (_worked_by_another, "owners"), (_of_another_period, "quota_periods"), (_of_another_rate, "rates"),
    (_of_another_floor, "price_floors"), (_credited_otherwise, "credits"), (_of_another_tree, "territories"),
    (_corrected, "files"), (_late_copy, "order"), (_late, ""), (_of_other_rules, "rules"), (_joined, "rules"),
    (_held_against, "rules"),
]  # fmt: skip

# That all is read is seen for one reason of each moment at which a load learns of it.
TO_THE_END = (_moved, _late_copy, _of_other_rules)


@pytest.mark.parametrize(
    ("change", "anew"), CHANGES, ids=lambda one: getattr(one, "__name__", one or "added")
)
def test_what_moves_old_lines_has_all_of_them_read(
    change: Callable[[Shop], None], anew: str, begun: tuple[Shop, Loaded], home: Home, tmp_path: Path
) -> None:
    company, _ = begun
    company.days["2026-03-19"] = lines(random.Random(8), "3", 6, "2026-03-19")
    change(company)
    if anew and change not in TO_THE_END:
        assert reason(company, home) == anew
    else:
        require_same(company, home, tmp_path, anew)


SOURCE = 'name = "x"\n[source.lines]\nfile = "x"\n[source.other]\nfile = "y"\n'


@pytest.mark.parametrize(
    ("rows", "more", "grows"),
    [
        ("lines AS l", "", True),
        ("lines", "", True),
        ("lines AS l JOIN other AS o ON o.id = l.id", "", False),
        ("lines AS l, other", "", False),
        ("(SELECT * FROM lines) AS l", "", False),
        ("lines AS l GROUP BY ALL", "", False),
        ("lines AS l GROUP BY l.line_id", "", False),
        ("lines AS l ORDER BY 1 LIMIT 3", "", False),
        ("lines AS l QUALIFY row_number() OVER (PARTITION BY l.line_id) = 1", "", False),
        ("lines AS l", 'where = "l.day > (SELECT max(day) FROM lines)"\n', False),
        ("lines AS l", 'where = "l.day > 1"\n', True),
        ("lines AS l", '[relation.r]\nsql = "SELECT * FROM lines"\n', False),
        ("lines AS l", '[relation.r]\nsql = "SELECT * FROM other"\n', True),
        (
            "lines AS l",
            '[[reconcile]]\nname = "n"\nsource = "SELECT 1"\nmodel = "SELECT 1 FROM sales"\n',
            False,
        ),
    ],
)
def test_only_lines_of_their_own_record_grow(rows: str, more: str, grows: bool, tmp_path: Path) -> None:
    where = more if more.startswith("where") else ""
    columns = 'line_id = "line_id"\norder_date = "day"\nnet_amount = "amount"\n'
    table = f'[[table.sales]]\nfrom = "{rows}"\n{where}lineage = "l"\n[table.sales.columns]\n{columns}'
    file = tmp_path / "mapping.toml"
    file.write_text(SOURCE + table + more.removeprefix(where))
    assert growing(read_mapping(file, read_contracts())) == (("lines",) if grows else ())


@pytest.mark.parametrize(
    ("table", "row"),
    [("assignments", ("R3", "A", "owner", "2024-01-01", "")), ("credits", ("1-4", "R3", "0.5"))],
)
def test_who_is_known_at_last_is_credited_with_old_lines(
    table: str, row: tuple[str, ...], home: Home, tmp_path: Path
) -> None:
    company = shop(tmp_path / "shop", 7)
    company.tables[table][0] = row
    company.load(home)
    company.tables["reps"].append(("R3", "Cy"))
    assert reason(company, home) == "reps"


def test_what_refers_to_lines_finds_those_that_are_not_read_again(home: Home, tmp_path: Path) -> None:
    company = shop(tmp_path / "shop", 7)
    company.settings += 'strict_references = ["sales.customer_id", "credits.line_id"]\n'
    company.tables["credits"] = [("1-4", "R2", "0.5")]
    company.days["2026-03-18"].append(("2-a", "2-a", "2026-03-18", "C8", "P1", "3", "4.00", "", "web", ""))
    company.load(home)
    # The key of a refused line is taken too; of two that come at once each is second to the known one.
    company.days["2026-03-19"] = [
        (line, line, "2026-03-19", "C1", "P1", "3", "4.00", "", "web", "")
        for line in ("2-a", "1-7", "1-7", "3-1", "3-1")
    ]
    require_same(company, home, tmp_path)


def test_a_day_of_which_nothing_is_accepted_is_added(home: Home, tmp_path: Path) -> None:
    company = shop(tmp_path / "shop", 7)
    company.more = '[source.lines.types]\nquantity = "integer"\nnet_amount = "money"\n'
    company.load(home)
    company.days["2026-03-19"] = [("3-1", "3-1", "2026-03-19", "C1", "P1", "many", "4.00", "", "web", "")]
    company.load(home)
    company.days["2026-03-20'); --"] = company.days["2026-03-18"]
    require_same(company, home, tmp_path)


@pytest.mark.parametrize("change", [_joined, _held_against])
def test_lines_of_more_than_their_own_record_are_always_read(
    change: Callable[[Shop], None], home: Home, tmp_path: Path
) -> None:
    company = shop(tmp_path / "shop", 7)
    change(company)
    company.load(home)
    assert reason(company, home) == "joined"


def test_where_a_rollup_is_not_kept_its_lines_are_read(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rollups, "LARGEST_SHARE", 10**6)
    company = shop(tmp_path / "shop", 9)
    assert not any(one.kept for one in company.load(home).manifest.rollups)
    company.days["2026-03-19"] = lines(random.Random(8), "3", 6, "2026-03-19")
    require_same(company, home, tmp_path)


def test_so_are_all_where_too_many_are_fresh(
    begun: tuple[Shop, Loaded], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, _ = begun
    monkeypatch.setattr(continuing, "_FRESH_SHARE", 50)
    company.days["2026-03-19"] = lines(random.Random(8), "3", 6, "2026-03-19")
    assert reason(company, home) == "much"


def test_a_new_file_that_says_what_the_columns_are_has_all_lines_read(
    begun: tuple[Shop, Loaded], home: Home
) -> None:
    company, _ = begun
    company.days["2026-03-16"] = []
    mapping = company.write()
    file = company.folder / "lines_2026-03-16.csv"
    file.write_text(",".join(reversed(file.read_text().strip().split(","))) + "\n")
    assert load(mapping, quick(home, today="2026-03-20"), silent).anew == "columns"


def test_so_are_all_where_a_file_of_before_is_gone(begun: tuple[Shop, Loaded], home: Home) -> None:
    company, first = begun
    (home.segments / first.manifest.segments[0].file).unlink()
    assert company.load(home).anew == "damaged"


def test_a_change_of_words_is_read_anew_once(begun: tuple[Shop, Loaded], home: Home) -> None:
    company, _ = begun
    company.more = "# The same, explained.\n"
    assert company.load(home).anew == "rules"
    assert company.load(home).anew == ""


def test_an_addition_is_restated_like_what_a_full_load_makes(
    begun: tuple[Shop, Loaded], home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    company, first = begun
    before = told_of(home, first)
    company.days["2026-03-19"] = lines(random.Random(8), "3", 9, "2026-03-19", "2026-03-02", "2024-11-05")
    added, full = company.load(home), company.load(home, full=True)
    assert added.continues == first.manifest.id != added.manifest.id != full.manifest.id
    capsys.readouterr()

    def restated(a: Loaded, b: Loaded, *options: str) -> str:
        assert commands.main(["restated", a.manifest.id, b.manifest.id, *options]) == 0
        return capsys.readouterr().out.replace(b.manifest.id, "B")

    for options in (["--format", "csv"], ["--format", "csv", "--lines"]):
        assert restated(first, added, *options) == restated(first, full, *options)
    assert "3-" in restated(first, added, "--format", "csv", "--lines")
    assert len(restated(added, full, "--format", "csv", "--lines").splitlines()) <= 1
    assert told_of(home, first) == before


def test_one_that_is_killed_leaves_the_old_one_and_nothing_half_done(
    begun: tuple[Shop, Loaded], home: Home, tmp_path: Path, run_apart: Callable[..., int | None]
) -> None:
    company, first = begun
    company.days["2026-03-19"] = lines(random.Random(8), "3", 6, "2026-03-19")
    mapping, record, done = company.write(), tmp_path / "steps", tmp_path / "done"
    shutil.copytree(home.path, done)
    assert run_apart(add_until, mapping, quick(Home(done), today="2026-03-20"), None, record) == 0
    wanted = manifests.listed(Home(done))[0]
    assert [one.part for one in wanted.segments].count("fresh") == 2
    steps, before = json.loads(record.read_text()), told_of(home, first)
    for name in ("load.building sales", "load.writing core", "os.rename current.new"):
        at, here = steps.index(name), tmp_path / name
        shutil.copytree(home.path, here)
        killed = run_apart(add_until, mapping, quick(Home(here), today="2026-03-20"), at, None)
        assert killed == -signal.SIGKILL, name
        assert manifests.current(Home(here)) == first.manifest.id
        assert told_of(Home(here), first) == before
        again = company.load(Home(here))
        assert (again.anew, again.manifest.meaning) == ("", wanted.meaning)
        require_whole(Home(here), publications=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_is_told(language: Language) -> None:
    found = {file.stem for file in (QUERIES / "continues").glob("*.sql")}
    code = "".join(Path(module.__file__).read_text() for module in (continuing, before))
    found |= set(re.findall(r'Discontinued\("(\w+)"\)', code)) | {"wanted"}
    assert found >= {"first", "rules", "customers"}
    assert all(say(language, f"load.anew_{reason}") for reason in found)
