"""What an incentive plan may say: the schema of `data/plans/*.toml`, entry by entry.

`plan_file` reads and checks such a file, `engine` pays by it, `plan_words` says it in plain words.
Numbers are exact decimals; a share may be written `"5 %"`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.metrics.kinds import Credit

Interval = Literal["month", "quarter", "half", "year"]
MONTHS: dict[Interval, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
# What a line can be picked by, as the frozen inputs have it.
Attribute = Literal["product", "brand", "category", "channel", "customer", "segment", "industry"]
# The day of an order on which a run credits it.
CreditDate = Literal["order", "booked"]
How = Literal["marginal", "retroactive", "flat", "proportional", "linear"]
ReturnsPolicy = Literal["current", "original", "schedule"]
RoundingMode = Literal["half_up", "half_even", "down", "up"]


def _a_share(value: object) -> object:
    """`"5 %"` as 0.05; anything else as it is."""
    if isinstance(value, str) and value.rstrip().endswith("%"):
        try:
            return Decimal(value.rstrip()[:-1].strip()) / 100
        except InvalidOperation:
            return value
    return value


Number = Annotated[Decimal, BeforeValidator(_a_share), Field(allow_inf_nan=False)]
Share = Annotated[Number, Field(ge=0)]


class Entry(BaseModel):
    """Anything with entries: unknown ones are refused, known ones never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Entry):
    """One name in both languages."""

    en: str = Field(min_length=1)
    el: str = Field(min_length=1)


class Rounding(Entry):
    """How a number is cut: its mode, and how many decimals stay."""

    mode: RoundingMode = "half_up"
    digits: int = Field(2, ge=0, le=12)


class Band(Entry):
    """From `from` up to, and without, `to`; the last one is open."""

    from_: Number = Field(alias="from")
    to: Number | None = None
    value: Number


class Point(Entry):
    """One point of a curve: what is reached, and what is paid for it."""

    at: Number
    value: Number


class Table(Entry):
    """What is paid for what was reached.

    `over` says what the edges count: shares of quota, or the measure itself (money, units, events). `how`:

    - `marginal`: each band's part of the credit at that band's value;
    - `retroactive`: the whole at the value of the band reached;
    - `flat`: like it, but what a line was paid does not change when later lines reach further;
    - `proportional`: values of the bands add up, the last one in the share of it that is filled;
    - `linear`: the value on the straight line between two points.

    `each` says what is looked up: the `total`, each `line` by itself, or each line with those before
    it (`running`). `below` and `above` say what lies outside the points of a line.
    """

    over: Literal["attainment", "amount"] = "amount"
    how: How = "marginal"
    each: Literal["total", "line", "running"] = "total"
    bands: tuple[Band, ...] = ()
    points: tuple[Point, ...] = ()
    below: Literal["nothing", "first"] = "nothing"
    above: Literal["last", "continue"] = "last"
    round_attainment: Rounding | None = None


class Basis(Entry):
    """What is measured: of which lines, and by which quota (`quota`: the products it is for; "": all)."""

    measure: str = "net_sales"
    credit: Credit = "direct"
    where: dict[Attribute, tuple[str, ...]] = {}
    quota: str = ""


class Gate(Basis):
    """What must be reached for the whole to be paid; else `otherwise`.

    `base` keeps the values of the bands up to attainment 1 (`base_to`) for all that lies above.
    """

    measure: str
    of: Literal["attainment", "value"] = "attainment"
    at_least: Number
    window: Literal["component", "year"] = "component"
    otherwise: Literal["nothing", "base"] = "nothing"
    base_to: Number = Decimal(1)


class Modifier(Basis):
    """A factor for what is paid, by another measure's value or attainment."""

    measure: str
    of: Literal["attainment", "value"] = "value"
    bands: tuple[Band, ...] = Field(min_length=1)


class Cap(Entry):
    """The most that is paid: in a pay interval, a measure interval, a fiscal year, for one order.

    `amount` is money, `times_target` a multiple of target pay, `rate` the most of what was credited,
    `attainment` the most that counts. A refundable cap (of a plan's pay interval) keeps what it withholds
    and pays it when there is room.
    """

    per: Literal["pay", "measure", "year", "deal"] = "pay"
    amount: Share | None = None
    times_target: Share | None = None
    rate: Share | None = None
    attainment: Share | None = None
    refundable: bool = False


class Blend(Basis):
    """One part of a blended attainment."""

    measure: str
    weight: Share


class Cells(Entry):
    """A matrix: edges of the rows and of the columns, from which each band begins, and what a cell pays.

    Rows are edges of what the component measures, columns of another measure: of its attainment, or of the
    measure itself (a margin, units). A cell is a share of target pay, of the component's credit, or money.
    """

    rows: tuple[Number, ...] = Field(min_length=1)
    columns: tuple[Number, ...] = Field(min_length=1)
    row_of: Literal["attainment", "value"] = "attainment"
    column_of: Literal["attainment", "value"] = "attainment"
    column_measure: str
    column_credit: Credit = "direct"
    pays: Literal["target", "rate", "amount"] = "target"
    values: tuple[tuple[Number, ...], ...] = Field(min_length=1)


class Objective(Entry):
    """One objective of an MBO, and its weight among them."""

    key: str
    weight: Share
    name: Words | None = None


class Award(Entry):
    """A SPIFF: so much for each qualifying event, up to a number of them in each measure interval.

    `budget` is what all payees of the plan together may get: the first events, by day and key, take it.
    """

    event: str
    amount: Share
    limit: int | None = Field(None, ge=0)
    budget: Share | None = None


class Component(Basis):
    """One way in which a plan pays.

    `pays`: `rate` is a share of the credit (or money for each unit), `base_rate` a multiple of target pay by
    quota, `target` a share of target pay, `amount` money. A component with objectives, an award or `cells`
    needs no table; objectives pay shares of target, cells what they say themselves. `split` is of a line
    that several share: each has a part of the credit, or the whole counts for each, who have a part of the
    money.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Words
    blend: tuple[Blend, ...] = ()
    pays: Literal["rate", "base_rate", "target", "amount"] = "rate"
    split: Literal["credit", "money"] = "credit"
    weight: Share = Decimal(1)
    table: Table | None = None
    cells: Cells | None = None
    objectives: tuple[Objective, ...] = ()
    award: Award | None = None
    gate: tuple[Gate, ...] = ()
    modifier: tuple[Modifier, ...] = ()
    cap: tuple[Cap, ...] = ()
    measured: Interval | None = None
    round_lines: Rounding | None = None


class Intervals(Entry):
    """Over what results are measured, and how often they are paid.

    What is due for the measure interval so far, less what was paid for it already, is paid at the end of each
    pay interval. `quota` says what results are held against on the way: the quota `to_date` or the `whole`.
    `interim_attainment` is the most that counts before the measure interval ends.
    """

    measured: Interval = "month"
    paid: Interval = "month"
    quota: Literal["to_date", "whole"] = "to_date"
    interim_attainment: Share | None = None


class Eligibility(Entry):
    """Who is in the plan: those of a role, those named, those who work these territories or below them."""

    role: Literal["owner", "overlay", "manager", "any"] = "any"
    reps: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Proration(Entry):
    """How quota and target pay follow the days that somebody works.

    Quota and target are cut by the same factor. By `months` each month weighs the same (or its season),
    however long it is, so that a year's quota is spread evenly. `leave_after` is how many days of one leave
    still count as worked (none: no leave is taken out). `ramp` is the share of quota in each month since
    hire.
    """

    by: Literal["calendar_days", "working_days", "seasonal", "months"] = "calendar_days"
    hire: bool = True
    leave_after: int | None = Field(0, ge=0)
    ramp: tuple[Share, ...] = ()
    ramp_target: bool = False


class Target(Entry):
    """Target pay where the company's table of compensation does not say it."""

    amount: Share
    per: Interval = "year"


class Guarantee(Entry):
    """Paid at least so much each pay interval, and never owed back; `valid_to` is its last day."""

    amount: Share
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class Draw(Entry):
    """Paid in advance up to so much each pay interval; what is not recoverable is never owed back.

    `share` of what is earned above the draw is kept back, from `recover_from`, at most `most` each time.
    """

    amount: Share
    recoverable: bool = True
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    recover_from: dt.date | None = None
    share: Annotated[Share, Field(le=1)] = Decimal(1)
    most: Share | None = None


class ClawbackStep(Entry):
    """Up to so many days after the credit, this share of what a line was paid is taken back."""

    within_days: int = Field(gt=0)
    share: Annotated[Share, Field(le=1)]


class Returns(Entry):
    """What a return does to pay.

    `current`: it is a negative line on its own day. `original`: it counts on the day of the line that it
    returns, whose period is calculated again. `schedule`: it leaves results alone, and a share of what the
    line was paid is taken back, by age; at most `most_share` of what is otherwise paid.
    """

    policy: ReturnsPolicy = "current"
    schedule: tuple[ClawbackStep, ...] = ()
    most_share: Annotated[Share, Field(le=1)] = Decimal(1)


class PlanRate(Entry):
    """What one unit of another currency is worth in the plan's, from a day on, until the next one says."""

    currency: str = Field(pattern=r"^[A-Z]{3}$")
    from_: dt.date = Field(alias="from")
    rate: Decimal = Field(gt=0)


class Currencies(Entry):
    """Which day's rate turns a deal into the plan's money, and the plan's money into the payee's.

    `rate` are those of plan years, at which quotas and target pay are turned whatever the others are.
    """

    credit: Literal["spot", "month_end", "plan"] = "spot"
    pay: Literal["credit_day", "pay_day", "plan"] = "pay_day"
    rate: tuple[PlanRate, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """Where a plan measures something: the entry's place, what it measures, and over which interval.

    `yearly` says that it is also asked of the fiscal year.
    """

    path: tuple[str | int, ...]
    basis: Basis
    interval: Interval
    yearly: bool = False


class Plan(Entry):
    """One version of one plan; `valid_to` is the last day it holds."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    name: Words
    valid_from: dt.date
    valid_to: dt.date | None = None
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$")
    credit_date: CreditDate = "order"
    eligibility: Eligibility = Eligibility()
    interval: Intervals = Intervals()
    proration: Proration = Proration()
    target: Target | None = None
    component: tuple[Component, ...] = Field(min_length=1)
    gate: tuple[Gate, ...] = ()
    modifier: tuple[Modifier, ...] = ()
    cap: tuple[Cap, ...] = ()
    rounding: Rounding = Rounding()
    guarantee: Guarantee | None = None
    draw: Draw | None = None
    returns: Returns = Returns()
    currencies: Currencies = Currencies()
    negative: Literal["carry", "pay", "forgive"] = "carry"
    zero_quota: Literal["nothing", "full", "refuse"] = "refuse"
    leader_sees: bool = True

    def holds_on(self, day: dt.date) -> bool:
        """Whether this version is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def uses(self) -> Iterator["Use"]:
        """All that is measured for it."""
        usual = self.interval.measured
        for at, one in enumerate(self.component):
            kind, path = one.measured or usual, ("component", at)
            if not (one.objectives or one.award or one.blend):
                yield Use(path, one, kind)
            yield from (Use((*path, "blend", n), part, kind) for n, part in enumerate(one.blend))
            if one.cells:
                columns = Basis(measure=one.cells.column_measure, credit=one.cells.column_credit)
                yield Use((*path, "cells"), columns, kind)
            yield from _factors(one, path, kind)
        yield from _factors(self, (), usual)


def _factors(owner: Component | Plan, path: tuple[str | int, ...], kind: Interval) -> Iterator[Use]:
    for n, gate in enumerate(owner.gate):
        yield Use((*path, "gate", n), gate, kind, gate.window == "year")
    for n, modifier in enumerate(owner.modifier):
        yield Use((*path, "modifier", n), modifier, kind)
