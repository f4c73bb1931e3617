"""A value is taken exactly, or not at all."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.contracts import Kind
from dashboard.intake.conversion import Writing, convert


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as opened:
        yield opened


def read(
    connection: duckdb.DuckDBPyConnection,
    value: object,
    given_type: str,
    wanted: Kind,
    writing: Writing | None = None,
) -> tuple[object, object]:
    made = convert("x", given_type, wanted, 4, writing)
    assert made is not None
    sql = f"SELECT {made.value}, {made.fault} FROM (SELECT CAST(? AS {given_type}) AS x)"
    row = connection.execute(sql, [value]).fetchone()
    assert row is not None
    return row


@given(amount=st.decimals(Decimal("-99999999999999.9999"), Decimal("99999999999999.9999"), places=4))
def test_money_in_text_comes_back_exactly(connection: duckdb.DuckDBPyConnection, amount: Decimal) -> None:
    assert read(connection, f"{amount:f}", "VARCHAR", "money") == (amount, None)
    comma = Writing(decimal=",", thousands=".")
    written = f"{amount:,.4f}".translate(str.maketrans(",.", ".,"))
    assert read(connection, written, "VARCHAR", "money", comma) == (amount, None)


@given(amount=st.decimals(Decimal("-9999999999"), Decimal("9999999999"), places=4))
def test_money_in_a_float_comes_back_exactly(connection: duckdb.DuckDBPyConnection, amount: Decimal) -> None:
    assert read(connection, float(amount), "DOUBLE", "money") == (amount, None)


@given(amount=st.decimals(Decimal("-999999"), Decimal("999999"), places=7).filter(lambda d: d != round(d, 4)))
def test_a_further_decimal_is_never_rounded_away(
    connection: duckdb.DuckDBPyConnection, amount: Decimal
) -> None:
    assert read(connection, f"{amount:f}", "VARCHAR", "money") == (None, "value.decimals")
    assert read(connection, amount, "DECIMAL(18,7)", "money") == (None, "value.decimals")
    assert read(connection, float(amount), "DOUBLE", "money") == (None, "value.decimals")


@pytest.mark.parametrize(
    ("value", "given_type", "wanted", "expected"),
    [
        ("2026-02-28 00:00:00.000000000", "VARCHAR", "date", dt.date(2026, 2, 28)),
        ("2026-02-28T00:00", "VARCHAR", "date", dt.date(2026, 2, 28)),
        (dt.datetime(2026, 2, 28), "TIMESTAMP", "date", dt.date(2026, 2, 28)),
        ("2026-02-28T12:00:00+02:00", "VARCHAR", "timestamp", dt.datetime(2026, 2, 28, 10)),
        ("2026-02-28 12:00:00Z", "VARCHAR", "timestamp", dt.datetime(2026, 2, 28, 12)),
        (
            "2014-09-12 11:15:07.263000000",
            "VARCHAR",
            "timestamp",
            dt.datetime(2014, 9, 12, 11, 15, 7, 263000),
        ),
        ("Yes", "VARCHAR", "boolean", True),
        ("0", "VARCHAR", "boolean", False),
        ("42", "VARCHAR", "integer", 42),
        (42, "BIGINT", "text", "42"),
        (0.125, "DOUBLE", "ratio", Decimal("0.125")),
    ],
)
def test_clear_values(
    connection: duckdb.DuckDBPyConnection, value: object, given_type: str, wanted: Kind, expected: object
) -> None:
    assert read(connection, value, given_type, wanted) == (expected, None)


@pytest.mark.parametrize(
    ("value", "given_type", "wanted"),
    [
        ("28.02.2026", "VARCHAR", "date"),
        ("2026-2-8", "VARCHAR", "date"),
        ("20260228", "VARCHAR", "date"),
        (dt.datetime(2026, 2, 28, 1), "TIMESTAMP", "date"),
        ("maybe", "VARCHAR", "boolean"),
        ("4.5", "VARCHAR", "integer"),
        ("0x10", "VARCHAR", "integer"),
        (float("inf"), "DOUBLE", "money"),
    ],
)
def test_unclear_values(
    connection: duckdb.DuckDBPyConnection, value: object, given_type: str, wanted: Kind
) -> None:
    result, fault = read(connection, value, given_type, wanted)
    assert result is None
    assert fault is not None


@pytest.mark.parametrize(
    ("given_type", "wanted"),
    [
        ("DOUBLE", "text"),
        ("BIGINT", "date"),
        ("BOOLEAN", "money"),
        ("INTEGER", "boolean"),
        ("INTEGER[]", "money"),
    ],
)
def test_what_would_be_a_guess_is_not_offered(given_type: str, wanted: Kind) -> None:
    assert convert("x", given_type, wanted, 4) is None


@pytest.mark.parametrize("mark", list(".,;'_ ^]\\-|"))
def test_any_mark_may_be_the_decimal_mark(connection: duckdb.DuckDBPyConnection, mark: str) -> None:
    writing = Writing(decimal=mark, thousands="," if mark == "." else "")
    assert read(connection, f"12{mark}5", "VARCHAR", "money", writing) == (Decimal("12.5"), None)
