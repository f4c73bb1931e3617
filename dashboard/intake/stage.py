"""A mapping's files into the staged model: read, shape, judge, count.

What leaves here is one database with every table of the contracts in schema `model`, each row
with its file and record, beside what was set aside and the totals that prove nothing was lost.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import Refused
from dashboard.intake.before import attach, show, show_nothing
from dashboard.intake.binding import bind, create_empty, model_columns
from dashboard.intake.continuing import Base, carry, set_known_aside
from dashboard.intake.contracts import Contracts, read_contracts
from dashboard.intake.files import SourceFile, find_files
from dashboard.intake.mapping import Mapping
from dashboard.intake.quarantine import (
    accept,
    number_files,
    restore_originals,
    set_duplicates_aside,
    set_unknown_aside,
)
from dashboard.intake.reading import require_readable
from dashboard.intake.sandbox import Sandbox, machine, open_stage, shut
from dashboard.intake.shaping import SHAPED, land_tables, run_relations
from dashboard.intake.sources import load_source, source_columns
from dashboard.intake.whole_tables import (
    check_accepted,
    check_balance,
    check_overlaps,
    check_strict,
    check_tree,
)
from dashboard.progress import Progress
from dashboard.settings import Company, Settings

Found = dict[str, list[SourceFile]]
_OWN_TABLES = {
    "quarantine": "target TEXT, rule TEXT, source_file TEXT, source_record BIGINT, field TEXT, value TEXT, "
    "original TEXT, amount DECIMAL(18,4)",
    "control_total": "target TEXT, measure TEXT, total_in DECIMAL(38,4), accepted DECIMAL(38,4), "
    "quarantined DECIMAL(38,4)",
    "source": "source TEXT, file TEXT, sha256 TEXT, bytes BIGINT, records BIGINT, malformed BIGINT, "
    "encoding TEXT",
    "provided": "table_name TEXT",
    "refused_line": "line_id TEXT, source_file TEXT, source_record BIGINT",
}


@dataclass(frozen=True, slots=True)
class Staged:
    """The staged model; `fingerprint` is the same for the same files, mapping and settings."""

    connection: duckdb.DuckDBPyConnection
    load_id: str
    fingerprint: str
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """What one staging works with."""

    connection: duckdb.DuckDBPyConnection
    mapping: Mapping
    found: Found
    base: Base | None
    contracts: Contracts
    company: Company
    settings: Settings
    load_id: str
    progress: Progress

    @property
    def unread(self) -> list[SourceFile]:
        """The files that are to be read."""
        return [file for source in self.found for file in self.unread_of(source)]

    def unread_of(self, source: str) -> list[SourceFile]:
        """Those of one source."""
        files = self.found[source]
        return self.base.unread(source, files) if self.base else files

    def check_accepted(self, target: str) -> None:
        """Refuse a target all of whose rows are set aside; `carry` judges added ones with those known."""
        if not self.base or target not in self.base.targets:
            check_accepted(self.connection, target)


def stage(
    mapping: Mapping,
    work: Path,
    company: Company,
    settings: Settings,
    progress: Progress,
    continued: Callable[[Found], Base] | None = None,
) -> Staged:
    """Stage the mapping in a database below `work`.

    `continued` says which publication the found files continue; only what it lacks is read then.

    Raises:
        Refused: files, mapping or rows that must not take effect, in one sentence.
        Failed: the machine ran out of memory, disk or time.
        Discontinued: from `continued`, or a new line stands before a known one of the same key.
    """
    contracts = read_contracts()
    check_strict(contracts, company.strict_references, mapping)
    with machine():
        work.mkdir(parents=True, exist_ok=True)
        found = find_files(mapping, progress)
        base = continued(found) if continued else None
        fingerprint = _fingerprint(mapping, found, contracts, company)
        file = work / "stage.duckdb"
        file.unlink(missing_ok=True)
        connection = open_stage(file, settings, ordered=False)
        job = _Job(connection, mapping, found, base, contracts, company, settings, fingerprint[:16], progress)
        try:
            if base:
                attach(connection, settings.place, base.manifest)
                show(connection, base.manifest)
            else:
                show_nothing(connection)
            _fill(job)
            connection.execute("CHECKPOINT")
            connection.close()
            connection = open_stage(file, settings, ordered=True)
            if base:
                attach(connection, settings.place, base.manifest)
            restore_originals(connection, _listed(found))
            connection.execute("DROP SCHEMA source CASCADE")
            connection.execute("CHECKPOINT")
        except BaseException:
            connection.close()
            raise
    return Staged(connection, fingerprint[:16], fingerprint, base)


def _listed(found: dict[str, list[SourceFile]]) -> list[SourceFile]:
    return [file for files in found.values() for file in files]


def _fingerprint(
    mapping: Mapping, found: dict[str, list[SourceFile]], contracts: Contracts, company: Company
) -> str:
    files = [[file.source, file.name, file.print.sha256] for file in _listed(found)]
    told = [
        SHAPED,
        duckdb.__version__,
        files,
        mapping.text,
        mapping.kpis,
        mapping.aliases,
        repr(mapping.shapes),
        contracts.text,
        company.model_dump(mode="json"),
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _fill(job: _Job) -> None:
    connection, mapping, progress = job.connection, job.mapping, job.progress
    sources = mapping.document.source
    columns = {name: source_columns(connection, sources[name], files[0]) for name, files in job.found.items()}
    bound = bind(mapping, columns, job.contracts, job.settings.mapping_seconds)
    _make_schemas(connection, job.contracts)
    number_files(connection, _listed(job.found))
    for name, files in job.found.items():
        load_source(connection, mapping, name, files[0], job.unread_of(name), progress)
        job.check_accepted(f"source.{name}")
    parquet = [file for file in job.unread if file.is_parquet]
    shut(connection, [path for file in parquet for path in (str(file.path), file.pattern)])
    sandbox = Sandbox(connection, job.settings.mapping_seconds)
    try:
        run_relations(sandbox, mapping, progress)
        land_tables(connection, sandbox, mapping, job.contracts, bound, progress)
    except Refused:
        require_readable(connection, parquet)
        raise
    _judge_tables(job)
    _reconcile(sandbox, mapping)
    if job.base:
        carry(connection, job.base)
    check_balance(connection)
    for file in job.unread:
        file.require_unchanged()


def _make_schemas(connection: duckdb.DuckDBPyConnection, contracts: Contracts) -> None:
    for schema in ("source", "landing", "model"):
        connection.execute(f"CREATE SCHEMA {schema}")
    for contract in contracts.tables.values():
        create_empty(connection, f"model.{contract.name}", model_columns(contract))
    for table, columns in _OWN_TABLES.items():
        connection.execute(f"CREATE TABLE model.{table} ({columns})")


def _judge_tables(job: _Job) -> None:
    connection = job.connection
    given = [one for one in job.contracts.in_order() if one.name in job.mapping.document.table]
    for done, contract in enumerate(given):
        job.progress("intake.progress.checking", done, len(given), name=contract.name)
        if job.base and contract.name == "sales":
            set_known_aside(connection, job.base, job.found)
        set_duplicates_aside(connection, contract)
        set_unknown_aside(connection, contract, job.company.strict_references)
        accept(connection, contract, job.load_id)
        job.check_accepted(contract.name)
        check_overlaps(connection, contract)
        check_tree(connection, contract)


def _reconcile(sandbox: Sandbox, mapping: Mapping) -> None:
    """Hold the two numbers of each pair against each other, to the last digit."""
    for index, pair in enumerate(mapping.document.reconcile):
        place = mapping.top.below("reconcile", index)
        sides = []
        for side, schema in (("source", "source"), ("model", "model")):
            rows = sandbox.run(getattr(pair, side), place.below(side), schema, own_lines=True)
            if len(rows) != 1:
                raise place.below(side).refused("intake.reconcile.one_value")
            sides.append(rows[0][0])
        if sides[0] != sides[1]:
            raise Refused("intake.reconcile.differ", name=pair.name, source=sides[0], model=sides[1])
