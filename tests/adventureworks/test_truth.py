"""AdventureWorks asked through the command line equals what pandas alone computed, to the last digit."""

from decimal import Decimal
from typing import Any

import pytest

from tests.adventureworks.company import Company

pytestmark = pytest.mark.real_data
UNKNOWN = "(unknown)"


def test_totals(company: Company, truth: dict[str, Any]) -> None:
    found = company.ask("--measure", "net_sales", "--measure", "orders").json
    assert found["totals"] == [str(truth["subtotal_sum"]), truth["orders"]] == ["109846381.4039", 31465]
    assert found["rows"] == [found["totals"]]


def test_by_territory_and_year(company: Company, truth: dict[str, Any]) -> None:
    rows = company.rows(
        "--measure", "net_sales", "--measure", "orders", "--by", "territory", "--by", "fiscal_year"
    )
    said = {
        (UNKNOWN if row["territory"].startswith(UNKNOWN[:-1]) else row["territory"], row["year"]): (
            row["subtotal"], row["orders"],
        )
        for row in truth["subtotal_by_territory_year"]
    }  # fmt: skip
    assert {(row[0], row[1]): (Decimal(row[2]), row[3]) for row in rows} == said
    assert len(rows) == len(said)


def test_by_channel_and_year(company: Company, truth: dict[str, Any]) -> None:
    rows = company.rows(
        "--measure", "net_sales", "--measure", "orders", "--by", "channel", "--by", "fiscal_year"
    )
    said = {
        (row["channel"], row["year"]): (row["subtotal"], row["orders"])
        for row in truth["subtotal_by_year_channel"]
    }
    assert {(row[0], row[1]): (Decimal(row[2]), row[3]) for row in rows} == said


def test_resellers_by_quota_period(company: Company, truth: dict[str, Any]) -> None:
    rows = company.rows(
        "--measure", "net_sales", "--measure", "quota", "--measure", "attainment", "--by", "quota_period",
        "--where", "channel = Reseller",
    )  # fmt: skip
    said = {
        row["period_start"]: (row["sales"], row["quota"], row["attainment"])
        for row in truth["quota_attainment_by_period"]
    }
    found = {
        row[0]: (Decimal(row[1]), Decimal(row[2]), Decimal(row[3]).quantize(Decimal("0.000001")))
        for row in rows
    }
    assert {key: one[:2] for key, one in found.items()} == {key: one[:2] for key, one in said.items()}
    assert found == {key: (*one[:2], one[2].quantize(Decimal("0.000001"))) for key, one in said.items()}
    assert list(found) == truth["quota_period_starts"], "by time, ascending"


def test_internet(company: Company, truth: dict[str, Any]) -> None:
    found = company.ask(
        "--measure", "net_sales", "--measure", "gross_margin", "--measure", "units", "--measure", "orders",
        "--measure", "active_customers", "--where", "channel = Internet",
    ).json  # fmt: skip
    said = truth["internet_lines"]
    net, margin, *counts = found["totals"]
    assert (Decimal(net), Decimal(margin)) == (said["sales"], said["margin"])
    assert counts == [said["units"], said["orders"], said["customers"]]


def test_ten_orders_stand_as_unknown(company: Company) -> None:
    for dimension in ("territory", "customer", "product"):
        words = ["--measure", "net_sales", "--measure", "orders", "--where", f"{dimension} = unknown"]
        found = company.ask(*words, "--where", "territory = unknown").json
        assert found["totals"] == ["7941.9710", 10], dimension
    rows = company.rows("--measure", "net_sales", "--by", "group", "--sort", "-net_sales")
    assert rows[-1] == [UNKNOWN, "7941.9710"]


def test_levels_add_up(company: Company) -> None:
    whole = Decimal("109846381.4039")
    for level in ("group", "country", "territory"):
        rows = company.rows("--measure", "net_sales", "--by", level)
        assert sum(Decimal(row[1]) for row in rows) == whole
    rows = company.rows("--measure", "net_sales", "--by", "group", "--by", "country", "--by", "territory")
    assert len(rows) == 11
    assert ["North America", "United States", "Southwest", "24184609.6011"] in rows


def test_quotas_of_people_add_up_to_what_was_given(company: Company, truth: dict[str, Any]) -> None:
    given = sum(row["quota"] for row in truth["quota_attainment_by_period"])
    for dimension in ("rep", "territory", "fiscal_month", "fiscal_week"):
        found = company.ask("--measure", "quota", "--by", dimension).json
        assert Decimal(found["totals"][1]) == given, dimension
