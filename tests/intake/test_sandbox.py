"""A mapping reads what it names and nothing else, however it asks."""

import json

import duckdb
import pytest

from dashboard.errors import MetronError, Refused
from dashboard.intake.inspection import Inspector, is_row_by_row
from dashboard.intake.sandbox import Sandbox, shut
from dashboard.intake.toml_lines import Lines, Place
from tests.intake.conftest import SALES, Firm

SOURCE = """
    [source.sales]
    file = "sales.csv"
"""
SECRET = "line_id,secret\n1,hunter2\n"


@pytest.fixture(autouse=True)
def _files(firm: Firm) -> None:
    firm.file("sales.csv", "id,day,amount\n1,2026-01-01,1.00\n")
    firm.file("secret.csv", SECRET)


READERS = [
    "SELECT * FROM read_csv('{path}')",
    "SELECT * FROM read_csv_auto('{path}')",
    "SELECT * FROM '{path}'",
    'SELECT * FROM "{path}"',
    "FROM '{path}'",
    "SELECT * FROM read_text('{path}')",
    "SELECT * FROM read_blob('{path}')",
    "SELECT * FROM read_json('{path}')",
    "SELECT * FROM read_parquet('{path}')",
    "SELECT * FROM sniff_csv('{path}')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM query('SELECT * FROM ''{path}''')",
    "SELECT * FROM query_table('{path}')",
    "SELECT * FROM (SELECT * FROM (FROM '{path}'))",
    "SELECT * FROM sales WHERE id IN (SELECT line_id FROM '{path}')",
    "WITH sales AS (SELECT * FROM '{path}') SELECT * FROM sales",
    "SELECT (SELECT content FROM read_text('{path}')) AS x",
    "SELECT * FROM sales, LATERAL (SELECT * FROM read_text('{path}'))",
    "SELECT * FROM sales UNION ALL SELECT * FROM '{path}'",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
]
STATEMENTS = [
    "COPY sales TO '{path}'",
    "COPY (SELECT * FROM sales) TO '{path}'",
    "ATTACH '{path}' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '1TB'",
    "PRAGMA database_list",
    "CALL pragma_version()",
    "CREATE TABLE x AS SELECT 1",
    "DROP TABLE sales",
    "EXPORT DATABASE '{path}'",
    "SELECT 1; SELECT 2",
    "SELECT 1; COPY sales TO '{path}'",
    "",
    "-- nothing",
]
TELLTALES = [
    "SELECT getenv('HOME') AS x",
    "SELECT current_setting('temp_directory') AS x",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM duckdb_databases",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM pg_catalog.pg_class",
    "SELECT * FROM pg_class",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM pragma_database_list",
    "SELECT * FROM model.sales",
    "SELECT * FROM model.quarantine",
    "SELECT * FROM main.sales",
    "SELECT * FROM temp._order",
    "SELECT * FROM (SHOW TABLES)",
    "SELECT * FROM (DESCRIBE sales)",
    "DESCRIBE sales",
    "SELECT * FROM (WITH duckdb_tables AS (SELECT 1) SELECT * FROM duckdb_tables), duckdb_tables",
    "WITH duckdb_tables AS (SELECT * FROM duckdb_tables) SELECT * FROM duckdb_tables",
    'WITH "model.sales" AS (SELECT 1) SELECT * FROM model.sales',
    "SELECT getvariable('x') AS x",
    "SELECT version() AS x, current_database() AS y",
    "SELECT pg_catalog.current_database() AS x",
    "SELECT nextval('s') AS x",
    "SELECT sleep_ms(10) AS x",
    "SELECT write_log('x') AS x",
]
UNSTEADY = [
    "SELECT now() AS x",
    "SELECT current_date AS x",
    "SELECT CURRENT_TIMESTAMP AS x",
    "SELECT today() AS x",
    "SELECT random() AS x",
    "SELECT uuid() AS x",
    "SELECT user AS x",
    "SELECT * FROM sales TABLESAMPLE 50%",
    "SELECT * FROM sales USING SAMPLE 1 ROWS",
]


@pytest.mark.parametrize("sql", READERS + STATEMENTS + TELLTALES + UNSTEADY)
def test_a_relation_cannot(firm: Firm, sql: str) -> None:
    path = firm.folder / "secret.csv"
    written = json.dumps(sql.format(path=path))
    refused = firm.refusal(SOURCE + f"\n    [relation.stolen]\n    sql = {written}\n" + SALES)
    assert refused.key.startswith("intake.sql."), refused
    assert refused.values["field"] == "relation.stolen.sql"
    assert refused.values["line"] == 7
    assert path.read_text() == SECRET


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("from", "read_csv('{path}') AS s"),
        ("from", "sales AS s, '{path}' AS t"),
        ("from", "sales AS s; COPY sales TO '{path}'; SELECT * FROM sales AS s"),
        ("net_amount", "(SELECT content FROM read_text('{path}'))"),
        ("net_amount", "1) FROM sales AS s; COPY sales TO '{path}' --"),
        ("net_amount", "1 FROM '{path}' AS s --"),
        ("net_amount", "getenv('HOME')"),
        ("where", "EXISTS (SELECT * FROM '{path}')"),
        ("where", "true) UNION ALL SELECT secret FROM '{path}' --"),
    ],
)
def test_a_branch_cannot(firm: Firm, entry: str, text: str) -> None:
    path = firm.folder / "secret.csv"
    branch = {"from": "sales AS s", "where": "true", "net_amount": "s.amount"} | {
        entry: text.format(path=path)
    }
    mapping = f"""
    [[table.sales]]
    from = "{branch["from"]}"
    where = "{branch["where"]}"
    [table.sales.columns]
    line_id = "s.id"
    order_date = "s.day"
    net_amount = "{branch["net_amount"]}"
    """
    assert firm.refusal(SOURCE + mapping).key.startswith("intake.sql.")
    assert path.read_text() == SECRET


@pytest.mark.parametrize("side", ["source", "model"])
def test_a_reconciliation_cannot(firm: Firm, side: str) -> None:
    pair = {"source": "SELECT 1", "model": "SELECT 1"} | {side: "SELECT content FROM read_text('secret.csv')"}
    text = f"""
    [[reconcile]]
    name = "x"
    source = "{pair["source"]}"
    model = "{pair["model"]}"
    """
    assert firm.refusal(SOURCE + SALES + text).key == "intake.sql.table_function"


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/passwd", "sub/../../outside.csv", "../*.csv"])
def test_a_source_cannot_lie_outside_the_root(firm: Firm, name: str) -> None:
    refused = firm.refusal(SOURCE.replace("sales.csv", name) + SALES)
    assert (refused.key, refused.values["line"]) == ("intake.read.outside", 4)


@pytest.mark.parametrize("pattern", ["link.csv", "link*.csv", "folder/secret.csv", "folder/*.csv"])
def test_a_source_cannot_lead_outside_by_a_link(firm: Firm, pattern: str) -> None:
    outside = firm.folder / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text(SECRET)
    root = firm.folder / "root"
    root.mkdir()
    (root / "link.csv").symlink_to(outside / "secret.csv")
    (root / "folder").symlink_to(outside)
    text = 'root = "root"\n' + SOURCE.replace("sales.csv", pattern) + SALES
    assert firm.refusal(text).key in ("intake.read.outside", "intake.read.missing")


def test_what_passes_the_check_still_runs_shut_in(firm: Firm) -> None:
    """Should the check ever miss something, the database itself has no way out."""
    import duckdb

    with duckdb.connect(str(firm.folder / "x.duckdb")) as connection:
        shut(connection)
        for sql in (
            *READERS[:2],
            *STATEMENTS[:3],
            "SET enable_external_access = true",
            "SET memory_limit='9GB'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql.format(path=firm.folder / "secret.csv"))


def test_ordinary_sql_passes(firm: Firm) -> None:
    sql = """
    WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3),
    ranked AS (
        SELECT *, row_number() OVER w AS turn, sum(CAST(amount AS DECIMAL(18,4))) OVER w AS running,
            lag(day, 1) OVER (PARTITION BY id ORDER BY day) AS before
        FROM sales WINDOW w AS (PARTITION BY id ORDER BY day)
    )
    SELECT r._file, r._record, r.id || '-' || n.i || '-' || u.part AS id, r.day, r.amount,
        coalesce(nullif(trim(r.id), ''), '?') AS t, regexp_extract(r.id, '(.)', 1) AS m,
        strptime(r.day, '%Y-%m-%d') AS d, date_diff('day', DATE '2026-01-01', CAST(r.day AS DATE)) AS dd,
        CASE WHEN r.turn = 1 THEN upper(r.id) END AS first, list_transform([1, 2], lambda x: x + 1) AS l,
        extract(year FROM CAST(r.day AS DATE)) AS y, round(1.5) AS r5,
        CAST(r.day AS DATE) + INTERVAL 1 DAY AS next
    FROM ranked AS r CROSS JOIN n CROSS JOIN unnest(['a', 'b']) AS u(part) CROSS JOIN range(2) AS g(x)
    WHERE NOT EXISTS (SELECT 1 FROM sales AS o WHERE o.id > r.id) AND g.x = 0 AND r.turn = 1
    QUALIFY rank() OVER (ORDER BY r.day) = 1
    """
    text = (
        SOURCE
        + f"\n    [relation.lines]\n    sql = '''{sql}'''\n"
        + SALES.replace("sales AS s", "lines AS s")
    )
    assert firm.rows(text, "SELECT count(*), sum(net_amount) FROM model.sales") == [(6, 6)]


def test_sql_that_never_ends_is_stopped(firm: Firm) -> None:
    from dashboard.intake.mapping import read_mapping
    from dashboard.intake.stage import stage
    from dashboard.progress import silent
    from dashboard.settings import Company, Settings

    endless = "SELECT count(*) AS n FROM range(100000000) AS a(i), range(100000) AS b(j) WHERE i % 7 = j % 11"
    text = SOURCE + f'\n    [relation.endless]\n    sql = "{endless}"\n' + SALES
    mapping = read_mapping(firm.mapping(text), firm.contracts)
    with pytest.raises(MetronError) as caught:
        stage(mapping, firm.folder / "work", Company(), Settings(mapping_seconds=1), silent)
    assert caught.value.key == "intake.sql.too_long"


def test_sql_that_begins_when_its_time_is_over_is_stopped() -> None:
    # An interruption that comes before DuckDB begins is forgotten: this hung on a slow machine.
    connection = duckdb.connect()
    sandbox = Sandbox(connection, 0)
    with pytest.raises(Refused) as caught:
        sandbox.run(
            "SELECT sum(range % 7) FROM range(100000000000000)", Place("mapping.toml", Lines(""), ()), "main"
        )
    assert caught.value.key == "intake.sql.too_long"
    assert connection.execute("SELECT 7").fetchall() == [(7,)], "what comes next is stopped, too"


def test_sql_that_needs_too_much_memory_is_stopped(firm: Firm) -> None:
    greedy = "SELECT list(i) AS everything FROM range(300000000) AS a(i)"
    refused = firm.refusal(SOURCE + f'\n    [relation.greedy]\n    sql = "{greedy}"\n' + SALES)
    assert refused.key in ("intake.memory", "intake.disk")


@pytest.mark.parametrize(
    ("sql", "alone"),
    [
        ("SELECT upper(s.id) FROM sales AS s WHERE s.amount <> '0'", True),
        ("SELECT s.id FROM sales AS s LIMIT 5", False),
        ("SELECT s.rowid FROM sales AS s", False),
        ("SELECT s.id FROM sales AS s GROUP BY ALL", False),
        ("SELECT geomean(s.amount) FROM sales AS s GROUP BY s.id", False),
        ("SELECT max(s.id) OVER () FROM sales AS s", False),
    ],
)
def test_whether_a_row_is_made_of_one_record(sql: str, alone: bool) -> None:
    inspector = Inspector()
    tree = inspector.check(sql, ["sales"], Place("mapping.toml", Lines(""), ()))
    inspector.close()
    assert is_row_by_row(tree) == alone
