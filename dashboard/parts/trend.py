"""The trend: month columns against quota and prior year, and the same numbers as a table."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.figures.columns import Column, MonthColumns
from dashboard.figures.columns_drawing import draw_month_columns
from dashboard.parts.drawing import drawing
from dashboard.parts.panel import Panel, panel
from dashboard.text import Language, formats, say
from dashboard.text.formats import Form


def trend_panel(
    language: Language, head: Panel, spec: MonthColumns, width: int, below: Sequence[Component] = ()
) -> Component:
    """The panel with its chart at `width` pixels, which then follows its place, and words below."""
    chart = drawing(draw_month_columns(spec, width), fluid=True, look="trend")
    return panel(language, head, [chart, *below], trend_table(language, head.title, spec))


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


def trend_table(language: Language, title: str, spec: MonthColumns) -> Component:
    """The twin of the chart: one row a month, one place more than the labels of the bars."""
    form = table_form(spec)
    change = "change" if spec.has_quota else "change_prior"
    heads = [say(language, f"parts.trend_{name}") for name in ("month", "actual", "prior", "quota", change)]
    rows = [_row(language, column, form) for column in spec.columns]
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr([html.Th(name, scope="col") for name in heads])),
            html.Tbody(rows),
        ],
        className="list numbers",
    )


def _row(language: Language, column: Column, form: Form) -> Component:
    month = column.month
    sold = month.actual if month.begun else None
    amounts = [formats.money(language, amount, form) for amount in (sold, month.prior, month.quota)]
    tone = "" if not month.variance else "change good" if month.variance > 0 else "change bad"
    note = f" {month.note}" if month.note else ""
    return html.Tr(
        [
            html.Th([f"{month.name} {month.year}", html.Span(note, className="quiet")], scope="row"),
            *(html.Td(amount) for amount in amounts),
            html.Td(html.Span(formats.signed_money(language, month.variance, form), className=tone)),
        ]
    )
