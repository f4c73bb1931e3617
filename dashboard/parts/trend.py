"""The trend: month columns against quota and prior year, and the same numbers as a table."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.figures.columns import Column, MonthColumns
from dashboard.figures.columns_drawing import draw_month_columns, month_slots
from dashboard.parts import html
from dashboard.parts.controls import Control, aria
from dashboard.parts.drawing import drawing
from dashboard.parts.panel import Panel, panel
from dashboard.text import Language, formats, say
from dashboard.text.formats import Form

# For each month, what keeps it alone; None where it has nothing to keep.
Links = Sequence[Control | None]


def trend_panel(
    language: Language,
    head: Panel,
    spec: MonthColumns,
    width: int,
    links: Links = (),
    below: Sequence[Component] = (),
) -> Component:
    """The panel with its chart at `width` pixels; the chart then follows the width of its place.

    `links` are those of the months, where one may keep a month alone: by a click on its column, or
    from the table; `below` are words under the chart.
    """
    chart = drawing(draw_month_columns(spec, width), fluid=True, look="trend")
    places = zip(month_slots(spec, width), links, strict=False)
    over = [_over(place, link) for place, link in places if link is not None]
    twin = trend_table(language, head.title, spec, links)
    return panel(language, head, [html.Div([chart, *over], className="over-chart"), *below], twin)


def _over(place: tuple[float, float], link: Control) -> Component:
    """What is clicked of a month; the keyboard and screen readers have the links of the table."""
    left, wide = (f"{100 * share:.3f}%" for share in place)
    look = "over-month chosen" if link.current else "over-month"
    hidden = {"data-follow": "", **aria(hidden="true")}
    style = {"left": left, "width": wide}
    return html.A(href=link.href, title=link.label, className=look, tabIndex="-1", style=style, **hidden)


def trend_legend(language: Language, spec: MonthColumns) -> tuple[tuple[str, str], ...]:
    """The words of the title row, for what the chart really shows."""
    shown = ["actual", "prior"]
    if spec.has_quota:
        shown.append("plan")
    if any(column.month.landing for column in spec.columns):
        shown.append("forecast")
    return tuple((look, say(language, f"parts.legend_{look}")) for look in shown)


def table_form(spec: MonthColumns) -> Form:
    """One place more than the labels of the bars have."""
    return Form(spec.form.power, spec.form.places + (1 if spec.form.power else 0))


def trend_table(language: Language, title: str, spec: MonthColumns, links: Links = ()) -> Component:
    """The twin of the chart: one row a month, one place more than the labels of the bars."""
    form = table_form(spec)
    change = "change" if spec.has_quota else "change_prior"
    heads = [say(language, f"parts.trend_{name}") for name in ("month", "actual", "prior", "quota", change)]
    known = links or [None] * len(spec.columns)
    rows = [_row(language, column, form, link) for column, link in zip(spec.columns, known, strict=True)]
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr([html.Th(name, scope="col") for name in heads])),
            html.Tbody(rows),
        ],
        className="list numbers",
    )


def _row(language: Language, column: Column, form: Form, link: Control | None) -> Component:
    month = column.month
    sold = month.actual if month.begun else None
    amounts = [formats.money(language, amount, form) for amount in (sold, month.prior, month.quota)]
    tone = "" if not month.variance else "change good" if month.variance > 0 else "change bad"
    note = f" {month.note}" if month.note else ""
    name: str | Component = f"{month.name} {month.year}"
    if link is not None and not link.current:
        name = html.Link(name, href=link.href, title=link.label)
    return html.Tr(
        [
            html.Th([name, html.Span(note, className="quiet")], scope="row"),
            *(html.Td(amount) for amount in amounts),
            html.Td(html.Span(formats.signed_money(language, month.variance, form), className=tone)),
        ]
    )
