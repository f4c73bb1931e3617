"""What a plan may measure in the publication that is looked at."""

from dashboard.metrics.catalogue import MEASURES
from dashboard.pages.view import View


def measurable_here(view: View) -> list[str]:
    """The keys of all measures."""
    return [*MEASURES, *(row.key for row in view.shelf.outline.own)]
