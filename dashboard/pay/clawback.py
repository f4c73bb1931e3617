"""What a returned line takes back of what it was paid, by the plan's schedule; never more than that."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked
from dashboard.pay.facts import Line, Pick, Window
from dashboard.pay.measured import factor_of_plan
from dashboard.pay.plan import Component, Returns

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """One component's pay of one line that is taken back, in the plan's money and exact."""

    component: str
    line_id: str
    amount: Fraction
    note: Mapping[str, str]


def taken_back(desk: Desk, period: Window) -> Iterator[Taken]:
    """What the returns of a period take back, by component and line."""
    for component in desk.plan.component:
        if component.table is None or component.blend:
            continue
        pick = replace(desk.pick(component.measure, component.credit, component), returns="current")
        for line in desk.facts.credits.lines(desk.payee.payee, pick, period):
            if line.returns and line.returns_day:
                yield from _of_line(desk, component, line, pick)


def _of_line(desk: Desk, component: Component, line: Line, pick: Pick) -> Iterator[Taken]:
    sold_on = line.returns_day or line.day
    credits, payee = desk.facts.credits, desk.payee.payee
    sold = credits.lines(payee, pick, Window(sold_on, sold_on + _DAY))
    original = next((one for one in sold if one.line_id == line.returns), None)
    share = share_at(desk.plan.returns, (line.day - sold_on).days)
    if original is None or not share or original.amounts[component.measure] <= 0:
        return

    def size(one: Line) -> Fraction:
        # A return that was booked in other money is held against its line at the rate of the line's day.
        return Fraction(one.amounts[pick.measure]) * desk.worth(pick.measure, one.currency, sold_on)

    # Together the returns of a line give back no more than all of it.
    left = whole = size(original)
    for one in credits.lines(payee, pick, Window(sold_on, line.day + _DAY)):
        if one.returns == line.returns and (one.day, one.line_id) < (line.day, line.line_id):
            left += size(one)
    given_back = min(-size(line), max(left, Fraction(0))) / whole
    amount = _paid(desk, component, original) * given_back * share
    if amount > 0:
        note = {"days": str((line.day - sold_on).days), "share": str(share)}
        yield Taken(component.key, line.line_id, amount, note)


def share_at(returns: Returns, age: int) -> Fraction:
    """The share that is taken back so many days after the credit."""
    for step in returns.schedule:
        if age <= step.within_days:
            return Fraction(step.share)
    return Fraction(0)


def _paid(desk: Desk, component: Component, line: Line) -> Fraction:
    """What the line was paid: the difference that it made in the pay period of its day."""
    calendar, plan = desk.facts.calendar, desk.plan
    whole = calendar.interval(component.measured or plan.interval.measured, line.day)
    period = calendar.interval(plan.interval.paid, line.day)
    window = Window(whole.first, min(period.end, whole.end))
    for one, amount in Asked(desk, component, window, whole).by_line():
        if one.line_id == line.line_id:
            return amount * factor_of_plan(desk, window, period)
    return Fraction(0)
