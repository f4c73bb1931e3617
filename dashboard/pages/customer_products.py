"""What one customer buys, and what customers like it buy and it does not."""

import datetime as dt
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.access.scope import UNKNOWN
from dashboard.answers.answer import PRIOR, Answer
from dashboard.exports.cells import COUNT, DAY, TEXT, Look, Value, money, percent
from dashboard.exports.sheet import Column, Sheet
from dashboard.metrics.conditions import Condition
from dashboard.metrics.question import Question
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.instead import nothing_sold, outside
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.listing import Line, Named, listing, listing_sheet
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.text import formats, say
from dashboard.text.formats import choose_form

_BY = ("product",)
_MEASURES = ("net_sales", "active_customers", "price_realisation")
_MOST = 12
BOUGHT, NOT_BOUGHT = "bought", "not-bought"
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
    head, columns, lines = _bought(view)
    return panel(view.language, head, [listing(view.language, head.title, columns, lines, "numbers")])


def bought_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines as a sheet."""
    return (listing_sheet(*_bought(view)),)


def _bought(view: View) -> tuple[Panel, list[Column], list[Line]]:
    found, last = map(view.answer, questions(view))
    form = choose_form(_amount(row, found, "net_sales") for row in found.rows)
    looks = {"sales": money(form), "change": percent(signed=True), "realised": percent(0), "last": DAY}
    if found.total("price_realisation") is None:
        del looks["realised"]
    known = {keys[0]: row[-1] for keys, row in zip(last.keys, last.rows, strict=True)}
    lines: list[Line] = []
    for keys, row in zip(found.keys, found.rows, strict=True):
        told = _told(view, found, row, known.get(keys[0]))
        lines.append((Named(_name(view, row[0])), *(told[key] for key in looks)))
    gone = sum(not row[found.at("active_customers")] for row in found.rows)
    unit = formats.unit(view.language, form, view.currency)
    head = Panel(
        say(view.language, "profile.bought"),
        say(view.language, "profile.bought_scope", bought=len(lines) - gone, gone=gone, unit=unit),
        menu=tile_menu(view, "net_sales", "months", tile=BOUGHT),
        state=outside(view, view.twelve_months) or nothing_sold(view, lines),
    )
    return head, [_column(view, "product"), *(_column(view, key, look) for key, look in looks.items())], lines


def _column(view: View, key: str, look: Look = TEXT) -> Column:
    return Column(say(view.language, f"profile.col_{key}"), look)


def _name(view: View, label: object) -> str:
    return say(view.language, "ask.unknown") if label is None else str(label)


def _told(view: View, found: Answer, row: tuple[object, ...], last: object) -> dict[str, Value]:
    now, before = _amount(row, found, "net_sales"), _amount(row, found, "net_sales" + PRIOR)
    realised = row[found.at("price_realisation")]
    return {
        "sales": now,
        "change": _change(view, now, before),
        "realised": realised if isinstance(realised, float) else None,
        "last": last if isinstance(last, dt.date) else None,
    }


def _change(view: View, now: Decimal | None, before: Decimal | None) -> Decimal | str | None:
    if not view.reaches_back(view.twelve_months, view.yearly) or before is None or before < 0:
        return None
    if not before:
        return say(view.language, "parts.mix_new") if now else None
    return ((now or Decimal(0)) - before) / before


def _amount(row: tuple[object, ...], found: Answer, key: str) -> Decimal | None:
    value = row[found.at(key)]
    return value if isinstance(value, Decimal) else None


def not_bought_panel(view: View) -> Component:
    """What most of the customers like this one buy, and it does not; the most usual first."""
    head, columns, lines = _not_bought(view)
    some = lines[: _MOST // 2 if view.phone else _MOST]
    return panel(view.language, head, [listing(view.language, head.title, columns, some, "numbers")])


def not_bought_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines as a sheet, as many as the widest screen has."""
    head, columns, lines = _not_bought(view)
    return (listing_sheet(head, columns, lines[:_MOST]),)


def _not_bought(view: View) -> tuple[Panel, list[Column], list[Line]]:
    language, title, found = view.language, say(view.language, "profile.not_bought"), _alike(view)
    if beside := outside(view, view.twelve_months):
        return Panel(title, state=beside), [], []
    if not found:
        return Panel(title, state=State("empty", say(language, "profile.no_kind"))), [], []
    kind, peers = found[-1]
    count, menu = _buyers(peers), tile_downloads(view, NOT_BOUGHT)
    lines = _lines(view, peers, count)
    scope = say(language, f"profile.alike_{kind}", n=count, count=formats.number(language, count))
    nothing = None if lines else State("empty", say(language, "profile.all_bought"))
    looks = {"product": TEXT, "share": percent(0), "buyers": COUNT}
    columns = [_column(view, key, look) for key, look in looks.items()]
    return Panel(title, scope, menu=menu, state=nothing), columns, lines


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


def _lines(view: View, peers: Answer, count: int) -> list[Line]:
    own, buyers = view.answer(questions(view)[0]), peers.at("active_customers")
    at = own.at("active_customers")
    bought = {keys[0] for keys, row in zip(own.keys, own.rows, strict=True) if row[at]}
    missed = [
        (str(row[0]), int(str(row[buyers])))
        for keys, row in zip(peers.keys, peers.rows, strict=True)
        if row[0] is not None and row[buyers] and keys[0] not in bought
    ]
    return [(Named(name), Decimal(n) / count, n) for name, n in missed]
