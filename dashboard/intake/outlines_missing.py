"""Outlines that geometry cannot compute: the map goes without them, and the load goes on and names them."""

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager

import shapely


class Missing:
    """The territories of which something could not be computed."""

    def __init__(self) -> None:
        self._keys: set[str] = set()

    @contextmanager
    def unless_computed(self, keys: Iterable[str]) -> Iterator[None]:
        """Compute something of these territories; where geometry gives up they stay without an outline."""
        try:
            yield
        except shapely.errors.GEOSException:
            self._keys.update(keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def all(self, found: Set[str], parents: Mapping[str, str | None]) -> tuple[str, ...]:
        """Who has no outline for it, with those above who thereby have none either."""
        missing = set(self._keys)
        for key in self._keys:
            up = parents.get(key)
            while up is not None:
                missing |= {up} - found
                up = parents.get(up)
        return tuple(sorted(missing))
