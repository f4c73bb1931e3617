"""What one follows by e-mail, as one meets it: the form that begins it, and the list.

`assets/views.js` posts what is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.parts.views import Act, act, link
from dashboard.text import Language, say

Choices = Sequence[tuple[str, str]]
_HOURS, _MORNING = 24, 8


@dataclass(frozen=True, slots=True)
class Follow:
    """One view that is followed: its name and where it is, words about it, what can be done, what was."""

    title: str
    href: str
    facts: tuple[str, ...]
    acts: tuple[Act, ...]
    history: tuple[str, ...] = ()


def follow_form(
    language: Language, id: int, times: Sequence[tuple[str, Choices]], watched: Choices, files: Choices
) -> str:
    """When, at which hour or on which condition, and what is attached; what does not belong is hidden."""
    when = "".join(
        f'<optgroup label="{escape(label)}">{_options(some)}</optgroup>' if label else _options(some)
        for label, some in times
    )
    hours = [(str(hour), f"{hour:02}:00") for hour in range(_HOURS)]
    signs = [(one, say(language, f"deliver.sign_{one}")) for one in ("below", "above", "changed")]
    typed = 'type="number" step="any" inputmode="decimal" autocomplete="off"'
    return (
        f'<form class="view-form follow-form" data-view-do="follow" data-view="{id}">'
        + _label(language, "when", f'<select name="timing">{when}</select>')
        + _label(language, "hour", _select("hour", hours, str(_MORNING)), "of-hour")
        + _label(language, "measure", _select("measure", watched), "of-limit")
        + _label(language, "sign", _select("sign", signs), "of-limit")
        + _label(language, "bound", f'<input name="bound" {typed}>', "of-limit")
        + _label(language, "file", _select("attached", files))
        + f'<button class="button primary" type="submit">{escape(say(language, "deliver.follow"))}</button>'
        "</form>"
    )


def follow_list(language: Language, found: Sequence[Follow]) -> str:
    """Everything that one follows."""
    return f'<ul class="view-rows">{"".join(_entry(language, one) for one in found)}</ul>'


def _entry(language: Language, one: Follow) -> str:
    facts = "".join(f'<p class="quiet">{escape(fact)}</p>' for fact in one.facts if fact)
    name = link(one.title, one.href, "view-link") if one.href else escape(one.title)
    runs = "".join(f"<li>{escape(run)}</li>" for run in one.history)
    told, history = say(language, "deliver.history_of", title=one.title), say(language, "deliver.history")
    more = (
        f'<details class="view-more"><summary aria-label="{escape(told)}">'
        f'{escape(history)}</summary><ul class="quiet follow-runs">{runs}</ul></details>'
        if runs
        else ""
    )
    acts = "".join(act(each) for each in one.acts)
    return (
        f'<li><div class="follow-row"><p class="view-name">{name}</p>{facts}'
        f'<div class="idea-answers">{acts}</div></div>{more}</li>'
    )


def _label(language: Language, key: str, field: str, look: str = "") -> str:
    return f'<label class="{look}"><span>{escape(say(language, f"deliver.{key}"))}</span>{field}</label>'


def _select(name: str, choices: Choices, chosen: str = "") -> str:
    return f'<select name="{name}">{_options(choices, chosen)}</select>'


def _options(choices: Choices, chosen: str = "") -> str:
    return "".join(
        f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(label)}</option>'
        for key, label in choices
    )
