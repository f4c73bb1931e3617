"""Pay against performance: each of one's own people as a dot, what they reached across, their pay upward."""

import datetime as dt

from dash.development.base_component import Component

from dashboard.exports.cells import Cell, money, number, percent
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.chart import Axis, Chart, Point
from dashboard.figures.chart import Panel as Series
from dashboard.figures.chart_drawing import draw_chart
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.pay.oversight import Overseen, overseen_people
from dashboard.pages.pay.words import named, of_currency, share
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.bridge import note
from dashboard.parts.drawing import Drawing, drawing
from dashboard.parts.frame import chart_width
from dashboard.parts.panel import Panel, panel
from dashboard.parts.plan_health import plain_table
from dashboard.parts.states import State
from dashboard.parts.views import link
from dashboard.pay.observed import Observed, Watched
from dashboard.records import log
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form

TILE = "performance"
_WHOLE = Form(0, 0)
_DAY = dt.timedelta(days=1)


def performance_panel(view: View) -> Component:
    """The dots, and the same as a table; of people whose pay one may see, and of nobody else."""
    found = _open(view)
    if found is None:
        return html.Div()
    language, title = view.language, say(view.language, "health.performance")
    rows = told(found)
    if not rows:
        state = State("empty", say(language, "health.performance_none"))
        return panel(language, Panel(title, state=state), ())
    _log(view, found, len(rows))
    spec = chart(view, rows)
    head = Panel(title, days(view, [plan for plan, _ in rows]), menu=tile_downloads(view, TILE))
    body = [drawing(draw_chart(spec, chart_width(view.width)), fluid=True), note(_left_out(view, found))]
    return panel(language, head, body, Drawing(_table(view, title, rows)))


def performance_sheets(view: View) -> tuple[Sheet, ...]:
    """The table with its figure, as it leaves."""
    found = _open(view)
    if found is None:
        return ()
    language, title = view.language, say(view.language, "health.performance")
    rows = told(found)
    if not rows:
        return (Sheet(title, notes=(say(language, "health.performance_none"),)),)
    _log(view, found, len(rows))
    # Money that is in several currencies has no heading that names one: each row has its own.
    several = any(plan.turned for plan, _ in rows)
    amount = number(0) if several else money(_WHOLE)
    looks = (None, None, percent(1), percent(1), amount, amount)
    columns = [
        Column(name) if look is None else Column(name, look)
        for name, look in zip(_heads(view), looks, strict=True)
    ]
    if several:
        columns.append(Column(say(language, "payroll.currency")))
    lines = tuple(
        (
            one.name,
            named(view, plan.plan.name),
            Cell(float(one.attainment or 0), percent(1)),
            Cell(float(one.share or 0), percent(1)),
            one.paid,
            Cell(round(float(one.target), 2), amount),
            *((plan.plan.currency,) if several else ()),
        )
        for plan, one in rows
    )
    scope = days(view, [plan for plan, _ in rows])
    return (
        Sheet(title, scope, tuple(columns), lines, notes=(_left_out(view, found),), figure=chart(view, rows)),
    )


def _open(view: View) -> Overseen | None:
    """What is overseen, for who may see somebody's own pay besides their own."""
    found = overseen_people(view)
    return found if found and (found.rights.everybody or found.rights.led) else None


def told(found: Overseen) -> list[tuple[Watched, Observed]]:
    """Those with a quota and target pay, the best performance first."""
    rows = [
        (plan, one)
        for plan, people in found.seen
        for one in people
        if one.attainment is not None and one.share is not None
    ]
    return sorted(rows, key=lambda row: (-(row[1].attainment or 0), row[1].name, row[0].plan.key))


def days(view: View, plans: list[Watched]) -> str:
    """The days of all of these plans."""
    first = min(one.window.first for one in plans)
    return dates.day_range(view.language, first, max(one.window.end for one in plans) - _DAY)


def chart(view: View, rows: list[tuple[Watched, Observed]]) -> Chart:
    """Attainment across, pay by target pay upward."""
    language = view.language

    def write(value: float) -> str:
        return formats.percent(language, value, 0)

    points = tuple(
        Point(
            one.name,
            float(one.attainment or 0),
            share(view, one.attainment),
            float(one.share or 0),
            share(view, one.share),
            _href(view, plan, one),
        )
        for plan, one in rows
    )
    sentence = say(language, "health.performance_says", n=len(rows))
    return Chart(
        "scatter",
        (Series("", points),),
        Axis(say(language, "health.axis_pay"), write),
        sentence,
        across=Axis(say(language, "health.axis_attainment"), write),
    )


def _href(view: View, plan: Watched, one: Observed) -> str:
    return view.address.but(of=one.payee, month=f"{plan.window.end - _DAY:%Y-%m}").href


def _heads(view: View) -> list[str]:
    return [
        say(view.language, f"health.col_{name}")
        for name in ("name", "plan", "attainment", "share", "paid", "target")
    ]


def _table(view: View, title: str, rows: list[tuple[Watched, Observed]]) -> str:
    language = view.language
    lines = [
        [
            link(one.name, _href(view, plan, one), "pay-of"),
            *(
                plain
                for plain in (
                    named(view, plan.plan.name),
                    share(view, one.attainment),
                    share(view, one.share),
                    of_currency(view, formats.number(language, one.paid), plan.plan.currency),
                    of_currency(view, formats.number(language, float(one.target)), plan.plan.currency),
                )
            ),
        ]
        for plan, one in rows
    ]
    return plain_table(title, _heads(view), lines)


def _left_out(view: View, found: Overseen) -> str:
    """Who is not among the dots."""
    missing = sum(one.attainment is None or one.share is None for _, people in found.seen for one in people)
    hidden = sum(not found.known(one.payee) for plan in found.watched for one in plan.people)
    words = [say(view.language, "health.performance_note")]
    if missing:
        words.append(say(view.language, "health.performance_without", n=missing))
    if hidden:
        words.append(say(view.language, "health.performance_hidden", n=hidden))
    return " ".join(words)


def _log(view: View, found: Overseen, people: int) -> None:
    if view.records is None or "performance" in view.kept:
        return
    view.kept["performance"] = True
    with view.records.writing() as connection:
        log.write(connection, view.person.email, "pay_read", "performance", run=found.run.name, people=people)
