"""What pay is calculated from: everything a run freezes. No fact is looked up anywhere else.

Days are as the model has them: `first` is part of a stretch, `end` is not. Money is exact.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal, Protocol

from dashboard.errors import Refused
from dashboard.metrics.kinds import Credit
from dashboard.metrics.periods import FiscalCalendar
from dashboard.pay.money import Rate, Rates
from dashboard.pay.plan import MONTHS, CreditDate, Interval, ReturnsPolicy

FOREVER = dt.date(9999, 12, 31)
LineCredit = Literal["direct", "overlay"]
# What a frozen line is measured by, and what it is of.
LINE_MEASURES = ("net_sales", "gross_margin", "units")
LINE_ATTRIBUTES = ("product", "brand", "category", "channel", "customer", "segment", "industry")
# What lines must be of: attributes, and the values that each may have.
Limits = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` up to, and without, `end`."""

    first: dt.date
    end: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day < self.end

    def overlap(self, first: dt.date, end: dt.date) -> "Window | None":
        """The days that both have, if any."""
        low, high = max(self.first, first), min(self.end, end)
        return Window(low, high) if low < high else None


@dataclass(frozen=True, slots=True)
class Payee:
    """One person who is paid, in which currency."""

    payee: str
    name: str = ""
    currency: str = "EUR"
    hired: dt.date | None = None
    left: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """One person's stretch of time in a plan."""

    payee: str
    plan: str
    first: dt.date
    end: dt.date = FOREVER


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a quota that a person holds: the quota's own days, and those on which it is held.

    `scope` is the products that it is for (none: all), as a plan's `quota` names them; `currency` is that of
    an amount of money (none: the plan's).
    """

    payee: str
    measure: str
    amount: Decimal
    first: dt.date
    end: dt.date
    held_first: dt.date
    held_end: dt.date
    quota: str = ""
    share: Decimal = Decimal(1)
    scope: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class TargetPay:
    """A person's incentive pay at full attainment, for so long an interval; no currency: the plan's."""

    payee: str
    amount: Decimal
    per: Interval
    first: dt.date
    end: dt.date = FOREVER
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """Days away; `end` is the first day back."""

    payee: str
    first: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Score:
    """The degree to which somebody reached an objective in a period, and who says so."""

    payee: str
    objective: str
    first: dt.date
    end: dt.date
    score: Decimal
    evaluator: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an award is paid for; the same `event_id` counts once."""

    event_id: str
    payee: str
    event: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Value:
    """A measure that is no sum of lines (a ratio, a count of customers), for one person and window.

    `currency` is that of a value which is money (none: it is none, or the plan's). By `credit` it is told of
    what is credited to the person, or to all whom the person leads, and `where` says of which lines alone.
    """

    payee: str
    measure: str
    first: dt.date
    end: dt.date
    value: Decimal
    currency: str = ""
    credit: Credit = "direct"
    where: Limits = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What one person is credited with of one order line; `returns` is the line that it gives back.

    `whole` has the amounts of the line itself where they are not those of the person by the share (a part
    that was rounded).
    """

    line_id: str
    payee: str
    day: dt.date
    amounts: Mapping[str, Decimal]
    credit: LineCredit = "direct"
    share: Decimal = Decimal(1)
    currency: str = ""
    order_id: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    returns: str = ""
    returns_day: dt.date | None = None
    whole: Mapping[str, Decimal] = field(default_factory=dict)

    def counts_on(self, policy: ReturnsPolicy) -> dt.date | None:
        """The day on which the line counts; None where it leaves results alone."""
        if not self.returns or policy == "current":
            return self.day
        return (self.returns_day or self.day) if policy == "original" else None


@dataclass(frozen=True, slots=True)
class Hold:
    """Pay that waits: that of one line, of a component, or of everything, by its share."""

    hold_id: str
    payee: str
    reason: str
    first: dt.date
    end: dt.date = FOREVER
    line_id: str = ""
    component: str = ""
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """An amount that somebody asked for by hand, and another approved: in the payee's currency of then; none
    is said of one from before there were several.
    """

    adjustment_id: str
    payee: str
    plan: str
    first: dt.date
    end: dt.date
    amount: Decimal
    reason: str
    rationale: str
    asked_by: str
    approved_by: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """Which lines count: their measure, how they are credited, what they must be of, on which day a return
    counts (by `schedule` it does not count at all), and by which of its days an order is `dated`. Sums of
    `home`, the plan's currency, need no rate, and so no day.
    """

    measure: str
    credit: Credit = "direct"
    where: Limits = ()
    returns: ReturnsPolicy = "current"
    dated: CreditDate = "order"
    home: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What lines of one currency come to; `day` tells which day's rate they need (home money: any)."""

    currency: str
    day: dt.date
    amount: Fraction
    lines: int


class Credits(Protocol):
    """The credited lines of everybody; a run reads them from frozen files, a case from its own list."""

    def sums(self, payee: str, pick: Pick, window: Window) -> Sequence[Sum]:
        """What a person's lines of the window come to, one entry for each currency and day it needs."""

    def lines(self, payee: str, pick: Pick, window: Window) -> Sequence[Line]:
        """A person's lines of the window, by day and key."""

    def line(self, line_id: str, payee: str) -> Line | None:
        """One line of a person, whatever its day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked, and how much a working day of each month weighs."""

    holidays: frozenset[dt.date] = frozenset()
    weekend: tuple[int, ...] = (6, 7)
    season: tuple[Decimal, ...] = (Decimal(1),) * 12
    cut: FiscalCalendar = field(default_factory=FiscalCalendar)

    def interval(self, kind: Interval, day: dt.date) -> Window:
        """The fiscal month, quarter, half or year that contains the day."""
        first = self.cut.month_index(day) // MONTHS[kind] * MONTHS[kind]
        start = self.cut.month_at(first).start
        return Window(start, self.cut.month_at(first + MONTHS[kind]).start)

    def intervals(self, kind: Interval, window: Window) -> list[Window]:
        """All intervals of a kind that have a day of the window, in order."""
        found = [self.interval(kind, window.first)]
        while found[-1].end < window.end:
            found.append(self.interval(kind, found[-1].end))
        return found


@dataclass(frozen=True)
class Facts:
    """Everything that one run is calculated from."""

    credits: Credits
    payees: tuple[Payee, ...] = ()
    members: tuple[Membership, ...] = ()
    quotas: tuple[Slice, ...] = ()
    targets: tuple[TargetPay, ...] = ()
    leaves: tuple[Leave, ...] = ()
    scores: tuple[Score, ...] = ()
    events: tuple[Event, ...] = ()
    values: tuple[Value, ...] = ()
    rates: tuple[Rate, ...] = ()
    holds: tuple[Hold, ...] = ()
    adjustments: tuple[Adjusted, ...] = ()
    calendar: Calendar = Calendar()
    # What lines carry; any other measure is looked up among the values.
    line_measures: frozenset[str] = frozenset({"net_sales", "gross_margin", "units"})
    # The currency in which the pay of people who are paid in several is added up; none: there is but one.
    reporting: str = ""

    @cached_property
    def by_day(self) -> Rates:
        """The rates, to be looked up: once for everybody."""
        return Rates(self.rates)

    def payee(self, key: str) -> Payee:
        """One person."""
        return next((one for one in self.payees if one.payee == key), Payee(key))


def no_value(payee: str, measure: str, credit: Credit, where: Limits, window: Window) -> Refused:
    """What to say where a measure that is no sum of lines is not known."""
    known = {
        "measure": measure,
        "payee": payee,
        "start": window.first,
        "end": window.end - dt.timedelta(days=1),
    }
    if credit == "direct" and not where:
        return Refused("pay.no_value", **known)
    limits = ", ".join(f"{name} = {list(values)}" for name, values in where)
    return Refused("pay.no_value_of", **known, credit=credit, where=f"{{ {limits} }}" if where else "{}")
