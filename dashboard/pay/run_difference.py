"""Run against run: what each person's pay differs by, line by line, and what that comes of.

Two runs of one period were calculated from two states of the same facts. The causes are the steps from one
state to the other, each calculated by the engine: they add up to the difference, to the cent.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from dashboard.errors import MetronError
from dashboard.paths import Home
from dashboard.pay.engine import calculate
from dashboard.pay.facts import Facts, Window
from dashboard.pay.ledger import before_of
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plans
from dashboard.pay.statement import Before
from dashboard.pay.thawing import thaw
from dashboard.records.pay import Kept, Run

# In this order: what was sold, at which rates, against what, who worked when, the plan, what the ledger says,
# by hand.
Cause = Literal["lines", "rates", "quota", "people", "plan", "ledger", "adjustments"]
Line = tuple[str, str, str, str]  # kind, component, first day of the period that it is for, source
_NONE = Decimal(0)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Changed:
    """One line of a statement in both runs; what one of them has not is nothing."""

    line: Line
    one: Decimal
    other: Decimal

    @property
    def difference(self) -> Decimal:
        """What the second run has more."""
        return self.other - self.one


@dataclass(frozen=True, slots=True)
class Compared:
    """One person's statements under a plan in one currency in two runs: None is none. The amounts of `causes`
    add up to the difference; there are none where the periods differ, or one run has no statement.
    """

    payee: str
    plan: str
    currency: str
    one: Kept | None
    other: Kept | None
    lines: tuple[Changed, ...]
    causes: tuple[tuple[tuple[Cause, ...], Decimal], ...] = ()

    @property
    def difference(self) -> Decimal:
        """What the second run pays more."""
        return (self.other.paid if self.other else _NONE) - (self.one.paid if self.one else _NONE)


@dataclass(frozen=True, slots=True)
class Side:
    """A run with its statements."""

    run: Run
    statements: Sequence[Kept]


def compare(home: Home, one: Side, other: Side, measures: Collection[str]) -> list[Compared]:
    """Everybody whose statement is not the same in both, by person, plan and currency: who is paid in another
    one than before got nothing in it then, and gets nothing in that now.

    Raises:
        Failed: the frozen facts of a run are gone or changed.
    """
    mine, theirs = (
        {(kept.payee, kept.plan, kept.currency): kept for kept in side.statements} for side in (one, other)
    )
    same_period = one.run.end == other.run.end
    states: list[_State] = []
    found = []
    for who in sorted(mine.keys() | theirs.keys()):
        first, second = mine.get(who), theirs.get(who)
        lines = tuple(_changed(first, second))
        if not lines:
            continue
        made = Compared(*who, first, second, lines)
        if same_period and first and second:
            states = states or [_state(home, side.run, measures) for side in (one, other)]
            made = replace(made, causes=tuple(_causes(states[0], states[1], first, second)))
        found.append(made)
    return found


def _changed(one: Kept | None, other: Kept | None) -> Iterator[Changed]:
    mine, theirs = _amounts(one), _amounts(other)
    for line in dict.fromkeys((*mine, *theirs)):
        found = Changed(line, mine.get(line, _NONE), theirs.get(line, _NONE))
        if found.difference:
            yield found


def _amounts(kept: Kept | None) -> dict[Line, Decimal]:
    found: dict[Line, Decimal] = {}
    for line in kept.lines if kept else ():
        key = (line["kind"], line["component"], line["period"], line["source"])
        found[key] = found.get(key, _NONE) + Decimal(line["amount"])
    return found


@dataclass(frozen=True, slots=True)
class _State:
    """All that a run was calculated from, but for what the ledger says of each person."""

    facts: Facts
    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that one statement was calculated from."""

    state: _State
    version: int
    before: Before


def _state(home: Home, run: Run, measures: Collection[str]) -> _State:
    plans = tuple(read_plans(run.plans, measures))
    return _State(thaw(home, run.frozen, plans), plans)


def _causes(
    one: _State, other: _State, first: Kept, second: Kept
) -> Iterator[tuple[tuple[Cause, ...], Decimal]]:
    """What each step from one state to the other changes. A step that cannot be paid goes with the next; the
    last one always can be: it is what the second run was calculated from.
    """
    now, then = (
        _Asked(state, kept.plan_version, before_of(kept.before, dt.date.min))
        for state, kept in ((one, first), (other, second))
    )
    paid, waiting = first.paid, tuple[Cause, ...]()
    for cause, moved in _STEPS.items():
        now = moved(now, then)
        waiting = (*waiting, cause)
        try:
            made = _paid(now, first)
        except MetronError:
            continue
        if made != paid:
            yield waiting, made - paid
        paid, waiting = made, ()


def _paid(asked: _Asked, kept: Kept) -> Decimal:
    plans, period = asked.state.plans, Window(kept.first, kept.end)
    plan = next(one for one in plans if (one.key, one.version) == (kept.plan, asked.version))
    earlier = tuple(one for one in plans if one.key == plan.key)
    return calculate(plan, asked.state.facts, kept.payee, period, asked.before, earlier=earlier).paid


def _facts(*names: str) -> Callable[[_Asked, _Asked], _Asked]:
    """The step that takes over these facts."""

    def moved(now: _Asked, then: _Asked) -> _Asked:
        taken = {name: getattr(then.state.facts, name) for name in names}
        return replace(now, state=replace(now.state, facts=replace(now.state.facts, **taken)))

    return moved


def _plan(now: _Asked, then: _Asked) -> _Asked:
    facts = replace(now.state.facts, members=then.state.facts.members)
    return replace(now, state=_State(facts, then.state.plans), version=then.version)


_STEPS: Mapping[Cause, Callable[[_Asked, _Asked], _Asked]] = {
    "lines": _facts("credits"),
    "rates": _facts("rates", "reporting"),
    "quota": _facts("quotas"),
    "people": _facts("payees", "targets", "leaves", "scores", "events", "values", "holds", "calendar"),
    "plan": _plan,
    "ledger": lambda now, then: replace(now, before=then.before),
    "adjustments": _facts("adjustments"),
}
