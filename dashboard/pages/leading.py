"""The six numbers of the leadership page: sales, attainment and pace, landing, margin, growth, pay."""

from dataclasses import replace
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import PRIOR, Answer
from dashboard.exports import cells
from dashboard.exports.cells import Cell
from dashboard.exports.sheet import Sheet
from dashboard.metrics.kinds import Alignment
from dashboard.metrics.question import Question
from dashboard.pages import strip
from dashboard.pages.amounts import money
from dashboard.pages.bar import chip_words
from dashboard.pages.incentives import cost_tile
from dashboard.pages.instead import missing, outside
from dashboard.pages.key_figures import key_figure, key_figures, one_of
from dashboard.pages.levels import Line, level_of
from dashboard.pages.months import MonthSeries, months_of
from dashboard.pages.pace import landing_of, required, whole_plan
from dashboard.pages.sheets import tile_menu
from dashboard.pages.sparks import spark, spark_of_shares
from dashboard.pages.view import View
from dashboard.pages.when import without_base
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, kpi_strip, tone_of
from dashboard.text import formats, say
from dashboard.text.formats import Form, choose_form


def questions(view: View) -> tuple[Question, ...]:
    """What the strip asks beside the months and the lines of the table."""
    return (view.headline, _year(view), _other_alignment(view))


def _year(view: View) -> Question:
    return view.question("net_sales", "seasonal_quota", "landing", period=view.year_to_date, against="")


def _other_alignment(view: View) -> Question:
    """The sales with their prior year by the other alignment: as credited, or as the tree is today."""
    other: Alignment = "today" if view.address.alignment == "credited" else "credited"
    return replace(view.question("net_sales", against=view.yearly.name), alignment=other)


def leading(view: View) -> Component:
    """The strip; what a number lacks is said in its place."""
    return kpi_strip(view.language, tiles(view), view.phone, tight=True)


def leading_sheets(view: View) -> tuple[Sheet, ...]:
    """The same tiles as a sheet."""
    return (key_figures(view.language, tiles(view)),)


def tile_sheets(view: View, name: str) -> tuple[Sheet, ...]:
    """One of the tiles alone."""
    return key_figure(view, tiles(view), name)


def tiles(view: View) -> list[Tile]:
    """The tiles in their order."""
    year, months, total = view.answer(_year(view)), months_of(view), level_of(view).total
    return [
        _sales(view, total, months),
        _attainment(view, year, months),
        _landing(view, year, months),
        strip.margin_tile(view, view.answer(view.headline), months),
        _growth(view, total, months),
        cost_tile(view),
    ]


def _sales(view: View, total: Line, months: MonthSeries) -> Tile:
    language = view.language
    label = say(language, "measure.net_sales.name")
    if beside := outside(view, view.period):
        return Tile(label, state=beside)
    form = choose_form([total.sold, total.quota])
    return Tile(
        label,
        Cell(total.sold, cells.money(form)),
        formats.unit(language, form, view.currency),
        (
            *_off(view, total.sold, total.quota, form, "quota"),
            *_off(view, total.sold, total.prior, form, "prior"),
        ),
        spark(view, months, "net_sales"),
        name="net_sales",
        menu=tile_menu(view, "net_sales", tile=one_of("net_sales")),
        chips=chip_words(view),
        state=strip.lateness(view),
    )


def _off(view: View, sold: Decimal | None, base: Decimal | None, form: Form, name: str) -> tuple[Delta, ...]:
    """By how much, in money and percent, from quota or from the prior year; nothing without a base."""
    if sold is None or base is None or base <= 0:
        return ()
    change = sold - base
    way = formats.direction(change / base * 100, 1)
    amount, share = formats.signed_money(view.language, change, form), change / base
    told = f"{amount} ({formats.signed_percent(view.language, share)})"
    return (Delta(told, tone_of(way), way, say(view.language, f"leadership.from_{name}")),)


def _attainment(view: View, year: Answer, months: MonthSeries) -> Tile:
    language = view.language
    label, unit = say(language, "measure.attainment.name"), say(language, "leadership.of_year_quota")
    sold, due, full = money(year, "net_sales"), money(year, "seasonal_quota"), money(months.plans, "quota")
    beside = outside(view, view.fiscal_year) or missing(view, ("quotas",)) or _whole(view, months)
    if beside:
        return Tile(label, state=beside)
    if sold is None or due is None or not full:
        return Tile(label, state=State("empty", say(language, "territory.no_quota")))
    behind = (sold - due) / full
    way = formats.direction(behind * 100, 1)
    pace = say(language, "leadership.pace", share=formats.percent(language, due / full))
    return Tile(
        label,
        Cell(sold / full, cells.percent()),
        unit,
        (Delta(formats.points(language, behind), tone_of(way), way, pace),),
        spark_of_shares(view, months, "quota"),
        notes=required(view, sold, full),
        name="share_of_full_quota",
        menu=tile_menu(view, "share_of_full_quota", "year", tile=one_of("share_of_full_quota")),
        chips=chip_words(view),
    )


def _whole(view: View, months: MonthSeries) -> State | None:
    """That the quota knows nothing of a chip: a share of it would mean nothing."""
    found = whole_plan(view, months.plans)
    return State("empty", found.sentence) if found else None


def _landing(view: View, year: Answer, months: MonthSeries) -> Tile:
    language = view.language
    label = say(language, "leadership.landing")
    sold, full = money(year, "net_sales"), money(months.plans, "quota")
    if beside := outside(view, view.fiscal_year) or _whole(view, months):
        return Tile(label, state=beside)
    found = landing_of(view, year, sold or Decimal(0), full) if full else None
    if found is None or not full:
        return Tile(label, state=State("empty", say(language, "leadership.no_landing")))
    form = choose_form([found.middle, full])
    low, high = (formats.money(language, one, form) for one in (found.low, found.high))
    return Tile(
        label,
        Cell(found.middle, cells.money(form)),
        formats.unit(language, form, view.currency),
        _off(view, found.middle, full, form, "quota"),
        notes=(say(language, "leadership.band", low=low, high=high),),
        name="landing",
        menu=tile_menu(view, "landing", "year", tile=one_of("landing")),
        chips=chip_words(view),
    )


def _growth(view: View, total: Line, months: MonthSeries) -> Tile:
    language = view.language
    label, unit = (
        say(language, "measure.growth.name"),
        say(language, f"leadership.on_{view.address.alignment}"),
    )
    if beside := outside(view, view.period):
        return Tile(label, state=beside)
    if total.prior is None or total.prior <= 0 or total.sold is None:
        return Tile(label, state=State("empty", without_base(view, view.period, view.yearly)))
    other = view.answer(_other_alignment(view))
    form = choose_form([total.sold])
    change = total.sold - total.prior
    way = formats.direction(change / total.prior * 100, 1)
    amount = formats.signed_money(language, change, form)
    money_words = f"{amount}{formats.NO_BREAK}{formats.unit(language, form, view.currency)}"
    now, before = money(other, "net_sales"), money(other, "net_sales" + PRIOR)
    notes: tuple[str, ...] = ()
    if now is not None and before and before > 0:
        share = formats.signed_percent(language, (now - before) / before)
        notes = (say(language, f"leadership.also_{other.question.alignment}", share=share),)
    return Tile(
        label,
        Cell(change / total.prior, cells.percent(signed=True)),
        unit,
        (Delta(money_words, tone_of(way), way, say(language, "leadership.from_prior")),),
        spark_of_shares(view, months, "net_sales", prior=True, less=1),
        notes=notes,
        name="growth",
        menu=tile_menu(view, "growth", tile=one_of("growth")),
        chips=chip_words(view),
    )
