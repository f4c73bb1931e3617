"""The staged Regional Sales equals its truth, deal by deal."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.settings import Settings, read_settings

pytestmark = pytest.mark.real_data
HERE = Path(__file__).parent.parent / "regional_sales"


@pytest.fixture(scope="module")
def model(
    real_data: Path, staged_model: Callable[[Path, Settings], duckdb.DuckDBPyConnection]
) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = staged_model(HERE / "mapping.toml", read_settings(HERE / "settings.toml"))
    connection.execute("USE model")
    yield connection
    connection.close()


def test_deals_by_outcome(model: duckdb.DuckDBPyConnection, real_data: Path) -> None:
    truth = json.loads((real_data / "regional_sales" / "truth.json").read_text())
    rows = model.execute("SELECT outcome, count(*), sum(amount) FROM opportunities GROUP BY 1").fetchall()
    assert {(outcome, n, float(value)) for outcome, n, value in rows} == {
        (status.lower(), said["n"], said["value"]) for status, said in truth["by_status"].items()
    }


def test_open_deals_expect_a_day_and_closed_ones_have_one(model: duckdb.DuckDBPyConnection) -> None:
    row = model.execute(
        "SELECT count(*) FILTER (outcome = 'open' AND expected_close IS NOT NULL AND closed_on IS NULL), "
        "count(*) FILTER (outcome <> 'open' AND closed_on IS NOT NULL AND expected_close IS NULL) "
        "FROM opportunities"
    ).fetchone()
    assert row == (5333, 7282 + 7385)


def test_the_rest_of_the_company(model: duckdb.DuckDBPyConnection) -> None:
    counted = {
        table: model.execute(f"SELECT count(*) FROM {table}").fetchone()
        for table in ("customers", "reps", "territories", "alignments", "sales")
    }
    assert counted == {
        "customers": (300,), "reps": (23,), "territories": (56,), "alignments": (300,), "sales": (0,)
    }  # fmt: skip
    assert ("sales",) not in model.execute("SELECT table_name FROM provided").fetchall()
