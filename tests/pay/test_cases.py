"""Published and worked cases: each file is a plan, a few facts, and what must come of them."""

from functools import cache
from pathlib import Path

import pytest

from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.case import Made, statements
from dashboard.pay.case_file import read_case
from dashboard.pay.case_words import statement_lines

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


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_can_be_told_in_both_languages(file: Path) -> None:
    """Each statement ends with what is paid, or why nothing is."""
    for one in made(file):
        for language, paid, refused in (("en", "Paid: ", "refused: "), ("el", "Πληρωμή: ", "απορρίφθηκε: ")):
            told = list(statement_lines(language, one))
            assert any(line.strip().startswith(paid if one.statement else refused) for line in told)
