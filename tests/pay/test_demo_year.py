"""Three months of the demo company as they are lived; `make year` lives all twelve by the same ties."""

from collections.abc import Iterator

import pytest

from tests.year.lived import SHORT, Year, months_of, opened
from tests.year.ties import OF_A_QUARTER, Tie


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with opened(tmp_path_factory.mktemp("year"), SHORT) as made:
        for month in months_of(SHORT):
            made.live(month)
        yield made


@pytest.mark.parametrize("tie", OF_A_QUARTER, ids=lambda tie: tie.__name__)
def test_what_was_paid_holds_together(year: Year, tie: Tie) -> None:
    assert tie(year)
