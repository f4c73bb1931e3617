"""Inquiries about a line: the list, what was said, and the forms that say more."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.text import Language, say

MOST = 2_000  # letters of one text
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One inquiry of a list; texts are ready. `late` is whether its answer is overdue."""

    href: str
    item: str
    who: str
    expected: str
    state: str
    due: str
    open: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that was said, by whom and when."""

    title: str
    by: str
    text: str
    evidence: str = ""


def inquiry_list(language: Language, rows: Sequence[Asked]) -> str:
    """One line each, the latest first."""
    written = "".join(
        f'<li><a class="pay-of" href="{escape(one.href)}" data-follow="">{escape(one.item)}</a>'
        f' <span class="quiet">{escape(one.who)}</span>'
        + (f'<span class="quiet">{escape(one.expected)}</span>' if one.expected else "")
        + f'<span class="flag {"bad" if one.late else "warn" if one.open else ""}">{escape(one.state)}</span>'
        f'<span class="quiet">{escape(one.due)}</span></li>'
        for one in rows
    )
    return f'<ul class="inquiries" aria-label="{escape(say(language, "inquiry.title"))}">{written}</ul>'


def spoken(rows: Sequence[Spoken]) -> str:
    """All that was said, in its order."""
    written = "".join(
        f"<li><b>{escape(one.title)}</b>"
        f'<p class="note-body">{escape(one.text)}</p>'
        + (f'<p class="note-body quiet">{escape(one.evidence)}</p>' if one.evidence else "")
        + f'<p class="note-by">{escape(one.by)}</p></li>'
        for one in rows
    )
    return f'<ol class="notes said">{written}</ol>'


def ask_form(language: Language, line: int, kinds: Options, currency: str) -> str:
    """What is wrong with a line, what was expected, in a currency if it is named, and what shows it."""
    options = "".join(f'<option value="{escape(key)}">{escape(label)}</option>' for key, label in kinds)
    return _form(
        language,
        "ask-pay",
        f'<input type="hidden" name="line" value="{line}">'
        + _label(language, "kind", f'<select name="kind">{options}</select>')
        + _label(
            language,
            "expected_in" if currency else "expected",
            '<input name="expected" type="number" step="0.01" inputmode="decimal">',
            currency=currency,
        )
        + _area(language, "text", MOST, required=True)
        + _area(language, "evidence", MOST),
        "send",
    )


def say_form(language: Language, inquiry: int, says: Options, *, dated: bool) -> str:
    """An answer; `dated` asks from when what was changed holds, where something is."""
    options = "".join(f'<option value="{escape(key)}">{escape(label)}</option>' for key, label in says)
    day = _label(language, "changed_on", '<input name="changed_on" type="date">') if dated else ""
    return _form(
        language,
        "say-pay",
        f'<input type="hidden" name="inquiry" value="{inquiry}">'
        + _label(language, "said", f'<select name="said">{options}</select>')
        + day
        + _area(language, "text", MOST, required=True),
        "say",
    )


def accept_form(language: Language) -> str:
    """One button: the plan was read and is accepted."""
    return _form(language, "accept-plan", "", "accept")


def _form(language: Language, act: str, fields: str, button: str) -> str:
    label = escape(say(language, f"inquiry.{button}"))
    return (
        f'<form class="view-form inquiry-form" data-view-do="{act}">{fields}'
        f'<button class="button primary" type="submit">{label}</button></form>'
    )


def _label(language: Language, key: str, field: str, **values: str) -> str:
    return f"<label><span>{escape(say(language, f'inquiry.field_{key}', **values))}</span>{field}</label>"


def _area(language: Language, key: str, most: int, *, required: bool = False) -> str:
    needed = " required" if required else ""
    return _label(
        language,
        key,
        f'<textarea class="note-field" name="{key}" rows="3" maxlength="{most}"{needed}></textarea>',
    )
