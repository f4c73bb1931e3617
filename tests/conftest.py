"""What every test stands on: a home of its own, the real data, and which worker runs what."""

import fcntl
import gc
import os
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from dashboard.paths import ROOT, Home
from dashboard.records.store import Records

REAL_DATA = ROOT.parent / "shared" / "data"
# No deadlines: the machine may be busy. A failure prints what reproduces it. Continuous integration tries the
# same examples each time, so that what it says is about the change; everywhere else chance goes on searching.
settings.register_profile(
    "metron",
    deadline=None,
    print_blob=True,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("metron")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Files of `golden` folders are renewed by this flag only, never by themselves."""
    parser.addoption("--renew-golden", action="store_true", help="write the golden files anew, to be read")


def pytest_configure(config: pytest.Config) -> None:
    """Point this process, and every process it starts, away from the checkout's own home and settings."""
    for name in [name for name in os.environ if name.startswith("METRON_")]:
        if name not in ("METRON_CHROMIUM", "METRON_REQUIRE_REAL_DATA"):
            del os.environ[name]
    kept = tempfile.TemporaryDirectory(prefix="metron-tests-")
    os.environ["METRON_HOME"] = kept.name
    if config.getoption("--renew-golden"):
        os.environ["RENEW_GOLDEN"] = "1"
    config.add_cleanup(kept.cleanup)


def pytest_collection_finish() -> None:
    """What stays until the end (modules, five thousand tests) is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()


class _Together(LoadScopeScheduling):
    """Keeps on one worker what shares an expensive fixture: a folder of these, else a module.

    What takes long comes first, so that no worker is left with it at the end.
    """

    _FOLDERS = ("tests/adventureworks/", "tests/regional_sales/", "tests/restated/")
    _LONG = (
        *_FOLDERS, "tests/browser/", "tests/publication/", "tests/truth/", "tests/intake/test_demo.py",
        "tests/pages/test_explore.py", "tests/pay/test_demo_year.py",
    )  # fmt: skip

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", 1)[0]
        return next((folder for folder in self._FOLDERS if module.startswith(folder)), module)

    def _assign_work_unit(self, node: Any) -> None:
        # The order is asked for at each assignment: there is no other moment between sorting and dealing.
        queue = sorted(self.workqueue.items(), key=lambda unit: not unit[0].startswith(self._LONG))
        self.workqueue = OrderedDict(queue)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Xdist's own groups are marks, which it loses on the way (it writes where pytest no longer reads)."""
    return _Together(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `real_data` skips, or fails, where the data is not there."""
    if item.get_closest_marker("real_data"):
        _need_real_data()


def _need_real_data() -> Path:
    if not (REAL_DATA / "adventureworks").is_dir():
        reason = f"real data is not at {os.path.relpath(REAL_DATA, ROOT)} beside the checkout"
        if os.environ.get("METRON_REQUIRE_REAL_DATA") == "1":
            pytest.fail(f"{reason}, and METRON_REQUIRE_REAL_DATA=1 forbids to skip", pytrace=False)
        pytest.skip(reason)
    return REAL_DATA


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real companies' exports (`adventureworks`, `regional_sales`); read only."""
    return _need_real_data()


@pytest.fixture(scope="session")
def made_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Callable[[Path], None]], Path]:
    """A folder that one worker fills and every worker finds: to be read, or copied before it is changed."""
    root = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        root = root.parent  # each worker has its own below that of the run

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        place, done = root / f"once-{name}", root / f"once-{name}.done"
        with (root / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                place.mkdir()
                make(place)
                done.touch()
        return place

    return folder


@pytest.fixture(scope="session")
def blank_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records that hold nothing, in their newest form: copied, they need not be brought to it again."""
    file = tmp_path_factory.mktemp("blank") / "records.sqlite"
    Records(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty METRON_HOME for one test, also for the processes that the test starts."""
    monkeypatch.setenv("METRON_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")
