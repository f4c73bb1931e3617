"""The names of the members that a reader may see: one index a publication and scope, built once.

The indexes that are kept hold a bounded number of names together.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from dashboard.access.scope import Scope
from dashboard.answers.members import members
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.named import Named, Names
from dashboard.errors import Failed
from dashboard.intake.alias_file import aliases_of
from dashboard.metrics import catalogue
from dashboard.metrics.question import Outline

KEPT_NAMES = 200_000  # some 130 MB; one index is kept however large it is
# Which dimension is meant where a name stands in several: places and people before what there are many of.
_FIRST = (
    "city", "channel", "segment", "brand", "category", "rep", "manager", "customer", "product", "industry",
    "stage", "source",
)  # fmt: skip
# Of what nobody waits for: so many names are read at a stretch (some two milliseconds), then others go first.
_STRETCH, _BREAK = 200, 0.0005
_LARGE = 5_000  # names of which an index takes long enough to be missed
Item = TypeVar("Item")
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Making:
    """An index in the making: whoever wants it meanwhile waits, and asks whoever makes it to `hurry`."""

    alone: threading.Lock = field(default_factory=threading.Lock)
    hurry: threading.Event = field(default_factory=threading.Event)


class Directory:
    """The indexes that are kept, the latest used last."""

    def __init__(self, kept: int = KEPT_NAMES) -> None:
        self._most = kept
        self._kept: OrderedDict[_Key, tuple[Scope, Names]] = OrderedDict()
        self._making: dict[_Key, _Making] = {}
        self._lock = threading.Lock()

    def names(self, scope: Scope, shelf: Shelf, *, hurried: bool = True) -> Names:
        """The index of one reader's members; made if it is not kept, by one of those who want it at once."""
        key = (shelf.manifest.id, shelf.manifest.created_at, scope.limits)
        with self._lock:
            if found := self._found(key):
                return found
            making = self._making.setdefault(key, _Making())
        if hurried:
            making.hurry.set()
        with making.alone:
            with self._lock:
                if found := self._found(key):
                    return found
            try:
                made = _index(scope, shelf, making.hurry)
                self._keep(key, scope, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def large(self) -> list[Scope]:
        """The scopes whose indexes are kept and took long to make, each once, the latest used last."""
        with self._lock:
            kept = [scope for scope, one in self._kept.values() if one.size >= _LARGE]
        latest = {scope.limits: scope for scope in reversed(kept)}
        return list(reversed(latest.values()))

    def prepare(self, scope: Scope, shelf: Shelf) -> None:
        """On a publication that was opened, make the index of this scope and those that took long before.

        Nobody waits for them yet: requests go first. What was used last is made last, so that it is kept.

        Raises:
            Failed: the process ends, or the publication's files cannot be read.
        """
        before = self.large()
        first = [] if scope.limits in [one.limits for one in before] else [scope]
        for one in (*first, *before):
            self.names(one, shelf, hurried=False)

    def _found(self, key: _Key) -> Names | None:
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][1]

    def _keep(self, key: _Key, scope: Scope, made: Names) -> None:
        with self._lock:
            self._kept[key] = scope, made
            while len(self._kept) > 1 and sum(one.size for _, one in self._kept.values()) > self._most:
                self._kept.popitem(last=False)


_DIRECTORY = Directory()


def names(scope: Scope, shelf: Shelf) -> Names:
    """The index of the members that this reader may see on this publication."""
    return _DIRECTORY.names(scope, shelf)


def prepare(scope: Scope, shelf: Shelf) -> None:
    """Make the index of this scope, and those that took long before, while nobody waits for them."""
    _DIRECTORY.prepare(scope, shelf)


def _through(items: Iterable[Item], hurry: threading.Event) -> Iterator[Item]:
    """Each of them; without hurry, with so many breaks that whoever waits for the interpreter has it soon.

    Raises:
        Failed: nobody waits for them, and the process ends.
    """
    for at, one in enumerate(items):
        if at % _STRETCH == 0 and not hurry.is_set():
            if not threading.main_thread().is_alive():
                raise Failed("ask.ending")
            time.sleep(_BREAK)
        yield one


def _index(scope: Scope, shelf: Shelf, hurry: threading.Event) -> Names:
    outline = shelf.outline
    aliases = aliases_of(shelf.manifest.aliases)
    named: dict[Named, list[str]] = {}
    placed: set[str] = set()
    order = _order(outline)
    for dimension in order:
        row = catalogue.dimension(dimension, outline.levels)
        others = aliases.get("territory" if row.group == "territory" else dimension, {})
        for key, label in _through(members(row, scope, shelf).items(), hurry):
            if row.group == "territory":
                if key in placed:
                    continue
                placed.add(key)
            named[Named(dimension, key, label)] = others.get(label, [])
    return Names(_through(named.items(), hurry), {key: at for at, key in enumerate(order)})


def _order(outline: Outline) -> list[str]:
    """Levels from the top, territories last among them, then everything else."""
    levels = [level for level in outline.levels if level != "territory"]
    return [*levels, "territory", *_FIRST]
