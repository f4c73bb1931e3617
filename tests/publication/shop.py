"""A company whose lines come in a file a day, with everything that says where a line belongs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import open_shelf
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake.load import Loaded, load
from dashboard.metrics.question import ask
from dashboard.paths import Home
from dashboard.progress import silent
from tests.publication.firm import quick

Rows = list[tuple[str, ...]]
_LINE = "line_id,order_id,order_date,customer_id,product_id,quantity,net_amount,cost_amount,channel,currency"
_COLUMNS = {
    "territories": "territory_id,parent_id,name,level",
    "customers": "customer_id,name,segment",
    "alignments": "customer_id,territory_id,valid_from,valid_to",
    "products": "product_id,name,brand,category,launched_on",
    "price_floors": "product_id,customer_id,valid_from,price",
    "reps": "rep_id,name",
    "assignments": "rep_id,territory_id,role,valid_from,valid_to",
    "quotas": "territory_id,period_start,period_end,measure,amount",
    "fx_rates": "rate_date,currency,rate",
    "credits": "line_id,rep_id,share",
    "activities": "activity_id,activity_date,rep_id,customer_id,kind",
}
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"measures": ["net_sales", "orders", "active_customers", "gross_margin"], "by": ["area", "fiscal_month"]},
    {"measures": ["net_sales", "active_customers", "growth"], "by": ["area"]},
    {"measures": ["net_sales", "growth"], "by": ["category"]},
    {"measures": ["net_sales", "attainment"], "by": ["rep"]},
    {"measures": ["orders", "net_sales"], "by": ["customer", "fiscal_quarter"]},
    {"measures": ["net_sales"], "by": ["day"]},
    {"measures": ["landing", "net_sales"], "by": ["area"]},
)


@dataclass
class Shop:
    """The files of a company: `days` has a file of lines each, by name; `tables` all others."""

    folder: Path
    days: dict[str, Rows]
    tables: dict[str, Rows]
    lines_from: str = "lines AS l"
    settings: str = 'holidays = ""\n'
    more: str = ""
    written: dict[str, str] = field(default_factory=dict)

    def write(self) -> Path:
        """Write what has changed; a file that has not stays as it is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        wanted = {f"lines_{day}.csv": _csv(_LINE, rows) for day, rows in self.days.items()}
        wanted |= {f"{table}.csv": _csv(_COLUMNS[table], rows) for table, rows in self.tables.items()}
        wanted |= {"settings.toml": self.settings, "mapping.toml": "".join(self._mapping())}
        for name in self.written.keys() - wanted.keys():
            (self.folder / name).unlink()
        for name, text in wanted.items():
            if self.written.get(name) != text:
                (self.folder / name).write_text(text)
        self.written = wanted
        return self.folder / "mapping.toml"

    def load(self, home: Home, full: bool = False, today: str = "2026-03-20") -> Loaded:
        return load(self.write(), quick(home, today=today), silent, full=full)

    def _mapping(self) -> Iterator[str]:
        yield 'name = "Shop"\nsettings = "settings.toml"\n[source.lines]\nfiles = ["lines_*.csv"]\n'
        for table in self.tables:
            yield f'[source.{table}]\nfile = "{table}.csv"\n'
        yield self.more
        yield f'[[table.sales]]\nfrom = "{self.lines_from}"\n[table.sales.columns]\n'
        yield from (f'{column} = "l.{column}"\n' for column in _LINE.split(","))
        for table in self.tables:
            yield f'[[table.{table}]]\nfrom = "{table} AS t"\n[table.{table}.columns]\n'
            yield from (f'{column} = "t.{column}"\n' for column in _COLUMNS[table].split(","))


def _csv(header: str, rows: Rows) -> str:
    return "\n".join([header, *(",".join(row) for row in rows)]) + "\n"


def shop(folder: Path, seed: int) -> Shop:
    """A company of chance with some sixty lines in two files, one customer and one article unknown."""
    chance = random.Random(seed)
    customers = [f"C{n}" for n in range(1, 8)]
    moved = chance.sample(customers, 2)
    aligned = [
        (one, chance.choice("AB"), "2024-01-01", "2026-02-01" if one in moved else "") for one in customers
    ]
    aligned += [(one, chance.choice("AB"), "2026-02-01", "") for one in moved]
    made = Shop(
        folder,
        {},
        {
            "territories": [("TOP", "", "TOP", "country"), *((one, "TOP", one, "area") for one in "AB")],
            "customers": [(one, f"Name {one}", chance.choice("xy")) for one in customers[:-1]],
            "alignments": aligned,
            "products": [(f"P{n}", f"P{n}", f"B{n % 2}", f"K{n % 3}", "2025-06-01") for n in range(1, 5)],
            "price_floors": [("P1", "", "2025-01-01", "1.5"), ("P1", "C1", "2026-01-01", "1.25")],
            "reps": [("R1", "Ann"), ("R2", "Bob")],
            "assignments": [
                ("R1", "A", "owner", "2024-01-01", ""),
                ("R2", "B", "owner", "2024-01-01", "2026-02-15"),
                ("R1", "B", "owner", "2026-02-15", ""),
            ],
            "quotas": [("A", "2026-01-01", "2026-04-01", "net_sales", "900"),
                       ("B", "2025-01-01", "2026-01-01", "net_sales", "700")],
            "fx_rates": [("2024-01-01", "USD", "0.9"), ("2026-03-01", "USD", "0.8")],
            "credits": [("1-3", "R2", "0.5")],
        },
    )  # fmt: skip
    made.days["2026-03-17"] = lines(chance, "1", 50, "2024-11-05", "2025-03-20", "2026-01-15", "2026-03-02")
    made.days["2026-03-18"] = lines(chance, "2", 12, "2026-03-17", "2026-03-18")
    return made


def lines(chance: random.Random, mark: str, count: int, *days: str) -> Rows:
    """Lines of chance on these days: returns, absent costs, foreign money, unknown keys, shared orders."""
    return [
        (
            f"{mark}-{n}", f"{mark}-O{chance.randrange(count)}", chance.choice(days),
            f"C{chance.randint(1, 8)}", f"P{chance.randint(1, 5)}", str(chance.choice((-1, 1, 2, 7))),
            f"{chance.randint(-999, 9999) / 100:.2f}", chance.choice(("", "1.25", "3.5")),
            chance.choice(("web", "shop")), chance.choice(("", "USD")),
        )
        for n in range(count)
    ]  # fmt: skip


def told(shelf: Shelf) -> dict[str, Any]:
    """All that two publications of the same files must agree on."""
    stated = {
        relation: sorted(map(repr, shelf.run(Statement(f"SELECT * FROM {relation}", {}))))
        for relation in ("sales", "calendar", "landing", "forecast_day", "quota_pace", "quarantine",
                         "control_total", "source", "unplaced", "customer", "idea", "territory",
                         *shelf.manifest.marks)
    }  # fmt: skip
    for number, entries in enumerate(QUESTIONS):
        question = ask(shelf.outline, period="2025-01-01..2026-03-31", **entries)
        routed, raw = (answer(question, operator(), shelf, raw=raw) for raw in (False, True))
        stated[f"question {number}"] = [*sorted(map(repr, routed.rows)), repr(routed.totals)]
        assert (routed.rows, routed.totals) == (raw.rows, raw.totals), entries
    one = shelf.manifest
    told = (
        one.first,
        one.through,
        one.last,
        one.quarantined,
        one.totals,
        one.sources,
        one.levels,
        one.load_id,
    )
    stated["manifest"] = [repr(told)]
    return stated


def told_of(home: Home, loaded: Loaded) -> dict[str, Any]:
    """The same of what a load has published."""
    shelf = open_shelf(home, loaded.manifest.id)
    try:
        return told(shelf)
    finally:
        shelf.close()
