"""Measures of one's own in the address: each to be changed or removed, and what is wrong with one."""

from collections.abc import Mapping

from dashboard.answers.glossary import worded
from dashboard.errors import MetronError
from dashboard.intake.own_measure import FORMATS, drafts
from dashboard.metrics.catalogue import measures
from dashboard.pages.explore.chosen import OWN, Chosen, without
from dashboard.pages.instead import instead
from dashboard.pages.view import View
from dashboard.parts.shelves import Made, Making
from dashboard.text import say

# The values of an error that hold keys of measures, and what stands between those.
_KEYS = {"nearest": ", ", "circle": " > "}


def making(view: View, on: Chosen) -> Making:
    """The forms: one for each that is there, and one for another."""
    found = drafts(view.address.shelves.own or ())
    taken = {one.key for one in found} | {row.key for row in view.shelf.outline.own}
    free = next(key for key in (f"{OWN}{n}" for n in range(1, len(taken) + 2)) if key not in taken)
    formats = tuple((one, say(view.language, f"explore.own_as_{one}")) for one in FORMATS)
    made = tuple(
        Made(
            one.key, one.name, one.shown, one.formula, one.about, _away(view, one.key),
            _wrong(view, one.key),
        )
        for one in found
    )  # fmt: skip
    return Making(free, on.measures, formats, made)


def own_name(view: View, key: str) -> str:
    """What a measure of one's own is called; its key where nothing is left of it."""
    return names(view).get(key, key)


def names(view: View) -> Mapping[str, str]:
    """The names of all that the address holds, those that mean nothing among them."""
    return {one.key: one.name for one in drafts(view.address.shelves.own or ())}


def broken_words(view: View, on: Chosen) -> tuple[str, ...]:
    """What is left out of the result, and why: it was removed, or its formula means nothing any more."""
    return tuple(_left_out(view, one) for one in on.broken)


def told(view: View, error: MetronError) -> str:
    """What is wrong with a formula, without the line of a file, and with measures by their names."""
    known = {**{key: worded(row, view.language, "name") for key, row in measures(view.outline.own).items()},
             **names(view)}  # fmt: skip
    named = type(error)(error.key, **(error.values | {
        name: sign.join(known.get(key, key) for key in str(error.values[name]).split(sign))
        for name, sign in _KEYS.items() if name in error.values
    }))  # fmt: skip
    sentence = instead(view.language, named).sentence
    if "field" not in error.values:
        return sentence
    return f"{error.values['file']}: {sentence.partition(str(error.values['field']) + ': ')[2]}"


def _left_out(view: View, key: str) -> str:
    if key in view.wrong_own:
        return say(view.language, "explore.own_wrong", why=_wrong(view, key))
    return say(view.language, "explore.own_gone", name=own_name(view, key))


def _wrong(view: View, key: str) -> str:
    error = view.wrong_own.get(key)
    return "" if error is None else told(view, error)


def _away(view: View, key: str) -> str:
    """The address without a measure, and without what was said of it."""
    shelves = view.address.shelves
    kept = tuple(one for one in shelves.own or () if not one.startswith(f"{key}|"))
    return view.address.but(shelves=without(shelves, (key,)).but(own=kept or None)).href
