"""The events of an award: those of everybody in the plan, and which of them are paid."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from dashboard.pay.desk import Desk, Won
from dashboard.pay.facts import FOREVER, Window
from dashboard.pay.plan import Award, Component

_DAY = dt.timedelta(days=1)


def won_and_granted(desk: Desk, component: Component, award: Award) -> tuple[list[Won], frozenset[Won]]:
    """All events of a component's award by day, person and key, and those that are paid; found out once."""
    if component.key not in desk.won:
        kind = component.measured or desk.plan.interval.measured
        won = _won(desk, award)
        paid = granted(won, award, lambda day: desk.facts.calendar.interval(kind, day).first)
        desk.won[component.key] = won, frozenset(paid)
    return desk.won[component.key]


def _won(desk: Desk, award: Award) -> list[Won]:
    """Every event of the award in the plan's time, once, on its first day: of everybody in the plan."""
    first: dict[tuple[str, str], dt.date] = {}
    for event in desk.facts.events:
        key = (event.payee, event.event_id)
        if event.event == award.event and event.day < first.get(key, FOREVER):
            first[key] = event.day
    plan = desk.plan
    always = Window(plan.valid_from, FOREVER if plan.valid_to is None else plan.valid_to + _DAY)
    desks = {payee: replace(desk, payee=desk.facts.payee(payee)) for payee, _ in first}
    return sorted(
        (day, payee, key) for (payee, key), day in first.items() if desks[payee].in_plan(day, always)
    )


def granted(won: list[Won], award: Award, interval_of: Callable[[dt.date], dt.date]) -> set[Won]:
    """The events that are paid: up to each person's limit in a measure interval, and within the budget."""
    found: set[Won] = set()
    counts: dict[tuple[str, dt.date], int] = {}
    for one in won:
        mine = (one[1], interval_of(one[0]))
        if award.limit is not None and counts.get(mine, 0) >= award.limit:
            continue
        if award.budget is not None and (len(found) + 1) * award.amount > award.budget:
            break
        counts[mine] = counts.get(mine, 0) + 1
        found.add(one)
    return found
