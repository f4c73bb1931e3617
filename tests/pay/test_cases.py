"""Published and worked cases: each file is a plan, a few facts, and what must come of them."""

from functools import cache
from pathlib import Path

import pytest

from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.case import Made, statements
from dashboard.pay.case_file import read_case

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


@cache
def made(file: Path) -> tuple[Made, ...]:
    """The statements of a case, calculated once."""
    return tuple(statements(read_case(file, MEASURES)))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_comes_true(file: Path) -> None:
    assert all(one.asked.expect for one in made(file)), "a statement that expects nothing proves nothing"
    assert not [(one.asked.payee, one.asked.day, *one.differs) for one in made(file) if one.differs]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_lines_of_a_statement_are_what_is_paid(file: Path) -> None:
    for one in made(file):
        if one.statement:
            assert one.statement.paid == sum(line.amount for line in one.statement.lines)
