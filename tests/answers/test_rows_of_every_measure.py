"""Every measure of the catalogue opens its rows and its files, and is told how it is computed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.answers.paid import Paid
from dashboard.answers.rows import COLUMNS, files_behind, rows_behind
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.kinds import Aggregation
from dashboard.metrics.periods import Period
from dashboard.metrics.question import ask
from dashboard.pages.address import Address
from dashboard.pages.sheets import sheet
from dashboard.pages.view import View
from dashboard.settings import Company
from dashboard.text import Language, say
from tests.answers.built import Book, Built, Rows, built
from tests.parts.conftest import walk

TODAY = dt.date(2026, 6, 30)
JUNE = Period(dt.date(2026, 6, 1), TODAY)


def company() -> Rows:
    first = dt.date(2020, 1, 1)
    days = (
        dt.date(2024, 6, 3),
        dt.date(2025, 6, 3),
        dt.date(2025, 9, 1),
        dt.date(2026, 6, 2),
        dt.date(2026, 6, 4),
    )
    quota = {"period_start": dt.date(2026, 1, 1), "period_end": dt.date(2027, 1, 1), "measure": "net_sales"}
    return {
        "territories": [{"territory_id": "N", "name": "North", "level": "region"}],
        "customers": [
            {"customer_id": key, "name": key, "annual_potential": Decimal(900), "opened_on": first}
            for key in "ab"
        ],
        "products": [
            {"product_id": key, "name": key, "category": "food", "launched_on": dt.date(2026, 1, 1)}
            for key in "pq"
        ],
        "reps": [{"rep_id": "r", "name": "Anna"}],
        "assignments": [
            {"rep_id": "r", "territory_id": "N", "role": "owner", "valid_from": first}
        ],
        "alignments": [{"customer_id": key, "territory_id": "N", "valid_from": first} for key in "ab"],
        "price_floors": [{"customer_id": None, "product_id": "p", "valid_from": first, "price": Decimal(9)}],
        "quotas": [
            {**quota, "territory_id": "N", "rep_id": None, "amount": Decimal(3650)},
            {**quota, "territory_id": None, "rep_id": "r", "amount": Decimal(4015)},
        ],
        "sales": [
            {"line_id": f"{n}{product}", "order_id": f"o{n}", "order_date": day, "customer_id": "ab"[n % 2],
             "product_id": product, "quantity": Decimal(n + 1), "net_amount": Decimal(7 * n + 10),
             "list_amount": Decimal(8 * n + 20), "cost_amount": Decimal(5),
             "booked_at": dt.datetime.combine(day, dt.time(9)) + n * dt.timedelta(days=1)}
            for n, day in enumerate(days)
            for product in "pq"
        ],
        "opportunities": [
            {"opportunity_id": str(n), "customer_id": "a", "rep_id": "r",
             "source": "fair",
             "created_on": dt.date(2026, 6, 1) - n * dt.timedelta(days=2), "closed_on": closed,
             "outcome": outcome, "stage": "offer", "amount": Decimal(100 * n + 50),
             "probability": Decimal("0.5"), "expected_close": due}
            for n, (closed, outcome, due) in enumerate([
                (dt.date(2026, 6, 2), "won", None), (dt.date(2026, 6, 3), "lost", None),
                (None, "open", dt.date(2026, 6, 20)),
            ])
        ],
        "opportunity_events": [
            {"opportunity_id": "2", "changed_at": dt.datetime(2026, 6, 3), "field": "expected_close",
             "before": "2026-06-02", "after": "2026-06-20"},
            {"opportunity_id": "0", "changed_at": dt.datetime(2026, 6, 2), "field": "stage",
             "before": "new", "after": "offer"},
        ],
        "activities": [
            {"activity_id": str(n), "activity_date": dt.date(2026, 6, 2 + n), "rep_id": "r",
             "customer_id": "a", "kind": kind}
            for n, kind in enumerate(["visit", "visit", "email"])
        ],
        "call_plans": [
            {"customer_id": key, "period_start": dt.date(2026, 6, 1), "period_end": dt.date(2026, 6, 4),
             "planned_contacts": 2}
            for key in "ab"
        ],
        "market": [
            {"territory_id": "N", "category": "food", "period_start": dt.date(year, 6, 1),
             "period_end": dt.date(year, 6, 4), "amount": Decimal(1000)}
            for year in (2025, 2026)
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    made = built(company(), Company(quota_spread="calendar_days"), TODAY)
    made.manifest.name = "made"
    yield replace(made, book=Book(Paid(("r",), (TODAY,), (Decimal(120),))))
    made.connection.close()


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_opens_its_rows(measure: str, shelf: Built) -> None:
    if not set(MEASURES[measure].needs) <= shelf.outline.tables:
        pytest.fail(f"give this company what {measure} needs: {MEASURES[measure].needs}")
    question = ask(shelf.outline, measures=[measure], period=JUNE)
    found = rows_behind(question, measure, operator(), shelf, limit=100)  # type: ignore[arg-type]
    assert found.total is not None, "this company has data for every measure"
    assert found.rows
    assert len(found.rows) == found.row_count
    assert set(found.columns) <= COLUMNS.keys()
    if found.again is not None:
        assert found.agree, f"{measure} is {found.total}, by its rows {found.again}"
    elif MEASURES[measure].aggregation is Aggregation.SUM:
        assert measure in ("gap_to_quota", "landing"), "what adds up is added up again from its rows"
    files = files_behind(question, measure, operator(), shelf)  # type: ignore[arg-type]
    assert sum(count for _, count in files) == (found.row_count if files else 0)
    assert files or not {"source_file"} & set(found.columns)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_asked_by_what_it_meets(measure: str, shelf: Built) -> None:
    question = ask(
        shelf.outline, measures=[measure], by=["territory"], period=JUNE, against="prior_year_calendar"
    )
    found = answer(question, operator(), shelf)  # type: ignore[arg-type]
    (row,) = found.rows
    assert row[1:] == found.totals[1:], "the only territory is the total"  # type: ignore[index]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(("see", "language"), [("rows", "en"), ("how", "el")])
def test_every_measure_opens_its_sheets(see: str, language: Language, measure: str, shelf: Built) -> None:
    address = Address(period=str(JUNE), see=f"{see}:{measure}")
    person = Person("1", "a@x.gr", "A", Role.EXECUTIVE)
    view = View(person, operator(), shelf, address, language, 1400, TODAY)  # type: ignore[arg-type]
    told = " ".join(str(one) for one in walk(sheet(view)))
    assert say(language, f"measure.{measure}.name") in told
    if see == "how":
        assert say(language, f"measure.{measure}.formula") in told


def test_what_both_sides_must_be_there_for_is_not_told_of_one() -> None:
    """Without quotas of people there is no over-assignment, on the tile and over its rows alike."""
    given = company()
    given["quotas"] = [one for one in given["quotas"] if one["rep_id"] is None]
    shelf = built(given, Company(quota_spread="calendar_days"), TODAY)
    question = ask(shelf.outline, measures=["over_assignment"], period=JUNE)
    found = rows_behind(question, "over_assignment", operator(), shelf, limit=100)
    assert (found.total, found.again) == (None, None)
    shelf.connection.close()


def test_rows_of_all_territories_are_scans_and_those_of_one_are_none(shelf: Built) -> None:
    for where, scan in (((), True), (("territory = N",), False)):
        question = ask(shelf.outline, measures=["net_sales"], where=list(where), period=JUNE)
        assert rows_behind(question, "net_sales", operator(), shelf, limit=9).statement.scan is scan
