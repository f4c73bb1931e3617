"""An answer: the frame, the statement it came from, how fresh it is, and what to know about it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from dashboard.access.scope import Scope
from dashboard.answers.compared import Compared, compared
from dashboard.answers.compiler import compile_question
from dashboard.answers.compiler_formulas import has_earlier
from dashboard.answers.compiler_levels import Levels, levels
from dashboard.answers.door import pairing, unlimited
from dashboard.answers.effort import in_its_lane, shorten
from dashboard.answers.lanes import TooLong
from dashboard.answers.members import resolve
from dashboard.answers.paid import asks_pay, whose
from dashboard.answers.pairs import Pairs
from dashboard.answers.pay_lines import paid_for
from dashboard.answers.spans import days_of
from dashboard.answers.statement import Paths, Statement
from dashboard.answers.warehouse_shelf import Row, Shelf
from dashboard.metrics import catalogue
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.kinds import Dimension, Formula, Kind, Over, Prior, Sum, atoms, nodes
from dashboard.metrics.question import Outline, Question
from dashboard.metrics.shows import shown_as


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, what it holds, and its unit ("EUR", "fraction", "units", "n", or none)."""

    key: str
    kind: Kind
    unit: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the numbers must know, as the key of a sentence and its values."""

    key: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The total of a level between the cells and the whole: how many dimensions it keeps, its row and keys.

    A dimension that is not kept is None in `keys`.
    """

    rows: int
    columns: int
    row: Row
    keys: Row


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question has for an answer.

    `rows` hold labels of dimensions (None is the unknown member), then measures, then with a
    comparison what stands beside each, then what is shown besides; `keys` hold the dimensions' keys
    beside them. `subtotals` and `totals` are computed from the lines, not from the rows.
    `row_count` is how many rows there are, whatever the question's limit.
    """

    question: Question
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    keys: tuple[Row, ...]
    totals: Row | None
    row_count: int
    publication: str
    as_of: dt.date
    statement: Statement
    notes: tuple[Note, ...]
    subtotals: tuple[Subtotal, ...] = ()

    def beside(self, key: str) -> str:
        """The column that stands beside this one in the comparison."""
        return key + _suffix(self.question)

    def has(self, key: str) -> bool:
        """Whether there is a column of this key."""
        return any(column.key == key for column in self.columns)

    def at(self, key: str) -> int:
        """The position of a column."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def total(self, key: str) -> object:
        """One value of the total row."""
        return self.totals[self.at(key)] if self.totals else None


PRIOR = ".prior"
# What says that some conditions do not divide a mart; of all others, that they do not divide the measure.
_WHOLE = {
    "quota_day": "note.quota_not_limited",
    "quota_layers": "note.quota_not_limited",
    "rep_standing": "note.quota_not_limited",
    "customer": "note.potential_not_limited",
    "account": "note.accounts_not_limited",
    "foreseen_day": "note.forecast_not_limited",
}


def answer(question: Question, scope: Scope, shelf: Shelf, *, raw: bool = False) -> Answer:
    """The answer to a question within a scope, on one publication; `raw`: from lines, never from a rollup.

    Raises:
        NotUnderstood: a member that is not known, measures and dimensions that do not meet, or pay told apart
            or limited by what this person may not.
        Denied: pay is asked, and nobody's is open to this person here.
        Failed: it takes too long, with what would not; or the reader has left.
    """
    asked, statement = prepare(question, scope, shelf, raw)
    width, found_levels = len(asked.by), levels(asked)
    try:
        found = shelf.run(statement)
    except TooLong as error:
        raise shorten(error, asked, scope) from error
    rows = [row for row in found if row[-2] == found_levels.full]
    # Without dimensions the one row is the total.
    totals = next((row for row in found if row[-2] == 0), None)
    return Answer(
        question=question,
        columns=_columns(asked, shelf.outline.currency),
        rows=tuple(_shown(row, width) for row in rows),
        keys=tuple(row[:width] for row in rows),
        totals=_shown(totals, width) if totals else None,
        row_count=int(str(totals[-1])) if totals else 0,
        publication=shelf.manifest.id,
        as_of=shelf.manifest.through,
        statement=statement,
        notes=(*_notes(asked, found, width, shelf), *_whose_pay(asked, scope, statement)),
        subtotals=tuple(_subtotals(found, width, found_levels)),
    )


def _subtotals(found: list[Row], width: int, levels: Levels) -> Iterator[Subtotal]:
    for row in found:
        depth = int(str(row[-2]))
        if 0 < depth < levels.full:
            down, aside = divmod(depth, levels.columns + 1)
            yield Subtotal(down, aside, _shown(row, width), row[:width])


def begin(question: Question, scope: Scope, shelf: Shelf) -> None:
    """Have a question computed that this reader will ask: several are answered beside each other.

    Raises:
        NotUnderstood: as for `answer`.
    """
    shelf.begin(prepare(question, scope, shelf)[1])


def prepare(
    question: Question, scope: Scope, shelf: Shelf, raw: bool = False, *, ordered: bool = True
) -> tuple[Question, Statement]:
    """The question with its members found, and the statement that answers it, whose rows may need no order.

    Raises:
        NotUnderstood: as for `answer`.
    """
    asked = resolve(question, scope, shelf)
    outline = shelf.outline.bare if raw else shelf.outline
    if asks_pay(asked):
        # Its lines travel with it: too much to be kept for each who asks.
        paid = paid_for(asked, scope, shelf)
        statement = compile_question(asked, scope, outline, paid, shelf.paths, shelf.pairs, ordered=ordered)
        return asked, replace(statement, agreed=paid.agreed)
    return asked, _compiled(asked, scope, outline, shelf.paths, shelf.pairs, ordered)


@lru_cache(maxsize=512)
def _compiled(
    asked: Question, scope: Scope, outline: Outline, paths: Paths, pairs: Pairs, ordered: bool
) -> Statement:
    """A page begins each question before it asks it, and many ask the same."""
    statement = compile_question(asked, scope, outline, paths=paths, pairs=pairs, ordered=ordered)
    return in_its_lane(statement, asked, scope)


def _shown(row: Row, width: int) -> Row:
    labels = tuple(
        None if key == "?" else label for key, label in zip(row[:width], row[width : 2 * width], strict=True)
    )
    return labels + row[2 * width : -2]


def _columns(question: Question, currency: str) -> tuple[Column, ...]:
    measures = [question.row(key) for key in question.measures]
    found = [Column(key, Kind.DIMENSION, "") for key in question.by]
    for suffix in ("", _suffix(question)) if question.against else ("",):
        found += [
            Column(row.key + suffix, row.kind, currency if row.unit == "currency" else row.unit)
            for row in measures
        ]
    for show in question.shows:
        kind, unit = shown_as(question.row(show.measure), show.how)
        found.append(Column(show.key, kind, currency if unit == "currency" else unit))
    return tuple(found)


def _suffix(question: Question) -> str:
    """What the names of the columns beside the measures end with; empty without a comparison."""
    if question.against is None:
        return ""
    return f".{question.against.name}" if question.against.with_plan else PRIOR


def _notes(question: Question, rows: list[Row], width: int, shelf: Shelf) -> list[Note]:
    known, full = dict(catalogue.dimensions(shelf.outline.levels)), levels(question).full
    found = [Note("note.period", (("start", question.period.start), ("end", question.period.end)))]
    found.append(Note(f"note.alignment_{question.alignment}"))
    found += [*_told_days(question, shelf), *_short_history(question, shelf)]
    found += _not_limited(question, known)
    for n, key in enumerate(question.measures):
        empty = sum(row[2 * width + n] is None for row in rows if row[-2] == full)
        reason = question.row(key).empty_reason
        if empty and reason:
            found.append(Note(reason, (("measure", question.row(key)), ("n", empty))))
        if question.against and question.against.with_plan:
            if not question.against.plan(key):
                beside = f"note.no_{question.against.name}_beside"
                found.append(Note(beside, (("measure", question.row(key)),)))
        elif question.against and not has_earlier(question.row(key)):
            found.append(Note("note.no_earlier", (("measure", question.row(key)),)))
    return [*found, *_young_leads(question, shelf)]


def _whose_pay(question: Question, scope: Scope, statement: Statement) -> Iterator[Note]:
    """Of whom the pay is that is asked, at which rates it was turned, and of which day the last of it is."""
    if asks_pay(question):
        days = cast(Sequence[str], statement.parameters["pay_days"])
        yield Note(whose(scope))
        if statement.agreed:
            yield Note("note.pay_agreed", (("currencies", ", ".join(statement.agreed)),))
        if days:
            yield Note("note.pay_through", (("day", dt.date.fromisoformat(max(days))),))


def _young_leads(question: Question, shelf: Shelf) -> Iterator[Note]:
    """That leads of the period may still be won in time, and so count as not won too soon."""
    outline = shelf.outline
    first = outline.through - dt.timedelta(days=outline.lead_days - 1)
    if question.period.end < first:
        return
    for key in question.measures:
        if any(
            isinstance(atom, Sum) and atom.only == "lead_won" for atom in atoms(question.row(key).formula)
        ):
            told = ("measure", question.row(key)), ("days", outline.lead_days), ("day", first)
            yield Note("note.young_leads", told)


def _not_limited(question: Question, known: Mapping[str, Dimension]) -> list[Note]:
    """What counts whole, because its lines do not carry the dimension of a condition."""
    found: dict[Note, None] = {}
    plans = [question.against.plan(key) for key in question.measures] if question.against else []
    for key in (*question.measures, *filter(None, plans)):
        for mart in dict.fromkeys(atom.mart for atom in atoms(question.row(key).formula)):
            aside = ", ".join(dict.fromkeys(unlimited(mart, question.where, dict(known))))
            told = (
                (("dimensions", aside),)
                if mart in _WHOLE
                else (("measure", question.row(key)), ("dimensions", aside))
            )
            if aside:
                found[Note(_WHOLE.get(mart, "note.not_limited"), told)] = None
    return list(found)


def _told_days(question: Question, shelf: Shelf) -> list[Note]:
    """Which days stand against the period's, and that they are not as many where they are not."""
    found = [
        _told(stem, compared(comparison, question.period, shelf.pairs))
        for stem, comparison in _comparisons(question)
    ]
    if found and question.period.end > shelf.outline.through:
        found.append(Note("note.unfinished", (("day", shelf.outline.through),)))
    return found


def _comparisons(question: Question) -> Iterator[tuple[str, Comparison]]:
    """What reads earlier days: the comparison that was chosen, and growth where it stands on another."""
    grows = any(isinstance(node, Prior) for node in _nodes(question))
    chosen, prior = question.against, pairing(question, "prior")
    if chosen and not chosen.with_plan:
        yield "compared", chosen
    if grows and chosen != prior:
        yield "growth", prior


def _told(stem: str, days: Compared | None) -> Note:
    if days is None:
        return Note(f"note.{stem}_nothing")
    kind = "working" if days.working else "days"
    ends = (("start", days.days.start), ("end", days.days.end), ("n", days.was))
    if days.alike:
        return Note(f"note.{stem}_{kind}", ends)
    return Note(f"note.{stem}_{kind}_unequal", (*ends, ("now", days.now)))


def _short_history(question: Question, shelf: Shelf) -> list[Note]:
    """That twelve or more months are asked of a history that is shorter."""
    read = {node.days for node in _nodes(question) if isinstance(node, Over)} - {"until"}
    days = [days_of(one, question, shelf.outline) for one in read]
    first = shelf.outline.first
    short = any(one is not None and one.start < first for one in days)
    return [Note("note.short_history", (("first", first),))] if short else []


def _nodes(question: Question) -> list[Formula]:
    return [node for key in question.measures for node in nodes(question.row(key).formula)]
