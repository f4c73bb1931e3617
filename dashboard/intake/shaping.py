"""Sources into the tables of the model: relations, then each branch, row by row judged.

A row breaks at most one rule here, the first in the order of `_judgements`; it then goes to
quarantine with that rule, the field, the value as it was given, and its place in its file.
"""

from dataclasses import dataclass

import duckdb

from dashboard.intake.binding import Bound, create_empty
from dashboard.intake.contracts import Column, Contract, Contracts
from dashboard.intake.conversion import convert, literal, name
from dashboard.intake.mapping import Mapping
from dashboard.intake.mapping_document import Branch
from dashboard.intake.sandbox import Sandbox
from dashboard.intake.toml_lines import Place
from dashboard.progress import Progress

SHAPED = "3"  # what this code makes of the same files; raise it when that changes
FIRST_DAY, LAST_DAY = "1900-01-01", "2199-12-31"
JUDGED = {
    "source_file": "VARCHAR", "source_record": "BIGINT", "_branch": "INTEGER",
    "_rule": "VARCHAR", "_field": "VARCHAR", "_value": "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """One reason not to believe a row; all four are SQL over the converted row."""

    broken: str
    rule: str
    field: str
    value: str


def landing(table: str) -> str:
    """Where the judged rows of a table lie; what is accepted of them is seen in schema `model`."""
    return f"landing.{name(table)}"


def run_relations(sandbox: Sandbox, mapping: Mapping, progress: Progress) -> None:
    """Compute the intermediate relations, in their order."""
    for done, (relation, entry) in enumerate(mapping.document.relation.items()):
        progress("intake.progress.relation", done, len(mapping.document.relation), name=relation)
        place = mapping.top.below("relation", relation, "sql")
        sandbox.run(f"CREATE TABLE source.{name(relation)} AS\n{entry.sql}\n", place)


def land_tables(
    connection: duckdb.DuckDBPyConnection,
    sandbox: Sandbox,
    mapping: Mapping,
    contracts: Contracts,
    bound: Bound,
    progress: Progress,
) -> None:
    """Fill each landing table with every row that the branches give, converted and judged."""
    for done, (table, branches) in enumerate(mapping.document.table.items()):
        progress("intake.progress.table", done, len(mapping.document.table), name=table)
        contract = contracts.tables[table]
        create_empty(connection, landing(table), _landing_columns(contract))
        for index, branch in enumerate(branches):
            place = mapping.top.below("table", table, index)
            lineage = {column: f"{name(branch.lineage)}.{column}" for column in ("_file", "_record")}
            given = branch.select(branch.columns | lineage)
            sandbox.run(_judge(contract, branch, given, bound.branches[table, index], index), place)
            _check_lineage(connection, table, branch, index, place)


def _check_lineage(
    connection: duckdb.DuckDBPyConnection, table: str, branch: Branch, index: int, place: Place
) -> None:
    """Refuse rows of a branch that come from no record that was read."""
    rows = f"FROM {landing(table)} WHERE _branch = {index}"
    untraced = connection.execute(
        f"SELECT count(*) {rows} AND (source_file IS NULL OR source_record IS NULL)"
    ).fetchone()
    if untraced and untraced[0]:
        raise place.refused("intake.stage.untraced", alias=branch.lineage, n=untraced[0])
    invented = connection.execute(
        "WITH told AS (SELECT source_file AS file, min(source_record) AS least, max(source_record) AS most "
        f"{rows} GROUP BY ALL), "
        "known AS (SELECT file, max(records) AS records FROM model.source GROUP BY file) "
        "SELECT file, CASE WHEN records IS NULL OR least < 1 THEN least ELSE most END AS record "
        "FROM told LEFT JOIN known USING (file) "
        "WHERE records IS NULL OR least < 1 OR most > records ORDER BY ALL LIMIT 1"
    ).fetchone()
    if invented:
        told = {"origin": invented[0], "record": invented[1]}
        raise place.refused("intake.stage.invented", alias=branch.lineage, **told)


def _landing_columns(contract: Contract) -> dict[str, str]:
    return {column: described.sql_type for column, described in contract.columns.items()} | JUDGED


def _judge(contract: Contract, branch: Branch, query: str, types: dict[str, str], index: int) -> str:
    values, faults, given = [], [], []
    for column, described in contract.columns.items():
        if column not in branch.columns:
            made_value, made_fault, told = _absent(described), "NULL", "NULL"
        else:
            made = convert(name(column), types[column], described.type, described.scale)
            assert made is not None, "binding lets no such type pass"
            made_value, made_fault, told = made.value, made.fault, name(column)
            if described.default:
                made_value = f"coalesce({made_value}, {literal(described.default)})"
        values.append(f"{made_value} AS {name(column)}")
        faults.append(f"{made_fault} AS {name('_fault_' + column)}")
        given.append(f"{told} AS {name('_given_' + column)}")
    judgements = _judgements(contract)
    return (
        f"INSERT INTO {landing(contract.name)} "
        f"WITH converted AS (SELECT {', '.join(values + faults + given)}, _file, _record "
        f"FROM (\n{query}\n)), "
        f"judged AS (SELECT *, {_first_broken(judgements)} AS _broken FROM converted) "
        f"SELECT {', '.join(name(column) for column in contract.columns)}, _file, _record, {index}, "
        f"{_pick(judgements, 'rule')}, {_pick(judgements, 'field')}, {_pick(judgements, 'value')} FROM judged"
    )


def _absent(column: Column) -> str:
    return f"CAST({literal(column.default) if column.default else 'NULL'} AS {column.sql_type})"


def _first_broken(judgements: list[Judgement]) -> str:
    cases = " ".join(f"WHEN {judgement.broken} THEN {place}" for place, judgement in enumerate(judgements))
    return f"CASE {cases} END"


def _pick(judgements: list[Judgement], part: str) -> str:
    cases = " ".join(f"WHEN {place} THEN {getattr(j, part)}" for place, j in enumerate(judgements))
    return f"CASE _broken {cases} END"


def _judgements(contract: Contract) -> list[Judgement]:
    """Unreadable values first, then missing ones, then values that no row may have."""
    found = []
    for column in contract.columns:
        fault = name("_fault_" + column)
        found.append(Judgement(f"{fault} IS NOT NULL", fault, literal(column), _given(column)))
    for column in contract.required:
        missing = Judgement(f"{name(column)} IS NULL", "'required.missing'", literal(column), _given(column))
        found.append(missing)
    if contract.one_of:
        none = " AND ".join(f"{name(column)} IS NULL" for column in contract.one_of)
        found.append(Judgement(none, "'required.one_of'", literal(", ".join(contract.one_of)), "NULL"))
    for column, described in contract.columns.items():
        for broken, rule in _limits(name(column), described):
            found.append(Judgement(broken, literal(rule), literal(column), _given(column)))
    if contract.period:
        starts, ends = contract.period.starts, contract.period.ends
        broken = f"{name(ends)} <= {name(starts)}"
        found.append(Judgement(broken, "'period.reversed'", literal(ends), _given(ends)))
    return found


def _given(column: str) -> str:
    """What was given, as text: written out only of rows that are set aside."""
    return f"CAST({name('_given_' + column)} AS VARCHAR)"


def _limits(value: str, column: Column) -> list[tuple[str, str]]:
    limits = []
    if column.type in ("date", "timestamp"):
        limits.append(
            (f"CAST({value} AS DATE) NOT BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'", "value.range")
        )
    if column.minimum is not None:
        limits.append((f"{value} < {column.minimum:.8f}", "value.range"))
    if column.maximum is not None:
        limits.append((f"{value} > {column.maximum:.8f}", "value.range"))
    if column.values:
        listed = ", ".join(literal(one) for one in column.values)
        limits.append((f"{value} NOT IN ({listed})", "value.unlisted"))
    if column.pattern:
        limits.append((f"NOT regexp_matches({value}, {literal(column.pattern)})", "value.pattern"))
    return limits
