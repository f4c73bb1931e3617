"""The key figures of one customer, over twelve months: sales, margin, orders, the last one, contacts."""

import datetime as dt
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.exports import cells
from dashboard.exports.cells import Cell
from dashboard.exports.sheet import Sheet
from dashboard.metrics.question import Question
from dashboard.pages.amounts import Amount, money, value
from dashboard.pages.bar import chip_words
from dashboard.pages.instead import missing, outside
from dashboard.pages.key_figures import key_figure, key_figures, one_of
from dashboard.pages.months import MonthSeries, months_of
from dashboard.pages.sheets import tile_menu
from dashboard.pages.sparks import spark
from dashboard.pages.strip import WHOLE
from dashboard.pages.view import View
from dashboard.pages.when import without_base
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, kpi_strip, tone_of
from dashboard.text import dates, formats, say
from dashboard.text.formats import choose_form

_YEAR = ("net_sales", "gross_margin_rate", "orders", "average_order")
_PLANNED = ("planned_contacts", "kept_contacts", "plan_adherence")


def questions(view: View) -> tuple[Question, ...]:
    """The twelve months against those before, the last order of all, and the contacts."""
    months, asked = view.twelve_months, (_year(view), _last(view))
    if not view.has("contacts"):
        return asked
    kept = _PLANNED if view.has("kept_contacts") else ()
    return (*asked, view.question("contacts", *kept, period=months, against=""))


def _year(view: View) -> Question:
    return view.question(*_YEAR, period=view.twelve_months, against=view.yearly.name)


def _last(view: View) -> Question:
    return view.question("last_order", period=view.so_far, against="")


def strip(view: View) -> Component:
    """Six tiles, all of the twelve months that end with the period."""
    return kpi_strip(view.language, tiles(view), view.phone)


def strip_sheets(view: View) -> tuple[Sheet, ...]:
    """The same tiles as a sheet."""
    return (key_figures(view.language, tiles(view)),)


def tile_sheets(view: View, name: str) -> tuple[Sheet, ...]:
    """One of the tiles alone."""
    return key_figure(view, tiles(view), name)


def tiles(view: View) -> list[Tile]:
    """The tiles in their order."""
    year, months = view.answer(_year(view)), months_of(view)
    return [
        _sales(view, year, months),
        _margin(view, year, months),
        _orders(view, year),
        _average(view, year, months),
        _last_order(view),
        _contacts(view),
    ]


def _tile(
    view: View, key: str, shown: Cell, deltas: tuple[Delta, ...], unit: str = "", **more: object
) -> Tile:
    """A tile of the twelve months; without a number, that nothing was sold in them."""
    language = view.language
    label = say(language, f"measure.{key}.name")
    if beside := outside(view, view.twelve_months):
        return Tile(label, state=beside)
    if shown.value is None:
        return Tile(label, state=State("empty", say(language, "screen.nothing_sold")))
    days = say(language, "territory.twelve_months")
    words = f"{unit} · {days}" if unit else days
    menu = tile_menu(view, key, "months", tile=one_of(key))
    return Tile(label, shown, words, deltas, name=key, menu=menu, chips=chip_words(view), **more)  # type: ignore[arg-type]


def _change(view: View, now: Decimal | None, before: Decimal | None) -> tuple[Delta, ...]:
    if now is None or before is None or before <= 0 or not _reaches(view):
        return (_without(view),)
    change = (now - before) / before
    way = formats.direction(change * 100, 1)
    text = formats.signed_percent(view.language, change)
    return (Delta(text, tone_of(way), way, say(view.language, "screen.from_prior_year")),)


def _reaches(view: View) -> bool:
    return view.reaches_back(view.twelve_months, view.yearly)


def _without(view: View) -> Delta:
    return Delta("", rest=without_base(view, view.twelve_months, view.yearly))


def _both(year: Answer, key: str) -> tuple[Amount, Amount]:
    return value(year, key), value(year, year.beside(key))


def _sales(view: View, year: Answer, months: MonthSeries) -> Tile:
    now, before = money(year, "net_sales"), money(year, year.beside("net_sales"))
    form = choose_form([now, before])
    unit = formats.unit(view.language, form, view.currency)
    deltas = _change(view, now, before)
    return _tile(
        view, "net_sales", Cell(now, cells.money(form)), deltas, unit, spark=spark(view, months, "net_sales")
    )


def _margin(view: View, year: Answer, months: MonthSeries) -> Tile:
    now, before = _both(year, "gross_margin_rate")
    if now is None and value(year, "net_sales"):
        label = say(view.language, "measure.gross_margin_rate.name")
        return Tile(label, state=State("empty", say(view.language, "territory.no_cost")))
    delta = _without(view)
    if now is not None and before is not None and _reaches(view):
        change = float(now) - float(before)
        way = formats.direction(change * 100, 1)
        rest = say(view.language, "screen.from_prior_year")
        delta = Delta(formats.points(view.language, change), tone_of(way), way, rest)
    shown = Cell(now, cells.percent())
    return _tile(view, "gross_margin_rate", shown, (delta,), spark=spark(view, months, "gross_margin_rate"))


def _orders(view: View, year: Answer) -> Tile:
    now, before = _both(year, "orders")
    delta = _without(view)
    if _reaches(view):
        change = int(now or 0) - int(before or 0)
        way, rest = formats.direction(change), say(view.language, "screen.from_prior_year")
        delta = Delta(formats.signed(view.language, change), tone_of(change), way, rest)
    return _tile(view, "orders", Cell(now, cells.COUNT), (delta,))


def _average(view: View, year: Answer, months: MonthSeries) -> Tile:
    now, before = money(year, "average_order"), money(year, year.beside("average_order"))
    unit = formats.unit(view.language, WHOLE, view.currency)
    deltas = _change(view, now, before)
    return _tile(
        view,
        "average_order",
        Cell(now, cells.money(WHOLE)),
        deltas,
        unit,
        spark=spark(view, months, "average_order"),
    )


def _last_order(view: View) -> Tile:
    """When it last bought, whenever that was, and how many days before the period's end."""
    language, label = view.language, say(view.language, "measure.last_order.name")
    last = view.answer(_last(view)).total("last_order")
    if not isinstance(last, dt.date):
        return Tile(label, state=State("empty", say(language, "screen.nothing_sold")))
    ago = (view.so_far.end - last).days
    shown = dates.day(language, last, year=last.year != view.so_far.end.year)
    count = formats.number(language, ago)
    rest = say(language, "profile.days_before", n=ago, count=count) if ago else ""
    until = say(language, "territory.until", day=dates.day(language, view.so_far.end, year=False))
    return Tile(label, shown, until, (Delta("", rest=rest),) if rest else (), chips=chip_words(view))


def _contacts(view: View) -> Tile:
    """Contacts made of those planned, where plans ended; else how many there were."""
    language, label = view.language, say(view.language, "measure.contacts.name")
    if lacking := missing(view, ("activities",)) or outside(view, view.twelve_months):
        return Tile(label, state=lacking)
    found = view.answer(questions(view)[-1])
    planned, kept = value(found, "planned_contacts"), value(found, "kept_contacts")
    made = formats.number(language, value(found, "contacts"))
    if not planned:
        return _tile(view, "contacts", Cell(value(found, "contacts"), cells.COUNT), ())
    shown = f"{formats.number(language, kept)} / {formats.number(language, planned)}"
    rest = say(language, "profile.kept", share=formats.percent(language, value(found, "plan_adherence"), 0))
    all_made = say(language, "profile.made", n=int(value(found, "contacts") or 0), count=made)
    return Tile(
        say(language, "profile.kept_of_planned"), shown, say(language, "territory.twelve_months"),
        (Delta("", rest=rest),), notes=(all_made,), chips=chip_words(view),
        menu=tile_menu(view, "plan_adherence", "months", tile=one_of("plan_adherence")),
        name="plan_adherence",
    )  # fmt: skip
