"""The one door to the facts: every mart is read through it, under a scope.

Each function here returns SQL text. A mart's lines can be had only from `lines`, which takes
the scope as an argument; there is no other way to name a fact in the compiler.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from dashboard.access.scope import UNKNOWN, Scope
from dashboard.answers.routing import Reading
from dashboard.answers.statement import Values
from dashboard.errors import NotUnderstood
from dashboard.metrics.comparison import Comparison, yearly
from dashboard.metrics.kinds import Alignment, Days, Dimension
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Condition, Question

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
}
# The groups of dimensions that the lines of each mart carry.
CARRIES = {
    "sales": frozenset({"time", "territory", "rep", "customer", "product", "document"}),
    "quota_day": frozenset({"time", "territory", "rep"}),
    "quota_layers": frozenset({"time", "territory"}),
    "customer": frozenset({"territory", "customer"}),
    "account": frozenset({"territory", "customer"}),
}
_JOINS = {
    "customer": "INNER JOIN customer ON customer.customer_id = line.customer_id",
    "product": "INNER JOIN product ON product.product_id = line.product_id",
}
_PLAIN = {
    "rep": "line.rep_id",
    "customer": "line.customer_id",
    "product": "line.product_id",
    "channel": "line.channel",
    "segment": "customer.segment",
    "city": "customer.city",
    "brand": "product.brand",
    "category": "product.category",
    "quota_period": "coalesce(CAST(line.quota_period AS TEXT), '?')",
}


@dataclass(slots=True)
class Lines:
    """FROM and WHERE of one reading of a mart, and the words for each dimension in it."""

    reading: Reading
    alignment: Alignment
    day: str = ""
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
        return f"FROM {self.reading.relation} AS line{joins}\n    WHERE {where}"


def lines(
    reading: Reading,
    question: Question,
    scope: Scope,
    values: Values,
    dimensions: dict[str, Dimension],
    span: Span = "now",
) -> Lines:
    """The lines of a reading that this person may see and that this question is about.

    `span` "prior" reads the days of the prior year that are paired with the reading's, "compared"
    those of another comparison, both under the later day's name. A condition on a dimension that
    the mart does not carry does not limit it: `unlimited` says which, for the answer's notes.
    """
    mart = reading.mart
    # A customer belongs to the territory that owns it today: there is no other alignment of customers.
    found = Lines(reading, "today" if reading.source == "customer" else question.alignment)
    found.day = found.own_day
    if not scope.everything:
        nodes = values.put(sorted(scope.territories or ()), "scope")
        found.limits.append(
            f"line.path_{found.alignment} IN "
            f"(SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest({nodes}::TEXT[])))"
        )
    if reading.source == "customer":
        # The unknown customer has no potential, and would stand in every answer as an empty row.
        found.limits.append(f"line.customer_id != {literal(UNKNOWN)}")
    if mart == "account":
        found.limits.append(f"line.territory_today != {literal(UNKNOWN)}")
    if span in PAIRED and reading.days:
        _pair(found, pairing(question, span), reading.days, values)
    elif reading.days:
        found.limits.append(_between(found.day, reading.days, values))
    for condition in question.where:
        if dimensions[condition.dimension].group in CARRIES[mart]:
            found.limits.append(_limit(condition, dimensions[condition.dimension], found, values))
    return found


def _pair(found: Lines, comparison: Comparison, later: Period, values: Values) -> None:
    """Give the lines of earlier days (or months) the name of the later ones that they stand against."""
    if comparison.days is not None:
        found.limits.append(_between(found.day, comparison.days, values))
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
    found.limits.append(_between(found.day, later, values))


def _between(day: str, period: Period, values: Values) -> str:
    return f"{day} BETWEEN {values.put(period.start, 'from')} AND {values.put(period.end, 'to')}"


def _limit(condition: Condition, dimension: Dimension, found: Lines, values: Values) -> str:
    members = values.put(list(condition.members), "members")
    sign = "NOT IN" if condition.exclude else "IN"
    if dimension.key == "territory":
        return (
            f"line.path_{found.alignment} {sign} "
            f"(SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest({members}::TEXT[])))"
        )
    # A level is limited by what its rows show, so that a line booked above it is found as unknown there.
    return f"CAST({found.key(dimension)} AS TEXT) {sign} (SELECT unnest({members}::TEXT[]))"


def unlimited(
    mart: str, conditions: Iterable[Condition], dimensions: dict[str, Dimension]
) -> tuple[str, ...]:
    """The conditions' dimensions that this mart does not carry."""
    return tuple(one.dimension for one in conditions if dimensions[one.dimension].group not in CARRIES[mart])


def require_meeting(mart: str, by: Iterable[Dimension], measure: str) -> None:
    """Refuse to break a mart down by what its lines do not carry.

    Raises:
        NotUnderstood: with what would be possible.
    """
    for dimension in by:
        if dimension.group not in CARRIES[mart]:
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
