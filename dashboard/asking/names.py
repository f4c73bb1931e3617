"""The names of the members that a reader may see: one index a publication and scope, built once.

The indexes that are kept hold a bounded number of names together.
"""

import threading
from collections import OrderedDict

from dashboard.access.scope import Scope
from dashboard.answers.members import members
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.named import Named, Names
from dashboard.intake.alias_file import aliases_of
from dashboard.metrics import catalogue
from dashboard.metrics.question import Outline

KEPT_NAMES = 200_000  # some 130 MB; one index is kept however large it is
# Which dimension is meant where a name stands in several: places and people before what there are many of.
_FIRST = (
    "city", "channel", "segment", "brand", "category", "rep", "manager", "customer", "product", "industry",
    "stage", "source",
)  # fmt: skip


class Directory:
    """The indexes that are kept, the latest used last."""

    def __init__(self, kept: int = KEPT_NAMES) -> None:
        self._most = kept
        self._kept: OrderedDict[tuple[object, ...], Names] = OrderedDict()
        self._lock = threading.Lock()

    def names(self, scope: Scope, shelf: Shelf) -> Names:
        """The index of one reader's members; made if it is not kept."""
        key = (shelf.manifest.id, shelf.manifest.created_at, scope.limits)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = _index(scope, shelf)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > 1 and sum(one.size for one in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
        return made


_DIRECTORY = Directory()


def names(scope: Scope, shelf: Shelf) -> Names:
    """The index of the members that this reader may see on this publication."""
    return _DIRECTORY.names(scope, shelf)


def _index(scope: Scope, shelf: Shelf) -> Names:
    outline = shelf.outline
    aliases = aliases_of(shelf.manifest.aliases)
    named: dict[Named, list[str]] = {}
    placed: set[str] = set()
    order = _order(outline)
    for dimension in order:
        row = catalogue.dimension(dimension, outline.levels)
        others = aliases.get("territory" if row.group == "territory" else dimension, {})
        for key, label in members(row, scope, shelf).items():
            if row.group == "territory":
                if key in placed:
                    continue
                placed.add(key)
            named[Named(dimension, key, label)] = others.get(label, [])
    return Names(named, {key: at for at, key in enumerate(order)})


def _order(outline: Outline) -> list[str]:
    """Levels from the top, territories last among them, then everything else."""
    levels = [level for level in outline.levels if level != "territory"]
    return [*levels, "territory", *_FIRST]
