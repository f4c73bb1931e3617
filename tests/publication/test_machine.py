"""What the machine refuses (disk, rights, memory, another loader) is a sentence, and the old one stays."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.answers.warehouse import Warehouse
from dashboard.errors import Failed, Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.publication import roll_back
from dashboard.intake.retention import sole_writer
from dashboard.paths import ROOT, Home
from tests.publication import fate
from tests.publication.conftest import Begin
from tests.publication.firm import Firm, files, require_whole, total

Apart = Callable[..., int | None]


@pytest.fixture
def command(run_apart: Apart, tmp_path: Path) -> Callable[..., tuple[int | None, str]]:
    """Run a command of the product in a process of its own; returns its exit code and what it said."""

    def run(home: Home, *arguments: object, **fates: object) -> tuple[int | None, str]:
        out = tmp_path / "said.txt"
        environment = {"METRON_HOME": str(home.path), "METRON_MEMORY_LIMIT": "500MB", "METRON_THREADS": "1"}
        environment |= {name: str(value) for name, value in fates.items() if name.startswith("METRON_")}
        code = run_apart(
            fate.command,
            [str(one) for one in arguments],
            environment,
            out,
            fates.get("room"),
            fates.get("user", 0),
        )
        return code, out.read_text()

    return run


Command = Callable[..., tuple[int | None, str]]


def require_sentence(code: int | None, said: str, *words: str) -> None:
    """The command ended as failed, and its last line is a sentence in which these words stand."""
    assert code == Failed.exit_code == 4, said
    assert "Traceback" not in said
    for word in words:
        assert word in said.splitlines()[-1]


def require_served(home: Home, amount: object) -> None:
    warehouse = Warehouse(home)
    with warehouse.reading() as shelf:
        assert total(shelf)[1] == amount
    warehouse.close()


@pytest.mark.parametrize("room", [1_000, 1_500_000])
def test_a_file_that_may_not_grow(room: int, firm: Firm, begin: Begin, home: Home, command: Command) -> None:
    begin(home)
    before, amount = files(home), firm.total
    firm.change("2024-3", "3.26")
    code, said = command(home, "load", firm.write(), room=room)
    require_sentence(code, said, "disk")
    assert files(home) == before
    require_served(home, amount)
    require_whole(home, publications=1)
    assert command(home, "load", firm.mapping)[0] == 0
    require_served(home, firm.total)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Small file systems of a test's own, where this user may mount them."""
    places: list[Path] = []

    def mount(options: str) -> Path:
        place = tmp_path / f"disk{len(places)}"
        place.mkdir()
        tried = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)],
            capture_output=True,
            text=True,
            check=False,
        )
        if tried.returncode:
            pytest.skip(f"a file system cannot be mounted here: {tried.stderr.strip()}")
        places.append(place)
        return place

    if os.geteuid() != 0:
        pytest.skip("only root mounts file systems")
    yield mount
    for place in places:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("free", [0, 2_500_000, 5_500_000])
def test_a_full_disk(
    free: int, mounted: Callable[..., Path], firm: Firm, begin: Begin, command: Command
) -> None:
    disk = mounted("size=24m")
    home = Home(disk / "home")
    begin(home)
    amount = firm.total
    before = files(home)
    firm.change("2024-3", "3.26")
    room = disk / "filler"
    with room.open("wb") as filler:
        filler.write(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize - free))
    code, said = command(home, "load", firm.write())
    require_sentence(code, said, "disk")
    assert files(home) == before
    require_served(home, amount)
    require_whole(home, publications=1)
    room.unlink()
    assert command(home, "load", firm.mapping)[0] == 0
    require_served(home, firm.total)


class TestHome:
    def test_a_file_stands_where_it_should_be(self, firm: Firm, tmp_path: Path, command: Command) -> None:
        place = tmp_path / "file"
        place.write_text("")
        for home in (Home(place), Home(place / "below")):
            code, said = command(home, "load", firm.write())
            require_sentence(code, said, str(home.path))

    def test_a_disk_that_is_read_only(
        self, mounted: Callable[..., Path], firm: Firm, begin: Begin, command: Command
    ) -> None:
        disk = mounted("size=24m")
        home = Home(disk)
        begin(home)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        before, amount = files(home), firm.total
        firm.change("2024-3", "3.26")
        for arguments in (("load", firm.write()), ("rollback", manifests.current(home))):
            code, said = command(home, *arguments)
            require_sentence(code, said, str(home.path))
        assert command(home, "publications")[0] == 0
        assert command(home, "ask", "--measure", "net_sales")[0] == 0
        assert files(home) == before
        require_served(home, amount)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
    def test_a_folder_of_somebody_else(
        self,
        firm: Firm,
        begin: Begin,
        tmp_path_factory: pytest.TempPathFactory,
        command: Command,
        tmp_path: Path,
    ) -> None:
        home = Home(tmp_path / "home")
        begin(home)
        before = files(home)
        top = Path(tempfile.gettempdir())
        for folder in (tmp_path, *(above for above in tmp_path.parents if top in above.parents)):
            folder.chmod(0o755)
        code, said = command(home, "load", firm.mapping, user=65534)
        require_sentence(code, said, str(home.path), "ermission")
        home.current.chmod(0o600)
        require_sentence(*command(home, "publications", user=65534), "ermission")
        home.path.chmod(0o700)
        for arguments in (("load", firm.mapping), ("publications",), ("ask", "--measure", "net_sales")):
            code, said = command(home, *arguments, user=65534)
            assert (code, "ermission" in said, "Traceback" in said) == (2, True, False)
        assert files(home) == before

    @pytest.mark.parametrize("name", ['it\'s a "home"', "Το σπίτι  μας", "a;b -- %s {x} $y *[z]", "x" * 200])
    def test_whatever_it_is_called(self, name: str, firm: Firm, tmp_path: Path) -> None:
        home = Home(tmp_path / name)
        firm.folder = tmp_path / f"{name[:50]} files"
        firm.load(home)
        require_served(home, firm.total)
        firm.change("2024-3", "3.26")
        first = manifests.current(home)
        assert firm.load(home).new
        require_served(home, firm.total)
        require_whole(home, publications=2)
        roll_back(home, str(first))
        require_served(home, firm.total - Decimal("0.01"))

    def test_a_name_that_duckdb_would_take_for_another(self, firm: Firm, tmp_path: Path) -> None:
        with pytest.raises(Failed, match=r"load\.odd_home"):
            firm.load(Home(tmp_path / "home?x"))
        assert not list(tmp_path.glob("home*"))


class TestMemory:
    @pytest.mark.parametrize("limit", ["1KB", "3MB", "6MB"])
    def test_too_little_to_load(
        self, limit: str, firm: Firm, begin: Begin, home: Home, command: Command
    ) -> None:
        begin(home)
        before, amount = files(home), firm.total
        firm.lines = [(f"{n}", f"2024-0{n % 9 + 1}-15", "ABC"[n % 3], f"{n}.25") for n in range(20_000)]
        code, said = command(home, "load", firm.write(), METRON_MEMORY_LIMIT=limit)
        require_sentence(code, said, "memory")
        assert files(home) == before
        require_served(home, amount)

    @pytest.mark.parametrize("limit", ["100KB"])
    def test_too_little_to_ask(
        self, limit: str, firm: Firm, begin: Begin, home: Home, command: Command
    ) -> None:
        begin(home)
        code, said = command(home, "ask", "--measure", "net_sales", METRON_MEMORY_LIMIT=limit)
        require_sentence(code, said, "METRON_MEMORY_LIMIT", limit)

    @pytest.mark.parametrize("limit", ["much", "", "-1", "4"])
    def test_what_is_no_amount(self, limit: str, firm: Firm, home: Home, command: Command) -> None:
        code, said = command(home, "load", firm.write(), METRON_MEMORY_LIMIT=limit)
        assert (code, "METRON_MEMORY_LIMIT" in said) == (2, True)


class TestTwoLoaders:
    def test_the_second_is_refused(self, firm: Firm, begin: Begin, home: Home, command: Command) -> None:
        begin(home)
        before = files(home)
        firm.change("2024-3", "3.26")
        firm.write()
        with sole_writer(home):
            home.work.mkdir()
            (home.work / "of the first").write_text("")
            for arguments in (("load", firm.mapping), ("demo",), ("rollback", manifests.current(home))):
                code, said = command(home, *arguments)
                require_sentence(code, said, str(home.path), "running")
            assert (home.work / "of the first").exists()
            assert not home.demo.exists()
            (home.work / "of the first").unlink()
            home.work.rmdir()
        assert files(home) == before
        assert command(home, "load", firm.mapping)[0] == 0

    def test_one_that_was_killed_holds_nobody_up(self, firm: Firm, begin: Begin, home: Home) -> None:
        # The command itself, started as a user starts it, killed when it says that it builds.
        begin(home)
        first = manifests.current(home)
        firm.change("2024-3", "3.26")
        firm.write()
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "load", str(firm.mapping)],
            cwd=ROOT, env={**os.environ, "METRON_HOME": str(home.path)}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("Building"):
                with (home.path / "load.lock").open() as lock, pytest.raises(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
                with pytest.raises(Refused, match=r"load\.another_runs"), sole_writer(home):
                    pass
                process.kill()
                break
        process.wait()
        process.stderr.close()
        assert process.returncode < 0
        assert manifests.current(home) == first
        assert firm.load(home, today=None).new
        require_whole(home, publications=2)
