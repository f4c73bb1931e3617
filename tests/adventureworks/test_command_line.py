"""`ask` as it is promised: the form of the answer, the ways it ends, and whose rights count."""

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboard.paths import ROOT, Home
from dashboard.records import log
from dashboard.records.store import open_records
from dashboard.settings import read_settings
from tests.adventureworks.company import TODAY, Company

pytestmark = pytest.mark.real_data
SOUTHWEST, CENTRAL = "24184609.6011", "7909009.0062"
LINDA, MICHAEL = "linda3@adventure-works.com", "michael9@adventure-works.com"
MANAGER = "stephen0@adventure-works.com"


@pytest.fixture(scope="module")
def people(company: Company) -> Company:
    """The company with accounts for two reps, a manager as rep and as leader, and an executive."""
    for email, role in ((LINDA, "rep"), (MICHAEL, "rep"), (MANAGER, "leader"), ("boss@x.gr", "executive"),
                        ("new@x.gr", "rep")):  # fmt: skip
        assert company.run("people", "add", email, "--role", role).code == 0
    return company


def test_the_form_of_json(company: Company) -> None:
    found = company.ask(
        "--measure", "net_sales", "--measure", "attainment", "--by", "territory", "--by", "fiscal_year",
        "--period", "2013-01-01..2013-12-31", "--where", "channel = Reseller", "--alignment", "credited",
        "--sort", "-net_sales",
    ).json  # fmt: skip
    assert list(found) == ["columns", "rows", "totals", "publication", "as_of", "statement", "notes"]
    assert found["columns"] == [
        {"key": "territory", "kind": "dimension", "unit": ""},
        {"key": "fiscal_year", "kind": "dimension", "unit": ""},
        {"key": "net_sales", "kind": "money", "unit": "USD"},
        {"key": "attainment", "kind": "ratio", "unit": "fraction"},
    ]
    assert all(len(row) == 4 for row in found["rows"])
    assert all(isinstance(row[2], str) and row[2].split(".")[1].isdigit() for row in found["rows"])
    assert all(len(row[2].split(".")[1]) == 4 for row in found["rows"])
    amounts = [float(row[2]) for row in found["rows"]]
    assert amounts == sorted(amounts, reverse=True)
    assert found["totals"][:2] == [None, None]
    assert found["totals"][2] == "32890351.7237"
    assert isinstance(found["totals"][3], float)
    assert found["as_of"] == TODAY
    assert "$" in found["statement"]["sql"]
    assert "2013-01-01" in found["statement"]["parameters"].values()


def test_what_cannot_be_computed_is_null_with_a_reason(company: Company) -> None:
    found = company.ask("--measure", "growth", "--by", "channel", "--period", "2011-06-01..2011-12-31").json
    assert found["rows"] == [["Internet", None], ["Reseller", None]]
    assert found["totals"] == [None, None]
    assert any("year before" in note or "prior year" in note for note in found["notes"]), found["notes"]


def test_both_ends_of_a_period_are_included(company: Company, orders: Any) -> None:
    first = orders[orders["oltp_date"] == "2011-05-31"]["SubTotal"].sum()
    assert company.rows("--measure", "net_sales", "--period", "2011-05-31..2011-05-31") == [[str(first)]]
    assert company.rows("--measure", "net_sales", "--period", "2010-01-01..2011-05-30") == [["0.0000"]]


def test_rows_ascend_by_dimensions_unless_sorted(company: Company) -> None:
    rows = company.rows("--measure", "net_sales", "--by", "territory", "--by", "fiscal_year")
    assert rows == sorted(rows, key=lambda row: (row[0] == "(unknown)", row[0], row[1]))
    by_name = company.rows("--measure", "net_sales", "--by", "territory", "--sort", "-territory")
    assert [row[0] for row in by_name][:2] == ["United Kingdom", "Southwest"]
    limited = company.ask(
        "--measure", "net_sales", "--by", "territory", "--sort", "-net_sales", "--limit", "2"
    )
    assert [row[0] for row in limited.json["rows"]] == ["Southwest", "Canada"]
    assert limited.json["totals"][1] == "109846381.4039", "a limit does not limit the total"


def test_a_statement_beside_csv_is_no_row_of_it(company: Company) -> None:
    said = company.run("ask", "--measure", "net_sales", "--format", "csv", "--sql")
    assert said.out.splitlines()[0] == "net_sales"
    assert len(said.out.splitlines()) == 2
    assert "SELECT" in said.err


def test_csv(company: Company) -> None:
    said = company.run("ask", "--measure", "net_sales", "--by", "channel", "--format", "csv")
    assert list(csv.reader(said.out.splitlines())) == [
        ["channel", "net_sales"], ["Internet", "29358677.2207"], ["Reseller", "80487704.1832"],
    ]  # fmt: skip


def test_a_sentence_is_asked_like_its_parts(company: Company) -> None:
    parts = company.run("ask", "--measure", "net_sales", "--by", "channel", "--format", "csv")
    said = company.run("ask", "--words", "καθαρές πωλήσεις by channel", "--format", "csv")
    assert (said.code, said.out) == (0, parts.out)
    assert "καθαρές πωλήσεις → Net sales" in said.err, "how it was understood is no row of the answer"
    narrowed = company.ask("--words", "net sales by channel in Canada, only Reseller")
    assert [row[0] for row in narrowed.json["rows"]] == ["Reseller"]


def test_what_a_sentence_leaves_open_is_asked_back(company: Company) -> None:
    said = company.run("ask", "--words", "net sales by flurbs")
    assert said.code == 2
    assert "«flurbs» is not understood" in said.out
    beside = company.run("ask", "--words", "net sales", "--by", "channel")
    assert beside.code == 2
    assert "leave out --by" in beside.err


def test_table(company: Company) -> None:
    said = company.run("ask", "--measure", "net_sales", "--by", "channel")
    lines = said.out.splitlines()
    assert lines[0].split() == ["channel", "net_sales"]
    assert [line.split() for line in lines[2:5]] == [
        ["Internet", "29358677.2207"], ["Reseller", "80487704.1832"], ["Total", "109846381.4039"],
    ]  # fmt: skip
    assert "both included" in said.out
    assert "operator" in said.out + said.err, "without --as it says whose rights count"
    assert "FROM sales AS line" in company.run("ask", "--measure", "net_sales", "--sql", "--raw").out
    assert "FROM rollup_month AS line" in company.run("ask", "--measure", "net_sales", "--sql").out


def test_no_mistake_is_answered(company: Company, tmp_path: Path) -> None:
    for words, nearest in (
        (("--measure", "net_sale"), "net_sales"),
        (("--measure", "net_sales", "--by", "teritory"), "territory"),
        (("--measure", "net_sales", "--where", "channel = Reseler"), "Reseller"),
        (("--measure", "net_sales", "--period", "last_yaer"), "last_year"),
        (("--measure", "net_sales", "--sort", "-netsales"), "net_sales"),
        (("--measure", "net_sales", "--alignment", "credit"), "credited"),
    ):
        said = company.ask(*words)
        assert (said.code, said.out) == (2, "")
        assert nearest in said.err
    assert company.ask("--measure", "quota", "--by", "product").code == 2
    assert company.ask("--measure", "net_sales", "--as", "nobody@x.gr").code == 3
    assert Company(tmp_path).ask("--measure", "net_sales").code == 2, "nothing is loaded there"


def test_a_publication_without_its_files_fails(company: Company, tmp_path: Path) -> None:
    home, there = Home(company.home), Home(tmp_path)
    there.publications.mkdir(parents=True)
    for file in home.publications.glob("*.json"):
        (there.publications / file.name).write_bytes(file.read_bytes())
    there.current.write_bytes(home.current.read_bytes())
    said = Company(tmp_path).ask("--measure", "net_sales")
    assert (said.code, said.out) == (4, "")
    assert said.err.strip()


def test_as_a_process(company: Company) -> None:
    words = [sys.executable, "-m", "dashboard", "ask", "--measure", "net_sales", "--format", "json"]
    environment = {**os.environ, "METRON_HOME": str(company.home), "METRON_TODAY": TODAY}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"109846381.4039"' in done.stdout
    wrong = subprocess.run(
        [*words[:5], "sales", *words[6:]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert wrong.returncode == 2
    assert "net_sales" in wrong.stderr


def test_a_rep_sees_what_the_assignments_give(people: Company) -> None:
    words = ("--measure", "net_sales", "--by", "territory")
    assert people.rows(*words, "--as", LINDA) == [["Southwest", SOUTHWEST]]
    # Moved at the end of 2012: what was sold in the Northeast is not his to see any more.
    assert people.rows(*words, "--as", MICHAEL) == [["Central", CENTRAL]]
    assert people.ask(*words, "--as", MICHAEL).json["totals"] == [None, CENTRAL]
    assert people.ask(*words, "--as", LINDA.upper()).json["totals"] == [None, SOUTHWEST]


def test_a_rep_cannot_name_what_others_have(people: Company) -> None:
    said = people.ask("--measure", "net_sales", "--where", "territory = Canada", "--as", LINDA)
    assert (said.code, said.out) == (2, "")
    assert "Southwest" in said.err
    assert people.rows("--measure", "net_sales", "--where", "territory = unknown", "--as", LINDA) == [
        ["0.0000"]
    ]
    quota = people.ask("--measure", "quota", "--by", "rep", "--as", LINDA).json
    assert {row[0] for row in quota["rows"]} == {"Linda Mitchell", "Shu Ito"}


def test_a_leader_sees_whoever_reports_to_them(people: Company) -> None:
    rows = people.rows("--measure", "net_sales", "--by", "territory", "--as", MANAGER)
    # Nine people of North America, one of whom works the United Kingdom; Canada's second reports elsewhere.
    assert {row[0] for row in rows} == {
        "Canada", "Central", "Northeast", "Northwest", "Southeast", "Southwest", "United Kingdom",
    }  # fmt: skip
    everything = people.ask("--measure", "net_sales", "--as", "boss@x.gr").json
    assert everything["totals"] == ["109846381.4039"]


def test_without_an_assignment_nothing_is_seen(people: Company) -> None:
    said = people.ask("--measure", "net_sales", "--as", "new@x.gr")
    assert (said.code, said.out) == (3, "")


def test_the_use_of_rights_is_logged(people: Company) -> None:
    before = uses(people)
    people.ask("--measure", "net_sales", "--as", LINDA)
    assert uses(people) == [LINDA, *before]


def uses(company: Company) -> list[str]:
    """Whose rights were used, the latest first."""
    with company.environment():
        records = open_records(read_settings())
    try:
        with records.writing() as connection:
            return [entry.subject for entry in log.read(connection, action="asked_as")]
    finally:
        records.close()
