"""A whole year, from its first month to twelve exported periods: what was paid is what its facts are worth.

With late data, a return, a transfer, a leave, a territory shared from July on, and an inquiry that is upheld.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboard.access.scope import operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import Home
from dashboard.pay import payroll
from dashboard.pay.facts import Window
from dashboard.pay.rebuilding import rebuilt, same
from dashboard.pay.runs import Office
from dashboard.records import inquiries as book
from dashboard.records import pay, pay_ledger
from dashboard.records.inquiries import Step
from dashboard.records.store import Records
from dashboard.settings import Company
from tests.answers.built import Built, Rows, built
from tests.pages.test_leadership import sale
from tests.pay.paid_company import lock

PLAN = """
key = "field"
version = 1
name = { en = "Field Sales", el = "Πωλητές" }
valid_from = 2025-01-01
eligibility = { role = "owner" }
interval = { measured = "year", paid = "month", quota = "to_date" }
proration = { by = "calendar_days", leave_after = 0 }
[[component]]
key = "commission"
name = { en = "Commission", el = "Προμήθεια" }
[component.table]
over = "attainment"
how = "marginal"
bands = [{ from = 0, to = 1, value = "5 %" }, { from = 1, value = "8 %" }]
"""
MONTHS = range(1, 13)
SOLD = {"N": 100, "S": 90, "W": 120}  # and one more in each month
JULY = dt.date(2025, 7, 1)


def first(month: int) -> dt.date:
    return dt.date(2025 + month // 13, (month - 1) % 12 + 1, 1)


def company(through: int) -> Rows:
    """All that is known at the end of a month; a line of March comes in June, what is granted by December."""
    lines = [
        sale(f"{place}{month}", dt.date(2025, month, 10), place.lower(), amount + month)
        for place, amount in SOLD.items()
        for month in MONTHS
        if month <= through
    ]
    lines += [sale("late", dt.date(2025, 3, 20), "s", 30)] if through >= 6 else []
    lines += [sale("back", dt.date(2025, 5, 12), "s", -40)] if through >= 5 else []
    granted = [{"line_id": "N8", "rep_id": rep, "share": Decimal("0.5")} for rep in ("r1", "r3")]
    works: list[tuple[str, str, dt.date, dt.date | None, str | None]] = [
        ("r1", "N", first(1), JULY, None), ("r3", "N", JULY, None, None), ("r2", "S", first(1), None, None),
        ("r4", "W", first(1), JULY, None), ("r4", "W", JULY, None, "0.6"), ("r1", "W", JULY, None, "0.4"),
    ]  # fmt: skip
    given: Rows = {
        "territories": [
            {"territory_id": "C", "name": "Land", "parent_id": None, "level": "country"},
            *({"territory_id": key, "name": key, "parent_id": "C", "level": "region"} for key in SOLD),
        ],
        "customers": [{"customer_id": key.lower(), "name": key} for key in SOLD],
        "products": [{"product_id": "p", "name": "P", "category": "food"}],
        "alignments": [
            {"customer_id": key.lower(), "territory_id": key, "valid_from": dt.date(2020, 1, 1)}
            for key in SOLD
        ],
        "reps": [{"rep_id": key, "name": key} for key in ("r1", "r2", "r3", "r4")],
        "assignments": [
            {"rep_id": rep, "territory_id": node, "role": "owner", "valid_from": start, "valid_to": end,
             "share": Decimal(share) if share else None}
            for rep, node, start, end, share in works
        ],
        "absences": [
            {"rep_id": "r2", "valid_from": dt.date(2025, 4, 1), "valid_to": dt.date(2025, 5, 1),
             "kind": "leave"}
        ],
        "quotas": [
            {"territory_id": key, "period_start": first(1), "period_end": first(13), "measure": "net_sales",
             "amount": Decimal(1200)}
            for key in SOLD
        ],
        "sales": lines,
        "credits": granted if through == 12 else [],
    }  # fmt: skip
    return {name: rows for name, rows in given.items() if rows}


@contextmanager
def shelf_of(through: int) -> Iterator[Shelf]:
    last = first(through + 1) - dt.timedelta(days=1)
    made: Built = built(company(through), Company(), last)
    manifest = SimpleNamespace(id=f"{last}.1", through=last, today=last, company=Company())
    with closing(made.connection):
        yield cast(Shelf, replace(made, manifest=manifest))


def worth() -> dict[str, Decimal]:
    """What the year is worth to each of them, by hand: 5 % up to the quota and 8 % beyond it."""
    half, year = Fraction(181, 365), range(1, 13)

    def sold(place: str, months: range) -> int:
        return sum(SOLD[place] + month for month in months)

    early, late, n8 = range(1, 7), range(7, 13), Fraction(108, 2)
    shares: dict[str, tuple[Any, Any]] = {
        "r1": (sold("N", early) + Fraction(2, 5) * sold("W", late) + n8, half + Fraction(2, 5) * (1 - half)),
        "r2": (sold("S", year) + 30 - 40, Fraction(335, 365)),
        "r3": (sold("N", late) - n8, 1 - half),
        "r4": (sold("W", early) + Fraction(3, 5) * sold("W", late), half + Fraction(3, 5) * (1 - half)),
    }
    found = {}
    for payee, (credit, share) in shares.items():
        quota = 1200 * share
        due = Fraction(5, 100) * min(credit, quota) + Fraction(8, 100) * max(credit - quota, 0)
        found[payee] = Decimal(round(due * 100)) / 100
    return found


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Records, Home]]:
    """The company's year, each month run on what was known at the end of its quarter."""
    home = Home(tmp_path_factory.mktemp("year"))
    with closing(Records(f"sqlite:///{home.path / 'records.sqlite'}")) as made, ExitStack() as open_shelves:
        shelves = {through: open_shelves.enter_context(shelf_of(through)) for through in (3, 6, 9, 12)}
        for month in MONTHS:
            shelf = shelves[-(-month // 3) * 3]
            office = Office(shelf, home, made, {"field.toml": PLAN}, tuple(MEASURES))
            run = office.run(operator(), Window(first(month), first(month + 1)), "ops@x.gr")
            assert (run.refused, run.differences) == ([], [])
            lock(made, run.id)
            payroll.export(made, home, run.id, "ops@x.gr")
            if month == 9:
                ask(made, run.id)
        yield made, home


def ask(records: Records, run: int) -> None:
    """The half of a line that is missing in September is asked for, and granted as of August."""
    at = dt.datetime(2025, 10, 6, tzinfo=dt.UTC)
    with records.writing() as connection:
        mine = next(one for one in pay.statements(connection, run) if one.payee == "r1")
        asked = Step("asked", "r1@x.gr", "R1", at, "Half of N8 was mine.")
        id = book.ask(
            connection,
            mine.id,
            "r1",
            0,
            "missing_credit",
            Decimal("2.70"),
            mine.currency,
            dt.date(2025, 10, 13),
            asked,
        )
        book.add(
            connection, id,
            Step("upheld", "ops@x.gr", "Ops", at, "Shared by halves.", changed_on=dt.date(2025, 8, 10)),
        )  # fmt: skip


def statements(records: Records) -> dict[str, list[pay.Kept]]:
    with records.reading() as connection:
        return {key: pay.of_payee(connection, key, paid=True) for key in ("r1", "r2", "r3", "r4")}


def test_what_was_paid_in_twelve_months_is_what_the_year_is_worth(records: tuple[Records, Home]) -> None:
    found = statements(records[0])
    assert {key: len(kept) for key, kept in found.items()} == {"r1": 12, "r2": 12, "r3": 6, "r4": 12}
    assert {key: sum(one.paid for one in kept) for key, kept in found.items()} == worth()


def test_statement_ledger_and_payroll_say_the_same(records: tuple[Records, Home]) -> None:
    kept, home = records
    with kept.reading() as connection:
        for run in pay.runs(connection):
            paid = sum((one.paid for one in pay.statements(connection, run.id)), Decimal(0))
            posted = sum(
                (Decimal(one["amount"]) for one in pay_ledger.of_run(connection, run.id)), Decimal(0)
            )
            sent = payroll.exported(connection, home, run.id).totals.sums
            assert run.state == "exported"
            assert paid == posted == sent["EUR"]


@pytest.mark.parametrize(("payee", "paid_in", "of"), [("r2", 4, 3), ("r1", 10, 8), ("r3", 10, 8)])
def test_what_became_known_later_is_an_adjustment_of_its_month(
    records: tuple[Records, Home], payee: str, paid_in: int, of: int
) -> None:
    """The late line of March is paid with April; the half that was granted with October, by who had it."""
    kept = next(one for one in statements(records[0])[payee] if one.first == first(paid_in))
    months = [line["period"] for line in kept.lines if line["kind"] == "adjustment"]
    assert first(of).isoformat() in months
    assert all(month < first(paid_in).isoformat() for month in months)


def test_every_statement_of_the_year_is_rebuilt_to_the_cent(records: tuple[Records, Home]) -> None:
    kept, home = records
    for mine in statements(kept).values():
        for one in mine:
            with kept.reading() as connection:
                run = pay.run(connection, one.run_id)
            assert run is not None
            assert same(rebuilt(home, run, one, tuple(MEASURES)).statement, one)
