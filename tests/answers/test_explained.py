"""Explain the change, on rows made by hand: exact, within one's scope, silent where all moved together."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.explained import Explained, explain
from dashboard.answers.explained_export import as_json, as_table
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import NotUnderstood
from dashboard.metrics.question import ask
from dashboard.settings import Company
from dashboard.text import LANGUAGES
from tests.access.rosters import Nobody
from tests.answers.built import Built, Rows, built
from tests.truth.company import table

TODAY = dt.date(2026, 12, 31)

# North: the harbour is lost, the square grows, the inn stays. South: the mill and the yard go on as ever,
# the quay is new. Beer costs more and is sold less; wine stays; cider is new.
SALES = """
order_id | order_date | customer_id | territory_id | product_id | channel | quantity|net_amount|cost_amount
1  | 2025-03-03 | harbour | N1 | beer  | shop | 40 | 400 | 200
2  | 2025-03-03 | square  | N1 | wine  | shop | 20 | 400 | 300
3  | 2025-03-03 | inn     | N2 | beer  | shop | 30 | 300 | 150
4  | 2025-03-03 | mill    | S1 | wine  | shop | 50 | 1000 | 750
5  | 2025-03-03 | yard    | S2 | beer  | web  | 90 | 900 | 450
6  | 2026-03-03 | square  | N1 | wine  | shop | 24 | 480 | 360
7  | 2026-03-03 | inn     | N2 | beer  | shop | 25 | 300 | 125
8  | 2026-03-03 | mill    | S1 | wine  | shop | 50 | 1000 | 750
9  | 2026-03-03 | yard    | S2 | beer  | web  | 75 | 900 | 375
10 | 2026-03-03 | quay    | S2 | cider | web  | 10 | 100 | 40
"""
TREE = "A | All | | Country\nN | North | A | Region\nS | South | A | Region\n" + "\n".join(
    f"{key} | {key} | {key[0]} | Patch" for key in ("N1", "N2", "S1", "S2")
)


def sold(text: str) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "line_id": row["order_id"],
            "order_date": dt.date.fromisoformat(row["order_date"]),
            **{key: Decimal(row[key]) for key in ("quantity", "net_amount", "cost_amount")},
        }
        for row in table(text)
    ]


def given(text: str = SALES) -> Rows:
    tree = table("territory_id | name | parent_id | level\n" + TREE)
    return {
        "territories": [{key: value or None for key, value in row.items()} for row in tree],
        "customers": [
            {"customer_id": key, "name": f"The {key}", "segment": "one"}
            for key in ("harbour", "square", "inn", "mill", "yard", "quay")
        ],
        "products": [
            {"product_id": key, "name": key, "brand": brand, "category": "drink"}
            for key, brand in (("beer", "Top"), ("wine", "Red"), ("cider", "Tree"))
        ],
        "sales": sold(text),
    }  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    made = built(given(), Company(credit_by="document"), TODAY)
    yield made
    made.connection.close()


def told(shelf: Built, measure: str = "net_sales", *, scope: Scope | None = None, **words: Any) -> Explained:
    asked = {"period": "2026-01-01..2026-12-31", "against": "prior_year_calendar", **words}
    question = ask(shelf.outline, measures=[measure], **asked)
    return explain(question, scope or operator(), cast(Shelf, shelf))


def found(explained: Explained) -> dict[tuple[str, str], Fraction]:
    return {(dimension, one.key): one.contribution for dimension, one in explained.findings}


def hold_together(explained: Explained) -> None:
    """Every list and every bridge is the change."""
    for one in explained.breakdowns:
        parts = [told.contribution for told in (*one.findings, one.others)]
        assert sum(parts) == explained.whole.change, one.dimension
    for bridge in explained.bridges:
        assert sum(step for _, step in bridge.steps) == explained.whole.change, bridge.name


def test_who_made_net_sales_change(shelf: Built) -> None:
    explained = told(shelf)
    assert (explained.whole.was, explained.whole.value) == (3000, 2780)
    hold_together(explained)
    contributions = found(explained)
    assert contributions["customer", "harbour"] == -400
    # The region and the patch fell because the harbour was lost: they are not told beside it.
    assert not {("region", "N"), ("territory", "N1"), ("patch", "N1")} & contributions.keys()
    first = explained.findings[0]
    assert (first[0], first[1].key, first[1].fate) == ("customer", "harbour", "lost")
    assert len({dimension for dimension, _ in explained.findings}) >= 2


def test_the_bridges_of_net_sales(shelf: Built) -> None:
    """Beer: 160 at 10 before, 100 at 12 now. Wine: 70 and 74, at 20. Cider is new."""
    bridges = {one.name: dict(one.steps) for one in told(shelf).bridges}
    assert bridges["customers"] == {"new": 100, "lost": -400, "kept": 80}
    assert bridges["price"]["price_effect"] == 200
    assert bridges["price"]["new_item_effect"] == 100
    assert bridges["price"]["lost_item_effect"] == 0
    assert sum(bridges["price"].values()) == -220


def test_a_reader_sees_nobody_elses_members_and_the_change_of_their_own(shelf: Built) -> None:
    scope = grant(Person("1", "a@x.gr", "A", Role.REP), Nobody(), [HandGrant("S", TODAY)], TODAY)
    explained = told(shelf, scope=scope, alignment="credited")
    assert (explained.whole.was, explained.whole.value) == (1900, 2000)
    hold_together(explained)
    written = as_json(explained, "en") + as_table(explained, "en")
    assert found(explained) == {("product", "cider"): 100}
    for elsewhere in ("harbour", "square", "inn", "North", "N1", "N2"):
        assert f"The {elsewhere}" not in written
        assert f'"{elsewhere}"' not in written
    assert dict(explained.bridges[-1].steps) == {"new": 100, "lost": 0, "kept": 0}


def test_the_filters_of_the_question_hold(shelf: Built) -> None:
    explained = told(shelf, where=["region = North", "product = beer"])
    assert explained.whole.change == -400
    assert "product" not in explained.looked_at
    assert found(explained)["customer", "harbour"] == -400


def test_a_ratio_is_split_into_rate_and_mix(shelf: Built) -> None:
    """Beer's margin went from 50 to 58.3 %, wine's stayed at 25 %."""
    explained = told(shelf, "gross_margin_rate")
    assert explained.whole.was == Fraction(1150, 3000)
    assert explained.whole.value == Fraction(1130, 2780)
    hold_together(explained)
    findings = {(dimension, one.key): one for dimension, one in explained.findings}
    beer = next(one for (dimension, key), one in findings.items() if key in ("beer", "Top"))
    assert beer.rate == Fraction(1, 12) * (Fraction(1600, 3000) + Fraction(1200, 2780)) / 2
    [sides] = explained.bridges
    # The margin fell from 1150 to 1130, the sales from 3000 to 2780: each at the mean of the other.
    assert dict(sides.steps) == {
        "gross_margin": Fraction(-20) * (Fraction(1, 3000) + Fraction(1, 2780)) / 2,
        "under": Fraction(2280, 2) * (Fraction(1, 2780) - Fraction(1, 3000)),
    }
    assert sum(dict(sides.steps).values()) == explained.whole.change


def test_a_ratio_with_nobody_to_tell_apart_is_told_by_its_two_sides() -> None:
    """One shop, one product: as the attainment of a single territory, for goods have no quota."""
    lines = SALES.strip().splitlines()
    shelf = built(given("\n".join([lines[0], lines[3], lines[7]])), Company(credit_by="document"), TODAY)
    explained = told(shelf, "gross_margin_rate", where=["customer = inn"])
    assert not explained.findings
    assert not explained.looked_at
    assert json.loads(as_json(explained, "en"))["moved_together"] is False
    # 150 of 300 before, 175 of 300 now.
    assert dict(explained.bridges[0].steps) == {"gross_margin": Fraction(1, 12), "under": 0}
    for language, first in zip(LANGUAGES, ("No customer", "Κανένας πελάτης"), strict=True):
        assert first in as_table(explained, language)
    shelf.connection.close()


def test_customers_are_counted_as_new_lost_and_kept_and_none_is_told_alone(shelf: Built) -> None:
    explained = told(shelf, "active_customers")
    assert explained.whole.change == 0
    assert dict(explained.bridges[0].steps) == {"new": 1, "lost": -1, "kept": 0}
    assert "customer" not in {dimension for dimension, _ in explained.findings}


def test_what_moved_together_is_one_sentence() -> None:
    lines = SALES.strip().splitlines()
    again = [line.replace("2025", "2026").replace("|", "0 |", 1) for line in lines[1:6]]
    shelf = built(given("\n".join([*lines[:6], *again])), Company(credit_by="document"), TODAY)
    explained = told(shelf)
    assert explained.findings == explained.breakdowns == ()
    for language in LANGUAGES:
        assert "0" in as_table(explained, language)
    assert json.loads(as_json(explained, "en"))["moved_together"] is True
    shelf.connection.close()


@pytest.mark.parametrize(
    ("measure", "against", "key"),
    [
        ("net_sales", "", "explain.no_comparison"),
        ("growth", "prior_year_calendar", "explain.no_earlier"),
        ("last_order", "prior_year_calendar", "explain.no_parts_latest"),
        ("lost_customers", "prior_year_calendar", "explain.no_parts_of_members"),
        ("average_order", "2020-01-01..2020-12-31", "explain.no_base"),
    ],
)
def test_what_cannot_be_explained_is_refused_with_what_can(
    shelf: Built, measure: str, against: str, key: str
) -> None:
    with pytest.raises(NotUnderstood) as caught:
        told(shelf, measure, against=against)
    assert caught.value.key == key
    if "known" in caught.value.values:
        assert str(caught.value.values["known"]).startswith("net_sales, ")


def test_what_adds_up_over_nothing_is_refused() -> None:
    """One shop, one product, one territory: there is nobody to tell apart."""
    lines = SALES.strip().splitlines()
    shelf = built(given("\n".join([lines[0], lines[3], lines[7]])), Company(credit_by="document"), TODAY)
    with pytest.raises(NotUnderstood) as caught:
        told(shelf, where=["customer = inn"])
    assert caught.value.key == "explain.adds_up_nowhere"
    shelf.connection.close()


def test_a_dimension_whose_members_overlap_is_not_looked_at() -> None:
    """The square buys in the shop and on the web: by channel there are more customers than there are."""
    rows = given()
    rows["sales"].append({**rows["sales"][5], "line_id": "11", "channel": "web"})
    shelf = built(rows, Company(credit_by="document"), TODAY)
    explained = told(shelf, "active_customers")
    assert "channel" not in explained.looked_at
    assert "territory" in explained.looked_at
    hold_together(explained)
    shelf.connection.close()


def test_json_is_exact_and_ranked(shelf: Built) -> None:
    document = json.loads(as_json(told(shelf), "en"))
    assert document["change"] == "-220.0000"
    assert document["findings"][0] == {
        "dimension": "customer", "key": "harbour", "member": "The harbour", "before": "400.0000",
        "now": "0.0000", "contribution": "-400.0000", "share": 400 / 220, "fate": "lost",
    }  # fmt: skip
    for one in document["breakdowns"]:
        members = [
            Decimal(each["contribution"])
            for each in document["findings"]
            if each["dimension"] == one["dimension"]
        ]
        assert sum(members, Decimal(one["others"]["contribution"])) == Decimal("-220")
