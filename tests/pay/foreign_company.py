"""A company that reports in euros, whose plan is in dollars and whose r1 is paid in pounds.

In May r1 has a quota of 100 EUR and sells 100 EUR on the 4th, 50 USD on the 5th and 30 GBP on the 12th, of
which 10 GBP come back in June. A dollar is 0.80, 0.75, then 0.50 EUR, a pound 1.20, then 1.00 EUR, each from
the day on that `RATES` has. r2, who is paid in euros, sells 80 EUR on 6 May.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.answers.built import Rows
from tests.pages.test_leadership import sale
from tests.pay.test_collected import given

START = dt.date(2026, 1, 1)
RATES = [
    {"rate_date": day, "currency": currency, "rate": Decimal(rate)}
    for day, currency, rate in (
        (START, "USD", "0.8"), (dt.date(2026, 5, 10), "USD", "0.75"), (dt.date(2026, 5, 31), "USD", "0.5"),
        (START, "GBP", "1.2"), (dt.date(2026, 5, 31), "GBP", "1"),
    )
]  # fmt: skip
PLAN_RATES = (
    'rate = [{ currency = "EUR", from = 2026-01-01, rate = 1.1 }, '
    '{ currency = "GBP", from = 2026-01-01, rate = 1.3 }]'
)
SALES = (
    ("1", dt.date(2026, 5, 4), "n", 100, "EUR"), ("2", dt.date(2026, 5, 5), "n", 50, "USD"),
    ("3", dt.date(2026, 5, 12), "n", 30, "GBP"), ("4", dt.date(2026, 6, 9), "n", -10, "GBP"),
    ("5", dt.date(2026, 5, 6), "s", 80, "EUR"),
)  # fmt: skip


QUOTA = {
    "territory_id": "N", "period_start": dt.date(2026, 5, 1), "period_end": dt.date(2026, 6, 1),
    "measure": "net_sales", "amount": Decimal(100),
}  # fmt: skip


def plan(
    credit: str = "spot", pay: str = "pay_day", *, component: str = "", entries: str = "", rates: bool = True
) -> str:
    """The dollar plan: a tenth of net sales, unless `component` has a table of its own."""
    table = (
        ""
        if "table" in component or "award" in component
        else 'table = { bands = [{ from = 0, value = "10 %" }] }\n'
    )
    return f"""
key = "field"
version = 1
name = {{ en = "Field", el = "Πεδίο" }}
valid_from = 2026-01-01
currency = "USD"
currencies = {{ credit = "{credit}", pay = "{pay}"{", " + PLAN_RATES if rates else ""} }}
eligibility = {{ reps = ["r1"] }}
{entries}
[[component]]
key = "commission"
name = {{ en = "Commission", el = "Προμήθεια" }}
{component}{table}"""


def rows(**more: list[dict[str, Any]]) -> Rows:
    """Its tables; a return is of the order and product of line 3."""
    sales = [
        {**sale(key, day, customer, amount), "currency": currency, "product_id": "p",
         "order_id": "3" if key == "4" else key}
        for key, day, customer, amount, currency in SALES
    ]  # fmt: skip
    pounds = {"rep_id": "r1", "valid_from": START, "currency": "GBP"}
    return given(**{"sales": sales, "fx_rates": RATES, "compensation": [pounds], "quotas": [QUOTA], **more})
