"""A company with every table that a restatement reads, as rows that a test changes between two loads."""

import csv
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from dashboard import __main__ as commands
from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.answer import answer
from dashboard.answers.restated import restated
from dashboard.answers.warehouse import open_shelf
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.commands.restated import _ALL
from dashboard.intake.load import load
from dashboard.intake.manifest import DemoPerson, Manifest
from dashboard.metrics.question import Question, ask
from dashboard.paths import Home
from dashboard.progress import silent
from tests.access.rosters import Nobody
from tests.publication.firm import quick

Rows = list[dict[str, Any]]
TODAY = dt.date(2025, 4, 10)
PEOPLE = (
    DemoPerson(email="nora@ledger.example", name="Nora", role="leader"),
    DemoPerson(email="eve@ledger.example", name="Eve", role="executive"),
)


def _tables() -> dict[str, Rows]:
    def row(names: str, *values: object) -> dict[str, Any]:
        return dict(zip(names.split(), values, strict=True))

    place = "territory_id name parent_id level valid_from valid_to"
    quota = "territory_id rep_id period_start period_end measure amount"
    line = "line_id order_date customer_id product_id quantity net_amount cost_amount currency"
    return {
        "territories": [
            row(place, "ALL", "Whole", "", "country", "", ""),
            row(place, "N", "North", "ALL", "region", "", ""),
            row(place, "S", "South", "ALL", "region", "", ""),
            row(place, "N1", "North 1", "N", "area", "", ""),
            row(place, "N2", "North 2", "N", "area", "", ""),
            row(place, "S1", "South 1", "S", "area", "", ""),
        ],
        "customers": [row("customer_id name", f"c{n}", f"Customer {n}") for n in range(1, 5)],
        "products": [row("product_id name", f"p{n}", f"Product {n}") for n in range(1, 3)],
        "alignments": [
            row("customer_id territory_id valid_from valid_to", f"c{n}", place, "2020-01-01", "")
            for n, place in ((1, "N1"), (2, "N2"), (3, "S1"))
        ],
        "reps": [
            row("rep_id name email", "r1", "Nora", "nora@ledger.example"),
            row("rep_id name email", "r2", "Sam", "sam@ledger.example"),
        ],
        "assignments": [
            row("rep_id territory_id role share valid_from valid_to", *one)
            for one in (
                ("r1", "N", "manager", "", "2020-01-01", ""),
                ("r2", "N1", "owner", "0.6", "2020-01-01", ""),
                ("r2", "S1", "owner", "0.4", "2020-01-01", ""),
            )
        ],
        "quotas": [
            row(quota, place, "", f"2025-0{month}-01", f"2025-0{month + 1}-01", "net_sales", f"{amount}.10")
            for place, amount in (("N1", 100), ("N2", 70), ("S1", 50))
            for month in (1, 2, 3)
        ],
        "fx_rates": [
            row("rate_date currency rate", "2023-01-01", "USD", "0.91234567"),
            row("rate_date currency rate", "2025-02-01", "USD", "0.95"),
        ],
        "sales": [
            row(line, f"{year}-{n}", f"{year}-0{n % 3 + 1}-1{n}", f"c{n % 4 + 1}", f"p{n % 2 + 1}", f"{n}",
                f"{n}1.27", f"{n}.5", "USD" if n == 5 else "EUR")
            for year in (2024, 2023, 2025)  # what goes later in the file moves no record of 2024
            for n in range(1, 8)
        ],
    }  # fmt: skip


@dataclass
class Ledger:
    """A company's folder; `tables` are written when it is loaded."""

    folder: Path
    home: Home
    tables: dict[str, Rows] = field(default_factory=_tables)
    settings: dict[str, Any] = field(default_factory=lambda: {"holidays": "", "credit_by": "alignment"})
    name: str = "Ledger"
    today: dt.date = TODAY
    touched: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=count)

    def load(self) -> Manifest:
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in self.settings.items())
        (self.folder / "settings.toml").write_text(lines)
        mapping = [f'name = "{self.name}"', 'settings = "settings.toml"']
        for name, rows in self.tables.items():
            mapping += self._write(name, rows)
        (self.folder / "mapping.toml").write_text("\n".join(mapping))
        made = load(
            self.folder / "mapping.toml",
            quick(self.home, today=self.today),
            silent,
            kind="demo",
            people=PEOPLE,
        )
        assert not made.manifest.quarantined
        return made.manifest

    def _write(self, name: str, rows: Rows) -> list[str]:
        with (self.folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        columns = [f'{column} = "t.{column}"' for column in rows[0]]
        source = [f"[source.{name}_file]", f'file = "{name}.csv"']
        return [
            *source,
            f"[[table.{name}]]",
            f'from = "{name}_file AS t"',
            f"[table.{name}.columns]",
            *columns,
        ]

    def row(self, table: str, **known: str) -> dict[str, Any]:
        """The one row of a table that these values tell."""
        [found] = [one for one in self.tables[table] if known.items() <= one.items()]
        return found

    def drop(self, table: str, **known: str) -> None:
        self.tables[table].remove(self.row(table, **known))

    def add(self, table: str, **values: str) -> None:
        self.tables[table].append({**dict.fromkeys(self.tables[table][0], ""), **values})

    def copy(self) -> dict[str, Rows]:
        return deepcopy(self.tables)


@dataclass(frozen=True)
class Told:
    """What `restated` said: cells by row (its labels joined by " / ") and column."""

    rows: dict[str, dict[str, Decimal]]
    totals: dict[str, Decimal]

    def causes(self, row: str) -> dict[str, Decimal]:
        """What is not zero in a row."""
        cells = self.totals if row == "total" else self.rows.get(row, {})
        return {key: value for key, value in cells.items() if value and key != "difference"}


def asked(
    sides: tuple[Manifest, Manifest], measure: str = "net_sales", by: str = "fiscal_month", **more: Any
) -> Question:
    return ask(sides[1].outline, measures=[measure], by=by.split(), period=_ALL, **more)


def compared(
    home: Home, sides: tuple[Manifest, Manifest], measure: str = "net_sales", by: str = "fiscal_month",
    alignment: str = "", scope: Scope | None = None, shelves: Sequence[Shelf] = (),
) -> Told:  # fmt: skip
    """What differs, held against each publication asked on its own: on these shelves, else on new ones."""
    scope, question = scope or operator(), asked(sides, measure, by, alignment=alignment)
    found = restated(question, scope, sides, quick(home))
    wide = len(question.by)
    keys = [column.key for column in found.columns[wide:]]
    told = Told(
        {
            " / ".join(map(str, row[:wide])): dict(zip(keys, row[wide:], strict=True)) for row in found.rows
        },
        dict(zip(keys, (found.totals or ())[wide:], strict=True)),
    )  # fmt: skip
    if shelves:
        _hold(told, shelves, question, scope)
    else:
        with shelved(home, sides) as opened:
            _hold(told, opened, question, scope)
    return told


@contextmanager
def shelved(home: Home, sides: tuple[Manifest, Manifest]) -> Iterator[Sequence[Shelf]]:
    """Both publications, each on a shelf of its own."""
    with ExitStack() as ending:
        yield [ending.enter_context(closing(open_shelf(home, side.id, "400MB", 1))) for side in sides]


def _hold(told: Told, shelves: Sequence[Shelf], question: Question, scope: Scope) -> None:
    values: dict[str, list[Decimal]] = {}
    for n, shelf in enumerate(shelves):
        found = answer(question, scope, shelf)
        for row in [*found.rows, found.totals or ()]:
            label = " / ".join("?" if one is None else str(one) for one in row[:-1])
            label = "total" if row is found.totals else label
            values.setdefault(label, [Decimal(0), Decimal(0)])[n] += row[-1] or 0
    for label, (before, after) in values.items():
        cells = told.totals if label == "total" else told.rows.get(label, {})
        assert cells.get("difference", Decimal(0)) == after - before, label
    for cells in [*told.rows.values(), told.totals]:
        assert cells["difference"] == sum(value for key, value in cells.items() if key != "difference")


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = commands.main(["restated", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def within(*nodes: str) -> Scope:
    """The scope of somebody who was given these territories."""
    person = Person("1", "ana@x.gr", "Ana", Role.REP)
    given = [HandGrant(node, dt.date(2020, 1, 1)) for node in nodes]
    return grant(person, Nobody(), given, TODAY)
