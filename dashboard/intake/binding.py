"""Whether a mapping's SQL fits its sources, found out on empty tables before a record is read."""

from dataclasses import dataclass

import duckdb

from dashboard.errors import Refused
from dashboard.intake.contracts import Contract, Contracts
from dashboard.intake.conversion import WHOLE, convert, name
from dashboard.intake.mapping import Mapping
from dashboard.intake.mapping_document import Branch
from dashboard.intake.sandbox import Sandbox, shut
from dashboard.intake.toml_lines import Place

Columns = dict[str, str]
LINEAGE = ("_file", "_record")


@dataclass(frozen=True, slots=True)
class Bound:
    """The DuckDB type of each expression of each branch, by table and branch."""

    branches: dict[tuple[str, int], Columns]


def bind(mapping: Mapping, sources: dict[str, Columns], contracts: Contracts, seconds: int) -> Bound:
    """Bind every SQL of the mapping.

    Raises:
        Refused: a column that no source has, a type that cannot become the wanted one, or a
            relation that gives rows without saying which file and record they come from.
    """
    with duckdb.connect(":memory:", config={"python_enable_replacements": False}) as connection:
        _make_empty(connection, sources, contracts)
        shut(connection)
        binder = _Binder(connection, mapping, Sandbox(connection, seconds))
        for columns in sources.values():
            binder.sandbox.columns |= set(columns)
        for relation in mapping.document.relation:
            binder.relation(relation)
        branches = {
            (table, index): binder.branch(contracts.tables[table], branch, index)
            for table, listed in mapping.document.table.items()
            for index, branch in enumerate(listed)
        }
        binder.reconciles()
        return Bound(branches)


def _make_empty(
    connection: duckdb.DuckDBPyConnection, sources: dict[str, Columns], contracts: Contracts
) -> None:
    connection.execute("CREATE SCHEMA source")
    connection.execute("CREATE SCHEMA model")
    for source, columns in sources.items():
        create_empty(connection, f"source.{name(source)}", columns)
    for contract in contracts.tables.values():
        create_empty(connection, f"model.{name(contract.name)}", model_columns(contract))


def create_empty(connection: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> None:
    """A table of these columns, without rows."""
    spelled = ", ".join(f"{name(column)} {sql_type}" for column, sql_type in columns.items())
    kind = "TEMP TABLE" if table.startswith("temp.") else "TABLE"
    connection.execute(f"CREATE {kind} {table} ({spelled})")


def model_columns(contract: Contract) -> Columns:
    """The columns of a model table: the contract's, and where each row comes from."""
    own = {column: described.sql_type for column, described in contract.columns.items()}
    return own | {"source_file": "VARCHAR", "source_record": "BIGINT", "load_id": "VARCHAR"}


class _Binder:
    def __init__(self, connection: duckdb.DuckDBPyConnection, mapping: Mapping, sandbox: Sandbox) -> None:
        self._connection = connection
        self._mapping = mapping
        self.sandbox = sandbox

    def relation(self, relation: str) -> None:
        """Bind an intermediate relation and put an empty table in its place."""
        sql = self._mapping.document.relation[relation].sql
        place = self._mapping.top.below("relation", relation, "sql")
        columns = self._describe(sql, place, own_lines=True)
        self.sandbox.columns |= set(columns)
        create_empty(self._connection, f"source.{name(relation)}", columns)

    def branch(self, contract: Contract, branch: Branch, index: int) -> Columns:
        """Bind each expression of a branch; its types."""
        place = self._mapping.top.below("table", contract.name, index)
        bare = branch.model_copy(update={"where": ""})
        self._describe(bare.select({"x": "1"}), place.below("from"))
        self._lineage(bare, place)
        if branch.where:
            self._describe(branch.select({"x": "1"}), place.below("where"))
        types: Columns = {}
        for column, sql in branch.columns.items():
            here = place.below("columns", column)
            (given,) = self._describe(bare.select({column: sql}), here).values()
            wanted = contract.columns[column]
            if convert("x", given, wanted.type, wanted.scale) is None:
                raise here.refused("intake.mapping.never", name=column, given=given, wanted=wanted.type)
            types[column] = given
        return types

    def _lineage(self, branch: Branch, place: Place) -> None:
        wanted = {column: f"{name(branch.lineage)}.{column}" for column in LINEAGE}
        try:
            types = self._describe(branch.select(wanted), place)
        except Refused:
            types = {}
        if types.get("_file") != "VARCHAR" or types.get("_record") not in WHOLE:
            raise place.refused("intake.mapping.lineage", alias=branch.lineage)

    def reconciles(self) -> None:
        """Bind the queries that must agree."""
        for index, pair in enumerate(self._mapping.document.reconcile):
            place = self._mapping.top.below("reconcile", index)
            for side, schema in (("source", "source"), ("model", "model")):
                here = place.below(side)
                columns = self._describe(getattr(pair, side), here, schema, own_lines=True)
                if len(columns) != 1:
                    raise here.refused("intake.reconcile.one_value")

    def _describe(self, sql: str, place: Place, schema: str = "source", own_lines: bool = False) -> Columns:
        rows = self.sandbox.run(f"DESCRIBE {sql}", place, schema, own_lines)
        return {str(row[0]): str(row[1]) for row in rows}
