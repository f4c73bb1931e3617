"""What one follows by e-mail, as one meets it: the form that begins or changes it, and the list.

`assets/views.js` posts what is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from dashboard.parts.views import Act, act, link
from dashboard.text import Language, say

Choices = Sequence[tuple[str, str]]
_HOURS, _MORNING = 24, "8"


@dataclass(frozen=True, slots=True)
class Follow:
    """One view that is followed: its name and where it is, words about it, what can be done, what was.

    `edit` is where it is changed, `form` that form, where it is open.
    """

    title: str
    href: str
    facts: tuple[str, ...]
    acts: tuple[Act, ...]
    history: tuple[str, ...] = ()
    edit: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form asks: the times, the numbers and paces of conditions, and the files, with what is chosen.

    `act` is done with `id`; `go` is the word for that, `back` where one leaves all as it is.
    """

    act: str
    id: int
    times: Sequence[tuple[str, Choices]]
    watched: Choices
    paces: Choices
    files: Choices
    go: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    back: str = ""


def follow_form(language: Language, asks: Asking) -> str:
    """When, at which hour or on which condition, and what is attached; what does not belong is hidden."""
    on = asks.chosen
    when = "".join(
        f'<optgroup label="{escape(label)}">{_options(some, on.get("timing", ""))}</optgroup>'
        if label
        else _options(some, on.get("timing", ""))
        for label, some in asks.times
    )
    hours = [(str(hour), f"{hour:02}:00") for hour in range(_HOURS)]
    signs = [(one, say(language, f"deliver.sign_{one}")) for one in ("below", "above", "changed")]
    back = link(say(language, "deliver.leave"), asks.back, "button") if asks.back else ""
    return (
        f'<form class="view-form follow-form" data-view-do="{escape(asks.act)}" data-view="{asks.id}">'
        + _label(language, "when", f'<select name="timing">{when}</select>')
        + _label(language, "hour", _select("hour", hours, on.get("hour", _MORNING)), "of-hour")
        + _label(language, "measure", _select("measure", asks.watched, on.get("measure", "")), "of-limit")
        + _label(language, "sign", _select("sign", signs, on.get("sign", "")), "of-limit")
        + _label(language, "bound", _number("bound", on), "of-limit")
        + _label(language, "measure", _select("pace", asks.paces, on.get("pace", "")), "of-pace")
        + _label(language, "share", _number("share", on), "of-pace")
        + _label(language, "file", _select("attached", asks.files, on.get("attached", "")))
        + f'<button class="button primary" type="submit">{escape(asks.go)}</button>{back}</form>'
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
    edit = link(say(language, "deliver.edit"), one.edit, "button small") if one.edit and not one.form else ""
    acts = f'<div class="idea-answers">{edit}{"".join(act(each) for each in one.acts)}</div>'
    row = f'<div class="follow-row"><p class="view-name">{name}</p>{facts}{one.form or acts}</div>'
    return f"<li>{row}{more}</li>"


def _label(language: Language, key: str, field: str, look: str = "") -> str:
    return f'<label class="{look}"><span>{escape(say(language, f"deliver.{key}"))}</span>{field}</label>'


def _number(name: str, chosen: Mapping[str, str]) -> str:
    typed = 'type="number" step="any" inputmode="decimal" autocomplete="off"'
    return f'<input name="{name}" value="{escape(chosen.get(name, ""))}" {typed}>'


def _select(name: str, choices: Choices, chosen: str = "") -> str:
    return f'<select name="{name}">{_options(choices, chosen)}</select>'


def _options(choices: Choices, chosen: str = "") -> str:
    return "".join(
        f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(label)}</option>'
        for key, label in choices
    )
