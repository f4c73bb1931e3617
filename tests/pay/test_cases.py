"""Published and worked cases: each file is a plan, a few facts, and what must come of them."""

from pathlib import Path

import pytest

from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.case import statements
from dashboard.pay.case_file import read_case

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_comes_true(file: Path) -> None:
    case = read_case(file, MEASURES)
    made = list(statements(case))
    assert all(one.asked.expect for one in made), "a statement that expects nothing proves nothing"
    assert not [(one.asked.payee, one.asked.day, *one.differs) for one in made if one.differs]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_lines_of_a_statement_are_what_is_paid(file: Path) -> None:
    for one in statements(read_case(file, MEASURES)):
        if one.statement:
            assert one.statement.paid == sum(line.amount for line in one.statement.lines)
