"""Set-up on machines that lack something: it stops with a sentence, and is taken up again."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dashboard.paths import ROOT


@pytest.fixture
def environment(tmp_path: Path) -> ModuleType:
    """The set-up script, pointed at an empty checkout with two small locks."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / ".ci" / "environment.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT, module.VENV = tmp_path, tmp_path / ".venv"
    module.PYTHON = module.VENV / "bin" / "python"
    for name in module.LOCKS.values():
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    return module


@pytest.fixture
def made(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the script did, without doing it."""
    done: list[str] = []

    def create() -> bool:
        environment.VENV.mkdir(exist_ok=True)
        done.append("create")
        return True

    def install(lock: Path) -> bool:
        done.append(lock.name)
        return True

    monkeypatch.setattr(environment, "_create", create)
    monkeypatch.setattr(environment, "_install", install)
    return done


def test_a_second_call_does_nothing(environment: ModuleType, made: list[str]) -> None:
    assert environment.main("run") == 0
    assert environment.main("run") == 0
    assert made == ["create", "requirements.lock"]


def test_what_tests_need_serves_to_run_too(environment: ModuleType, made: list[str]) -> None:
    environment.main("dev")
    environment.main("run")
    assert made == ["create", "requirements-dev.lock"]


def test_another_lock_is_installed_anew(environment: ModuleType, made: list[str]) -> None:
    environment.main("run")
    (environment.ROOT / "requirements.lock").write_text("# newer\n", encoding="utf-8")
    environment.main("run")
    assert made.count("requirements.lock") == 2


def test_a_failed_or_interrupted_install_leaves_no_stamp(
    environment: ModuleType, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "_install", lambda lock: False)
    assert environment.main("run") == 1
    assert not environment._is_current("run")


def test_a_python_without_pip_is_told_what_to_install(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    assert environment.main("run") == 1
    assert "apt-get install python3-venv" in capsys.readouterr().err


def test_a_package_that_does_not_fit_its_hash_is_refused(
    environment: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    wheel = tmp_path / "made_up-1.0-py3-none-any.whl"
    wheel.write_bytes(b"not what was locked")
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"{wheel} --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    environment.PYTHON, environment.VENV = Path(sys.executable), tmp_path
    assert not environment._install(lock)
    assert "DO NOT MATCH THE HASHES" in capfd.readouterr().err


def test_no_python_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "python3").chmod(0o755)
    command, bare = ["/bin/sh", str(ROOT / ".ci" / "python")], {**os.environ, "PATH": str(tmp_path)}
    asked = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert "Metron needs Python 3.11 or newer" in asked.stderr
    assert not asked.stdout
