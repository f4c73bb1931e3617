"""A plan that credits an order on the day on which it was booked, whatever the day of the order."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal

import pytest

from dashboard.access.scope import operator
from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import Home
from dashboard.pay.rebuilding import rebuilt, same
from dashboard.records import pay
from dashboard.records.store import Records
from tests.answers.built import Built
from tests.pages.test_leadership import sale
from tests.pay.paid_company import JUNE, MAY, lock, office_of, paid_shelf

PLAN = """
key = "field"
version = 1
name = { en = "Field Sales", el = "Πωλητές" }
valid_from = 2026-01-01
credit_date = "CREDIT_DATE"
eligibility = { reps = ["r1"] }
interval = { measured = "month", paid = "month" }
[[component]]
key = "commission"
name = { en = "Commission", el = "Προμήθεια" }
table = { how = "marginal", bands = [{ from = 0, to = 100, value = "10 %" }, { from = 100, value = "20 %" }] }
[returns]
policy = "RETURNS"
schedule = [{ within_days = 10, share = 1 }]
"""
LAST_OF_MAY, FOURTH_OF_JUNE = dt.date(2026, 5, 31), dt.datetime(2026, 6, 4, 9)


def booked(
    line: str, order: str, day: dt.date, amount: int, at: dt.datetime | None = None
) -> dict[str, object]:
    return {**sale(line, day, "n", amount), "booked_at": at, "order_id": order}


# The first was ordered in May and booked in June; the second gives a fifth of it back, nine days after that.
SALES = [
    booked("1", "A", LAST_OF_MAY, 50, FOURTH_OF_JUNE),
    booked("2", "A", dt.date(2026, 6, 13), -10),
    booked("3", "B", dt.date(2026, 5, 5), 70, dt.datetime(2026, 5, 5, 8)),
]


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf(sales=SALES) as made:
        yield made


@pytest.mark.parametrize(
    ("credit_date", "returns", "may", "june"),
    [
        ("order", "current", "14.00", "-1.00"),
        ("booked", "current", "7.00", "4.00"),
        ("order", "original", "14.00", "-2.00"),
        ("booked", "original", "7.00", "4.00"),
        ("order", "schedule", "14.00", "0.00"),
        ("booked", "schedule", "7.00", "4.00"),
    ],
)
def test_an_order_is_paid_in_the_month_that_the_plan_dates_it(
    shelf: Built, home: Home, credit_date: str, returns: str, may: str, june: str
) -> None:
    """By `original` the return of June is May's if its order is; after ten days nothing is taken back."""
    plan = PLAN.replace("CREDIT_DATE", credit_date).replace("RETURNS", returns)
    if returns != "schedule":
        plan = plan.replace("schedule = [{ within_days = 10, share = 1 }]\n", "")
    with closing(Records(f"sqlite:///{home.path / 'records.sqlite'}")) as records:
        office = office_of(shelf, home, records, plan=plan)
        made = []
        for month in (MAY, JUNE):
            run = office.run(operator(), month, "ops@x.gr")
            assert (run.refused, run.differences) == ([], [])
            lock(records, run.id)
            with records.reading() as connection:
                (kept,) = pay.statements(connection, run.id)
            assert same(rebuilt(home, run, kept, tuple(MEASURES)).statement, kept)
            made.append(sum(Decimal(one["amount"]) for one in kept.lines if one["kind"] != "carried_forward"))
    assert made == [Decimal(may), Decimal(june)]
