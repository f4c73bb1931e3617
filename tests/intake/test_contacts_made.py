"""A contact that somebody wrote down counts after the next load: of its customer, by the right person."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse import open_shelf
from dashboard.errors import Failed
from dashboard.intake.before import show_nothing
from dashboard.intake.load import Loaded, load
from dashboard.intake.marts import _describe_contacts
from dashboard.metrics.question import ask
from dashboard.paths import QUERIES, Home
from dashboard.progress import silent
from dashboard.records import contacts
from dashboard.records.contacts import Made
from dashboard.records.store import Records, open_records
from dashboard.settings import Settings
from tests.publication.firm import quick

TABLES = {
    "sales": ("line_id,order_date,customer_id,net_amount", ["1,2026-03-10,C1,5", "2,2026-03-11,C2,5"]),
    "customers": ("customer_id,name", ["C1,One", "C2,Two"]),
    "territories": ("territory_id,name,level", ["T,T,Patch"]),
    "alignments": ("customer_id,territory_id,valid_from", ["C1,T,2024-01-01", "C2,T,2024-01-01"]),
    "reps": ("rep_id,name,email,left_on", ["R1,Ann, Ann@X.gr ,2026-01-01", "R2,Ann,ann@x.gr,", "R3,Bob,,"]),
    "assignments": ("rep_id,territory_id,valid_from", ["R2,T,2024-01-01"]),
    "activities": ("activity_id,activity_date,rep_id,customer_id,kind", ["A1,2026-03-01,R3,C1,visit"]),
    "call_plans": ("customer_id,period_start,period_end,planned_contacts", ["C1,2026-03-01,2026-03-21,3"]),
}


def write(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    told = ['name = "Firm"\nsettings = "settings.toml"\n']
    (folder / "settings.toml").write_text('holidays = ""\n')
    for table, (header, rows) in TABLES.items():
        (folder / f"{table}.csv").write_text("\n".join([header, *rows]) + "\n")
        told.append(f'[source.{table}]\nfile = "{table}.csv"\n[[table.{table}]]\nfrom = "{table} AS t"\n')
        told.append(
            f"[table.{table}.columns]\n" + "".join(f'{one} = "t.{one}"\n' for one in header.split(","))
        )
    (folder / "mapping.toml").write_text("".join(told))
    return folder / "mapping.toml"


def met(home: Home, loaded: Loaded) -> tuple[Any, list[tuple[object, ...]]]:
    """Contacts of March by person, and the plan with what was kept of it."""
    shelf = open_shelf(home, loaded.manifest.id)
    try:
        question = ask(shelf.outline, measures=["contacts"], by=["rep"], period="2026-03-01..2026-03-31")
        told = answer(question, operator(), shelf).rows
        return told, shelf.run(Statement("SELECT customer_id, planned, contacts FROM contact_plan", {}))
    finally:
        shelf.close()


def test_it_counts_after_the_next_load(home: Home, tmp_path: Path) -> None:
    mapping, settings = write(tmp_path / "firm"), quick(home, today="2026-03-20")

    def loaded() -> Loaded:
        return load(mapping, settings, silent)

    def noted(records: Records, customer: str, person: str, kind: str) -> int:
        with records.writing() as connection:
            return contacts.make(connection, dt.date(2026, 3, 12), person, customer, kind)

    first = loaded()
    assert not home.records.exists()  # nobody has written anything
    assert met(home, first)[1] == [("C1", 3, 1)]
    records = open_records(settings)
    noted(records, "C1", "ANN@x.gr", "visit")
    noted(records, "C1", "nobody@x.gr", "call")
    noted(records, "C9", "ann@x.gr", "call")
    records.close()
    second = loaded()
    assert second.manifest.id != first.manifest.id
    rows, plan = met(home, second)
    assert plan == [("C1", 3, 3)]
    # Of the two Anns the one who is still there; of nobody's, and of no known customer, each counts as well.
    assert sorted((str(row[0]), int(row[-1])) for row in rows) == [
        ("Ann (R2)", 2),
        ("Bob", 1),
        ("None", 1),
    ]
    assert loaded().manifest.id == second.manifest.id


@pytest.mark.parametrize(
    ("person", "day", "rep"),
    [
        ("ann@x.gr", dt.date(2026, 3, 1), "R2"),
        (" Ann@X.GR ", dt.date(2025, 12, 31), "R1"),
        ("bob@x.gr", dt.date(2026, 3, 1), "?"),
        ("", dt.date(2026, 3, 1), "?"),
    ],
)
def test_it_is_by_the_person_of_the_address(person: str, day: dt.date, rep: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA mart; CREATE SCHEMA model")
        show_nothing(connection)
        connection.execute("""CREATE TABLE mart.rep AS FROM (VALUES
            ('R1', 'ann@x.gr', DATE '2026-01-01'), ('R2', 'ann@x.gr', NULL), ('?', NULL, NULL)
        ) AS t (rep_id, email, left_on)""")
        connection.execute("CREATE TABLE mart.customer AS SELECT 'C1' AS customer_id")
        connection.execute("""CREATE TABLE model.activities (activity_id TEXT, activity_date DATE,
            customer_id TEXT,
            rep_id TEXT, kind TEXT, outcome TEXT, source_file TEXT, source_record BIGINT)""")
        _describe_contacts(connection, [Made(7, day, person, "C1", "call")])
        query = (QUERIES / "marts" / "activity.sql").read_text(encoding="utf-8")
        found = connection.execute(
            f"SELECT activity_id, customer_id, rep_id, source_record FROM ({query})"
        ).fetchall()
    assert found == [("Metron 7", "C1", rep, 7)]


def test_records_that_cannot_be_opened_stop_the_load_with_a_sentence(home: Home, tmp_path: Path) -> None:
    chosen = Settings(home=home.path, records_url=f"postgresql://metron@/x?host={tmp_path}&connect_timeout=1")
    with pytest.raises(Failed, match=r"records\.unreachable"):
        load(write(tmp_path / "firm"), chosen, silent)
