"""Answers kept for the next reader: bounded, and computed once however many ask at the same time.

The key is the statement with all its values, the scope among them, on one publication: two
people share an entry only if they asked for the same rows with the same rights.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Cache(Generic[Result]):
    """The latest results by key, the least recently used forgotten first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Future[Result]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result of this key; made by the first who asks, while the others wait for it."""
        with self._lock:
            future = self._held.get(key)
            mine = future is None
            if future is None:
                future = self._held[key] = Future()
                while len(self._held) > self._size:
                    self._held.popitem(last=False)
            self._held.move_to_end(key)
        if mine:
            self._fill(key, future, make)
        return future.result()

    def _fill(self, key: Hashable, future: Future[Result], make: Callable[[], Result]) -> None:
        try:
            future.set_result(make())
        except BaseException as error:  # noqa: BLE001 - whoever waits must be told, of an interrupt too
            # A failure is told to those who wait, and forgotten: the next reader tries again.
            with self._lock:
                self._held.pop(key, None)
            future.set_exception(error)
