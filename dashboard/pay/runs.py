"""A run: a period calculated for everybody who is in a plan, from facts that are frozen first.

Whoever cannot be paid without a guess is named with the reason, and holds up the approval, not the others.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.access.scope import Scope
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied, MetronError, NotUnderstood, Refused
from dashboard.paths import Home
from dashboard.pay.comparing import compared
from dashboard.pay.eligible import check_alone
from dashboard.pay.engine import calculate
from dashboard.pay.facts import Facts, Window
from dashboard.pay.freezing import freeze
from dashboard.pay.ledger import before_of, kept
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plans
from dashboard.pay.statement import Before, Statement
from dashboard.pay.thawing import thaw
from dashboard.records import log
from dashboard.records import pay as records_of_pay
from dashboard.records.store import Records

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Calculated:
    """The statements of a period, who could not be paid, and where the second calculator says otherwise."""

    period: Window
    statements: tuple[Statement, ...]
    refused: tuple[tuple[str, MetronError], ...] = field(default_factory=tuple)
    differences: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)


def in_force(plans: Sequence[Plan], period: Window) -> list[Plan]:
    """The latest version of each plan that holds at the end of a period, and is paid then."""
    latest: dict[str, Plan] = {}
    for plan in sorted(plans, key=lambda one: one.version):
        if plan.holds_on(period.end - _DAY):
            latest[plan.key] = plan
    return list(latest.values())


def everybody(
    plans: Sequence[Plan], facts: Facts, month: Window, before: Mapping[tuple[str, str], Before]
) -> Calculated:
    """The statements of all plans whose pay interval ends with this month, each calculated twice."""
    made: list[Statement] = []
    differing: list[Mapping[str, Any]] = []
    refused: list[tuple[str, MetronError]] = []
    for plan in in_force(plans, month):
        period = facts.calendar.interval(plan.interval.paid, month.end - _DAY)
        if period.end != month.end:
            continue
        earlier = tuple(one for one in plans if one.key == plan.key)
        for payee in sorted(_members(facts, plan, period)):
            try:
                check_alone(facts.members, payee)
                stands = before.get((payee, plan.key), Before())
                statement = calculate(plan, facts, payee, period, stands, earlier=earlier)
            except Refused as why:
                refused.append((payee, why))
                continue
            made.append(statement)
            differing += compared(statement, plan, facts, earlier)
    return Calculated(month, tuple(made), tuple(refused), tuple(differing))


def _members(facts: Facts, plan: Plan, period: Window) -> set[str]:
    return {
        one.payee
        for one in facts.members
        if one.plan == plan.key and period.overlap(one.first, one.end) is not None
    }


@dataclass(frozen=True)
class Office:
    """Where runs are made: the publication that is read, the records and the home that keep them."""

    shelf: Shelf
    home: Home
    records: Records
    plans: Mapping[str, str]
    measures: Sequence[str]

    def run(self, scope: Scope, month: Window, by: str) -> records_of_pay.Run:
        """Freeze, calculate and write down a month.

        Raises:
            Denied: the scope holds something back.
            Refused: a plan that is not sound, or a period that is approved already.
        """
        plans = read_plans(self.plans, self.measures)
        if not plans:
            raise NotUnderstood("payrun.no_plans")
        self._check_open(month)
        since = self._since(month)
        frozen = freeze(self.shelf, scope, self.home, Window(since, month.end))
        facts = thaw(self.home, frozen.name, plans)
        done = everybody(plans, facts, month, self._before(facts, plans, month, since))
        with self.records.writing() as connection:
            number = records_of_pay.add_run(
                connection, month.first, month.end, frozen=frozen.name, publication=frozen.publication,
                plans=dict(self.plans), refused=[_told(payee, why) for payee, why in done.refused],
                differences=list(done.differences), calculated_by=by[:254],
            )  # fmt: skip
            records_of_pay.add_statements(connection, number, (kept(one) for one in done.statements))
            made = records_of_pay.run(connection, number)
            assert made is not None
            log.write(connection, by, "pay_calculated", made.name, statements=len(done.statements))
        return made

    def approve(self, number: int, by: str) -> records_of_pay.Run:
        """Post a run into the ledger: by somebody else than who calculated it.

        Raises:
            NotUnderstood: there is no such run.
            Denied: the same person calculated it.
            Refused: it has been replaced or approved, somebody in it could not be paid, or the second
                calculator came to something else.
        """
        with self.records.writing() as connection:
            found = records_of_pay.run(connection, number)
            if found is None:
                raise NotUnderstood("payrun.no_run", run=number)
            if found.calculated_by == by:
                raise Denied("payrun.own_run", run=found.name)
            if found.state != "calculated":
                raise Refused("payrun.not_open", run=found.name, state=found.state)
            if found.refused or found.differences:
                raise Refused(
                    "payrun.not_clean",
                    run=found.name,
                    refused=len(found.refused),
                    differences=len(found.differences),
                )
            records_of_pay.approve(connection, found, by)
            log.write(connection, by, "pay_approved", found.name)
            approved = records_of_pay.run(connection, number)
        assert approved is not None
        return approved

    def _check_open(self, month: Window) -> None:
        with self.records.reading() as connection:
            for one in records_of_pay.runs(connection):
                if one.state == "approved" and one.end >= month.end:
                    raise Refused("payrun.closed", run=one.name, month=f"{month.first:%Y-%m}")

    def _since(self, month: Window) -> dt.date:
        """How far back a run looks again at what was paid: to the start of the year before."""
        year = self.shelf.outline.cut.year(month.first)
        return self.shelf.outline.cut.year(year.start - _DAY).start

    def _before(
        self, facts: Facts, plans: Sequence[Plan], month: Window, since: dt.date
    ) -> dict[tuple[str, str], Before]:
        """What the ledger carries on, for everybody: what the last approved statement left."""
        found: dict[tuple[str, str], Before] = {}
        with self.records.reading() as connection:
            for payee in facts.payees:
                for one in records_of_pay.of_payee(connection, payee.payee, approved=True):
                    if one.end <= month.first:
                        found[payee.payee, one.plan] = before_of(one.after, since)
        return found


def _told(payee: str, why: MetronError) -> dict[str, object]:
    values = {name: str(value) for name, value in why.values.items()}
    return {"payee": payee, "key": why.key, "values": values}
