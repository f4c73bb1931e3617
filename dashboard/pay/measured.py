"""The measure intervals of a pay period: how far each goes, what it owes, what one line is paid of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked, Due
from dashboard.pay.facts import Window
from dashboard.pay.judging import Judged, judge_gate, judge_modifier
from dashboard.pay.plan import Component


@dataclass(frozen=True, slots=True)
class Measured:
    """One component's measure interval as far as a day: what was due then."""

    component: Component
    window: Window
    whole: Window


def measured(desk: Desk, component: Component, period: Window) -> list[Measured]:
    """The measure intervals that end in, or contain, a pay period: as far as the period goes."""
    kind = component.measured or desk.plan.interval.measured
    found = []
    for whole in desk.facts.calendar.intervals(kind, period):
        through = Window(whole.first, min(whole.end, period.end))
        found.append(Measured(component, through, whole))
    return found


def dues_of(desk: Desk, component: Component, period: Window) -> list[Due]:
    """What a component owes for the measure intervals that a pay period ends in, as far as it goes."""
    return [Asked(desk, component, one.window, one.whole).due() for one in measured(desk, component, period)]


def judged_of_plan(desk: Desk, day: dt.date, end: dt.date) -> tuple[Judged, ...]:
    """Gates and modifiers of the whole plan over its measure interval of a day, as far as before `end`."""
    plan = desk.plan
    whole = desk.facts.calendar.interval(plan.interval.measured, day)
    window = Window(whole.first, min(whole.end, end))
    against = whole if plan.interval.quota == "whole" else window
    return (
        *(judge_gate(desk, gate, window, whole) for gate in plan.gate),
        *(judge_modifier(desk, one, window, against) for one in plan.modifier),
    )


def factor_of_plan(desk: Desk, window: Window, period: Window) -> Fraction:
    """What the plan's gates and modifiers leave of what is due for a window at the end of a pay period."""
    factor = Fraction(1)
    for one in judged_of_plan(desk, window.end - dt.timedelta(days=1), period.end):
        factor *= one.factor
    return factor


def owed(dues: Iterable[Due], desk: Desk, period: Window) -> Fraction:
    """What dues come to, each with the plan's factor of its own measure interval."""
    return sum((due.amount * factor_of_plan(desk, due.window, period) for due in dues), Fraction(0))


def paid_for(desk: Desk, line_id: str, period: Window) -> Fraction:
    """What one line is paid in a period, of all components whose table it moves."""
    total = Fraction(0)
    for component in desk.plan.component:
        for one in measured(desk, component, period):
            asked = Asked(desk, component, one.window, one.whole)
            factor = factor_of_plan(desk, one.window, period)
            for line, amount in asked.by_line():
                if line.line_id == line_id and (line.counts_on(asked.pick.returns) or line.day) in period:
                    total += amount * factor
    return total
