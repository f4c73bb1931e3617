"""A company to load, and processes that may die while they do."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.publication.fate import bounded
from tests.publication.firm import Firm

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.publication.fate"])


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path / "firm")


@pytest.fixture(scope="session")
def run_apart() -> Callable[..., int | None]:
    """Run a function in a process of its own, which may end as it likes; returns how it ended."""

    def run(function: Callable[..., None], *args: object) -> int | None:
        process = _FORKING.Process(target=bounded, args=(function, *args))
        process.start()
        process.join()
        return process.exitcode

    return run
