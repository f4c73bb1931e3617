"""The product mix of a territory: categories by sales, with share and change."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.exports.sheet import Sheet
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.conditions import Condition, written
from dashboard.metrics.question import Question
from dashboard.pages.amounts import base
from dashboard.pages.instead import nothing_sold
from dashboard.pages.members_sheet import members_sheet
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import compared_with, versus
from dashboard.parts.mix import Member, mix_list
from dashboard.parts.panel import Panel, panel
from dashboard.text import formats, say

TILE = "mix"
_BY = ("category",)


def questions(view: View) -> tuple[Question]:
    """What the list asks."""
    return (view.question("net_sales", by=_BY, sort=("-net_sales",)),)


def mix_panel(view: View) -> Component:
    """One line a category, the largest first; a click keeps that category alone, as a chip that shows."""
    found, beside = view.answer(*questions(view)), view.beside(_BY)
    members = [_member(view, beside, found, at) for at in range(len(found.rows))]
    form = view.form
    title = say(view.language, "territory.mix")
    unit = formats.unit(view.language, form, view.currency)
    scope = say(view.language, "territory.mix_scope", unit=unit, versus=versus(view, beside))
    head = Panel(
        title, scope, menu=tile_menu(view, "net_sales", tile=TILE), state=nothing_sold(view, members)
    )
    return panel(
        view.language, head, [mix_list(view.language, title, members, form, compared_with(view, beside))]
    )


def mix_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines as a sheet."""
    found, beside = view.answer(*questions(view)), view.beside(_BY)
    members = [_member(view, beside, found, at) for at in range(len(found.rows))]
    title = say(view.language, "territory.mix")
    return (members_sheet(view, title, members, found, beside),)


def _member(view: View, beside: Comparison, found: Answer, at: int) -> Member:
    row, label = found.rows[at], found.rows[at][0]
    sold, whole = (Decimal(str(one or 0)) for one in (row[found.at("net_sales")], found.total("net_sales")))
    prior = base(view, beside, row[found.at(found.beside("net_sales"))])
    limit = written(Condition("category", (str(found.keys[at][0]),)))
    address = view.address
    chosen = limit in address.where
    return Member(
        say(view.language, "ask.unknown") if label is None else str(label),
        sold,
        prior,
        sold / whole if whole else None,
        (sold - prior) / prior if prior and prior > 0 else None,
        "" if chosen else address.but(where=(*address.where, limit)).href,
    )
