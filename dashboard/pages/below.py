"""What lies one level down, each line a link there; without a level below, the channels."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import PRIOR, Answer
from dashboard.metrics.question import Question
from dashboard.pages.instead import nothing_sold
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.mix import Member, mix_list
from dashboard.parts.panel import Panel, panel
from dashboard.text import formats, say


def questions(view: View) -> tuple[Question]:
    """What the list asks."""
    return (view.question("net_sales", by=(_level(view) or "channel",), sort=("-net_sales",)),)


def below_panel(view: View) -> Component:
    """The territories of the next level by sales, or how the sales of a last territory came in."""
    level = _level(view)
    found = view.answer(*questions(view))
    members = [_member(view, found, at, level) for at in range(len(found.rows))]
    form = view.form
    title = say(view.language, "territory.next_level" if level else "territory.channels")
    scope = say(view.language, "territory.mix_scope", unit=formats.unit(view.language, form, view.currency))
    head = Panel(title, scope, menu=tile_menu(view, "net_sales"), state=nothing_sold(view, members))
    return panel(view.language, head, [mix_list(view.language, title, members, form)])


def _level(view: View) -> str:
    """The level of what lies below; empty at a last territory."""
    below = view.tree.children(view.node.id) if view.node else view.tree.tops
    return below[0].level if below else ""


def _member(view: View, found: Answer, at: int, level: str) -> Member:
    row, key = found.rows[at], str(found.keys[at][0])
    sold, prior = (Decimal(str(row[found.at(name)] or 0)) for name in ("net_sales", "net_sales" + PRIOR))
    total = Decimal(str(found.total("net_sales") or 0))
    known = view.reaches_back(view.period)
    return Member(
        say(view.language, "ask.unknown") if row[0] is None else str(row[0]),
        sold,
        prior if known else None,
        sold / total if total else None,
        (sold - prior) / prior if known and prior > 0 else None,
        _href(view, key, level),
    )


def _href(view: View, key: str, level: str) -> str:
    if level:
        return view.address.but(at=key).href if key in view.tree.nodes else ""
    limit = f'channel = "{key}"'
    return "" if limit in view.address.where else view.address.but(where=(*view.address.where, limit)).href
