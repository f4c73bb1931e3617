"""Regional Sales, loaded by the command line once for all tests here, and its files beside it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.adventureworks.company import Company

HERE = Path(__file__).parent
LAST_DAY = "2021-11-10"


@pytest.fixture(scope="session")
def company(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = Company(tmp_path_factory.mktemp("regional_sales"), LAST_DAY)
    loaded = found.run("load", str(HERE / "mapping.toml"))
    assert loaded.code == 0, loaded.err
    return found


@pytest.fixture(scope="session")
def files(real_data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The files as they are: `deal` with the names of its owner, manager, account and state."""
    connection = duckdb.connect()
    for name in ("Opportunities", "Accounts", "Owners", "Territories", "Campaigns", "Industries"):
        file = real_data / "regional_sales" / f"{name}.csv"
        connection.read_csv(str(file)).create(name.lower())
    connection.execute(
        """CREATE TABLE deal AS
        SELECT
            o.Status AS status, o.Value AS value, o.Probability AS probability,
            o."Opportunity Created On" AS created, o.CloseDate AS closed, o."Sales Stage" AS stage,
            w.Owner AS owner, w.Manager AS manager, t."State Or Province" AS state, t.Territory AS region,
            c.Campaign AS campaign, nullif(i.Industry, 'n/a') AS industry
        FROM opportunities AS o
        JOIN owners AS w USING (SystemUserSeq)
        JOIN accounts AS a USING (AccountSeq)
        JOIN territories AS t USING (TerritorySeq)
        JOIN industries AS i USING (IndustrySeq)
        LEFT JOIN campaigns AS c USING (CampaignSeq)"""
    )
    yield connection
    connection.close()
