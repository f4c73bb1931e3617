"""Marts built straight from rows: the same SQL as a load's, without its files.

For tests that need many small companies. Whole loads are tested elsewhere.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import duckdb

from dashboard.access.scope import Scope
from dashboard.answers.paid import NOBODY, Paid, PayBook, Rates
from dashboard.answers.pairs import Pairs
from dashboard.answers.statement import Paths, Statement
from dashboard.answers.warehouse_shelf import PATHS, SHIFTS, WORKED, Shelf
from dashboard.intake.before import show_nothing
from dashboard.intake.binding import create_empty, model_columns
from dashboard.intake.contracts import read_contracts
from dashboard.intake.ideas import find_ideas
from dashboard.intake.line_segments import Lines
from dashboard.intake.manifest import cut_of
from dashboard.intake.marts import _describe_company, build
from dashboard.intake.outlines import make_outlines
from dashboard.intake.rollups import weigh
from dashboard.intake.stage import _OWN_TABLES
from dashboard.metrics.question import Outline
from dashboard.paths import QUERIES
from dashboard.progress import silent
from dashboard.settings import Company

Rows = dict[str, list[dict[str, Any]]]
CONTRACTS = read_contracts()


@dataclass(frozen=True)
class Book:
    """A pay book that holds these lines, open to everybody; none, where nothing is said."""

    paid: Paid = NOBODY

    def read(self, scope: Scope, asked: str, rates: Rates) -> Paid:
        return self.paid


@dataclass(frozen=True)
class Built:
    """Answers questions like a shelf, on a connection that has just been filled, and keeps them like one."""

    connection: duckdb.DuckDBPyConnection
    outline: Outline
    manifest: SimpleNamespace
    book: PayBook | None = Book()
    kept: dict[Hashable, tuple[list[str], list[tuple[Any, ...]]]] = field(default_factory=dict, repr=False)

    once_found: dict[str, Any] = field(default_factory=dict, repr=False)

    people_of = Shelf.people_of
    payees = Shelf.payees
    reports_of = Shelf.reports_of

    @property
    def paths(self) -> Paths:
        if "paths" not in self.once_found:
            self.once_found["paths"] = Paths.of(self.rows(PATHS))
        return self.once_found["paths"]

    @property
    def pairs(self) -> Pairs:
        if "pairs" not in self.once_found:
            self.once_found["pairs"] = Pairs.of(self.rows(SHIFTS), self.rows(WORKED))
        return self.once_found["pairs"]

    def run(self, statement: Statement) -> list[tuple[Any, ...]]:
        return self.read(statement)[1]

    def begin(self, statement: Statement) -> None:
        """Nothing is computed ahead: whoever asks waits."""

    def read(self, statement: Statement) -> tuple[list[str], list[tuple[Any, ...]]]:
        if statement.key not in self.kept:
            cursor = self.connection.execute(statement.sql, statement.parameters or None)
            self.kept[statement.key] = [column[0] for column in cursor.description or ()], cursor.fetchall()
        return self.kept[statement.key]

    def forget(self) -> None:
        """Keep no answer of before: for whoever changes the tables."""
        self.kept.clear()
        self.once_found.clear()

    def table(self, statement: Statement) -> Any:
        return self.connection.execute(statement.sql, statement.parameters or None).to_arrow_table()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()


def built_calendar(company: Company, *days: dt.date) -> Built:
    """The calendar around these days, and what is paired by it: nothing else is built."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE SCHEMA model; CREATE SCHEMA mart")
    show_nothing(connection)
    for contract in CONTRACTS.tables.values():
        create_empty(connection, f"model.{contract.name}", model_columns(contract))
    for table, columns in _OWN_TABLES.items():
        connection.execute(f"CREATE TABLE model.{table} ({columns})")
    sales = [{"line_id": str(day), "order_date": day, "net_amount": 1} for day in days]
    _insert(connection, "sales", sales)
    _describe_company(connection, company, max(days))
    for mart in ("calendar", "day_shift"):
        text = (QUERIES / "marts" / f"{mart}.sql").read_text(encoding="utf-8")
        connection.execute(f"CREATE TABLE mart.{mart} AS {text}")
    connection.execute("USE mart")
    outline = Outline(cut_of(company), (), frozenset({"sales"}), (), min(days), max(days), company.currency)
    return Built(connection, outline, SimpleNamespace(id="built", through=max(days)))


def built(given: Rows, company: Company, today: dt.date, *, ideas: bool = False) -> Built:
    """The company; with `ideas` those are looked for too, which few tests need."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE SCHEMA model")
    for contract in CONTRACTS.tables.values():
        create_empty(connection, f"model.{contract.name}", model_columns(contract))
        _insert(connection, contract.name, given.get(contract.name, []))
    for table, columns in _OWN_TABLES.items():
        connection.execute(f"CREATE TABLE model.{table} ({columns})")
    _insert(connection, "provided", [{"table_name": name} for name in given])
    show_nothing(connection)

    def in_a_table(query: str) -> Lines:
        connection.execute(f"CREATE TABLE mart.line AS {query}")
        return Lines((), ("FROM mart.line",))

    build(connection, company, today, in_a_table, silent)
    if ideas:
        find_ideas(connection, company)
    make_outlines(connection, ())
    connection.execute("SET search_path = 'mart,model'")  # a publication keeps both
    return Built(
        connection, _outline(connection, given, company, today), SimpleNamespace(id="built", through=today)
    )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    names = list(rows[0])
    lineage = table in CONTRACTS.tables
    columns = [*names, "source_file", "source_record"] if lineage else names
    values = [
        [*(row[name] for name in names), *([f"{table}.csv", n] if lineage else [])]
        for n, row in enumerate(rows, 1)
    ]
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO model.{table} ({', '.join(columns)}) VALUES ({marks})", values)


def _outline(connection: duckdb.DuckDBPyConnection, given: Rows, company: Company, today: dt.date) -> Outline:
    def column(sql: str) -> tuple[str, ...]:
        return tuple(row[0] for row in connection.execute(sql).fetchall())

    days = [row["order_date"] for row in given.get("sales", [])]
    return Outline(
        cut=cut_of(company),
        levels=column(
            "SELECT level FROM territory_tree WHERE level != '' GROUP BY level ORDER BY min(depth), level"
        ),
        tables=frozenset(given),
        quota_layers=column("SELECT DISTINCT layer FROM quota ORDER BY layer"),
        first=min(days, default=today),
        through=max([day for day in days if day <= today], default=today),
        currency=company.currency,
        rollups=tuple((one.relation, one.rows) for one in weigh(connection)),
        whole_orders=not column("SELECT mark FROM split_order"),
        month_modes=column("SELECT DISTINCT mode FROM month_shift"),
        shifts=tuple(
            connection.execute(
                "SELECT mode, min(to_day - from_day), max(to_day - from_day) FROM day_shift GROUP BY mode"
            ).fetchall()
        ),
        last=max((one["order_date"] for one in given.get("sales", ())), default=None),
    )
