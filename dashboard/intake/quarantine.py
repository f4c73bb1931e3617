"""Which rows of a table stay: duplicates and unknown keys set aside, the rest accepted.

Runs after every row has been judged on its own (`shaping`). Of rows with the same key the
first in file order stays; a reference is only enforced where the company says so.
"""

import duckdb

from dashboard.intake.contracts import Contract
from dashboard.intake.conversion import literal, name
from dashboard.intake.files import SourceFile
from dashboard.intake.reading import as_relation, originals
from dashboard.intake.shaping import landing
from dashboard.text.catalogue import Language, say


def name_rule(language: Language, rule: str) -> str:
    """What a rule of `model.quarantine` says, in words."""
    return say(language, f"intake.rule.{rule}")


def number_files(connection: duckdb.DuckDBPyConnection, files: list[SourceFile]) -> None:
    """Remember the order in which the mapping names its files."""
    connection.execute("CREATE TEMP TABLE _order (file VARCHAR, place INTEGER)")
    names = list(dict.fromkeys(file.name for file in files))
    connection.executemany("INSERT INTO temp._order VALUES (?, ?)", [[n, i] for i, n in enumerate(names)])


def set_duplicates_aside(connection: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Mark each believable row whose key an earlier row has, naming that row."""
    table, keys = landing(contract.name), ", ".join(name(key) for key in contract.identity)
    told = " || ' / ' || ".join(f"coalesce(CAST({name(key)} AS VARCHAR), '')" for key in contract.key)
    # By the keys themselves: DuckDB's hash of a text is the same for one in eight of such as are numbered on.
    # Which rows have one of these is asked by hash, for a key may have parts that are absent.
    hashed = f"hash(({keys}))"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _repeated AS SELECT {hashed} AS mark FROM {table} "
        f"WHERE _rule IS NULL GROUP BY {keys} HAVING count(*) > 1"
    )
    if not connection.execute("SELECT 1 FROM temp._repeated LIMIT 1").fetchall():
        return
    # Rows of one record, as a join makes them, are told apart by what they say: they lie as they came.
    order = ", ".join(["_branch", "place", "source_record", *(name(column) for column in contract.columns)])
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE _later AS "
        f"WITH ranked AS (SELECT {table}.rowid AS _row, row_number() OVER own AS _turn, {told} AS _told, "
        f"first_value(source_file || ':' || source_record) OVER own AS _first "
        f"FROM {table} JOIN temp._order ON file = source_file "
        f"WHERE _rule IS NULL AND {hashed} IN (SELECT mark FROM temp._repeated) "
        f"WINDOW own AS (PARTITION BY {keys} ORDER BY {order})) "
        "SELECT _row, _told || ' = ' || _first AS _both FROM ranked WHERE _turn > 1"
    )
    # From a table whose size is known: else all rows are gathered, to find few of them.
    connection.execute(
        f"UPDATE {table} SET _rule = 'key.duplicate', _field = {literal(', '.join(contract.key))}, "
        f"_value = later._both FROM temp._later AS later WHERE {table}.rowid = later._row"
    )


def set_unknown_aside(
    connection: duckdb.DuckDBPyConnection, contract: Contract, strict: tuple[str, ...]
) -> None:
    """Mark believable rows whose strict references lead nowhere, until no more do.

    A table that refers to itself (a person's manager) loses further rows with each that goes.
    """
    for column, described in contract.columns.items():
        if f"{contract.name}.{column}" not in strict:
            continue
        while _set_unknown_aside(connection, contract, column, described.references):
            pass


def _set_unknown_aside(
    connection: duckdb.DuckDBPyConnection, contract: Contract, column: str, reference: str
) -> bool:
    """Mark the rows whose key nobody knows; whether that can have made further keys unknown."""
    table, _, key = reference.partition(".")
    itself = table == contract.name
    believed = f"{landing(table)} WHERE _rule IS NULL" if itself else f"model.{name(table)}"
    if table == "sales":
        believed += " UNION ALL SELECT line_id FROM before.known"
    changed = connection.execute(
        f"WITH known AS (SELECT {name(key)} AS key FROM {believed}) "
        f"UPDATE {landing(contract.name)} AS row SET _rule = 'reference.unknown', "
        f"_field = {literal(column)}, _value = row.{name(column)} "
        f"WHERE row._rule IS NULL AND row.{name(column)} IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM known WHERE known.key = row.{name(column)})"
    ).fetchone()
    return itself and bool(changed and changed[0])


def accept(connection: duckdb.DuckDBPyConnection, contract: Contract, load_id: str) -> None:
    """Show believed rows in the model, copy the others to quarantine, and count both."""
    table, target = landing(contract.name), literal(contract.name)
    columns = ", ".join(name(column) for column in contract.columns)
    amount = name(contract.control) if contract.control else "NULL"
    connection.execute(f"DROP TABLE model.{name(contract.name)}")
    connection.execute(
        f"CREATE VIEW model.{name(contract.name)} AS SELECT {columns}, source_file, source_record, "
        f"{literal(load_id)} AS load_id FROM {table} WHERE _rule IS NULL"
    )
    connection.execute(
        f"INSERT INTO model.quarantine SELECT {target}, _rule, source_file, source_record, _field, _value, "
        f"NULL, {amount} FROM {table} WHERE _rule IS NOT NULL"
    )
    if contract.name == "sales":
        # Their keys are taken: a later line of such a key is a duplicate, also when these are not read again.
        connection.execute(
            f"INSERT INTO model.refused_line SELECT line_id, source_file, source_record FROM {table} "
            "WHERE _rule = 'reference.unknown'"
        )
    connection.execute("INSERT INTO model.provided VALUES (?)", [contract.name])
    _total(connection, contract, "rows", "count(*)", "count(*)")
    if contract.control:
        of_model = f"coalesce(sum({name(contract.control)}), 0)"
        _total(connection, contract, contract.control, of_model, "coalesce(sum(amount), 0)")


def _total(
    connection: duckdb.DuckDBPyConnection, contract: Contract, measure: str, of_rows: str, of_quarantine: str
) -> None:
    table = name(contract.name)
    connection.execute(
        f"INSERT INTO model.control_total SELECT $target, $measure, "
        f"(SELECT {of_rows} FROM {landing(contract.name)}), (SELECT {of_rows} FROM model.{table}), "
        f"(SELECT {of_quarantine} FROM model.quarantine WHERE target = $target)",
        {"target": contract.name, "measure": measure},
    )


def restore_originals(connection: duckdb.DuckDBPyConnection, files: list[SourceFile]) -> None:
    """Give each quarantined row the text of its record, read again from its file."""
    for file in {file.name: file for file in files}.values():
        rows = connection.execute(
            "SELECT DISTINCT source_record FROM model.quarantine WHERE source_file = ? AND original IS NULL",
            [file.name],
        ).fetchall()
        wanted = {int(row[0]) for row in rows}
        if not wanted:
            continue
        if file.is_parquet:
            fields = ", ".join(f"{literal(column)}: {name(column)}" for column in file.columns)
            told = (
                f"SELECT file_row_number + 1 AS number, to_json({{{fields}}}) AS text "
                f"FROM {as_relation(file)}"
            )
        else:
            connection.register("told", originals(file, wanted))
            told = "SELECT number, text FROM told"
        connection.execute(
            f"UPDATE model.quarantine SET original = text FROM ({told}) "
            "WHERE source_file = ? AND source_record = number AND original IS NULL",
            [file.name],
        )
