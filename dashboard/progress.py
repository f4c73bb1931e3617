"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """`progress("load.reading", done, total, name="orders.csv")`: key of the sentence, and how much.

    `total` None means that the end is not known; `done` then counts what has been done.
    """

    def __call__(self, key: str, done: int, total: int | None, **values: object) -> None: ...


def silent(key: str, done: int, total: int | None, **values: object) -> None:
    """Say nothing: for tests and for callers that show no progress."""
