"""A run: a period calculated for everybody who is in a plan, from facts that are frozen first.

Whoever cannot be paid without a guess is named with the reason, and holds up the approval, not the others.
What becomes of a run then is in `cycle`.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from dashboard.access.person import fold
from dashboard.access.scope import Scope
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import MetronError, NotUnderstood, Refused
from dashboard.paths import Home
from dashboard.pay import adjustments
from dashboard.pay.comparing import compared
from dashboard.pay.eligible import check_alone
from dashboard.pay.engine import Known, calculate
from dashboard.pay.facts import Adjusted, Facts, Window
from dashboard.pay.freezing import Freeze, freeze
from dashboard.pay.ledger import before_of, kept
from dashboard.pay.looking import looked
from dashboard.pay.money import check_currency
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plans
from dashboard.pay.plan_scopes import check_scopes
from dashboard.pay.statement import Before, Statement
from dashboard.pay.thawing import thaw
from dashboard.records import log, pay_ledger, pay_outlooks, pay_steps
from dashboard.records import pay as records_of_pay
from dashboard.records.store import Records

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Calculated:
    """The statements of a period, who could not be paid, and where the second calculator says otherwise.

    `known` is what was found out for each statement, by person and plan.
    """

    period: Window
    statements: tuple[Statement, ...]
    refused: tuple[tuple[str, MetronError], ...] = field(default_factory=tuple)
    differences: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)
    known: Mapping[tuple[str, str], Known] = field(default_factory=dict)


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
    known: dict[tuple[str, str], Known] = {}
    for plan in in_force(plans, month):
        period = facts.calendar.interval(plan.interval.paid, month.end - _DAY)
        if period.end != month.end:
            continue
        earlier = tuple(one for one in plans if one.key == plan.key)
        for payee in sorted(_members(facts, plan, period)):
            try:
                check_alone(facts.members, payee)
                who = (payee, plan.key)
                stands, known[who] = before.get(who, Before()), Known()
                statement = calculate(plan, facts, payee, period, stands, earlier=earlier, known=known[who])
            except Refused as why:
                refused.append((payee, why))
                continue
            made.append(statement)
            differing += compared(statement, plan, facts, earlier)
    refused += _unpaid(facts, month, in_force(plans, month), made, {payee for payee, _ in refused})
    return Calculated(month, tuple(made), tuple(refused), tuple(differing), known)


def _unpaid(
    facts: Facts, month: Window, plans: Sequence[Plan], made: Sequence[Statement], refused: Collection[str]
) -> list[tuple[str, MetronError]]:
    """Manual adjustments of the month that no statement has, and none that comes later will have."""
    later = {
        plan.key
        for plan in plans
        if facts.calendar.interval(plan.interval.paid, month.end - _DAY).end != month.end
    }
    paid = {line.source for one in made for line in one.lines}
    return [
        (one.payee, Refused("payadjust.unpaid", adjustment=one.adjustment_id, plan=one.plan))
        for one in facts.adjustments
        if one.end == month.end
        and one.plan not in later
        and one.payee not in refused
        and one.adjustment_id not in paid
    ]


def _members(facts: Facts, plan: Plan, period: Window) -> set[str]:
    return {
        one.payee
        for one in facts.members
        if one.plan == plan.key and period.overlap(one.first, one.end) is not None
    }


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a run stands on besides the publication: it counts only if all of it is still so at its end."""

    version: int
    ledger: int
    adjusted: tuple[Adjusted, ...]


@dataclass(frozen=True)
class Office:
    """Where runs are made: the publication that is read, the records and the home that keep them."""

    shelf: Shelf
    home: Home
    records: Records
    plans: Mapping[str, str]
    measures: Sequence[str]

    def run(self, scope: Scope, month: Window, by: str) -> records_of_pay.Run:
        """Freeze, calculate and write down a month; what was calculated of it before is replaced.

        Raises:
            Denied: the scope holds something back.
            Refused: a plan that is not sound, leaves its currency to be guessed or is limited to what does
                not exist, a period that is not open, or somebody calculated or decided something meanwhile.
        """
        plans, by = read_plans(self.plans, self.measures), fold(by)
        if not plans:
            raise NotUnderstood("payrun.no_plans")
        for plan in plans:
            check_currency(plan, self.shelf.outline.currency)
        check_scopes(self.plans, self.measures, month, scope, self.shelf)
        since = self._since(month)
        with self.records.reading() as connection:
            seen = self._seen(connection, month, since)
        frozen = freeze(self.shelf, scope, self.home, Window(since, month.end), plans, seen.adjusted)
        facts = thaw(self.home, frozen.name, plans)
        before = self._before(facts, month, since)
        done = everybody(plans, facts, month, before)
        through = min(month.end - _DAY, self.shelf.manifest.through)
        found = looked(plans, facts, done.statements, before, done.known, through, self._of_year(month))
        with self.records.writing() as connection:
            pay_steps.take_turn(connection)
            if self._seen(connection, month, since) != seen:
                raise Refused("payrun.overtaken", month=f"{month.end - _DAY:%Y-%m}")
            made = self._keep(connection, done, frozen, seen, by)
            pay_outlooks.add(connection, made.id, found)
            return made

    def _keep(
        self, connection: Connection, done: Calculated, frozen: Freeze, seen: _Seen, by: str
    ) -> records_of_pay.Run:
        """Write a calculation down in place of the one that stands."""
        month = done.period
        for one in records_of_pay.standing(connection):
            if one.end == month.end:
                pay_steps.step(connection, one.id, "replaced", by)
        number = records_of_pay.add_run(
            connection, month.first, month.end, seen.version + 1, frozen=frozen.name,
            publication=frozen.publication, plans=dict(self.plans), ledger=seen.ledger,
            refused=[_told(payee, why) for payee, why in done.refused], differences=list(done.differences),
            calculated_by=by[:254],
        )  # fmt: skip
        records_of_pay.add_statements(connection, number, (kept(one) for one in done.statements))
        mine = [one.adjustment_id for one in seen.adjusted if one.first >= month.first]
        pay_steps.step(connection, number, "calculated", by, details={"adjustments": mine})
        made = records_of_pay.run(connection, number)
        assert made is not None
        log.write(connection, by, "pay_calculated", made.name, statements=len(done.statements))
        return made

    def _of_year(self, month: Window) -> list[records_of_pay.Kept]:
        """The statements of the fiscal year's earlier months that stand."""
        start = self.shelf.outline.cut.year(month.first).start
        with self.records.reading() as connection:
            earlier = [
                one
                for one in records_of_pay.standing(connection)
                if start <= one.first and one.end <= month.first
            ]
            return [made for one in earlier for made in records_of_pay.statements(connection, one.id)]

    def _seen(self, connection: Connection, month: Window, since: dt.date) -> _Seen:
        adjustments.check_open(connection, month)
        return _Seen(
            records_of_pay.last_version(connection, month.end),
            pay_ledger.last_entry(connection),
            adjustments.approved(connection, since, month.end),
        )

    def _since(self, month: Window) -> dt.date:
        """How far back a run looks again at what was paid: to the start of the year before."""
        year = self.shelf.outline.cut.year(month.first)
        return self.shelf.outline.cut.year(year.start - _DAY).start

    def _before(self, facts: Facts, month: Window, since: dt.date) -> dict[tuple[str, str], Before]:
        """What the ledger carries on, for everybody: what the last statement that is posted left."""
        found: dict[tuple[str, str], Before] = {}
        with self.records.reading() as connection:
            for payee in facts.payees:
                for one in records_of_pay.of_payee(connection, payee.payee, paid=True):
                    if one.end <= month.first:
                        found[payee.payee, one.plan] = before_of(one.after, since)
        return found


def _told(payee: str, why: MetronError) -> dict[str, object]:
    values = {name: str(value) for name, value in why.values.items()}
    return {"payee": payee, "key": why.key, "values": values}
