"""How long work shows on a terminal: one moving bar, or plain lines where there is no terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from dashboard.progress import Progress
from dashboard.text import Language, say


@contextmanager
def shown(language: Language) -> Iterator[Progress]:
    """A progress that people can see, on standard error so that output stays clean."""
    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield _Lines(language)
        return
    with Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as bars:
        yield _Moving(bars, language)


class _Moving:
    """One bar a step; when the next step begins, the one before it is done."""

    def __init__(self, bars: Bars, language: Language) -> None:
        self._bars, self._language = bars, language
        self._tasks: dict[str, TaskID] = {}
        self._now: TaskID | None = None

    def __call__(self, key: str, done: int, total: int | None, **values: object) -> None:
        text = say(self._language, key, **values)
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = self._bars.add_task(text, total=total)
        if self._now is not None and self._now != task:
            self._finish(self._now)
        self._now = task
        if done == total:
            self._finish(task)
        else:
            self._bars.update(task, description=text, completed=done, total=total)

    def _finish(self, task: TaskID) -> None:
        """A finished step keeps the last name that it worked on."""
        for row in self._bars.tasks:
            if row.id == task:
                self._bars.update(task, completed=row.total if row.total is not None else row.completed)


class _Lines:
    """Says each step in a line of its own: a log keeps no moving bar."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._last = ""

    def __call__(self, key: str, done: int, total: int | None, **values: object) -> None:
        text = say(self._language, key, **values)
        if text != self._last and done != total:
            self._last = text
            print(text, file=sys.stderr, flush=True)
