"""The one door to the facts: every mart is read through it, under a scope.

Each function here returns SQL text. A mart's lines can be had only from `lines`, which takes
the scope as an argument; there is no other way to name a fact in the compiler.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from dashboard.access.scope import UNKNOWN, Scope
from dashboard.answers.compiler_credit import credited_lines
from dashboard.answers.compiler_levels import levels
from dashboard.answers.compiler_limits import among, below, opened
from dashboard.answers.compiler_moments import Looked, Looks, asked_days, moments, time_keys
from dashboard.answers.paid import MART, require_sums
from dashboard.answers.routing import Reading
from dashboard.answers.statement import Values
from dashboard.errors import NotUnderstood
from dashboard.metrics.comparison import Comparison, yearly
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Alignment, Days, Dimension
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question

Span = Literal["now", "prior", "compared", "whole"] | Days
# Spans that may be broken down by time; any other would need days of its own for each row.
OWN_TIME = ("now", "prior", "compared", "whole")
# Spans of earlier days, which are paired with the period's.
PAIRED = ("prior", "compared")

# The day column of each mart ("" where a line stands for all days).
DAY = {
    "sales": "line.order_date",
    "quota_day": "line.day",
    "quota_layers": "line.day",
    "customer": "",
    "account": "coalesce(line.opened_on, DATE '0001-01-01')",
    "deal_created": "line.day",
    "deal_closed": "line.day",
    "deal_due": "line.day",
    "deal_open": "moment.day",
    "deal_promise": "line.due_on",
    "contact": "line.day",
    "contact_plan": "line.day",
    "field_time": "moment.day",
    "territory_held": "moment.day",
    "market": "line.day",
    "forecast_day": "line.day",
    "foreseen_day": "line.day",
    "quota_pace": "line.day",
    "rep_standing": "moment.day",
    "workplace": "",
    MART: "line.day",
}
_OF_DEALS = frozenset({"time", "territory", "rep", "customer", "deal"})
# What the lines of each mart carry: groups of dimensions, or single ones.
CARRIES = {
    "sales": frozenset({"time", "territory", "rep", "customer", "product", "document"}),
    "quota_day": frozenset({"time", "territory", "rep"}),
    "quota_layers": frozenset({"time", "territory"}),
    "customer": frozenset({"territory", "customer"}),
    "account": frozenset({"territory", "customer"}),
    "deal_created": _OF_DEALS,
    "deal_closed": _OF_DEALS,
    "deal_due": _OF_DEALS,
    "deal_open": _OF_DEALS,
    "deal_promise": _OF_DEALS - {"time"},
    "contact": frozenset({"time", "territory", "rep", "customer", "contact"}),
    "contact_plan": frozenset({"time", "territory", "rep", "customer"}),
    "field_time": frozenset({"time", "territory", "rep"}),
    "territory_held": frozenset({"time", "territory"}),
    "market": frozenset({"time", "territory", "category"}),
    "forecast_day": frozenset({"time", "territory"}),
    "foreseen_day": frozenset({"time", "territory"}),
    "quota_pace": frozenset({"time", "territory", "rep"}),
    "rep_standing": frozenset({"time", "territory", "rep"}),
    "workplace": frozenset({"territory"}),
    MART: frozenset({"time", "territory", "rep"}),
}
# Whose lines hold from a day to another, and at which days of the period they are looked at.
HELD: dict[str, Looked] = {
    "deal_open": "last",
    "territory_held": "each",
    "field_time": "working",
    "rep_standing": "working",
}
# What else must hold of a line for the days asked (`asked.start`, `asked.finish`) and those known.
ASKED = {
    "contact_plan": ("line.from_day >= asked.start", "line.day <= asked.known"),
    "market": ("line.from_day >= asked.start", "line.day <= asked.known"),
    "deal_promise": ("line.set_on < asked.start", "line.ended_on >= asked.start"),
}
# Dimensions that some marts alone have, whatever they carry of their group.
_ONLY_OF = {"quota_period": frozenset({"sales", "quota_day", "quota_layers", "quota_pace", "rep_standing"})}
_JOINS = {
    "customer": "INNER JOIN customer ON customer.customer_id = line.customer_id",
    "product": "INNER JOIN product ON product.product_id = line.product_id",
    "rep": "INNER JOIN rep ON rep.rep_id = line.rep_id",
}
_PLAIN = {
    "rep": "line.rep_id",
    "manager": "rep.manager",
    "customer": "line.customer_id",
    "product": "line.product_id",
    "channel": "line.channel",
    "stage": "line.stage",
    "source": "line.source",
    "outcome": "line.outcome",
    "contact_kind": "line.kind",
    "segment": "customer.segment",
    "industry": "customer.industry",
    "city": "customer.city",
    "brand": "product.brand",
    "category": "product.category",
    "quota_period": "coalesce(CAST(line.quota_period AS TEXT), '?')",
}
# What the lines of a mart say themselves, where others look it up.
_OWN = {("market", "category"): "line.category"}


@dataclass(slots=True)
class Lines:
    """FROM and WHERE of one reading of a mart, and the words for each dimension in it."""

    reading: Reading
    alignment: Alignment
    day: str = ""
    source: str = ""
    joins: dict[str, str] = field(default_factory=dict)
    limits: list[str] = field(default_factory=list)

    @property
    def own_day(self) -> str:
        """The lines' own day, or the first of their month, whatever stands for it in a comparison."""
        return "line.month" if self.reading.monthly else DAY[self.reading.mart]

    def key(self, dimension: Dimension) -> str:
        """The expression of a dimension's key; joins what it needs."""
        if dimension.key == "day":
            return self.day
        if (self.reading.mart, dimension.key) in _OWN:
            return _OWN[self.reading.mart, dimension.key]
        if self.reading.rollup and dimension.key in self.reading.rollup.own:
            return f"line.{dimension.key}"
        if dimension.key in _PLAIN:
            source = _PLAIN[dimension.key].split(".")[0]
            if source in _JOINS:
                self.joins[source] = _JOINS[source]
            return _PLAIN[dimension.key]
        if dimension.group == "time":
            self.joins["calendar"] = f"INNER JOIN calendar ON calendar.day = {self.day}"
            return f"calendar.{dimension.key}"
        if dimension.key == "territory":
            return f"line.territory_{self.alignment}"
        return self._ancestor(dimension.level)

    def _ancestor(self, level: str) -> str:
        alias = quoted(f"at_{level}")
        self.joins[alias] = (
            f"LEFT JOIN territory_tree AS {alias} ON {alias}.path_id = line.path_{self.alignment} "
            f"AND {alias}.level = {literal(level)}"
        )
        return f"coalesce({alias}.ancestor_id, '?')"

    def text(self) -> str:
        """The FROM and WHERE clauses."""
        joins = "".join(f"\n    {join}" for join in self.joins.values())
        where = "\n      AND ".join(self.limits) or "TRUE"
        return f"FROM {self.source or self.reading.relation} AS line{joins}\n    WHERE {where}"


def lines(
    reading: Reading,
    question: Question,
    scope: Scope,
    values: Values,
    dimensions: dict[str, Dimension],
    span: Span = "now",
    *,
    through: dt.date,
) -> Lines:
    """The lines of a reading that this person may see and that this question is about.

    `span` "prior" reads the days of the prior year that are paired with the reading's, "compared"
    those of another comparison, both under the later day's name; `through` is the data's last day. A
    condition on a dimension that the mart does not carry does not limit it: `unlimited` says which,
    for the answer's notes.
    """
    mart = reading.mart
    # A customer belongs to the territory that owns it today: there is no other alignment of customers.
    found = Lines(reading, "today" if reading.source == "customer" else question.alignment)
    found.day = found.own_day
    # Of pay the lines are those of people whose pay is open, wherever they worked: none are held back.
    if not scope.everything and mart != MART:
        seen = opened(scope, values)
        found.limits.append(f"line.path_{found.alignment} IN ({seen})")
    if reading.source == "customer":
        # The unknown customer has no potential, and would stand in every answer as an empty row.
        found.limits.append(f"line.customer_id != {literal(UNKNOWN)}")
    if mart == "account":
        found.limits.append(f"line.territory_today != {literal(UNKNOWN)}")
    limited = [one for one in question.where if carries(mart, dimensions[one.dimension])]
    paired = pairing(question, span) if span in PAIRED else None
    if question.credit != "direct":
        read = None if paired else reading.days
        found.source = credited_lines(mart, found.own_day, question.credit, read, scope, values)
    if mart == MART:
        for one in question.where:
            if not carries(mart, dimensions[one.dimension]):
                # Pay of all customers by the sales of some would pass for a rate.
                raise NotUnderstood("ask.pay_not_limited", dimension=one.dimension)
        keys = (*question.by, *(one.dimension for one in question.where))
        require_sums(scope, [dimensions[key] for key in keys])
        found.source = values.pay(through)
    if mart in HELD:
        times = [one for one in limited if dimensions[one.dimension].group == "time"]
        limited = [one for one in limited if one not in times]
        _look(found, question, dimensions, times, paired, values, through)
    else:
        _limit_to_days(found, paired, values, through)
    for condition in limited:
        found.limits.append(_limit(condition, dimensions[condition.dimension], found, values))
    return found


def _look(
    found: Lines,
    question: Question,
    dimensions: dict[str, Dimension],
    times: Iterable[Condition],
    paired: Comparison | None,
    values: Values,
    through: dt.date,
) -> None:
    """Look at what is held on the days that the question's own conditions on time leave."""
    assert found.reading.days, "what is held is looked at on days"
    asked = Looks(
        HELD[found.reading.mart],
        time_keys(dimensions[key] for key in question.by),
        levels(question),
        [_members(one, f"calendar.{one.dimension}", values) for one in times],
    )
    found.joins["moment"] = moments(asked, found.reading.days, paired, values, through)


def _limit_to_days(found: Lines, paired: Comparison | None, values: Values, through: dt.date) -> None:
    mart, days = found.reading.mart, found.reading.days
    if mart in ASKED:
        assert days, "what is asked about is asked of days"
        found.joins["asked"] = asked_days(days, paired, values, through)
        found.limits += ASKED[mart]
    if paired and days and found.day:
        _pair(found, paired, days, values)
    elif days:
        found.limits.append(between(found.day, days, values))


def carries(mart: str, dimension: Dimension) -> bool:
    """Whether the lines of a mart can be told apart by a dimension."""
    if dimension.key in _ONLY_OF:
        return mart in _ONLY_OF[dimension.key]
    return not CARRIES[mart].isdisjoint((dimension.group, dimension.key))


def _pair(found: Lines, comparison: Comparison, later: Period, values: Values) -> None:
    """Give the lines of earlier days (or months) the name of the later ones that they stand against."""
    if comparison.days is not None:
        found.limits.append(between(found.day, comparison.days, values))
        # One by one from the first; days that are too many stand against the last one. The distance is
        # written out: a value may not be handed over where no key reads the day.
        apart = (later.start - comparison.days.start).days
        found.day = f"least({found.day} + {apart}, {values.put(later.end, 'to')})"
        return
    grain = "month" if found.reading.monthly else "day"
    shift = f"{grain}_shift"
    found.joins[shift] = f"INNER JOIN {shift} ON {shift}.from_{grain} = {found.day}"
    found.limits.append(f"{shift}.mode = {values.put(comparison.mode, 'mode')}")
    found.day = f"{shift}.to_{grain}"
    found.limits.append(between(found.day, later, values))


def between(day: str, period: Period, values: Values) -> str:
    """That a day is one of a period."""
    return f"{day} BETWEEN {values.put(period.start, 'from')} AND {values.put(period.end, 'to')}"


def _limit(condition: Condition, dimension: Dimension, found: Lines, values: Values) -> str:
    if dimension.key == "territory":
        paths = below(condition.members, values, "members")
        return f"line.path_{found.alignment} {_sign(condition)} ({paths})"
    # A level is limited by what its rows show, so that a line booked above it is found as unknown there.
    return _members(condition, found.key(dimension), values)


def _members(condition: Condition, key: str, values: Values) -> str:
    return f"CAST({key} AS TEXT) {_sign(condition)} ({among(condition.members, values, 'members')})"


def _sign(condition: Condition) -> str:
    return "NOT IN" if condition.exclude else "IN"


def unlimited(
    mart: str, conditions: Iterable[Condition], dimensions: dict[str, Dimension]
) -> tuple[str, ...]:
    """The conditions' dimensions that this mart does not carry."""
    return tuple(one.dimension for one in conditions if not carries(mart, dimensions[one.dimension]))


def require_meeting(mart: str, by: Iterable[Dimension], measure: str) -> None:
    """Refuse to break a mart down by what its lines do not carry.

    Raises:
        NotUnderstood: with what would be possible.
    """
    for dimension in by:
        if not carries(mart, dimension):
            raise NotUnderstood(
                "ask.do_not_meet",
                measure=measure,
                dimension=dimension.key,
                groups=", ".join(sorted(CARRIES[mart])),
            )


def require_no_time(by: Iterable[Dimension], measure: str) -> None:
    """Refuse to break twelve months down by time: each row would need twelve months of its own.

    Raises:
        NotUnderstood: with what would be possible.
    """
    for dimension in by:
        if dimension.group == "time":
            groups = ", ".join(sorted({*CARRIES["sales"]} - {"time"}))
            raise NotUnderstood("ask.do_not_meet", measure=measure, dimension=dimension.key, groups=groups)


def pairing(question: Question, span: Span) -> Comparison:
    """Which earlier days a span reads: growth stands on the prior year, whatever is compared with."""
    if span == "compared" and question.against is not None:
        return question.against
    return yearly(question.against)


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(name: str) -> str:
    """A name of the catalogue or the outline as a text literal."""
    return "'" + name.replace("'", "''") + "'"
