"""The orders of one customer, the latest first, and the lines of the one that is opened."""

import datetime as dt
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

from dash import dcc
from dash.development.base_component import Component

from dashboard.answers.customers import Order, Orders, order_lines, orders
from dashboard.errors import NotUnderstood
from dashboard.exports.cells import COUNT, DAY, TEXT, Cell, money, number
from dashboard.exports.sheet import Column, Sheet
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question
from dashboard.pages.blocks import FIRST_BLOCK, Block, part_id
from dashboard.pages.instead import nothing_sold
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.lines import LineColumn, line_grid
from dashboard.parts.listing import Line, Named, listing, listing_sheet
from dashboard.parts.panel import Panel, panel
from dashboard.parts.window import rows_content, window
from dashboard.text import dates, formats, say
from dashboard.text.formats import EXACT

GRID = "orders"
_KIND = "order"


def orders_panel(view: View) -> Component:
    """The grid; each order opens its lines."""
    found = _orders(view, FIRST_BLOCK)
    return panel(view.language, _head(view, found), [html.Div([_grid(view, found), *_stores(view, found)])])


def _head(view: View, found: Orders) -> Panel:
    language, count = view.language, formats.number(view.language, found.count)
    unit = formats.unit(language, EXACT, view.currency)
    return Panel(
        say(language, "profile.orders"),
        say(language, "profile.orders_scope", n=found.count, count=count, unit=unit),
        menu=tile_menu(view, "orders", tile=GRID),
        state=nothing_sold(view, found.rows),
    )


def orders_sheets(view: View) -> tuple[Sheet, ...]:
    """The orders as a sheet, with what all of them come to."""
    found = _orders(view, view.longest)
    looks = {"order_id": TEXT, "order_date": DAY, "lines": COUNT, "net_amount": money(EXACT)}
    columns = [Column(_heading(view, key), look) for key, look in looks.items()]
    lines: list[Line] = [(Named(_number(view, one.id)), one.day, one.lines, one.amount) for one in found.rows]
    sheet = listing_sheet(_head(view, found), columns, lines)
    total = (say(view.language, "ask.total"), None, None, found.amount)
    return (replace(sheet, total=total, more=found.count - len(lines)) if lines else sheet,)


def _heading(view: View, key: str) -> str:
    return say(view.language, "profile.lines" if key == "lines" else f"column.{key}")


def _number(view: View, order: str) -> str:
    return say(view.language, "profile.no_order") if order == "?" else order


def _grid(view: View, found: Orders) -> Component:
    columns = [
        LineColumn("day", say(view.language, "column.order_date"), width=92 if view.phone else 110),
        LineColumn("order", say(view.language, "column.order_id"), width=130, link=True),
        *([] if view.phone else [LineColumn("lines", say(view.language, "profile.lines"), True, 90)]),
        LineColumn("amount", say(view.language, "column.net_amount"), True, 96 if view.phone else 110),
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
        "order": _number(view, order.id),
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
    title = say(
        view.language, "profile.order_of", order=_number(view, order), day=dates.day(view.language, day)
    )
    return [window(view.language, window_id, title, _lines(view, title, rows), full=view.phone)]


def _lines(view: View, title: str, rows: list[tuple[object, ...]]) -> list[Component]:
    language = view.language
    whole = sum((row[3] for row in rows if isinstance(row[3], Decimal)), Decimal(0))
    told = say(
        language, "profile.order_lines", n=len(rows), count=formats.number(language, len(rows)),
        sum=formats.money_with_unit(language, whole, EXACT, view.currency),
    )  # fmt: skip
    amount = money(EXACT)
    looks = {
        "product": TEXT, "quantity": number(2), "list_amount": amount, "net_amount": amount,
        **({} if view.phone else {"channel": TEXT, "source_file": TEXT}),
    }  # fmt: skip
    columns = [Column(_heading(view, key), look) for key, look in looks.items()]
    lines = [_line(view, row, len(looks) - 1) for row in rows]
    return rows_content(told, listing(language, title, columns, lines, "numbers"))


def _line(view: View, row: tuple[object, ...], most: int) -> Line:
    product, quantity, listed, net, channel, file, record = row
    unknown = say(view.language, "ask.unknown")
    whole = isinstance(quantity, Decimal) and quantity == quantity.to_integral_value()
    told = (
        Cell(_decimal(quantity), number(0 if whole else 2)),
        _decimal(listed),
        _decimal(net),
        unknown if channel == "?" else str(channel),
        f"{file}, {record}",
    )
    return Named(unknown if product == "?" else str(product)), *told[:most]


def _decimal(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
