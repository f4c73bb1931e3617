"""An answer: the frame, the statement it came from, how fresh it is, and what to know about it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.compiler import compile_question
from dashboard.answers.compiler_plan import has_earlier
from dashboard.answers.door import shift_mode, unlimited
from dashboard.answers.members import resolve
from dashboard.answers.reports import report
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import Row, Shelf
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Dimension, Kind, Prior, atoms, nodes
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question


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
class Answer:
    """What a question has for an answer.

    `rows` hold labels of dimensions (None is the unknown member), then measures, then with a
    comparison the same measures of the earlier days; `keys` hold the dimensions' keys beside
    them. `totals` is computed from the lines, not from the rows. `row_count` is how many rows
    there are, whatever the question's limit. `compared` are the earlier days.
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
    compared: Period | None = None

    def at(self, key: str) -> int:
        """The position of a column."""
        return [column.key for column in self.columns].index(key)

    def total(self, key: str) -> object:
        """One value of the total row."""
        return self.totals[self.at(key)] if self.totals else None


PRIOR = ".prior"
# What says that some conditions do not divide a mart; of all others, that they do not divide the measure.
_WHOLE = {"quota_day": "note.quota_not_limited", "customer": "note.potential_not_limited"}


def answer(question: Question, scope: Scope, shelf: Shelf) -> Answer:
    """The answer to a question within a scope, on one publication.

    Raises:
        NotUnderstood: a member that is not known, or measures and dimensions that do not meet.
    """
    asked = resolve(question, scope, shelf)
    statement = compile_question(asked, scope, shelf.outline)
    width = len(asked.by)
    found = shelf.run(statement)
    totals = next((row for row in found if row[-2] == 0), None)
    # Without dimensions the one row is the total.
    rows = [row for row in found if row[-2] == width]
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
        notes=tuple(_notes(asked, found, width, shelf)),
        compared=compared_days(asked, shelf) if compares(asked) else None,
    )


def _shown(row: Row, width: int) -> Row:
    labels = tuple(
        None if key == "?" else label for key, label in zip(row[:width], row[width : 2 * width], strict=True)
    )
    return labels + row[2 * width : -2]


def _columns(question: Question, currency: str) -> tuple[Column, ...]:
    measures = [catalogue.measure(key) for key in question.measures]
    found = [Column(key, Kind.DIMENSION, "") for key in question.by]
    for suffix in ("", PRIOR) if question.against else ("",):
        found += [
            Column(row.key + suffix, row.kind, currency if row.unit == "currency" else row.unit)
            for row in measures
        ]
    return tuple(found)


def compares(question: Question) -> bool:
    """Whether the answer reads another year's days."""
    formulas = [catalogue.measure(key).formula for key in question.measures]
    return bool(question.against) or any(isinstance(node, Prior) for one in formulas for node in nodes(one))


def compared_days(question: Question, shelf: Shelf) -> Period | None:
    """The earlier days that stand against the period's, first to last."""
    days = question.period
    first, last = report("compared_days", shelf, mode=shift_mode(question), start=days.start, end=days.end)[0]
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return None
    return Period(first, last)


def _notes(question: Question, rows: list[Row], width: int, shelf: Shelf) -> list[Note]:
    known = dict(catalogue.dimensions(shelf.outline.levels))
    found = [Note("note.period", (("start", question.period.start), ("end", question.period.end)))]
    found.append(Note(f"note.alignment_{question.alignment}"))
    found += _not_limited(question, known)
    for n, key in enumerate(question.measures):
        empty = sum(row[2 * width + n] is None for row in rows if row[-2] == width)
        reason = catalogue.measure(key).empty_reason
        if empty and reason:
            found.append(Note(reason, (("measure", key), ("n", empty))))
        if question.against and not has_earlier(catalogue.measure(key)):
            found.append(Note("note.no_earlier", (("measure", key),)))
    return found


def _not_limited(question: Question, known: Mapping[str, Dimension]) -> list[Note]:
    """What counts whole, because its lines do not carry the dimension of a condition."""
    found: dict[Note, None] = {}
    for key in question.measures:
        for mart in dict.fromkeys(atom.mart for atom in atoms(catalogue.measure(key).formula)):
            aside = ", ".join(dict.fromkeys(unlimited(mart, question.where, dict(known))))
            told = (("dimensions", aside),) if mart in _WHOLE else (("measure", key), ("dimensions", aside))
            if aside:
                found[Note(_WHOLE.get(mart, "note.not_limited"), told)] = None
    return list(found)
