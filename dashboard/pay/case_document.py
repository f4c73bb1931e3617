"""The form of a case: what may be written in its file, entry by entry; docs/pay.md has it as a table.

Days are as people write them: the last one is part of it.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from dashboard.metrics.kinds import Credit
from dashboard.pay import facts as facts_of
from dashboard.pay.plan import Attribute, Entry, Interval, Number

ANYBODY = "A"
DAY = dt.timedelta(days=1)
FIRST = dt.date(1900, 1, 1)


class Payee(Entry):
    """Who is paid; `left` is the last day at work."""

    key: str = ANYBODY
    name: str = ""
    currency: str = ""
    hired: dt.date | None = None
    left: dt.date | None = None


class Fact(Entry):
    """Something that is known from a day on, and as far as another; else at all times.

    What was not known yet when a statement was made is not in it, and the next one makes up for it.
    """

    known_from: dt.date | None = None
    known_to: dt.date | None = None

    def beside(self, other: "Fact") -> bool:
        """Whether both were known on some day."""
        first, last = dt.date.min, dt.date.max
        return (self.known_from or first) <= (other.known_to or last) and (other.known_from or first) <= (
            self.known_to or last
        )

    def known_on(self, day: dt.date) -> bool:
        """Whether it was known on the day."""
        return (self.known_from is None or self.known_from <= day) and (
            self.known_to is None or day <= self.known_to
        )


class Line(Fact):
    """A credited line; `amount` is its net sales, `amounts` any measures.

    `split` credits several payees by their weights, in parts that add up to the whole to the last cent.
    """

    id: str = ""
    payee: str = ANYBODY
    day: dt.date
    amount: Number | None = None
    amounts: dict[str, Number] = Field(default_factory=dict)
    share: Number = Decimal(1)
    split: dict[str, Annotated[Number, Field(ge=0)]] = Field(default_factory=dict)
    credit: facts_of.LineCredit = "direct"
    currency: str = ""
    order: str = ""
    returns: str = ""
    of: dict[Attribute, str] = Field(default_factory=dict)

    def known_on(self, day: dt.date) -> bool:
        """Whether it was known on the day; no line is before its own."""
        return Fact.known_on(self, day) and (self.known_from or self.day) <= day


class Span(Fact):
    """Anything that holds from one day to another, both included."""

    first: dt.date = FIRST
    last: dt.date | None = None

    @property
    def end(self) -> dt.date:
        """The first day after it."""
        return self.last + DAY if self.last else facts_of.FOREVER


class Stretch(Span):
    """What holds for one payee."""

    payee: str = ANYBODY


class Quota(Stretch):
    """A quota of the days `first` to `last`, held from `held_first` to `held_last`."""

    measure: str = "net_sales"
    scope: str = ""
    amount: Number
    held_first: dt.date | None = None
    held_last: dt.date | None = None


class Target(Stretch):
    """Target pay."""

    amount: Number
    per: Interval = "year"


class Score(Stretch):
    """A score of an objective."""

    objective: str
    score: Number
    evaluator: str = ""


class Value(Stretch):
    """A measure that is no sum of lines, of all that `credit` and `where` say; as the plan's."""

    measure: str
    value: Number
    credit: Credit = "direct"
    where: dict[Attribute, tuple[str, ...]] = Field(default_factory=dict)


class Event(Fact):
    """Something that an award is paid for."""

    id: str = ""
    payee: str = ANYBODY
    event: str
    day: dt.date
    times: int = Field(1, ge=1)


class Rate(Fact):
    """So much of `to` for one of `currency`."""

    currency: str
    to: str
    day: dt.date = FIRST
    rate: Number


class Hold(Stretch):
    """Pay that waits."""

    id: str
    reason: str = ""
    line: str = ""
    component: str = ""
    share: Number = Decimal(1)


class Team(Span):
    """Who leads whom."""

    leader: str
    member: str


class Asked(Entry):
    """A statement to calculate, and what must come of it; `day` is any day of its period.

    It is calculated from what is known on `known_on`, else on the last day of its period.
    """

    payee: str = ANYBODY
    day: dt.date
    paid_on: dt.date | None = None
    known_on: dt.date | None = None
    expect: dict[str, Any] = Field(default_factory=dict)


class Document(Entry):
    """A case as it is written; a `version` of the plan says what it changes of the one before it."""

    about: str = ""
    source: str = ""
    plan: dict[str, Any] = Field(default_factory=dict)
    plan_file: str = ""
    version: tuple[dict[str, Any], ...] = ()
    fiscal_year_first_month: int = Field(1, ge=1, le=12)
    holidays: tuple[dt.date, ...] = ()
    season: tuple[Number, ...] = Field((Decimal(1),) * 12, min_length=12, max_length=12)
    line_measures: tuple[str, ...] = ()
    payee: tuple[Payee, ...] = ()
    line: tuple[Line, ...] = ()
    quota: tuple[Quota, ...] = ()
    target: tuple[Target, ...] = ()
    member: tuple[Stretch, ...] = ()
    leave: tuple[Stretch, ...] = ()
    score: tuple[Score, ...] = ()
    value: tuple[Value, ...] = ()
    event: tuple[Event, ...] = ()
    rate: tuple[Rate, ...] = ()
    hold: tuple[Hold, ...] = ()
    team: tuple[Team, ...] = ()
    statement: tuple[Asked, ...] = Field(min_length=1)

    @property
    def named(self) -> set[str]:
        """Everybody whom a fact names."""
        stretches: tuple[Stretch, ...] = (
            *self.member, *self.quota, *self.target, *self.leave, *self.score, *self.value, *self.hold,
        )  # fmt: skip
        found = {one.payee for one in stretches} | {one.payee for one in self.event}
        found |= {one.payee for one in self.line if not one.split}
        found |= {one.key for one in self.payee} | {key for line in self.line for key in line.split}
        return found | {key for one in self.team for key in (one.leader, one.member)}
