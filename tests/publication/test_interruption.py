"""A load that is killed, whenever, leaves the old publication served and nothing half done."""

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.answers.warehouse import Warehouse
from dashboard.errors import Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.load import load
from dashboard.paths import Home
from dashboard.progress import silent
from tests.publication.fate import load_keeping, load_until, load_with_room
from tests.publication.firm import Firm, quick, require_whole, total

Apart = Callable[..., int | None]
SWITCH = "os.rename current.new"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Firm, Home]:
    """A company that has been loaded once, and whose files have changed since."""
    folder = tmp_path_factory.mktemp("changed")
    firm, home = Firm(folder / "firm"), Home(folder / "home")
    firm.load(home)
    firm.change("2024-3", "1000.0001")
    firm.write()
    return firm, home


@pytest.fixture(scope="module")
def steps(
    changed: tuple[Firm, Home], tmp_path_factory: pytest.TempPathFactory, run_apart: Apart
) -> list[str]:
    """The steps of the load that is to be killed."""
    firm, home = changed
    folder = tmp_path_factory.mktemp("steps")
    shutil.copytree(home.path, folder / "home")
    assert run_apart(load_until, firm.mapping, quick(Home(folder / "home")), None, folder / "steps") == 0
    found: list[str] = json.loads((folder / "steps").read_text())
    assert SWITCH in found
    return found


@pytest.fixture
def copied(changed: tuple[Firm, Home], tmp_path: Path) -> Callable[[], Home]:
    """A home as it was before the load, as often as one asks."""

    def copy() -> Home:
        shutil.rmtree(tmp_path / "home", ignore_errors=True)
        shutil.copytree(changed[1].path, tmp_path / "home")
        return Home(tmp_path / "home")

    return copy


def served(home: Home) -> tuple[str, Any]:
    warehouse = Warehouse(home)
    with warehouse.reading() as shelf:
        found = shelf.manifest.id, total(shelf)[1]
    warehouse.close()
    return found


def require_unharmed(firm: Firm, before: Home, home: Home, *, switched: bool, why: str) -> None:
    """What is served is the old publication, or the new one once switched."""
    old, amount = served(before)
    now, found = served(home)
    assert (now != old) == switched, why
    assert found == (firm.total if switched else amount), why
    assert not manifests.damaged(home), why


def require_mended(firm: Firm, home: Home, why: str) -> None:
    """The next load works, as if the killed one had never been, and leaves nothing of it."""
    first = manifests.listed(home)[-1].id
    assert firm.load(home).manifest.id == first.replace(".1", ".2"), why
    assert served(home)[1] == firm.total, why
    require_whole(home, publications=2)


# Steps that change a file, or begin a part of the work.
CHANGES = ("os.rename", "shutil.rmtree", "load.", "intake.")
PHASES = {
    "reading": ("open load.lock", "load.building alignment"),
    "building": ("load.building alignment", "load.writing 2023"),
    "writing": ("load.writing 2023", "load.writing "),
}


def changing(steps: list[str], first: str, last: str = "") -> list[int]:
    """Where the changing steps from one step to another are; to the end, without another."""
    until = steps.index(last) if last else len(steps)
    found = range(steps.index(first), until)
    return [at for at in found if steps[at].startswith(CHANGES) or steps[at].endswith(".new")]


@pytest.mark.parametrize("phase", PHASES)
def test_killed_before_a_step_that_only_builds(
    phase: str, changed: tuple[Firm, Home], steps: list[str], copied: Callable[[], Home], run_apart: Apart
) -> None:
    found = changing(steps, *PHASES[phase])
    assert len(found) >= 3
    mended = set()
    for at in found[:: (len(found) - 1) // 2]:
        home = copied()
        why = f"killed before {steps[at]}"
        ended = run_apart(load_until, changed[0].mapping, quick(home), at, None)
        assert ended == -signal.SIGKILL, why
        require_unharmed(*changed, home, switched=False, why=why)
        left = left_in(home)
        if left not in mended:
            require_mended(changed[0], home, why)
            mended.add(left)


def test_killed_before_any_step_of_publishing(
    changed: tuple[Firm, Home],
    steps: list[str],
    copied: Callable[[], Home],
    run_apart: Apart,
    tmp_path: Path,
) -> None:
    kept = {at: tmp_path / f"before-{at}" for at in changing(steps, "load.writing ")}
    assert len(kept) >= 3
    # One load is watched, instead of one killed at each step; that a kill leaves the same is seen at one.
    assert run_apart(load_keeping, changed[0].mapping, quick(copied()), kept) == 0
    killed, switch = copied(), steps.index(SWITCH)
    assert run_apart(load_until, changed[0].mapping, quick(killed), switch, None) == -signal.SIGKILL
    assert left_in(killed) == left_in(Home(kept[switch]))
    mended = set()
    for at, place in kept.items():
        home, why = Home(place), f"killed before {steps[at]}"
        require_unharmed(*changed, home, switched=SWITCH in steps[:at], why=why)
        left = left_in(home)
        if left not in mended:
            require_mended(changed[0], home, why)
            mended.add(left)


def left_in(home: Home) -> frozenset[str]:
    """The files and folders of a home."""
    return frozenset(str(file.relative_to(home.path)) for file in home.path.rglob("*"))


@pytest.mark.parametrize("room", [1_000, 270_000, 1_500_000])
def test_killed_in_the_middle_of_a_write(
    room: int, changed: tuple[Firm, Home], copied: Callable[[], Home], run_apart: Apart
) -> None:
    home = copied()
    assert run_apart(load_with_room, changed[0].mapping, quick(home), room) == -signal.SIGXFSZ
    require_unharmed(*changed, home, switched=False, why=f"killed at {room} bytes")
    require_mended(changed[0], home, why=f"killed at {room} bytes")


def test_what_a_killed_load_left_is_swept_even_if_the_next_one_is_refused(
    changed: tuple[Firm, Home], steps: list[str], copied: Callable[[], Home], run_apart: Apart
) -> None:
    home = copied()
    settled = steps.index(next(step for step in steps if step.endswith(".json.new")))
    run_apart(load_until, changed[0].mapping, quick(home), settled, None)
    assert len(list(home.segments.iterdir())) > len(manifests.listed(home)[0].segments)
    broken = changed[0].folder.with_name("broken.toml")
    broken.write_text("no mapping")
    with pytest.raises(Refused, match=r"intake\."):
        load(broken, quick(home), silent)
    require_whole(home, publications=1)
