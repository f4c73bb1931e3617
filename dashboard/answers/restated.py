"""Two publications compared: by how much a measure differs in each row, and by which causes.

The causes come from the lines (`compiler_restated`); the difference comes from asking each
publication the ordinary way. Where the two do not agree to the last digit, nothing is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dashboard.access.scope import Scope
from dashboard.answers.answer import Column, Note, answer
from dashboard.answers.compiler_restated import (
    LINE_COLUMNS,
    Restating,
    compile_causes,
    compile_lines,
    compile_moved,
)
from dashboard.answers.compiler_restated_quota import LINE_COLUMNS as QUOTA_COLUMNS
from dashboard.answers.compiler_restated_quota import compile_quota_causes, compile_quota_lines
from dashboard.answers.restating import comparable, mart_of, restating
from dashboard.answers.warehouse_pair import Pair, Sides, opened_apart, opened_pair
from dashboard.answers.warehouse_shelf import Row, Shelf
from dashboard.errors import Failed, NotUnderstood
from dashboard.metrics.kinds import Kind
from dashboard.metrics.nearest import nearest
from dashboard.metrics.question import Question
from dashboard.settings import Settings

CAUSES = {
    "sales": ("new_days", "late_lines", "removed_lines", "corrections", "currency", "alignment"),
    "quota_day": ("quota_added", "quota_changed", "quota_removed", "quota_spread", "alignment"),
}
DIFFERENCE, BEFORE = "difference", "before"
_SHOWN = Decimal("0.0001")
Key = tuple[object, ...]
Amounts = dict[Key, dict[str, Decimal]]
_KINDS = {
    "order_date_before": Kind.DATE, "order_date_after": Kind.DATE, "period_start": Kind.DATE,
    "period_end": Kind.DATE, "source_record": Kind.COUNT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restated:
    """What differs between two publications: the rows where anything does, and the total.

    Rows hold the labels of the dimensions ("?" is the unknown member, None nothing), the difference, and then
    what each cause gives to it. Or, asked for lines: one row for each line and cause.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: Row | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of causes as they come from the warehouse: by key, with labels and counts of lines."""

    amounts: Amounts
    labels: dict[Key, Key]
    counts: dict[str, int]


def restated(asked: Question, scope: Scope, sides: Sides, settings: Settings) -> Restated:
    """By how much the measure of a question differs from `a` to `b`, in each row and by each cause.

    Raises:
        NotUnderstood: the publications, the measure or the dimensions cannot be compared.
        Failed: the causes do not add up to the difference, or files are damaged.
    """
    comparable(sides)
    what, place = restating(asked, sides), (settings.place, sides, settings.memory_limit, settings.threads)
    with opened_pair(*place, whole=False) as pair:
        moved = _moved(what, scope, pair)
        if not moved:
            found = _causes(what, scope, pair)
    if moved:
        # A place moved in the tree takes the lines of shared segments with it: these are read, too.
        what = restating(asked, sides, moved)
        with opened_pair(*place, whole=True) as pair:
            found = _causes(what, scope, pair)
    with opened_apart(*place, whole=bool(moved)) as shelves:
        differences = _differences(asked, scope, shelves)
    return _told(what, found, differences)


def restated_lines(
    asked: Question, scope: Scope, sides: Sides, settings: Settings, cause: str, limit: int
) -> Restated:
    """The lines behind a cause ("" is any), before and after, with the record they came from.

    Raises:
        NotUnderstood: as `restated`, or no such cause.
        Failed: files are damaged.
    """
    comparable(sides)
    what, place = restating(asked, sides), (settings.place, sides, settings.memory_limit, settings.threads)
    known = CAUSES[mart_of(what.formula)]
    if cause and cause not in known:
        raise NotUnderstood("restated.unknown_cause", name=cause, nearest=nearest(cause, known))
    with opened_pair(*place, whole=False) as pair:
        moved = _moved(what, scope, pair)
    what = restating(asked, sides, moved)
    with opened_pair(*place, whole=bool(moved)) as pair:
        found = _causes(what, scope, pair)
        compiled = compile_quota_lines if mart_of(what.formula) == "quota_day" else compile_lines
        rows = pair.run(compiled(what, scope, cause, limit))
    names = QUOTA_COLUMNS if mart_of(what.formula) == "quota_day" else LINE_COLUMNS
    count = sum(n for one, n in found.counts.items() if one != BEFORE and cause in ("", one))
    currency = sides[1].company.currency
    return Restated(
        columns=tuple(_line_column(name, asked, currency) for name in names),
        rows=tuple(rows),
        totals=None,
        notes=(*_about(what), Note("restated.listed", (("n", count), ("listed", len(rows))))),
    )


def _moved(what: Restating, scope: Scope, pair: Pair) -> list[int]:
    if mart_of(what.formula) == "quota_day":
        return []  # quotas are no sales: no segment of theirs is shared
    return [int(str(row[0])) for row in pair.run(compile_moved(what, scope))]


def _causes(what: Restating, scope: Scope, pair: Pair) -> _Found:
    compiled = compile_quota_causes if mart_of(what.formula) == "quota_day" else compile_causes
    found, width = _Found({}, {}, {}), len(what.by)
    for row in pair.run(compiled(what, scope)):
        cause, amount, lines, depth = row[-4:]
        key = row[:width] if depth else ()
        found.amounts.setdefault(key, {})[str(cause)] = Decimal(str(amount))
        found.labels[key] = row[width : 2 * width]
        if not depth:
            found.counts[str(cause)] = int(str(lines))
    return found


def _differences(asked: Question, scope: Scope, shelves: Sequence[Shelf]) -> dict[Key, Decimal]:
    """What each row of the one is above the same row of the other, asked the ordinary way."""
    found: dict[Key, Decimal] = {}
    for sign, shelf in zip((-1, 1), shelves, strict=True):
        answered = answer(asked, scope, shelf)
        rows = [*zip(answered.keys, answered.rows, strict=True), ((), answered.totals or (None,))]
        for key, row in rows:
            found[key] = found.get(key, Decimal(0)) + sign * Decimal(str(row[-1] or 0))
    return found


def _told(what: Restating, found: _Found, differences: Mapping[Key, Decimal]) -> Restated:
    causes = CAUSES[mart_of(what.formula)]
    told = {key: _rounded(amounts, causes) for key, amounts in found.amounts.items()}
    for key in told.keys() | differences.keys():
        difference, added = differences.get(key, Decimal(0)), sum(told.get(key, {}).values(), Decimal(0))
        if difference != added:
            raise Failed(
                "restated.does_not_add_up", row=", ".join(map(str, key)), difference=difference, sum=added
            )
    rows = [
        (*found.labels[key], *_cells(parts, causes))
        for key, parts in told.items()
        if key and any(parts.values())
    ]
    nothing = (None,) * len(what.by)
    currency = what.b.company.currency
    return Restated(
        columns=_columns(what, causes, currency),
        rows=tuple(rows),
        totals=(*nothing, *_cells(told.get((), {}), causes)),
        notes=(*_about(what), *_counted(found, causes)),
    )


def _rounded(amounts: Mapping[str, Decimal], causes: Sequence[str]) -> dict[str, Decimal]:
    """The causes as they are shown: what is rounded is where each leads to, so that they add up as shown."""
    exact, found = amounts.get(BEFORE, Decimal(0)), {}
    for cause in causes:
        reached = exact + amounts.get(cause, Decimal(0))
        found[cause] = _as_shown(reached) - _as_shown(exact)
        exact = reached
    return found


def _as_shown(amount: Decimal) -> Decimal:
    return amount.quantize(_SHOWN, ROUND_HALF_UP)


def _cells(parts: Mapping[str, Decimal], causes: Sequence[str]) -> list[Decimal]:
    cells = [parts.get(cause, Decimal(0)) for cause in causes]
    return [sum(cells, Decimal(0)), *cells]


def _columns(what: Restating, causes: Sequence[str], currency: str) -> tuple[Column, ...]:
    row = what.asked.row(what.asked.measures[0])
    unit = currency if row.unit == "currency" else row.unit
    dimensions = [Column(one.key, Kind.DIMENSION, "") for one in what.by]
    return (*dimensions, *(Column(key, row.kind, unit) for key in (DIFFERENCE, *causes)))


def _line_column(name: str, asked: Question, currency: str) -> Column:
    row = asked.row(asked.measures[0])
    if name in ("amount_before", "amount_after", DIFFERENCE):
        return Column(name, row.kind, currency if row.unit == "currency" else row.unit)
    return Column(name, _KINDS.get(name, Kind.DIMENSION), "")


def _about(what: Restating) -> list[Note]:
    found = [
        Note(
            "restated.compared",
            (("a", what.a.id), ("b", what.b.id), ("from_day", what.a.through), ("to_day", what.b.through)),
        )
    ]
    return [*found, Note(f"note.alignment_{what.asked.alignment}")]


def _counted(found: _Found, causes: Sequence[str]) -> list[Note]:
    """How many lines (or quotas) are behind each cause; days that only one has are no restatement."""
    notes = [
        Note(f"restated.{cause}", (("n", found.counts[cause]),))
        for cause in causes
        if found.counts.get(cause)
    ]
    return notes or [Note("restated.nothing")]
