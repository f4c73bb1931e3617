"""The second calculator's awards: event after event of everybody, as far as their common budget goes."""

import datetime as dt
from fractions import Fraction

from dashboard.pay.facts import Window
from dashboard.pay.plan import Award, Component
from dashboard.pay.second_reached import Reached


def awarded(results: Reached, component: Component, award: Award, window: Window) -> Fraction:
    """What one person gets for the events of a window."""
    plan, calendar = results.plan, results.facts.calendar
    kind = component.measured or plan.interval.measured
    left = None if award.budget is None else Fraction(award.budget)
    seen: set[tuple[str, str]] = set()
    times: dict[tuple[str, dt.date], int] = {}
    total = Fraction(0)
    for event in sorted(results.facts.events, key=lambda one: (one.day, one.payee, one.event_id)):
        if event.event != award.event or (event.payee, event.event_id) in seen:
            continue
        seen.add((event.payee, event.event_id))
        if not plan.holds_on(event.day) or not results.days_of(event.payee).in_plan(event.day):
            continue
        place = event.payee, calendar.interval(kind, event.day).first
        times[place] = times.get(place, 0) + 1
        if award.limit is not None and times[place] > award.limit:
            continue
        if left is not None:
            if left < Fraction(award.amount):
                continue
            left -= Fraction(award.amount)
        if event.payee == results.payee and event.day in window:
            total += Fraction(award.amount)
    return total
