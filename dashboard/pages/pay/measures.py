"""What a plan that a run kept is read again by."""

from dashboard.metrics.catalogue import MEASURES
from dashboard.pages.view import View


def measurable_here(view: View) -> list[str]:
    """The keys of all measures: what was sound then is read, whatever may be measured today."""
    return [*MEASURES, *(row.key for row in view.shelf.outline.own)]
