"""The files that a mapping names: found below its root, hashed, with the columns they hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.errors import Refused
from dashboard.intake.decoding import Fingerprint, fingerprint_bytes, fingerprint_text
from dashboard.intake.mapping import Mapping, no_file
from dashboard.intake.mapping_document import Source
from dashboard.intake.reader import Layout, sniff_delimiter
from dashboard.intake.toml_lines import Place
from dashboard.metrics.nearest import nearest
from dashboard.progress import Progress

RESERVED = frozenset({"_file", "_record", "_text", "_fault"})
_MOST_DIGITS = 38  # of a decimal in DuckDB, which reads wider ones wrongly
_OF_PARQUET = RESERVED | {"file_row_number"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of one source; `name` is its path below the mapping's root."""

    source: str
    path: Path
    name: str
    print: Fingerprint
    columns: tuple[str, ...]
    layout: Layout | None
    types: tuple[str, ...] = ()  # of the columns, where the file says so itself

    @property
    def pattern(self) -> str:
        """What DuckDB, which takes names for patterns, matches with this file alone."""
        return re.sub(r"[*?\[]", r"[\g<0>]", str(self.path))

    @property
    def is_parquet(self) -> bool:
        """Whether DuckDB reads the file itself."""
        return self.layout is None

    def require_unchanged(self) -> None:
        """Refuse a file that somebody wrote to since it was hashed."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.print.size, self.print.modified):
            raise Refused("intake.read.changed", file=self.name)


def find_files(mapping: Mapping, progress: Progress) -> dict[str, list[SourceFile]]:
    """Every file of every source, in order.

    Raises:
        Refused: a file that is missing, outside the root, empty, damaged, in another encoding
            than declared, or with other columns than the first file of its source.
    """
    found: dict[str, list[SourceFile]] = {}
    for number, (source_name, source) in enumerate(mapping.document.source.items()):
        progress("intake.progress.finding", number, len(mapping.document.source), name=source_name)
        place = mapping.top.below("source", source_name)
        files = [
            _inspect(source_name, source, path, name, place) for path, name in _paths(mapping, source, place)
        ]
        _check_columns(source, files, place)
        found[source_name] = files
    return found


def _paths(mapping: Mapping, source: Source, place: Place) -> Iterator[tuple[Path, str]]:
    root = mapping.root.resolve()
    if not root.is_dir():
        raise mapping.top.below("root").refused("intake.read.no_root", name=str(mapping.root))
    seen: set[Path] = set()
    for pattern in source.patterns:
        here = place.below("file" if pattern == source.file else "files")
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
            raise here.refused("intake.read.outside", name=pattern)
        paths = _matching(root, pattern, here)
        files = [path for path in paths if path.is_file()]
        if not files:
            raise no_file(root, pattern, here)
        for path in files:
            real = path.resolve()
            if not real.is_relative_to(root):
                raise here.refused("intake.read.outside", name=pattern)
            if real not in seen:
                seen.add(real)
                yield real, path.relative_to(root).as_posix()


def _matching(root: Path, pattern: str, place: Place) -> list[Path]:
    if not any(mark in pattern for mark in "*?["):
        return [root / pattern]
    try:
        return sorted(root.glob(pattern))
    except (ValueError, NotImplementedError) as error:
        raise place.refused("intake.mapping.value", reason=str(error).rstrip(".")) from None


def _inspect(source_name: str, source: Source, path: Path, name: str, place: Place) -> SourceFile:
    try:
        if path.suffix.casefold() == ".parquet":
            mark, (columns, types) = fingerprint_bytes(path, name), _parquet_columns(path, name)
            return SourceFile(source_name, path, name, mark, columns, None, types)
        mark = fingerprint_text(path, name, source.encoding)
        layout = _layout(source, path, name, mark.encoding)
        columns = tuple(_named(layout.header(), layout, source) if layout.has_header else source.columns)
    except PermissionError:
        raise place.refused("intake.read.forbidden", name=name) from None
    return SourceFile(source_name, path, name, mark, columns, layout)


def _layout(source: Source, path: Path, name: str, encoding: str) -> Layout:
    quote = source.quote
    if quote is None:
        quote = "" if len(source.delimiter) > 1 or len(source.record_end) > 2 else '"'
    delimiter = source.delimiter or sniff_delimiter(path, encoding, quote)
    return Layout(path, name, encoding, delimiter, source.record_end, quote, source.has_header)


def _named(header: list[str], layout: Layout, source: Source) -> list[str]:
    """The names of the columns: the declared ones, else the header's; a blank one gets its position."""
    if source.columns:
        return list(source.columns)
    names = [text.strip() or f"column_{place}" for place, text in enumerate(header, start=1)]
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise Refused("intake.read.header_twice", file=layout.name, name=name)
    return names


def _parquet_columns(path: Path, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a Parquet file's columns, and their types."""
    try:
        schema = pq.ParquetFile(path).schema_arrow
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise Refused("intake.read.parquet", file=name, reason=reason) from None
    folded = [column.casefold() for column in schema.names]
    for column in schema:
        if folded.count(column.name.casefold()) > 1 or column.name.casefold() in _OF_PARQUET:
            raise Refused("intake.read.parquet_name", file=name, name=column.name)
        if pa.types.is_decimal(column.type) and column.type.precision > _MOST_DIGITS:
            raise Refused("intake.read.too_wide", file=name, name=column.name, most=_MOST_DIGITS)
    return tuple(schema.names), tuple(str(one) for one in schema.types)


def _check_columns(source: Source, files: list[SourceFile], place: Place) -> None:
    first = files[0]
    for column in first.columns:
        if column.casefold() in RESERVED:
            raise Refused("intake.read.reserved", file=first.name, name=column)
    for file in files[1:]:
        if file.is_parquet != first.is_parquet or set(file.columns) != set(first.columns):
            odd = sorted(set(file.columns) ^ set(first.columns))
            raise Refused(
                "intake.read.other_columns", file=file.name, first=first.name, names=", ".join(odd) or "-"
            )
    for column in source.types:
        if column not in first.columns:
            raise place.below("types", column).refused(
                "intake.mapping.source_column", name=column, nearest=nearest(column, first.columns)
            )
