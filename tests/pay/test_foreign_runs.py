"""Three currencies in a run: deals in euros, dollars and pounds, a plan in dollars, pay in pounds."""

from decimal import Decimal
from typing import Any

import pytest

from dashboard.access.scope import operator
from dashboard.pay import payroll
from dashboard.records import pay as records_of_pay
from tests.pay.foreign_company import plan, rows
from tests.pay.paid_company import lock
from tests.pay.test_collected import MAY, office, paid


@pytest.mark.parametrize(("credit", "pay", "pounds"), [
    # 100 EUR at 1 / 0.80, 50 USD, and 30 GBP at 1.20 / 0.75: 125 + 50 + 48 = 223; a tenth at 0.50 / 1.00.
    ("spot", "pay_day", "11.15"),
    # All at the rates of 31 May: 200 + 50 + 60 = 310.
    ("month_end", "pay_day", "15.50"),
    # 110 + 50 + 39 = 199; 19.90 at 1 / 1.3, and at 0.50.
    ("plan", "plan", "15.31"),
    ("plan", "pay_day", "9.95"),
    # 12.50 and 5 at 0.80 / 1.20, and 4.80 at 0.75 / 1.20: 8.333… + 3.333… + 3.
    ("spot", "credit_day", "14.67"),
])  # fmt: skip
def test_a_deal_is_turned_into_the_plans_money_and_that_into_the_persons(
    tmp_path: Any, credit: str, pay: str, pounds: str
) -> None:
    with office(tmp_path, plan(credit, pay), rows()) as one:
        assert paid(one, MAY) == {"r1": [Decimal(pounds)]}


def test_payroll_gets_pounds(tmp_path: Any) -> None:
    with office(tmp_path, plan(), rows()) as one:
        run = one.run(operator(), MAY, "ops@x.gr")
        lock(one.records, run.id)
        made = payroll.export(one.records, one.home, run.id, "ops@x.gr")
        assert made.totals.sums == {"GBP": Decimal("11.15")}
        with one.records.reading() as connection:
            (kept,) = records_of_pay.statements(connection, run.id)
    (line,) = kept.lines
    assert (kept.currency, line["plan_amount"], line["amount"]) == ("GBP", "22.30", "11.15")
    assert line["note"] == {"currency": "USD", "rate": "1/2", "rate_day": "2026-05-31"}
