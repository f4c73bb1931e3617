"""One source's records into typed rows, and into quarantine where they cannot be believed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice

import duckdb
import pyarrow as pa

from dashboard.errors import Refused
from dashboard.intake.contracts import MONEY_DECIMALS, RATIO_DECIMALS
from dashboard.intake.conversion import Conversion, Writing, convert, literal, name
from dashboard.intake.files import SourceFile
from dashboard.intake.mapping import Mapping
from dashboard.intake.mapping_document import Source, SourceType
from dashboard.intake.reader import Record
from dashboard.intake.sandbox import first_sentence
from dashboard.progress import Progress

BATCH = 50_000
SCALE = {"money": MONEY_DECIMALS, "decimal": RATIO_DECIMALS, "ratio": RATIO_DECIMALS}


class Reading:
    """The statements that turn one source's records into typed rows and quarantine."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        mapping: Mapping,
        source_name: str,
        source: Source,
        first: SourceFile,
        given: dict[str, str],
    ) -> None:
        self._connection = connection
        self._table = f"source.{name(source_name)}"
        self._target = f"source.{source_name}"
        self._types = source.types
        self._first = first
        self._columns = first.columns
        self._given = given
        writing = {
            column: Writing(source.decimal, source.thousands, declared.format)
            for column, declared in source.types.items()
        }
        self._control = next((column for column in source.types if source.types[column].type == "money"), "")
        self._money_in = Decimal(0)
        self._conversions: dict[str, Conversion] = {}
        self._present: dict[str, str] = {}
        nulls = ", ".join(literal(text) for text in source.null)
        for column in first.columns:
            quoted = name(column)
            is_text = given[column] == "VARCHAR"
            present = (
                f"CASE WHEN {quoted} NOT IN ({nulls}) THEN {quoted} END" if nulls and is_text else quoted
            )
            self._present[column] = present
            declared = source.types.get(column)
            if declared is None:
                self._conversions[column] = Conversion(present, "NULL")
                continue
            scale = SCALE.get(declared.type, 0)
            made = convert(f"({present})", given[column], declared.type, scale, writing[column])
            if made is None:
                place = mapping.top.below("source", source_name, "types", column)
                raise place.refused(
                    "intake.mapping.never", name=column, given=given[column], wanted=declared.type
                )
            self._conversions[column] = made

    def text(self, file: SourceFile, progress: Progress, done: int, total: int) -> tuple[int, int]:
        """Read a text file; how many records it has, and how many were not cut into fields."""
        assert file.layout is not None
        records = file.layout.records(len(file.columns))
        count = malformed = characters = 0
        while batch := list(islice(records, BATCH)):
            count += len(batch)
            broken = [record for record in batch if record.fields is None]
            malformed += len(broken)
            self._quarantine_broken(file, broken)
            self._connection.register("batch", _arrow(batch, file, self._columns))
            self._insert(len(batch) - len(broken), file)
            self._connection.unregister("batch")
            characters += sum(len(record.text) + 1 for record in batch)
            read = done + min(file.print.size, characters)
            progress("intake.progress.reading", read, total, name=file.name)
        return count, malformed

    def parquet(self, file: SourceFile) -> tuple[int, int]:
        """Read a Parquet file; how many records it has (none is ever cut wrongly)."""
        self._require_alike(file)
        with _whole_parquet(file):
            self._connection.execute(f"CREATE OR REPLACE TEMP VIEW batch AS {self._records(file)}")
            count = self._count(file)
            self._insert(count, file)
        self._connection.execute("DROP VIEW batch")
        return count, 0

    @property
    def in_place(self) -> bool:
        """Whether the source's files are read where they lie: Parquet none of whose values is converted."""
        return self._first.is_parquet and not self._types

    def view(self, files: list[SourceFile]) -> list[int]:
        """Show all files of a source as one relation, without copying it; how many records each has."""
        for file in files:
            self._require_alike(file)
        parts = " UNION ALL ".join(self._typed(file, f"({self._records(file)})") for file in files)
        self._connection.execute(f"DROP TABLE {self._table}")
        self._connection.execute(f"CREATE VIEW {self._table} AS {parts}")
        return [self._count(file) for file in files]

    def _records(self, file: SourceFile) -> str:
        kept = ", ".join(f"CAST({name(one)} AS {self._given[one]}) AS {name(one)}" for one in self._columns)
        return f"SELECT {kept}, file_row_number + 1 AS _record, NULL AS _text FROM {as_relation(file)}"

    def _require_alike(self, file: SourceFile) -> None:
        """Make sure that every value of a file is one of the types of the source's first file too."""
        wanted = set(zip(self._first.columns, self._first.types, strict=True))
        for column, _ in set(zip(file.columns, file.types, strict=True)) - wanted:
            value, given = name(column), self._given[column]
            # A number out of text is one only if it would be written so.
            told = f"CAST({value} AS VARCHAR)"
            other = (
                f"made IS NULL OR made <> {value} "
                f"OR (typeof({value}) = 'VARCHAR' AND CAST(made AS VARCHAR) <> {told})"
            )
            with _whole_parquet(file):
                found = self._connection.execute(
                    f"SELECT {told} FROM (SELECT {value}, TRY_CAST({value} AS {given}) AS made "
                    f"FROM {as_relation(file)}) WHERE {value} IS NOT NULL AND ({other}) LIMIT 1"
                ).fetchone()
            if found:
                raise Refused(
                    "intake.read.other_type", file=file.name, first=self._first.name, name=column,
                    value=found[0], kind=given,
                )  # fmt: skip

    def _count(self, file: SourceFile) -> int:
        with _whole_parquet(file):
            found = self._connection.execute(f"SELECT count(*) FROM {as_relation(file)}").fetchone()
        return int(found[0]) if found else 0

    def _typed(self, file: SourceFile, batch: str) -> str:
        values = ", ".join(f"{made.value} AS {name(column)}" for column, made in self._conversions.items())
        return f"SELECT {values}, {literal(file.name)} AS _file, _record FROM {batch}"

    def _insert(self, count: int, file: SourceFile) -> None:
        """Put the `count` records of `batch` where they belong: typed rows, or quarantine."""
        faults = self._faults()
        kept = self._connection.execute(
            f"INSERT INTO {self._table} {self._typed(file, 'batch')} WHERE ({faults}) IS NULL"
        ).fetchone()
        if not kept or kept[0] != count:
            self._quarantine_faulty(file, faults)
        if self._control:
            money = f"coalesce(sum({self._conversions[self._control].value}), 0)"
            summed = self._connection.execute(f"SELECT {money} FROM batch").fetchone()
            self._money_in += summed[0] if summed else 0

    def _faults(self) -> str:
        cases = " ".join(
            f"WHEN ({self._conversions[column].fault}) IS NOT NULL THEN {place}"
            for place, column in enumerate(self._types)
        )
        return f"CASE {cases} END" if cases else "NULL"

    def _quarantine_faulty(self, file: SourceFile, faults: str) -> None:
        rules = _chosen(self._types, {c: m.fault for c, m in self._conversions.items()})
        fields = _chosen(self._types, {column: literal(column) for column in self._types})
        values = _chosen(self._types, {c: f"CAST({name(c)} AS VARCHAR)" for c in self._types})
        amount = self._conversions[self._control].value if self._control else "NULL"
        self._connection.execute(
            f"INSERT INTO model.quarantine SELECT {literal(self._target)}, {rules}, {literal(file.name)}, "
            f"_record, {fields}, {values}, _text, {amount} FROM (SELECT *, {faults} AS _fault FROM batch) "
            "WHERE _fault IS NOT NULL"
        )

    def _quarantine_broken(self, file: SourceFile, broken: list[Record]) -> None:
        if not broken:
            return
        self._connection.register("broken", numbered((record.number, record.text) for record in broken))
        self._connection.execute(
            f"INSERT INTO model.quarantine SELECT {literal(self._target)}, 'record.fields', "
            f"{literal(file.name)}, number, NULL, NULL, text, NULL FROM broken"
        )
        self._connection.unregister("broken")

    def total(self) -> None:
        """Count what came in against what was kept and what was set aside.

        The money of a source is that of the first column that is declared as money.
        """
        self._connection.execute(
            "INSERT INTO model.control_total SELECT $target, 'rows', "
            "(SELECT coalesce(sum(records), 0) FROM model.source WHERE 'source.' || source = $target), "
            f"(SELECT count(*) FROM {self._table}), "
            "(SELECT count(*) FROM model.quarantine WHERE target = $target)",
            {"target": self._target},
        )
        if self._control:
            self._connection.execute(
                "INSERT INTO model.control_total SELECT $target, $measure, $money, "
                f"(SELECT coalesce(sum({name(self._control)}), 0) FROM {self._table}), "
                "(SELECT coalesce(sum(amount), 0) FROM model.quarantine WHERE target = $target)",
                {"target": self._target, "measure": self._control, "money": self._money_in},
            )


def as_relation(file: SourceFile) -> str:
    """The rows of a Parquet file as they stand in it: a folder named column=value adds nothing to them."""
    return f"read_parquet({literal(file.pattern)}, file_row_number = true, hive_partitioning = false)"


@contextmanager
def _whole_parquet(file: SourceFile) -> Iterator[None]:
    """Turn what DuckDB says of a damaged file (one thing or another) into one sentence."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise Refused("intake.read.parquet", file=file.name, reason=first_sentence(error)) from None


def require_readable(connection: duckdb.DuckDBPyConnection, files: Iterable[SourceFile]) -> None:
    """Read every value of these Parquet files.

    Raises:
        Refused: one of them is damaged.
    """
    for file in files:
        with _whole_parquet(file):
            connection.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {as_relation(file)}").fetchall()


def _chosen(columns: dict[str, SourceType], expressions: dict[str, str]) -> str:
    cases = " ".join(f"WHEN {place} THEN {expressions[column]}" for place, column in enumerate(columns))
    return f"CASE _fault {cases} END"


def _arrow(batch: list[Record], file: SourceFile, columns: tuple[str, ...]) -> pa.Table:
    """The well-formed records of a batch, columns in the order of the source's first file."""
    whole = [record for record in batch if record.fields is not None]
    places = [file.columns.index(column) for column in columns]
    rows = [record.fields for record in whole if record.fields is not None]
    data = {
        column: pa.array((row[place] for row in rows), pa.string())
        for column, place in zip(columns, places, strict=True)
    }
    data["_record"] = pa.array((record.number for record in whole), pa.int64())
    data["_text"] = pa.array((record.text for record in whole), pa.string())
    return pa.table(data)


def numbered(texts: Iterable[tuple[int, str]]) -> pa.Table:
    """Records' numbers and texts, as a table that DuckDB reads at once."""
    listed = list(texts)
    return pa.table(
        {
            "number": pa.array((number for number, _ in listed), pa.int64()),
            "text": pa.array((text for _, text in listed), pa.string()),
        }
    )


def originals(file: SourceFile, wanted: set[int]) -> pa.Table:
    """The text of some records of a text file, by number."""
    assert file.layout is not None
    records = file.layout.records(len(file.columns))
    return numbered((record.number, record.text) for record in records if record.number in wanted)
