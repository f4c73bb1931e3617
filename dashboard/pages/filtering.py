"""Adding a filter: the members of a dimension that are looked for, each to be kept alone or left out."""

from collections.abc import Sequence
from html import escape

from dashboard.answers.meeting import meets
from dashboard.answers.members import search
from dashboard.errors import NotUnderstood
from dashboard.metrics.catalogue import dimension, dimensions, measures
from dashboard.metrics.conditions import Condition, written
from dashboard.metrics.question import condition
from dashboard.pages.view import View
from dashboard.text import say

LONGEST = 200
# By what the company has numbers of: a dimension of none of them limits nothing.
_TOLD = ("net_sales", "open_pipeline", "contacts", "quota", "created_deals")


def filterable(view: View) -> tuple[str, ...]:
    """The dimensions that limit something here; time has a pill of its own."""
    known = dimensions(view.outline.levels)
    told = [one for one in _TOLD if one in measures(view.outline.own) and view.has(one)]
    return tuple(
        key
        for key, row in known.items()
        if row.group != "time" and any(meets(one, (key,), view.scope, view.outline) for one in told)
    )


def found_members(view: View, key: str, text: str) -> str:
    """The members whose name holds the text, as HTML: a click keeps one, another leaves it out.

    Raises:
        NotUnderstood: there is no such dimension.
    """
    row = dimension(key, view.outline.levels)
    found = search(text[:LONGEST].strip(), row, view.scope, view.shelf)
    if not found:
        return f'<p class="no-match">{escape(say(view.language, "parts.no_match"))}</p>'
    without = say(view.language, "parts.leave_out")
    lines = "".join(_line(view, key, member, label, without) for member, label in found.items())
    return f'<ul class="choices members">{lines}</ul>'


def _line(view: View, key: str, member: str, label: str, without: str) -> str:
    only, out = (_href(view, Condition(key, (member,), exclude)) for exclude in (False, True))
    name, words = escape(label), escape(f"{without}: {label}")
    keep = f'<a class="choice" href="{escape(only)}" data-follow="">{name}</a>'
    said = f'href="{escape(out)}" data-follow="" aria-label="{words}"'
    leave = f'<a class="choice out" {said}>{escape(without)}</a>'
    return f"<li>{keep}{leave}</li>"


def _href(view: View, wanted: Condition) -> str:
    shelves = view.address.shelves.but()
    return view.address.but(
        where=limited(view.address.where, wanted, view.outline.levels), shelves=shelves
    ).href


def limited(where: Sequence[str], wanted: Condition, levels: Sequence[str]) -> tuple[str, ...]:
    """The limits with one more; two members of one dimension stand together, for no line has both."""
    kept: list[str] = []
    members = wanted.members
    for text in where:
        try:
            one = condition(text, levels)
        except NotUnderstood:
            kept.append(text)
            continue
        if (one.dimension, one.exclude) == (wanted.dimension, wanted.exclude):
            members = tuple(dict.fromkeys((*one.members, *members)))
        else:
            kept.append(text)
    return (*kept, written(Condition(wanted.dimension, members, wanted.exclude)))
