"""What stands where something could not be shown: one sentence for each way in which that happens."""

import logging
import secrets

from dashboard.errors import Denied, Failed, MetronError
from dashboard.parts.controls import Control
from dashboard.parts.states import State
from dashboard.text import Language, say, tell

_LOG = logging.getLogger(__name__)


def instead(language: Language, error: Exception, action: Control | None = None) -> State:
    """The state for an error: denied, not understood, or failed with a number that the log knows too."""
    if isinstance(error, Denied):
        return State("denied", tell(language, error), action)
    if isinstance(error, Failed):
        return State("failed", tell(language, error), action)
    if isinstance(error, MetronError):
        return State("empty", tell(language, error), action)
    number = secrets.token_hex(2).upper()
    _LOG.error("failed, number %s", number, exc_info=error)
    return State("failed", say(language, "screen.failed", number=number), action)
