"""A small demo company, served by the real command on a free port."""

import io
import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import main
from dashboard.intake import manifest as manifests
from dashboard.paths import ROOT, Home

LAST_DAY = "2026-11-12"
REP = "g.nikolaou@metron.example"
LEADER = "a.boura@metron.example"
EXECUTIVE = "s.mavridis@metron.example"
OPERATIONS = "e.stamatiou@metron.example"


def at_home(home: Path) -> dict[str, str]:
    """The environment of a command about what is in `home`, on the day of all browser tests."""
    return {**os.environ, "METRON_HOME": str(home), "METRON_TODAY": "2026-11-13"}


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it listens, and the environment of the commands about its data."""

    address: str
    environment: dict[str, str]

    def ask(self, *words: str, person: str = "") -> dict[str, Any]:
        """What `python -m dashboard ask` says, as JSON."""
        asked = [*words, *(("--as", person) if person else ()), "--format", "json"]
        return json.loads(self.told("ask", *asked))

    def told(self, *words: str) -> str:
        """What one command about its data prints; it runs here, for starting Python takes longer."""
        out = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
            for name, value in self.environment.items():
                patch.setenv(name, value)
            assert main(words) == 0, words
        return out.getvalue()

    def open_account(self, email: str, role: str) -> str:
        """Open an account; the password for its first sign-in."""
        return self.told("people", "add", email, "--role", role).split()[-1]


def run(*words: str, environment: dict[str, str]) -> str:
    """What one command of the product prints, in a process of its own."""
    command = [sys.executable, "-m", "dashboard", *words]
    done = subprocess.run(command, env=environment, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[Served]:
    """Serve what is published in `home` until the block ends."""
    assert manifests.current(Home(home)), "the command would build the demo company, and pay it beside"
    port, spill = _free_port(), home / "spill"
    spill.mkdir(exist_ok=True)
    environment = {**at_home(home), "TMPDIR": str(spill), "METRON_PORT": str(port), **settings}
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/health", process, home / "server.log")
            yield Served(f"http://127.0.0.1:{port}", environment)
        finally:
            process.terminate()
            process.wait(timeout=30)
    said = (home / "server.log").read_text(encoding="utf-8")
    assert "was sent SIG" not in said, said[-2000:]


def publish_demo(home: Path, lines: int = 50_000) -> None:
    """Generate the demo company: with as few lines as its stories allow, unless more are asked for."""
    run("demo", "--lines", str(lines), "--until", LAST_DAY, "--seed", "1", environment=at_home(home))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:  # nobody listens yet, or too slowly
            if process.poll() is not None:
                break
        try:
            process.wait(timeout=0.1)  # a pause that ends at once if the server does
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(f"the server does not answer:\n{log.read_text()}")
