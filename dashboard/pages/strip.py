"""The strip of a territory: sales, attainment and pace, margin, customers, contacts or orders, and pay."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.exports import cells
from dashboard.exports.cells import Cell
from dashboard.exports.sheet import Sheet
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.question import Question
from dashboard.pages.amounts import Amount, money, value
from dashboard.pages.bar import chip_words
from dashboard.pages.instead import missing, outside
from dashboard.pages.key_figures import key_figure, key_figures, one_of
from dashboard.pages.months import MonthSeries, months_of
from dashboard.pages.pace import pace_tile, whole_plan
from dashboard.pages.pay.tile import pay_tile
from dashboard.pages.sheets import tile_menu
from dashboard.pages.sparks import spark, spark_of_ended
from dashboard.pages.view import View
from dashboard.pages.when import versus, without_base
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, kpi_strip, tone_of
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form

WHOLE = Form(0, 0)
_FLOWS = ("new_customers", "lost_customers")
_KEPT = "plan_adherence"


def questions(view: View) -> tuple[Question, ...]:
    """What the strip asks beside the months: the period, its year to date, and twelve months of customers."""
    return (
        view.headline,
        view.question("net_sales", "seasonal_quota", "landing", period=view.year_to_date, against=""),
        view.question("active_customers", period=view.twelve_months, against=view.yearly.name),
        *((view.question(*_FLOWS, period=view.twelve_months, against=""),) if view.has(_FLOWS[0]) else ()),
        *((_kept(view), _kept_months(view)) if view.has(_KEPT) else ()),
    )


def strip(view: View) -> Component:
    """The strip, from three questions: the period, the months of its year, and twelve months of customers."""
    pay = pay_tile(view)
    return kpi_strip(view.language, [*tiles(view), *([pay] if pay else [])], view.phone)


def strip_sheets(view: View) -> tuple[Sheet, ...]:
    """The same tiles as a sheet."""
    return (key_figures(view.language, tiles(view)),)


def tile_sheets(view: View, name: str) -> tuple[Sheet, ...]:
    """One of the tiles alone."""
    return key_figure(view, tiles(view), name)


def tiles(view: View) -> list[Tile]:
    """The tiles in their order; where contacts are planned, what came of it stands for the average order.

    Pay stands beside them on the screen alone: a file of a territory is passed on.
    """
    period, year, customers = (view.answer(question) for question in questions(view)[:3])
    months = months_of(view)
    return [
        _sales(view, period, months),
        pace_tile(view, year, months),
        margin_tile(view, period, months),
        _customers(view, customers, months),
        _contacts(view) if view.has(_KEPT) else _average(view, period, months),
    ]


def _sales(view: View, period: Answer, months: MonthSeries) -> Tile:
    now, before = money(period, "net_sales"), money(period, period.beside("net_sales"))
    form, language = view.form, view.language
    label = say(language, "measure.net_sales.name")
    if beside := outside(view, view.period):
        return Tile(label, state=beside)
    deltas = _money_deltas(view, now, before, form)
    return Tile(
        label,
        Cell(now, cells.money(form)),
        formats.unit(language, form, view.currency),
        deltas,
        spark(view, months, "net_sales"),
        name="net_sales",
        menu=tile_menu(view, "net_sales", tile=one_of("net_sales")),
        chips=chip_words(view),
        state=lateness(view) or (whole_plan(view, period) if view.comparison.with_plan else None),
    )


def _money_deltas(view: View, now: Decimal | None, before: Decimal | None, form: Form) -> tuple[Delta, ...]:
    known = view.reaches_back(view.period, view.comparison)
    if not known or now is None or before is None or before <= 0:
        return (_without_base(view),)
    change = now - before
    return (
        Delta(
            formats.signed_percent(view.language, change / before),
            tone_of(formats.direction(change / before * 100, 1)),
            formats.direction(change / before * 100, 1),
            f"· {formats.signed_money(view.language, change, form)} {versus(view, view.comparison)}",
        ),
    )


def _without_base(view: View) -> Delta:
    return Delta("", rest=without_base(view, view.period, view.comparison))


def lateness(view: View) -> State | None:
    """That the sales end longer ago than they should, if they do."""
    if not view.late:
        return None
    day = dates.day(view.language, view.outline.through)
    return State("stale", say(view.language, "screen.stale", day=day))


def margin_tile(view: View, period: Answer, months: MonthSeries) -> Tile:
    """The margin of the period, and by how many points it moved."""
    language = view.language
    now, before = value(period, "gross_margin_rate"), value(period, period.beside("gross_margin_rate"))
    label = say(language, "measure.gross_margin_rate.name")
    if beside := outside(view, view.period):
        return Tile(label, state=beside)
    if now is None:
        # Lines without cost and no lines at all leave the same gap, for different reasons.
        why = "territory.no_cost" if value(period, "net_sales") else "screen.nothing_sold"
        return Tile(label, state=State("empty", say(language, why)))
    return Tile(
        label, Cell(now, cells.percent()), "", (_points(view, view.comparison, now, before),),
        spark(view, months, "gross_margin_rate"),
        menu=tile_menu(view, "gross_margin_rate", tile=one_of("gross_margin_rate")), chips=chip_words(view),
        name="gross_margin_rate",
    )  # fmt: skip


def _points(view: View, comparison: Comparison, now: Amount, before: Amount) -> Delta:
    """By how many points a share moved."""
    if now is None or before is None or not view.reaches_back(view.period, comparison):
        return Delta("", rest=without_base(view, view.period, comparison))
    change = float(now) - float(before)
    way = formats.direction(change * 100, 1)
    return Delta(formats.points(view.language, change), tone_of(way), way, versus(view, comparison))


def _customers(view: View, twelve: Answer, months: MonthSeries) -> Tile:
    language = view.language
    label = say(language, "measure.active_customers.name")
    if beside := outside(view, view.twelve_months) or missing(view, ("customers",)):
        return Tile(label, state=beside)
    now, before = value(twelve, "active_customers"), value(twelve, twelve.beside("active_customers"))
    deltas: tuple[Delta, ...] = (Delta("", rest=without_base(view, view.twelve_months, view.yearly)),)
    if view.reaches_back(view.twelve_months, view.yearly):
        deltas = _came_and_went(view) or (_more_or_fewer(view, int(now or 0) - int(before or 0)),)
    return Tile(
        label,
        Cell(now, cells.number()),
        say(language, "territory.twelve_months"),
        deltas,
        spark(view, months, "active_customers"),
        name="active_customers",
        menu=tile_menu(view, "active_customers", "months", tile=one_of("active_customers")),
        chips=chip_words(view),
    )


def _more_or_fewer(view: View, change: int) -> Delta:
    way = formats.direction(change)
    rest = say(view.language, "screen.from_prior_year")
    return Delta(formats.signed(view.language, change), tone_of(change), way, rest)


def _came_and_went(view: View) -> tuple[Delta, ...]:
    """How many customers are new and how many were lost, where the company knows its customers."""
    if not view.has(_FLOWS[0]):
        return ()
    found = view.answer(view.question(*_FLOWS, period=view.twelve_months, against=""))
    new, lost = (int(value(found, key) or 0) for key in _FLOWS)
    return tuple(
        Delta(formats.signed(view.language, change), tone_of(change), rest=say(view.language, key))
        for change, key in ((new, "territory.new"), (-lost, "territory.lost"))
    )


def _beside(view: View) -> Comparison:
    """What contacts are compared with: the prior year, where quota or forecast know nothing of them."""
    return view.yearly if view.comparison.with_plan else view.comparison


def _kept(view: View) -> Question:
    return view.question(_KEPT, against=_beside(view).name)


def _kept_months(view: View) -> Question:
    return view.question(_KEPT, by=("fiscal_month",), period=view.year_to_date, against=view.yearly.name)


def _contacts(view: View) -> Tile:
    """How far the plans of contacts that are over were kept, and by how many points that moved."""
    language, label = view.language, say(view.language, f"measure.{_KEPT}.name")
    if beside := outside(view, view.period):
        return Tile(label, state=beside)
    found = view.answer(_kept(view))
    now, before = value(found, _KEPT), value(found, found.beside(_KEPT))
    if now is None:
        return Tile(label, state=State("empty", say(language, "territory.no_plan_over")))
    delta = _points(view, _beside(view), now, before)
    return Tile(
        label, Cell(now, cells.percent()), "", (delta,),
        spark_of_ended(view, view.answer(_kept_months(view)), _KEPT),
        menu=tile_menu(view, _KEPT, tile=one_of(_KEPT)), chips=chip_words(view), name=_KEPT,
    )  # fmt: skip


def _average(view: View, period: Answer, months: MonthSeries) -> Tile:
    language = view.language
    now, before = money(period, "average_order"), money(period, period.beside("average_order"))
    form, label = WHOLE, say(language, "measure.average_order.name")
    if now is None:
        empty = State("empty", say(language, "screen.nothing_sold"))
        return Tile(label, state=outside(view, view.period) or empty)
    orders = int(value(period, "orders") or 0)
    return Tile(
        label,
        Cell(now, cells.money(form)),
        formats.unit(language, form, view.currency),
        _money_deltas(view, now, before, form),
        spark(view, months, "average_order"),
        notes=(say(language, "territory.orders", n=orders, orders=formats.number(language, orders)),),
        name="average_order",
        menu=tile_menu(view, "average_order", tile=one_of("average_order")),
        chips=chip_words(view),
    )
