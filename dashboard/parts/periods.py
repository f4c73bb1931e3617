"""Pay periods below each other: where each stands, what may be done with it, and what was done.

Written as HTML, as long lists and fields to type in are; `assets/views.js` posts what is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that may be done: a button, or with a `why` a button that first asks for the reason."""

    do: str
    label: str
    fields: Mapping[str, str]
    main: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the list; texts are ready in the reader's language.

    `links` pair a label and an address, one of files says so; `history` opens below as lines of who did
    what, with its reason.
    """

    title: str
    state: str
    look: str = ""
    facts: Sequence[str] = ()
    note: str = ""
    doings: Sequence[Doing] = ()
    links: Sequence[tuple[str, str]] = ()
    files: Sequence[tuple[str, str]] = ()
    history: Sequence[tuple[str, str]] = ()
    warnings: Sequence[str] = field(default_factory=tuple)


def period_list(rows: Sequence[Row], opens: str, earlier: str = "") -> str:
    """All entries; `opens` is what the history of one is called. Where `earlier` has words, the first few
    stand open and the others behind them.
    """
    at_once = rows[:_AT_ONCE] if earlier else rows
    written = f'<ul class="periods">{"".join(_row(one, opens) for one in at_once)}</ul>'
    if len(at_once) == len(rows):
        return written
    others = "".join(_row(one, opens) for one in rows[_AT_ONCE:])
    return (
        f'{written}<details class="earlier"><summary>{escape(earlier)}</summary>'
        f'<ul class="periods">{others}</ul></details>'
    )


def _row(one: Row, opens: str) -> str:
    facts = " · ".join(escape(fact) for fact in one.facts if fact)
    note = f'<p class="quiet">{escape(one.note)}</p>' if one.note else ""
    warnings = "".join(f'<p class="period-warning">{escape(each)}</p>' for each in one.warnings)
    return (
        f'<li><div class="period-head"><p><b>{escape(one.title)}</b> '
        f'<span class="flag {one.look}">{escape(one.state)}</span></p><p class="quiet">{facts}</p>'
        f"{note}{warnings}{_links(one)}</div>{_acts(one)}{_history(one, opens)}</li>"
    )


def _links(one: Row) -> str:
    written = "".join(
        f'<a href="{escape(href)}" data-follow="">{escape(label)}</a>' for label, href in one.links
    )
    return f'<p class="period-links">{written}</p>' if written else ""


def _acts(one: Row) -> str:
    files = "".join(
        f'<a class="button small" href="{escape(href)}">{escape(label)}</a>' for label, href in one.files
    )
    doings = "".join(_asking(each) if each.why else _button(each) for each in one.doings)
    return f'<div class="period-acts">{doings}{files}</div>' if doings or files else ""


def _button(one: Doing) -> str:
    look = " primary" if one.main else ""
    return (
        f'<form data-pay-do="{escape(one.do)}">{_fields(one.fields)}'
        f'<button class="button small{look}" type="submit">{escape(one.label)}</button></form>'
    )


def _asking(one: Doing) -> str:
    return (
        f'<details class="period-why"><summary class="button small">{escape(one.label)}</summary>'
        f'<form data-pay-do="{escape(one.do)}">{_fields(one.fields)}<label><span>{escape(one.why)}</span>'
        f'<textarea name="why" rows="2" maxlength="2000" required></textarea></label>'
        f'<button class="button small primary" type="submit">{escape(one.label)}</button></form></details>'
    )


def _fields(values: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in values.items()
    )


def _history(one: Row, opens: str) -> str:
    if not one.history:
        return ""
    lines = "".join(
        f"<li>{escape(what)}{f'<q>{escape(why)}</q>' if why else ''}</li>" for what, why in one.history
    )
    return f'<details class="period-history"><summary>{escape(opens)}</summary><ol>{lines}</ol></details>'


@dataclass(frozen=True, slots=True)
class AskForm:
    """The form to ask for an adjustment: labels by field, and what may be chosen as key and label."""

    labels: Mapping[str, str]
    months: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    plans: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]


def ask_form(one: AskForm) -> str:
    """The form, closed until somebody opens it."""
    labels = {name: escape(label) for name, label in one.labels.items()}
    people = "".join(f'<option value="{escape(key)}">{escape(name)}</option>' for key, name in one.people)
    rationale = '<textarea name="why" rows="2" maxlength="2000" required></textarea>'
    who = '<input name="payee" list="paid-people" autocomplete="off" maxlength="200" required>'
    amount = '<input name="amount" inputmode="decimal" autocomplete="off" maxlength="20" required>'
    return (
        f'<details class="period-why adjusting"><summary class="button small">{labels["ask"]}</summary>'
        f'<form data-pay-do="ask"><div class="fields">{_choice("month", labels, one.months)}'
        f"<label><span>{labels['payee']}</span>{who}</label>"
        f'<datalist id="paid-people">{people}</datalist>{_choice("plan", labels, one.plans)}'
        f"<label><span>{labels['amount']}</span>{amount}</label>"
        f"{_choice('reason', labels, one.reasons)}</div>"
        f"<label><span>{labels['why']}</span>{rationale}</label>"
        f'<button class="button small primary" type="submit">{labels["send"]}</button></form></details>'
    )


def _choice(name: str, labels: Mapping[str, str], options: Sequence[tuple[str, str]]) -> str:
    listed = "".join(f'<option value="{escape(key)}">{escape(label)}</option>' for key, label in options)
    return f'<label><span>{labels[name]}</span><select name="{name}" required>{listed}</select></label>'
