"""What a changed plan would have cost: the same engine on the frozen facts of the last four quarters.

Both sides are calculated anew, period by period from the start of the measure interval, with the plans as
they are and with the changed one in place of all versions of its key; nothing that happened later, and no
change of behaviour, is assumed. Nothing is written.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboard.errors import MetronError, NotUnderstood, Refused
from dashboard.paths import Home
from dashboard.pay.eligible import check_alone
from dashboard.pay.engine import Known, calculate
from dashboard.pay.facts import Facts, Window
from dashboard.pay.money import Worth, check_currency, worth_on
from dashboard.pay.observed import EARNED, longest
from dashboard.pay.plan import MONTHS, Plan, Rounding
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import Before, Statement
from dashboard.pay.thawing import thaw

_DAY = dt.timedelta(days=1)
_NONE = Decimal(0)
_KINDS = EARNED | {"guarantee"}
_SHOWN = Rounding(digits=8)
QUARTERS = 4
NAMED = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """One person's pay of the window, as the plans are and with the change: in the reporting currency, for
    that of several people is added up.
    """

    payee: str
    name: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """What the person would get more."""
        return self.after - self.before


@dataclass(frozen=True)
class Simulated:
    """A changed plan beside the plans as they are; `refused` are those who cannot be calculated, and why.

    All is in `currency`, the reporting one. `turned` are the other currencies in which somebody is paid, with
    the rate at which that was converted on both sides: of the window's last day, or of the plan year.
    """

    plan: Plan
    window: Window
    people: tuple[Moved, ...]
    refused: tuple[tuple[str, MetronError], ...]
    currency: str
    turned: Mapping[str, Worth]

    @property
    def before(self) -> Decimal:
        """What all of them got."""
        return sum((one.before for one in self.people), _NONE)

    @property
    def after(self) -> Decimal:
        """What all of them would get."""
        return sum((one.after for one in self.people), _NONE)

    @property
    def winners(self) -> list[Moved]:
        """Who would get more, the most first."""
        return sorted(
            (one for one in self.people if one.change > 0), key=lambda one: (-one.change, one.payee)
        )

    @property
    def losers(self) -> list[Moved]:
        """Who would get less, the most first."""
        return sorted((one for one in self.people if one.change < 0), key=lambda one: (one.change, one.payee))

    def data(self, named: Callable[[str], bool]) -> dict[str, Any]:
        """All of it as plain data, money as text; people by name where they may be named."""

        def listed(people: Sequence[Moved]) -> dict[str, Any]:
            return {
                "count": len(people),
                "sum": str(sum((one.change for one in people), _NONE)),
                "largest": [
                    {"payee": one.payee, "name": one.name, "before": str(one.before), "after": str(one.after)}
                    for one in people[:NAMED]
                    if named(one.payee)
                ],
            }

        return {
            "plan": self.plan.key,
            "version": self.plan.version,
            "first": self.window.first.isoformat(),
            "last": (self.window.end - _DAY).isoformat(),
            "people": len(self.people),
            "currency": self.currency,
            "before": str(self.before),
            "after": str(self.after),
            "change": str(self.after - self.before),
            "winners": listed(self.winners),
            "losers": listed(self.losers),
            "rates": {
                currency: {"rate": str(rounded(one.rate, _SHOWN)), "of": "plan_year" if one.agreed else "day"}
                for currency, one in sorted(self.turned.items())
            },
            "refused": [payee for payee, _ in self.refused if named(payee)],
        }


def simulate(home: Home, frozen: str, plans: Sequence[Plan], changed: Plan, through: dt.date) -> Simulated:
    """A changed plan on what a run froze, for the last four quarters that ended by the day `through`.

    Raises:
        NotUnderstood: `health.no_such_plan`: no plan of this key was paid by.
        Refused: `payrun.no_currency`: the changed plan leaves its currency to be guessed.
        Failed: the frozen facts are gone or changed.
    """
    mine = [one for one in plans if one.key == changed.key]
    if not mine:
        known = ", ".join(sorted({one.key for one in plans}))
        raise NotUnderstood("health.no_such_plan", plan=changed.key, known=known)
    # The change stands for all versions: it holds from when the first of them does.
    first = min(one.valid_from for one in mine)
    changed = changed.model_copy(update={"valid_from": first, "valid_to": None})
    others = [one for one in plans if one.key != changed.key]
    now, then = (thaw(home, frozen, some) for some in (plans, [*others, changed]))
    check_currency(changed, now.reporting)
    window = last_quarters(now, through)
    affected = sorted(
        {
            one.payee
            for facts in (now, then)
            for one in facts.members
            if one.plan == changed.key and window.overlap(one.first, one.end) is not None
        }
    )
    # Both sides at one rate, and that as it is agreed today: else exchange would count as a change of pay.
    last = window.end - _DAY
    agreed = _in_force(mine, last) or max(mine, key=lambda one: one.version)
    people, refused = list[Moved](), []
    turned = dict[str, Worth]()
    for payee in affected:
        who = now.payee(payee)
        try:
            amounts = paid(plans, now, payee, window), paid([*others, changed], then, payee, window)
            if now.reporting not in ("", who.currency):
                worth = worth_on(agreed, now.by_day, (who.currency, now.reporting), last)
                amounts = _reported(amounts[0], worth), _reported(amounts[1], worth)
                turned[who.currency] = worth
        except Refused as why:
            refused.append((payee, why))
            continue
        people.append(Moved(payee, who.name or payee, *amounts))
    return Simulated(changed, window, tuple(people), tuple(refused), now.reporting, turned)


def _reported(amount: Decimal, worth: Worth) -> Decimal:
    return rounded(Fraction(amount) * worth.rate, Rounding())


def last_quarters(facts: Facts, through: dt.date) -> Window:
    """The last four fiscal quarters that have ended by a day, its own included."""
    end = facts.calendar.interval("quarter", through + _DAY).first
    first = end
    for _ in range(QUARTERS):
        first = facts.calendar.interval("quarter", first - _DAY).first
    return Window(first, end)


def paid(plans: Collection[Plan], facts: Facts, payee: str, window: Window) -> Decimal:
    """What all plans together earn somebody in the pay periods that end in a window, in their own money.

    Raises:
        Refused: a fact is missing, or two plans pay the same days.
    """
    check_alone(facts.members, payee)
    keys = sorted({one.plan for one in facts.members if one.payee == payee})
    return sum(
        (
            _earned(made)
            for key in keys
            for made in chain([one for one in plans if one.key == key], facts, payee, window)
            if made.period.end > window.first
        ),
        _NONE,
    )


def chain(versions: Sequence[Plan], facts: Facts, payee: str, window: Window) -> list[Statement]:
    """A plan's statements of somebody, each going on from the one before: from the start of the measure
    interval that the window begins in to the window's end.
    """
    kind = max((longest(one) for one in versions), key=MONTHS.__getitem__)
    made: list[Statement] = []
    before, known = Before(), Known()
    first = facts.calendar.interval(kind, window.first).first
    months = facts.calendar.intervals("month", Window(first, window.end))
    for month in months:
        plan = _in_force(versions, month.end - _DAY)
        if plan is None:
            continue
        period = facts.calendar.interval(plan.interval.paid, month.end - _DAY)
        if period.end != month.end or not _member(facts, plan, payee, period):
            continue
        one = calculate(plan, facts, payee, period, before, earlier=tuple(versions), known=known)
        made.append(one)
        before = one.after
    return made


def _in_force(versions: Iterable[Plan], day: dt.date) -> Plan | None:
    held = [one for one in versions if one.holds_on(day)]
    return max(held, key=lambda one: one.version, default=None)


def _member(facts: Facts, plan: Plan, payee: str, period: Window) -> bool:
    return any(
        one.payee == payee and one.plan == plan.key and period.overlap(one.first, one.end) is not None
        for one in facts.members
    )


def _earned(made: Statement) -> Decimal:
    return sum((line.amount for line in made.lines if line.kind in _KINDS), _NONE)
