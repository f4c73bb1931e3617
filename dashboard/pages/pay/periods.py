"""The periods of pay for those who keep it: where each stands, who did what, and the next permitted step."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from dash.development.base_component import Component

from dashboard.access.person import Person, Role
from dashboard.pages.address import PAY_PATH
from dashboard.pages.pay.words import money
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.drawing import Drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.periods import Doing, Row, period_list
from dashboard.pay.cycle import STEPS, Act, acts_of, waits_for
from dashboard.records import pay as records_of_pay
from dashboard.records import pay_steps
from dashboard.records.pay import Run, Sum
from dashboard.records.pay_steps import Step
from dashboard.text import dates, say

PAYROLL = f"{PAY_PATH}/payroll"
RUNS = "runs"  # what `see` says where two runs are compared
_MOST_MONTHS = 12
_DAY = dt.timedelta(days=1)
_LOOKS = {"calculated": "warn", "reviewed": "acc", "approved": "acc", "locked": "good", "exported": "good"}


@dataclass(frozen=True)
class Month:
    """One period: its run that stands, if any, the latest one before that, and all steps, oldest first."""

    key: str
    end: dt.date
    run: Run | None = None
    earlier: Run | None = None
    sum: Sum = field(default_factory=lambda: Sum(0, {}))
    steps: Sequence[tuple[Run, Step]] = ()


def may_act(person: Person) -> bool:
    """Whether somebody leads pay through its steps: whoever audits it reads, and nobody else sees it."""
    return person.role is Role.OPERATIONS


def months_of(view: View) -> list[Month]:
    """The latest periods, and the next one that may be calculated, newest first."""
    if view.records is None:
        return []
    with view.records.reading() as connection:
        runs = records_of_pay.runs(connection)
        ends = sorted({one.end for one in runs}, reverse=True)[:_MOST_MONTHS]
        listed = [one for one in runs if one.end in ends]
        steps = pay_steps.steps(connection, [one.id for one in listed])
        sums = records_of_pay.sums(connection, [one.id for one in listed if one.stands])
    found = [_month(end, [one for one in listed if one.end == end], steps, sums) for end in ends]
    return [*_next(view, ends), *found]


def _month(end: dt.date, runs: list[Run], steps: list[Step], sums: Mapping[int, Sum]) -> Month:
    standing = next((one for one in runs if one.stands), None)
    earlier = next((one for one in runs if one is not standing), None)
    by_id = {one.id: one for one in runs}
    mine = tuple((by_id[step.run_id], step) for step in steps if step.run_id in by_id)
    total = sums.get(standing.id, Sum(0, {})) if standing else Sum(0, {})
    return Month(f"{end - _DAY:%Y-%m}", end, standing, earlier, total, mine)


def _next(view: View, ends: Sequence[dt.date]) -> Iterator[Month]:
    """The month after the last one that has a run, once the data has begun it."""
    through = view.outline.through
    first = ends[0] if ends else through
    if first <= through:
        end = view.outline.cut.month(first).end + _DAY
        yield Month(f"{end - _DAY:%Y-%m}", end)


def periods_panel(view: View) -> Component:
    """The list; nothing for whoever does not keep pay."""
    if not view.scope.pay.everybody:
        return html.Div()
    found = months_of(view)
    rows = [_row(view, one, found) for one in found]
    history, earlier = (say(view.language, f"payperiod.{name}") for name in ("history", "earlier"))
    body = Drawing(period_list(rows, history, earlier))
    return panel(view.language, Panel(say(view.language, "payperiod.title")), [body])


def _row(view: View, one: Month, all_months: Sequence[Month]) -> Row:
    language, run = view.language, one.run
    state = run.state if run else "open"
    facts = [run.name, say(language, "payperiod.statements", n=one.sum.statements)] if run else []
    facts += [f"{money(view, amount)} {currency}" for currency, amount in one.sum.paid.items()]
    return Row(
        dates.month_name(language, one.end - _DAY),
        say(language, f"payrun.state_{state}"),
        _LOOKS.get(state, ""),
        facts,
        _latest(view, one),
        tuple(_doings(view, one, all_months)) if may_act(view.person) else (),
        tuple(_links(view, one, all_months)),
        tuple(_files(one)) if may_act(view.person) else (),
        tuple(_told(view, *each) for each in one.steps),
        tuple(_warnings(view, one)),
    )


def _latest(view: View, one: Month) -> str:
    return _told(view, *one.steps[-1])[0] if one.steps else say(view.language, "payperiod.open")


def _told(view: View, run: Run, step: Step) -> tuple[str, str]:
    """What was done, and why."""
    state = say(view.language, f"payrun.state_{step.state}")
    at = moment(view, step.at)
    return say(view.language, "payperiod.step", run=run.name, state=state, by=step.by, at=at), step.reason


def moment(view: View, at: dt.datetime) -> str:
    """When something was done, by the company's clock."""
    there = at.astimezone(ZoneInfo(view.zone))
    return f"{dates.day(view.language, there.date())}, {dates.time(view.language, there)}"


def _warnings(view: View, one: Month) -> Iterator[str]:
    run, language = one.run, view.language
    if run is None:
        return
    if run.refused:
        yield say(language, "payperiod.unpaid", n=len(run.refused))
    if run.differences:
        yield say(language, "payperiod.differences", n=len(run.differences))
    if run.state == "reviewed" and run.calculated_by == view.person.email and may_act(view.person):
        yield say(language, "payperiod.somebody_else")


def _doings(view: View, one: Month, all_months: Sequence[Month]) -> Iterator[Doing]:
    """The next step first, then what else is permitted."""
    run, month = one.run, {"month": one.key}
    if run is None:
        yield Doing("run", say(view.language, "payperiod.calculate"), month, main=True)
        return
    standing = [each.run for each in all_months if each.run]
    for act in acts_of(run.state):
        unclean = act != "reopen" and bool(run.refused or run.differences)
        barred = unclean or (act == "approve" and run.calculated_by == view.person.email)
        again = STEPS[act][1] == run.state  # what payroll has stands beside it
        if not (barred or again or waits_for(act, run, standing)):
            yield _doing(view, run, act)
    if run.state == "calculated":
        yield Doing("run", say(view.language, "payperiod.recalculate"), month)


def _doing(view: View, run: Run, act: Act) -> Doing:
    why = say(view.language, "payperiod.why") if act == "reopen" else ""
    label = say(view.language, f"payperiod.{act}")
    return Doing(act, label, {"run": str(run.id)}, main=act not in ("reopen", "export"), why=why)


def _links(view: View, one: Month, all_months: Sequence[Month]) -> Iterator[tuple[str, str]]:
    if one.run is None:
        return
    language = view.language
    yield say(language, "payperiod.see"), view.address.but(month=one.key).href
    before = next((each.run for each in all_months if each.end < one.end and each.run), None)
    for other in (one.earlier, before):
        if other:
            label = say(language, "payperiod.compare", run=other.name)
            yield label, view.address.but(see=f"{RUNS}:{other.name}:{one.run.name}").href


def _files(one: Month) -> Iterator[tuple[str, str]]:
    if one.run and one.run.state == "exported":
        for form in ("csv", "xlsx"):
            yield form.upper(), f"{PAYROLL}/{one.run.name}.{form}"
