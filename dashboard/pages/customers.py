"""The customers of a territory: all of them, as many rows at a time as one looks at."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from dashboard.access.scope import UNKNOWN
from dashboard.answers.answer import Answer
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.conditions import Condition, written
from dashboard.metrics.question import Question
from dashboard.pages.amounts import base
from dashboard.pages.blocks import FIRST_BLOCK, Block, part_id
from dashboard.pages.ideas import flags
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import ONE_COLUMN, View
from dashboard.pages.when import compared_with
from dashboard.parts import html
from dashboard.parts.customers import COLUMNS, CustomerLine, Reach, customer_grid, customer_record
from dashboard.parts.panel import Panel, panel
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form

GRID = "customers"
_MEASURES = (
    "net_sales", "potential", "share_of_wallet", "last_order", "planned_contacts", "kept_contacts",
    "plan_adherence",
)  # fmt: skip
_BY = ("customer",)
# Flags of what could be won; the others tell what is being lost.
_CHANCES = ("under_penetrated", "cross_sell_gap", "over_served")
_ROOMY = 1440  # pixels
_CHANGE = "net_sales.difference_pct"
_SORTS = {
    "name": "customer",
    "sales": "net_sales",
    "change": _CHANGE,
    "potential": "potential",
    "share": "share_of_wallet",
    "last_order": "last_order",
    "contacts": "plan_adherence",
}


def questions(view: View) -> tuple[Question]:
    """What the first rows ask."""
    return (_question(view, 0, FIRST_BLOCK, "-net_sales"),)


def customer_panel(view: View) -> Component:
    """The grid; its first rows come with the page, the others when one scrolls to them."""
    first = view.answer(*questions(view))
    form = view.form
    title = say(view.language, "territory.customers")
    scope = say(
        view.language,
        "territory.customers_scope",
        n=first.row_count,
        count=formats.number(view.language, first.row_count),
        days=dates.day_range(view.language, view.period.start, view.period.end),
        unit=formats.unit(view.language, form, view.currency),
    )
    grid = customer_grid(
        view.language,
        part_id("grid", GRID),
        beside=compared_with(view, view.beside(_BY)),
        columns=_columns(view, first),
        total=_total(view, first, form),
        phone=view.phone,
        rows=min(first.row_count or 1, 8 if view.phone else 12),
        narrow=_is_narrow(view),
    )
    block = _block(view, first, first)
    head = Panel(title, scope, menu=tile_menu(view, "net_sales", tile="customers"))
    return panel(
        view.language,
        head,
        [
            html.Div(
                [
                    grid,
                    dcc.Store(id=part_id("first", GRID), data=block),
                    dcc.Store(id=part_id("more", GRID)),
                    dcc.Store(id=part_id("came", GRID)),
                ]
            )
        ],
    )


def _columns(view: View, first: Answer) -> list[str]:
    """What the company has numbers for: potential, and plans that are over.

    Beside a second column in a window of few pixels the share tells of the potential alone.
    """
    lacking = {"potential"} if _is_narrow(view) else set()
    if first.total("potential") is None:
        lacking |= {"potential", "share"}
    if not first.has("kept_contacts") or not first.total("planned_contacts"):
        lacking.add("contacts")
    return [key for key in COLUMNS if key not in lacking]


def _is_narrow(view: View) -> bool:
    """Whether the list stands beside a second column in a window of few pixels."""
    return ONE_COLUMN < view.width < _ROOMY


def customer_block(view: View, start: int, end: int, sort: list[dict[str, Any]]) -> Block:
    """Rows `start` to `end` in the order that the grid asks for."""
    order = "-net_sales"
    if sort and sort[0]["colId"] in _SORTS:
        order = ("-" if sort[0]["sort"] == "desc" else "") + _SORTS[sort[0]["colId"]]
    return _block(view, view.answer(_question(view, start, end, order)), view.answer(*questions(view)))


def _question(view: View, start: int, end: int, order: str) -> Question:
    return view.question(
        *_MEASURES,
        by=_BY,
        shows=("net_sales:difference_pct",),
        sort=(order,),
        limit=end - start,
        offset=start,
    )


def _block(view: View, found: Answer, first: Answer) -> Block:
    """The rows; every block shares the scales of the first, so that bars compare."""
    form, reach, beside = view.form, _reach(first), view.beside(_BY)
    raised = flags(view, [str(keys[0]) for keys in found.keys])
    rows = [
        customer_record(
            view.language, _line(view, found, at, beside, raised), reach, form, view.outline.through
        )
        for at in range(len(found.rows))
    ]
    return {"rowData": rows, "rowCount": found.row_count}


def _line(view: View, found: Answer, at: int, beside: Comparison, raised: Mapping[str, str]) -> CustomerLine:
    row, key = found.rows[at], str(found.keys[at][0])
    name, rule = row[0], raised.get(key, "")
    prior = base(view, beside, row[found.at(found.beside("net_sales"))])
    return CustomerLine(
        id=key,
        name=say(view.language, "ask.unknown") if name is None else str(name),
        sales=_money(row[found.at("net_sales")]),
        prior=prior,
        growth=_ratio(row[found.at(_CHANGE)]) if prior else None,
        potential=_money(row[found.at("potential")]),
        share=_ratio(row[found.at("share_of_wallet")]),
        last_order=_day(row[found.at("last_order")]),
        contacts=_count(row[found.at("kept_contacts")]) if found.has("kept_contacts") else None,
        planned=_count(row[found.at("planned_contacts")]) if found.has("kept_contacts") else None,
        href="" if key == UNKNOWN else view.address.of_customer(key).href,
        only=chosen(view, key),
        flag=say(view.language, f"ideas.flag.{rule}") if rule else "",
        flag_tone=("acc" if rule in _CHANCES else "bad") if rule else "",
    )


def chosen(view: View, key: str) -> str:
    """The same page of this customer alone, as a chip that shows; nowhere if it is chosen already."""
    limit = written(Condition("customer", (key,)))
    return "" if limit in view.address.where else view.address.but(where=(*view.address.where, limit)).href


def _total(view: View, found: Answer, form: Form) -> dict[str, Any] | None:
    if found.totals is None:
        return None
    prior = base(view, view.beside(_BY), found.total(found.beside("net_sales")))
    line = CustomerLine(
        id="total",
        name=say(view.language, "ask.total"),
        sales=_money(found.total("net_sales")),
        prior=prior or None,
        growth=_ratio(found.total(_CHANGE)) if prior else None,
        potential=_money(found.total("potential")),
        share=_ratio(found.total("share_of_wallet")),
        contacts=_count(found.total("kept_contacts")) if found.has("kept_contacts") else None,
        planned=_count(found.total("planned_contacts")) if found.has("kept_contacts") else None,
    )
    record = customer_record(view.language, line, Reach(Decimal(0), Decimal(0)), form, view.outline.through)
    return record | {"sales_bar": [0, 0], "change_bar": 0, "last_order": ""}


def _reach(first: Answer) -> Reach:
    now = [_money(row[first.at("net_sales")]) or Decimal(0) for row in first.rows]
    before = [_money(row[first.at(first.beside("net_sales"))]) or Decimal(0) for row in first.rows]
    changes = [abs(one - two) for one, two in zip(now, before, strict=True) if two]
    return Reach(max([*now, *before], default=Decimal(0)), max(changes, default=Decimal(0)))


def _money(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _ratio(value: object) -> float | None:
    return value if isinstance(value, float) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
