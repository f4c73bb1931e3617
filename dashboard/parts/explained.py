"""The change explained: a list for each dimension that adds up to it, and the bridges beside each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.figures.bars import VarianceBar, draw_variance_bar
from dashboard.figures.scale import Amount, Scale, around_zero
from dashboard.parts import html
from dashboard.parts.drawing import drawing
from dashboard.parts.tiles import signed_change, tone_of
from dashboard.text import Language, say

# The two parts of what a member of a ratio brought.
_PARTS = ("rate", "mix")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member, all others or a step brought; texts are ready in the reader's language.

    `parts` are a ratio's own rate and mix; `fate` says that the member is new or lost; `href` opens it.
    """

    name: str
    amount: Amount
    text: str
    share: str = ""
    before: str = ""
    now: str = ""
    parts: tuple[str, ...] = ()
    fate: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A dimension with those of its members that are told, or a bridge with its steps."""

    name: str
    lines: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation: what leads, the lists, the bridges, and what all of them add up to.

    `more_is_better` gives the changes their verdict; None: neither way is better.
    """

    lead: str
    sentence: str
    total: Contribution
    groups: tuple[Group, ...] = ()
    bridges: tuple[Group, ...] = ()
    notes: tuple[str, ...] = ()
    more_is_better: bool | None = True


def explained_content(language: Language, told: Told, bar: int = 120) -> list[Component]:
    """What the window holds; bars of all lists share one scale of `bar` pixels."""
    content: list[Component] = [html.P(told.lead, className="window-lead strong"), html.P(told.sentence)]
    if told.groups:
        content.append(_lists(language, told, bar))
    if told.bridges:
        tables = [_bridge(language, told, one, bar) for one in told.bridges]
        content.append(html.Div(tables, className="explained-bridges"))
    notes = [html.P(note) for note in told.notes]
    return [*content, html.Div(notes, className="explained-notes")]


def _lists(language: Language, told: Told, bar: int) -> Component:
    scale = around_zero([line.amount for group in told.groups for line in group.lines], bar)
    parts = _PARTS if _rated(told) else ()
    heads = ("contribution", "share", *parts, "before", "now")
    head = [html.Th(say(language, "explain.member"), scope="col"), html.Td(className="bars")]
    head += [html.Th(say(language, f"explain.{name}"), scope="col", className=f"of-{name}") for name in heads]
    bodies = [_body(language, told, group, scale, len(head)) for group in told.groups]
    foot = html.Tfoot(_line(language, told, told.total, scale, len(parts), drawn=False))
    caption = html.Caption(say(language, "explain.caption"), className="unseen")
    return html.Table([caption, html.Thead(html.Tr(head)), *bodies, foot], className="list explained")


def _rated(told: Told) -> bool:
    return any(line.parts for group in told.groups for line in group.lines)


def _body(language: Language, told: Told, group: Group, scale: Scale, width: int) -> Component:
    title = html.Tr(html.Th(group.name, scope="rowgroup", colSpan=width, className="of"))
    return html.Tbody(
        [
            title,
            *(_line(language, told, line, scale, len(_PARTS) if _rated(told) else 0) for line in group.lines),
        ]
    )


def _line(
    language: Language, told: Told, line: Contribution, scale: Scale, parts: int, *, drawn: bool = True
) -> Component:
    shown = [*line.parts, *("" for _ in range(parts - len(line.parts)))]
    return html.Tr(
        [
            html.Th(list(_name(language, line)), scope="row", className="member", title=line.name),
            html.Td(_bar(told, line, scale) if drawn else None, className="bars"),
            html.Td(_change(told, line), className="lead"),
            html.Td(line.share, className="quiet"),
            *(html.Td(text, className="quiet part") for text in shown),
            html.Td(line.before, className="quiet side"),
            html.Td(line.now, className="side"),
        ]
    )


def _name(language: Language, line: Contribution) -> Iterator[Component | str]:
    yield html.Link(line.name, href=line.href) if line.href else line.name
    if line.fate:
        yield html.Span(line.fate, className="fate")
    if line.before or line.now:
        yield html.Span(f"{line.before} → {line.now}", className="both")
    if line.parts:
        told = zip(_PARTS, line.parts, strict=True)
        words = " · ".join(f"{say(language, f'explain.{name}')} {part}" for name, part in told)
        yield html.Span(words, className="both")


def _bridge(language: Language, told: Told, bridge: Group, bar: int) -> Component:
    scale = around_zero([line.amount for line in bridge.lines], bar)
    rows = [_step(told, line, scale) for line in bridge.lines]
    total = Contribution(told.total.name, told.total.amount, told.total.text)
    return html.Table(
        [
            html.Caption(bridge.name, className="of"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say(language, "explain.step"), scope="col"),
                        html.Td(),
                        html.Th(say(language, "explain.contribution"), scope="col"),
                    ]
                ),
                className="unseen",
            ),
            html.Tbody(rows),
            html.Tfoot(_step(told, total, scale, drawn=False)),
        ],
        className="list",
    )


def _step(told: Told, line: Contribution, scale: Scale, *, drawn: bool = True) -> Component:
    return html.Tr(
        [
            html.Th(line.name, scope="row"),
            html.Td(_bar(told, line, scale) if drawn else None),
            html.Td(_change(told, line), className="lead"),
        ]
    )


def _bar(told: Told, line: Contribution, scale: Scale) -> Component:
    if told.more_is_better is None:
        return drawing(draw_variance_bar(VarianceBar(line.amount, scale)))
    return drawing(draw_variance_bar(VarianceBar(line.amount, scale, told.more_is_better)))


def _change(told: Told, line: Contribution) -> Component:
    way = 1 if line.amount > 0 else -1 if line.amount < 0 else 0
    tone = "flat" if told.more_is_better is None else tone_of(way, told.more_is_better)
    return signed_change(line.text, tone, way)
