"""A statement: the lines of one person's pay for one period, in their order, and what is carried on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from dashboard.pay.due import Due
from dashboard.pay.facts import Window
from dashboard.pay.judging import Judged

# The entries of the ledger, in the order in which a statement has them.
Kind = Literal[
    "brought_forward",
    "earning",
    "bonus",
    "adjustment",
    "cap",
    "cap_release",
    "guarantee",
    "draw_advance",
    "draw_recovery",
    "clawback",
    "reserve",
    "reserve_release",
    "carried_forward",
]
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One amount of a statement: rounded money in the payee's currency, and where it comes from.

    `exact` is the unrounded amount in the plan's currency; `period` is the first day of the earlier pay
    period that an adjustment is for: one without it was made by hand, and its `note` says why.
    """

    kind: Kind
    amount: Decimal
    component: str = ""
    plan_amount: Decimal = _NONE
    exact: Fraction = Fraction(0)
    due: Due | None = None
    period: dt.date | None = None
    source: str = ""
    note: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Before:
    """What stands in the ledger when a period is calculated; all of it comes from posted entries.

    `posted` is what each component was paid for each earlier pay period (its first day), in the plan's
    money; `withheld` what a refundable cap keeps, in the same; `drawn` what is owed of draws, `carried` what
    a negative period left, `held` what waits, by its hold; `year` what was paid in this fiscal year: these
    in `currency` (none: the plan's), in which the person was paid then. `cut` is what caps took of `posted`:
    of each component, and of the plan (no component) for each pay period that has such a cap. `turned` and
    `cut_turned` are both in that currency, where the day of each credit turns it: a day's rate may be
    corrected after it was paid by.
    """

    posted: Mapping[tuple[str, dt.date], Decimal] = field(default_factory=lambda: MappingProxyType({}))
    withheld: Decimal = _NONE
    drawn: Decimal = _NONE
    carried: Decimal = _NONE
    held: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    year: Decimal = _NONE
    currency: str = ""
    turned: Mapping[tuple[str, dt.date], Decimal] = field(default_factory=lambda: MappingProxyType({}))
    cut: Mapping[tuple[str, dt.date], Decimal] = field(default_factory=lambda: MappingProxyType({}))
    cut_turned: Mapping[tuple[str, dt.date], Decimal] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def owing(self) -> bool:
        """Whether somebody owes, or is owed, an amount that has a currency."""
        return bool(self.drawn or self.carried or any(self.held.values()))


@dataclass(frozen=True, slots=True)
class Statement:
    """One person's pay for one period under one plan."""

    payee: str
    plan: str
    version: int
    period: Window
    currency: str
    lines: tuple[StatementLine, ...]
    dues: tuple[Due, ...]
    before: Before
    after: Before
    judged: tuple[Judged, ...] = ()

    @property
    def earned(self) -> Decimal:
        """What the components earned in the period, before anything else."""
        return self.of("earning", "bonus")

    @property
    def paid(self) -> Decimal:
        """What is paid out: the sum of all lines."""
        return sum((line.amount for line in self.lines), _NONE)

    def of(self, *kinds: Kind) -> Decimal:
        """The sum of the lines of some kinds."""
        return sum((line.amount for line in self.lines if line.kind in kinds), _NONE)
