"""What stands where something could not be shown: one sentence for each way in which that happens."""

import logging
import secrets
from collections.abc import Sequence

from dashboard.errors import Denied, Failed, MetronError
from dashboard.metrics.periods import Period
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.states import State
from dashboard.text import Language, dates, has, say

_LOG = logging.getLogger(__name__)


def instead(language: Language, error: BaseException, action: Control | None = None) -> State:
    """The state for an error: denied, not understood, or failed with a number that the log knows too."""
    if isinstance(error, Denied):
        return State("denied", _told(language, error), action)
    if isinstance(error, Failed):
        return State("failed", _told(language, error), action)
    if isinstance(error, MetronError):
        return State("empty", _told(language, error), action)
    number = secrets.token_hex(2).upper()
    _LOG.error("failed, number %s", number, exc_info=error)
    return State("failed", say(language, "screen.failed", number=number), action)


def _told(language: Language, error: MetronError) -> str:
    """The sentence with names where the command line, whose words are keys, has those."""
    named = {name: _name(language, name, value) for name, value in error.values.items()}
    return say(language, error.key, **named)


def _name(language: Language, kind: str, value: object) -> object:
    key = {"dimension": f"dimension.{value}", "measure": f"measure.{value}.name"}.get(kind, "")
    return say(language, key) if key and has(key) else value


def missing(view: View, needs: Sequence[str]) -> State | None:
    """That source tables were never loaded; None where all are there."""
    absent = [table for table in needs if table not in view.outline.tables]
    if not absent:
        return None
    tables = ", ".join(say(view.language, f"table.{table}") for table in absent)
    return State("empty", say(view.language, "screen.table_missing", tables=tables))


def outside(view: View, days: Period) -> State | None:
    """That the data has none of these days, and how far it goes; None where it has some."""
    key = view.outside(days)
    if not key:
        return None
    first, last = (dates.day(view.language, day) for day in (view.outline.first, view.outline.through))
    return State("empty", say(view.language, key, first=first, last=last))


def nothing_sold(view: View, members: Sequence[object]) -> State | None:
    """That a list has no line, where it has none."""
    return None if members else State("empty", say(view.language, "screen.nothing_sold"))
