"""A sheet as CSV: a heading and one line a row, whole values for programs, without the total.

It begins with a byte order mark, without which Excel takes Greek for something else. Dates are ISO,
amounts whole in the currency, ratios fractions, all with a decimal point. A spreadsheet runs what
begins like a formula, so such names are led by an apostrophe.
"""

import csv
import datetime as dt
import io
from decimal import Decimal

from dashboard.exports.cells import Cell, Value, parted
from dashboard.exports.sheet import Column, Document, Sheet
from dashboard.text.spreadsheets import harmless


def write_separated(document: Document) -> bytes:
    """The first sheet of a document that has values; of one that has none, why."""
    sheet = next((one for one in document.sheets if one.kept), document.sheets[0])
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    if not sheet.columns:
        writer.writerows([harmless(note)] for note in sheet.notes)
        return file.getvalue().encode("utf-8-sig")
    writer.writerow([_heading(sheet.columns[at], document.currency) for at in sheet.kept])
    for row in sheet.rows:
        writer.writerow([_plain(row[at], sheet, at) for at in sheet.kept])
    return file.getvalue().encode("utf-8-sig")


def _heading(column: Column, currency: str) -> str:
    name = harmless(column.name or column.label)
    return f"{name} ({currency})" if column.look.kind == "money" else name


def _plain(cell: Value | Cell, sheet: Sheet, at: int) -> str:
    value, _ = parted(cell, sheet.columns[at].look)
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        return harmless(value)
    return repr(value) if isinstance(value, float) else str(value)
