"""Build the marts, and the rollups over them: every query of both folders, in the order of their needs."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import holidays

from dashboard.errors import Refused
from dashboard.intake import rollups
from dashboard.intake.folded_names import fold_names, names_told
from dashboard.intake.line_segments import DAY_ROLLUPS, Lines
from dashboard.intake.steady import Marks
from dashboard.metrics.rollups import ROLLUPS
from dashboard.paths import QUERIES
from dashboard.progress import Progress
from dashboard.records.contacts import Made
from dashboard.settings import Company

# What a reader never asks: steps on the way to other marts, not made where these are there already.
STEPS = {
    "territory_slice", "territory_chain", "season", "split_order", "rep_territory", "rep_today",
    "opportunity", "activity", "placement", "sold_day", "foresight",
}  # fmt: skip
_ASKED = {"opportunity", "season", "split_order", "sold_day"}  # by ideas, checks and the manifest


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the lines, the marks of marts that are not made of them, and those that stayed.

    A company too small to be continued has no marks. `before` are those of the publication in schema `base`.
    """

    lines: Lines
    marks: dict[str, str]
    stayed: set[str]
    before: Mapping[str, str]

    def stays(self, connection: duckdb.DuckDBPyConnection, mart: str, told: Callable[[], str]) -> bool:
        """Whether a mart that no query makes is shown as it was, for it was made of what is `told` now."""
        if not self.marks:
            return False
        self.marks[mart] = told()
        if self.before.get(mart) != self.marks[mart]:
            return False
        connection.execute(f"CREATE VIEW mart.{mart} AS FROM base.{mart}")
        self.stayed.add(mart)
        return True


def build(
    connection: duckdb.DuckDBPyConnection,
    company: Company,
    today: dt.date,
    write: Callable[[str], Lines],
    progress: Progress,
    contacts: Sequence[Made] = (),
    before: Mapping[str, str] | None = None,
) -> Built:
    """Make schema `mart` from schema `model` on the same connection.

    `write` writes the lines that its query gives; `contacts` are those that people wrote down here;
    `before` are the marks of the publication in schema `base`, if this load continues one: its marts of
    the same mark are shown and not made.

    Raises:
        Refused: the company's holidays are of a country that is not known.
    """
    _describe_company(connection, company, today)
    _describe_contacts(connection, contacts)
    connection.execute("CREATE SCHEMA mart")
    building = _Building(connection, write, before)
    wanted = [name for name in building.queries if name not in STEPS or name in _ASKED]
    for done, name in enumerate(wanted):
        progress("load.building", done, len(wanted), name=name)
        building.make(name)
    built = Built(building.lines, building.marked(), building.stayed, before or {})
    if not built.stays(connection, "folded_name", lambda: names_told(connection)):
        fold_names(connection)
    progress("load.building", len(wanted), len(wanted), name="")
    return built


class _Building:
    """The marts of one load, each made once, after those that it reads."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        write: Callable[[str], Lines],
        before: Mapping[str, str] | None,
    ) -> None:
        self._connection, self._write, self._before = connection, write, before
        files = in_order(QUERIES / "marts", QUERIES / "rollups")
        self.queries = {file.stem: file.read_text(encoding="utf-8") for file in files}
        self._marks = Marks(connection, self.queries, self.make)
        self._made: set[str] = set()
        self.stayed: set[str] = set()
        self.lines = Lines((), ())

    def make(self, name: str) -> None:
        """Make a mart and what it reads, or show the one that is there."""
        if name in self._made:
            return
        self._made.add(name)
        if self._before and name in self._before and self._before[name] == self._marks.of(name):
            self.stayed.add(name)
            self._connection.execute(f"CREATE VIEW mart.{name} AS FROM base.{name}")
            return
        for read in self._marks.marts_read(name):
            self.make(read)
        self._create(name)

    def marked(self) -> dict[str, str]:
        """The marks of marts that a next load may leave as they are; none of a small company, read anew."""
        lines = sum(one.rows for one in self.lines.segments)
        if self._before is None and lines < rollups.FEWEST_LINES:
            return {}
        told = self.queries.keys() - STEPS - {one.relation for one in ROLLUPS}
        return {name: self._marks.of(name) for name in sorted(told) if self._marks.can_stay(name)}

    def _create(self, name: str) -> None:
        query = self.queries[name]
        if name == "sales":
            self.lines = self._write(query)
            self.lines.show(self._connection)
        elif name in DAY_ROLLUPS and self.lines.days:
            return  # written beside the lines
        elif name in DAY_ROLLUPS:
            _make_by_parts(self._connection, name, query, self.lines)
        else:
            self._connection.execute(f"CREATE TABLE mart.{name} AS {query}")


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
