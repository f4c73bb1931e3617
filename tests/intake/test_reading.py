"""Files as companies have them: every encoding, delimiter, record end and mark."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import Refused
from tests.intake.conftest import SALES, Firm

NAMES = """
    [source.clients]
    file = "clients.csv"
    {options}
    [[table.customers]]
    from = "clients AS c"
    [table.customers.columns]
    customer_id = "c.id"
    name = "c.name"
"""
READ = "SELECT customer_id, name FROM model.customers ORDER BY 1"
GREEK = [("1", "Ζαχαροπλαστεία Μέλισσα Α.Ε."), ("2", "Άγγελος Ωραιόπουλος, Θεσσαλονίκη — Έδεσσα")]


def clients(delimiter: str = ";", end: str = "\n") -> str:
    rows = [("id", "name"), *GREEK]
    return "".join(delimiter.join(row) + end for row in rows)


def detected(firm: Firm, options: str = "") -> str:
    text = NAMES.format(options=options)
    assert firm.rows(text, READ) == GREEK
    return str(firm.rows(text, "SELECT encoding FROM model.source")[0][0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_detected(firm: Firm, encoding: str) -> None:
    firm.file("clients.csv", clients("\t").encode(encoding))
    assert detected(firm).startswith("utf-" + encoding.split("-")[1])


def test_greek_windows_is_detected_and_shown(firm: Firm) -> None:
    firm.file("clients.csv", clients("\t").encode("cp1253"))
    assert detected(firm) == "cp1253"


def test_a_greek_letter_far_into_the_file_is_found(firm: Firm) -> None:
    padding = "".join(f"{n};plain\n" for n in range(100, 200_000))
    body = "id;name\n" + padding + "1;Μέλισσα και Υιοί, Αθήνα\n"
    firm.file("clients.csv", body.encode("cp1253"))
    rows = firm.rows(NAMES.format(options=""), "SELECT name FROM model.customers WHERE customer_id = '1'")
    assert rows == [("Μέλισσα και Υιοί, Αθήνα",)]


def test_latin_is_read_as_declared(firm: Firm) -> None:
    firm.file("clients.csv", "id;name\n1;Müller & Söhne\n".encode("latin-1"))
    rows = firm.rows(NAMES.format(options='encoding = "latin-1"'), READ)
    assert rows == [("1", "Müller & Söhne")]


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        ("José Ñandú; Müller & Söhne", "latin-1"),
        ("Société Générale; Évry", "cp1252"),
        ("Άλφα; Βήτα", "cp1253"),
        ("Άλφα & Βήτα Α.Ε.; Ήλιος", "iso8859_7"),
        ("Άλφα; Βήτα", "cp737"),
        ("Łódź Kraków Gdańsk Wałbrzych; Świętokrzyskie", "cp1250"),
        ("Москва; Санкт-Петербург", "cp1251"),
    ],
)
def test_a_few_names_tell_their_code_page(firm: Firm, names: str, encoding: str) -> None:
    rows = list(enumerate(names.split("; "), start=1))
    text = "id;name\n" + "".join(f"{number};{who}\n" for number, who in rows)
    firm.file("clients.csv", text.encode(encoding))
    assert firm.rows(NAMES.format(options=""), READ) == [(str(number), who) for number, who in rows]


@pytest.mark.parametrize(
    ("written", "declared"),
    [("utf-8-sig", "utf-8-sig"), ("utf-8-sig", "utf-8"), ("utf-8", "utf-8-sig"), ("utf-32", "utf-32-le"),
     ("utf-16", "utf-16-le"), ("utf-16-le", "utf-16")],
)  # fmt: skip
def test_a_mark_agrees_with_the_encoding_it_belongs_to(firm: Firm, written: str, declared: str) -> None:
    firm.file("clients.csv", clients("\t").encode(written))
    detected(firm, f'encoding = "{declared}"')


@pytest.mark.parametrize("declared", ["base64", "rot13", "klingon"])
def test_what_is_no_encoding_of_text_is_refused(firm: Firm, declared: str) -> None:
    firm.file("clients.csv", clients())
    refused = firm.refusal(NAMES.format(options=f'encoding = "{declared}"'))
    assert refused.key == "intake.read.encoding_unknown"


def test_utf16_without_a_mark_may_turn_out_to_be_utf8(firm: Firm) -> None:
    firm.file("clients.csv", clients())
    refused = firm.refusal(NAMES.format(options='encoding = "utf-16"'))
    assert (refused.key, refused.values["like"]) == ("intake.read.encoding", "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_text_that_ends_within_a_letter_is_cut_off(firm: Firm, encoding: str) -> None:
    firm.file("clients.csv", clients(end="").encode(encoding)[:-1])
    assert firm.refusal(NAMES.format(options="")).key == "intake.read.cut_off"


def test_a_spoilt_byte_does_not_make_utf8_another_encoding(firm: Firm) -> None:
    whole = "id;name\n1;Société Générale à Évry, Besançon\n2;Hôtel\n".encode()
    firm.file("clients.csv", whole + "3;Nîmes\n".encode("latin-1"))
    refused = firm.refusal(NAMES.format(options=""))
    assert (refused.key, refused.values["position"]) == ("intake.read.byte", len(whole) + 3)


def test_a_wrong_declared_encoding_says_where_and_what_it_looks_like(firm: Firm) -> None:
    firm.file("clients.csv", clients("\t").encode("cp1253"))
    refused = firm.refusal(NAMES.format(options='encoding = "utf-8"'))
    assert refused.key == "intake.read.encoding"
    assert refused.values["position"] == clients("\t").encode("cp1253").index("Ζ".encode("cp1253"))
    assert refused.values["like"] == "cp1253"


def test_utf16_declared_as_utf8_is_refused(firm: Firm) -> None:
    firm.file("clients.csv", clients("\t").encode("utf-16"))
    refused = firm.refusal(NAMES.format(options='encoding = "utf-8"'))
    assert (refused.key, refused.values["like"]) == ("intake.read.encoding", "utf-16")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(firm: Firm, delimiter: str, end: str) -> None:
    firm.file("clients.csv", clients(delimiter, end))
    assert firm.rows(NAMES.format(options=""), READ) == GREEK


@pytest.mark.parametrize(("delimiter", "end"), [("+|", "&|\r\n"), ("+|", "&|"), ("||", "\n"), (";", "¶")])
def test_long_delimiters_and_record_ends(firm: Firm, delimiter: str, end: str) -> None:
    firm.file("clients.csv", clients(delimiter, end))
    options = f"delimiter = {json.dumps(delimiter)}\n    record_end = {json.dumps(end)}"
    assert firm.rows(NAMES.format(options=options), READ) == GREEK


def test_a_record_end_across_two_chunks_is_one(firm: Firm) -> None:
    rows = "".join(f"{n}+|{'x' * 90}&|\r\n" for n in range(10_000))
    firm.file("clients.csv", "id+|name&|\r\n" + rows)
    options = 'delimiter = "+|"\n    record_end = "&|\\r\\n"'
    assert firm.rows(NAMES.format(options=options), "SELECT count(*) FROM model.customers") == [(10_000,)]


def test_quoted_fields_keep_delimiters_quotes_and_line_ends(firm: Firm) -> None:
    firm.file("clients.csv", 'id,name\n1,"Smith, ""Joe""\nand Sons"\n2,plain\n')
    assert firm.rows(NAMES.format(options=""), READ) == [("1", 'Smith, "Joe"\nand Sons'), ("2", "plain")]


def test_without_header(firm: Firm) -> None:
    firm.file("clients.csv", clients("\t").split("\n", 1)[1])
    assert firm.rows(NAMES.format(options='columns = ["id", "name"]'), READ) == GREEK


def test_blank_lines_are_no_records(firm: Firm) -> None:
    firm.file("clients.csv", "id;name\n\n1;a\n\n\n2;b\n\n")
    rows = firm.rows(
        NAMES.format(options=""), "SELECT customer_id, source_record FROM model.customers ORDER BY 1"
    )
    assert rows == [("1", 1), ("2", 2)]


def test_several_files_may_order_their_columns_differently(firm: Firm) -> None:
    firm.file("in/a.csv", "id;name\n1;one\n")
    firm.file("in/b.csv", "name;id\ntwo;2\n")
    text = NAMES.format(options="").replace('file = "clients.csv"', 'files = ["in/*.csv"]')
    query = "SELECT customer_id, name, source_file, source_record FROM model.customers ORDER BY 1"
    assert firm.rows(text, query) == [("1", "one", "in/a.csv", 1), ("2", "two", "in/b.csv", 1)]


TYPED = """
    [source.sales]
    file = "sales.csv"
    delimiter = ";"
    decimal = ","
    thousands = "."
    null = ["", "-"]
    [source.sales.types]
    amount = "money"
    day = {{ type = "date", format = "%d/%m/%Y" }}
""".replace("{{", "{").replace("}}", "}")


def test_decimal_comma_and_own_dates(firm: Firm) -> None:
    firm.file(
        "sales.csv", "id;day;amount\n1;31/12/2025;1.234.567,89\n2;01/02/2026;-0,5\n3;01/02/2026;12,50-\n"
    )
    rows = firm.rows(TYPED + SALES, "SELECT order_date, net_amount FROM model.sales ORDER BY line_id")
    assert rows == [
        (dt.date(2025, 12, 31), Decimal("1234567.89")),
        (dt.date(2026, 2, 1), Decimal("-0.5")),
        (dt.date(2026, 2, 1), Decimal("-12.5")),
    ]


@pytest.mark.parametrize("amount", ["1.23,5", "12,34,5", "1,2345678", "abc", "1e5", "12 345", "--1"])
def test_an_unreadable_amount_goes_to_quarantine_with_its_record(firm: Firm, amount: str) -> None:
    firm.file("sales.csv", f"id;day;amount\n1;31/12/2025;1,00\n2;01/02/2026;{amount}\n")
    query = "SELECT target, field, value, original, source_record FROM model.quarantine"
    assert firm.rows(TYPED + SALES, query) == [
        ("source.sales", "amount", amount, f"2;01/02/2026;{amount}", 2)
    ]


def test_a_record_with_too_few_or_too_many_fields_is_set_aside(firm: Firm) -> None:
    firm.file("clients.csv", "id;name\n1;a\n2\n3;b;c\n4;d\n")
    text = NAMES.format(options="")
    query = "SELECT rule, source_record, original FROM model.quarantine ORDER BY 2"
    assert firm.rows(text, query) == [("record.fields", 2, "2"), ("record.fields", 3, "3;b;c")]
    totals = "SELECT total_in, accepted, quarantined FROM model.control_total WHERE target = 'source.clients'"
    assert firm.rows(text, totals) == [(4, 2, 2)]
    assert firm.rows(text, "SELECT records, malformed FROM model.source") == [(4, 2)]


def test_a_file_cut_off_inside_quotes_is_refused(firm: Firm) -> None:
    firm.file("clients.csv", 'id;name\n1;a\n2;"cut o')
    refused = firm.refusal(NAMES.format(options=""))
    assert (refused.key, refused.values["record"]) == ("intake.read.unclosed_quote", 2)


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("id;name\n1;a\n2;b\n3", ""),
        ("id+|name&|1+|a&|2+|b&|3", 'delimiter = "+|"\n    record_end = "&|"'),
    ],
)
def test_a_file_that_ends_within_a_record_is_refused(firm: Firm, content: str, options: str) -> None:
    firm.file("clients.csv", content)
    refused = firm.refusal(NAMES.format(options=options))
    assert (refused.key, refused.values["record"]) == ("intake.read.cut_record", 3)


def test_the_last_record_needs_no_line_end(firm: Firm) -> None:
    firm.file("clients.csv", "id;name\n1;a\n2;b")
    assert firm.rows(NAMES.format(options=""), READ) == [("1", "a"), ("2", "b")]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "intake.read.empty"),
        (b"\n\n", "intake.read.no_header"),
        (b"id;name\n1;a\0b\n", "intake.read.nul"),
        (b"id;ID\n1;2\n", "intake.read.header_twice"),
        (b"id;_record\n1;2\n", "intake.read.reserved"),
    ],
)
def test_files_that_are_no_table(firm: Firm, content: bytes, key: str) -> None:
    firm.file("clients.csv", content)
    assert firm.refusal(NAMES.format(options="")).key == key


def test_other_columns_in_a_second_file(firm: Firm) -> None:
    firm.file("a.csv", "id;name\n1;a\n")
    firm.file("b.csv", "id;nome\n1;a\n")
    text = NAMES.format(options="").replace('file = "clients.csv"', 'files = ["a.csv", "b.csv"]')
    refused = firm.refusal(text)
    assert (refused.key, refused.values["names"]) == ("intake.read.other_columns", "name, nome")


@pytest.mark.parametrize("name", ["absent.csv", "absent_*.csv"])
def test_a_missing_file_is_named_with_the_line(firm: Firm, name: str) -> None:
    refused = firm.refusal(NAMES.format(options="").replace("clients.csv", name))
    assert (refused.key, refused.values["name"], refused.values["line"]) == ("intake.read.no_such", name, 4)


def test_a_misspelt_file_is_told_the_one_that_is_there(firm: Firm) -> None:
    firm.file("exports/invoices_2026.csv", "id;name\n")
    refused = firm.refusal(NAMES.format(options="").replace("clients.csv", "exports/invoice_2026.csv"))
    assert refused.values["nearest"] == "exports/invoices_2026.csv"


def parquet(firm: Firm, **columns: list[object]) -> None:
    pq.write_table(pa.table(columns), firm.folder / "sales.parquet")


PARQUET = '[source.sales]\n    file = "sales.parquet"\n' + SALES


def test_parquet_keeps_its_types_and_row_numbers(firm: Firm) -> None:
    parquet(firm, id=["a", "b"], day=[dt.date(2026, 1, 1)] * 2, amount=[Decimal("1.25"), Decimal("-3.5")])
    rows = firm.rows(
        "    " + PARQUET, "SELECT line_id, net_amount, source_record FROM model.sales ORDER BY 1"
    )
    assert rows == [("a", Decimal("1.25"), 1), ("b", Decimal("-3.5"), 2)]


def test_a_float_is_money_only_if_it_was_money_before(firm: Firm) -> None:
    amounts = [0.1 + 0.2, 1234567.89, 1 / 3, float("nan"), 99999999.9999]
    parquet(firm, id=list("abcde"), day=[dt.date(2026, 1, 1)] * 5, amount=amounts)
    text = "    " + PARQUET
    assert firm.rows(text, "SELECT line_id, net_amount FROM model.sales ORDER BY 1") == [
        ("a", Decimal("0.3")), ("b", Decimal("1234567.89")), ("e", Decimal("99999999.9999"))
    ]  # fmt: skip
    rows = firm.rows(text, "SELECT rule, source_record, original FROM model.quarantine ORDER BY 2")
    assert [(rule, record) for rule, record, _ in rows] == [("value.decimals", 3), ("value.unreadable", 4)]
    assert json.loads(rows[0][2])["id"] == "c"


@pytest.mark.parametrize(
    ("columns", "key", "named"),
    [
        ({"id": ["a"], "ID": ["b"]}, "intake.read.parquet_name", "id"),
        ({"id": ["a"], "file_row_number": [1]}, "intake.read.parquet_name", "file_row_number"),
        ({"id": pa.array([Decimal("1.5")], pa.decimal256(50, 4))}, "intake.read.too_wide", "id"),
    ],
)
def test_parquet_that_duckdb_would_read_wrongly_is_refused(
    firm: Firm, columns: Any, key: str, named: str
) -> None:
    parquet(firm, day=["2026-01-01"], amount=["1"], **columns)
    refused = firm.refusal("    " + PARQUET)
    assert (refused.key, refused.values["name"]) == (key, named)


def test_parquet_is_read_by_its_own_name_and_nothing_beside_it(firm: Firm) -> None:
    (firm.folder / "id=z").mkdir()
    names = ["s1.parquet", "s[1].parquet", "s*.parquet", "s'?.parquet", "id=z/s.parquet"]
    for number, name in enumerate(names):
        data = {"id": [str(number)], "day": ["2026-01-01"], "amount": [Decimal(number)]}
        pq.write_table(pa.table(data), firm.folder / name)
    text = "    " + PARQUET.replace('file = "sales.parquet"', 'files = ["**/s*.parquet"]')
    rows = firm.rows(text, "SELECT source_file, line_id, net_amount FROM model.sales ORDER BY 2")
    assert rows == [(name, str(number), number) for number, name in enumerate(names)]


@pytest.mark.parametrize("types", ["", '    [source.sales.types]\n    amount = "money"\n'])
def test_a_parquet_of_another_type_loses_no_value(firm: Firm, types: str) -> None:
    pq.write_table(pa.table({"id": ["a"], "day": ["2026-01-01"], "amount": [1]}), firm.folder / "s1.parquet")
    text = "    " + PARQUET.replace('file = "sales.parquet"', 'files = ["s*.parquet"]\n' + types.rstrip())
    for amount, kept in ((2.0, True), (2.5, False), ("3", True), ("03", False), (None, True)):
        pq.write_table(
            pa.table({"amount": [amount, None], "id": ["b", "c"], "day": [dt.date(2026, 1, 2)] * 2}),
            firm.folder / "s2.parquet",
        )
        if kept:
            rows = firm.rows(text, "SELECT sum(net_amount), min(order_date) FROM model.sales")
            assert rows == [(1 + int(amount or 0), dt.date(2026, 1, 1))]
        else:
            assert firm.refusal(text).values["value"] == str(amount)


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_truncated_parquet_is_refused(firm: Firm, kept: float) -> None:
    parquet(firm, id=["a"] * 1000, day=["2026-01-01"] * 1000, amount=["1"] * 1000)
    path = firm.folder / "sales.parquet"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert firm.refusal("    " + PARQUET).key == "intake.read.parquet"


@pytest.mark.parametrize(("start", "filling"), [(4, b"\xff"), (4, b"\0"), (200, b"\0")])
def test_a_damaged_page_in_parquet_is_refused(firm: Firm, start: int, filling: bytes) -> None:
    parquet(firm, id=[str(n) for n in range(5000)], day=["2026-01-01"] * 5000, amount=["1"] * 5000)
    path = firm.folder / "sales.parquet"
    content = bytearray(path.read_bytes())
    content[start : start + 150] = filling * 150
    path.write_bytes(content)
    assert firm.refusal("    " + PARQUET).key == "intake.read.parquet"


def test_a_mistake_in_the_mapping_is_not_said_of_a_parquet_that_is_whole(firm: Firm) -> None:
    parquet(firm, id=["a"], day=["2026-01-01"], amount=["x"])
    wrong = PARQUET.replace('"s.amount"', '"CAST(s.amount AS DECIMAL(18, 4))"')
    assert firm.refusal("    " + wrong).key == "intake.sql.failed"


def test_a_file_that_changes_while_it_is_read_is_refused(firm: Firm) -> None:
    from dashboard.intake.mapping import read_mapping
    from dashboard.intake.stage import stage
    from dashboard.settings import Company, Settings

    path = firm.file("clients.csv", clients())
    mapping = read_mapping(firm.mapping(NAMES.format(options="")), firm.contracts)

    def append(key: str, done: int, total: int | None, **values: object) -> None:
        if key == "intake.progress.reading" and done == 0:
            path.write_text(path.read_text() + "3;late\n")

    with pytest.raises(Refused, match="changed"):
        stage(mapping, firm.folder / "work", Company(), Settings(), append)


def test_a_file_of_broken_records_alone_is_set_aside_at_once(firm: Firm) -> None:
    firm.file("clients.csv", "id;name\n1;a\n" + "".join(f"{n}\n" for n in range(60_000)))
    text = NAMES.format(options='delimiter = ";"')
    assert firm.rows(text, "SELECT count(*), min(original) FROM model.quarantine") == [(60_000, "0")]


def test_progress_moves_through_a_long_file(firm: Firm) -> None:
    from dashboard.intake.mapping import read_mapping
    from dashboard.intake.stage import stage
    from dashboard.settings import Company, Settings

    firm.file("clients.csv", "id;name\n" + "".join(f"{n};name {n}\n" for n in range(120_000)))
    mapping = read_mapping(firm.mapping(NAMES.format(options="")), firm.contracts)
    told: list[tuple[int, int | None]] = []

    def note(key: str, done: int, total: int | None, **values: object) -> None:
        if key == "intake.progress.reading":
            told.append((done, total))

    stage(mapping, firm.folder / "work", Company(), Settings(), note).connection.close()
    steps = [done for done, _ in told]
    assert steps == sorted(steps)
    assert len(set(steps)) > 3
    assert told[-1][0] == told[-1][1]
