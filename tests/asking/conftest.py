"""One company for all sentences."""

from collections.abc import Iterator

import pytest

from dashboard.answers.warehouse_shelf import Shelf
from tests.asking.company import made


@pytest.fixture(scope="session")
def shelf() -> Iterator[Shelf]:
    """The company, opened."""
    one = made()
    yield one
    one.connection.close()  # type: ignore[attr-defined]
