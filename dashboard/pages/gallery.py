"""The gallery: every part and figure in every state. Looks are checked here first."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dash.development.base_component import Component

from dashboard.figures.bars import ShareBar, VarianceBar, draw_share_bar, draw_variance_bar
from dashboard.figures.bullet import bullet, draw_bullet
from dashboard.figures.columns import Month, month_columns
from dashboard.figures.scale import around_zero
from dashboard.figures.sparkline import draw_sparkline, sparkline
from dashboard.pages import specimens
from dashboard.pages.map_specimens import maps
from dashboard.pages.summary_specimens import summary
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.customers import CustomerLine, Reach, customer_grid, customer_record
from dashboard.parts.drawing import drawing
from dashboard.parts.explained import explained_content
from dashboard.parts.lines import LineColumn, line_grid
from dashboard.parts.mix import mix_list
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, kpi_strip
from dashboard.parts.trend import trend_legend, trend_panel
from dashboard.parts.window import Computed, computed_content, rows_content
from dashboard.text import Language, dates, formats, say
from dashboard.text.formats import Form

_REACH = Reach(Decimal(96400), Decimal(22000))


def gallery(language: Language, phone: bool = False) -> Component:
    """The whole page in one language; the theme and the width are the reader's."""
    sections: list[tuple[str, Callable[[Language, bool], list[Any]]]] = [
        ("strip", _strip),
        ("tile_states", _tile_states),
        ("trend", _trend),
        ("customers", _customers),
        ("mix", _mix),
        ("map", maps),
        ("summary", summary),
        ("panel_states", _panel_states),
        ("windows", _windows),
        ("figures", _figures),
    ]
    return html.Main(
        [
            html.H1(say(language, "gallery.title")),
            *(
                html.Section(
                    [
                        html.H2(say(language, f"gallery.{name}"), className="gallery-title"),
                        *draw(language, phone),
                    ]
                )
                for name, draw in sections
            ),
        ],
        className="gallery",
    )


def _strip(language: Language, phone: bool) -> list[Any]:
    menu = _menu(language)
    return [kpi_strip(language, [replace(tile, menu=menu) for tile in specimens.tiles(language)], phone)]


def _menu(language: Language) -> tuple[Control, ...]:
    return (
        Control(say(language, "gallery.see_rows"), href="#rows", icon="rows"),
        Control(say(language, "gallery.computed"), href="#computed", icon="formula"),
        Control(say(language, "gallery.download"), href="#download", icon="download"),
    )


def _tile_states(language: Language, phone: bool) -> list[Any]:
    again = Control(say(language, "gallery.again"), href="#again")
    states = [
        State("loading"),
        State(
            "empty", say(language, "gallery.empty"), Control(say(language, "gallery.remove"), href="#remove")
        ),
        State("partial", say(language, "gallery.late")),
        State("stale", say(language, "gallery.stale")),
        State("denied", say(language, "gallery.denied")),
        State("failed", say(language, "gallery.failed"), again),
    ]
    label = say(language, "gallery.net_sales")
    value = formats.money(language, Decimal(1215400), specimens.K)
    unit = formats.unit(language, specimens.K)
    tiles = [Tile(label, value, unit, spark=specimens.spark(), state=state) for state in states]
    strange = [
        Tile(say(language, "gallery.long"), formats.percent(language, None), deltas=(Delta("–"),)),
        Tile(label, formats.number(language, Decimal("-12345678901.2"), 1), "€", (Delta("±0"),)),
    ]
    return [kpi_strip(language, tiles, phone), kpi_strip(language, strange, phone)]


def _trend(language: Language, phone: bool) -> list[Any]:
    charts = [
        _chart(language, "gallery.net_sales", specimens.year(language), phone),
        _chart(language, "gallery.no_forecast", specimens.year(language, forecast=False), phone),
        _chart(language, "gallery.long_run", specimens.long_run(language), phone),
    ]
    few = [
        _chart(language, "gallery.one_month", specimens.year(language)[3:4], phone, 570),
        _chart(
            language,
            "gallery.huge",
            [Month("Α", 2026, Decimal(10) ** 14), Month("<b>", 2026, Decimal(10) ** 13)],
            phone,
            342,
        ),
    ]
    return [*charts, html.Div(few, className="gallery-pair")]


def _chart(language: Language, title: str, months: list[Month], phone: bool, width: int = 1140) -> Component:
    form = Form(3, 0)
    unit = formats.unit(language, form)
    spec = month_columns(language, say(language, title), months, form, unit)
    head = Panel(say(language, title), unit, trend_legend(language, spec), menu=_menu(language))
    return trend_panel(language, head, spec, 342 if phone else width)


def _mix(language: Language, phone: bool) -> list[Any]:
    head = Panel(say(language, "gallery.mix"), say(language, "gallery.mix_scope"), menu=_menu(language))
    rows = mix_list(
        language,
        head.title,
        specimens.members(language),
        specimens.K,
        say(language, "against.prior_year"),
        64 if phone else 96,
    )
    return [html.Div(panel(language, head, [rows]), className="gallery-column")]


def _customers(language: Language, phone: bool) -> list[Any]:
    """Its rows are sent along; the real one asks for them."""
    lines = specimens.customers(language)
    total = CustomerLine(
        "total",
        say(language, "gallery.total"),
        sum((line.sales or Decimal(0) for line in lines), Decimal(0)),
        sum((line.prior or Decimal(0) for line in lines), Decimal(0)),
        0.065,
        Decimal(3874000),
        0.37,
    )
    head = Panel(
        say(language, "gallery.customers"), say(language, "gallery.customers_scope"), menu=_menu(language)
    )
    total_record, *records = (
        customer_record(language, line, _REACH, specimens.K, specimens.TODAY) for line in (total, *lines)
    )
    return [
        panel(
            language,
            head,
            [customer_grid(language, "gallery-customers", total_record, phone=phone, records=records)],
        )
    ]


def _panel_states(language: Language, phone: bool) -> list[Any]:
    del phone
    states = [
        State("loading"),
        State(
            "empty", say(language, "gallery.empty"), Control(say(language, "gallery.remove"), href="#remove")
        ),
        State("denied", say(language, "gallery.denied")),
        State(
            "failed", say(language, "gallery.failed"), Control(say(language, "gallery.again"), href="#again")
        ),
        State("stale", say(language, "gallery.stale")),
    ]
    body = [
        mix_list(
            language,
            say(language, "gallery.mix"),
            specimens.members(language),
            specimens.K,
            say(language, "against.prior_year"),
        )
    ]
    title = say(language, "gallery.mix")
    return [
        html.Div(
            [panel(language, Panel(title, state=state, height=180), body) for state in states],
            className="gallery-pair",
        )
    ]


def _windows(language: Language, phone: bool) -> list[Any]:
    """What the windows hold, without their dialog, which would cover the page."""
    del phone
    columns = [
        LineColumn("date", say(language, "gallery.date")),
        LineColumn("customer", say(language, "gallery.customer"), width=200),
        LineColumn("net", say(language, "gallery.net_sales"), numeric=True),
    ]
    line = {
        "date": dates.day(language, specimens.TODAY),
        "customer": "Horizon <b>",
        "net": formats.money(language, Decimal(100)),
    }
    total = {"date": say(language, "gallery.total"), "net": formats.money(language, Decimal(300))}
    grid = line_grid(language, "gallery-lines", columns, total, rows=3, records=[line] * 3)
    computed = Computed(
        say(language, "gallery.net_sales"),
        say(language, "gallery.definition"),
        say(language, "gallery.formula"),
        specimens.statement(),
        (("1", "2026-01-01"), ("2", "2026-11-12")),
        "2026-11-13.1",
        (("sales_2026.csv", formats.number(language, 301204)),),
        relations=(("rollup_month", say(language, "relation.rollup_month")),),
    )
    rows = rows_content(
        say(language, "gallery.adds_up"), grid, [Control(say(language, "gallery.download"), href="#")]
    )
    sides = [rows, computed_content(language, computed)]
    why = html.Div(explained_content(language, specimens.explained(language)), className="window")
    return [html.Div([html.Div(side, className="window") for side in sides], className="gallery-pair"), why]


def _figures(language: Language, phone: bool) -> list[Any]:
    del phone
    pace = say(language, "gallery.pace", share=formats.percent(language, 0.842))
    sheets = [
        draw_bullet(specimens.full_bullet(language)),
        draw_bullet(bullet(Decimal(1700), Decimal(1480), Decimal(1246), pace)),
        draw_bullet(bullet(Decimal(-120), Decimal(1480), Decimal(60), pace)),
        draw_bullet(bullet(Decimal(900), None)),
        draw_sparkline(specimens.spark()),
        draw_sparkline(sparkline([3, None, 4, 6, -2, None, 5])),
        draw_sparkline(sparkline([4])),
        *(draw_variance_bar(VarianceBar(value, around_zero((-9, 14), 90))) for value in (14, -9, 0, None)),
        *(draw_share_bar(ShareBar(share)) for share in (None, 0, 0.35, 1, 1.4)),
    ]
    return [html.Div([drawing(sheet) for sheet in sheets], className="gallery-row")]
