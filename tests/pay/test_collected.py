"""What a run collects of a publication besides lines: quotas of products, holds, events, and any measure."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import grant, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.pages.address import Address
from dashboard.pages.pay.page import PAY
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay.facts import Window
from dashboard.pay.plans import measurable
from dashboard.pay.runs import Office
from dashboard.records import pay as records_of_pay
from dashboard.records.store import Records
from dashboard.settings import Company
from tests.access.rosters import Staff
from tests.answers.built import Rows, built
from tests.pages.test_leadership import sale
from tests.parts.conftest import walk
from tests.pay.paid_company import lock

MAY, JUNE, JULY = (Window(dt.date(2026, month, 1), dt.date(2026, month + 1, 1)) for month in (5, 6, 7))
TODAY = dt.date(2026, 7, 31)
HEAD = """
key = "field"
version = 1
name = { en = "Field", el = "Πεδίο" }
valid_from = 2026-05-01
zero_quota = "nothing"
[[component]]
key = "commission"
name = { en = "Commission", el = "Προμήθεια" }
"""
TENTH = 'table = { bands = [{ from = 0, value = "10 %" }] }\n'


def given(**more: list[dict[str, Any]]) -> Rows:
    """North and south, a rep in each, who report to Mara; food and drinks."""
    rows: Rows = {
        "territories": [
            {"territory_id": "C", "name": "Land", "parent_id": None, "level": "country"},
            *({"territory_id": key, "name": key, "parent_id": "C", "level": "region"} for key in "NS"),
        ],
        "customers": [{"customer_id": key, "name": key} for key in ("n", "s", "t")],
        "products": [{"product_id": key, "name": key, "category": name}
                     for key, name in (("p", "food"), ("q", "drinks"))],
        "alignments": [
            {"customer_id": key, "territory_id": node, "valid_from": dt.date(2020, 1, 1)}
            for key, node in (("n", "N"), ("s", "S"), ("t", "S"))
        ],
        "reps": [
            {"rep_id": key, "name": key, "manager_id": above}
            for key, above in (("r1", "m"), ("r2", "m"), ("r3", None), ("m", None))
        ],
        "assignments": [
            {"rep_id": key, "territory_id": node, "role": role, "valid_from": dt.date(2026, 1, 1)}
            for key, node, role in (("r1", "N", "owner"), ("r2", "S", "owner"), ("m", "C", "manager"))
        ],
        "sales": [
            {**sale(key, day, customer, amount), "product_id": product, "cost_amount": Decimal(cost),
             "order_id": key}
            for key, day, customer, amount, product, cost in (
                ("1", dt.date(2026, 5, 4), "n", 100, "p", 60), ("2", dt.date(2026, 5, 5), "n", 50, "q", 45),
                ("3", dt.date(2026, 5, 6), "s", 80, "p", 56), ("4", dt.date(2026, 6, 4), "t", 40, "q", 20),
                ("5", dt.date(2026, 7, 7), "n", 30, "p", 30), ("6", dt.date(2026, 7, 31), "s", 1, "p", 1),
            )
        ],
    }  # fmt: skip
    return {**rows, **more}


@contextmanager
def published(rows: Rows) -> Iterator[Shelf]:
    made = built(rows, Company(), TODAY)
    manifest = SimpleNamespace(
        id="2026-07-31.1", name="made", kind="company", through=TODAY, today=TODAY, company=Company(),
        checks=(), quarantined=0, created_at=dt.datetime(2026, 7, 31, 9), totals=(), people=(), aliases="",
    )  # fmt: skip
    with closing(made.connection):
        yield cast(Shelf, replace(made, manifest=manifest))


@contextmanager
def office_at(shelf: Shelf, tmp_path: Any, plan: str) -> Iterator[Office]:
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield Office(shelf, Home(tmp_path), records, {"field.toml": plan}, measurable())
    records.close()


@contextmanager
def office(tmp_path: Any, plan: str, rows: Rows) -> Iterator[Office]:
    with published(rows) as shelf, office_at(shelf, tmp_path, plan) as one:
        yield one


def paid(office: Office, *months: Window) -> dict[str, list[Decimal]]:
    """What everybody is paid in each month; both calculators agree, and nobody is refused."""
    found: dict[str, list[Decimal]] = {}
    for month in months:
        run = office.run(operator(), month, "ops@x.gr")
        assert not run.differences
        assert not run.refused
        with office.records.reading() as connection:
            for one in records_of_pay.statements(connection, run.id):
                found.setdefault(one.payee, []).append(one.paid)
        lock(office.records, run.id)
    return found


def quota(amount: int, scope: str | None, territory: str | None = None, rep: str | None = None) -> Any:
    return {
        "territory_id": territory, "rep_id": rep, "period_start": MAY.first, "period_end": MAY.end,
        "measure": "net_sales", "product_scope": scope, "amount": Decimal(amount),
    }  # fmt: skip


FOOD = f'{HEAD}where = {{ category = ["food"] }}\nquota = "food"\npays = "amount"\n'
BY_ATTAINMENT = (
    'table = { over = "attainment", how = "flat", bands = [{ from = 0, to = 1, value = 10 }, '
    "{ from = 1, value = 300 }] }\n"
)


def test_a_quota_of_products_is_held_by_who_works_for_it(tmp_path: Any) -> None:
    """Food: the north has 100 of 100, the south 80 of 100; the quotas of all products are another matter."""
    plan = FOOD + BY_ATTAINMENT + "[eligibility]\nreps = ['r1', 'r2']\n"
    quotas = [
        quota(100, "food", "N"), quota(1, "drinks", "N"), quota(100, "food", rep="r2"), quota(900, None, "N"),
        quota(900, None, "S"),
    ]  # fmt: skip
    with office(tmp_path, plan, given(quotas=quotas)) as one:
        assert paid(one, MAY) == {"r1": [Decimal(300)], "r2": [Decimal(10)]}


@pytest.mark.parametrize(("quotas", "reached"), [
    ([quota(90, "food", "N"), quota(90, "food", "S")], True),
    ([quota(91, "food", "N"), quota(90, "food", "S")], False),
    # What the land has beside its parts is their sum told again.
    ([quota(90, "food", "N"), quota(90, "food", "S"), quota(500, "food", "C")], True),
])  # fmt: skip
def test_a_leader_holds_the_quotas_of_products_of_those_led(
    tmp_path: Any, quotas: list[Any], reached: bool
) -> None:
    plan = FOOD + 'credit = "rollup"\n' + BY_ATTAINMENT + "[eligibility]\nrole = 'manager'\n"
    with office(tmp_path, plan, given(quotas=quotas)) as one:
        assert paid(one, MAY) == {"m": [Decimal(300 if reached else 10)]}


def hold(**more: Any) -> dict[str, Any]:
    return {
        "hold_id": "h", "rep_id": "r1", "reason": "Disputed", "valid_from": MAY.first, "valid_to": None,
        "line_id": None, "component": None, "share": None, **more,
    }  # fmt: skip


@pytest.mark.parametrize(("held", "pays"), [
    ({}, (0, 0, 0)),
    ({"valid_to": dt.date(2026, 6, 30)}, (0, 15, 3)),
    ({"valid_to": dt.date(2026, 7, 1)}, (0, 0, 18)),
    ({"line_id": "1", "valid_to": dt.date(2026, 7, 31)}, (5, 0, 13)),
    ({"share": Decimal("0.2"), "component": "commission", "valid_to": dt.date(2026, 7, 31)}, (12, 0, 6)),
    ({"component": "other"}, (15, 0, 3)),
    ({"valid_from": JUNE.first}, (15, 0, 0)),
])  # fmt: skip
def test_pay_that_is_held_waits_until_its_release(
    tmp_path: Any, held: dict[str, Any], pays: tuple[int, ...]
) -> None:
    """A tenth: 15 in May, nothing in June, 3 in July."""
    plan = HEAD + TENTH + "[eligibility]\nreps = ['r1']\n"
    with office(tmp_path, plan, given(holds=[hold(**held)])) as one:
        assert paid(one, MAY, JUNE, JULY) == {"r1": [Decimal(pay) for pay in pays]}


@pytest.mark.parametrize(("event", "pays"), [("training", 10), ("won_deal", 5), ("new_customer", 5)])
def test_awards_are_paid_for_what_happened(tmp_path: Any, event: str, pays: int) -> None:
    plan = HEAD + f'award = {{ event = "{event}", amount = 5 }}\n[eligibility]\nreps = ["r1"]\n'
    events = [
        {"event_id": key, "rep_id": rep, "event": name, "event_date": day}
        for key, rep, name, day in (
            ("a", "r1", "training", MAY.first), ("b", "r1", "training", dt.date(2026, 5, 31)),
            ("c", "r1", "training", JUNE.first), ("b", "r2", "training", MAY.first),
            ("d", "r1", "other", MAY.first),
        )
    ]  # fmt: skip
    deals = [
        {"opportunity_id": key, "customer_id": "n", "rep_id": "r1", "stage": "x", "created_on": MAY.first,
         "closed_on": day, "amount": Decimal(9), "outcome": outcome}
        for key, outcome, day in (
            ("w", "won", dt.date(2026, 5, 9)), ("l", "lost", dt.date(2026, 5, 9)),
            ("j", "won", dt.date(2026, 6, 9)), ("o", "open", None),
        )
    ]  # fmt: skip
    with office(tmp_path, plan, given(award_events=events, opportunities=deals)) as one:
        assert paid(one, MAY) == {"r1": [Decimal(pays)]}


EACH = 'table = { bands = [{ from = 0, value = 7 }] }\n[eligibility]\nrole = "owner"\n'


@pytest.mark.parametrize(("measure", "pays"), [
    # So many of each, seven euros each; r2 has no order of May in drinks, r1 none in June.
    ("orders", {"r1": (14, 0, 7), "r2": (7, 7, 7)}),
    ("active_customers", {"r1": (7, 0, 7), "r2": (7, 7, 7)}),
])  # fmt: skip
def test_any_measure_of_people_pays(tmp_path: Any, measure: str, pays: dict[str, tuple[int, ...]]) -> None:
    plan = f'{HEAD}measure = "{measure}"\n{EACH}'
    with office(tmp_path, plan, given()) as one:
        found = paid(one, MAY, JUNE, JULY)
    assert found == {key: [Decimal(pay) for pay in months] for key, months in pays.items()}


MARGIN = (
    '[[component.modifier]]\nmeasure = "gross_margin_rate"\n'
    'bands = [{ from = 0, to = "30 %", value = 1 }, { from = "30 %", value = 2 }]\n'
)


def test_a_ratio_moves_what_is_paid_for_the_year_so_far(tmp_path: Any) -> None:
    """r1: a margin of 45/150 in May and June, of 45/180 in July; r2: 24/80, then 44/120, then 44/121."""
    interval = '[interval]\nmeasured = "year"\npaid = "month"\n'
    plan = HEAD + TENTH + MARGIN + '[eligibility]\nrole = "owner"\n' + interval
    with office(tmp_path, plan, given()) as one:
        found = paid(one, MAY, JUNE, JULY)
    # A tenth twice; in July r1's factor falls for all of the year: 18 are due where 30 were paid.
    assert found == {
        "r1": [Decimal(30), Decimal(0), Decimal(0)],
        "r2": [Decimal(16), Decimal(8), Decimal("0.20")],
    }


def test_who_has_nothing_of_a_measure_has_reached_nothing(tmp_path: Any) -> None:
    """r3 sells nothing: no margin rate, and a gate that is not reached; yet there is a statement."""
    gate = '[[component.gate]]\nmeasure = "gross_margin_rate"\nof = "value"\nat_least = "10 %"\n'
    plan = HEAD + TENTH + gate + '[eligibility]\nreps = ["r1", "r3"]\n'
    with office(tmp_path, plan, given()) as one:
        assert paid(one, MAY) == {"r1": [Decimal(15)], "r3": [Decimal(0)]}


@pytest.mark.parametrize(("plan", "said"), [
    (f'{HEAD}measure = "orders"\n{EACH}', ("Orders 2 credited", "2 × 7.00 14.0000")),
    (HEAD + TENTH + MARGIN + '[eligibility]\nrole = "owner"\n',
     ("Net sales 150.00 credited", "150.00 × 10% 15.0000", "Modifier: Gross margin % 30% × 2.00")),
    (HEAD + TENTH + "[eligibility]\nreps = ['r1']\n", ("Held Disputed −15.00",)),
], ids=["of people", "a ratio", "held"])  # fmt: skip
def test_a_statement_shows_how(tmp_path: Any, plan: str, said: tuple[str, ...]) -> None:
    rows = given(holds=[hold()]) if "Held" in said[0] else given()
    rows["reps"] = [{**one, "email": f"{one['rep_id']}@x.gr"} for one in rows["reps"]]
    with office(tmp_path, plan, rows) as one:
        paid(one, MAY)
        person = Person("1", "r1@x.gr", "R1", Role.REP)
        scope = grant(person, Staff(one.shelf, {"r1@x.gr": "N"}), (), TODAY)
        view = View(
            person, scope, one.shelf, Address(PAY.path), "en", 1280, TODAY, records=one.records,
            home=one.home,
        )  # fmt: skip
        told = " ".join(re.sub(r"<[^>]*>", " ", str(found)) for found in walk(screen(view)))
    words = " ".join(told.split())
    assert not [sentence for sentence in said if sentence not in words]


def test_other_rates_of_no_line_change_nothing(tmp_path: Any) -> None:
    head, rest = HEAD.split("[[component]]")
    other = 'currencies = { credit = "month_end" }\n'
    plan = f"{head}{other}[[component]]{rest}{TENTH}[eligibility]\nreps = ['r1']\n"
    with office(tmp_path, plan, given()) as one:
        assert paid(one, MAY) == {"r1": [Decimal(15)]}
