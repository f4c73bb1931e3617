"""A company of three plans, as large as sums of people need: eight, seven and three people, one month paid.

`field` pays target pay by attainment, twice above quota; `small` is of three and keeps pay from leaders.
Leader `l` leads six of the first, and two of the small plan; leader `t` leads one of the first.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from dashboard.access.person import Person, Role
from dashboard.access.scope import grant, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.catalogue import MEASURES
from dashboard.pages.address import Address
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay.facts import Window
from dashboard.pay.runs import Office
from dashboard.records.store import Records
from dashboard.settings import Company
from dashboard.text import Language
from tests.access.rosters import Staff
from tests.answers.built import Built, built
from tests.pages.test_leadership import DAY, company, sale
from tests.pay.paid_company import lock

MAY, JUNE = (Window(dt.date(2026, month, 1), dt.date(2026, month + 1, 1)) for month in (5, 6))
FIRST = dt.date(2026, 1, 1)
PLAN = """
key = "KEY"
version = 1
name = { en = "NAME plan", el = "Σχέδιο NAME" }
valid_from = 2026-01-01
eligibility = { reps = REPS }
interval = { measured = "half", paid = "month", quota = "whole" }
leader_sees = LEADER_SEES
[[component]]
key = "commission"
name = { en = "Commission", el = "Προμήθεια" }
pays = "base_rate"
[component.table]
over = "attainment"
how = "marginal"
bands = [{ from = 0, to = 1, value = 1 }, { from = 1, value = 2 }]
"""
FIELD = tuple(f"a{at}" for at in range(1, 9))
CENTRAL = tuple(f"c{at}" for at in range(1, 8))
SMALL = ("b1", "b2", "b3")
LED = {**dict.fromkeys(FIELD[:6], "l"), "a7": "t", "b1": "l", "b2": "l"}
# Everybody sells so much of a quota of 1,000 and has a target pay of 2,400 a year: no two alike.
SOLD = {
    key: Decimal(sold)
    for key, sold in zip(
        (*FIELD, *CENTRAL, *SMALL),
        ("611.13", "702.29", "813.31", "904.57", "1007.61", "1103.73", "1216.37", "1311.19",
         "653.17", "748.43", "851.87", "946.91", "1053.27", "1157.67", "1259.83",
         "777.71", "888.43", "1399.97"),
        strict=True,
    )
}  # fmt: skip


# Each works an own territory, the leaders the whole land.
PLACES = {
    **{f"{key}@x.gr": f"T{key}" for key in (*FIELD, *CENTRAL, *SMALL)}, "l@x.gr": "C", "t@x.gr": "C",
}  # fmt: skip


def paid(key: str) -> Decimal:
    """What somebody earned in the half year: worked out here, not by the engine."""
    share = SOLD[key] / 1000
    return round(1200 * (min(share, Decimal(1)) + 2 * max(share - 1, Decimal(0))), 2)


def texts(**changes: str) -> dict[str, str]:
    """The plan files by name."""
    made = {}
    for key, name, reps, open_ in (
        ("field", "Field", FIELD, "true"), ("central", "Central", CENTRAL, "true"),
        ("small", "Small", SMALL, "false"),
    ):  # fmt: skip
        text = PLAN.replace("KEY", key).replace("NAME", name).replace("REPS", str(list(reps)))
        made[f"{key}.toml"] = text.replace("LEADER_SEES", open_)
    return {**made, **changes}


@contextmanager
def overseen_shelf() -> Iterator[Built]:
    """The publication."""
    everybody = (*FIELD, *CENTRAL, *SMALL)

    def each(make: Any) -> list[dict[str, Any]]:
        return [make(key) for key in everybody]

    given = company(
        territories=[
            {"territory_id": "C", "name": "Land", "parent_id": None, "level": "country"},
            *each(lambda key: {"territory_id": f"T{key}", "name": f"T{key}", "parent_id": "C",
                               "level": "region"}),
        ],
        reps=[
            *({"rep_id": key, "name": f"Boss {key}", "email": f"{key}@x.gr", "manager_id": None}
              for key in ("l", "t")),
            *each(lambda key: {"rep_id": key, "name": f"Person {key}", "email": f"{key}@x.gr",
                               "manager_id": LED.get(key)}),
        ],
        assignments=each(
            lambda key: {"rep_id": key, "territory_id": f"T{key}", "role": "owner", "valid_from": FIRST}
        ),
        compensation=each(
            lambda key: {"rep_id": key, "target_amount": Decimal(2400), "valid_from": FIRST}
        ),
        quotas=each(
            lambda key: {"territory_id": f"T{key}", "period_start": FIRST, "period_end": JUNE.end,
                         "measure": "net_sales", "amount": Decimal(1000)}
        ),
        customers=each(lambda key: {"customer_id": key, "name": key}),
        alignments=each(
            lambda key: {"customer_id": key, "territory_id": f"T{key}", "valid_from": dt.date(2020, 1, 1)}
        ),
        sales=each(lambda key: sale(key, dt.date(2026, 6, 4), key, str(SOLD[key]))),
    )  # fmt: skip
    made = built(given, Company(), DAY)
    manifest = SimpleNamespace(
        id="2026-06-30.1", name="made", kind="company", through=DAY, today=DAY, checks=(), quarantined=0,
        created_at=dt.datetime(2026, 6, 30, 9), totals=(), company=Company(), people=(), aliases="",
    )  # fmt: skip
    yield replace(made, manifest=manifest)
    made.connection.close()


def pay(
    shelf: Built, home: Home, records: Records, months: Sequence[Window], plans: Mapping[str, str]
) -> None:
    """Calculate these months, and lock them."""
    office = Office(cast(Shelf, shelf), home, records, plans, tuple(MEASURES))
    for month in months:
        lock(records, office.run(operator(), month, "ops@x.gr").id)


class Overseen:
    """It with its records, looked at on one of its pages."""

    def __init__(
        self,
        shelf: Built,
        home: Home,
        path: str,
        *,
        months: Sequence[Window] = (JUNE,),
        plans: Mapping[str, str] | None = None,
    ) -> None:
        self.shelf, self.home, self.path = shelf, home, path
        self.records = Records(f"sqlite:///{home.path / 'records.sqlite'}")
        pay(shelf, home, self.records, months, plans or texts())

    def view(self, email: str, role: Role, language: Language = "en", **chosen: Any) -> View:
        person, address = Person("1", email, email[:3], role), Address(self.path, **chosen)
        scope = grant(person, Staff(self.shelf, PLACES), (), DAY)
        return View(
            person, scope, cast(Shelf, self.shelf), address, language, 1280, DAY,
            records=self.records, home=self.home,
        )  # fmt: skip
