"""Build the marts, and the rollups over them: every query of both folders, in the order of their needs."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import holidays

from dashboard.errors import Refused
from dashboard.intake.folded_names import fold_names
from dashboard.intake.line_segments import DAY_ROLLUPS, Lines
from dashboard.paths import QUERIES
from dashboard.progress import Progress
from dashboard.records.contacts import Made
from dashboard.settings import Company


def build(
    connection: duckdb.DuckDBPyConnection,
    company: Company,
    today: dt.date,
    write: Callable[[str], Lines],
    progress: Progress,
    contacts: Sequence[Made] = (),
) -> Lines:
    """Make schema `mart` from schema `model` on the same connection; the lines that it wrote.

    `write` writes the lines that its query gives; `contacts` are those that people wrote down here.

    Raises:
        Refused: the company's holidays are of a country that is not known.
    """
    _describe_company(connection, company, today)
    _describe_contacts(connection, contacts)
    connection.execute("CREATE SCHEMA mart")
    files = in_order(QUERIES / "marts", QUERIES / "rollups")
    lines = Lines((), ())
    for done, file in enumerate(files):
        progress("load.building", done, len(files), name=file.stem)
        query = file.read_text(encoding="utf-8")
        if file.stem == "sales":
            lines = write(query)
            lines.show(connection)
        elif file.stem in DAY_ROLLUPS and lines.days:
            continue  # written beside the lines
        elif file.stem in DAY_ROLLUPS:
            _make_by_parts(connection, file.stem, query, lines)
        else:
            connection.execute(f"CREATE TABLE mart.{file.stem} AS {query}")
    fold_names(connection)
    progress("load.building", len(files), len(files), name="")
    return lines


def _describe_contacts(connection: duckdb.DuckDBPyConnection, contacts: Sequence[Made]) -> None:
    connection.execute(
        "CREATE TABLE model.contact_made (id BIGINT, day DATE, person TEXT, customer_id TEXT, kind TEXT)"
    )
    if contacts:
        rows = [[one.id, one.day, one.person, one.customer, one.kind] for one in contacts]
        connection.executemany("INSERT INTO model.contact_made VALUES (?, ?, ?, ?, ?)", rows)


def _make_by_parts(connection: duckdb.DuckDBPyConnection, name: str, query: str, lines: Lines) -> None:
    """A mart each of whose rows is of one day: made year by year, it needs the memory of one year."""
    made = f"CREATE TABLE mart.{name} AS"
    for _ in lines.one_by_one(connection):
        connection.execute(f"{made} {query}")
        made = f"INSERT INTO mart.{name} BY NAME"


@cache
def in_order(*folders: Path, schema: str = "mart") -> tuple[Path, ...]:
    """The folders' queries, each after those of this schema that it reads: found once, for they are ours."""
    reads = re.compile(rf"\b{schema}\.(\w+)")
    files = {file.stem: file for folder in folders for file in folder.glob("*.sql")}
    needs = {
        name: (set(reads.findall(file.read_text(encoding="utf-8"))) & files.keys()) - {name}
        for name, file in sorted(files.items())
    }
    return tuple(files[name] for name in TopologicalSorter(needs).static_order())


def _describe_company(connection: duckdb.DuckDBPyConnection, company: Company, today: dt.date) -> None:
    """The company's settings as relations, so that the marts are plain SQL."""
    connection.execute(
        """CREATE TABLE model.company AS SELECT
            CAST(? AS DATE) AS today, ? AS currency, CAST(? AS BIGINT) AS first_month, ? AS named_by,
            CAST(? AS BIGINT) AS first_weekday, ? AS fiscal_calendar, ? AS year_anchor, ? AS credit_by,
            ? AS quota_spread, CAST(? AS INTEGER) AS ramp_months, CAST(? AS INTEGER) AS leave_percent,
            CAST(? AS INTEGER) AS lead_days,
            'alignments' IN (SELECT table_name FROM model.provided) AS has_alignments,
            CASE WHEN EXISTS (SELECT 1 FROM model.quotas
                WHERE rep_id IS NULL AND measure = 'net_sales' AND product_scope IS NULL)
                THEN 'territory' ELSE 'rep' END
                AS quota_layer""",
        [
            today, company.currency, company.fiscal_year_first_month, company.fiscal_year_named_by,
            company.first_weekday, company.fiscal_calendar, company.fiscal_year_anchor, company.credit_by,
            company.quota_spread, company.ramp_months, company.leave_percent, company.lead_days,
        ],
    )  # fmt: skip
    connection.execute(
        "CREATE TABLE model.working_weekday AS SELECT unnest(?::BIGINT[]) AS weekday",
        [list(company.working_weekdays)],
    )
    connection.execute(
        "CREATE TABLE model.holiday AS SELECT unnest(?::DATE[]) AS day", [_days_off(company, today)]
    )
    connection.execute("CREATE TABLE model.seasonal_weight (month BIGINT, weight DOUBLE)")
    connection.executemany(
        "INSERT INTO model.seasonal_weight VALUES (?, ?)",
        [[int(month), weight] for month, weight in company.seasonal_weights.items()],
    )


def _days_off(company: Company, today: dt.date) -> list[dt.date]:
    """Public and further holidays, from 1970 to ten years ahead."""
    days = set(company.extra_holidays)
    if company.holidays:
        try:
            days |= set(holidays.country_holidays(company.holidays, years=range(1970, today.year + 11)))
        except NotImplementedError as error:
            raise Refused("load.unknown_country", country=company.holidays) from error
    return sorted(days)
