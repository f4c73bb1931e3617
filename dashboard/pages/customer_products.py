"""What one customer buys, and what customers like it buy and it does not."""

import datetime as dt
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.access.scope import UNKNOWN
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
_MEASURES = ("net_sales", "active_customers", "price_realisation")
_MOST = 12
# Fewer than these say nothing of what is usual.
_FEW = 5


def questions(view: View) -> tuple[Question, ...]:
    """What was bought in twelve months, against those before, and when each product last."""
    days, before = view.twelve_months, view.yearly.name
    return (
        view.question(*_MEASURES, by=_BY, period=days, against=before, sort=("-net_sales",)),
        view.question("last_order", by=_BY, period=view.so_far, against=""),
    )


def bought_panel(view: View) -> Component:
    """One line a product, the largest first; what is bought no longer stands last, with what it was."""
    language, (found, last) = view.language, map(view.answer, questions(view))
    known = {keys[0]: row[-1] for keys, row in zip(last.keys, last.rows, strict=True)}
    form = choose_form(_amount(row, found, "net_sales") for row in found.rows)
    columns = ["product", "sales", "change", "realised", "last"]
    if found.total("price_realisation") is None:
        columns.remove("realised")
    title, unit = say(language, "profile.bought"), formats.unit(language, form, view.currency)
    told = [_bought(view, found, at, known, form) for at in range(len(found.rows))]
    rows = [[one[key] for key in columns] for one in told]
    gone = sum(not row[found.at("active_customers")] for row in found.rows)
    head = Panel(
        title,
        say(language, "profile.bought_scope", bought=len(rows) - gone, gone=gone, unit=unit),
        menu=tile_menu(view, "net_sales", "months"),
        state=outside(view, view.twelve_months) or nothing_sold(view, rows),
    )
    heads = [say(language, f"profile.col_{key}") for key in columns]
    return panel(language, head, [listing(title, heads, rows, "numbers products")])


def _bought(
    view: View, found: Answer, at: int, known: dict[object, object], form: Form
) -> dict[str, Component | str]:
    row, last = found.rows[at], known.get(found.keys[at][0])
    now, before = _amount(row, found, "net_sales"), _amount(row, found, "net_sales" + PRIOR)
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
    language, title, found = view.language, say(view.language, "profile.not_bought"), _alike(view)
    unknown = None if found else State("empty", say(language, "profile.no_kind"))
    if beside := outside(view, view.twelve_months) or unknown:
        return panel(language, Panel(title, state=beside), ())
    kind, peers = found[-1] if found else ("", None)
    assert peers, "what is not known has been told"
    count = _buyers(peers)
    rows = _rows(view, peers, count)
    scope = say(language, f"profile.alike_{kind}", n=count, count=formats.number(language, count))
    nothing = None if rows else State("empty", say(language, "profile.all_bought"))
    heads = [say(language, f"profile.col_{key}") for key in ("product", "share", "buyers")]
    return panel(language, Panel(title, scope, state=nothing), [listing(title, heads, rows, "numbers")])


def _alike(view: View) -> list[tuple[str, Answer]]:
    """What others of its segment and industry buy; where those are a handful, what its industry buys."""
    customer = view.customer
    found: list[tuple[str, Answer]] = []
    assert customer, "only the page of a customer asks for others like it"
    known = {"segment": customer.segment, "industry": customer.industry}
    for kind in ("segment_and_industry", "industry", "segment"):
        keys = kind.split("_and_")
        if any(known[key] == UNKNOWN for key in keys) or (found and kind == "segment"):
            continue
        alike = tuple(Condition(key, (known[key],)) for key in keys)
        others = Condition("customer", (customer.id,), exclude=True)
        found.append((kind, view.answer(_peers(view, (*alike, others)))))
        if _buyers(found[-1][1]) >= _FEW:
            break
    return found


def _buyers(peers: Answer) -> int:
    return int(str(peers.total("active_customers") or 0))


def _peers(view: View, alike: tuple[Condition, ...]) -> Question:
    buyers, days = "active_customers", view.twelve_months
    return view.question(buyers, by=_BY, period=days, against="", sort=(f"-{buyers}",), among=alike)


def _rows(view: View, peers: Answer, count: int) -> list[list[str]]:
    own, buyers = view.answer(questions(view)[0]), peers.at("active_customers")
    at = own.at("active_customers")
    bought = {keys[0] for keys, row in zip(own.keys, own.rows, strict=True) if row[at]}
    missed = [
        (str(row[0]), int(str(row[buyers])))
        for keys, row in zip(peers.keys, peers.rows, strict=True)
        if row[0] is not None and row[buyers] and keys[0] not in bought
    ]
    return [
        [name, formats.percent(view.language, Decimal(n) / count, 0), formats.number(view.language, n)]
        for name, n in missed[: _MOST // 2 if view.phone else _MOST]
    ]
