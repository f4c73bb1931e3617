"""A measure of one's own while it is written: what it comes to, or what is wrong with it."""

from dataclasses import replace
from html import escape

from dashboard.errors import MetronError
from dashboard.pages.explore.chosen import OWN
from dashboard.pages.explore.own import told
from dashboard.pages.explore.values import form_of, written_measure
from dashboard.pages.view import View
from dashboard.text import say


def tried(view: View, name: str, shown: str, formula: str, key: str = "") -> str:
    """The value within all that the page limits, as HTML; nothing as long as there is no formula.

    One that is written anew stands in place of what it was, by its key.
    """
    if not formula.strip():
        return ""
    shelves = view.address.shelves
    key = key if key.startswith(OWN) and key.isidentifier() else f"{OWN}0"
    draft = f"{key}|{name.replace('|', ' ') or '…'}|{shown}|{formula.replace('|', ' ')}"
    others = [one for one in shelves.own or () if not one.startswith(f"{key}|")]
    address = replace(view.address, shelves=shelves.but(own=(draft, *others)))
    trial = replace(view, address=address)
    try:
        found = trial.answer(trial.question(key, against=""))
    except MetronError as error:
        return f'<p class="own-wrong">{escape(told(trial, error))}</p>'
    value = found.total(key)
    how = written_measure(trial, found.question.row(key), form_of([value]))
    said = f"{how.told(trial, value)} {how.unit}".strip()  # type: ignore[arg-type]
    return f"<p>{escape(say(view.language, 'explore.own_now', value=said))}</p>"
