"""What a run finds of everybody besides their pay: what lies ahead, and how pay stands by performance."""

import datetime as dt
from collections.abc import Mapping, Sequence

from dashboard.errors import Refused
from dashboard.pay.ahead import Ahead
from dashboard.pay.engine import Known
from dashboard.pay.facts import Facts
from dashboard.pay.ledger import kept
from dashboard.pay.outlook import plain
from dashboard.pay.plan import Plan
from dashboard.pay.standings import Standing, plain_standing
from dashboard.pay.statement import Before, Statement
from dashboard.pay.watching import watched
from dashboard.records.pay import Kept

Who = tuple[str, str]
_DAY = dt.timedelta(days=1)


def looked(
    plans: Sequence[Plan],
    facts: Facts,
    made: Sequence[Statement],
    before: Mapping[Who, Before],
    known: Mapping[Who, Known],
    through: dt.date,
    year: Sequence[Kept],
) -> list[dict[str, object]]:
    """Rows for the records, of everybody who is in a plan or was paid by it this year.

    Args:
        plans: all versions.
        facts: of everybody, as the run froze them.
        made: the statements of the run.
        before: what the ledger carries on, by person and plan.
        known: what was found out for the statements.
        through: the last day of the facts.
        year: the statements of the fiscal year that stand, without those of the run.
    """
    ahead = _ahead(plans, facts, made, before, known, through)
    standing = _standing(plans, facts, [*year, *map(_kept, made)])
    versions = {
        **{who: one[0] for who, one in standing.items()},
        **{who: one[0] for who, one in ahead.items()},
    }
    return [
        {
            "payee": payee, "plan": plan, "plan_version": versions[payee, plan],
            "ahead": ahead.get((payee, plan), (0, {}))[1],
            "standing": standing.get((payee, plan), (0, {}))[1],
        }
        for payee, plan in sorted(versions)
    ]  # fmt: skip


def _ahead(
    plans: Sequence[Plan],
    facts: Facts,
    made: Sequence[Statement],
    before: Mapping[Who, Before],
    known: Mapping[Who, Known],
    through: dt.date,
) -> dict[Who, tuple[int, object]]:
    of_run = {(one.payee, one.plan): one for one in made}
    found: dict[Who, tuple[int, object]] = {}
    for member in facts.members:
        who = (member.payee, member.plan)
        plan = _held(plans, member.plan, through + _DAY)
        if plan is None or not member.first <= through + _DAY < member.end or who in found:
            continue
        earlier = tuple(one for one in plans if one.key == plan.key)
        posted = before.get(who, Before())
        statement = of_run.get(who)
        # What is known was found out under one version: another that begins tomorrow has other terms.
        shared = known[who] if statement and statement.version == plan.version else Known()
        one = Ahead(plan, facts, member.payee, through, statement, posted, earlier, shared)
        try:
            found[who] = plan.version, plain(one.outlook())
        except Refused:
            # Whoever cannot be paid, as for want of a rate, is told so by the run, and promised nothing.
            continue
    return found


def _held(plans: Sequence[Plan], key: str, day: dt.date) -> Plan | None:
    """The latest version of a plan that holds on a day."""
    return max(
        (one for one in plans if one.key == key and one.holds_on(day)),
        key=lambda one: one.version,
        default=None,
    )


def _standing(
    plans: Sequence[Plan], facts: Facts, statements: Sequence[Kept]
) -> dict[Who, tuple[int, object]]:
    last = {one.plan: (one.plan, one.plan_version) for one in sorted(statements, key=lambda one: one.end)}
    there = {(one.key, one.version) for one in plans}
    # A plan whose file is gone cannot be looked at: its months were paid, and stay as they are.
    statements = [one for one in statements if last[one.plan] in there]
    return {
        (one.payee, one.plan): (
            plan.plan.version,
            plain_standing(Standing.of(one, plan)),
        )
        for plan in watched(plans, facts, statements)
        for one in plan.people
    }


def _kept(made: Statement) -> Kept:
    """A statement as the records will keep it."""
    found = kept(made)
    lines, before, after = found["lines"], found["before"], found["after"]
    return Kept(
        0, 0, made.payee, made.plan, made.version, made.period.first, made.period.end, made.currency,
        made.earned, made.paid, lines, before, after,  # type: ignore[arg-type]  # what `kept` makes of them
    )  # fmt: skip
