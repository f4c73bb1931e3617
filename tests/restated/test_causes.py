"""Each edit between two loads lands in its cause and its rows, and the causes add up to the difference."""

from decimal import Decimal
from typing import Any

import pytest

from dashboard.answers import restated as module
from dashboard.answers.restated import restated
from dashboard.answers.warehouse_pair import opened_pair, shared
from dashboard.errors import Failed, NotUnderstood
from tests.publication.firm import quick
from tests.restated.conftest import Shop
from tests.restated.ledger import asked, compared, within


def money(**causes: str) -> dict[str, Decimal]:
    return {cause: Decimal(amount) for cause, amount in causes.items()}


EDITS = {
    "2023-02": money(removed_lines="-11.2700"),
    # 2023-4 changes its customer: nothing in its month, but between regions.
    "2023-06": money(late_lines="6.5000"),
    "2025-01": money(corrections="68.7200"),
    "2025-02": money(corrections="21.2700"),
    "2025-03": money(corrections="-21.2700", currency="0.5127", new_days="7.0000"),
}


@pytest.mark.parametrize("alignment", ["today", "credited"])
def test_by_month(shop: Shop, alignment: str) -> None:
    told = compared(shop.home, shop.edited, alignment=alignment)
    assert {row: told.causes(row) for row in told.rows} == EDITS
    assert told.causes("total") == money(
        new_days="7", late_lines="6.5", removed_lines="-11.27", corrections="68.72", currency="0.5127"
    )


@pytest.mark.parametrize("alignment", ["today", "credited"])
def test_by_region_the_unknown_one_last(shop: Shop, alignment: str) -> None:
    told = compared(shop.home, shop.edited, by="region", alignment=alignment)
    assert {row: told.causes(row) for row in told.rows} == {
        "North": money(late_lines="5", removed_lines="-11.27", corrections="-41.27", currency="0.5127"),
        "South": money(new_days="7", corrections="41.27"),
        "?": money(late_lines="1.5", corrections="68.72"),
    }
    assert list(told.rows) == ["North", "South", "?"]


def test_the_other_way_round(shop: Shop) -> None:
    told = compared(shop.home, (shop.lines, shop.base))
    assert told.causes("2023-02") == money(late_lines="11.27")
    assert told.causes("2023-06") == money(removed_lines="-6.5")
    assert told.causes("2025-03") == money(corrections="21.27", currency="-0.5127", new_days="-7")


@pytest.mark.parametrize("measure", ["units", "gross_margin"])
def test_other_measures_that_add_up(shop: Shop, measure: str) -> None:
    assert compared(shop.home, shop.edited, measure, by="area fiscal_year").totals["difference"]


def test_nothing_differs_from_itself(shop: Shop) -> None:
    told = compared(shop.home, (shop.base, shop.base), by="territory")
    assert told.rows == {}
    assert told.causes("total") == {}


def test_a_place_that_moves_takes_its_lines_along(shop: Shop) -> None:
    assert shared(shop.base, shop.tree) == tuple(
        one for one in shop.base.segments if one.relation == "sales"
    ), "no line has changed"
    told = compared(shop.home, (shop.base, shop.tree), by="region")
    assert told.rows.keys() == {"North", "South"}
    assert told.causes("North").keys() == {"alignment"}
    assert told.totals["alignment"] == 0
    assert compared(shop.home, (shop.base, shop.tree), by="area").rows == {}


class TestScope:
    def test_what_moves_out_of_a_subtree_is_alignment(self, shop: Shop) -> None:
        whole = compared(shop.home, (shop.base, shop.tree), by="region")
        told = compared(shop.home, (shop.base, shop.tree), by="fiscal_year", scope=within("S"))
        assert told.totals["difference"] == whole.rows["South"]["difference"] > 0
        assert told.causes("total").keys() == {"alignment"}

    @pytest.mark.parametrize("node", ["N", "N1", "S1"])
    def test_a_subtree_has_its_part_and_no_more(self, shop: Shop, node: str) -> None:
        whole = compared(shop.home, shop.edited, by="territory")
        told = compared(shop.home, shop.edited, by="territory", scope=within(node))
        assert told.rows
        assert told.rows.items() <= whole.rows.items()
        assert "?" not in told.rows


class TestQuota:
    def test_causes(self, shop: Shop) -> None:
        told = compared(shop.home, shop.edited, "quota", by="area fiscal_quarter")
        assert {row: told.causes(row) for row in told.rows} == {
            "North 1 / 2025-Q1": money(quota_changed="11.01"),
            "North 2 / 2025-Q1": money(quota_removed="-70.10"),
            "South 1 / 2025-Q2": money(quota_added="1.0001"),
        }

    def test_what_is_rounded_adds_up_as_shown(self, shop: Shop) -> None:
        told = compared(shop.home, shop.edited, "quota", by="day")
        assert len(told.rows) > 60

    def test_days_off_spread_it_anew_and_an_amount_is_told_apart(self, shop: Shop) -> None:
        told = compared(shop.home, (shop.tree, shop.spread), "quota", by="day area")
        changed, spread = told.totals["quota_changed"], told.totals["quota_spread"]
        assert (changed, spread) == (Decimal("99.9"), Decimal(0))
        assert told.causes("2025-01-02 / South 1").keys() == {"quota_spread"}
        assert told.causes("2025-02-04 / North 1").keys() == {"quota_changed", "quota_spread"}

    def test_a_place_that_moves_takes_its_quota_along(self, shop: Shop) -> None:
        told = compared(shop.home, (shop.base, shop.tree), "quota", by="region")
        assert told.causes("North") == money(alignment="-210.30")
        assert told.totals["alignment"] == 0


class TestSharedSegments:
    def test_they_are_not_opened(self, shop: Shop) -> None:
        common = {one.file for one in shared(*shop.edited)}
        assert {one[:10] for one in common} == {"sales-2024"}
        with opened_pair(shop.home, shop.edited, "400MB", 1, whole=False) as pair:
            opened = pair._connection.execute("SELECT path FROM duckdb_databases()").fetchall()
        assert not [path for (path,) in opened if path and path.rsplit("/")[-1] in common]

    def test_nor_are_they_missed(self, shop: Shop) -> None:
        question, settings = asked(shop.edited, by="region"), quick(shop.home)
        before = restated(question, within("N", "S"), shop.edited, settings)
        for one in shared(*shop.edited):
            (shop.home.segments / one.file).unlink()
        assert restated(question, within("N", "S"), shop.edited, settings) == before


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "key"),
        [
            ({"name": "Another"}, "restated.other_company"),
            ({"kind": "company"}, "restated.other_company"),
            ({"company": {"currency": "USD"}}, "restated.other_currency"),
            ({"company": {"fiscal_year_first_month": 7}}, "restated.other_calendar"),
        ],
    )
    def test_what_does_not_mean_the_same(self, shop: Shop, change: dict[str, Any], key: str) -> None:
        if "company" in change:
            change = {"company": shop.lines.company.model_copy(update=change["company"])}
        sides = (shop.base, shop.lines.model_copy(update=change))
        with pytest.raises(NotUnderstood, match=key.replace(".", r"\.")):
            restated(asked(shop.edited), within("N"), sides, quick(shop.home))

    @pytest.mark.parametrize(
        ("measure", "by", "key"),
        [
            ("attainment", "region", "restated.no_sum"),
            ("orders", "region", "restated.no_sum"),
            ("growth", "region", "restated.no_sum"),
            ("net_sales", "customer", "ask.do_not_meet"),
            ("quota", "quota_period", "ask.do_not_meet"),
        ],
    )
    def test_what_has_no_causes_that_add_up(self, shop: Shop, measure: str, by: str, key: str) -> None:
        with pytest.raises(NotUnderstood) as caught:
            restated(asked(shop.edited, measure, by), within("N"), shop.edited, quick(shop.home))
        assert caught.value.key == key

    def test_causes_that_do_not_add_up(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(module.CAUSES, "sales", module.CAUSES["sales"][1:])
        with pytest.raises(Failed, match=r"restated\.does_not_add_up"):
            restated(asked(shop.edited), within("N", "S"), shop.edited, quick(shop.home))
