"""The rows behind each measure outside sales give the number again, and lead back to their files."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.answers.rows import COLUMNS, files_behind, rows_behind
from dashboard.metrics import catalogue
from dashboard.metrics.kpis import activity, coverage, market, pipeline
from dashboard.metrics.question import ask
from dashboard.settings import Company
from dashboard.text import LANGUAGES, has
from tests.answers.built import Built, built

MEASURES = [row.key for row in (*pipeline.ROWS, *activity.ROWS, *market.ROWS, *coverage.ROWS)]
# What they also need of other marts, of which no row is shown.
PARTS = {
    "coverage_ratio", "pipeline_velocity", "visits_per_field_day",
    *(f"workload_{what}" for what in ("index", "in_balance", "spread", "range")),
    *(f"potential_{what}" for what in ("index", "in_balance", "spread", "range")),
}  # fmt: skip
FROM, TO = dt.date(2026, 1, 1), dt.date(2026, 3, 31)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    deals: list[dict[str, Any]] = [
        {"opportunity_id": key, "customer_id": customer, "rep_id": "r1",
         "source": "fair", "created_on": dt.date(2025, 12, made), "closed_on": closed,
         "outcome": outcome, "stage": "s",
         "amount": Decimal(amount), "probability": Decimal("0.5"), "expected_close": due}
        for key, customer, made, closed, outcome, amount, due in (
            ("1", "c1", 1, day(2, 1), "won", 100, None),
            ("2", "c2", 2, day(2, 3), "lost", 70, None),
            ("3", None, 3, None, "open", 40, day(4, 9)),
            ("4", "c1", 4, None, "open", 30, day(3, 9)),
        )
    ]  # fmt: skip
    given = {
        "territories": [{"territory_id": key, "name": key} for key in ("N", "S")],
        "customers": [
            {"customer_id": key, "name": key, "annual_potential": Decimal(potential)}
            for key, potential in (("c1", 5), ("c2", 5), ("c3", 6))
        ],
        "alignments": [
            {"customer_id": customer, "territory_id": territory, "valid_from": dt.date(2020, 1, 1)}
            for customer, territory in (("c1", "N"), ("c3", "S"))
        ],
        "products": [{"product_id": "p", "name": "P", "category": "food"}],
        "reps": [{"rep_id": "r1", "name": "Rea"}],
        "assignments": [{"rep_id": "r1", "territory_id": "N", "role": "owner", "valid_from": day(1, 5)}],
        "sales": [
            {"line_id": str(n), "order_date": on, "customer_id": "c1", "product_id": "p",
             "net_amount": Decimal(10 + n), "booked_at": booked}
            for n, (on, booked) in enumerate([(dt.date(2025, 1, 7), None), (TO, dt.datetime(2026, 4, 2))])
        ],
        "quotas": [{"territory_id": "N", "period_start": FROM, "period_end": day(4, 1),
                    "measure": "net_sales", "amount": Decimal(500)}],
        "opportunities": deals,
        "opportunity_events": [
            {"opportunity_id": "3", "changed_at": dt.datetime(2026, 2, 5), "field": "expected_close",
             "before": "2026-02-20", "after": "2026-04-09"},
            {"opportunity_id": "1", "changed_at": dt.datetime(2026, 1, 5), "field": "stage",
             "before": "new", "after": "offer"},
            {"opportunity_id": "2", "changed_at": dt.datetime(2026, 1, 5), "field": "expected_close",
             "before": "2026-01-20", "after": "2026-02-10"},
        ],
        "activities": [
            {"activity_id": str(n), "activity_date": day(1, 12 + n), "rep_id": "r1", "customer_id": "c1",
             "kind": kind}
            for n, kind in enumerate(["visit", "visit", "email"])
        ],
        "call_plans": [{"customer_id": key, "period_start": FROM, "period_end": day(2, 1),
                        "planned_contacts": planned} for key, planned in (("c1", 2), ("c2", 2), ("c3", 3))],
        "market": [
            {"territory_id": "N", "category": "food", "period_start": dt.date(year, 1, 1),
             "period_end": dt.date(year, 4, 1), "amount": Decimal(amount)}
            for year, amount in ((2025, 100), (2026, 120))
        ],
    }  # fmt: skip
    found = built(given, Company(holidays=""), day(4, 30))
    yield found
    found.connection.close()


@pytest.mark.parametrize("measure", MEASURES)
def test_rows_give_the_number(shelf: Built, measure: str) -> None:
    start = dt.date(2025, 12, 1) if measure.startswith(("created", "lead")) else FROM
    period = f"{start}..{day(4, 30) if measure in ('due_pipeline', 'coverage_ratio') else TO}"
    question = ask(shelf.outline, measures=[measure], period=period)
    found = rows_behind(question, measure, operator(), shelf, limit=100)  # type: ignore[arg-type]
    assert found.total or measure.endswith("in_balance"), "a number to see the rows of"
    assert len(found.rows) == found.row_count > 0
    assert found.agree if measure not in PARTS else found.again is None
    assert set(found.columns) <= COLUMNS.keys()
    files = files_behind(question, measure, operator(), shelf)  # type: ignore[arg-type]
    if "source_file" in found.columns:
        at = found.columns.index("source_file")
        assert {str(row[at]) for row in found.rows} == {file for file, _ in files}
        assert sum(count for _, count in files) == found.row_count
    else:
        assert not files


def test_only_rows_that_count_are_shown(shelf: Built) -> None:
    for measure, count in (("won_deals", 1), ("win_rate", 2), ("visits", 2), ("contacts", 3), ("reach", 3)):
        question = ask(shelf.outline, measures=[measure], period=f"{FROM}..{TO}")
        found = rows_behind(question, measure, operator(), shelf, limit=100)  # type: ignore[arg-type]
        assert found.row_count == count, measure


def test_columns_have_names() -> None:
    assert all(has(f"column.{key}") for key in COLUMNS)
    assert LANGUAGES == ("en", "el")


@pytest.mark.parametrize("measure", MEASURES)
def test_the_year_before_has_its_value_where_it_can(shelf: Built, measure: str) -> None:
    """Each measure can be asked for against the year before, on both pairings of days."""
    for against in ("prior_year_calendar", "prior_year_working"):
        question = ask(shelf.outline, measures=[measure], period=f"{FROM}..{TO}", against=against)
        found = answer(question, operator(), shelf)  # type: ignore[arg-type]
        if measure == "market_size":
            assert found.totals == (Decimal("120.0000"), Decimal("100.0000"))
        assert catalogue.measure(measure).key == found.columns[0].key
