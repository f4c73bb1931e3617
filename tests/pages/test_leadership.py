"""The leadership page: whose it is, and that it stands for companies of every kind."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from dash.development.base_component import Component

from dashboard.access.person import Person, Role
from dashboard.access.scope import Scope, grant, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.pages.address import Address
from dashboard.pages.leadership import LEADERSHIP, standing_of
from dashboard.pages.site import rail, screen
from dashboard.pages.view import View
from dashboard.settings import Company
from dashboard.text import LANGUAGES, Language, say
from tests.access.rosters import Nobody
from tests.answers.built import Built, Rows, built
from tests.parts.conftest import walk

DAY = dt.date(2026, 6, 30)
LEVEL = "region"


def sale(key: str, on: dt.date, customer: str, amount: int | str) -> dict[str, Any]:
    return {"line_id": key, "order_date": on, "customer_id": customer, "product_id": "p",
            "quantity": Decimal(1), "net_amount": Decimal(amount)}  # fmt: skip


def company(**changes: list[dict[str, Any]]) -> Rows:
    """Two territories below a country, N with 60 sold of 100 and S with 90 of 80, and a year before."""
    quotas = [
        {"territory_id": key, "period_start": dt.date(2026, 1, 1), "period_end": dt.date(2026, 7, 1),
         "measure": "net_sales", "amount": Decimal(amount)}
        for key, amount in (("N", 100), ("S", 80))
    ]  # fmt: skip
    given: Rows = {
        "territories": [
            {"territory_id": "C", "name": "Land", "parent_id": None, "level": "country"},
            *({"territory_id": key, "name": name, "parent_id": "C", "level": LEVEL}
              for key, name in (("N", "North"), ("S", "South"))),
        ],
        "customers": [{"customer_id": key, "name": key} for key in ("n", "s")],
        "products": [{"product_id": "p", "name": "P", "category": "food"}],
        "alignments": [
            {"customer_id": key.lower(), "territory_id": key, "valid_from": dt.date(2020, 1, 1)}
            for key in ("N", "S")
        ],
        "quotas": quotas,
        "sales": [
            sale("1", dt.date(2026, 3, 2), "n", 50), sale("5", DAY, "n", 10),
            sale("2", dt.date(2026, 3, 3), "s", 90),
            sale("3", dt.date(2025, 3, 3), "n", 70), sale("4", dt.date(2025, 1, 2), "s", 50),
        ],
    }  # fmt: skip
    return {name: rows for name, rows in {**given, **changes}.items() if rows}


FIRST_YEAR = [sale("1", dt.date(2026, 1, 2), "n", 60), sale("2", DAY, "s", 90)]
COMPANIES: dict[str, Rows] = {
    "whole": company(),
    "no quota": company(quotas=[]),
    "first year": company(sales=FIRST_YEAR),
    "returns outweigh sales": company(
        sales=[sale("1", DAY, "n", -60), sale("2", dt.date(2025, 1, 2), "s", 9)]
    ),
    "sales alone": {"sales": [sale("1", DAY, "n", 5)]},
    "one territory": company(
        territories=[{"territory_id": "N", "name": "North", "level": LEVEL}], quotas=company()["quotas"][:1]
    ),
    "a name without an end": company(
        territories=[{"territory_id": "N", "name": "שלום 🎉 " * 15, "level": LEVEL}], quotas=[]
    ),
}


@contextmanager
def shelf_of(given: Rows, *, ideas: bool = False) -> Iterator[Built]:
    made = built(given, Company(), DAY, ideas=ideas)
    manifest = SimpleNamespace(
        id="2026-06-30.1", name="made", kind="company", through=DAY, today=DAY, checks=(), quarantined=0,
        created_at=dt.datetime(2026, 6, 30, 9), totals=(), company=Company(), people=(), aliases="",
    )  # fmt: skip
    yield replace(made, manifest=manifest)
    made.connection.close()


@pytest.fixture(scope="module", params=COMPANIES)
def odd(request: pytest.FixtureRequest) -> Iterator[Built]:
    with shelf_of(COMPANIES[request.param]) as made:
        yield made


@pytest.fixture(scope="module")
def whole() -> Iterator[Built]:
    with shelf_of(COMPANIES["whole"]) as made:
        yield made


def look(
    shelf: Built, language: Language = "en", width: int = 1280, role: Role = Role.EXECUTIVE,
    scope: Scope | None = None, **chosen: Any,
) -> View:  # fmt: skip
    person = Person("1", "a@x.gr", "A", role)
    address = Address(LEADERSHIP.path, **chosen)
    return View(person, scope or operator(), cast(Shelf, shelf), address, language, width, DAY)


class Roster(Nobody):
    """Who works where: everybody in the same places."""

    def __init__(self, *nodes: str) -> None:
        self.nodes = frozenset(nodes)

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        return self.nodes


def of(*nodes: str) -> Scope:
    return grant(Person("1", "a@x.gr", "A", Role.LEADER), Roster(*nodes), (), DAY)


def text(view: View) -> str:
    return " ".join(str(one) for one in walk(screen(view)) if isinstance(one, str))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_it_stands_whatever_the_company_has(odd: Built, language: Language, width: int) -> None:
    for node in ("", *(key for key in ("C", "N") if key in look(odd).tree.nodes)):
        view = look(odd, language, width, at=node)
        drawn = list(walk(screen(view)))  # most of the test's time: once for all that is asked of it
        parts = [one for one in drawn if isinstance(one, Component)]
        failed = [one for one in parts if "failed" in str(getattr(one, "className", "")).split()]
        assert not failed, node
        assert any(
            say(language, "leadership.governance_to_come") in one for one in drawn if isinstance(one, str)
        )


@pytest.mark.parametrize("role", Role)
def test_the_page_is_there_for_whoever_leads(whole: Built, role: Role) -> None:
    view = look(whole, role=role)
    offered = LEADERSHIP.path in [item.href for item in rail(view).items]
    assert offered == (role is not Role.REP)
    assert ("Net sales are" in text(view)) == offered
    assert (say("en", "screen.other_role") in text(view)) == (not offered)


def test_a_refused_page_asks_nothing(whole: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    def answered(*_: object) -> None:
        raise AssertionError("a question was asked")

    monkeypatch.setattr(View, "answer", answered)
    monkeypatch.setattr(View, "begin", answered)
    assert say("en", "screen.other_role") in text(look(whole, role=Role.REP))


def test_the_sentence_is_made_of_the_table(whole: Built) -> None:
    standing = standing_of(look(whole, at="C"))
    assert (standing.sold, standing.quota) == (150, 180)
    assert {part.name: part.gap for part in standing.parts} == {"North": -40, "South": 10}
    told = text(look(whole, at="C"))
    assert (
        "Net sales are 16.7% under quota and 25.0% above the prior year. North explains the whole gap."
        in told
    )


def test_a_leader_is_told_of_their_part_alone(whole: Built) -> None:
    mine = of("N")
    standing = standing_of(look(whole, role=Role.LEADER, scope=mine))
    assert (standing.sold, standing.quota, standing.prior) == (60, 100, 70)
    told = text(look(whole, role=Role.LEADER, scope=mine))
    assert "South" not in told
    assert "South" not in text(look(whole, role=Role.LEADER, scope=mine, at="S"))


def test_a_quota_that_a_chip_does_not_divide_is_not_compared(whole: Built) -> None:
    standing = standing_of(look(whole, at="C", where=('category = "food"',)))
    assert (standing.sold, standing.quota) == (150, None)


def test_attention_is_called_to_who_is_behind_and_was_worse_lately(whole: Built) -> None:
    told = text(look(whole, at="C"))
    # 10 of 60 sold since April, where half of 100 was due.
    assert "is 40\u00a0€ short at 60% of quota; the last three months brought 20% of theirs." in told
    assert say("en", "leadership.attention_none") not in told
    late = [sale("1", dt.date(2026, 3, 2), "n", 10), sale("5", DAY, "n", 50), sale("2", DAY, "s", 90)]
    with shelf_of(company(sales=late)) as better:
        told = text(look(better, at="C"))
    assert "short at" not in told
    assert say("en", "leadership.attention_none") in told


def test_attention_is_called_to_data_that_ends_early_or_was_refused(whole: Built) -> None:
    whole.manifest.quarantined = 3
    try:
        told = text(replace(look(whole, at="C"), today=DAY + dt.timedelta(9)))
    finally:
        whole.manifest.quarantined = 0
    assert "3 rows are in quarantine" in told
    assert "Data ends on 30 Jun 2026" in told
