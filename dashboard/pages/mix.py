"""The product mix of a territory: categories by sales, with share and change."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import compared_with, versus
from dashboard.parts.mix import Member, mix_list
from dashboard.parts.panel import Panel, panel
from dashboard.text import formats, say
from dashboard.text.formats import choose_form


def mix_panel(view: View) -> Component:
    """One line a category, the largest first; a click keeps that category alone, as a chip that shows."""
    by = ("category",)
    found = view.answer(view.question("net_sales", by=by, sort=("-net_sales",)))
    total = found.total("net_sales")
    now, before = found.at("net_sales"), found.at(found.beside("net_sales"))
    members = [
        _member(view, row[0], keys[0], row[now], row[before], total)
        for row, keys in zip(found.rows, found.keys, strict=True)
    ]
    form = choose_form([member.actual for member in members])
    title = say(view.language, "territory.mix")
    beside = view.beside(by)
    unit = formats.unit(view.language, form, view.currency)
    scope = say(view.language, "territory.mix_scope", unit=unit, versus=versus(view, beside))
    head = Panel(title, scope, menu=tile_menu(view, "net_sales"))
    named = compared_with(view, beside)
    return panel(view.language, head, [mix_list(view.language, title, members, form, named)])


def _member(view: View, label: object, key: object, now: object, before: object, total: object) -> Member:
    sold, prior, whole = (Decimal(str(value or 0)) for value in (now, before, total))
    limit = f'category = "{key}"'
    address = view.address
    chosen = limit in address.where
    return Member(
        say(view.language, "ask.unknown") if label is None else str(label),
        sold,
        prior,
        sold / whole if whole else None,
        (sold - prior) / prior if prior > 0 else None,
        "" if chosen else address.but(where=(*address.where, limit)).href,
    )
