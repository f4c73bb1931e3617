"""Pipeline coverage: what is open for this quarter and the next, beside what quota still needs."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.exports import cells
from dashboard.exports.cells import Value
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.bars import PlanBar, draw_plan_bar
from dashboard.figures.marks import Sheet as Drawn
from dashboard.figures.scale import Scale, around_zero
from dashboard.metrics.question import Question
from dashboard.pages.pace import whole_plan
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.bridge import note
from dashboard.parts.drawing import drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form, choose_form

_BAR = 44
TILE = "pipeline"
_Line = tuple[str, Decimal, Decimal | None]


def questions(view: View) -> tuple[Question]:
    """What is due, what is planned and what is sold in the quarter in progress and the next two."""
    return (
        view.question(
            "due_pipeline", "quota", "net_sales", "coverage_ratio",
            by=("fiscal_quarter",), period=view.quarters_ahead, against="",
        ),
    )  # fmt: skip


def pipeline_sheets(view: View) -> tuple[Sheet, ...]:
    """The same quarters as a sheet."""
    language, title = view.language, say(view.language, "leadership.pipeline")
    lines, empty = _lines(view)
    if empty:
        return (Sheet(title, notes=(empty,)),)
    form, scale = _scale(lines)
    amount = cells.money(form)
    looks = {
        "quarter": cells.TEXT, "bar": cells.DRAWN, "open": amount, "needed": amount,
        "cover": cells.number(1, suffix="×"),
    }  # fmt: skip
    return (
        Sheet(
            title,
            say(
                language, "leadership.pipeline_scope",
                unit=formats.unit(language, form, view.currency),
            ),
            tuple(Column(say(language, f"leadership.pipeline_{key}"), look) for key, look in looks.items()),
            tuple(
                (name, _bar(due, needed, scale), due, *_needed(view, due, needed))
                for name, due, needed in lines
            ),
            notes=(say(language, "leadership.pipeline_note"),),
        ),
    )  # fmt: skip


def _needed(view: View, due: Decimal, needed: Decimal | None) -> tuple[Value, Value]:
    """What is needed and how many times it is covered; words where nothing is."""
    if needed is None:
        return say(view.language, "leadership.no_quota"), None
    return (needed, due / needed) if needed > 0 else (say(view.language, "leadership.reached"), None)


def pipeline(view: View) -> Component:
    """One line a quarter: open deals hatched inside what is needed, and how many times they cover it."""
    language = view.language
    title = say(language, "leadership.pipeline")
    lines, empty = _lines(view)
    if empty:
        return panel(language, Panel(title, state=State("empty", empty)), ())
    form, scale = _scale(lines)
    unit = formats.unit(language, form, view.currency)
    head = Panel(
        title,
        say(language, "leadership.pipeline_scope", unit=unit),
        menu=tile_menu(view, "due_pipeline", "ahead", tile=TILE),
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


def _lines(view: View) -> tuple[list[_Line], str]:
    """The quarters with what is open and what is needed; or why there are none."""
    found = view.answer(*questions(view))
    lines = [
        (_quarter(view, str(keys[0])), *_amounts(found, row))
        for row, keys in zip(found.rows, found.keys, strict=True)
    ]
    state = whole_plan(view, found)
    if state or not any(due for _, due, _ in lines):
        return [], state.sentence if state else say(view.language, "leadership.no_deals")
    return lines, ""


def _scale(lines: list[_Line]) -> tuple[Form, Scale]:
    """One form and one scale for what is open and what is needed."""
    amounts = [amount for _, due, needed in lines for amount in (due, needed)]
    return _labels(amounts), around_zero(amounts, _BAR)


def _bar(due: Decimal, needed: Decimal | None, scale: Scale) -> Drawn:
    return draw_plan_bar(PlanBar(due, needed, scale, hatched=True))


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


def _row(view: View, line: _Line, form: Form, scale: Scale) -> Component:
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
            html.Td(drawing(_bar(due, needed, scale))),
            html.Td(told),
        ]
    )
