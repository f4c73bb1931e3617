"""A measure of one's own while it is written: what it comes to, or what is wrong with it."""

from dataclasses import replace
from html import escape

from dashboard.errors import MetronError
from dashboard.pages.explore.values import form_of, written_measure
from dashboard.pages.instead import instead
from dashboard.pages.view import View
from dashboard.text import say

_KEY = "own_0"


def tried(view: View, name: str, shown: str, formula: str) -> str:
    """The value within all that the page limits, as HTML; nothing as long as there is no formula."""
    if not formula.strip():
        return ""
    shelves = view.address.shelves
    draft = f"{_KEY}|{name.replace('|', ' ') or '…'}|{shown}|{formula.replace('|', ' ')}"
    address = replace(view.address, shelves=shelves.but(own=(*(shelves.own or ()), draft)))
    trial = replace(view, address=address)
    try:
        found = trial.answer(trial.question(_KEY, against=""))
    except MetronError as error:
        return f'<p class="own-wrong">{escape(instead(view.language, error).sentence)}</p>'
    value = found.total(_KEY)
    how = written_measure(trial, found.question.row(_KEY), form_of([value]))
    told = f"{how.told(trial, value)} {how.unit}".strip()  # type: ignore[arg-type]
    return f"<p>{escape(say(view.language, 'explore.own_now', value=told))}</p>"
