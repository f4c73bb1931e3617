"""Publications to compare, loaded once: a company, and the same company after edits."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.intake.manifest import Manifest
from dashboard.paths import Home
from tests.restated.ledger import Ledger


@dataclass(frozen=True)
class Shop:
    """A home, and its publications by what was edited before each was loaded."""

    home: Home
    base: Manifest
    lines: Manifest
    tree: Manifest
    spread: Manifest

    @property
    def edited(self) -> tuple[Manifest, Manifest]:
        return self.base, self.lines


def edit_lines(ledger: Ledger) -> None:
    """Each cause in a month of its own where it can be; the year 2024 stays as it is."""
    ledger.row("sales", line_id="2025-3")["net_amount"] = "99.99"
    ledger.row("sales", line_id="2025-2")["order_date"] = "2025-02-12"
    ledger.row("sales", line_id="2023-4")["customer_id"] = "c3"
    ledger.add("sales", line_id="late", order_date="2023-06-03", customer_id="c1", net_amount="5")
    ledger.add("sales", line_id="nobody", order_date="2023-06-03", customer_id="c9", net_amount="1.5")
    ledger.add("sales", line_id="new", order_date="2025-03-31", customer_id="c3", net_amount="7")
    ledger.drop("sales", line_id="2023-1")
    ledger.row("fx_rates", rate_date="2025-02-01")["rate"] = "0.96"
    ledger.row("quotas", territory_id="N1", period_start="2025-01-01")["amount"] = "111.11"
    ledger.drop("quotas", territory_id="N2", period_start="2025-02-01")
    ledger.add(
        "quotas", territory_id="S1", period_start="2025-04-01", period_end="2025-07-01", measure="net_sales",
        amount="1.0001",
    )  # fmt: skip


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("restated")
    home = Home(folder / "home")
    ledger = Ledger(folder / "firm", home)
    before = ledger.copy()
    base = ledger.load()
    edit_lines(ledger)
    lines = ledger.load()
    ledger.tables = before
    ledger.row("territories", territory_id="N2")["parent_id"] = "S"
    tree = ledger.load()
    ledger.row("territories", territory_id="N2")["parent_id"] = "N"
    ledger.settings["extra_holidays"] = ["2025-01-02", "2025-02-03"]
    ledger.row("quotas", territory_id="N1", period_start="2025-02-01")["amount"] = "200"
    return Shop(home, base, lines, tree, ledger.load())


@pytest.fixture
def shop(loaded: Shop, home: Home) -> Shop:
    """The same, in the home of one test, which may damage it."""
    shutil.copytree(loaded.home.path, home.path, dirs_exist_ok=True)
    return Shop(home, loaded.base, loaded.lines, loaded.tree, loaded.spread)


@pytest.fixture
def ledger(home: Home, tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "firm", home)
