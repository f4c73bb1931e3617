"""A question: which measures, by what, where, when, against what, in which order.

A question is plain data. It is made from words (the address of a page, the command line) by
`ask`, which checks every word against the catalogue and the outline of what a publication
holds; nothing here knows SQL or people.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.bounds import Bound, Top, bound, checked_bound, checked_top, top
from dashboard.metrics.comparison import PLANS, Comparison, compare
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Alignment, Credit, Kind, Measure
from dashboard.metrics.nearest import nearest
from dashboard.metrics.periods import GRAINS, FiscalCalendar, Period, parse, without_incomplete
from dashboard.metrics.shows import Show, show

ALIGNMENTS: tuple[Alignment, ...] = ("today", "credited")
Incomplete = Literal["in", "out"]
INCOMPLETE: tuple[Incomplete, ...] = ("in", "out")
_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, slots=True)
class Order:
    """One column to sort by."""

    key: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What a publication holds, as far as a question must know.

    `own` are the company's own measures; `levels` are the keys of the tree's levels from the top;
    `tables` the source tables that were supplied; `quota_layers` says for whom quotas are given
    ("territory", "rep"); `through` is the last complete day of the data, `first` the earliest.
    `rollups` are the relations
    that it holds beside its marts, with their rows; `years` are those that a relation is split by
    (`relation_year`); `whole_orders` says that no order lies in two
    rows of one, `month_modes` which comparisons set whole months against whole months; `shifts` says of
    each comparison how many days at least and at most lie between two that it pairs; `lead_days`
    within how many a lead must be won; `last` is the latest day of which there are sales, where that is told.
    """

    cut: FiscalCalendar
    levels: tuple[str, ...]
    tables: frozenset[str]
    quota_layers: tuple[str, ...]
    first: dt.date
    through: dt.date
    currency: str
    own: tuple[Measure, ...] = ()
    rollups: tuple[tuple[str, int], ...] = ()
    whole_orders: bool = False
    years: tuple[tuple[str, tuple[int, ...]], ...] = ()
    month_modes: tuple[str, ...] = ()
    shifts: tuple[tuple[str, int, int], ...] = ()
    lead_days: int = 90
    last: dt.date | None = None

    @property
    def bare(self) -> "Outline":
        """The same as if there were marts alone: every question is answered from lines."""
        return replace(self, rollups=())


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Two equal questions have equal answers on one publication and scope.

    Of the dimensions in `by`, the last `columns` go across and the others down; `subtotals` asks
    for the totals of every level of both. `bounds` and `top` keep some of what goes down. By another
    `credit` than a direct one, as a pay run alone asks, each person has the lines of a roll-up or as overlay.
    """

    measures: tuple[str, ...]
    period: Period
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    against: Comparison | None = None
    alignment: Alignment = "today"
    sort: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    columns: int = 0
    subtotals: bool = False
    shows: tuple[Show, ...] = ()
    bounds: tuple[Bound, ...] = ()
    top: Top | None = None
    own: tuple[Measure, ...] = ()
    credit: Credit = "direct"

    @property
    def down(self) -> tuple[str, ...]:
        """The dimensions that go down."""
        return self.by[: len(self.by) - self.columns]

    def row(self, key: str) -> Measure:
        """The row of the catalogue, or of the company's own measures, for one that is asked for."""
        return catalogue.measure(key, self.own)

    def narrowed(self, *conditions: Condition) -> "Question":
        """The same question with further limits."""
        return replace(self, where=self.where + conditions)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of an answer are laid out, in words: what goes across, is added, is kept, in which order.

    Raises:
        NotUnderstood: a limit or an offset below zero.
    """

    across: Sequence[str] = ()
    subtotals: bool = False
    shows: Sequence[str] = ()
    sort: Sequence[str] = ()
    limit: int | None = None
    offset: int = 0
    bounds: Sequence[str | Bound] = ()
    top: str | Top = ""

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 0:
            raise NotUnderstood("ask.negative_limit", limit=self.limit)
        if self.offset < 0:
            raise NotUnderstood("ask.negative_offset", offset=self.offset)


_CONDITION = re.compile(
    r"^\s*(?P<name>[\w.]+)\s*(?P<sign>!=|=|not\s+in\b|in\b)\s*(?P<rest>.+)$", re.IGNORECASE | re.DOTALL
)
_MEMBER = re.compile(r"\s*\"(?:[^\"]|\"\")*\"|\s*'(?:[^']|'')*'|[^,]+")


def condition(text: str, levels: Iterable[str]) -> Condition:
    """A limit as people write it: `channel = Reseller`, `brand != "A, B"`, `city in (Athens, Patra)`.

    Raises:
        NotUnderstood: not of that form, or a dimension that does not exist.
    """
    found = _CONDITION.match(text)
    if not found:
        raise NotUnderstood("ask.condition_form", text=text)
    sign = found["sign"].lower()
    name = catalogue.dimension(found["name"], levels).key
    rest = found["rest"].strip()
    if sign.endswith("in"):
        if not (rest.startswith("(") and rest.endswith(")")):
            raise NotUnderstood("ask.condition_form", text=text)
        members = tuple(_split(rest[1:-1]))
    else:
        members = (_unquote(rest),)
    if not members or not all(members):
        raise NotUnderstood("ask.condition_form", text=text)
    return Condition(name, members, exclude=sign in ("!=",) or sign.startswith("not"))


def _unquote(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].replace(text[0] * 2, text[0])
    return text


def _split(text: str) -> list[str]:
    """Members between commas; within quotes a comma belongs to the member, and a quote that is doubled."""
    return [_unquote(part) for part in _MEMBER.findall(text) if part.strip()]


def ask(
    outline: Outline,
    *,
    measures: Sequence[str],
    by: Sequence[str] = (),
    where: Sequence[str | Condition] = (),
    period: str | Period = "all",
    against: str = "",
    alignment: str = "",
    layout: Layout | None = None,
) -> Question:
    """The question that these words mean on this publication.

    Without an alignment, the one that the catalogue gives the measures stands: if any of them
    is compared on today's alignment, so is the whole question.

    Raises:
        NotUnderstood: a word that is not known, or measures whose source table was never loaded.
    """
    if not measures:
        raise NotUnderstood("ask.no_measure", known=", ".join(catalogue.measures(outline.own)))
    layout = layout or Layout()
    rows = tuple(catalogue.measure(key, outline.own) for key in measures)
    for row in rows:
        _require(row, outline)
    down, aside = _dimensions(by, outline), _dimensions(layout.across, outline)
    both = [key for key in aside if key in down]
    if both:
        raise NotUnderstood("ask.down_and_across", dimensions=", ".join(both))
    more = tuple(one for text in layout.shows for one in show(text, rows, compared=bool(against)))
    limits = tuple(one if isinstance(one, Condition) else condition(one, outline.levels) for one in where)
    values = (*(row.key for row in rows), *(one.key for one in more))
    days = period if isinstance(period, Period) else period_of(period, outline)
    beside = compare(against, days, outline.cut) if against else None
    plans = _plans(beside, rows, outline)
    return Question(
        measures=tuple(dict.fromkeys(row.key for row in rows)),
        period=days,
        by=(*down, *aside),
        where=limits,
        against=beside,
        alignment=_alignment(alignment, (*rows, *plans)),
        sort=tuple(_order(text, (*down, *aside, *values)) for text in layout.sort),
        limit=layout.limit,
        offset=layout.offset,
        columns=len(aside),
        subtotals=layout.subtotals,
        shows=tuple(dict.fromkeys(more)),
        bounds=tuple(_bound(one, down, _numbers(rows, values)) for one in layout.bounds),
        top=_top(layout.top, down, values, outline),
        own=tuple(row for row in outline.own if row in rows),
    )


def _bound(one: str | Bound, down: Sequence[str], values: Sequence[str]) -> Bound:
    found = checked_bound(one, values) if isinstance(one, Bound) else bound(one, values)
    if not down:
        raise NotUnderstood("ask.bound_of_nothing", text=str(found))
    return found


def _numbers(rows: Sequence[Measure], values: Sequence[str]) -> list[str]:
    """The columns that a number may limit: a date is none."""
    dates = {row.key for row in rows if row.kind is Kind.DATE}
    return [one for one in values if one not in dates]


def _top(one: str | Top, down: Sequence[str], values: Sequence[str], outline: Outline) -> Top | None:
    if not one:
        return None
    found = checked_top(one, down, values) if isinstance(one, Top) else top(one, down, values)
    if found.others and catalogue.dimension(found.of, outline.levels).group == "time":
        raise NotUnderstood("ask.others_of_time", name=found.of)
    return found


def period_of(period: str, outline: Outline, incomplete: str = "", by: Sequence[str] = ()) -> Period:
    """The days that a period's words mean on this publication.

    With `incomplete` "out" they end with the last complete month, or the last complete one of the
    coarsest grain asked for.

    Raises:
        NotUnderstood: no such period, or nothing of it is complete.
    """
    wanted: Incomplete = _one_of(incomplete or "in", INCOMPLETE, "ask.unknown_incomplete")
    found = parse(period, outline.cut, outline.through, outline.first)
    if wanted == "in":
        return found
    grains = [grain for grain in GRAINS if grain in by]
    grain = grains[-1] if grains else "fiscal_month"
    return without_incomplete(found, outline.cut, outline.through, grain)


def _plans(beside: Comparison | None, rows: Sequence[Measure], outline: Outline) -> list[Measure]:
    """What a quota or a forecast puts beside the measures that have one."""
    if beside is None or not beside.with_plan:
        return []
    found = [catalogue.measure(key) for key in (beside.plan(row.key) for row in rows) if key]
    if not found:
        measures, known = (", ".join(keys) for keys in ((row.key for row in rows), PLANS[beside.name]))
        raise NotUnderstood("ask.nothing_beside", measures=measures, against=beside.name, known=known)
    for row in found:
        _require(row, outline)
    return found


def _dimensions(names: Sequence[str], outline: Outline) -> tuple[str, ...]:
    return tuple(dict.fromkeys(catalogue.dimension(name, outline.levels).key for name in names))


def _require(row: Measure, outline: Outline) -> None:
    missing = [table for table in row.needs if table not in outline.tables]
    if missing:
        raise NotUnderstood("ask.table_missing", measure=row.key, tables=", ".join(missing))


def _alignment(text: str, rows: Sequence[Measure]) -> Alignment:
    if text:
        return _one_of(text, ALIGNMENTS, "ask.unknown_alignment")
    return "today" if any(row.alignment == "today" for row in rows) else "credited"


def _one_of(text: str, known: Sequence[_Word], key: str) -> _Word:
    for one in known:
        if one == text:
            return one
    raise NotUnderstood(key, name=text, nearest=nearest(text, known))


def _order(text: str, columns: Sequence[str]) -> Order:
    descending = text.startswith("-")
    key = text.lstrip("+-")
    if key not in columns:
        raise NotUnderstood("ask.unknown_sort", name=key, nearest=nearest(key, columns))
    return Order(key, descending)
