"""A small company whose files a test changes, and a look at the home in which it is loaded."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake import manifest as manifests
from dashboard.intake.load import Loaded, load
from dashboard.paths import Home
from dashboard.progress import Progress, silent
from dashboard.settings import Settings

MAPPING = """
name = "Firm"
[source.sales]
file = "sales.csv"
[[table.sales]]
from = "sales AS s"
[table.sales.columns]
line_id = "s.id"
order_date = "s.day"
territory_id = "s.land"
net_amount = "s.amount"
[source.lands]
file = "lands.csv"
[[table.territories]]
from = "lands AS l"
[table.territories.columns]
territory_id = "l.id"
parent_id = "l.parent"
name = "l.id"
level = "l.level"
"""
SETTINGS = 'credit_by = "document"\nholidays = ""\n'
TOTAL = Statement("SELECT count(*), sum(net_amount) FROM sales", {})


@dataclass
class Firm:
    """A company's folder: `lines` are written when it is loaded."""

    folder: Path
    lines: list[tuple[str, str, str, str]] = field(
        default_factory=lambda: [
            (f"{year}-{n}", f"{year}-0{n}-15", "ABC"[n % 3], f"{n}.25")
            for year in (2023, 2024, 2025)
            for n in range(1, 7)
        ]
    )
    settings: str = SETTINGS

    @property
    def mapping(self) -> Path:
        return self.folder / "mapping.toml"

    @property
    def total(self) -> Decimal:
        return sum((Decimal(line[3]) for line in self.lines), Decimal(0))

    def change(self, line: str, amount: str) -> None:
        """Give a line another amount."""
        self.lines = [(*one[:3], amount) if one[0] == line else one for one in self.lines]

    def write(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        rows = ["id,day,land,amount", *(",".join(line) for line in self.lines)]
        (self.folder / "sales.csv").write_text("\n".join(rows) + "\n")
        lands = ["id,parent,level", "TOP,,country", *(f"{land},TOP,area" for land in "ABC")]
        (self.folder / "lands.csv").write_text("\n".join(lands) + "\n")
        self.mapping.write_text('settings = "settings.toml"\n' + MAPPING)
        (self.folder / "settings.toml").write_text(self.settings)
        return self.mapping

    def load(self, home: Home, progress: Progress = silent, **settings: Any) -> Loaded:
        self.write()
        return load(self.mapping, quick(home, **settings), progress)


def quick(home: Home, **settings: Any) -> Settings:
    """Settings of this home, whatever the environment says."""
    chosen = {"memory_limit": "500MB", "threads": 1, **settings}
    return Settings(**chosen).model_copy(update={"home": home.path})


def total(shelf: Shelf) -> tuple[Any, ...]:
    return shelf.run(TOTAL)[0]


def files(home: Home) -> dict[str, tuple[int, int]]:
    """Every file of a home that lasts, with what would change if it were written again."""
    return {
        str(file.relative_to(home.path)): (file.stat().st_ino, file.stat().st_mtime_ns)
        for file in sorted(home.path.rglob("*"))
        if file.is_file() and file.name != "load.lock"
    }


def require_whole(home: Home, publications: int) -> None:
    """Nothing is half done: as many publications as there should be, their segments, and no more."""
    kept = manifests.listed(home)
    assert len(kept) == publications
    assert not manifests.damaged(home)
    wanted = {segment.file for one in kept for segment in one.segments}
    assert {file.name for file in home.segments.iterdir()} == wanted
    assert {file.name for file in home.publications.iterdir()} == {f"{one.id}.json" for one in kept}
    assert {file.name for file in home.path.iterdir()} == {"current", "load.lock", "publications", "segments"}
