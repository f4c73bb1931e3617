"""The KPI strip of a territory: sales, attainment and pace, margin, customers, average order."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.answers.reports import report
from dashboard.figures.bullet import bullet
from dashboard.figures.sparkline import Sparkline, sparkline
from dashboard.pages.bar import dimension_name
from dashboard.pages.months import MonthSeries, months_of
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import versus, without_base
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, kpi_strip, tone_of
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form, choose_form

WHOLE = Form(0, 0)
Amount = Decimal | float | int | None


def strip(view: View) -> Component:
    """The strip, from three questions: the period, the months of its year, and twelve months of customers."""
    measures = ("net_sales", "gross_margin_rate", "average_order", "orders", "quota", "attainment")
    period = view.answer(view.question(*measures))
    year = view.answer(view.question("net_sales", "quota", period=view.year_to_date, against=""))
    customers = view.answer(
        view.question("active_customers", period=view.twelve_months, against=view.yearly.name)
    )
    months = months_of(view)
    tiles = [
        _sales(view, period, months),
        _pace(view, year, months),
        _margin(view, period, months),
        _customers(view, customers, months),
        _average(view, period, months),
    ]
    return kpi_strip(view.language, tiles, view.phone)


def chips(view: View) -> tuple[str, ...]:
    """The address's own limits, as every tile's funnel tells them."""
    return tuple(str(one) for one in view.limits)


def _value(answer: Answer, key: str) -> Amount:
    if key not in {column.key for column in answer.columns}:
        return None
    value = answer.total(key)
    return value if isinstance(value, Decimal | float | int) else None


def _money(value: Amount) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _sales(view: View, period: Answer, months: MonthSeries) -> Tile:
    now, before = _money(_value(period, "net_sales")), _money(_value(period, period.beside("net_sales")))
    form = choose_form([now, before])
    language = view.language
    deltas = _money_deltas(view, now, before, form)
    return Tile(
        say(language, "measure.net_sales.name"),
        formats.money(language, now, form),
        formats.unit(language, form, view.currency),
        deltas,
        _spark(months, "net_sales"),
        menu=tile_menu(view, "net_sales"),
        chips=chips(view),
        state=_lateness(view) or (_whole_quota(view, period) if view.comparison.with_quota else None),
    )


def _money_deltas(view: View, now: Decimal | None, before: Decimal | None, form: Form) -> tuple[Delta, ...]:
    if now is None or before is None or before <= 0:
        return (Delta("", rest=without_base(view, view.comparison)),)
    change = now - before
    return (
        Delta(
            formats.signed_percent(view.language, change / before),
            tone_of(formats.direction(change / before * 100, 1)),
            formats.direction(change / before * 100, 1),
            f"· {formats.signed_money(view.language, change, form)} {versus(view, view.comparison)}",
        ),
    )


def _pace(view: View, year: Answer, months: MonthSeries) -> Tile:
    """Sold against the whole quota of the fiscal year, and where it should be by now."""
    language = view.language
    label = say(language, "territory.attainment")
    sold, due = _money(_value(year, "net_sales")), _money(_value(year, "quota"))
    full = _money(_value(months.whole, "quota"))
    if not view.has("quota"):
        tables = say(language, "table.quotas")
        return Tile(label, state=State("empty", say(language, "screen.table_missing", tables=tables)))
    if sold is None or not full or due is None:
        return Tile(label, state=State("empty", say(language, "territory.no_quota")))
    form = choose_form([full])
    behind = sold - due
    gap = formats.signed_money(language, behind, form)
    way = formats.direction(behind.scaleb(-form.power), form.places)
    pace = say(language, "territory.pace_today", share=formats.percent(language, due / full))
    sentence = say(
        language, "territory.pace_sentence", share=formats.percent(language, sold / full),
        due=formats.percent(language, due / full),
    )  # fmt: skip
    return Tile(
        label,
        formats.percent(language, sold / full),
        say(language, "territory.of_quota", quota=formats.money(language, full, form),
            unit=formats.unit(language, form, view.currency)),
        (
            Delta(gap, tone_of(way), way, say(language, "territory.from_pace")),
        ),
        bullet=bullet(sold, full, due, pace, sentence=sentence),
        notes=_required(view, sold, full),
        menu=tile_menu(view, "share_of_full_quota", "year"),
        chips=chips(view),
        state=_whole_quota(view, year),
    )  # fmt: skip


def _lateness(view: View) -> State | None:
    """That the sales end longer ago than they should, if they do."""
    if not view.late:
        return None
    day = dates.day(view.language, view.outline.through)
    return State("stale", say(view.language, "screen.stale", day=day))


def _whole_quota(view: View, year: Answer) -> State | None:
    """That the quota knows nothing of a chip that limits the sales, if one does."""
    aside = next((note for note in year.notes if note.key == "note.quota_not_limited"), None)
    if aside is None:
        return None
    names = ", ".join(dict.fromkeys(dimension_name(view, one.dimension) for one in view.limits))
    return State("partial", say(view.language, "note.quota_not_limited", dimensions=names))


def _required(view: View, sold: Decimal, full: Decimal) -> tuple[str, ...]:
    """What each working day left must bring."""
    rows = report("working_days", view.shelf, start=view.year_to_date.end, end=view.fiscal_year.end)
    left = int(str(rows[0][0])) - _is_worked(view)
    if left <= 0 or sold >= full:
        return ()
    form = choose_form([(full - sold) / left])
    return (
        say(
            view.language, "territory.required", n=left,
            amount=formats.money_with_unit(view.language, (full - sold) / left, form, view.currency),
        ),
    )  # fmt: skip


def _is_worked(view: View) -> int:
    """1 if the last day of the data is itself a working day: it is over."""
    end = view.year_to_date.end
    return int(str(report("working_days", view.shelf, start=end, end=end)[0][0]))


def _margin(view: View, period: Answer, months: MonthSeries) -> Tile:
    language = view.language
    now, before = _value(period, "gross_margin_rate"), _value(period, period.beside("gross_margin_rate"))
    label = say(language, "measure.gross_margin_rate.name")
    if now is None:
        return Tile(label, state=State("empty", say(language, "territory.no_cost")))
    deltas: tuple[Delta, ...] = (Delta("", rest=without_base(view, view.comparison)),)
    if before is not None:
        change = float(now) - float(before)
        deltas = (
            Delta(
                formats.points(language, change),
                tone_of(formats.direction(change * 100, 1)),
                formats.direction(change * 100, 1),
                versus(view, view.comparison),
            ),
        )
    return Tile(
        label, formats.percent(language, now), "", deltas, _spark(months, "gross_margin_rate"),
        menu=tile_menu(view, "gross_margin_rate"), chips=chips(view),
    )  # fmt: skip


def _customers(view: View, twelve: Answer, months: MonthSeries) -> Tile:
    language = view.language
    now, before = _value(twelve, "active_customers"), _value(twelve, twelve.beside("active_customers"))
    change = int(now or 0) - int(before or 0)
    before_that = say(language, "screen.from_prior_year")
    return Tile(
        say(language, "measure.active_customers.name"),
        formats.number(language, now),
        say(language, "territory.twelve_months"),
        (Delta(formats.signed(language, change), tone_of(change), formats.direction(change), before_that),),
        _spark(months, "active_customers"),
        menu=tile_menu(view, "active_customers", "months"),
        chips=chips(view),
    )


def _average(view: View, period: Answer, months: MonthSeries) -> Tile:
    language = view.language
    now = _money(_value(period, "average_order"))
    before = _money(_value(period, period.beside("average_order")))
    form = WHOLE
    orders = formats.number(language, _value(period, "orders"))
    return Tile(
        say(language, "measure.average_order.name"),
        formats.money(language, now, form),
        formats.unit(language, form, view.currency),
        _money_deltas(view, now, before, form),
        _spark(months, "average_order"),
        notes=(say(language, "territory.orders", orders=orders),),
        menu=tile_menu(view, "average_order"),
        chips=chips(view),
    )


def _spark(months: MonthSeries, key: str) -> Sparkline:
    return sparkline(months.series(key), months.series(key, prior=True))
