"""Sources into the stage: every file's records as rows, each with `_file` and `_record`.

A value that cannot be read as the type that the mapping declares sends its record to
quarantine, as does a record with the wrong number of fields.
"""

import duckdb

from dashboard.intake.conversion import name
from dashboard.intake.files import SourceFile
from dashboard.intake.mapping import Mapping
from dashboard.intake.mapping_document import Source, SourceType
from dashboard.intake.reading import SCALE, Reading, as_relation
from dashboard.progress import Progress


def source_columns(connection: duckdb.DuckDBPyConnection, source: Source, file: SourceFile) -> dict[str, str]:
    """DuckDB type of each column of a source as mappings see it, lineage included."""
    given = _given_types(connection, file)
    columns = {column: given[column] for column in file.columns}
    for column, declared in source.types.items():
        columns[column] = _sql_type(declared)
    return columns | {"_file": "VARCHAR", "_record": "BIGINT"}


def load_source(
    connection: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    source_name: str,
    first: SourceFile,
    files: list[SourceFile],
    progress: Progress,
) -> None:
    """Read files of one source into `source.<name>`, and tell `model.source` what was read.

    The `first` file of the source says which columns it has, whether it is read or not.
    """
    source = mapping.document.source[source_name]
    columns = source_columns(connection, source, first)
    spelled = ", ".join(f"{name(column)} {sql_type}" for column, sql_type in columns.items())
    connection.execute(f"CREATE TABLE source.{name(source_name)} ({spelled})")
    reading = Reading(connection, mapping, source_name, source, first, _given_types(connection, first))
    if reading.in_place and files:
        for file, records in zip(files, reading.view(files), strict=True):
            _tell(connection, file, records, 0)
    else:
        _copy(connection, reading, files, progress)
    reading.total()


def _copy(
    connection: duckdb.DuckDBPyConnection, reading: Reading, files: list[SourceFile], progress: Progress
) -> None:
    total = sum(file.print.size for file in files)
    done = 0
    for file in files:
        progress("intake.progress.reading", done, total, name=file.name)
        records, malformed = (
            reading.parquet(file) if file.is_parquet else reading.text(file, progress, done, total)
        )
        _tell(connection, file, records, malformed)
        done += file.print.size
    progress("intake.progress.reading", total, total, name=files[-1].name if files else "")


def _tell(connection: duckdb.DuckDBPyConnection, file: SourceFile, records: int, malformed: int) -> None:
    told = [
        file.source,
        file.name,
        file.print.sha256,
        file.print.size,
        records,
        malformed,
        file.print.encoding,
    ]
    connection.execute("INSERT INTO model.source VALUES (?, ?, ?, ?, ?, ?, ?)", told)


def _given_types(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> dict[str, str]:
    if not file.is_parquet:
        return dict.fromkeys(file.columns, "VARCHAR")
    rows = connection.execute(f"DESCRIBE FROM {as_relation(file)}").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def _sql_type(declared: SourceType) -> str:
    plain = {"text": "VARCHAR", "date": "DATE", "timestamp": "TIMESTAMP", "boolean": "BOOLEAN"}
    if declared.type == "integer":
        return "BIGINT"
    return plain.get(declared.type) or f"DECIMAL(18,{SCALE[declared.type]})"
