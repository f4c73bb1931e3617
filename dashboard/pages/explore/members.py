"""What members are called: the unknown and the others by a word, stretches of time as people say them."""

from dashboard.metrics.bounds import OTHERS
from dashboard.metrics.catalogue import dimension
from dashboard.pages.stretches import stretch_name
from dashboard.pages.view import View
from dashboard.text import say


def member_name(view: View, by: str, key: object, label: object) -> str:
    """The name of one member of a dimension."""
    if key == OTHERS:
        return say(view.language, "explore.others")
    if label is None:
        return say(view.language, "ask.unknown")
    if dimension(by, view.outline.levels).group != "time":
        return str(label)
    name = stretch_name(view.language, key)
    running = by not in ("day", "quota_period") and str(key) == str(_running(view, by))
    return say(view.language, "explore.to_date", name=name) if running else name


def _running(view: View, by: str) -> object:
    """The stretch in which the data ends, if it is not over."""
    cut, through = view.outline.cut, view.outline.through
    whole = cut.grain(by, through)  # type: ignore[arg-type]
    return cut.key(by, through) if min(view.period.end, through) < whole.end else None  # type: ignore[arg-type]
