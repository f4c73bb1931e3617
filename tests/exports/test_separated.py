"""CSV: read back it is the sheet, whole and typed for programs; and no spreadsheet runs a name."""

import csv
import io
from decimal import Decimal

from dashboard.exports.cells import Cell
from dashboard.exports.separated import write_separated
from dashboard.pages.territory import TERRITORY
from tests.answers.built import Built
from tests.exports.conftest import HOSTILE, tile_of


def test_it_reads_back_as_the_sheet(shelf: Built) -> None:
    document = tile_of(shelf, "customers", "el", TERRITORY)
    sheet = document.sheets[0]
    text = write_separated(document)
    assert text.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    assert head[:2] == ["Πελάτης", "Καθαρές πωλήσεις (EUR)"]
    assert [Decimal(row[1]) for row in rows] == [row[1] for row in sheet.rows]
    assert sum(Decimal(row[1]) for row in rows) == sheet.total[1]
    assert [row[-1] for row in rows] == [row[-1].isoformat() for row in sheet.rows]
    assert {row[0].removeprefix("'") for row in rows} == set(HOSTILE)


def test_no_name_is_run(shelf: Built) -> None:
    text = write_separated(tile_of(shelf, "customers", page=TERRITORY)).decode("utf-8-sig")
    first = [row[0] for row in csv.reader(io.StringIO(text, newline=""))]
    assert not [name for name in first if name.startswith(("=", "+", "-", "@"))]


def test_negative_amounts_stay_numbers(shelf: Built) -> None:
    document = tile_of(shelf, "bridge")
    rows = list(csv.reader(io.StringIO(write_separated(document).decode("utf-8-sig"))))[1:]
    values = [one[1].value if isinstance(one[1], Cell) else one[1] for one in document.sheets[0].rows]
    assert [Decimal(row[1]) for row in rows] == values
    assert any(value < 0 for value in values)
