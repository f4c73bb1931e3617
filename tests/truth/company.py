"""A company in one document: rows given, questions asked, answers expected.

A document is TOML. `[given]` holds one table of the model each, written as people write tables:
a heading, then a line a row, cells between bars, an empty cell for what is absent. `[company]`
holds its settings, `today` among them, `kpis` the text of its own measures, `paid` the lines of the
pay ledger. Each `[[ask]]` is a question in the words of the command line, with the rows and the
totals it must have:

    question = "--measure attainment --by region --period 2026-01-01..2026-01-31"
    rows = '''
    region | attainment
    North  | 90 / 120
    '''
    totals = "190 / 220"
    notes = ["note.no_quota"]

Money is written with its four decimals, a ratio as a quotient (or a fraction), `-` where nothing
can be computed; in `subtotals`, an empty cell where a dimension is summed over. Rows must come in
this order and nothing may stand beside them; where a document says nothing of the totals or the
notes, they are not looked at. A question that must be refused has `refused`, the key of the
sentence; so has a document whose load must be refused.
"""

import csv
import datetime as dt
import json
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import _joined, parser
from dashboard.access.scope import Scope, operator
from dashboard.answers.answer import Answer, answer
from dashboard.answers.export import as_json
from dashboard.answers.paid import Paid, Rates
from dashboard.answers.warehouse import open_shelf
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.commands.ask import question_of
from dashboard.errors import MetronError
from dashboard.intake.load import load
from dashboard.pay.posted import Line, reported
from dashboard.progress import silent
from dashboard.settings import Settings

CASES = Path(__file__).parent / "cases"
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Case:
    """One document."""

    name: str
    proves: tuple[str, ...]
    company: dict[str, Any]
    given: dict[str, list[dict[str, str]]]
    asks: tuple[dict[str, Any], ...]
    refused: str
    kpis: str = ""
    paid: tuple[dict[str, str], ...] = ()


def cases() -> list[Case]:
    return [read(file) for file in sorted(CASES.glob("*.toml"))]


def read(file: Path) -> Case:
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    known = {"pitfall", "proves", "company", "kpis", "paid", "given", "ask", "refused"}
    assert document.keys() <= known, f"{file.name} says {sorted(document.keys() - known)}"
    assert document["pitfall"].strip(), f"{file.name} must say which mistake it would catch"
    for one in document.get("ask", ()):
        assert one.keys() <= {"question", "rows", "subtotals", "totals", "notes", "refused"}, (
            f"{file.name}: {one.keys()}"
        )
    return Case(
        file.stem,
        tuple(document.get("proves", ())),
        document.get("company", {}),
        {name: table(text) for name, text in document["given"].items()},
        tuple(document.get("ask", ())),
        document.get("refused", ""),
        document.get("kpis", ""),
        tuple(table(document["paid"])) if "paid" in document else (),
    )


@dataclass(frozen=True)
class Ledger:
    """A pay book of these lines, open to everybody."""

    rows: tuple[dict[str, str], ...]

    def read(self, scope: Scope, asked: str, rates: Rates) -> Paid:
        found, _ = reported(
            [
                Line(
                    row["rep_id"], dt.date.fromisoformat(row["day"]), Decimal(row["amount"]), row["currency"]
                )
                for row in self.rows
            ],
            rates,
        )
        people, days, amounts = zip(*((one.payee, one.day, one.amount) for one in found), strict=True)
        return Paid(people, days, amounts)


def table(text: str) -> list[dict[str, str]]:
    """Rows of a table written with bars."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    head, *body = lines
    for line in body:
        assert len(line) == len(head), f"{line} does not fit {head}"
    return [dict(zip(head, line, strict=True)) for line in body]


@contextmanager
def published(case: Case, folder: Path) -> Iterator[Shelf]:
    """The case's company, loaded like any other and opened for reading, in this process's home."""
    company = dict(case.company)
    today = company.pop("today")
    (folder / "settings.toml").write_text("".join(f"{k} = {_toml(v)}\n" for k, v in company.items()))
    mapping = [f'name = "{case.name}"', 'settings = "settings.toml"']
    if case.kpis:
        mapping.append('kpis = "kpis.toml"')
        (folder / "kpis.toml").write_text(case.kpis, encoding="utf-8")
    for name, rows in case.given.items():
        mapping += _write(folder, name, rows)
    (folder / "mapping.toml").write_text("\n".join(mapping))
    settings = Settings(today=today, memory_limit="400MB", threads=1)
    loaded = load(folder / "mapping.toml", settings, silent)
    assert not loaded.manifest.quarantined, "a truth is made of rows that are believed"
    shelf = open_shelf(settings.place, loaded.manifest.id, "400MB", 1, book=Ledger(case.paid))
    try:
        yield shelf
    finally:
        shelf.close()


def _write(folder: Path, name: str, rows: list[dict[str, str]]) -> list[str]:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    columns = [f'{column} = "t.{column}"' for column in rows[0]]
    source = [f"[source.{name}_file]", f'file = "{name}.csv"']
    return [*source, f"[[table.{name}]]", f'from = "{name}_file AS t"', f"[table.{name}.columns]", *columns]


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value)


def asked(words: str, shelf: Shelf) -> Answer:
    """The answer to a question in the words of the command line."""
    args = parser().parse_args(_joined(["ask", *shlex.split(words)]))
    return answer(question_of(args, shelf.outline), operator(), shelf)


def hold(one: dict[str, Any], shelf: Shelf) -> None:
    """Fail unless the question has the answer that the document says."""
    if "refused" in one:
        with pytest.raises(MetronError) as caught:
            asked(one["question"], shelf)
        assert caught.value.key == one["refused"]
        return
    found = asked(one["question"], shelf)
    told = json.loads(as_json(found, "en", {}))
    keys = [column["key"] for column in told["columns"]]
    kinds = [column["kind"] for column in told["columns"]]
    wide = sum(kind == "dimension" for kind in kinds)
    if "rows" in one:
        expected = table(one["rows"])
        assert all(list(row) == keys for row in expected), f"columns are {keys}"
        _same(told["rows"], [_read(list(row.values()), kinds) for row in expected], one["question"])
    if "subtotals" in one:
        expected = [_read(list(row.values()), kinds) for row in table(one["subtotals"])]
        _same(told["subtotals"], [[cell or None for cell in row] for row in expected], one["question"])
    if "totals" in one:
        cells = [cell.strip() for cell in one["totals"].split("|")]
        _same([told["totals"]], [[None] * wide + _read(cells, kinds[wide:])], one["question"])
    for key in one.get("notes", ()):
        assert key in [note.key for note in found.notes]
    if not one.get("notes", True):
        days = ("note.period", "note.compared", "note.growth")
        assert not [note.key for note in found.notes if note.values and not note.key.startswith(days)]


def _same(found: list[list[object]], expected: list[list[object]], question: str) -> None:
    lines = "\n".join(["found:", *map(str, found), "expected:", *map(str, expected)])
    assert found == expected, f"{question}\n{lines}"


def _read(cells: list[str], kinds: list[str]) -> list[object]:
    return [_value(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]


def _value(cell: str, kind: str) -> object:
    if kind == "dimension":
        return int(cell) if cell.isdigit() and len(cell) == 4 else cell
    if cell == NOTHING:
        return None
    if kind == "ratio":
        over, _, under = cell.partition("/")
        return float(over) / float(under or 1)
    if kind in ("count", "quantity"):
        return float(cell) if "." in cell else int(cell)
    return cell
