"""Measures that are no sum of credited lines: asked of the publication when a run freezes its facts.

Any measure of the catalogue that is known by person may stand in a plan: a margin rate, the number of
customers, visits. Each is asked as on every screen, of a person's own credited sales, for the days of each
measure interval as far as each pay period goes; what was answered is frozen with the rest.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dashboard.access.scope import Scope
from dashboard.answers.answer import answer
from dashboard.answers.door import carries
from dashboard.answers.paid import reads_pay
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.catalogue import MEASURES, dimension
from dashboard.metrics.kinds import Kind, atoms
from dashboard.metrics.periods import Period
from dashboard.metrics.question import ask
from dashboard.pay.facts import Calendar, Window
from dashboard.pay.frozen_credits import MEASURES as OF_LINES
from dashboard.pay.plan import Interval, Plan

Valued = tuple[str, str, dt.date, dt.date, str, str]
_DAY = dt.timedelta(days=1)


def of_people() -> list[str]:
    """The keys of the catalogue's measures that can be told of a person, besides those of single lines."""
    rep = dimension("rep", ())
    return [
        key
        for key, row in MEASURES.items()
        if key not in OF_LINES
        and row.kind is not Kind.DATE
        and not reads_pay(row.formula)
        and all(carries(atom.mart, rep) for atom in atoms(row.formula))
    ]


def is_money(measure: str) -> bool:
    """Whether a measure of the catalogue is an amount, or so much a day."""
    return MEASURES[measure].unit.startswith("currency")


def values(
    shelf: Shelf, scope: Scope, plans: Sequence[Plan], payees: Sequence[str], window: Window
) -> list[Valued]:
    """Person, measure, days, value, as a decimal number, and its currency, of all that the plans ask for.

    What is empty for somebody counts as nothing reached; money is in the reporting currency.
    """
    calendar = Calendar(cut=shelf.outline.cut)
    wanted = defaultdict[Window, dict[str, None]](dict)
    for plan in plans:
        for measure, days in _windows(plan, calendar, window, shelf.manifest.through):
            wanted[days][measure] = None
    found: list[Valued] = []
    for days in sorted(wanted, key=lambda one: (one.first, one.end)):
        measures = tuple(wanted[days])
        question = ask(
            shelf.outline, measures=measures, by=("rep",), period=Period(days.first, days.end - _DAY),
            alignment="credited",
        )  # fmt: skip
        answered = answer(question, scope, shelf)
        told = {str(keys[0]): row for keys, row in zip(answered.keys, answered.rows, strict=True)}
        for measure in measures:
            at, currency = answered.at(measure), shelf.outline.currency if is_money(measure) else ""
            found += [
                (
                    payee, measure, days.first, days.end,
                    _text(told[payee][at] if payee in told else None), currency,
                )
                for payee in payees
            ]  # fmt: skip
    return found


def _windows(
    plan: Plan, calendar: Calendar, window: Window, through: dt.date
) -> Iterator[tuple[str, Window]]:
    """Each measure interval as far as each pay period goes, and the whole of the one that is next to end."""
    known = set(of_people())
    asked = [one for one in plan.uses() if one.basis.measure in known]
    for period in calendar.intervals(plan.interval.paid, window) if asked else ():
        if period.end > window.end or not _holds(plan, period):
            continue
        for use in asked:
            for whole in calendar.intervals(use.interval, period):
                days = Window(whole.first, min(whole.end, period.end))
                yield use.basis.measure, days
                if use.yearly:
                    yield use.basis.measure, Window(calendar.interval("year", days.first).first, days.end)
    for use in asked:
        kinds: set[Interval] = {use.interval, "year"} if use.yearly else {use.interval}
        for kind in sorted(kinds):
            yield use.basis.measure, calendar.interval(kind, min(window.end - _DAY, through) + _DAY)


def _holds(plan: Plan, period: Window) -> bool:
    return plan.valid_from < period.end and (plan.valid_to is None or plan.valid_to >= period.first)


def _text(value: object) -> str:
    """The shortest decimal number that is the value: what a ratio says is not cut."""
    if value is None:
        return "0"
    return format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
