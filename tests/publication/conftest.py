"""A company to load, and processes that may die while they do."""

import multiprocessing
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.intake.load import Loaded
from dashboard.paths import Home
from tests.publication.fate import bounded
from tests.publication.firm import Firm

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.publication.fate"])

Begin = Callable[[Home], Loaded]


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path / "firm")


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Loaded]:
    """A home into which the company has been loaded as it is: `begin` makes copies of it."""
    folder = tmp_path_factory.mktemp("loaded-once")
    home = Home(folder / "home")
    return home, Firm(folder / "firm").load(home)


@pytest.fixture
def begin(firm: Firm, loaded_once: tuple[Home, Loaded]) -> Begin:
    """Have the company of a test loaded into a home, before anything of it has changed."""

    def copied(home: Home) -> Loaded:
        shutil.copytree(loaded_once[0].path, home.path, dirs_exist_ok=True)
        firm.write()
        return loaded_once[1]

    return copied


@pytest.fixture(scope="session")
def run_apart() -> Callable[..., int | None]:
    """Run a function in a process of its own, which may end as it likes; returns how it ended."""

    def run(function: Callable[..., None], *args: object) -> int | None:
        process = _FORKING.Process(target=bounded, args=(function, *args))
        process.start()
        process.join()
        return process.exitcode

    return run
