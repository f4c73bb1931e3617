"""Whatever the ask bar needs of a publication is made once it has been opened, before anybody types.

In the background, beside the requests: who types meanwhile waits for what is being made, nobody else does.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Thread

from dashboard.access.scope import operator
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.names import prepare
from dashboard.asking.vocabulary import vocabulary
from dashboard.errors import MetronError

_LOG = logging.getLogger(__name__)


def keep_ready(warehouse: Warehouse, after: Callable[[], None] = lambda: None) -> None:
    """Make it anew whenever the warehouse opens a publication, then call `after`.

    A process that ends stops it.
    """
    # No daemon: one that is cut off while it lets go of DuckDB would abort the process.
    warehouse.when_opened(lambda opened: Thread(target=_make, args=(opened, after), name="names").start())


def _make(opened: AbstractContextManager[Shelf], after: Callable[[], None]) -> None:
    """The vocabulary, and the index of all names with those of whoever sees many and asked lately."""
    try:
        with opened as shelf:
            vocabulary(shelf.outline.levels, shelf.outline.own)
            prepare(operator(), shelf)
    except MetronError as error:
        # The first who types makes it, and is told what is wrong; where the process ends, nobody does.
        if error.key != "ask.ending":
            _LOG.warning("The index of names could not be made beforehand: %s", error)
    after()
