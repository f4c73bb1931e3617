"""The file that payroll gets: a line for each statement, and the control totals below, as CSV or workbook."""

import csv
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from dashboard.exports.cells import COUNT, Cell, number
from dashboard.exports.sheet import Column, Document, Part, Row, Sheet, Stamp
from dashboard.exports.workbook import write_workbook
from dashboard.pay.payroll import Key, Payroll, lines_text
from dashboard.text import Language, say
from dashboard.text.spreadsheets import harmless

Form = Literal["csv", "xlsx"]


def write_payroll(payroll: Payroll, form: Form, language: Language, company: str) -> bytes:
    """The file. What its hash is taken of are the lines of the CSV, between headings and totals."""
    return _WRITERS[form](payroll, language, company)


def _csv(payroll: Payroll, language: Language, _company: str) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([harmless(one) for one in _heads(payroll, language)])
    file.write(lines_text(payroll.lines))
    writer.writerow([])
    writer.writerows((label, str(value)) for label, value in _controls(payroll, language))
    return file.getvalue().encode("utf-8-sig")


def _xlsx(payroll: Payroll, language: Language, company: str) -> bytes:
    amount = number(2)  # a sheet's money is in one currency that its head names: here each line has its own
    columns = tuple(
        Column(head, amount) if at >= _WORDS else Column(head)
        for at, head in enumerate(_heads(payroll, language))
    )
    rows: list[Row] = [
        (one.payee, one.name, one.plan, one.currency, *one.amounts, one.paid) for one in payroll.lines
    ]
    controls: tuple[Row, ...] = tuple(
        (label, Cell(value, COUNT if isinstance(value, int) else amount))
        for label, value in _controls(payroll, language)
    )
    title, run = say(language, "payroll.title"), payroll.run
    chosen = ((say(language, "payroll.run"), run.name),)
    stamp = Stamp(
        company, chosen, say(language, "payroll.state"), run.publication, payroll.totals.digest[:12]
    )
    control = Sheet(
        say(language, "payroll.control"),
        columns=(Column(say(language, "payroll.total")), Column(say(language, "payroll.value"))),
        rows=controls,
    )
    sheets = (Sheet(title, run.name, columns, tuple(rows)), control)
    return write_workbook(Document(title, language, "", title, run.name, stamp, ((Part(sheets),),)))


_WORDS = 4
_WRITERS: Mapping[Form, Callable[[Payroll, Language, str], bytes]] = {"csv": _csv, "xlsx": _xlsx}
FORMS: tuple[Form, ...] = tuple(_WRITERS)


def _heads(payroll: Payroll, language: Language) -> list[str]:
    words = [say(language, f"payroll.{name}") for name in ("payee", "name", "plan", "currency")]
    return [*words, *(_head(language, key) for key in payroll.columns), say(language, "payroll.paid")]


def _head(language: Language, key: Key) -> str:
    kind, component = key
    return f"{say(language, f'statement.kind_{kind}')} {component}".strip()


def _controls(payroll: Payroll, language: Language) -> list[tuple[str, str | int | Decimal]]:
    totals = payroll.totals
    return [
        (say(language, "payroll.control"), payroll.run.name),
        (say(language, "payroll.payees"), totals.payees),
        *((say(language, "payroll.sum", currency=key), amount) for key, amount in totals.sums.items()),
        (say(language, "payroll.digest"), totals.digest),
    ]
