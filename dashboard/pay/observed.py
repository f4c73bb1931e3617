"""What a plan brought each person so far this year, beside what they reached: the rows of plan health.

Pay is what the statements that stand say; quota, target and credit are those of the facts that the last of
them froze (`watching`). Everything is of one window: the pay periods of the fiscal year, from the first day
that the first of them was measured from.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.facts import Window
from dashboard.pay.plan import MONTHS, Interval, Plan

# What a plan earns somebody: neither draws, which are paid back, nor holds and debts, which wait.
EARNED = frozenset({"earning", "bonus", "adjustment", "cap", "cap_release", "clawback"})
# Why somebody's pay and performance are not held against those of others, in the order they are looked for.
REASONS = ("unpaid", "part", "ramp", "leave", "no_quota", "no_target")
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Part:
    """One component of one person: what it paid, its target pay, and its attainment, if it has a quota."""

    paid: Decimal
    target: Fraction
    attainment: Fraction | None


@dataclass(frozen=True, slots=True)
class Observed:
    """One person under one plan; money is the plan's, credit and quota those of the leading component.

    `paid` is what the plan earned, `guaranteed` what a guarantee added; `adjusted` is the sum of all changes
    of earlier periods, whatever their sign, and `by_hand` of those that people made. `baseline` is what the
    person was credited with on the same days a year before, `sold` are own net sales, so that no line is
    told twice of several people, whatever their plans roll up, and `margin` is the gross margin of the same.
    `over` is what was paid, and sold, beyond the quota. `excluded` says why one is compared with nobody.
    """

    payee: str
    name: str
    plan: str
    attainment: Fraction | None
    paid: Decimal
    guaranteed: Decimal
    adjusted: Decimal
    by_hand: Decimal
    target: Fraction
    credit: Fraction
    quota: Fraction | None
    baseline: Fraction
    sold: Fraction
    margin: Fraction
    parts: Mapping[str, Part]
    over: tuple[Fraction, Fraction] = (_NOTHING, _NOTHING)
    capped: bool = False
    hired: dt.date | None = None
    excluded: str = ""

    @property
    def cost(self) -> Decimal:
        """What the plan costs: what it earned, and what a guarantee added."""
        return self.paid + self.guaranteed

    @property
    def share(self) -> Fraction | None:
        """Pay as a share of target pay, without guarantees."""
        return Fraction(self.paid) / self.target if self.target > 0 else None


@dataclass(frozen=True)
class Watched:
    """One plan over one window, and everybody who was in it.

    `worth` is what one unit of its money is in the reporting currency, by the rate of the last day on
    which any plan was paid; `turned` says that it is another.
    """

    plan: Plan
    window: Window
    people: tuple[Observed, ...] = field(default_factory=tuple)
    worth: Fraction = Fraction(1)
    turned: bool = False

    def of(self, payees: Iterable[str]) -> "Watched":
        """The same plan with some of its people alone."""
        wanted = frozenset(payees)
        return replace(self, people=tuple(one for one in self.people if one.payee in wanted))

    @property
    def compared(self) -> list[Observed]:
        """Those who were there for the whole window, and have a quota and target pay."""
        return [one for one in self.people if not one.excluded]


def longest(plan: Plan) -> Interval:
    """The longest interval that the plan measures over."""
    kinds = [plan.interval.measured, *(one.measured for one in plan.component if one.measured)]
    return max(kinds, key=MONTHS.__getitem__)
