"""What one customer buys, and what customers like it buy and it does not."""

import datetime as dt
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import PRIOR, Answer
from dashboard.metrics.question import Condition, Question
from dashboard.pages.instead import nothing_sold, outside
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.listing import listing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.tiles import signed_change, tone_of
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form, choose_form

_BY = ("product",)
_MEASURES = ("net_sales", "active_customers", "last_order", "price_realisation")
_MOST = 12


def questions(view: View) -> tuple[Question, ...]:
    """What was bought in twelve months, against those before."""
    days, before = view.twelve_months, view.yearly.name
    return (view.question(*_MEASURES, by=_BY, period=days, against=before, sort=("-net_sales",)),)


def bought_panel(view: View) -> Component:
    """One line a product, the largest first; what is bought no longer stands last, with what it was."""
    language, found = view.language, view.answer(*questions(view))
    form = choose_form(_amount(row, found, "net_sales") for row in found.rows)
    columns = ["product", "sales", "change", "realised", "last"]
    if found.total("price_realisation") is None:
        columns.remove("realised")
    title, unit = say(language, "profile.bought"), formats.unit(language, form, view.currency)
    told = [_bought(view, found, row, form) for row in found.rows]
    rows = [[one[key] for key in columns] for one in told]
    head = Panel(
        title,
        say(language, "profile.bought_scope", n=len(rows), unit=unit),
        menu=tile_menu(view, "net_sales", "months"),
        state=outside(view, view.twelve_months) or nothing_sold(view, rows),
    )
    heads = [say(language, f"profile.col_{key}") for key in columns]
    return panel(language, head, [listing(title, heads, rows, "numbers products")])


def _bought(view: View, found: Answer, row: tuple[object, ...], form: Form) -> dict[str, Component | str]:
    now, before = _amount(row, found, "net_sales"), _amount(row, found, "net_sales" + PRIOR)
    last = row[found.at("last_order")] or row[found.at("last_order" + PRIOR)]
    realised = row[found.at("price_realisation")]
    return {
        "product": say(view.language, "ask.unknown") if row[0] is None else str(row[0]),
        "sales": formats.money(view.language, now, form),
        "change": _change(view, now, before),
        "realised": formats.percent(view.language, realised if isinstance(realised, float) else None, 0),
        "last": dates.day(view.language, last) if isinstance(last, dt.date) else formats.ABSENT,
    }


def _change(view: View, now: Decimal | None, before: Decimal | None) -> Component | str:
    if not view.reaches_back(view.twelve_months, view.yearly) or before is None or before < 0:
        return formats.ABSENT
    if not before:
        return signed_change(say(view.language, "parts.mix_new"), "flat", 0) if now else formats.ABSENT
    change = ((now or Decimal(0)) - before) / before
    way = formats.direction(change * 100, 1)
    return signed_change(formats.signed_percent(view.language, change), tone_of(way), way)


def _amount(row: tuple[object, ...], found: Answer, key: str) -> Decimal | None:
    value = row[found.at(key)]
    return value if isinstance(value, Decimal) else None


def not_bought_panel(view: View) -> Component:
    """What most of the customers like this one buy, and it does not; the most usual first."""
    language, title, alike = view.language, say(view.language, "profile.not_bought"), _alike(view)
    unknown = None if alike else State("empty", say(language, "profile.no_kind"))
    if beside := outside(view, view.twelve_months) or unknown:
        return panel(language, Panel(title, state=beside), ())
    peers = view.answer(_peers(view, alike))
    count = int(str(peers.total("active_customers") or 0))
    rows = _rows(view, peers, count)
    scope = say(language, "profile.not_bought_scope", n=count, count=formats.number(language, count))
    nothing = None if rows else State("empty", say(language, "profile.all_bought"))
    heads = [say(language, f"profile.col_{key}") for key in ("product", "share", "buyers")]
    return panel(language, Panel(title, scope, state=nothing), [listing(title, heads, rows, "numbers")])


def _alike(view: View) -> tuple[Condition, ...]:
    """Who is like this customer: of its segment and its industry, as far as they are known."""
    customer = view.customer
    assert customer, "only the page of a customer asks for others like it"
    kind = (("segment", customer.segment), ("industry", customer.industry))
    known = tuple(Condition(key, (member,)) for key, member in kind if member != "?")
    return (*known, Condition("customer", (customer.id,), exclude=True)) if known else ()


def _peers(view: View, alike: tuple[Condition, ...]) -> Question:
    buyers, days = "active_customers", view.twelve_months
    return view.question(buyers, by=_BY, period=days, against="", sort=(f"-{buyers}",), among=alike)


def _rows(view: View, peers: Answer, count: int) -> list[list[str]]:
    own, buyers = view.answer(*questions(view)), peers.at("active_customers")
    at = own.at("active_customers")
    bought = {keys[0] for keys, row in zip(own.keys, own.rows, strict=True) if row[at]}
    missed = [
        (str(row[0]), int(str(row[buyers])))
        for keys, row in zip(peers.keys, peers.rows, strict=True)
        if row[0] is not None and row[buyers] and keys[0] not in bought
    ]
    return [
        [name, formats.percent(view.language, Decimal(n) / count, 0), formats.number(view.language, n)]
        for name, n in missed[:_MOST]
    ]
