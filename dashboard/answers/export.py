"""An answer as text: JSON for programs, CSV for spreadsheets, a table for people at a terminal.

All three say the same: money with all four decimals, ratios as fractions, dimensions by name.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from dashboard.answers.answer import Answer, Column, Note, Subtotal
from dashboard.answers.glossary import worded
from dashboard.metrics.kinds import Kind, Measure
from dashboard.text import Language, dates, say


class Noted(Protocol):
    """Whatever has something to know about it."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What to know, as keys of sentences."""


def as_json(answer: Answer, language: Language, paths: Mapping[str, str]) -> str:
    """What `told` says, as text for reading."""
    return json.dumps(told(answer, language, paths), ensure_ascii=False, indent=1)


def told(answer: Answer, language: Language, paths: Mapping[str, str]) -> dict[str, object]:
    """`{columns, rows, totals, publication, as_of, statement, notes}`, rows as lists in column order.

    Where they were asked for, `subtotals` stand before the totals: rows in which a dimension that
    is summed over is null. `paths` says whose paths values of the statement number (`path_names`).
    """
    return {
        "columns": headings(answer.columns),
        "rows": [_values(answer, row, language) for row in answer.rows],
        **({"subtotals": _subtotals(answer, language)} if answer.question.subtotals else {}),
        "totals": _totals(answer, language),
        "publication": answer.publication,
        "as_of": answer.as_of.isoformat(),
        "statement": {
            "read": list(answer.statement.relations),
            "sql": answer.statement.sql,
            "parameters": {name: _plain(value) for name, value in answer.statement.parameters.items()},
            "paths": dict(paths),
        },
        "notes": notes(answer, language),
    }


def as_csv(answer: Answer, language: Language) -> str:
    """A heading and one line a row: what a program adds up, so without the total."""
    return separated(answer.columns, [_values(answer, row, language) for row in answer.rows])


def as_table(answer: Answer, language: Language) -> str:
    """Columns aligned for reading, with the notes beneath."""
    rows = list(_body(answer, language))
    totals = _totals(answer, language)
    if totals is not None and answer.question.by:
        totals[0] = say(language, "ask.total")
        rows.append(totals)
    return aligned(answer.columns, rows, notes(answer, language))


def separated(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> str:
    """Values between commas, after a line of the columns' keys."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.key for column in columns])
    writer.writerows(rows)
    return file.getvalue()


def aligned(columns: Sequence[Column], rows: Iterable[Sequence[object]], sentences: Sequence[str]) -> str:
    """Values in columns of a width, and sentences beneath."""
    body, head = [_cells(row) for row in rows], [column.key for column in columns]
    widths = [max(len(row[n]) for row in [head, *body]) for n in range(len(head))]
    out = [_line(head, widths, columns), "  ".join("-" * width for width in widths)]
    out += [_line(row, widths, columns) for row in body]
    return "\n".join([*out, "", *sentences])


def _body(answer: Answer, language: Language) -> Iterator[list[object]]:
    """The rows, each group under the total of its level."""
    said: set[tuple[object, ...]] = set()
    width = answer.question.columns
    above = {
        one.keys: one for one in answer.subtotals if not one.columns or one.rows == len(one.keys) - width
    }
    for keys, row in zip(answer.keys, answer.rows, strict=True):
        for kept in range(1, len(keys)):
            head = (*keys[:kept], *(None for _ in keys[kept:]))
            if head in above and head not in said:
                said.add(head)
                yield _subtotal(answer, above[head], language)
        yield _values(answer, row, language)


def _subtotals(answer: Answer, language: Language) -> list[list[object]]:
    return [_subtotal(answer, one, language) for one in answer.subtotals]


def _subtotal(answer: Answer, one: Subtotal, language: Language) -> list[object]:
    values = _values(answer, one.row, language)
    return [None if key is None else value for key, value in zip(one.keys, values, strict=False)] + values[
        len(one.keys) :
    ]


def notes(told: Noted, language: Language) -> list[str]:
    """What to know about the numbers, as sentences."""
    return [
        say(language, note.key, **{name: _told(value, language) for name, value in note.values})
        for note in told.notes
    ]


def headings(columns: Iterable[Column]) -> list[dict[str, str]]:
    """The columns as JSON tells them."""
    return [{"key": one.key, "kind": str(one.kind), "unit": one.unit} for one in columns]


def _told(value: object, language: Language) -> object:
    if isinstance(value, dt.date):
        return dates.day(language, value)
    if isinstance(value, Measure):
        return worded(value, language, "name")
    return value


def _totals(answer: Answer, language: Language) -> list[object] | None:
    if answer.totals is None:
        return None
    width = len(answer.question.by)
    return [None] * width + _values(answer, answer.totals, language)[width:]


def _values(answer: Answer, row: tuple[object, ...], language: Language) -> list[object]:
    return [written(value, column, language) for value, column in zip(row, answer.columns, strict=True)]


def written(value: object, column: Column, language: Language) -> object:
    """One value as programs read it."""
    if column.kind is Kind.DIMENSION:
        return say(language, "ask.unknown") if value is None else _plain(value)
    if value is None:
        return None
    if column.kind is Kind.MONEY:
        return f"{Decimal(str(value)):.4f}"
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _cells(values: Sequence[object]) -> list[str]:
    return [
        "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
        for value in values
    ]


def _line(cells: list[str], widths: list[int], columns: Sequence[Column]) -> str:
    return "  ".join(
        cell.ljust(width) if column.kind is Kind.DIMENSION else cell.rjust(width)
        for cell, width, column in zip(cells, widths, columns, strict=True)
    ).rstrip()
