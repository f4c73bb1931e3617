"""The tree as a table: where the plan is missed, one line a territory, each a link one level down."""

from dash.development.base_component import Component

from dashboard.pages.instead import nothing_sold
from dashboard.pages.levels import Level, Line, level_of, ranks
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.panel import Panel, panel
from dashboard.parts.variance import Shown, VarianceLine, variance_table
from dashboard.text import dates, formats, say
from dashboard.text.formats import choose_form

TILE = "territories"


def variance_panel(view: View) -> Component:
    """The lines of the next level with their total; totals of ratios are ratios of totals."""
    found = level_of(view)
    language = view.language
    form = choose_form([found.total.sold, found.total.quota])
    title = say(language, "leadership.missed" if found.planned else "leadership.moved")
    unit = formats.unit(language, form, view.currency)
    days = dates.day_range(language, view.period.start, view.period.end)
    scope = say(language, "leadership.variance_scope", days=days, unit=unit)
    marks = () if view.phone else ("actual", "plan" if found.planned else "prior")
    head = Panel(
        title,
        scope,
        tuple((look, say(language, f"parts.legend_{look}")) for look in marks),
        menu=tile_menu(view, "gap_to_quota" if found.planned else "net_sales", tile=TILE),
        state=nothing_sold(view, [*found.lines] or [found.total.sold] * (found.total.sold is not None)),
    )
    shown = Shown(found.planned, found.foreseen, found.planned and found.total.people > 0, view.phone)
    rows = ranked(found)
    return panel(language, head, [variance_table(language, title, rows, told_line(found.total), form, shown)])


def ranked(found: Level) -> list[VarianceLine]:
    """The lines with their ranks: by attainment where there is one, else by sales."""
    lines = found.lines
    now = [line.attainment if found.planned else line.sold for line in lines]
    before = [line.attainment_before if found.planned else line.prior for line in lines]
    return [
        told_line(line, place, was) for line, place, was in zip(lines, ranks(now), ranks(before), strict=True)
    ]


def told_line(line: Line, place: int | None = None, was: int | None = None) -> VarianceLine:
    """The line as the table takes it."""
    return VarianceLine(
        line.name, line.href, line.sold, line.quota, line.prior,
        line.landing, place, was, line.at_quota, line.people,
    )  # fmt: skip
