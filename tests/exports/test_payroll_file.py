"""The file that payroll gets: its sums are those of statements and ledger, and its hash is of its lines."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
import sqlalchemy as sa

from dashboard.access.scope import operator
from dashboard.errors import Failed, Refused
from dashboard.exports.payroll_file import write_payroll
from dashboard.paths import Home
from dashboard.pay import payroll
from dashboard.pay.adjustments import Wanted, ask, decide
from dashboard.pay.payroll import Payroll
from dashboard.records import pay_steps
from dashboard.records.pay_tables import pay_entry
from dashboard.records.store import Records
from dashboard.text import LANGUAGES, Language
from tests.pay.paid_company import MAY, lock, office_of, paid_shelf


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Records, Home]]:
    """May, with an adjustment, locked."""
    home = Home(tmp_path_factory.mktemp("payroll"))
    records = Records(f"sqlite:///{home.path / 'records.sqlite'}")
    with paid_shelf() as shelf:
        office = office_of(shelf, home, records)
        wanted = Wanted("r2", "field", MAY, "-0.74", "split", "Half of it is another's")
        decide(
            records,
            office.shelf,
            ask(records, office.shelf, {"field"}, wanted, "a@x.gr").id,
            "approved",
            "b@x.gr",
        )
        run = office.run(operator(), MAY, "ops@x.gr")
        with pytest.raises(Refused, match=r"payrun\.cannot_export"):
            payroll.export(records, home, run.id, "ops@x.gr")
        lock(records, run.id)
    yield records, home
    records.close()


@pytest.fixture(scope="module")
def made(books: tuple[Records, Home]) -> Payroll:
    return payroll.export(*books, 1, "ops@x.gr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_csv_adds_up_and_is_checked_by_its_totals(made: Payroll, language: Language) -> None:
    content = write_payroll(made, "csv", language, "Company")
    text = content.decode("utf-8-sig")
    lines, _, control = text.partition("\r\n\r\n")
    heads, *rows = csv.reader(io.StringIO(lines))
    assert [row[0] for row in rows] == ["r1", "r2"]
    assert rows[1] == ["r2", "Sotiris Other", "field", "EUR", "10.74", "-0.74", "10.00"]
    assert len(heads) == len(rows[0])
    for row in rows:
        assert sum(map(Decimal, row[4:-1])) == Decimal(row[-1])
    totals = [row[1] for row in csv.reader(io.StringIO(control))]
    body = text.split("\r\n", 1)[1].partition("\r\n\r\n")[0] + "\r\n"
    assert totals == ["2026-05-R1", "2", "15.00", hashlib.sha256(body.encode()).hexdigest()]


def test_a_workbook_says_the_same(made: Payroll) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_payroll(made, "xlsx", "en", "Company")))
    lines, control = book.worksheets
    values = [[cell.value for cell in row] for row in lines.iter_rows()]
    assert ["r2", "Sotiris Other", "field", "EUR", 10.74, -0.74, 10] in values
    totals = {row[0].value: row[1].value for row in control.iter_rows() if row[0].value}
    assert totals["Sum in EUR"] == 15
    assert (totals["People"], totals["SHA-256 of the lines"]) == (2, made.totals.digest)


def test_a_name_is_no_formula(made: Payroll) -> None:
    evil = replace(made, lines=(replace(made.lines[0], name='=HYPERLINK("x")'),))
    assert "'=HYPERLINK" in write_payroll(evil, "csv", "en", "Company").decode()
    book = openpyxl.load_workbook(io.BytesIO(write_payroll(evil, "xlsx", "en", "Company")))
    (cell,) = (cell for row in book.worksheets[0] for cell in row if "HYPERLINK" in str(cell.value))
    assert cell.data_type == "s"


def test_it_is_made_again_alike_and_kept_with_its_step(books: tuple[Records, Home], made: Payroll) -> None:
    records, home = books
    again = payroll.export(records, home, 1, "other@x.gr")
    with records.reading() as connection:
        fetched = payroll.exported(connection, home, 1)
        steps = [one for one in pay_steps.steps(connection, [1]) if one.state == "exported"]
    assert again.lines == fetched.lines == made.lines
    assert {one.details["digest"] for one in steps} == {made.totals.digest}
    assert steps[0].details == {"payees": 2, "sums": {"EUR": "15.00"}, "digest": made.totals.digest}


def test_nothing_leaves_that_the_ledger_does_not_say(books: tuple[Records, Home], made: Payroll) -> None:
    records, home = books
    with pytest.raises(Failed, match=r"payrun\.not_balanced"), records.writing() as connection:  # noqa: PT012
        row = connection.execute(sa.select(pay_entry).limit(1)).mappings().one()
        connection.execute(sa.insert(pay_entry).values({**row, "id": None, "amount": "0.01"}))
        payroll.exported(connection, home, made.run.id)
