"""Whatever is edited between two loads: the causes add up, and no cause is named that was not edited."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.intake.manifest import Manifest
from dashboard.paths import Home
from tests.restated.ledger import Ledger, compared, shelved, within

Draw = Callable[[list[str]], str]
REGION = "region fiscal_month"


def amount(ledger: Ledger, draw: Draw) -> set[str]:
    row = ledger.row("sales", line_id=draw(present(ledger)))
    row["net_amount"] = draw(["17.0001", "-3.5", "0"])
    return {"corrections"}


def day(ledger: Ledger, draw: Draw) -> set[str]:
    row = ledger.row("sales", line_id=draw(present(ledger)))
    row["order_date"] = draw(["2023-08-02", "2024-12-31", "2025-01-01"])
    return {"corrections"}


def customer(ledger: Ledger, draw: Draw) -> set[str]:
    row = ledger.row("sales", line_id=draw(present(ledger)))
    row["customer_id"] = draw(["c1", "c2", "c3", "c4", "c9"])
    return {"corrections"}


def late(ledger: Ledger, draw: Draw) -> set[str]:
    place = {"order_date": draw(["2023-02-28", "2025-03-15"]), "customer_id": draw(["c1", "c3", "c9"])}
    ledger.add("sales", line_id=f"late{next(ledger.numbers)}", net_amount="0.0001", **place)
    return {"late_lines"}


def new(ledger: Ledger, draw: Draw) -> set[str]:
    place = {"order_date": draw(["2025-03-16", "2025-04-01"]), "customer_id": draw(["c2", "c4"])}
    ledger.add("sales", line_id=f"new{next(ledger.numbers)}", net_amount="44", **place)
    return {"new_days"}


def removed(ledger: Ledger, draw: Draw) -> set[str]:
    ledger.drop("sales", line_id=draw(present(ledger)))
    return {"removed_lines"}


def rate(ledger: Ledger, draw: Draw) -> set[str]:
    draw(["once"])
    ledger.row("fx_rates", rate_date="2023-01-01")["rate"] = "0.9234"
    return {"currency"}


def owner(ledger: Ledger, draw: Draw) -> set[str]:
    row = ledger.row("alignments", customer_id=draw(["c1", "c2", "c3"]))
    row["territory_id"] = draw(["N1", "S1", "S", "X9"])
    return {"alignment"}


def quota(ledger: Ledger, draw: Draw) -> set[str]:
    ledger.tables["quotas"][int(draw(["0", "1"]))]["amount"] = draw(["0", "123.4567"])
    return {"quota_changed"}


def quota_less(ledger: Ledger, draw: Draw) -> set[str]:
    draw(["last"])
    del ledger.tables["quotas"][2:]
    return {"quota_removed"}


def holiday(ledger: Ledger, draw: Draw) -> set[str]:
    ledger.settings["extra_holidays"] = [draw(["2025-01-03", "2025-02-05"])]
    return {"quota_spread"}


def share(ledger: Ledger, draw: Draw) -> set[str]:
    ledger.row("assignments", territory_id="S1")["share"] = draw(["0.7", "0"])
    return {"alignment"} if ledger.tables["quotas"][0]["rep_id"] else set()


EDITS = [amount, day, customer, late, new, removed, rate, owner, quota, quota_less, holiday, share]


def present(ledger: Ledger) -> list[str]:
    """Lines of the company as it was first, each to be edited once, so that each edit has its own effect."""
    return [
        str(row["line_id"])
        for row in ledger.tables["sales"]
        if row["line_id"][:4].isdigit() and row["line_id"] not in ledger.touched
    ]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Home, Manifest]]:
    """A company whose quotas are of territories, and one whose quotas are of people."""
    found = {}
    for holder in ("territory", "rep"):
        folder = tmp_path_factory.mktemp(holder)
        ledger = started(folder, Home(folder / "home"), holder)
        found[holder] = (folder, ledger.home, ledger.load())
    return found


def started(folder: Path, home: Home, holder: str) -> Ledger:
    ledger = Ledger(folder / "firm", home)
    if holder == "rep":
        ledger.tables["quotas"] = [
            {**row, "territory_id": "", "rep_id": "r2"}
            for row in ledger.tables["quotas"]
            if row["territory_id"] == "N1"
        ]
    return ledger


# Each example is a load: what fails is told as it is, not made smaller.
@settings(max_examples=5, phases=[Phase.explicit, Phase.generate])
@given(data=st.data())
def test_random_edits(data: st.DataObject, bases: dict[str, tuple[Path, Home, Manifest]]) -> None:
    holder = data.draw(st.sampled_from(["rep", "territory"]), label="holder of quotas")
    folder, home, base = bases[holder]
    ledger, edited = started(folder, home, holder), set()
    for edit in data.draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=8), label="edits"):

        def draw(among: list[str], edit: Callable[..., set[str]] = edit) -> str:
            found = data.draw(st.sampled_from(among), label=edit.__name__)
            ledger.touched.add(found)
            return found

        edited |= edit(ledger, draw)
    sides = (base, ledger.load())
    named = set()
    with shelved(home, sides) as shelves:
        for alignment, measure, scope in product(
            ("today", "credited"), ("net_sales", "quota"), (None, within("N"))
        ):
            told = compared(home, sides, measure, REGION, alignment, scope, shelves)
            named |= {cause for row in told.rows for cause in told.causes(row)}
            assert scope or told.totals["alignment"] == 0
    assert named <= edited
