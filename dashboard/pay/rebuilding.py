"""A statement of the past, calculated again from the facts and plans that its run froze."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from dashboard.paths import Home
from dashboard.pay.desk import Desk
from dashboard.pay.engine import calculate
from dashboard.pay.facts import Facts, Window
from dashboard.pay.ledger import balances, before_of
from dashboard.pay.ledger import kept as as_kept
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plans
from dashboard.pay.statement import Statement
from dashboard.pay.thawing import thaw
from dashboard.records.pay import Kept, Run


@dataclass(frozen=True)
class Rebuilt:
    """A statement with the facts and the plan that it was made from."""

    statement: Statement
    facts: Facts
    plan: Plan

    @property
    def desk(self) -> Desk:
        """The person's figures, as the engine had them."""
        return Desk(self.plan, self.facts.payee(self.statement.payee), self.facts)


def rebuilt(home: Home, found: Run, kept: Kept, measures: Collection[str]) -> Rebuilt:
    """The statement, exactly as it was made.

    Raises:
        Failed: the frozen facts are gone or changed.
    """
    plans = read_plans(found.plans, measures)
    facts = thaw(home, found.frozen, plans, kept.payee)
    plan = next(one for one in plans if (one.key, one.version) == (kept.plan, kept.plan_version))
    earlier = tuple(one for one in plans if one.key == plan.key)
    before = before_of(kept.before, dt.date.min)
    period = Window(kept.first, kept.end)
    return Rebuilt(calculate(plan, facts, kept.payee, period, before, earlier=earlier), facts, plan)


def same(made: Statement, kept: Kept) -> bool:
    """Whether a statement is what was kept: every line with its source and note, and what is carried on,
    as far as it was written down then.
    """
    again = as_kept(made)
    carried = {name: amounts for name, amounts in balances(made.after).items() if name in kept.after}
    return (again["paid"], again["lines"], carried) == (str(kept.paid), kept.lines, kept.after)
