"""Rollups in publications: kept where they are worth it, shared, opened, and no need of older ones."""

import json
from decimal import Decimal

import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import Answer, answer
from dashboard.answers.warehouse import open_shelf
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Failed
from dashboard.intake import line_segments, rollups
from dashboard.intake import manifest as manifests
from dashboard.metrics.question import ask
from dashboard.metrics.rollups import ROLLUPS
from dashboard.paths import Home
from tests.publication.conftest import Begin
from tests.publication.firm import Firm


@pytest.fixture
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rollup is kept, however small the company."""
    monkeypatch.setattr(rollups, "FEWEST_LINES", 0)
    monkeypatch.setattr(rollups, "LARGEST_SHARE", 0)


def sold(shelf: Shelf, *by: str, raw: bool = False) -> Answer:
    question = ask(shelf.outline, measures=["net_sales", "growth"], by=by, period="2024-01-01..2025-04-15")
    return answer(question, operator(), shelf, raw=raw)


def test_a_small_company_has_none(firm: Firm, begin: Begin, home: Home) -> None:
    manifest = begin(home).manifest
    assert {one.relation for one in manifest.rollups} == {one.relation for one in ROLLUPS}
    assert not any(one.kept for one in manifest.rollups)
    assert {one.relation for one in manifest.segments} == {"sales", "core"}
    shelf = open_shelf(home, manifest.id)
    assert sold(shelf, "area").statement.relations == ("sales",)
    shelf.close()


@pytest.mark.usefixtures("worth_it")
@pytest.mark.parametrize("largest", [0, 1_000_000])
def test_kept_ones_are_read(largest: int, firm: Firm, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_segments, "WHOLE", largest)
    firm.change("2023-6", "99000000000000.01")  # wider than eight bytes, with its neighbours
    firm.lines.append(("big", "2023-06-15", "A", "99000000000000.01"))
    manifest = firm.load(home).manifest
    shelf = open_shelf(home, manifest.id)
    for by in ("area", "fiscal_week", "category", "segment"):
        found, raw = sold(shelf, by), sold(shelf, by, raw=True)
        assert (found.rows, found.totals) == (raw.rows, raw.totals)
        assert found.statement.relations != ("sales",) == raw.statement.relations
    parts = {(one.relation, one.part) for one in manifest.segments if one.relation in ("days", "rollups")}
    years = {
        ("days", f"{name}-{year}") for name in ("customer_day", "goods_day") for year in (2023, 2024, 2025)
    }
    assert parts == ({("rollups", "")} if largest else {("rollups", ""), *years})
    shelf.close()


@pytest.mark.usefixtures("worth_it")
def test_a_changed_year_leaves_the_others_alone(
    firm: Firm, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_segments, "WHOLE", 0)
    first = firm.load(home).manifest
    firm.change("2025-3", "20.00")
    second = firm.load(home).manifest
    changed = {(one.relation, one.part) for one in second.segments if one not in first.segments}
    of_days = {("days", "customer_day-2025"), ("days", "goods_day-2025")}
    assert changed == {("sales", "2025"), *of_days, ("rollups", ""), ("core", "")}
    shelf = open_shelf(home, second.id)
    assert sold(shelf).total("net_sales") == sold(shelf, raw=True).total("net_sales")
    shelf.close()


@pytest.mark.usefixtures("worth_it")
def test_a_publication_from_before_there_were_rollups_is_answered_from_lines(firm: Firm, home: Home) -> None:
    manifest = firm.load(home).manifest
    file = home.publications / f"{manifest.id}.json"
    told = json.loads(file.read_text())
    for name in ("rollups", "whole_orders", "month_modes"):
        del told[name]
    file.write_text(json.dumps(told))
    shelf = open_shelf(home, manifests.current(home) or "")
    found = sold(shelf, "area")
    assert found.statement.relations == ("sales",)
    assert isinstance(found.total("net_sales"), Decimal)
    shelf.close()


def test_a_publication_of_another_form_is_refused_and_not_read_wrongly(
    firm: Firm, begin: Begin, home: Home
) -> None:
    first = begin(home).manifest
    file = home.publications / f"{first.id}.json"
    file.write_text(file.read_text().replace(f'"form": {manifests.FORM}', '"form": 1'))
    with pytest.raises(Failed) as caught:
        open_shelf(home, first.id)
    assert caught.value.key == "load.other_form"
    assert firm.load(home).manifest.id != first.id, "the same files make a publication of this form"
