"""The two bridges of the leadership page: net sales from the prior year to now, and active customers."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import PRIOR
from dashboard.exports import cells
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.waterfall import Side, Step, waterfall
from dashboard.metrics.question import Question
from dashboard.pages.amounts import money, value
from dashboard.pages.bridge_sheet import Bridge, bridge_sheet
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
TILE, CUSTOMER_TILE = "bridge", "active-customers"


def sales_questions(view: View) -> tuple[Question]:
    """The effects, with the sales that they lead from and to."""
    return (view.question("net_sales", *_EFFECTS, against=view.yearly.name),)


def sales_bridge(view: View) -> Component:
    """From the prior year to now by volume, price, mix, new and lost products: the steps add up exactly."""
    found = _sales(view)
    if found is None:
        state = State("empty", _no_sales(view))
        return panel(
            view.language, Panel(say(view.language, "leadership.bridge"), state=state, height=200), ()
        )
    head = Panel(found.title, found.scope, menu=tile_menu(view, "price_effect", tile=TILE))
    size = (stack_width(view.width, first=True), 180)
    return bridge_panel(view.language, head, found.spec, size, [note(*found.notes)])


def sales_sheets(view: View) -> tuple[Sheet, ...]:
    """The same steps as a sheet."""
    found = _sales(view)
    if found is None:
        return (Sheet(say(view.language, "leadership.bridge"), notes=(_no_sales(view),)),)
    return (bridge_sheet(view.language, found),)


def _no_sales(view: View) -> str:
    why = without_base(view, view.period, view.yearly)
    return say(view.language, "leadership.no_bridge", why=why)


def _sales(view: View) -> Bridge | None:
    """The bridge of net sales; None without a prior year."""
    language = view.language
    found = view.answer(*sales_questions(view))
    now, before = money(found, "net_sales"), money(found, "net_sales" + PRIOR)
    if now is None or not before or not view.reaches_back(view.period, view.yearly):
        return None
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
    spec = waterfall(
        steps, (say(language, "leadership.whole_change"), change), sides, _sentence(view, sides, steps)
    )
    unit = formats.unit(language, form, view.currency)
    return Bridge(
        say(language, "leadership.bridge"),
        say(language, "leadership.bridge_scope", unit=unit),
        spec,
        (before, now),
        cells.money(form),
        (say(language, "leadership.bridge_note"),),
    )


def _sentence(view: View, sides: list[Side], steps: list[Step]) -> str:
    told = ", ".join(f"{step.name} {step.label}" for step in steps)
    start, end = (side.value for side in sides)
    return say(view.language, "leadership.bridge_sentence", start=start, end=end, steps=told)


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
    if beside := outside(view, view.twelve_months):
        title = say(view.language, "measure.active_customers.name")
        return panel(view.language, Panel(title, state=beside), ())
    found = _customers(view)
    head = Panel(
        found.title, found.scope, menu=tile_menu(view, "new_customers", "months", tile=CUSTOMER_TILE)
    )
    words = [*map(note, found.notes), *_movers(view)]
    return bridge_panel(
        view.language, head, found.spec, (stack_width(view.width), 130 if view.phone else 116), words
    )


def customer_sheets(view: View) -> tuple[Sheet, ...]:
    """The same steps as a sheet, and the movers as another."""
    language = view.language
    if beside := outside(view, view.twelve_months):
        return (Sheet(say(language, "measure.active_customers.name"), notes=(beside.sentence,)),)
    sheets = (bridge_sheet(language, _customers(view)),)
    ordered = _moved_most(view)
    form = choose_form([change for _, _, change in ordered])
    unit = formats.unit(language, form, view.currency)
    columns = (
        Column(say(language, "parts.customer_name")),
        Column(say(language, "leadership.col_change"), cells.money(form, signed=True)),
    )
    rows = tuple((name, change) for _, name, change in ordered)
    return (
        (*sheets, Sheet(say(language, "leadership.movers", unit=unit), "", columns, rows)) if rows else sheets
    )


def _customers(view: View) -> Bridge:
    """The bridge of active customers."""
    language = view.language
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
    ends = (value(found, "opening_customers"), value(found, "closing_customers"))
    sides = [
        Side(say(language, f"leadership.side_{name}"), formats.number(language, end))
        for name, end in zip(("was", "is"), ends, strict=True)
    ]
    net = formats.signed(language, sum(step.change for step in steps))
    spec = waterfall(steps, (say(language, "leadership.net"), net), sides, _sentence(view, sides, steps))
    return Bridge(
        say(language, "measure.active_customers.name"),
        say(language, "territory.twelve_months"),
        spec,
        ends,
        cells.COUNT,
        _retention(view, value(found, "net_revenue_retention")),
    )


def _retention(view: View, kept: object) -> tuple[str, ...]:
    if not isinstance(kept, Decimal | float):
        return ()
    return (say(view.language, "leadership.retention", share=formats.percent(view.language, kept)),)


def _movers(view: View) -> list[Component]:
    """The customers whose sales moved most, as links."""
    ordered = _moved_most(view)
    form = choose_form([change for _, _, change in ordered])
    unit = formats.unit(view.language, form, view.currency)
    lines = [mover(name, chosen(view, key), _signed(view, change, form)) for key, name, change in ordered]
    return [movers(say(view.language, "leadership.movers", unit=unit), lines)] if lines else []


def _moved_most(view: View) -> list[tuple[str, str, Decimal]]:
    """Id, name and change, up and down; none where there is no year before."""
    if not view.reaches_back(view.period, view.yearly) or outside(view, view.period):
        return []
    answers = [view.answer(question) for question in customer_questions(view)[1:]]
    seen: dict[str, tuple[str, Decimal]] = {}
    for found in answers:
        for row, keys in zip(found.rows, found.keys, strict=True):
            change = Decimal(str(row[found.at(_CHANGE)] or 0))
            if change and row[0] is not None:
                seen[str(keys[0])] = (str(row[0]), change)
    return [(key, *one) for key, one in sorted(seen.items(), key=lambda one: -one[1][1])]


def _signed(view: View, change: Decimal, form: Form) -> Component:
    way = formats.direction(change.scaleb(-form.power), form.places)
    return signed_change(formats.signed_money(view.language, change, form), tone_of(way), way)
