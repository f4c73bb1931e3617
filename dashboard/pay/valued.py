"""Measures that are no sum of credited lines: asked of the publication when a run freezes its facts.

Any measure of the catalogue that is known by person may stand in a plan: a margin rate, the number of
customers, visits. Each is asked as on every screen, of a person's own credited sales, for the days of each
measure interval as far as each pay period goes; what was answered is frozen with the rest. A roll-up asks
the same of all whom somebody leads, and a product scope is a filter of the question.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.access.scope import UNKNOWN, Scope
from dashboard.answers.answer import answer
from dashboard.answers.members import named
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.catalogue import dimension
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Credit
from dashboard.metrics.periods import Period
from dashboard.metrics.question import ask
from dashboard.pay.facts import Calendar, Limits, Window
from dashboard.pay.plan import Interval, Plan, Use
from dashboard.pay.whole_measures import is_money, of_people

# Whose, of which days, how much, in which currency; then by which credit and of what, if not directly of all.
Valued = (
    tuple[str, str, dt.date, dt.date, str, str] | tuple[str, str, dt.date, dt.date, str, str, Credit, Limits]
)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class _Asked:
    """The days of one question, whose lines it is about, and of what alone."""

    first: dt.date
    end: dt.date
    credit: Credit = "direct"
    where: Limits = ()

    @property
    def said(self) -> tuple[()] | tuple[Credit, Limits]:
        """What is frozen of it with each value, besides its days."""
        return (self.credit, self.where) if self.where or self.credit != "direct" else ()


def values(
    shelf: Shelf, scope: Scope, plans: Sequence[Plan], payees: Sequence[str], window: Window
) -> list[Valued]:
    """Person, measure, days, value, as a decimal number, and its currency, of all that the plans ask for.

    What is empty for somebody counts as nothing reached; money is in the reporting currency.
    """
    calendar = Calendar(cut=shelf.outline.cut)
    wanted = defaultdict[_Asked, dict[str, None]](dict)
    for plan in plans:
        for use, days in _windows(plan, calendar, window, shelf.manifest.through):
            where = tuple(sorted(use.basis.where.items()))
            wanted[_Asked(days.first, days.end, use.basis.credit, where)][use.basis.measure] = None
    found: list[Valued] = []
    for asked in sorted(wanted):
        measures = tuple(wanted[asked])
        told = _told(measures, asked, scope, shelf)
        for measure in measures:
            currency = shelf.outline.currency if is_money(measure) else ""
            found += [
                (
                    payee, measure, asked.first, asked.end, _text(told[measure].get(payee)), currency,
                    *asked.said,
                )
                for payee in payees
            ]  # fmt: skip
    return found


def _told(
    measures: tuple[str, ...], asked: _Asked, scope: Scope, shelf: Shelf
) -> dict[str, dict[str, object]]:
    """By measure and person, what is told; nothing of who has none."""
    limits = [_limit(name, one, scope, shelf) for name, one in asked.where]
    if not all(limits):
        return {measure: {} for measure in measures}
    question = ask(
        shelf.outline, measures=measures, by=("rep",), where=[one for one in limits if one],
        period=Period(asked.first, asked.end - _DAY), alignment="credited",
    )  # fmt: skip
    direct = asked.credit == "direct"
    answered = answer(replace(question, credit=asked.credit), scope, shelf, raw=not direct)
    rows = list(zip(answered.keys, answered.rows, strict=True))
    return {measure: {str(keys[0]): row[answered.at(measure)] for keys, row in rows} for measure in measures}


def _limit(name: str, members: tuple[str, ...], scope: Scope, shelf: Shelf) -> Condition | None:
    """A product scope as a filter: exactly what a plan names, as of lines; None where there is none of it."""
    by = dimension(name, ())
    kept = tuple(one for one in members if one == UNKNOWN or one in named(one, by, scope, shelf))
    return Condition(name, kept) if kept else None


def _windows(
    plan: Plan, calendar: Calendar, window: Window, through: dt.date
) -> Iterator[tuple[Use, Window]]:
    """Each measure interval as far as each pay period goes, and the whole of the one that is next to end."""
    known = set(of_people())
    asked = [one for one in plan.uses() if one.basis.measure in known]
    for period in calendar.intervals(plan.interval.paid, window) if asked else ():
        if period.end > window.end or not _holds(plan, period):
            continue
        for use in asked:
            for whole in calendar.intervals(use.interval, period):
                days = Window(whole.first, min(whole.end, period.end))
                yield use, days
                if use.yearly:
                    yield use, Window(calendar.interval("year", days.first).first, days.end)
    for use in asked:
        kinds: set[Interval] = {use.interval, "year"} if use.yearly else {use.interval}
        for kind in sorted(kinds):
            yield use, calendar.interval(kind, min(window.end - _DAY, through) + _DAY)


def _holds(plan: Plan, period: Window) -> bool:
    return plan.valid_from < period.end and (plan.valid_to is None or plan.valid_to >= period.first)


def _text(value: object) -> str:
    """The shortest decimal number that is the value: what a ratio says is not cut."""
    if value is None:
        return "0"
    return format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
