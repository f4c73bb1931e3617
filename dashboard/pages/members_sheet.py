"""A list of members as a sheet: actual over what it is compared with, its share and its change."""

from collections.abc import Sequence
from decimal import Decimal

from dashboard.answers.answer import Answer
from dashboard.exports.cells import DRAWN, TEXT, money, percent
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.bars import BarPair, draw_bar_pair
from dashboard.figures.scale import around_zero
from dashboard.metrics.comparison import Comparison
from dashboard.pages.amounts import base
from dashboard.pages.instead import nothing_sold
from dashboard.pages.view import View
from dashboard.pages.when import compared_with, versus
from dashboard.parts.mix import Member
from dashboard.text import formats, say

_BAR = 72


def members_sheet(
    view: View, title: str, members: Sequence[Member], found: Answer, beside: Comparison
) -> Sheet:
    """The members in their order with the total, in the form of the page's sales."""
    language, form = view.language, view.form
    if (empty := nothing_sold(view, members)) is not None:
        return Sheet(title, notes=(empty.sentence,))
    unit = formats.unit(language, form, view.currency)
    other = compared_with(view, beside)
    looks = {
        "member": TEXT, "bars": DRAWN, "actual": money(form), "base": money(form),
        "share": percent(0), "growth": percent(signed=True),
    }  # fmt: skip
    labels = {"base": other[:1].upper() + other[1:]}
    scale = around_zero([end for one in members for end in (one.actual, one.prior)], _BAR)
    sold = Decimal(str(found.total("net_sales") or 0))
    prior = base(view, beside, found.total(found.beside("net_sales")))
    whole = Member(say(language, "ask.total"), sold, prior, Decimal(1) if sold else None, _grown(sold, prior))
    return Sheet(
        title,
        say(language, "territory.mix_scope", unit=unit, versus=versus(view, beside)),
        tuple(
            Column(labels.get(key) or say(language, f"parts.mix_{key}", beside=other), look)
            for key, look in looks.items()
        ),
        tuple(
            (one.name, draw_bar_pair(BarPair(one.actual, one.prior, scale)), *_values(view, one))
            for one in members
        ),
        (whole.name, None, *_values(view, whole)),
    )


def _values(view: View, one: Member) -> tuple[Decimal | float | str | None, ...]:
    """Sales where there were none are new, not grown."""
    new = one.growth is None and one.prior == 0 and (one.actual or 0) > 0
    return one.actual, one.prior, one.share, say(view.language, "parts.mix_new") if new else one.growth


def _grown(sold: Decimal, prior: Decimal | None) -> Decimal | None:
    return (sold - prior) / prior if prior and prior > 0 else None
