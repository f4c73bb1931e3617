"""The KPIs of deals, without a single sale, equal the truth and hand-written SQL on the files."""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import operator
from dashboard.answers.rows import files_behind, rows_behind
from dashboard.answers.warehouse import open_shelf
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.question import ask
from dashboard.pages.address import parse_address
from dashboard.pages.sheets import sheet
from dashboard.pages.site import screen
from dashboard.pages.territory import TERRITORY
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.text import LANGUAGES, Language, say
from tests.adventureworks.company import Company
from tests.regional_sales.conftest import LAST_DAY

pytestmark = pytest.mark.real_data
STATES = ("won", "lost", "open")
COUNTS = ("won_deals", "lost_deals", "open_deals")
AMOUNTS = ("won_amount", "lost_amount", "open_pipeline")
MEASURES = (*COUNTS, *AMOUNTS, "created_deals", "win_rate", "win_rate_value", "average_deal", "sales_cycle")
BY_HAND = """
    count(*) FILTER (status = 'Won'),
    count(*) FILTER (status = 'Lost'),
    count(*) FILTER (status = 'Open'),
    coalesce(sum(value) FILTER (status = 'Won'), 0),
    coalesce(sum(value) FILTER (status = 'Lost'), 0),
    coalesce(sum(value) FILTER (status = 'Open'), 0),
    count(*),
    count(*) FILTER (status = 'Won') / nullif(count(*) FILTER (status <> 'Open'), 0),
    coalesce(sum(value) FILTER (status = 'Won'), 0) / nullif(sum(value) FILTER (status <> 'Open'), 0),
    round(sum(value) FILTER (status = 'Won') / nullif(count(*) FILTER (status = 'Won'), 0), 4),
    median(closed - created) FILTER (status = 'Won')
"""


@contextmanager
def opened(company: Company) -> Iterator[Shelf]:
    home = Home(company.home)
    shelf = open_shelf(home, home.current.read_text().strip(), "1GB", 1)
    try:
        yield shelf
    finally:
        shelf.close()


def words(*measures: str) -> list[str]:
    return [word for key in measures for word in ("--measure", key)]


def plain(row: list[Any]) -> list[Any]:
    """Money as a number, for the files have no decimals; what is unknown as None."""
    return [
        None if one == "(unknown)" else float(one) if isinstance(one, str) and _is_money(one) else one
        for one in row
    ]


def near(values: list[Any]) -> list[Any]:
    return [one if one is None else pytest.approx(one, rel=1e-12) for one in values]


def _is_money(text: str) -> bool:
    whole, _, decimals = text.partition(".")
    return whole.lstrip("-").isdigit() and len(decimals) == 4


def test_by_status(company: Company, real_data: Path) -> None:
    truth = json.loads((real_data / "regional_sales" / "truth.json").read_text())["by_status"]
    found = company.ask(*words(*COUNTS, *AMOUNTS)).json["totals"]
    told = {
        state.title(): {"n": found[at], "value": float(found[at + len(STATES)])}
        for at, state in enumerate(STATES)
    }
    assert told == truth


def test_by_outcome(company: Company, real_data: Path) -> None:
    truth = json.loads((real_data / "regional_sales" / "truth.json").read_text())["by_status"]
    rows = company.rows(*words("created_deals", "created_amount"), "--by", "outcome")
    assert {outcome.title(): {"n": n, "value": float(value)} for outcome, n, value in rows} == truth


@pytest.mark.parametrize(
    ("dimension", "column"),
    [
        ("rep", "owner"),
        ("manager", "manager"),
        ("territory", "state"),
        ("region", "region"),
        ("industry", "industry"),
        ("source", "campaign"),
        ("stage", "stage"),
    ],
)
def test_by_each_dimension(
    company: Company, files: duckdb.DuckDBPyConnection, dimension: str, column: str
) -> None:
    found = company.ask(*words(*MEASURES), "--by", dimension, "--alignment", "credited").json
    by_hand = files.execute(f"SELECT {column}, {BY_HAND} FROM deal GROUP BY 1").fetchall()
    rows = {row[0]: row[1:] for row in map(plain, found["rows"])}
    assert rows == {key: near(expected) for key, *expected in by_hand}
    total = list(files.execute(f"SELECT {BY_HAND} FROM deal").fetchall()[0])
    assert plain(found["totals"])[1:] == near(total)


def test_by_manager_and_region(company: Company, files: duckdb.DuckDBPyConnection) -> None:
    rows = company.rows(*words("won_amount", "win_rate"), "--by", "manager", "--by", "region")
    by_hand = files.execute(
        "SELECT manager, region, sum(value) FILTER (status = 'Won'), "
        "count(*) FILTER (status = 'Won') / count(*) FILTER (status <> 'Open') "
        "FROM deal GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    assert [plain(row) for row in rows] == [list(row) for row in by_hand]


def test_what_was_decided_in_a_period(company: Company, files: duckdb.DuckDBPyConnection) -> None:
    found = company.ask(
        *words("won_deals", "won_amount", "lost_deals", "win_rate"), "--by", "fiscal_quarter",
        "--period", "2020-01-01..2021-06-30", "--where", "manager = Peyton Davis",
    ).json  # fmt: skip
    by_hand = files.execute(
        "SELECT year(closed) || '-Q' || quarter(closed), count(*) FILTER (status = 'Won'), "
        "sum(value) FILTER (status = 'Won'), count(*) FILTER (status = 'Lost'), "
        "count(*) FILTER (status = 'Won') / count(*) "
        "FROM deal WHERE status <> 'Open' AND closed BETWEEN '2020-01-01' AND '2021-06-30' "
        "AND manager = 'Peyton Davis' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [plain(row) for row in found["rows"]] == [list(row) for row in by_hand]
    assert found["totals"][1] == sum(row[1] for row in by_hand)


def test_what_was_open_at_the_end_of_each_month(company: Company, files: duckdb.DuckDBPyConnection) -> None:
    """A state is not added up over time: the total is what is open on the last day of the data."""
    found = company.ask(
        *words("open_deals", "open_pipeline", "weighted_pipeline"), "--by", "fiscal_month",
        "--period", "2019-07-01..2021-12-31",
    ).json  # fmt: skip
    by_hand = files.execute(
        """WITH ends AS (
            SELECT least(last_day(month), DATE '2021-11-10') AS day
            FROM range(DATE '2019-07-01', DATE '2021-11-11', INTERVAL 1 MONTH) AS months (month))
        SELECT strftime(ends.day, '%Y-%m'), count(*), sum(value)
        FROM ends JOIN deal ON created <= ends.day AND (status = 'Open' OR closed > ends.day)
        GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    assert [plain(row[:3]) for row in found["rows"]] == [list(row) for row in by_hand]
    weighted = files.execute("SELECT sum(value * probability) FROM deal WHERE status = 'Open'").fetchall()
    assert found["totals"][1:3] == [5333, "27812381.0000"]
    assert float(found["totals"][3]) == pytest.approx(weighted[0][0], rel=1e-12)
    assert [row[3] for row in found["rows"][:-1]] == [None] * (len(by_hand) - 1), (
        "the chance that deals had before they closed is not known"
    )
    assert any("has closed since" in note for note in found["notes"])


def test_what_is_due(company: Company, files: duckdb.DuckDBPyConnection) -> None:
    found = company.rows(
        *words("due_pipeline"), "--by", "region", "--period", "2021-12-01..2021-12-31", "--sort", "-region"
    )
    by_hand = files.execute(
        "SELECT region, sum(value) FROM deal WHERE status = 'Open' "
        "AND closed BETWEEN '2021-12-01' AND '2021-12-31' GROUP BY 1 ORDER BY 1 DESC"
    ).fetchall()
    assert [plain(row) for row in found] == [list(row) for row in by_hand]


def test_velocity_is_made_of_its_parts(company: Company) -> None:
    parts = ("pipeline_velocity", "open_deals", "win_rate", "average_deal", "sales_cycle")
    for row in company.rows(*words(*parts), "--by", "rep"):
        velocity, deals, rate, average, cycle = row[1:]
        assert velocity == pytest.approx(deals * rate * float(average) / cycle, rel=1e-6)


def test_without_sales_their_kpis_are_refused_by_table(company: Company) -> None:
    for measure, tables in (("net_sales", "sales"), ("attainment", "sales, quotas"),
                            ("coverage_ratio", "quotas, sales")):  # fmt: skip
        said = company.ask("--measure", measure)
        assert (said.code, said.out) == (2, "")
        assert f": {tables}." in said.err


def test_what_does_not_meet_is_refused_with_what_would_be_possible(company: Company) -> None:
    for dimension in ("product", "channel", "quota_period"):
        said = company.ask("--measure", "won_deals", "--by", dimension)
        assert (said.code, said.out) == (2, "")
        assert "deal, rep, territory, time" in said.err
    noted = company.ask("--measure", "won_deals", "--where", "channel = unknown").json
    assert noted["totals"] == [7282]
    assert any("not divided by channel" in note for note in noted["notes"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_which_table_it_needs(company: Company, language: Language) -> None:
    """Nothing on the page is broken: it is there, with the names of what was never loaded."""
    view = partial(
        View, Person("1", "a@x.gr", "A", Role.EXECUTIVE), operator(), language=language, width=1280,
        today=dt.date.fromisoformat(LAST_DAY),
    )  # fmt: skip
    with opened(company) as shelf:
        page = str(screen(view(shelf=shelf, address=parse_address("/", ""))))
        rows = sheet(view(shelf=shelf, address=parse_address("/", "?see=rows:win_rate&period=all")))
        how = sheet(view(shelf=shelf, address=parse_address("/", "?see=how:open_pipeline&period=all")))
    lacking = [panel for panel in (*TERRITORY.top, *TERRITORY.main, *TERRITORY.side) if panel.needs]
    told = say(language, "screen.table_missing", tables=say(language, "table.sales"))
    assert page.count(told) == len(lacking)
    assert "14.667" in str(rows) or "14,667" in str(rows), "the deals won and lost"
    assert say(language, "measure.open_pipeline.definition") in str(how)


def test_rows_lead_back_to_the_file(company: Company, real_data: Path) -> None:
    with (real_data / "regional_sales" / "Opportunities.csv").open(encoding="utf-8-sig") as file:
        records = list(csv.DictReader(file))
    with opened(company) as shelf:
        question = ask(shelf.outline, measures=["won_amount"], where=["rep = Alan Steiner"])
        found = rows_behind(question, "won_amount", operator(), shelf, limit=10_000)
        rate = rows_behind(question, "win_rate", operator(), shelf, limit=10_000)
        files = files_behind(question, "won_amount", operator(), shelf)
    assert files == [("Opportunities.csv", found.row_count)]
    assert found.agree
    assert len(found.rows) == found.row_count
    at, value = found.columns.index("source_record"), found.columns.index("value")
    behind = [records[int(str(row[at])) - 1] for row in found.rows]
    assert {(one["Status"], one["SystemUserSeq"]) for one in behind} == {("Won", "2")}
    assert [Decimal(one["Value"]) for one in behind] == [row[value] for row in found.rows]
    assert rate.agree, "won and lost, without the open ones"
    assert rate.row_count == sum(one["SystemUserSeq"] == "2" and one["Status"] != "Open" for one in records)
