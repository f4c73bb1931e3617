"""The command line on one home, as a test asks it."""

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from dashboard.__main__ import main

TODAY = "2014-06-30"


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        assert self.code == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class Company:
    """One home, and the command line on it."""

    home: Path
    today: str = TODAY

    def environment(self) -> AbstractContextManager[None]:
        """This home, and the day after which there is no data."""
        return _environment(METRON_HOME=str(self.home), METRON_TODAY=self.today)

    def run(self, *words: str) -> Said:
        out, err = StringIO(), StringIO()
        with self.environment(), redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        return Said(code, out.getvalue(), err.getvalue())

    def ask(self, *words: str) -> Said:
        return self.run("ask", "--format", "json", *words)

    def rows(self, *words: str) -> list[list[Any]]:
        found: list[list[Any]] = self.ask(*words).json["rows"]
        return found


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
