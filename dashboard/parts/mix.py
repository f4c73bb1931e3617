"""The product mix: one line a category, actual over prior year, its share and its change."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.figures.bars import BarPair, draw_bar_pair
from dashboard.figures.scale import Scale, around_zero
from dashboard.parts import html
from dashboard.parts.drawing import drawing
from dashboard.parts.tiles import signed_change, tone_of
from dashboard.text import Language, formats, say
from dashboard.text.formats import Form


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a breakdown; what cannot be computed is None. `href` drills into it."""

    name: str
    actual: Decimal | None
    prior: Decimal | None = None
    share: Decimal | float | None = None
    growth: Decimal | float | None = None
    href: str = ""


def mix_list(
    language: Language, title: str, members: Sequence[Member], form: Form, beside: str, bar: int = 96
) -> Component:
    """The members on one scale of `bar` pixels (64 on a phone), in the order given.

    `beside` names what their second bar is.
    """
    ends = [end for member in members for end in (member.actual, member.prior)]
    scale = around_zero(ends, bar)
    heads = ["member", "bars", "actual", "share", "growth"]
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say(language, f"parts.mix_{name}", beside=beside), scope="col")
                        for name in heads
                    ]
                ),
                className="unseen",
            ),
            html.Tbody([_line(language, member, scale, form) for member in members]),
        ],
        className="list mix",
    )


def _line(language: Language, member: Member, scale: Scale, form: Form) -> Component:
    name = html.Link(member.name, href=member.href) if member.href else member.name
    return html.Tr(
        [
            html.Th(name, scope="row", className="member", title=member.name),
            html.Td(drawing(draw_bar_pair(BarPair(member.actual, member.prior, scale)))),
            html.Td(formats.money(language, member.actual, form), className="lead"),
            html.Td(formats.percent(language, member.share, 0), className="quiet"),
            html.Td(_growth(language, member)),
        ]
    )


def _growth(language: Language, member: Member) -> Component:
    """A relative change that stands alone; more is better. Sales where there were none are new, not grown."""
    growth = member.growth
    if growth is None and member.prior == 0 and (member.actual or 0) > 0:
        return signed_change(say(language, "parts.mix_new"), "flat", 0)
    way = formats.direction(None if growth is None else Decimal(str(growth)) * 100, 1)
    return signed_change(formats.signed_percent(language, growth), tone_of(way), way)
