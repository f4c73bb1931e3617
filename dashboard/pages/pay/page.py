"""The page of incentives: one's statement with its arithmetic, its curve and what if; or one's people."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.exports.cells import TEXT, number
from dashboard.exports.sheet import Column, Sheet
from dashboard.pages.address import PAY_PATH
from dashboard.pages.bar import freshness
from dashboard.pages.downloads import menu_of_page
from dashboard.pages.page import About, Page, Panel
from dashboard.pages.pay import costs, performance
from dashboard.pages.pay import health as plan_health
from dashboard.pages.pay.adjusting import adjusting_panel
from dashboard.pages.pay.compared import compared_panel
from dashboard.pages.pay.curve import curve_panel
from dashboard.pages.pay.entries import entries
from dashboard.pages.pay.inquiries import inquiries_panel
from dashboard.pages.pay.oversight import overseen
from dashboard.pages.pay.periods import periods_panel
from dashboard.pages.pay.shown import Shown, may_ask, month_of, shown
from dashboard.pages.pay.simulating import simulation_panel
from dashboard.pages.pay.team import months, team_panel
from dashboard.pages.pay.words import money, named, share, signed
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.drawing import Drawing
from dashboard.parts.filters import Filters, Pill, copy_link
from dashboard.parts.frame import heading
from dashboard.parts.icons import icon
from dashboard.parts.panel import Panel as Head
from dashboard.parts.panel import panel
from dashboard.parts.statement import statement_list
from dashboard.parts.states import State
from dashboard.parts.tiles import Tile, kpi_strip
from dashboard.pay.inquiring import ANSWER_DAYS
from dashboard.pay.terms import shown as cut
from dashboard.text import dates, say

_DAY = dt.timedelta(days=1)


def bar(view: View) -> Filters:
    """The month, and the plan that a statement was made under."""
    found, language = shown(view), view.language
    tools = (copy_link(language),)
    listed = months(view) if found is None else [(month_of(one), one.end) for one in reversed(found.history)]
    if not listed:
        return Filters(freshness(view), tools=tools)
    now = month_of(found.kept) if found else _month_told(view) or view.address.month or listed[0][0]
    named_months = {month: dates.month_name(language, end - _DAY) for month, end in listed}
    choices = tuple(
        Control(name, view.address.but(month=month).href, current=month == now)
        for month, name in named_months.items()
    )
    month = Pill("", named_months.get(now, now), choices=choices)
    if found is None:
        return Filters(freshness(view), comparison=month, tools=tools)
    plan = found.made.plan
    version = say(language, "statement.version", version=plan.version)
    in_words = Control(say(language, "statement.plan_words"), view.address.but(see="plan").href)
    of_plan = Pill(
        say(language, "statement.plan"), named(view, plan.name), choices=(in_words,), detail=version
    )
    return Filters(freshness(view), comparison=month, alignment=of_plan, tools=tools)


def _month_told(view: View) -> str:
    """The month of which sums are told, where it is not the one that is asked for; else ""."""
    seen = overseen(view)
    return seen.run.month if seen and seen.settled else ""


def head(view: View) -> Component:
    """Whose statement it is, of which run, and whether it is final."""
    title, line = words(view)
    found, rights, language = shown(view), view.scope.pay, view.language
    actions: list[Component] = []
    if found:
        actions.append(_standing(view, found))
    if found and view.address.of and (rights.led or rights.everybody):
        href = view.address.but(of="", month=month_of(found.kept)).href
        actions.append(html.Link(say(language, "statement.all"), href=href, className="button all-pay"))
    return heading(
        title,
        [line],
        notice=say(language, "screen.demo") if view.shelf.manifest.kind == "demo" else "",
        downloads=menu_of_page(view) if found or rights.oversees else None,
        views=actions,
    )


def _standing(view: View, found: Shown) -> Component:
    """Whether somebody has approved it."""
    run, language = found.run, view.language
    if run.approved_at is None:
        return html.Span(say(language, "statement.draft"), className="flag warn standing")
    day = dates.day(language, run.approved_at.date())
    told = say(language, "statement.approved", day=day, by=run.approved_by)
    return html.Span([icon("check", "small"), told], className="flag good standing")


def words(view: View) -> tuple[str, str]:
    """The title, and the line below it."""
    found, language = shown(view), view.language
    if found is None:
        key = "statement.line_none" if not view.scope.pay.company else "health.line"
        return say(language, "screen.incentives"), say(language, key)
    month = dates.month_name(language, found.last_day)
    own = found.kept.payee in view.scope.pay.own
    title = say(language, "statement.mine" if own else "statement.of", month=month, name=found.name)
    line = say(language, "statement.line", name=found.name, currency=found.kept.currency, run=found.run.name)
    return title, line


def about(view: View) -> About:
    """What its files are called by, and what is stamped on them."""
    found, language = shown(view), view.language
    if found is None:
        return About(words(view)[0], ())
    plan = found.made.plan
    version = say(language, "statement.version", version=plan.version)
    chosen = (
        ("person", found.name), ("plan", f"{named(view, plan.name)}, {version}"), ("run", found.run.name),
    )  # fmt: skip
    stamped = tuple((say(language, f"export.chosen_{key}"), said) for key, said in chosen)
    return About(words(view)[0], stamped)


def strip(view: View) -> Component:
    """Brought forward, earned, adjusted, held, paid, earned this year."""
    found, rights = shown(view), view.scope.pay
    if found is None:
        if rights.oversees:
            return html.Div()
        state = State("empty", say(view.language, "statement.none"))
        return panel(view.language, Head(say(view.language, "statement.title"), state=state), ())
    return kpi_strip(view.language, tiles(view, found), view.phone, tight=True)


def tiles(view: View, found: Shown) -> list[Tile]:
    """The six numbers of a statement."""
    made, language = found.made.statement, view.language
    adjusted = sum(line.kind == "adjustment" for line in made.lines)
    ruled = made.of(
        "cap", "cap_release", "guarantee", "draw_advance", "draw_recovery", "clawback",
        "reserve", "reserve_release", "carried_forward",
    )  # fmt: skip
    said: list[tuple[str, str, dict[str, object]]] = [
        ("brought", signed(view, made.of("brought_forward")), {}),
        ("earned", money(view, made.earned), {"n": len(found.made.plan.component)}),
        ("adjusted", signed(view, made.of("adjustment")), {"n": adjusted}),
        ("other", signed(view, ruled), {}),
        ("paid", money(view, made.paid), {}),
    ]
    return [
        *(
            Tile(
                say(language, f"statement.tile_{key}"),
                value,
                notes=(say(language, f"statement.tile_{key}_line", **values),),
            )
            for key, value, values in said
        ),
        _year(view, found),
    ]


def _year(view: View, found: Shown) -> Tile:
    """What the year has brought so far, and how much of the target that is."""
    language, kept = view.language, found.kept
    year = found.made.facts.calendar.interval("year", kept.first)
    earned = sum(
        (
            one.earned
            for one in found.history
            if one.first in year and one.end <= kept.end and one.currency == kept.currency
        ),
        Decimal(0),
    )
    target = found.made.desk.target_paid(year)
    note = say(language, "statement.tile_year_plain")
    if target:
        reached = share(view, Fraction(earned) / target)
        note = say(language, "statement.tile_year_line", share=reached, target=money(view, cut(target, 2)))
    return Tile(say(language, "statement.tile_year"), money(view, earned), notes=(note,))


def bank(view: View) -> Component:
    """The lines of the statement."""
    found = shown(view)
    if found is None:
        return html.Div()
    body = [
        Drawing(statement_list(view.language, entries(view, found))),
        html.P(_foot(view, found), className="quiet bank-foot"),
    ]
    head = Head(
        say(view.language, "statement.title"),
        say(view.language, "statement.scope", currency=found.kept.currency),
    )
    return panel(view.language, head, body)


def _foot(view: View, found: Shown) -> str:
    """What can be made of it again, and until when one may ask."""
    told = [say(view.language, "statement.made_by", run=found.run.name, frozen=found.run.frozen)]
    until = may_ask(view, found)
    if until is not None:
        day = dates.day(view.language, until)
        told.insert(0, say(view.language, "inquiry.until", day=day, days=ANSWER_DAYS))
    return " ".join(told)


def bank_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines, as they leave."""
    found = shown(view)
    if found is None:
        return ()
    heads = [say(view.language, f"statement.head_{name}") for name in ("day", "item", "basis")]
    # Not as money: that would be taken for the reporting currency.
    amounts = [say(view.language, f"statement.head_{name}") for name in ("amount", "balance")]
    columns = (
        *(Column(name, TEXT) for name in heads),
        *(Column(f"{name} ({found.kept.currency})", number(2)) for name in amounts),
    )
    rows = tuple((one.day, one.item, one.basis, one.amount, one.balance) for one in entries(view, found))
    return (Sheet(say(view.language, "statement.title"), columns=columns, rows=rows),)


def people(view: View) -> Component:
    """The statements of others, for those who may see them and look at nobody's."""
    rights = view.scope.pay
    if view.address.of or not (rights.led or rights.everybody):
        return html.Div()
    return team_panel(view)


def kept_periods(view: View) -> Component:
    """Where each period stands, for those who keep pay and look at nobody's statement."""
    return html.Div() if shown(view) is not None else periods_panel(view)


def adjusted(view: View) -> Component:
    """The manual adjustments, beside the periods."""
    return html.Div() if shown(view) is not None else adjusting_panel(view)


def compared(view: View) -> Component:
    """Two runs against each other, where the address asks for it."""
    return html.Div() if shown(view) is not None else compared_panel(view)


def side(view: View) -> Component:
    """The curve, beside a statement."""
    return curve_panel(view) if shown(view) is not None else html.Div()


PAY = Page(
    path=PAY_PATH,
    name="screen.incentives",
    icon="money",
    roles=frozenset(Role),
    head=words,
    bar=bar,
    about=about,
    top=(
        Panel("statement.who", (), head, height=60),
        Panel("paycompare.panel", (), compared, height=60),
        Panel("payperiod.title", (), kept_periods, height=60),
        Panel("payadjust.title", (), adjusted, height=60),
        Panel("statement.strip", (), strip, height=110),
    ),
    main=(
        Panel("statement.title", (), bank, height=420, tile="statement", sheets=bank_sheets),
        Panel("statement.people", (), people, height=60),
        Panel(
            "health.performance",
            (),
            performance.performance_panel,
            height=420,
            tile=performance.TILE,
            sheets=performance.performance_sheets,
        ),
        Panel(
            "health.title",
            (),
            plan_health.health_panel,
            height=420,
            tile=plan_health.TILE,
            sheets=plan_health.health_sheets,
        ),
    ),
    side=(
        Panel("statement.curve", (), side, height=420),
        Panel("inquiry.title", (), inquiries_panel, height=60),
        Panel("health.cost", (), costs.cost_panel, height=300, tile=costs.TILE, sheets=costs.cost_sheets),
        Panel("health.simulation", (), simulation_panel, height=300),
    ),
)
