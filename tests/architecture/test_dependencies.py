"""What is installed is what was tested: every dependency locked, and hashed."""

import re
import tomllib

import pytest

from dashboard.paths import ROOT

PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
RUN, DEV, BENCH = "requirements.lock", "requirements-dev.lock", "requirements-bench.lock"


def pins(name: str) -> set[tuple[str, str]]:
    return set(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def wanted() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgresql"]
    groups = project["dependency-groups"]
    return {RUN: run, DEV: run + groups["dev"], BENCH: groups["bench"]}


def distribution(requirement: str) -> str:
    return re.match(r"[A-Za-z0-9._-]+", requirement).group().lower()


@pytest.mark.parametrize("lock", [RUN, DEV, BENCH])
def test_every_dependency_is_locked(lock: str) -> None:
    locked = {name for name, _ in pins(lock)}
    assert {distribution(one) for one in wanted()[lock]} <= locked


def test_what_runs_is_what_is_tested() -> None:
    assert pins(RUN) <= pins(DEV)
    assert not {name for name, _ in pins(BENCH)} & {name for name, _ in pins(DEV)}


@pytest.mark.parametrize("lock", [RUN, DEV, BENCH])
def test_every_package_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text(encoding="utf-8"))
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]


@pytest.mark.parametrize("lock", [RUN, DEV, BENCH])
def test_a_lock_names_no_place(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
