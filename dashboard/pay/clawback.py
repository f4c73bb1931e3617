"""What a returned line takes back of what it was paid, by the plan's schedule; never more than that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked
from dashboard.pay.facts import Line, Pick, Window
from dashboard.pay.plan import Component, Returns


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
        pick = Pick(component.measure, component.credit, tuple(sorted(component.where.items())))
        for line in desk.facts.credits.lines(desk.payee.payee, pick, period):
            if line.returns:
                yield from _of_line(desk, component, line)


def _of_line(desk: Desk, component: Component, line: Line) -> Iterator[Taken]:
    original = desk.facts.credits.line(line.returns, desk.payee.payee)
    if original is None:
        return
    age = (line.day - original.day).days
    share = share_at(desk.plan.returns, age)
    sold = Fraction(original.amounts.get(component.measure, 0))
    if not share or sold <= 0:
        return
    given_back = min(-Fraction(line.amounts[component.measure]) / sold, Fraction(1))
    amount = _paid(desk, component, original) * given_back * share
    if amount > 0:
        yield Taken(component.key, line.line_id, amount, {"days": str(age), "share": str(share)})


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
    through = calendar.interval(plan.interval.paid, line.day).end
    asked = Asked(desk, component, Window(whole.first, min(through, whole.end)), whole)
    assert component.table is not None
    for one, amount in asked.terms(component.table).amounts(desk.lines(asked.pick, asked.window)):
        if one.line_id == line.line_id:
            return amount
    return Fraction(0)
