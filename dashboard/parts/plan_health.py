"""The health of a plan: its measures in groups, each with its number of people, its guide and its verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.parts.icons import icon


@dataclass(frozen=True, slots=True)
class Line:
    """One measure; texts are ready in the reader's language. `look` is good, warn, bad or nothing."""

    name: str
    value: str
    n: str
    guide: str
    verdict: str = ""
    look: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that answer one question, below it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PlanHealth:
    """One plan; `figures` are drawings that escaped their texts, each below its title."""

    name: str
    told: str
    flag: str
    look: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    groups: tuple[Group, ...]
    figures: tuple[tuple[str, str, str], ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    open: bool = False


def plan_list(plans: Sequence[PlanHealth]) -> str:
    """All plans, each of which opens."""
    return f'<div class="plan-health">{"".join(map(_plan, plans))}</div>'


def _plan(one: PlanHealth) -> str:
    flag = f'<span class="flag {escape(one.look)}">{escape(one.flag)}</span>' if one.flag else ""
    notes = "".join(f'<p class="quiet">{escape(note)}</p>' for note in one.notes)
    figures = "".join(
        f'<figure><figcaption>{escape(title)}</figcaption>{svg}<p class="quiet">{escape(note)}</p></figure>'
        for title, svg, note in one.figures
    )
    drawn = f'<div class="plan-figures">{figures}</div>' if figures else ""
    lists = "".join(
        f"<div><h3>{escape(title)}</h3><ul>{''.join(f'<li>{escape(word)}</li>' for word in words)}</ul></div>"
        for title, words in one.lists
    )
    opened = " open" if one.open else ""
    return (
        f'<details class="plan-one"{opened}><summary>{icon("right", "small").svg}'
        f'<b>{escape(one.name)}</b> <span class="quiet">{escape(one.told)}</span>{flag}</summary>'
        f'<div class="plan-body">{notes}{_table(one)}'
        f"{drawn}{lists}</div></details>"
    )


def _table(one: PlanHealth) -> str:
    if not one.groups:
        return ""
    name, *rest = (escape(head) for head in one.heads)
    heads = "".join(f'<th scope="col">{head}</th>' for head in rest)
    body = "".join(map(_group, one.groups))
    return (
        f'<table class="list health"><caption class="unseen">{escape(one.name)}</caption>'
        f'<thead><tr><th scope="col">{name}</th>{heads}</tr></thead>{body}</table>'
    )


def _group(one: Group) -> str:
    lines = "".join(map(_line, one.lines))
    return (
        f'<tbody><tr class="group"><th scope="rowgroup" colspan="5">{escape(one.title)}</th></tr>'
        f"{lines}</tbody>"
    )


def _line(one: Line) -> str:
    verdict = f'<span class="flag {escape(one.look)}">{escape(one.verdict)}</span>' if one.verdict else ""
    value = ' class="quiet"' if one.quiet else ' class="lead"'
    return (
        f'<tr><th scope="row">{escape(one.name)}</th><td{value}>{escape(one.value)}</td>'
        f'<td class="quiet">{escape(one.n)}</td><td class="guide">{escape(one.guide)}</td>'
        f"<td>{verdict}</td></tr>"
    )


def plain_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells; the first of each is markup, all others are text."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row" class="member">{first}</th>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in rest)}</tr>"
        for first, *rest in rows
    )
    return (
        f'<div class="wide-table"><table class="list plain-rows">'
        f'<caption class="unseen">{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
