"""A company in a folder: tests write its files and mapping, and stage them."""

import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.errors import MetronError
from dashboard.intake.contracts import Contracts, read_contracts
from dashboard.intake.mapping import read_mapping
from dashboard.intake.stage import Staged, stage
from dashboard.progress import silent
from dashboard.settings import Company, Settings
from dashboard.text.catalogue import LANGUAGES, tell

SALES = """
    [[table.sales]]
    from = "sales AS s"
    [table.sales.columns]
    line_id = "s.id"
    order_date = "s.day"
    net_amount = "s.amount"
"""


class Firm:
    """A company's folder below the test's own."""

    def __init__(self, folder: Path, contracts: Contracts) -> None:
        self.folder = folder
        self.contracts = contracts
        self._work = 0

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def mapping(self, text: str) -> Path:
        return self.file("mapping.toml", 'name = "Firm"\n' + textwrap.dedent(text))

    def stage(self, text: str, **company: Any) -> Staged:
        self._work += 1
        mapping = read_mapping(self.mapping(text), self.contracts)
        settings = Settings(memory_limit="500MB")
        return stage(mapping, self.folder / f"work{self._work}", Company(**company), settings, silent)

    def rows(self, text: str, query: str, **company: Any) -> list[tuple[Any, ...]]:
        with closing(self.stage(text, **company).connection) as connection:
            return connection.execute(query).fetchall()

    def refusal(self, text: str, **company: Any) -> MetronError:
        """How staging is refused; the sentence can be said in every language."""
        with pytest.raises(MetronError) as caught:
            self.stage(text, **company).connection.close()
        for language in LANGUAGES:
            assert tell(language, caught.value)
        return caught.value


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return read_contracts()


@pytest.fixture
def firm(tmp_path: Path, contracts: Contracts) -> Firm:
    return Firm(tmp_path, contracts)


@pytest.fixture(scope="session")
def staged_model(
    tmp_path_factory: pytest.TempPathFactory, contracts: Contracts
) -> Callable[[Path, Settings], duckdb.DuckDBPyConnection]:
    """Stage a mapping file of a real company."""

    def staged(file: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
        mapping = read_mapping(file, contracts)
        work = tmp_path_factory.mktemp("work")
        return stage(mapping, work, settings.of_company(), settings, silent).connection

    return staged
