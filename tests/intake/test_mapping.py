"""A broken mapping is refused with file, line, field and what was probably meant."""

import pytest

from dashboard.errors import Refused
from dashboard.intake.mapping import read_mapping
from tests.intake.conftest import Firm

GOOD = """\
    [source.sales]
    file = "sales.csv"
    [source.sales.types]
    amount = "money"

    [relation.large]
    sql = \"\"\"
    SELECT *
    FROM sales
    WHERE amount > 10
    \"\"\"

    [[table.sales]]
    from = "large AS s"
    [table.sales.columns]
    line_id = "s.id"
    order_date = "s.day"
    net_amount = "s.amount"
"""


@pytest.fixture(autouse=True)
def _files(firm: Firm) -> None:
    firm.file("sales.csv", "id,day,amount\n1,2026-01-01,11.00\n2,2026-01-01,1.00\n")


def refusal(firm: Firm, old: str, new: str) -> tuple[str, object, object, object]:
    assert old in GOOD
    error = firm.refusal(GOOD.replace(old, new, 1))
    assert error.values["file"] == "mapping.toml"
    return error.key, error.values["line"], error.values["field"], error.values.get("nearest")


def test_the_unbroken_one_passes(firm: Firm) -> None:
    assert firm.rows(GOOD, "SELECT line_id, source_record FROM model.sales") == [("1", 1)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("file = ", "flie = ", ("intake.mapping.unknown_name", 3, "source.sales.flie", "file")),
        ("[relation", "[relations", ("intake.mapping.unknown_name", 7, "relations", "relation")),
        ("[[table.sales]]", "[table.sales]", ("intake.mapping.brackets", 14, "table.sales", None)),
        ("from = ", "form = ", ("intake.mapping.unknown_name", 15, "table.sales[1].form", "from")),
        ('file = "sales.csv"', 'files = "sales.csv"',
         ("intake.mapping.list_needed", 3, "source.sales.files", None)),
        ('file = "sales.csv"', 'file = "sale.csv"',
         ("intake.read.no_such", 3, "source.sales.file", "sales.csv")),
        ('file = "sales.csv"', 'file = "**s.csv"', ("intake.mapping.value", 3, "source.sales.file", None)),
        ('"money"', '{ type = "money", format = "%d" }',
         ("intake.mapping.format", 5, "source.sales.types.amount", None)),
        ('amount = "money"', 'day = { type = "date", format = "dd/mm/yyyy" }',
         ("intake.mapping.format", 5, "source.sales.types.day", None)),
        ('amount = "money"', 'day = { type = "date", format = "%Q" }',
         ("intake.mapping.format", 5, "source.sales.types.day", None)),
        ("[source.sales]", 'settings = "setings.toml"\n    [source.sales]',
         ("intake.read.no_such", 2, "settings", "mapping.toml")),
        ("[[table.sales]]", "[[table.sale]]\n    [[table.sales]]",
         ("intake.mapping.missing", 14, "table.sale[1].from", None)),
        ('"money"', '"mony"', ("intake.mapping.kind", 5, "source.sales.types.amount.type", "money")),
        ("amount = \"money\"", "amuont = \"money\"",
         ("intake.mapping.source_column", 5, "source.sales.types.amuont", "amount")),
        ("[source.sales]", '[source."my sales"]',
         ("intake.mapping.identifier", 2, "source.my sales", None)),
        ("[relation.large]", "[relation.Sales]", ("intake.mapping.name_twice", 7, "relation.Sales", None)),
        ("[[table.sales]]",
         "[[table.sale]]\n    from = 'large AS s'\n    columns = {line_id = '1'}\n    [[table.sales]]",
         ("intake.mapping.table", 14, "table.sale[1]", "sales")),
        ("net_amount =", "net_amuont =",
         ("intake.mapping.column", 19, "table.sales[1].columns.net_amuont", "net_amount")),
        ("    order_date = \"s.day\"\n", "",
         ("intake.mapping.required", 16, "table.sales[1].columns", None)),
        ("FROM sales", "FROM salse", ("intake.sql.relation", 8, "relation.large.sql", "sales")),
        ("WHERE amount", "WHERE amuont", ("intake.sql.column", 11, "relation.large.sql", "amount")),
        ("WHERE amount >", "WHERE amount > >", ("intake.sql.syntax", 11, "relation.large.sql", None)),
        ("amount > 10", "lenght(id) > 10", ("intake.sql.function", 8, "relation.large.sql", None)),
        ("s.day", "s.dya", ("intake.sql.column", 18, "table.sales[1].columns.order_date", "day")),
        ("s.day", "t.day", ("intake.sql.failed", 18, "table.sales[1].columns.order_date", None)),
        ("s.day", "42", ("intake.mapping.never", 18, "table.sales[1].columns.order_date", None)),
        ("large AS s", "larger AS s", ("intake.sql.relation", 15, "table.sales[1].from", "large")),
        ("SELECT *\n", "SELECT id, day, amount\n", ("intake.mapping.lineage", 14, "table.sales[1]", None)),
    ],
)  # fmt: skip
def test_one_mistake(firm: Firm, old: str, new: str, expected: tuple[str, int, str, str | None]) -> None:
    assert refusal(firm, old, new) == expected


def test_a_mistake_in_names_needs_no_files(firm: Firm) -> None:
    (firm.folder / "sales.csv").unlink()
    with pytest.raises(Refused) as caught:
        read_mapping(firm.mapping(GOOD.replace("net_amount", "net")), firm.contracts)
    assert caught.value.key == "intake.mapping.column"


def test_a_mistake_in_columns_is_found_before_a_record_is_read(firm: Firm) -> None:
    firm.file("sales.csv", 'id,day,amount\n1,2026-01-01,"never closed\n')
    error = firm.refusal(GOOD.replace("s.day", "s.dya"))
    assert error.key == "intake.sql.column"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b'name = "x', "intake.mapping.not_toml"),
        ("name = 'Ελληνικά'".encode("cp1253"), "intake.mapping.not_utf8"),
        (b'name = "x"', "intake.mapping.missing"),
    ],
)
def test_a_file_that_is_no_mapping(firm: Firm, content: bytes, key: str) -> None:
    with pytest.raises(Refused) as caught:
        read_mapping(firm.file("broken.toml", content), firm.contracts)
    assert caught.value.key == key


def test_a_mapping_that_is_not_there(firm: Firm) -> None:
    with pytest.raises(Refused, match="unreadable"):
        read_mapping(firm.folder / "absent.toml", firm.contracts)


def test_numbers_that_must_agree(firm: Firm) -> None:
    pair = """
    [[reconcile]]
    name = "all sales"
    source = "SELECT sum(amount) FROM {source}"
    model = "SELECT sum(net_amount) FROM sales"
    """
    assert firm.rows(GOOD + pair.format(source="large"), "SELECT count(*) FROM model.sales") == [(1,)]
    error = firm.refusal(GOOD + pair.format(source="sales"))
    assert (error.key, str(error.values["source"]), str(error.values["model"])) == (
        "intake.reconcile.differ", "12.0000", "11.0000"
    )  # fmt: skip


def test_a_reconciliation_gives_one_value(firm: Firm) -> None:
    pair = """
    [[reconcile]]
    name = "x"
    source = "SELECT id, day FROM sales"
    model = "SELECT 1"
    """
    error = firm.refusal(GOOD + pair)
    assert (error.key, error.values["field"]) == ("intake.reconcile.one_value", "reconcile[1].source")


def test_lineage_may_be_another_alias(firm: Firm) -> None:
    firm.file("days.csv", "day,name\n2026-01-01,first\n")
    text = GOOD.replace("large AS s", "days AS d JOIN sales AS s ON s.day = d.day")
    text = text.replace("[[table.sales]]", '[source.days]\n    file = "days.csv"\n    [[table.sales]]')
    query = "SELECT DISTINCT source_file FROM model.sales"
    text = text.replace("[source.days]", "[source.days]")
    assert firm.rows(text, query) == [("days.csv",)]
    named = text.replace('from = "days', 'lineage = "s"\n    from = "days')
    assert firm.rows(named, query) == [("sales.csv",)]


def test_a_row_without_lineage_is_refused(firm: Firm) -> None:
    text = GOOD.replace("large AS s", "sales AS s LEFT JOIN large AS l ON l.id = s.id")
    error = firm.refusal(text.replace("[[table.sales]]", '[[table.sales]]\n    lineage = "l"'))
    assert (error.key, error.values["n"]) == ("intake.stage.untraced", 1)


@pytest.mark.parametrize("origin", ["'other.csv' AS _file, _record", "_file, _record + 2 AS _record"])
def test_a_row_may_not_invent_where_it_comes_from(firm: Firm, origin: str) -> None:
    error = firm.refusal(GOOD.replace("SELECT *", f"SELECT id, day, amount, {origin}"))
    assert (error.key, error.values["alias"]) == ("intake.stage.invented", "s")


@pytest.mark.parametrize(
    "origin", ["_record AS _file, _file AS _record", "_file, _record / 2 AS _record", "1 AS _file, _record"]
)
def test_a_file_is_a_text_and_a_record_a_whole_number(firm: Firm, origin: str) -> None:
    error = firm.refusal(GOOD.replace("SELECT *", f"SELECT id, day, amount, {origin}"))
    assert error.key == "intake.mapping.lineage"


def test_a_mapping_may_begin_with_a_byte_order_mark(firm: Firm) -> None:
    path = firm.mapping(GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_mapping(path, firm.contracts).name == "Firm"


def test_the_same_files_give_the_same_load(firm: Firm) -> None:
    def load_id(**company: str) -> str:
        staged = firm.stage(GOOD, **company)
        staged.connection.close()
        return staged.load_id

    first = load_id()
    assert load_id() == first
    assert load_id(currency="USD") != first
    firm.file("sales.csv", "id,day,amount\n1,2026-01-01,11.01\n")
    assert load_id() != first


def test_all_tables_are_there_whatever_is_supplied(firm: Firm) -> None:
    rows = firm.rows(GOOD, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'model'")
    own = {"quarantine", "control_total", "source", "provided", "refused_line"}
    assert {name for (name,) in rows} == set(firm.contracts.tables) | own
    assert firm.rows(GOOD, "SELECT schema_name FROM duckdb_schemas() WHERE schema_name = 'source'") == []
