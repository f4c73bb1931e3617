"""From what people write to a publication: its id, or a day, which means the last one made by then."""

import datetime as dt
import re

from dashboard.errors import NotUnderstood
from dashboard.intake import manifest as manifests
from dashboard.intake.manifest import Manifest
from dashboard.paths import Home

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def as_of(home: Home, text: str) -> Manifest:
    """The publication that an id or a day means; days are those of universal time, as in the ids.

    Raises:
        NotUnderstood: no such day, nothing had been published by then, or no such id.
        Failed: the manifest cannot be read.
    """
    if not _DAY.fullmatch(text):
        return manifests.read(home, text)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotUnderstood("ask.no_such_day", day=text) from error
    made = manifests.listed(home)
    if not made:
        raise NotUnderstood("load.nothing_published")
    found = next((one for one in made if one.created_at.date() <= day), None)
    if found is None:
        raise NotUnderstood("load.nothing_by_then", day=text, first=made[-1].created_at.date())
    return found
