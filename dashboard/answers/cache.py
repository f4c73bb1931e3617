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
    """The latest results by key, the least recently used forgotten first.

    At most `size` of them, and together not heavier than `limit` by `weigh`; a result that is
    heavier by itself is given to those who wait for it and not kept.
    """

    def __init__(self, size: int, limit: int, weigh: Callable[[Result], int]) -> None:
        self._size, self._limit, self._weigh = size, limit, weigh
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Future[Result]] = OrderedDict()
        self._weights: dict[Hashable, int] = {}

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result of this key; made by the first who asks, while the others wait for it."""
        with self._lock:
            future = self._held.get(key)
            mine = future is None
            if future is None:
                future = self._held[key] = Future()
                while len(self._held) > self._size:
                    self._forget(next(iter(self._held)))
            else:
                self._held.move_to_end(key)
        if mine:
            self._fill(key, future, make)
        return future.result()

    def _fill(self, key: Hashable, future: Future[Result], make: Callable[[], Result]) -> None:
        try:
            result = make()
            self._keep(key, future, self._weigh(result))
        except BaseException as error:  # noqa: BLE001 - whoever waits must be told, of an interrupt too
            # A failure is told to those who wait, and forgotten: the next reader tries again.
            with self._lock:
                if self._held.get(key) is future:
                    self._forget(key)
            future.set_exception(error)
        else:
            future.set_result(result)

    def _keep(self, key: Hashable, future: Future[Result], weight: int) -> None:
        with self._lock:
            if self._held.get(key) is not future:
                return  # pushed out while it was made
            self._weights[key] = weight
            if weight > self._limit:
                self._forget(key)
            while sum(self._weights.values()) > self._limit:
                self._forget(next(one for one in self._held if one in self._weights))

    def _forget(self, key: Hashable) -> None:
        del self._held[key]
        self._weights.pop(key, None)
