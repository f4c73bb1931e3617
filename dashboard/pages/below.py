"""What lies one level down, each line a link there; without a level below, the channels."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import compared_with, versus
from dashboard.parts.mix import Member, mix_list
from dashboard.parts.panel import Panel, panel
from dashboard.text import formats, say
from dashboard.text.formats import choose_form


def below_panel(view: View) -> Component:
    """The territories of the next level by sales, or how the sales of a last territory came in."""
    level = _level(view)
    by = (level or "channel",)
    found = view.answer(view.question("net_sales", by=by, sort=("-net_sales",)))
    members = [_member(view, found, at, level) for at in range(len(found.rows))]
    form = choose_form([member.actual for member in members])
    title = say(view.language, "territory.next_level" if level else "territory.channels")
    beside = view.beside(by)
    unit = formats.unit(view.language, form, view.currency)
    scope = say(view.language, "territory.mix_scope", unit=unit, versus=versus(view, beside))
    head = Panel(title, scope, menu=tile_menu(view, "net_sales"))
    named = compared_with(view, beside)
    return panel(view.language, head, [mix_list(view.language, title, members, form, named)])


def _level(view: View) -> str:
    """The level of what lies below; empty at a last territory."""
    below = view.tree.children(view.node.id) if view.node else view.tree.tops
    return below[0].level if below else ""


def _member(view: View, found: Answer, at: int, level: str) -> Member:
    row, key = found.rows[at], str(found.keys[at][0])
    sold, prior = (
        Decimal(str(row[found.at(name)] or 0)) for name in ("net_sales", found.beside("net_sales"))
    )
    total = Decimal(str(found.total("net_sales") or 0))
    return Member(
        say(view.language, "ask.unknown") if row[0] is None else str(row[0]),
        sold,
        prior,
        sold / total if total else None,
        (sold - prior) / prior if prior > 0 else None,
        _href(view, key, level),
    )


def _href(view: View, key: str, level: str) -> str:
    if level:
        return view.address.but(at=key).href if key in view.tree.nodes else ""
    limit = f'channel = "{key}"'
    return "" if limit in view.address.where else view.address.but(where=(*view.address.where, limit)).href
