"""The demo company: a Greek distributor that does not exist, made by SQL from a seed, a size and a last day.

`queries/demo/` holds one query a relation and `data/demo/` what was written by hand (territories,
people, goods, names). All chance is a hash of the seed, so the same three numbers always make the
same company. `docs/demo.md` lists what was planted in it.
"""

import datetime as dt
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow.parquet as parquet

from dashboard.errors import NotUnderstood
from dashboard.intake.manifest import DemoPerson
from dashboard.paths import DATA, MAPPINGS, QUERIES
from dashboard.progress import Progress

YEARS = 4
FEWEST = 50_000
EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2150, 12, 31)
LINES_OF_A_PART = 11_000_000
MAPPING = "demo.toml"
_BESIDE = ("settings.toml", "aliases.toml")  # what the mapping names
_ROW_GROUP = 250_000

_BEFORE_SALES = (
    "moments", "days", "parts", "territories", "reps", "assignments", "absences", "catalogue", "prices",
    "products", "assortment", "accounts", "customers", "customer_identifiers", "alignments", "demand",
    "planted_orders", "plan", "compensation", "scores",
)  # fmt: skip
_AFTER_SALES = (
    "quotas", "price_floors", "price_agreements", "receivables", "market", "call_plans", "activities",
    "deals", "opportunity_events", "opportunities", "credits",
)  # fmt: skip

SOURCES = (
    "territories", "reps", "assignments", "absences", "customers", "customer_identifiers", "products",
    "alignments", "sales", "quotas", "call_plans", "activities", "opportunities", "opportunity_events",
    "price_floors", "price_agreements", "receivables", "market", "compensation", "scores", "credits",
)  # fmt: skip


def people() -> tuple[DemoPerson, ...]:
    """Who may sign in with one click: a rep, the leader of his district, the director of sales; and of those
    who do not sell, two of sales operations, for one approves what the other calculates, and an auditor.
    """
    return (
        DemoPerson(email="g.nikolaou@metron.example", name="Γιώργος Νικολάου", role="rep"),
        DemoPerson(email="a.boura@metron.example", name="Αγγελική Μπούρα", role="leader"),
        DemoPerson(email="s.mavridis@metron.example", name="Σταύρος Μαυρίδης", role="executive"),
        DemoPerson(email="e.stamatiou@metron.example", name="Έλενα Σταματίου", role="operations"),
        DemoPerson(email="n.fotopoulos@metron.example", name="Νίκος Φωτόπουλος", role="operations"),
        DemoPerson(email="m.kostopoulou@metron.example", name="Μαρία Κωστοπούλου", role="auditor"),
    )


def generate(
    folder: Path, lines: int, until: dt.date, seed: int, progress: Progress, parts: int | None = None
) -> None:
    """Write the company's files, one Parquet file a source table, and the mapping that loads them.

    There are exactly `lines` sales lines, in four years that end with `until`. Each territory
    without a story of its own is cut into `parts`, by default the more the larger the company is.

    Raises:
        NotUnderstood: fewer lines than the planted stories need, or a last day far from today.
    """
    if not EARLIEST <= until <= LATEST:
        raise NotUnderstood("demo.until", until=until, earliest=EARLIEST, latest=LATEST)
    if lines < FEWEST:
        raise NotUnderstood("demo.too_few", lines=lines, fewest=FEWEST)
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        with duckdb.connect() as connection:
            _prepare(connection, work, lines, until, seed, parts or parts_of(lines))
            _generate(connection, folder, progress)
    finally:
        shutil.rmtree(work)
    for file in (MAPPINGS / MAPPING, *(DATA / "demo" / name for name in _BESIDE)):
        shutil.copyfile(file, folder / file.name)


def parts_of(lines: int) -> int:
    """Into how many parts a territory is cut: one up to 11 million lines, nine (about 500 in all) from 88."""
    return 1 + min(8, (lines - 1) // LINES_OF_A_PART)


def _prepare(
    connection: duckdb.DuckDBPyConnection, work: Path, lines: int, until: dt.date, seed: int, parts: int
) -> None:
    """The numbers as variables, what was written by hand as schema `given`, and the macros."""
    connection.execute("SET memory_limit = '3GB'")
    connection.execute("SET asof_loop_join_threshold = 0")  # else a short list is compared with each row
    connection.execute("SET temp_directory = $directory", {"directory": str(work)})
    after = until + dt.timedelta(days=1)
    since = after.replace(year=after.year - YEARS)
    given = {"seed": seed, "lines": lines, "parts": parts, "until": until, "since": since}
    for name, value in given.items():
        connection.execute(f"SET VARIABLE {name} = $value", {"value": value})
    connection.execute("CREATE SCHEMA given")
    for file in sorted((DATA / "demo").glob("*.csv")):
        connection.execute(f"CREATE TABLE given.{file.stem} AS FROM read_csv($file)", {"file": str(file)})
    connection.execute(_sql("macros"))


def _generate(connection: duckdb.DuckDBPyConnection, folder: Path, progress: Progress) -> None:
    for name in _BEFORE_SALES:
        _make(connection, name)
    months = [month for (month,) in connection.sql("SELECT month FROM plan ORDER BY month").fetchall()]
    steps = len(months) + len(_AFTER_SALES)
    _write_sales(connection, folder / "sales.parquet", months, steps, progress)
    connection.execute(f"CREATE VIEW sales AS FROM read_parquet('{_quoted(folder / 'sales.parquet')}')")
    for done, name in enumerate(_AFTER_SALES, len(months)):
        progress("demo.making", done, steps, name=name)
        _make(connection, name)
    for name in SOURCES:
        if name != "sales":
            connection.table(name).write_parquet(str(folder / f"{name}.parquet"), compression="zstd")
    progress("demo.making", steps, steps, name="")


def _write_sales(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    months: Sequence[dt.date],
    steps: int,
    progress: Progress,
) -> None:
    """Month by month, so that a hundred million lines need no more memory than two million.

    While one batch is written the next is made.
    """
    writer: parquet.ParquetWriter | None = None
    written: Future[None] | None = None
    beside = ThreadPoolExecutor(1)
    try:
        for done, month in enumerate(months):
            progress("demo.selling", done, steps, month=f"{month:%Y-%m}")
            connection.execute("SET VARIABLE month = $month", {"month": month})
            _make(connection, "month_orders")
            lines = connection.execute(_sql("sales")).to_arrow_reader(_ROW_GROUP)
            writer = writer or parquet.ParquetWriter(file, lines.schema, compression="zstd")
            for batch in lines:
                if written is not None:
                    written.result()
                written = beside.submit(writer.write_batch, batch)
        if written is not None:
            written.result()
    finally:
        beside.shutdown()
        if writer is not None:
            writer.close()


def _make(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {_sql(name)}")


def _sql(name: str) -> str:
    return (QUERIES / "demo" / f"{name}.sql").read_text(encoding="utf-8")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
