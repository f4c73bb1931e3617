"""The trend of a territory: the months of the fiscal year against quota and prior year."""

import datetime as dt
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.exports.sheet import Sheet
from dashboard.figures.bullet import Landing
from dashboard.figures.columns import Month, MonthColumns, month_columns
from dashboard.figures.cumulative import cumulate
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question
from dashboard.pages import months
from dashboard.pages.address import CUMULATIVE
from dashboard.pages.bar import of_days
from dashboard.pages.instead import outside
from dashboard.pages.landing import Band, band_of, foresees
from dashboard.pages.months import MonthSeries
from dashboard.pages.months_sheet import months_sheet
from dashboard.pages.notes import trend_notes
from dashboard.pages.pace import whole_plan
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import month_label
from dashboard.parts.controls import Control
from dashboard.parts.frame import chart_width
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.trend import trend_legend, trend_panel
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form, choose_form

TILE = "trend"


def questions(view: View) -> tuple[Question, ...]:
    """The months of the year as far as the data goes, whichever of them are the period."""
    return months.questions(view, view.year_known)


def trend(view: View) -> Component:
    """Month columns; the strip beneath is the difference from quota, or from the prior year without one."""
    found = _found(view)
    if found is None:
        return panel(view.language, _empty(view), ())
    title, scope, spec = found
    head = Panel(
        title,
        scope,
        legend=trend_legend(view.language, spec),
        menu=tile_menu(view, "net_sales", "year", tile=TILE),
        switch=_switch(view),
    )
    words = trend_notes(view, "net_sales")
    return trend_panel(view.language, head, spec, chart_width(view.width), _links(view), words)


def trend_sheets(view: View) -> tuple[Sheet, ...]:
    """The same months as a sheet."""
    found = _found(view)
    if found is None:
        empty = _empty(view)
        return (Sheet(empty.title, notes=(empty.state.sentence if empty.state else "",)),)
    title, scope, spec = found
    return (months_sheet(view.language, title, scope, spec),)


def _found(view: View) -> tuple[str, str, MonthColumns] | None:
    """Title, scope and months; None where nothing is known of any."""
    series = months.months_of(view, view.year_known)
    band = band_of(view) if foresees(view) else None
    planned = whole_plan(view, series.plans) is None
    columns = [_month(view, series, first, band, planned) for first in series.firsts]
    if not any(month.actual or month.prior or month.quota for month in columns):
        return None
    added_up = view.address.trend == CUMULATIVE
    columns = list(cumulate(columns)) if added_up else columns
    form = _labels(columns)
    key = "territory.trend_cumulative" if added_up else "territory.trend_title"
    title = say(view.language, key, year=view.outline.cut.year_number(view.period.end))
    unit = formats.unit(view.language, form, view.currency)
    spec = month_columns(view.language, title, columns, form, unit)
    against = "territory.delta_quota" if any(month.quota for month in columns) else "territory.delta_prior"
    return title, f"{unit} · {say(view.language, against)}", spec


def _links(view: View) -> list[Control | None]:
    """Each month that has begun as the period of the page, which the time pill then names."""
    cut = view.outline.cut
    begin = cut.month_index(view.fiscal_year.start)
    return [_link(view, cut.month_at(begin + month)) for month in range(12)]


def _link(view: View, month: Period) -> Control | None:
    if view.outside(month):
        return None
    so_far = Period(month.start, min(month.end, view.outline.through))
    name = dates.day_range(view.language, so_far.start, so_far.end)
    label = say(view.language, "territory.only_month", days=name)
    return Control(label, of_days(view, so_far), current=view.period.covers(so_far))


def _switch(view: View) -> tuple[Control, ...]:
    """By month, or added up since the year began."""
    return tuple(
        Control(
            say(view.language, f"territory.trend_{name}"),
            view.address.but(trend=trend).href,
            current=view.address.trend == trend,
        )
        for name, trend in (("monthly", ""), ("added_up", CUMULATIVE))
    )


def _empty(view: View) -> Panel:
    nothing = State("empty", say(view.language, "screen.nothing_sold"))
    state = outside(view, view.fiscal_year) or nothing
    return Panel(say(view.language, "territory.trend"), state=state, height=320)


def _labels(months: list[Month]) -> Form:
    """Labels above bars need no decimals."""
    form = choose_form([amount for month in months for amount in (month.actual, month.quota, month.prior)])
    return Form(form.power, 0 if form.power == 3 else form.places)


def _month(view: View, series: MonthSeries, first: dt.date, band: Band | None, planned: bool) -> Month:
    whole = view.outline.cut.month(first)
    begun = first <= series.through and not view.outside(whole)
    complete = series.through >= whole.end
    actual = _money(series.value("net_sales", first)) if begun else None
    due = _money(series.value("quota", first)) if planned else None
    prior = _money(series.value("net_sales", first, prior=True))
    base = due if view.has("quota") and due is not None else prior
    cut, through = view.outline.cut, series.through
    until = dates.day(view.language, through, year=False) if cut.of_weeks else through.day
    return Month(
        month_label(view, first),
        cut.year_number(first) if cut.of_weeks else first.year,
        actual if actual is not None or not begun else Decimal(0),
        _money(series.whole_month("net_sales", first, prior=True)),
        _money(series.whole_month("quota", first)) if planned else None,
        None if actual is None or base is None else actual - base,
        landing=_landing(series, first, actual, band) if band and not complete else None,
        complete=complete,
        note=say(view.language, "territory.until", day=until) if begun and not complete else "",
    )


def _landing(series: MonthSeries, first: dt.date, actual: Decimal | None, band: Band) -> Landing | None:
    """Where the month lands: what is still to come is as unsure as all that is to come."""
    ahead = _money(series.whole_month("forecast", first))
    if ahead is None or ahead <= 0:
        return None
    sold = actual or Decimal(0)
    whole, all_ahead = _money(series.sold.total("net_sales")), _money(series.plans.total("forecast"))
    wide = (whole or Decimal(0)) / (all_ahead or ahead) + 1
    low, high = (max(Decimal(0), ahead * (1 + (ratio - 1) * wide)) for ratio in (band.low, band.high))
    return Landing(sold + low, sold + ahead, sold + high)


def _money(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
