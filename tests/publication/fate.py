"""What a process of its own does to a home, and how it ends: killed at a step, or out of disk or memory.

A step is whatever tells progress or touches the home's files; Python's audit events name them, so that
a process can be ended before any one of them without a line of the product knowing.
"""

import contextlib
import faulthandler
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard import __main__ as commands
from dashboard.intake import continuing, rollups
from dashboard.intake.load import load
from dashboard.settings import Settings

_TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}


def bounded(function: Callable[..., None], *args: object) -> None:
    """Do it; where it hangs, say where, and end."""
    faulthandler.dump_traceback_later(240, exit=True)
    function(*args)


def keep_rollups() -> None:
    """However small the company, it has rollups, and any number of lines may be added to it."""
    rollups.FEWEST_LINES, rollups.LARGEST_SHARE, continuing._FRESH_SHARE = 1, 0, 0


def add_until(mapping: Path, settings: Settings, at: int | None, record: Path | None) -> None:
    """The same of a load that may add to a small company's publication."""
    keep_rollups()
    load_until(mapping, settings, at, record)


def load_until(mapping: Path, settings: Settings, at: int | None, record: Path | None) -> None:
    """Load, and be killed before step `at`; without it, write down the steps."""

    def before(step: int) -> None:
        if step == at:
            os.kill(os.getpid(), signal.SIGKILL)

    steps = _load(mapping, settings, before)
    if record is not None:
        record.write_text(json.dumps(steps))


def load_keeping(mapping: Path, settings: Settings, kept: dict[int, Path]) -> None:
    """Load, and keep the home as it is before each of these steps: as one who is killed there leaves it."""

    def before(step: int) -> None:
        if step in kept:
            shutil.copytree(settings.place.path, kept[step])

    _load(mapping, settings, before)


def _load(mapping: Path, settings: Settings, before: Callable[[int], None]) -> list[str]:
    steps: list[str] = []

    def step(name: str) -> None:
        before(len(steps))
        steps.append(name)

    _watch(str(settings.place.path), step)
    load(mapping, settings, lambda key, *_, **values: step(f"{key} {values.get('name', '')}"))
    return steps


def _watch(home: str, step: Callable[[str], None]) -> None:
    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in _TOUCHES and str(args[0]).startswith(home) and not _reads(event, args):
            step(f"{event} {os.path.relpath(str(args[0]), home)}")

    sys.addaudithook(hook)


def _reads(event: str, args: tuple[Any, ...]) -> bool:
    return event == "open" and str(args[1]).startswith("r")


def load_with_room(mapping: Path, settings: Settings, room: int) -> None:
    """Load, and be killed by the system in the middle of the write that takes a file beyond `room` bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    load(mapping, settings, lambda *_, **__: None)


def command(
    arguments: list[str], environment: dict[str, str], out: Path, room: int | None = None, user: int = 0
) -> None:
    """Run a command of the product and end with its exit code; what it says goes to `out`."""
    os.environ.update(environment)
    with out.open("w") as file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        if user:
            os.setgid(user)
            os.setuid(user)
        code = commands.main(arguments)
    sys.exit(code)
