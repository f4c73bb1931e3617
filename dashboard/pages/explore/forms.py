"""In which form a result stands: the one that was chosen, or the one that its shape asks for."""

from dashboard.pages.explore.chosen import Chosen
from dashboard.pages.view import View

FORMS = (("table", "table"), ("pivot", "rows"))


def forms(view: View, on: Chosen) -> tuple[tuple[str, str], ...]:
    """The forms that fit the shape, each with its icon."""
    return FORMS


def form(view: View, on: Chosen) -> str:
    """The form in which the result stands."""
    wanted = view.address.shelves.form
    known = [one for one, _ in forms(view, on)]
    return wanted if wanted in known else "pivot"
