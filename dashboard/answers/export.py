"""An answer as text: JSON for programs, CSV for spreadsheets, a table for people at a terminal.

All three say the same: money with all four decimals, ratios as fractions, dimensions by name.
"""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

from dashboard.answers.answer import Answer, Column
from dashboard.metrics.kinds import Kind
from dashboard.text import Language, dates, say


def as_json(answer: Answer, language: Language) -> str:
    """`{columns, rows, totals, publication, as_of, statement, notes}`, rows as lists in column order."""
    return json.dumps(
        {
            "columns": [{"key": one.key, "kind": str(one.kind), "unit": one.unit} for one in answer.columns],
            "rows": [_values(answer, row, language) for row in answer.rows],
            "totals": _totals(answer, language),
            "publication": answer.publication,
            "as_of": answer.as_of.isoformat(),
            "statement": {
                "read": list(answer.statement.relations),
                "sql": answer.statement.sql,
                "parameters": {name: _plain(value) for name, value in answer.statement.parameters.items()},
            },
            "notes": notes(answer, language),
        },
        ensure_ascii=False,
        indent=1,
    )


def as_csv(answer: Answer, language: Language) -> str:
    """A heading and one line a row: what a program adds up, so without the total."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.key for column in answer.columns])
    writer.writerows(_values(answer, row, language) for row in answer.rows)
    return file.getvalue()


def as_table(answer: Answer, language: Language) -> str:
    """Columns aligned for reading, with the notes beneath."""
    body = [_cells(_values(answer, row, language)) for row in answer.rows]
    totals = _totals(answer, language)
    if totals is not None and answer.question.by:
        totals[0] = say(language, "ask.total")
        body.append(_cells(totals))
    head = [column.key for column in answer.columns]
    widths = [max(len(row[n]) for row in [head, *body]) for n in range(len(head))]
    out = [_line(head, widths, answer.columns), "  ".join("-" * width for width in widths)]
    out += [_line(row, widths, answer.columns) for row in body]
    return "\n".join([*out, "", *notes(answer, language)])


def notes(answer: Answer, language: Language) -> list[str]:
    """What to know about the numbers, as sentences."""
    return [
        say(language, note.key, **{name: _told(name, value, language) for name, value in note.values})
        for note in answer.notes
    ]


def _told(name: str, value: object, language: Language) -> object:
    if isinstance(value, dt.date):
        return dates.day(language, value)
    if name == "measure":
        return say(language, f"measure.{value}.name")
    return value


def _totals(answer: Answer, language: Language) -> list[object] | None:
    if answer.totals is None:
        return None
    width = len(answer.question.by)
    return [None] * width + _values(answer, answer.totals, language)[width:]


def _values(answer: Answer, row: tuple[object, ...], language: Language) -> list[object]:
    return [_written(value, column, language) for value, column in zip(row, answer.columns, strict=True)]


def _written(value: object, column: Column, language: Language) -> object:
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


def _cells(values: list[object]) -> list[str]:
    return [
        "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
        for value in values
    ]


def _line(cells: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    return "  ".join(
        cell.ljust(width) if column.kind is Kind.DIMENSION else cell.rjust(width)
        for cell, width, column in zip(cells, widths, columns, strict=True)
    ).rstrip()
