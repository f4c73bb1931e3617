"""Pipeline coverage: what is open for this quarter and the next, beside what quota still needs."""

from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.figures.bars import PlanBar, draw_plan_bar
from dashboard.figures.scale import Scale, around_zero
from dashboard.metrics.question import Question
from dashboard.pages.pace import whole_plan
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.bridge import note
from dashboard.parts.drawing import drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form, choose_form

_BAR = 44


def questions(view: View) -> tuple[Question]:
    """What is due, what is planned and what is sold in the quarter in progress and the next two."""
    return (
        view.question(
            "due_pipeline", "quota", "net_sales", "coverage_ratio",
            by=("fiscal_quarter",), period=view.quarters_ahead, against="",
        ),
    )  # fmt: skip


def pipeline(view: View) -> Component:
    """One line a quarter: open deals hatched inside what is needed, and how many times they cover it."""
    language = view.language
    found = view.answer(*questions(view))
    title = say(language, "leadership.pipeline")
    lines = [
        (_quarter(view, str(keys[0])), *_amounts(found, row))
        for row, keys in zip(found.rows, found.keys, strict=True)
    ]
    if whole_plan(view, found) or not any(due for _, due, _ in lines):
        state = whole_plan(view, found)
        sentence = state.sentence if state else say(language, "leadership.no_deals")
        return panel(language, Panel(title, state=State("empty", sentence)), ())
    form = _labels([amount for _, due, needed in lines for amount in (due, needed)])
    scale = around_zero([amount for _, due, needed in lines for amount in (due, needed)], _BAR)
    unit = formats.unit(language, form, view.currency)
    head = Panel(
        title,
        say(language, "leadership.pipeline_scope", unit=unit),
        menu=tile_menu(view, "due_pipeline", "ahead"),
    )
    table = html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say(language, f"leadership.pipeline_{name}"), scope="col")
                        for name in ("quarter", "bar", "cover")
                    ]
                ),
                className="unseen",
            ),
            html.Tbody([_row(view, line, form, scale) for line in lines]),
        ],
        className="list pipeline",
    )
    return panel(language, head, [table, note(say(language, "leadership.pipeline_note"))])


def _labels(amounts: list[Decimal | None]) -> Form:
    """Numbers beside bars need no decimals."""
    return Form(choose_form(amounts).power, 0)


def _amounts(found: Answer, row: tuple[object, ...]) -> tuple[Decimal, Decimal | None]:
    """What is open for a quarter, and what its quota needs beside what is sold; None without a quota."""
    due, quota, sold = (row[found.at(key)] for key in ("due_pipeline", "quota", "net_sales"))
    needed = None if quota is None else Decimal(str(quota)) - Decimal(str(sold or 0))
    return Decimal(str(due or 0)), needed


def _quarter(view: View, key: str) -> str:
    year, _, ordinal = key.rpartition("-Q")
    return dates.quarter(view.language, int(ordinal), int(year))


def _row(view: View, line: tuple[str, Decimal, Decimal | None], form: Form, scale: Scale) -> Component:
    language, (name, due, needed) = view.language, line
    told: list[str | Component] = [formats.money(language, due, form)]
    if needed is None:
        told.append(", " + say(language, "leadership.no_quota"))
    elif needed <= 0:
        told.append(", " + say(language, "leadership.reached"))
    else:
        cover = html.Span(f"{formats.number(language, due / needed, 1)}×", className="lead")
        told = [cover, " ", *told, f" / {formats.money(language, needed, form)}"]
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(drawing(draw_plan_bar(PlanBar(due, needed, scale, hatched=True)))),
            html.Td(told),
        ]
    )
