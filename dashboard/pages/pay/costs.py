"""Cost against budget: target pay, what results alone would have changed, what the plan made of it, cost."""

from decimal import Decimal
from fractions import Fraction
from html import escape

from dash.development.base_component import Component

from dashboard.access.crowd import FEWEST
from dashboard.exports import cells
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.waterfall import Side, Step, Waterfall, waterfall
from dashboard.pages.bridge_sheet import Bridge, bridge_sheet
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.pay.oversight import Overseen, overseen, reported_words, settled_words
from dashboard.pages.pay.words import named, share
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.bridge import bridge_panel, facts, note
from dashboard.parts.drawing import Drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.plan_health import plain_table
from dashboard.parts.states import State
from dashboard.pay.budget import Budget, Cost, budget
from dashboard.text import formats, say
from dashboard.text.formats import Form, choose_form

TILE = "plan-cost"
_WIDTH, _HEIGHT = 372, 190
_CENTS = Form(0, 2)


def cost_panel(view: View) -> Component:
    """The bridge of all plans, and below it each plan whose cost may be told."""
    found = overseen(view)
    if found is None or not found.watched:
        return html.Div()
    language, title = view.language, say(view.language, "health.cost")
    made = budget(found.watched, found.known)
    words = [note(one) for one in notes(view, found, made)]
    if made.total is None:
        state = State("empty", say(language, "health.too_few", fewest=FEWEST))
        return panel(language, Panel(title, state=state), ())
    head = Panel(title, _unit(view, made.total), menu=tile_downloads(view, TILE))
    plans = [Drawing(_table(view, title, made))] if made.costs else []
    rates = [*rates_of(view, made.total), *beyond(view, made)]
    below = [facts(rates), *plans, *words]
    return bridge_panel(language, head, spec(view, made.total), (_WIDTH, _HEIGHT), below)


def cost_sheets(view: View) -> tuple[Sheet, ...]:
    """The bridge as a sheet, and the plans as another."""
    found = overseen(view)
    if found is None or not found.watched:
        return ()
    language, title = view.language, say(view.language, "health.cost")
    made = budget(found.watched, found.known)
    if made.total is None:
        return (Sheet(title, notes=(say(language, "health.too_few", fewest=FEWEST),)),)
    total = made.total
    form = choose_form([total.budget, total.actual])
    bridge = Bridge(
        title, _unit(view, total), spec(view, total), (total.budget, total.actual), cells.money(form),
        notes(view, found, made),
    )  # fmt: skip
    return (bridge_sheet(language, bridge), _plans_sheet(view, found, made))


def _unit(view: View, total: Cost) -> str:
    form = choose_form([total.budget, total.actual])
    return formats.unit(view.language, form, view.currency)


def spec(view: View, total: Cost) -> Waterfall:
    """From target pay by volume and design to the cost: the two are all of the difference."""
    language = view.language
    form = choose_form([total.budget, total.actual])
    steps = [
        Step(say(language, f"health.{key}"), change, formats.signed_money(language, change, form))
        for key, change in (("volume", total.volume), ("design", total.design))
    ]
    change = formats.signed_money(language, total.actual - total.budget, form)
    start, end = (
        Side(say(language, f"health.side_{name}"), formats.money(language, amount, form))
        for name, amount in (("budget", total.budget), ("actual", total.actual))
    )
    sentence = say(
        language,
        "health.cost_says",
        budget=start.value,
        volume=steps[0].label,
        design=steps[1].label,
        actual=end.value,
    )
    return waterfall(steps, (say(language, "health.cost_change"), change), (start, end), sentence)


def rates_of(view: View, one: Cost) -> list[tuple[str, str]]:
    """What pay comes to of its target and of what was sold, beside the gross margin of the same."""
    language = view.language
    rows = (
        ("of_target", _by(one.actual, one.budget)), ("rate", one.rate), ("margin", one.margin_rate),
    )  # fmt: skip
    return [(say(language, f"health.cost_{key}"), _share(view, value)) for key, value in rows]


def beyond(view: View, made: Budget) -> list[tuple[str, str]]:
    """What is paid of a unit that is sold beyond quota, of each plan whose own may be told."""
    return [
        (say(view.language, "health.cost_beyond", plan=named(view, plan.name)), _share(view, one.marginal))
        for plan, one in made.costs
        if plan.key in made.beyond
    ]


def notes(view: View, found: Overseen, made: Budget) -> tuple[str, ...]:
    """What the effects are, of which month, and which plans are kept back."""
    language = view.language
    words = [say(language, "health.cost_note", n=made.crowd.n)]
    words += [*reported_words(view, found), *settled_words(view, found)]
    if made.kept:
        names = ", ".join(named(view, one.name) for one in made.kept)
        words.append(say(language, "health.cost_kept", plans=names, fewest=FEWEST, n=len(made.kept)))
    return tuple(words)


def _table(view: View, title: str, made: Budget) -> str:
    """Each plan's bridge in a row, in whole units."""
    language = view.language
    names = ("plan", "budget", "volume", "design", "actual")
    heads = [say(language, f"health.col_{name}") for name in names]
    rows = [
        [
            escape(named(view, plan.name)),
            formats.number(language, one.budget),
            formats.signed(language, one.volume),
            formats.signed(language, one.design),
            formats.number(language, one.actual),
        ]
        for plan, one in made.costs
    ]
    return plain_table(title, heads, rows)


def _plans_sheet(view: View, found: Overseen, made: Budget) -> Sheet:
    language = view.language
    money, signed = cells.money(_CENTS), cells.money(_CENTS, signed=True)
    columns = (
        Column(say(language, "health.col_plan")),
        Column(say(language, "health.col_people"), cells.COUNT),
        Column(say(language, "health.col_budget"), money),
        Column(say(language, "health.col_volume"), signed),
        Column(say(language, "health.col_design"), signed),
        Column(say(language, "health.col_actual"), money),
        Column(say(language, "health.cost_rate"), cells.percent(2)),
        Column(say(language, "health.cost_marginal"), cells.percent(2)),
        Column(say(language, "health.cost_margin"), cells.percent(1)),
    )
    rows = tuple(
        (
            named(view, plan.name), len(one.people), one.budget, one.volume, one.design, one.actual,
            _float(one.rate), _float(one.marginal) if plan.key in made.beyond else None,
            _float(one.margin_rate),
        )
        for plan, one in made.costs
    )  # fmt: skip
    return Sheet(
        say(language, "health.cost_plans"), columns=columns, rows=rows, notes=notes(view, found, made)
    )


def _share(view: View, value: Fraction | None) -> str:
    return share(view, value, 2)


def _by(actual: Decimal, target: Decimal) -> Fraction | None:
    return Fraction(actual) / Fraction(target) if target else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
