"""The statements of a fiscal year that stand, with the plans and facts of the last run: read once, kept."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.metrics.periods import FiscalCalendar
from dashboard.paths import Home
from dashboard.pay.facts import Calendar
from dashboard.pay.observed import Watched
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plans
from dashboard.pay.thawing import thaw
from dashboard.pay.watching import watched
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Run
from dashboard.records.store import Records


@dataclass(frozen=True)
class PlanYear:
    """The last run of a month that stands, its plans, and every plan with its people since the year began.

    `published` are the days from the end of each month to the approval of its run, `statements` payee and
    plan of each statement since then, by its number.
    """

    run: Run
    plans: tuple[Plan, ...]
    watched: tuple[Watched, ...]
    published: tuple[int, ...]
    statements: Mapping[int, tuple[str, str]]


def plan_year(
    home: Home,
    records: Records,
    month: str,
    measures: Collection[str],
    settled_by: FiscalCalendar | None = None,
) -> PlanYear | None:
    """What stands at the end of a month (2026-10), of the newest where none is named; None without a run.

    With `settled_by`, a calendar, at the end of the last month up to it in which every plan has paid. Who is
    told sums of many is told them then alone: in a month between, a plan of few may be the only one beside
    another to pay, and what it paid would be the difference.

    Raises:
        Failed: what the run was calculated from is gone or changed.
    """
    with records.reading() as connection:
        runs = [one for one in records_of_pay.runs(connection) if one.stands]
    if settled_by is None:
        asked = [one for one in runs if month in ("", one.month)]
    else:
        earlier = (one for one in runs if not month or one.month <= month)
        asked = [one for one in earlier if _has_paid_all(one, measures, settled_by)]
    if not asked:
        return None
    last = max(asked, key=lambda one: (one.end, one.id))
    # Runs come newest first: of each period the first one is what stands.
    newest = {one.end: one for one in reversed(runs) if one.end <= last.end}
    return _plan_year(home, records, tuple((one.id, one.state) for one in newest.values()), tuple(measures))


def _has_paid_all(run: Run, measures: Collection[str], cut: FiscalCalendar) -> bool:
    """Whether a run ends a pay interval of each of its plans."""
    calendar, last = Calendar(cut=cut), run.end - dt.timedelta(days=1)
    kinds = {plan.interval.paid for plan in read_plans(run.plans, measures)}
    return all(calendar.interval(kind, last).end == run.end for kind in kinds)


@lru_cache(maxsize=8)
def _plan_year(
    home: Home, records: Records, runs: tuple[tuple[int, str], ...], measures: tuple[str, ...]
) -> PlanYear:
    """A run never changes but for its state: what it was made from is read once."""
    with records.reading() as connection:
        found = [records_of_pay.run(connection, number) for number, _ in runs]
        kept = [one for one in found if one is not None]
        statements = [one for run in kept for one in records_of_pay.statements(connection, run.id)]
    last = max(kept, key=lambda one: one.end)
    plans = tuple(read_plans(last.plans, measures))
    facts = thaw(home, last.frozen, plans)
    published = tuple(
        (one.approved_at.date() - one.end + dt.timedelta(days=1)).days
        for one in kept
        if one.approved_at is not None
    )
    year = facts.calendar.interval("year", last.end - dt.timedelta(days=1))
    numbers = {one.id: (one.payee, one.plan) for one in statements if one.first in year}
    return PlanYear(last, plans, tuple(watched(plans, facts, statements)), published, numbers)
