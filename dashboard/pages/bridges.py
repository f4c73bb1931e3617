"""The two bridges of the leadership page: net sales from the prior year to now, and active customers."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import PRIOR
from dashboard.figures.waterfall import Side, Step, waterfall
from dashboard.metrics.question import Question
from dashboard.pages.amounts import money, value
from dashboard.pages.customers import chosen
from dashboard.pages.instead import outside
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import without_base
from dashboard.parts.bridge import bridge_panel, mover, movers, note
from dashboard.parts.frame import stack_width
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.tiles import signed_change, tone_of
from dashboard.text import formats, say
from dashboard.text.formats import Form, choose_form

_EFFECTS = ("volume_effect", "price_effect", "mix_effect", "new_item_effect", "lost_item_effect")
_FLOWS = ("new_customers", "reactivated_customers", "lost_customers")
_CHANGE = "net_sales.difference"
_MOVERS = 5


def sales_questions(view: View) -> tuple[Question]:
    """The effects, with the sales that they lead from and to."""
    return (view.question("net_sales", *_EFFECTS, against=view.yearly.name),)


def sales_bridge(view: View) -> Component:
    """From the prior year to now by volume, price, mix, new and lost products: the steps add up exactly."""
    language = view.language
    found = view.answer(*sales_questions(view))
    now, before = money(found, "net_sales"), money(found, "net_sales" + PRIOR)
    title = say(language, "leadership.bridge")
    if now is None or not before or not view.reaches_back(view.period, view.yearly):
        why = without_base(view, view.period, view.yearly)
        sentence = say(language, "leadership.no_bridge", why=why)
        return panel(language, Panel(title, state=State("empty", sentence), height=200), ())
    form = choose_form([now, before])
    steps = [
        Step(
            say(language, f"leadership.{key}"),
            (amount := money(found, key) or Decimal(0)),
            formats.signed_money(language, amount, form),
        )
        for key in _EFFECTS
    ]
    change = formats.signed_money(language, now - before, form)
    sides = [
        Side(say(language, f"leadership.side_{name}"), formats.money(language, amount, form))
        for name, amount in (("before", before), ("now", now))
    ]
    told = ", ".join(f"{step.name} {step.label}" for step in steps)
    sentence = say(
        language, "leadership.bridge_sentence", start=sides[0].value, end=sides[1].value, steps=told
    )
    spec = waterfall(steps, (say(language, "leadership.whole_change"), change), sides, sentence)
    unit = formats.unit(language, form, view.currency)
    head = Panel(
        title, say(language, "leadership.bridge_scope", unit=unit), menu=tile_menu(view, "price_effect")
    )
    size = (stack_width(view.width, first=True), 180 if view.phone else 196)
    return bridge_panel(language, head, spec, size, [note(say(language, "leadership.bridge_note"))])


def customer_questions(view: View) -> tuple[Question, ...]:
    """Who came and went in twelve months, and whose sales moved most in the period, up and down."""
    flows = view.question(
        "opening_customers", *_FLOWS, "closing_customers", "net_revenue_retention",
        period=view.twelve_months, against=view.yearly.name,
    )  # fmt: skip
    return (flows, *(_moved(view, order) for order in (f"-{_CHANGE}", _CHANGE)))


def _moved(view: View, order: str) -> Question:
    return view.question(
        "net_sales", by=("customer",), against=view.yearly.name,
        shows=("net_sales:difference",), sort=(order,), limit=_MOVERS,
    )  # fmt: skip


def customer_bridge(view: View) -> Component:
    """Opening, new, back, lost and closing customers of twelve months; below, the largest movers."""
    language = view.language
    title = say(language, "measure.active_customers.name")
    if beside := outside(view, view.twelve_months):
        return panel(language, Panel(title, state=beside), ())
    found = view.answer(customer_questions(view)[0])
    signs = (1, 1, -1)
    steps = [
        Step(
            say(language, f"leadership.{key}"),
            (count := sign * Decimal(value(found, key) or 0)),
            formats.signed(language, count),
        )
        for key, sign in zip(_FLOWS, signs, strict=True)
    ]
    sides = [
        Side(say(language, f"leadership.side_{name}"), formats.number(language, value(found, key)))
        for name, key in (("was", "opening_customers"), ("is", "closing_customers"))
    ]
    told = ", ".join(f"{step.name} {step.label}" for step in steps)
    sentence = say(
        language, "leadership.bridge_sentence", start=sides[0].value, end=sides[1].value, steps=told
    )
    net = formats.signed(language, sum(step.change for step in steps))
    spec = waterfall(steps, (say(language, "leadership.net"), net), sides, sentence)
    scope = say(language, "territory.twelve_months")
    head = Panel(title, scope, menu=tile_menu(view, "new_customers", "months"))
    words = [*_retention(view, value(found, "net_revenue_retention")), *_movers(view)]
    return bridge_panel(language, head, spec, (stack_width(view.width), 130), words)


def _retention(view: View, kept: object) -> list[Component]:
    if not isinstance(kept, Decimal | float):
        return []
    return [note(say(view.language, "leadership.retention", share=formats.percent(view.language, kept)))]


def _movers(view: View) -> list[Component]:
    """The customers whose sales moved most, up and down; none where there is no year before."""
    if not view.reaches_back(view.period, view.yearly) or outside(view, view.period):
        return []
    answers = [view.answer(question) for question in customer_questions(view)[1:]]
    seen: dict[str, tuple[str, Decimal]] = {}
    for found in answers:
        for row, keys in zip(found.rows, found.keys, strict=True):
            change = Decimal(str(row[found.at(_CHANGE)] or 0))
            if change and row[0] is not None:
                seen[str(keys[0])] = (str(row[0]), change)
    ordered = sorted(seen.items(), key=lambda one: -one[1][1])
    form = choose_form([change for _, (_, change) in ordered])
    unit = formats.unit(view.language, form, view.currency)
    lines = [mover(name, chosen(view, key), _signed(view, change, form)) for key, (name, change) in ordered]
    return [movers(say(view.language, "leadership.movers", unit=unit), lines)] if lines else []


def _signed(view: View, change: Decimal, form: Form) -> Component:
    way = formats.direction(change.scaleb(-form.power), form.places)
    return signed_change(formats.signed_money(view.language, change, form), tone_of(way), way)
