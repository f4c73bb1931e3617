"""Incentives on the leadership page: pay by its budget and by results, and what is asked about it."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.exports import cells
from dashboard.exports.cells import Cell
from dashboard.exports.sheet import Column, Sheet
from dashboard.pages.pay.together import InBrief, in_brief
from dashboard.pages.view import View
from dashboard.parts.bridge import facts, note
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile
from dashboard.pay.crowd import FEWEST
from dashboard.text import formats, say
from dashboard.text.formats import Form, choose_form

TILE = "incentives"
_NAME = "incentive_cost"


def cost_tile(view: View) -> Tile:
    """Variable pay by the sales of the same days, and how it stands to its budget."""
    language, found = view.language, in_brief(view)
    label = say(language, "leadership.incentive_cost")
    if isinstance(found, str):
        return Tile(label, state=State("empty", say(language, found, fewest=FEWEST)))
    if found.cost_of_sales is None:
        return Tile(label, state=State("empty", say(language, "screen.nothing_sold")))
    form = choose_form([found.people.cost, found.people.budget])
    off = found.people.cost - found.people.budget
    unit = formats.unit(language, form, view.currency)
    told = f"{formats.signed_money(language, off, form)}{formats.NO_BREAK}{unit}"
    return Tile(
        label,
        Cell(found.cost_of_sales, cells.percent(2)),
        say(language, "incentive.of_sales"),
        (Delta(told, "flat", formats.direction(off), say(language, "incentive.from_budget")),),
        notes=(say(language, "incentive.people", n=found.people.n),),
        name=_NAME,
    )  # fmt: skip


def incentives(view: View) -> Component:
    """The block: as many lines as there are numbers, and of whom they are."""
    language, found = view.language, in_brief(view)
    title = say(language, "leadership.incentives")
    if isinstance(found, str):
        return panel(language, Panel(title), [note(say(language, found, fewest=FEWEST))])
    return panel(
        language, Panel(title, _scope(view, found)), [facts(_facts(view, found)), note(_of_whom(view, found))]
    )


def incentives_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines as a sheet, whose columns need no heading."""
    language, found = view.language, in_brief(view)
    title = say(language, "leadership.incentives")
    if isinstance(found, str):
        return (Sheet(title, notes=(say(language, found, fewest=FEWEST),)),)
    rows, columns = tuple(_facts(view, found)), (Column(""), Column(""))
    return (Sheet(title, _scope(view, found), columns, rows, notes=(_of_whom(view, found),)),)


def _form(found: InBrief) -> Form:
    return choose_form([found.people.cost, found.people.budget])


def _scope(view: View, found: InBrief) -> str:
    return formats.unit(view.language, _form(found), view.currency)


def _of_whom(view: View, found: InBrief) -> str:
    return say(view.language, "incentive.of_whom", run=found.run.name, n=found.people.n)


def _facts(view: View, found: InBrief) -> list[tuple[str, str]]:
    language, people, form = view.language, found.people, _form(found)
    share = formats.percent(language, people.cost / people.budget) if people.budget else formats.ABSENT
    amounts = [formats.money(language, one, form) for one in (people.cost, people.budget)]
    effects = [formats.signed_money(language, one, form) for one in (people.volume, people.design)]
    waiting = formats.number(language, found.open)
    if found.open:
        waiting = say(
            language, "incentive.waiting", n=found.open, count=waiting,
            days=formats.number(language, found.oldest), late=formats.number(language, found.late),
        )  # fmt: skip
    budget = say(language, "incentive.budget_told", cost=amounts[0], budget=amounts[1], share=share)
    return [
        (say(language, "incentive.budget"), budget),
        (say(language, "incentive.effects"), " / ".join(effects)),
        (say(language, "incentive.follows"), _correlation(view, found)),
        (say(language, "incentive.cost"), formats.percent(language, found.cost_of_sales, 2)),
        (say(language, "incentive.inquiries"), waiting),
    ]  # fmt: skip


def _correlation(view: View, found: InBrief) -> str:
    people = found.people
    if people.r is None:
        return formats.ABSENT
    r = formats.number(view.language, Decimal(str(people.r)), 2)
    return say(view.language, "incentive.follows_told", r=r, n=people.n_compared)
