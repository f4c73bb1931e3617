"""A quantile is found again among all values at each level, and the rows behind it give it again."""

import datetime as dt
from decimal import Decimal

import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.answers.rows import rows_behind
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Quantile
from dashboard.metrics.kpis.rows import count
from dashboard.metrics.question import ask
from dashboard.settings import Company
from tests.answers.built import built

DAY = dt.date(2026, 3, 2)
MEDIAN = count(
    "middle", Quantile("sales", "quantity", 0.5, only="bought"), "sales", empty_reason="note.no_orders"
)
HIGH = count("high", Quantile("sales", "quantity", 0.9), "sales", empty_reason="note.no_orders")


def test_quantiles_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "MEASURES", {"middle": MEDIAN, "high": HIGH})
    lines = [("a", 1), ("a", 2), ("a", 9), ("a", -5), ("b", 40), ("b", 50), ("c", -1)]
    given = {
        "territories": [{"territory_id": "N", "name": "North"}],
        "customers": [{"customer_id": key, "name": key} for key in "abc"],
        "sales": [
            {"line_id": str(n), "order_date": DAY, "customer_id": key, "quantity": Decimal(quantity),
             "net_amount": Decimal(1)}
            for n, (key, quantity) in enumerate(lines)
        ],
    }  # fmt: skip
    shelf = built(given, Company(), DAY)
    question = ask(shelf.outline, measures=["middle", "high"], by=["customer"])
    found = answer(question, operator(), shelf)  # type: ignore[arg-type]
    assert [row[:2] for row in found.rows] == [("a", 2.0), ("b", 45.0), ("c", None)]
    assert found.total("middle") == 9.0, "of the lines 1 2 9 40 50, not of the rows"
    assert found.total("high") == pytest.approx(44.0)
    behind = rows_behind(question, "middle", operator(), shelf, limit=10)  # type: ignore[arg-type]
    assert behind.agree
    assert behind.again == 9.0
    shelf.connection.close()
