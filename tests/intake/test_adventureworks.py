"""The staged AdventureWorks equals what pandas alone computed from its files."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.settings import Settings, read_settings

pytestmark = pytest.mark.real_data
HERE = Path(__file__).parent.parent / "adventureworks"


@pytest.fixture(scope="module")
def truth(real_data: Path) -> dict[str, Any]:
    text = (real_data / "adventureworks" / "truth.json").read_text()
    found: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return found


@pytest.fixture(scope="module")
def model(
    real_data: Path, staged_model: Callable[[Path, Settings], duckdb.DuckDBPyConnection]
) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = staged_model(HERE / "mapping.toml", read_settings(HERE / "settings.toml"))
    connection.execute("USE model")
    yield connection
    connection.close()


def test_totals(model: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    total = model.execute("SELECT sum(net_amount), count(DISTINCT order_id) FROM sales").fetchone()
    assert total == (truth["subtotal_sum"], truth["orders"])


def test_by_territory_and_year(model: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    rows = model.execute(
        "SELECT coalesce(t.name, '(unknown: 10 header-only orders)'), year(order_date), sum(net_amount), "
        "count(DISTINCT order_id) FROM sales LEFT JOIN territories AS t USING (territory_id) GROUP BY ALL"
    ).fetchall()
    said = truth["subtotal_by_territory_year"]
    assert set(rows) == {(row["territory"], row["year"], row["subtotal"], row["orders"]) for row in said}


def test_by_channel_and_year(model: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    rows = model.execute(
        "SELECT channel, year(order_date), sum(net_amount), count(DISTINCT order_id) FROM sales GROUP BY ALL"
    ).fetchall()
    said = truth["subtotal_by_year_channel"]
    assert set(rows) == {(row["channel"], row["year"], row["subtotal"], row["orders"]) for row in said}


def test_internet_lines(model: duckdb.DuckDBPyConnection, truth: dict[str, Any]) -> None:
    row = model.execute(
        "SELECT count(*), sum(net_amount), sum(cost_amount), sum(net_amount - cost_amount), sum(quantity), "
        "count(DISTINCT order_id), count(DISTINCT customer_id) FROM sales WHERE channel = 'Internet'"
    ).fetchone()
    said = truth["internet_lines"]
    names = ("lines", "sales", "cost", "margin", "units", "orders", "customers")
    assert row == tuple(said[name] for name in names)


def test_reseller_sales_and_quota_by_quota_period(
    model: duckdb.DuckDBPyConnection, truth: dict[str, Any]
) -> None:
    rows = model.execute(
        "WITH sold AS (SELECT rep_id, q.period_start, sum(net_amount) AS sales FROM quotas AS q JOIN sales "
        "USING (rep_id) WHERE order_date >= q.period_start AND order_date < q.period_end GROUP BY ALL) "
        "SELECT period_start, sum(amount), coalesce(sum(sales), 0) FROM quotas "
        "LEFT JOIN sold USING (rep_id, period_start) GROUP BY 1"
    ).fetchall()
    said = truth["quota_attainment_by_period"]
    assert {(str(start), quota, sales) for start, quota, sales in rows} == {
        (row["period_start"], row["quota"], row["sales"]) for row in said
    }
    assert model.execute("SELECT max(period_end)::TEXT FROM quotas").fetchone() == ("2014-07-01",)


def test_ten_orders_belong_to_the_unknown(model: duckdb.DuckDBPyConnection) -> None:
    row = model.execute(
        "SELECT count(*), sum(net_amount), count(customer_id), count(product_id), count(rep_id) "
        "FROM sales WHERE territory_id IS NULL"
    ).fetchone()
    assert row is not None
    assert row[:4] == (10, Decimal("7941.9710"), 0, 0)
    assert row[4] == 10, "the header still says who sold"


def test_keys_resolve(model: duckdb.DuckDBPyConnection) -> None:
    for key, table in (("product_id", "products"), ("customer_id", "customers"), ("rep_id", "reps")):
        row = model.execute(
            f"SELECT count(*) FROM sales WHERE {key} IS NOT NULL AND {key} NOT IN (SELECT {key} FROM {table})"
        ).fetchone()
        assert row == (0,), key


def test_people_are_named_and_led(model: duckdb.DuckDBPyConnection) -> None:
    rows = model.execute("SELECT name, email, manager_id FROM reps ORDER BY rep_id").fetchall()
    assert len(rows) == 17
    assert all(name and email for name, email, _ in rows)
    led = model.execute("SELECT count(*) FROM reps WHERE manager_id IS NOT NULL").fetchone()
    assert led == (14,), "three managers lead fourteen reps"


def test_every_row_leads_to_a_record(model: duckdb.DuckDBPyConnection) -> None:
    rows = model.execute(
        "SELECT source_file, source_record FROM sales "
        "WHERE line_id IN ('SO43897-235', 'SO51125-header') ORDER BY 1"
    ).fetchall()
    assert rows[1] == ("pl300/Sales.csv", 1)
    assert rows[0][0] == "oltp/orders.csv"


def test_nothing_is_set_aside(model: duckdb.DuckDBPyConnection) -> None:
    assert model.execute("SELECT count(*) FROM quarantine").fetchone() == (0,)
