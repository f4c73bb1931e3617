"""Incentives on the leadership page: pay by its budget and by results, and what is asked about it."""

import datetime as dt
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.access.crowd import FEWEST
from dashboard.exports import cells
from dashboard.exports.cells import Cell
from dashboard.exports.sheet import Column, Sheet
from dashboard.pages.pay.together import InBrief, in_brief
from dashboard.pages.view import View
from dashboard.parts.bridge import facts, note
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form, choose_form

TILE = "incentives"
_NAME = "incentive_cost"
_DAY = dt.timedelta(days=1)


def cost_tile(view: View) -> Tile:
    """Variable pay by the sales of the same days, and how it stands to its budget."""
    language, found = view.language, in_brief(view)
    label = say(language, "leadership.incentive_cost")
    if isinstance(found, str):
        return Tile(label, state=State("empty", say(language, found, fewest=FEWEST)))
    if found.cost_of_sales is None:
        return Tile(label, state=State("empty", say(language, "screen.nothing_sold")))
    people = found.people
    deltas: tuple[Delta, ...] = ()
    if people.budget:
        off = people.cost / people.budget - 1
        way = formats.direction(off * 100, 1)
        deltas = (
            Delta(formats.signed_percent(language, off), "flat", way, say(language, "incentive.from_budget")),
        )
    return Tile(
        label,
        Cell(found.cost_of_sales, cells.percent(2)),
        deltas=deltas,
        notes=(say(language, "incentive.of_sales", n=found.people.n),),
        name=_NAME,
    )  # fmt: skip


def incentives(view: View) -> Component:
    """The block: as many lines as there are numbers, and of whom they are."""
    language, found = view.language, in_brief(view)
    title = say(language, "leadership.incentives")
    if isinstance(found, str):
        return panel(language, Panel(title), [note(say(language, found, fewest=FEWEST))])
    words = [note(one) for one in _reported(view, found)]
    return panel(language, Panel(title, _scope(view, found)), [facts(_facts(view, found)), *words])


def incentives_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines as a sheet, whose columns need no heading."""
    language, found = view.language, in_brief(view)
    title = say(language, "leadership.incentives")
    if isinstance(found, str):
        return (Sheet(title, notes=(say(language, found, fewest=FEWEST),)),)
    rows, columns = tuple(_facts(view, found)), (Column(""), Column(""))
    return (Sheet(title, _scope(view, found), columns, rows, notes=_reported(view, found)),)


def _form(found: InBrief) -> Form:
    return choose_form([found.people.cost, found.people.budget])


def _scope(view: View, found: InBrief) -> str:
    """Of how many people, as far as which month, and in which unit."""
    unit = formats.unit(view.language, _form(found), view.currency)
    month = dates.month(view.language, found.run.end - _DAY)
    return say(view.language, "incentive.scope", n=found.people.n, month=month, unit=unit)


def _reported(view: View, found: InBrief) -> tuple[str, ...]:
    """At which rates pay in other currencies is told, where there is any."""
    if not found.people.turned:
        return ()
    day = dates.day(view.language, found.run.end - _DAY)
    return (say(view.language, "health.reported", currency=view.currency, day=day),)


def _facts(view: View, found: InBrief) -> list[tuple[str, str]]:
    language, people, form = view.language, found.people, _form(found)
    amounts = [formats.money(language, one, form) for one in (people.cost, people.budget)]
    effects = [formats.signed_money(language, one, form) for one in (people.volume, people.design)]
    waiting = formats.number(language, found.open)
    if found.open:
        days = formats.number(language, found.oldest)
        waiting = say(language, "incentive.waiting", count=waiting, days=days)
    budget = say(language, "incentive.budget_told", cost=amounts[0], budget=amounts[1])
    return [
        (say(language, "incentive.budget"), budget),
        (say(language, "incentive.effects"), " / ".join(effects)),
        (say(language, "incentive.follows"), _correlation(view, found)),
        (say(language, "incentive.inquiries"), waiting),
    ]  # fmt: skip


def _correlation(view: View, found: InBrief) -> str:
    people = found.people
    if people.r is None:
        return formats.ABSENT
    r = formats.number(view.language, Decimal(str(people.r)), 2)
    return say(view.language, "incentive.follows_told", r=r, n=people.n_compared)
