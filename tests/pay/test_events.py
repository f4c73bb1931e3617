"""What an award is paid for: whose first order a new customer's was, on made rows."""

import datetime as dt

import duckdb
import pytest

from dashboard.paths import QUERIES

SALES = """CREATE TABLE sales AS
SELECT * FROM (VALUES
    ('L1', 'A', DATE '2024-01-10', 'R1', 1, 10.0),
    ('L2', 'A', DATE '2026-01-10', 'R1', 1, 10.0),
    ('L3', 'A', DATE '2026-03-01', 'R1', 1, 10.0),
    ('L4', 'B', DATE '2024-01-09', 'R1', 1, 10.0),
    ('L5', 'B', DATE '2026-01-10', 'R2', 1, 10.0),
    ('L6', 'C', DATE '2026-02-01', 'R1', 1, 10.0),
    ('L7', 'C', DATE '2026-02-01', 'R1', 1, 10.0),
    ('L8', 'D', DATE '2026-02-02', 'R1', -1, -10.0),
    ('L9', 'D', DATE '2026-02-05', 'R3', NULL, 10.0),
    ('L10', '?', DATE '2026-02-05', 'R1', 1, 10.0),
    ('L11', 'E', DATE '2026-02-06', '?', 1, 10.0),
    ('L12', 'F', DATE '2026-12-31', 'R1', 1, 10.0),
    ('L13', 'G', DATE '2026-05-05', 'R1', 1, 10.0)
) AS rows (line_id, customer_id, order_date, rep_id, quantity, net_amount)"""
OTHERS = """CREATE TABLE deal_closed (opportunity_id TEXT, rep_id TEXT, closed_on DATE, outcome TEXT);
CREATE TABLE award_event (event_id TEXT, rep_id TEXT, event TEXT, day DATE)"""
CREDITS = "CREATE TABLE credits AS SELECT 'L13' AS line_id, unnest(['R4', 'R5']) AS rep_id"


@pytest.fixture
def events() -> set[tuple[str, str, dt.date]]:
    with duckdb.connect() as connection:
        connection.execute(SALES)
        connection.execute(CREDITS)
        connection.execute(OTHERS)
        found = connection.execute(
            (QUERIES / "pay" / "event.sql").read_text(encoding="utf-8"),
            {"first": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)},
        ).fetchall()
    assert {name for _, _, name, _ in found} == {"new_customer"}
    assert len({(key, payee) for key, payee, _, _ in found}) == len(found)
    return {(key.split()[1], payee, day) for key, payee, _, day in found}


def test_a_new_customer_is_whose_first_order_comes_after_two_years_without_one(
    events: set[tuple[str, str, dt.date]],
) -> None:
    assert events == {
        # Two years and a day: new again; exactly two years are not.
        ("B", "R2", dt.date(2026, 1, 10)),
        # Two lines of a day are one first order; a return is none; somebody else's credit holds.
        ("C", "R1", dt.date(2026, 2, 1)),
        ("D", "R3", dt.date(2026, 2, 5)),
        ("G", "R4", dt.date(2026, 5, 5)),
        ("G", "R5", dt.date(2026, 5, 5)),
    }
