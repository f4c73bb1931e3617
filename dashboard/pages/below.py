"""What lies one level down, each line a link there; without a level below, the channels."""

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

TILE = "below"


def questions(view: View) -> tuple[Question]:
    """What the list asks."""
    return (view.question("net_sales", by=_by(view), sort=("-net_sales",)),)


def below_panel(view: View) -> Component:
    """The territories of the next level by sales, or how the sales of a last territory came in."""
    level, beside = _level(view), view.beside(_by(view))
    found = view.answer(*questions(view))
    members = [_member(view, beside, found, at) for at in range(len(found.rows))]
    form = view.form
    title = say(view.language, "territory.next_level" if level else "territory.channels")
    unit = formats.unit(view.language, form, view.currency)
    scope = say(view.language, "territory.mix_scope", unit=unit, versus=versus(view, beside))
    head = Panel(
        title, scope, menu=tile_menu(view, "net_sales", tile=TILE), state=nothing_sold(view, members)
    )
    return panel(
        view.language, head, [mix_list(view.language, title, members, form, compared_with(view, beside))]
    )


def _level(view: View) -> str:
    """The level of what lies below; empty at a last territory."""
    below = view.tree.children(view.node.id) if view.node else view.tree.tops
    return below[0].level if below else ""


def _by(view: View) -> tuple[str]:
    return (_level(view) or "channel",)


def below_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines as a sheet."""
    found, beside = view.answer(*questions(view)), view.beside(_by(view))
    members = [_member(view, beside, found, at) for at in range(len(found.rows))]
    title = say(view.language, "territory.next_level" if _level(view) else "territory.channels")
    return (members_sheet(view, title, members, found, beside),)


def _member(view: View, beside: Comparison, found: Answer, at: int) -> Member:
    row, key = found.rows[at], str(found.keys[at][0])
    sold, total = (Decimal(str(one or 0)) for one in (row[found.at("net_sales")], found.total("net_sales")))
    prior = base(view, beside, row[found.at(found.beside("net_sales"))])
    return Member(
        say(view.language, "ask.unknown") if row[0] is None else str(row[0]),
        sold,
        prior,
        sold / total if total else None,
        (sold - prior) / prior if prior and prior > 0 else None,
        _href(view, key, _level(view)),
    )


def _href(view: View, key: str, level: str) -> str:
    if level:
        return view.address.but(at=key).href if key in view.tree.nodes else ""
    limit = written(Condition("channel", (key,)))
    return "" if limit in view.address.where else view.address.but(where=(*view.address.where, limit)).href
