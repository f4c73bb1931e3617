"""The measure intervals of a pay period: how far each goes, what it owes, what one line is paid of it."""

from dataclasses import dataclass
from fractions import Fraction

from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked, Due
from dashboard.pay.facts import Window
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


def paid_for(desk: Desk, line_id: str, period: Window) -> Fraction:
    """What one line is paid in a period, of all components whose table it moves."""
    total = Fraction(0)
    for component in desk.plan.component:
        if component.table is None or component.blend:
            continue
        for one in measured(desk, component, period):
            asked = Asked(desk, component, one.window, one.whole)
            for line, amount in asked.terms(component.table).amounts(desk.lines(asked.pick, asked.window)):
                if line.line_id == line_id and (line.counts_on(asked.pick.returns) or line.day) in period:
                    total += amount
    return total
