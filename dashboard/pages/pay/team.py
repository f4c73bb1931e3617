"""The statements of one's people: who earned and is paid what in a period, each a link to the statement."""

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape

from dash.development.base_component import Component

from dashboard.access.scope import PayScope
from dashboard.answers.reports import report
from dashboard.pages.pay.measures import measurable_here
from dashboard.pages.pay.shown import month_of
from dashboard.pages.pay.words import in_list, named, refused, sums
from dashboard.pages.view import View
from dashboard.parts.drawing import Drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.statement import people_table
from dashboard.parts.states import State
from dashboard.parts.views import link
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plans
from dashboard.records import log
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Kept, Run
from dashboard.text import say


def latest(view: View, month: str) -> tuple[Run, list[Kept]] | None:
    """The run of a month that stands, the newest where none is named, with all of its statements."""
    if view.records is None:
        return None
    with view.records.reading() as connection:
        for run in records_of_pay.standing(connection):
            if month in ("", run.month):
                return run, records_of_pay.statements(connection, run.id)
    return None


def months(view: View) -> list[tuple[str, dt.date]]:
    """The months of which there are statements, the newest first, each with the first day after it."""
    if view.records is None:
        return []
    with view.records.reading() as connection:
        return [(run.month, run.end) for run in records_of_pay.standing(connection)]


def open_to(view: View, rights: PayScope, run: Run, statements: Sequence[Kept]) -> list[Kept]:
    """The statements that this person may see, by what the plans say of leaders."""
    plans = plans_of(view, run)
    return [
        one for one in statements if rights.opens(one.payee, plans[one.plan, one.plan_version].leader_sees)
    ]


def plans_of(view: View, run: Run) -> Mapping[tuple[str, int], Plan]:
    """The plans that a run was made with."""
    return {(one.key, one.version): one for one in read_plans(run.plans, measurable_here(view))}


def team_panel(view: View) -> Component:
    """The list."""
    language, rights = view.language, view.scope.pay
    found = latest(view, view.address.month)
    mine = open_to(view, rights, *found) if found else []
    title = say(language, "statement.team")
    if not found or not mine:
        return panel(language, Panel(title, state=State("empty", say(language, "statement.nobody"))), ())
    run, _ = found
    if view.records is not None:
        with view.records.writing() as connection:
            log.write(connection, view.person.email, "pay_read", "team", run=run.name, people=len(mine))
    known = names(view)
    earned = sums(view, ((one.currency, one.earned) for one in mine))
    paid = sums(view, ((one.currency, one.paid) for one in mine))
    heads = [say(language, f"statement.team_{name}") for name in ("name", "plan", "earned", "paid")]
    foot = [say(language, "statement.team_total", n=len(mine)), "", earned, paid]
    plans = plans_of(view, run)
    several = len({one.currency for one in mine}) > 1
    rows = [
        _row(view, one, known.get(one.payee, one.payee), plans[one.plan, one.plan_version], several=several)
        for one in mine
    ]
    unpaid = _unpaid(view, run) if rights.everybody else ""
    state = say(language, f"payrun.state_{run.state}")
    body = Drawing(unpaid + people_table(title, heads, rows, foot))
    return panel(language, Panel(title, f"{run.name}, {state}"), [body])


def _row(view: View, one: Kept, name: str, plan: Plan, *, several: bool) -> list[str]:
    href = view.address.but(of=one.payee, month=month_of(one)).href
    amounts = (in_list(view, amount, one.currency, several=several) for amount in (one.earned, one.paid))
    return [link(name, href, "pay-of"), escape(named(view, plan.name)), *map(escape, amounts)]


def _unpaid(view: View, run: Run) -> str:
    """Who could not be paid, and why: for those who keep pay."""
    told = []
    for one in run.refused:
        told.append(f"<li><b>{escape(str(one['payee']))}</b> {escape(refused(view, one))}</li>")
    if not told:
        return ""
    return f'<ul class="caution unpaid">{"".join(told)}</ul>'


def names(view: View) -> dict[str, str]:
    """What everybody is called, by their keys."""
    return {str(key): str(name) for key, name in report("people", view.shelf)}
