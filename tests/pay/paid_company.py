"""A small company that has paid two months: two reps, one of whom a leader leads, and one plan.

Net sales pay 10 % up to the quota and 20 % beyond it, for the year to date. Quotas of the half year: N has
100 and S has 80. In May N sold 50 and S 93.70; in June N 12 more.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from dashboard.access.scope import operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import Home
from dashboard.pay import cycle
from dashboard.pay.facts import Window
from dashboard.pay.runs import Office
from dashboard.records.store import Records
from dashboard.settings import Company
from tests.answers.built import Built, built
from tests.pages.test_leadership import DAY, company, sale

MAY, JUNE = (Window(dt.date(2026, month, 1), dt.date(2026, month + 1, 1)) for month in (5, 6))
PLAN = """
key = "field"
version = 1
name = { en = "Field Sales", el = "Πωλητές" }
valid_from = 2026-01-01
eligibility = { role = "owner" }
interval = { measured = "year", paid = "month", quota = "whole" }
leader_sees = LEADER_SEES
[[component]]
key = "commission"
name = { en = "Commission", el = "Προμήθεια" }
[component.table]
over = "attainment"
how = "marginal"
bands = [{ from = 0, to = 1, value = "10 %" }, { from = 1, value = "20 %" }]
"""
REPS = (
    ("r1", "Rea Own", "rep@x.gr", "m"),
    ("r2", "Sotiris Other", "other@x.gr", ""),
    ("m", "Mara Lead", "leader@x.gr", ""),
)


# Each rep works one territory, the leader both.
PLACES = {"rep@x.gr": "N", "other@x.gr": "S", "leader@x.gr": "C"}
SALES = (
    sale("1", dt.date(2026, 5, 4), "n", 50), sale("2", dt.date(2026, 5, 5), "s", "93.70"),
    sale("3", dt.date(2026, 6, 10), "n", 12),
)  # fmt: skip


@contextmanager
def paid_shelf(
    sales: Sequence[dict[str, Any]] = SALES, quota: int = 100, *, ideas: bool = False
) -> Iterator[Built]:
    """The publication that is read, with `ideas` where they are looked at; `quota` is that of N."""
    given = company(
        reps=[
            {"rep_id": key, "name": name, "email": email, "manager_id": manager or None}
            for key, name, email, manager in REPS
        ],
        assignments=[
            {"rep_id": key, "territory_id": node, "role": "owner", "valid_from": dt.date(2026, 1, 1)}
            for key, node in (("r1", "N"), ("r2", "S"))
        ],
        sales=list(sales),
        opportunities=[
            {"opportunity_id": key, "customer_id": customer, "rep_id": seller, "stage": "offer",
             "created_on": dt.date(2026, 6, 1), "amount": Decimal(amount), "probability": 0.5,
             "outcome": state}
            for key, customer, seller, amount, state in (
                ("d1", "n", "r1", 30, "open"),
                ("d2", "n", "r1", 70, "won"),
                ("d3", "s", "r2", 937, "open"),
            )
        ],
    )  # fmt: skip
    given["quotas"][0]["amount"] = Decimal(quota)
    made = built(given, Company(), DAY, ideas=ideas)
    manifest = SimpleNamespace(
        id="2026-06-30.1", name="made", kind="company", through=DAY, today=DAY, checks=(), quarantined=0,
        created_at=dt.datetime(2026, 6, 30, 9), totals=(), company=Company(), people=(), aliases="",
    )  # fmt: skip
    yield replace(made, manifest=manifest)
    made.connection.close()


def pay(shelf: Built, home: Home, records: Records, *, leader_sees: bool = True) -> None:
    """Calculate May and June, and lock May."""
    office = office_of(shelf, home, records, leader_sees=leader_sees)
    lock(records, office.run(operator(), MAY, "ops@x.gr").id)
    office.run(operator(), JUNE, "ops@x.gr")


def office_of(
    shelf: Built, home: Home, records: Records, *, leader_sees: bool = True, plan: str = PLAN
) -> Office:
    """Where its runs are made."""
    text = plan.replace("LEADER_SEES", str(leader_sees).lower())
    return Office(cast(Shelf, shelf), home, records, {"field.toml": text}, tuple(MEASURES))


def lock(records: Records, run: int) -> None:
    """Lead a calculated run as far as the ledger, by a second person."""
    for step in (cycle.review, cycle.approve, cycle.lock):
        step(records, run, "boss@x.gr")
