"""Which rows are believed, and what is kept of those that are not."""

import json
from typing import Any

import pytest

from tests.intake.conftest import Firm

ASIDE = (
    "SELECT rule, field, value, source_file, source_record FROM model.quarantine "
    "ORDER BY source_file, source_record"
)


def table(name: str, *columns: str, source: str = "rows") -> str:
    lines = "".join(f'    {column} = "r.{column}"\n' for column in columns)
    return f"""
    [source.{source}]
    file = "{source}.csv"
    delimiter = ","
    [[table.{name}]]
    from = "{source} AS r"
    [table.{name}.columns]
{lines}"""


def aside(firm: Firm, text: str, **company: Any) -> list[tuple[str, str, str | None, int]]:
    return [
        (rule, field, value, record) for rule, field, value, _, record in firm.rows(text, ASIDE, **company)
    ]


SALES = table("sales", "line_id", "order_date", "net_amount", "quantity", "customer_id")
HEAD = "line_id,order_date,net_amount,quantity,customer_id\nok,2026-01-01,1.5,1,K\n"


@pytest.mark.parametrize(
    ("row", "rule", "field", "value"),
    [
        (",2026-01-01,1,1,K", "required.missing", "line_id", None),
        ("  ,2026-01-01,1,1,K", "required.missing", "line_id", "  "),
        ("2,,1,1,K", "required.missing", "order_date", None),
        ("2,2026-01-01,,1,K", "required.missing", "net_amount", None),
        ("2,31/12/2025,1,1,K", "value.unreadable", "order_date", "31/12/2025"),
        ("2,2026-02-30,1,1,K", "value.unreadable", "order_date", "2026-02-30"),
        ("2,2026-01-01T10:00:00,1,1,K", "value.unreadable", "order_date", "2026-01-01T10:00:00"),
        ("2,0026-01-01,1,1,K", "value.range", "order_date", "0026-01-01"),
        ('2,2026-01-01,"1,5",1,K', "value.unreadable", "net_amount", "1,5"),
        ("2,2026-01-01,1.00001,1,K", "value.decimals", "net_amount", "1.00001"),
        ("2,2026-01-01,123456789012345,1,K", "value.too_large", "net_amount", "123456789012345"),
        ("2,2026-01-01,1,one,K", "value.unreadable", "quantity", "one"),
    ],
)
def test_a_row_that_cannot_be_believed(firm: Firm, row: str, rule: str, field: str, value: str) -> None:
    firm.file("rows.csv", HEAD + row + "\n")
    assert aside(firm, SALES) == [(rule, field, value, 2)]
    assert firm.rows(SALES, "SELECT original, target FROM model.quarantine") == [(row, "sales")]
    assert firm.rows(SALES, "SELECT line_id FROM model.sales") == [("ok",)]


@pytest.mark.parametrize("amount", ["1.50000", "+1.5", "1.", ".5", "1.5-", " 1.5 ", "007"])
def test_amounts_that_are_clear(firm: Firm, amount: str) -> None:
    firm.file("rows.csv", HEAD + f"2,2026-01-01,{amount},1,K\n")
    assert aside(firm, SALES) == []


def test_the_first_of_two_rows_with_a_key_stays(firm: Firm) -> None:
    firm.file(
        "rows.csv",
        HEAD + "2,2026-01-01,7,1,K\nok,2026-01-02,9,1,K\n2,2026-01-03,8,1,K\nok,2026-01-04,3,1,K\n",
    )
    assert aside(firm, SALES) == [
        ("key.duplicate", "line_id", "ok = rows.csv:1", 3),
        ("key.duplicate", "line_id", "2 = rows.csv:2", 4),
        ("key.duplicate", "line_id", "ok = rows.csv:1", 5),
    ]
    totals = "SELECT measure, total_in, accepted, quarantined FROM model.control_total WHERE target = 'sales'"
    assert firm.rows(SALES, totals) == [("rows", 5, 2, 3), ("net_amount", 28.5, 8.5, 20)]


@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_of_rows_that_a_join_makes_of_one_record_the_same_one_stays(firm: Firm, order: str) -> None:
    """They lie as they come, and come as the threads have it: what they say decides, not where they lie."""
    firm.file("rows.csv", "line_id,order_date,net_amount,quantity,customer_id\n2,2026-01-01,7,1,K\n")
    made = (
        "[relation.made]\nsql = 'SELECT rows.* REPLACE (CAST(n AS VARCHAR) AS net_amount) "
        f"FROM rows, (VALUES (8), (5), (9)) AS t (n) ORDER BY n {order}'\n"
    )
    text = made + SALES.replace('"rows AS r"', '"made AS r"')
    assert firm.rows(text, "SELECT net_amount FROM model.sales") == [(5,)]


def test_the_order_of_files_is_the_mapping_s(firm: Firm) -> None:
    firm.file("b.csv", HEAD)
    firm.file("a.csv", HEAD)
    text = SALES.replace('file = "rows.csv"', 'files = ["b.csv", "a.csv"]')
    assert [(value, file) for _, _, value, file, _ in firm.rows(text, ASIDE)] == [("ok = b.csv:1", "a.csv")]


def test_a_row_set_aside_does_not_claim_its_key(firm: Firm) -> None:
    firm.file("rows.csv", HEAD + "2,never,1,1,K\n2,2026-01-01,1,1,K\n")
    assert [rule for rule, *_ in aside(firm, SALES)] == ["value.unreadable"]


def test_an_unknown_key_stays_unless_the_company_is_strict(firm: Firm) -> None:
    firm.file("rows.csv", HEAD + "2,2026-01-01,1,1,\n3,2026-01-01,4,1,L\n")
    firm.file("clients.csv", "customer_id\nK\n")
    text = SALES + table("customers", "customer_id", source="clients")
    assert aside(firm, text) == []
    assert aside(firm, text, strict_references=("sales.customer_id",)) == [
        ("reference.unknown", "customer_id", "L", 3)
    ]


def test_strictness_follows_a_chain_of_managers(firm: Firm) -> None:
    firm.file("rows.csv", "rep_id,name,manager_id\n1,a,\n2,b,1\n3,c,9\n4,d,3\n5,e,4\n")
    text = table("reps", "rep_id", "name", "manager_id")
    found = aside(firm, text, strict_references=("reps.manager_id",))
    assert [(value, record) for _, _, value, record in found] == [("9", 3), ("3", 4), ("4", 5)]


def test_strictness_about_nothing_is_refused(firm: Firm) -> None:
    firm.file("rows.csv", HEAD)
    error = firm.refusal(SALES, strict_references=("sales.custmer_id",))
    assert (error.key, error.values["nearest"]) == ("intake.stage.strict", "sales.customer_id")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a,t,owner,1,2026-01-01,2026-01-01", ("period.reversed", "valid_to")),
        ("a,t,owner,1,2026-01-02,2026-01-01", ("period.reversed", "valid_to")),
        ("a,t,boss,1,2026-01-01,", ("value.unlisted", "role")),
        ("a,t,owner,1.5,2026-01-01,", ("value.range", "share")),
        ("a,t,owner,-0.1,2026-01-01,", ("value.range", "share")),
    ],
)
def test_limits_of_an_assignment(firm: Firm, rows: str, expected: tuple[str, str]) -> None:
    columns = ("rep_id", "territory_id", "role", "share", "valid_from", "valid_to")
    firm.file("rows.csv", ",".join(columns) + f"\nz,t,owner,1,2026-01-01,\n{rows}\n")
    assert [(rule, field) for rule, field, *_ in aside(firm, table("assignments", *columns))] == [expected]


def test_a_quota_belongs_to_somebody(firm: Firm) -> None:
    columns = ("rep_id", "territory_id", "period_start", "period_end", "measure", "amount")
    head = ",".join(columns) + "\na,,2026-01-01,2026-02-01,net_sales,10\n"
    firm.file(
        "rows.csv", head + ",,2026-01-01,2026-02-01,net_sales,20\n,t,2026-01-01,2026-02-01,net_sales,-1\n"
    )
    assert [(rule, field) for rule, field, *_ in aside(firm, table("quotas", *columns))] == [
        ("required.one_of", "territory_id, rep_id"), ("value.range", "amount")
    ]  # fmt: skip


def test_a_quota_is_set_on_a_measure_that_there_is(firm: Firm) -> None:
    firm.file(
        "rows.csv",
        "territory_id,period_start,period_end,measure,amount\n"
        "t,2026-01-01,2026-02-01,net_sales,5\nt,2026-01-01,2026-02-01,netsales,5\n",
    )
    text = table("quotas", "territory_id", "period_start", "period_end", "measure", "amount")
    assert aside(firm, text) == [("value.unlisted", "measure", "netsales", 2)]


def test_nobody_has_the_key_of_the_unknown(firm: Firm) -> None:
    firm.file("rows.csv", "customer_id,name\n?,Quest\nC?,Other\n")
    assert aside(firm, table("customers", "customer_id", "name")) == [
        ("value.pattern", "customer_id", "?", 1)
    ]


def test_a_role_that_is_not_told_is_owner(firm: Firm) -> None:
    columns = ("rep_id", "territory_id", "valid_from")
    firm.file("rows.csv", ",".join(columns) + "\na,t,2026-01-01\n")
    assert firm.rows(table("assignments", *columns), "SELECT role, share FROM model.assignments") == [
        ("owner", None)
    ]


def test_the_original_of_a_quoted_record_is_whole(firm: Firm) -> None:
    record = '2,2026-01-01,x,1,"K, the\nfirst"'
    firm.file("rows.csv", HEAD + record + "\n")
    assert firm.rows(SALES, "SELECT original FROM model.quarantine") == [(record,)]


def test_the_original_of_a_parquet_row_is_the_row(firm: Firm) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = {"line_id": ["a", "b"], "order_date": ["2026-01-01", "soon"], "net_amount": ["1", "2"]}
    pq.write_table(pa.table(data), firm.folder / "rows.parquet")
    text = table("sales", *data).replace("rows.csv", "rows.parquet").replace('    delimiter = ","\n', "")
    ((original,),) = firm.rows(text, "SELECT original FROM model.quarantine")
    assert json.loads(original) == {"line_id": "b", "order_date": "soon", "net_amount": "2"}


def test_everything_aside_is_refused(firm: Firm) -> None:
    firm.file("rows.csv", HEAD.replace("2026-01-01", "1.1.2026"))
    error = firm.refusal(SALES)
    assert error.key == "intake.stage.nothing_accepted"
    assert (error.values["rule"], error.values["value"]) == ("value.unreadable", "1.1.2026")


def test_a_source_of_which_nothing_is_believed_is_refused(firm: Firm) -> None:
    firm.file("rows.csv", HEAD)
    named = HEAD.split("\n")[0].split(",")
    error = firm.refusal(
        SALES.replace('delimiter = ","', f'delimiter = ","\n    columns = {[*named, "more"]}')
    )
    assert (error.key, error.values["table"]) == ("intake.stage.nothing_accepted", "source.rows")
    assert error.values["value"] == HEAD.split("\n")[0]


def test_a_table_without_rows_is_no_mistake(firm: Firm) -> None:
    firm.file("rows.csv", HEAD.split("\n")[0] + "\n")
    assert firm.rows(SALES, "SELECT table_name FROM model.provided") == [("sales",)]
