"""A case: a plan, a few facts and what must come of them, in one file that anybody can write.

`python -m dashboard pay-case FILE` calculates one; the published cases of the tests are such files.
Days are as people write them: the last one is part of it. A statement goes on from the one before it.
"""

import datetime as dt
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from dashboard.errors import Refused
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.periods import FiscalCalendar
from dashboard.pay import facts as facts_of
from dashboard.pay.credited import Led, Listed
from dashboard.pay.plan import Attribute, Entry, Interval, Number, Plan
from dashboard.pay.plan_file import check_plan, misfit, read_plan

_ANYBODY = "A"
_DAY = dt.timedelta(days=1)
_FIRST = dt.date(1900, 1, 1)


class Payee(Entry):
    """Who is paid."""

    key: str = _ANYBODY
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

    def known_on(self, day: dt.date) -> bool:
        """Whether it was known on the day."""
        return (self.known_from is None or self.known_from <= day) and (
            self.known_to is None or day <= self.known_to
        )


class Line(Fact):
    """A credited line; `amount` is its net sales, `amounts` any measures."""

    id: str = ""
    payee: str = _ANYBODY
    day: dt.date
    amount: Number | None = None
    amounts: dict[str, Number] = Field(default_factory=dict)
    share: Number = Decimal(1)
    credit: facts_of.LineCredit = "direct"
    currency: str = ""
    order: str = ""
    returns: str = ""
    of: dict[Attribute, str] = Field(default_factory=dict)

    def known_on(self, day: dt.date) -> bool:
        """Whether it was known on the day; no line is before its own."""
        return Fact.known_on(self, day) and (self.known_from or self.day) <= day


class Stretch(Fact):
    """Anything that holds from one day to another, both included."""

    payee: str = _ANYBODY
    first: dt.date = _FIRST
    last: dt.date | None = None

    @property
    def end(self) -> dt.date:
        """The first day after it."""
        return self.last + _DAY if self.last else facts_of.FOREVER


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
    """A measure that is no sum of lines."""

    measure: str
    value: Number


class Event(Fact):
    """Something that an award is paid for."""

    id: str = ""
    payee: str = _ANYBODY
    event: str
    day: dt.date
    times: int = 1


class Rate(Fact):
    """So much of `to` for one of `currency`."""

    currency: str
    to: str
    day: dt.date = _FIRST
    rate: Number
    kind: Literal["day", "plan"] = "day"


class Hold(Stretch):
    """Pay that waits."""

    id: str
    reason: str = ""
    line: str = ""
    component: str = ""
    share: Number = Decimal(1)


class Team(Stretch):
    """Who leads whom."""

    leader: str
    member: str


class Asked(Entry):
    """A statement to calculate, and what must come of it; `day` is any day of its period.

    It is calculated from what is known on `known_on`, else on the last day of its period.
    """

    payee: str = _ANYBODY
    day: dt.date
    paid_on: dt.date | None = None
    known_on: dt.date | None = None
    expect: dict[str, Any] = Field(default_factory=dict)


class Document(Entry):
    """A case as it is written."""

    about: str = ""
    source: str = ""
    plan: dict[str, Any] = Field(default_factory=dict)
    plan_file: str = ""
    fiscal_year_first_month: int = Field(1, ge=1, le=12)
    holidays: tuple[dt.date, ...] = ()
    season: tuple[Number, ...] = (Decimal(1),) * 12
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


@dataclass(frozen=True)
class Case:
    """A case that may be calculated."""

    about: str
    plan: Plan
    document: Document
    top: Place

    @property
    def statements(self) -> tuple[Asked, ...]:
        """The statements that it asks for, in their order."""
        return self.document.statement

    @property
    def calendar(self) -> facts_of.Calendar:
        """The case's days and months."""
        return _calendar(self.document)

    def facts(self, day: dt.date) -> facts_of.Facts:
        """What was known on a day."""
        return _facts(self.document, self.plan, day)


def read_case(path: Path, measures: Collection[str]) -> Case:
    """The case of a file.

    Raises:
        Refused: `plan.*`, with file, line and field.
    """
    text = _text(path)
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise Refused("plan.not_toml", file=path.name, reason=str(error)) from error
    top = Place(path.name, Lines(text), ())
    try:
        document = Document.model_validate(values)
    except ValidationError as error:
        raise misfit(error, top, Document) from None
    known = {*measures, *document.line_measures, *_said(document)}
    plan = _plan(document, path, top, known)
    return Case(document.about, plan, document, top)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("plan.unreadable", file=path.name, reason=str(error)) from error


def _said(document: Document) -> set[str]:
    """The measures that the case's own lines and values bring."""
    return {key for line in document.line for key in line.amounts} | {one.measure for one in document.value}


def _plan(document: Document, path: Path, top: Place, measures: Collection[str]) -> Plan:
    if document.plan_file:
        beside = path.parent / document.plan_file
        return read_plan(_text(beside), beside.name, measures)
    return check_plan(document.plan, top.below("plan"), measures)


def _known(document: Document, day: dt.date) -> Document:
    """The document as far as it was known on a day."""
    names = ("line", "quota", "target", "member", "leave", "score", "value", "event", "rate", "hold", "team")
    return document.model_copy(
        update={name: tuple(one for one in getattr(document, name) if one.known_on(day)) for name in names}
    )


def _calendar(document: Document) -> facts_of.Calendar:
    return facts_of.Calendar(
        frozenset(document.holidays),
        season=document.season,
        cut=FiscalCalendar(first_month=document.fiscal_year_first_month),
    )


def _facts(whole: Document, plan: Plan, day: dt.date) -> facts_of.Facts:
    document = _known(whole, day)
    lines = _lines(document, plan)
    named = {one.key for one in document.payee}
    asked = {one.payee for one in document.statement}
    payees = [
        facts_of.Payee(one.key, one.name, one.currency or plan.currency, one.hired, one.left)
        for one in document.payee
    ]
    payees += [facts_of.Payee(key, "", plan.currency) for key in sorted(asked - named)]
    carried = {key for line in lines for key in line.amounts}
    return facts_of.Facts(
        credits=Listed(lines, [Led(one.leader, one.member, one.first, one.end) for one in document.team]),
        payees=tuple(payees),
        members=_members(document, plan, payees),
        quotas=tuple(_quota(one) for one in document.quota),
        targets=tuple(
            facts_of.TargetPay(one.payee, one.amount, one.per, one.first, one.end) for one in document.target
        ),
        leaves=tuple(facts_of.Leave(one.payee, one.first, one.end) for one in document.leave),
        scores=tuple(
            facts_of.Score(one.payee, one.objective, one.first, one.end, one.score, one.evaluator)
            for one in document.score
        ),
        events=_events(document),
        values=tuple(
            facts_of.Value(one.payee, one.measure, one.first, one.end, one.value) for one in document.value
        ),
        rates=tuple(
            facts_of.Rate(one.currency, one.to, one.day, one.rate, one.kind) for one in document.rate
        ),
        holds=tuple(
            facts_of.Hold(
                one.id, one.payee, one.reason, one.first, one.end, one.line, one.component, one.share
            )
            for one in document.hold
        ),
        calendar=_calendar(document),
        line_measures=frozenset({"net_sales", "gross_margin", "units", *carried, *document.line_measures}),
    )


def _lines(document: Document, plan: Plan) -> list[facts_of.Line]:
    days = {line.id: line.day for line in document.line if line.id}
    return [
        facts_of.Line(
            line.id or f"line {number}",
            line.payee,
            line.day,
            _credited(line),
            line.credit,
            line.share,
            "" if line.currency == plan.currency else line.currency,
            line.order,
            {str(name): value for name, value in line.of.items()},
            line.returns,
            days.get(line.returns),
        )
        for number, line in enumerate(document.line, 1)
    ]


def _credited(line: Line) -> Mapping[str, Decimal]:
    whole = dict(line.amounts)
    if line.amount is not None:
        whole["net_sales"] = line.amount
    return {key: amount * line.share for key, amount in whole.items()}


def _members(
    document: Document, plan: Plan, payees: Collection[facts_of.Payee]
) -> tuple[facts_of.Membership, ...]:
    said = {one.payee for one in document.member}
    stretches = [facts_of.Membership(one.payee, plan.key, one.first, one.end) for one in document.member]
    rest = [facts_of.Membership(one.payee, plan.key, _FIRST) for one in payees if one.payee not in said]
    return (*stretches, *rest)


def _quota(one: Quota) -> facts_of.Slice:
    held_end = one.held_last + _DAY if one.held_last else one.end
    return facts_of.Slice(
        one.payee, one.measure, one.amount, one.first, one.end, one.held_first or one.first, held_end,
        scope=one.scope,
    )  # fmt: skip


def _events(document: Document) -> tuple[facts_of.Event, ...]:
    return tuple(
        facts_of.Event(one.id or f"event {number}.{time}", one.payee, one.event, one.day)
        for number, one in enumerate(document.event, 1)
        for time in range(one.times)
    )
