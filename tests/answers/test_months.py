"""The months of a year, asked whole and as far as one went, are those of the year to date asked by month."""

import datetime as dt
from decimal import Decimal

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import operator
from dashboard.answers.answer import PRIOR
from dashboard.pages.address import Address
from dashboard.pages.months import SOLD, months_of
from dashboard.pages.view import View
from dashboard.settings import Company
from tests.answers.built import built

THROUGH = dt.date(2026, 5, 15)
FIRST = dt.date(2025, 2, 3)


def sold() -> list[dict[str, object]]:
    """Sales every fifth day of fifteen months, but for a March without any."""
    days = [FIRST + dt.timedelta(days=5 * n) for n in range((THROUGH - FIRST).days // 5 + 1)]
    return [
        {"line_id": str(n), "order_id": str(n // 2), "order_date": day, "customer_id": "ab"[n % 2],
         "territory_id": "N", "quantity": Decimal(1), "net_amount": Decimal(n * n), "cost_amount": Decimal(n)}
        for n, day in enumerate([*days, THROUGH])
        if (day.year, day.month) != (2026, 3)
    ]  # fmt: skip


@pytest.mark.parametrize("period", ["ytd", "2026-01-01..2026-04-30", "last_year", "2026-04-07..2026-04-20"])
def test_months_as_far_as_they_went(period: str) -> None:
    given = {
        "territories": [{"territory_id": "N", "name": "North"}],
        "customers": [{"customer_id": key, "name": key} for key in "ab"],
        "quotas": [
            {"territory_id": "N", "period_start": dt.date(2026, 1, 1), "period_end": dt.date(2027, 1, 1),
             "amount": Decimal(365000)}
        ],
        "sales": sold(),
    }  # fmt: skip
    shelf = built(given, Company(credit_by="document", holidays=""), THROUGH)
    person = Person("1", "ana@x.gr", "Ana", Role.EXECUTIVE)
    view = View(person, operator(), shelf, Address(period=period), "en", 1280, THROUGH)  # type: ignore[arg-type]
    series = months_of(view)
    to_date = view.answer(
        view.question(*SOLD, "quota", by=["fiscal_month"], period=view.year_to_date, against=view.yearly.name)
    )
    rows = {str(keys[0]): row for keys, row in zip(to_date.keys, to_date.rows, strict=True)}
    told = 0
    for first in series.firsts:
        row = rows.get(f"{first:%Y-%m}")
        for key in (*SOLD, "quota"):
            found = series.value(key, first)
            if first > view.year_to_date.end or row is None or first < FIRST.replace(day=1):
                assert not found, (key, first)
                continue
            assert found == row[to_date.at(key)], (key, first)
            told += 1
            if key != "quota" and first >= FIRST.replace(day=1, year=FIRST.year + 1):
                assert series.value(key, first, prior=True) == row[to_date.at(key + PRIOR)], (key, first)
    assert told, "no month was told of"
    shelf.connection.close()
