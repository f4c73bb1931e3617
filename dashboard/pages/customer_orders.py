"""The orders of one customer, the latest first, and the lines of the one that is opened."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.answers.customers import Order, Orders, order_lines, orders
from dashboard.errors import NotUnderstood
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question
from dashboard.pages.blocks import FIRST_BLOCK, Block, part_id
from dashboard.pages.instead import nothing_sold
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.lines import LineColumn, line_grid
from dashboard.parts.listing import listing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.window import rows_content, window
from dashboard.text import dates, formats, say
from dashboard.text.formats import EXACT

GRID = "orders"
_KIND = "order"


def orders_panel(view: View) -> Component:
    """The grid; each order opens its lines."""
    found = _orders(view, FIRST_BLOCK)
    language, title = view.language, say(view.language, "profile.orders")
    count = formats.number(language, found.count)
    scope = say(
        language, "profile.orders_scope", n=found.count, count=count,
        unit=formats.unit(language, EXACT, view.currency),
    )  # fmt: skip
    head = Panel(title, scope, menu=tile_menu(view, "orders"), state=nothing_sold(view, found.rows))
    return panel(language, head, [html.Div([_grid(view, found), *_stores(view, found)])])


def _grid(view: View, found: Orders) -> Component:
    columns = [
        LineColumn("day", say(view.language, "column.order_date"), width=110),
        LineColumn("order", say(view.language, "column.order_id"), width=130, link=True),
        *([] if view.phone else [LineColumn("lines", say(view.language, "profile.lines"), True, 90)]),
        LineColumn("amount", say(view.language, "column.net_amount"), True, 110),
    ]
    total = {
        "day": say(view.language, "ask.total"),
        "amount": formats.money(view.language, found.amount, EXACT),
    }
    height = max(1, min(found.count, 8 if view.phone else 10))
    return line_grid(view.language, part_id("grid", GRID), columns, total, height)


def _stores(view: View, found: Orders) -> list[Component]:
    return [
        dcc.Store(id=part_id("first", GRID), data=_block(view, found)),
        dcc.Store(id=part_id("more", GRID)),
        dcc.Store(id=part_id("came", GRID)),
    ]


def orders_block(view: View, start: int, end: int) -> Block:
    """Orders `start` to `end` as the grid asks for them."""
    return _block(view, _orders(view, end - start, start))


def _orders(view: View, limit: int, offset: int = 0) -> Orders:
    return orders(_question(view, view.so_far), view.scope, view.shelf, limit, offset)


def _question(view: View, days: Period) -> Question:
    return view.question("net_sales", period=days, against="")


def _block(view: View, found: Orders) -> Block:
    return {"rowData": [_record(view, one) for one in found.rows], "rowCount": found.count}


def _record(view: View, order: Order) -> dict[str, str]:
    return {
        "day": dates.day(view.language, order.day),
        "order": say(view.language, "profile.no_order") if order.id == "?" else order.id,
        "lines": formats.number(view.language, order.lines),
        "amount": formats.money(view.language, order.amount, EXACT),
        "href": view.address.but(see=f"{_KIND}:{order.id}@{order.day}").href,
    }


def order_sheet(view: View, window_id: dict[str, str]) -> list[Component]:
    """The lines of the order that the address opens, if it opens one.

    Raises:
        NotUnderstood: what is opened is no order of this customer, or not of that day.
    """
    kind, _, what = view.address.see.partition(":")
    if kind != _KIND or not view.customer:
        return []
    order, _, written = what.rpartition("@")
    day = None
    with suppress(ValueError):
        day = dt.date.fromisoformat(written)
    rows = order_lines(order, _question(view, Period(day, day)), view.scope, view.shelf) if day else []
    if not day or not rows:
        raise NotUnderstood("profile.unknown_order", order=order)
    name = say(view.language, "profile.no_order") if order == "?" else order
    title = say(view.language, "profile.order_of", order=name, day=dates.day(view.language, day))
    return [window(view.language, window_id, title, _lines(view, title, rows), full=view.phone)]


def _lines(view: View, title: str, rows: list[tuple[object, ...]]) -> list[Component]:
    language = view.language
    whole = sum((row[3] for row in rows if isinstance(row[3], Decimal)), Decimal(0))
    told = say(
        language, "profile.order_lines", n=len(rows), count=formats.number(language, len(rows)),
        sum=formats.money_with_unit(language, whole, EXACT, view.currency),
    )  # fmt: skip
    keys = ("product", "quantity", "list_amount", "net_amount", "channel", "source_file")
    shown = keys[:4] if view.phone else keys
    heads = [say(language, f"column.{key}") for key in shown]
    cells = [_cells(view, row)[: len(shown)] for row in rows]
    return rows_content(told, listing(title, heads, cells, "numbers"))


def _cells(view: View, row: tuple[object, ...]) -> list[str]:
    product, quantity, listed, net, channel, file, record = row
    unknown = say(view.language, "ask.unknown")
    whole = isinstance(quantity, Decimal) and quantity == quantity.to_integral_value()
    return [
        unknown if product == "?" else str(product),
        formats.number(view.language, quantity if isinstance(quantity, Decimal) else None, 0 if whole else 2),
        *(
            formats.money(view.language, one if isinstance(one, Decimal) else None, EXACT)
            for one in (listed, net)
        ),
        unknown if channel == "?" else str(channel),
        f"{file}, {record}",
    ]
