"""`python -m dashboard restated`: what it prints, as whom, and how it refuses."""

import csv
import io
import json

import pytest

from dashboard.access import people
from dashboard.records import log
from dashboard.records.store import open_records
from dashboard.settings import Settings
from tests.restated.conftest import Shop
from tests.restated.ledger import Ledger, command

Output = pytest.CaptureFixture[str]


def test_json(shop: Shop, capsys: Output) -> None:
    code, out, err = command(capsys, shop.base.id, shop.lines.id, "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert "operator" in err
    assert list(told) == ["a", "b", "columns", "rows", "totals", "notes"]
    assert (told["a"], told["b"]) == (shop.base.id, shop.lines.id)
    assert [(one["key"], one["kind"], one["unit"]) for one in told["columns"]][:2] == [
        ("fiscal_month", "dimension", ""), ("difference", "money", "EUR"),
    ]  # fmt: skip
    assert told["rows"][0] == [
        "2023-02", "-11.2700", "0.0000", "0.0000", "-11.2700", "0.0000", "0.0000", "0.0000",
    ]  # fmt: skip
    assert told["totals"][0] is None
    assert any(shop.base.id in note for note in told["notes"])


def test_csv_and_table_say_the_same(shop: Shop, capsys: Output) -> None:
    words = (shop.base.id, shop.lines.id, "--by", "region")
    rows = list(csv.reader(io.StringIO(command(capsys, *words, "--format", "csv")[1])))
    table = command(capsys, *words)[1].splitlines()
    assert [row[0] for row in rows] == ["region", "North", "South", "(unknown)"]
    assert [line.split() for line in table[2:5]] == rows[1:]
    assert table[5].split()[0] == "Total"


def lines(shop: Shop, capsys: Output, *words: str) -> list[dict[str, str]]:
    code, out, _ = command(capsys, shop.base.id, shop.lines.id, *words, "--format", "csv")
    assert code == 0
    return list(csv.DictReader(io.StringIO(out)))


def test_the_lines_behind_a_cause(shop: Shop, capsys: Output) -> None:
    found = {row["line_id"]: row for row in lines(shop, capsys, "--lines", "corrections")}
    assert found.keys() == {"2023-4", "2025-2", "2025-3"}
    moved, other = found["2025-2"], found["2023-4"]
    assert (moved["order_date_before"], moved["order_date_after"]) == ("2025-03-12", "2025-02-12")
    assert (other["customer_before"], other["customer_after"]) == ("Customer 1", "Customer 3")
    assert (other["territory_before"], other["territory_after"]) == ("North 1", "South 1")
    assert (other["source_file"], other["source_record"]) == ("sales.csv", "10")
    assert (found["2025-3"]["amount_before"], found["2025-3"]["amount_after"]) == ("31.2700", "99.9900")
    [late, nobody] = lines(shop, capsys, "--lines", "late_lines")
    assert (late["amount_before"], late["amount_after"], late["difference"]) == ("", "5.0000", "5.0000")
    assert nobody["customer_after"] == "(unknown)"


def test_the_lines_behind_any_cause_and_not_more_than_asked_for(shop: Shop, capsys: Output) -> None:
    found = lines(shop, capsys, "--lines")
    assert {row["cause"] for row in found} == {
        "corrections", "currency", "late_lines", "new_days", "removed_lines",
    }  # fmt: skip
    assert len(lines(shop, capsys, "--lines", "--limit", "2")) == 2


def test_the_quotas_behind_a_cause(shop: Shop, capsys: Output) -> None:
    found = lines(shop, capsys, "--measure", "quota", "--lines")
    assert [(row["cause"], row["territory"], row["period_end"], row["difference"]) for row in found] == [
        ("quota_added", "South 1", "2025-06-30", "1.0001"),
        ("quota_changed", "North 1", "2025-01-31", "11.0100"),
        ("quota_removed", "North 2", "2025-02-28", "-70.1000"),
    ]


def test_as_a_person_whose_rights_are_those_of_today(shop: Shop, capsys: Output) -> None:
    words = (shop.base.id, shop.tree.id, "--by", "fiscal_year", "--as", "nora@ledger.example")
    code, out, err = command(capsys, *words, "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["totals"][1] == told["totals"][-1]
    assert told["totals"][1].startswith("-")
    _, out, _ = command(capsys, *words, "--lines", "--format", "csv")
    for row in csv.DictReader(io.StringIO(out)):
        assert row["territory_before"] == "North 2"
        assert row["territory_after"] == row["amount_after"] == "", "where it went is nobody's business"
    records = open_records(Settings())
    try:
        with records.reading() as connection:
            assert {entry.subject for entry in log.read(connection, action="asked_as")} == {
                "nora@ledger.example"
            }
    finally:
        records.close()


def test_whoever_may_see_nothing_is_denied(shop: Shop, capsys: Output) -> None:
    records = open_records(Settings())
    try:
        people.add(records, "eve@x.gr", "rep")
    finally:
        records.close()
    for email in ("eve@x.gr", "nobody@x.gr"):
        code, out, err = command(capsys, shop.base.id, shop.lines.id, "--as", email)
        assert (code, out) == (3, "")
        assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("{0}x", "{1}"), "Did you mean {0}?"),
        (("{0}", "../current"), "There is no publication"),
        (("{0}", "{1}", "--measure", "net_sale"), "Did you mean net_sales?"),
        (("{0}", "{1}", "--measure", "attainment"), "does not add up"),
        (("{0}", "{1}", "--by", "regoin"), "Did you mean region?"),
        (("{0}", "{1}", "--by", "customer"), "cannot be broken down"),
        (("{0}", "{1}", "--lines", "correction"), "Did you mean corrections?"),
        (("{0}", "{1}", "--lines", "--limit", "-1"), "zero or more"),
        (("{0}", "{1}", "--alignment", "mars"), "is not an alignment"),
    ],
)
def test_what_is_not_understood(shop: Shop, capsys: Output, words: tuple[str, ...], said: str) -> None:
    ids = (shop.base.id, shop.lines.id)
    code, out, err = command(capsys, *(word.format(*ids) for word in words))
    assert (code, out) == (2, "")
    assert said.format(*ids) in err
    assert len(err.splitlines()) == 1


def test_a_damaged_publication_fails_in_a_sentence(shop: Shop, capsys: Output) -> None:
    [only] = [one for one in shop.lines.segments if one.part == "2025"]
    (shop.home.segments / only.file).write_bytes(b"nothing")
    code, _, err = command(capsys, shop.base.id, shop.lines.id)
    assert code == 4
    assert len(err.splitlines()) == 1


def test_before_the_first_load(ledger: Ledger, capsys: Output) -> None:
    assert command(capsys, "2026-01-01.1", "2026-01-01.2")[0] == 2
