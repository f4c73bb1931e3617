"""The product mix of a territory: categories by sales, with share and change."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import PRIOR
from dashboard.metrics.question import Question
from dashboard.pages.instead import nothing_sold
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.mix import Member, mix_list
from dashboard.parts.panel import Panel, panel
from dashboard.text import formats, say


def questions(view: View) -> tuple[Question]:
    """What the list asks."""
    return (view.question("net_sales", by=("category",), sort=("-net_sales",)),)


def mix_panel(view: View) -> Component:
    """One line a category, the largest first; a click keeps that category alone, as a chip that shows."""
    found = view.answer(*questions(view))
    total = found.total("net_sales")
    now, before = found.at("net_sales"), found.at("net_sales" + PRIOR)
    members = [
        _member(view, row[0], keys[0], row[now], row[before], total)
        for row, keys in zip(found.rows, found.keys, strict=True)
    ]
    form = view.form
    title = say(view.language, "territory.mix")
    scope = say(view.language, "territory.mix_scope", unit=formats.unit(view.language, form, view.currency))
    head = Panel(title, scope, menu=tile_menu(view, "net_sales"), state=nothing_sold(view, members))
    return panel(view.language, head, [mix_list(view.language, title, members, form)])


def _member(view: View, label: object, key: object, now: object, before: object, total: object) -> Member:
    sold, prior, whole = (Decimal(str(value or 0)) for value in (now, before, total))
    known = view.reaches_back(view.period)
    limit = f'category = "{key}"'
    address = view.address
    chosen = limit in address.where
    return Member(
        say(view.language, "ask.unknown") if label is None else str(label),
        sold,
        prior if known else None,
        sold / whole if whole else None,
        (sold - prior) / prior if known and prior > 0 else None,
        "" if chosen else address.but(where=(*address.where, limit)).href,
    )
