"""A mapping: which files a company has, and how they become the tables of the model.

Reading one checks all that can be checked without the files: names, types, required columns,
and that each SQL is one SELECT over declared relations.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from dashboard.errors import Refused
from dashboard.intake.alias_file import read_aliases
from dashboard.intake.contracts import Contracts, Kind
from dashboard.intake.conversion import is_format
from dashboard.intake.inspection import Inspector, first_alias
from dashboard.intake.kpi_file import read_kpis
from dashboard.intake.mapping_document import Branch, Document, Source, known_entries
from dashboard.intake.shapes import GivenShape, read_shapes
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.nearest import nearest


@dataclass(frozen=True)
class Mapping:
    """A mapping that may be staged.

    `kpis` is the text of the file of the company's own measures, `aliases` that of other words for its
    members, `shapes` what its file of outlines says.
    """

    name: str
    file: Path
    text: str
    root: Path
    settings: Path | None
    kpis: str
    aliases: str
    shapes: tuple[GivenShape, ...]
    document: Document
    top: Place

    @property
    def relations(self) -> list[str]:
        """Names that SQL may read, sources first, in order of appearance."""
        return [*self.document.source, *self.document.relation]


def read_mapping(path: Path, contracts: Contracts) -> Mapping:
    """The mapping of the file, checked as far as it can be without data.

    Raises:
        Refused: `intake.mapping.*` or `intake.sql.*`, with file, line and field.
    """
    text = _text(path)
    values = _toml(path, text)
    top = Place(path.name, Lines(text), ())
    document = _document(values, top)
    _check_names(document, top)
    for name, source in document.source.items():
        _check_source(source, top.below("source", name))
    _check_tables(document, contracts, top)
    document = _check_sql(document, contracts, top)
    here = path.resolve().parent
    settings = here / document.settings if document.settings else None
    if settings and not settings.exists():
        raise no_file(here, document.settings, top.below("settings"))
    kpis = _beside(here, document.kpis, top.below("kpis"))
    read_kpis(kpis, document.kpis)
    aliases = _beside(here, document.aliases, top.below("aliases"))
    read_aliases(aliases, document.aliases)
    shapes = _shapes(here, document, top)
    root = here / document.root
    return Mapping(document.name, path, text, root, settings, kpis, aliases, shapes, document, top)


def _beside(folder: Path, name: str, place: Place) -> str:
    """The text of a file that the mapping names, which must be sound before any data is read."""
    if not name:
        return ""
    if not (folder / name).exists():
        raise no_file(folder, name, place)
    return _text(folder / name)


def _shapes(folder: Path, document: Document, top: Place) -> tuple[GivenShape, ...]:
    text = _beside(folder, document.shapes, top.below("shapes"))
    return read_shapes(text, document.shapes, document.shape_key)


def no_file(folder: Path, name: str, place: Place) -> Refused:
    """What to say of a file that is not in the folder, with the name of the one that comes nearest."""
    there = [path.relative_to(folder).as_posix() for path in folder.glob(f"{Path(name).parent}/*")]
    if not there:
        return place.refused("intake.read.missing", name=name, root=str(folder))
    return place.refused("intake.read.no_such", name=name, root=str(folder), nearest=nearest(name, there))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused("intake.mapping.unreadable", file=str(path), reason=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise Refused("intake.mapping.not_utf8", file=str(path), position=error.start) from error


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("intake.mapping.not_toml", file=path.name, reason=str(error)) from error


def _document(values: dict[str, Any], top: Place) -> Document:
    try:
        return Document(**values)
    except ValidationError as error:
        raise _misfit(error, top) from None


def _misfit(error: ValidationError, top: Place) -> Refused:
    """What to say of a document that is not one; a misspelt entry before the one that it leaves missing."""
    errors = error.errors()
    first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
    place, name = top.below(*first["loc"]), str(first["loc"][-1])
    match first["type"]:
        case "extra_forbidden":
            known = known_entries(first["loc"])
            return place.refused("intake.mapping.unknown_name", name=name, nearest=nearest(name, known))
        case "missing":
            return place.refused("intake.mapping.missing", name=name)
        case "literal_error":
            written = str(first["input"])
            return place.refused(
                "intake.mapping.kind", name=written, nearest=nearest(written, get_args(Kind))
            )
        case "tuple_type" if first["loc"][0] == "table":
            return place.refused("intake.mapping.brackets", name=name)
        case "tuple_type":
            return place.refused("intake.mapping.list_needed", name=name)
    return place.refused("intake.mapping.value", reason=first["msg"])


def _check_names(document: Document, top: Place) -> None:
    seen: set[str] = set()
    for section, names in (("source", document.source), ("relation", document.relation)):
        for name in names:
            place = top.below(section, name)
            if not name.isascii() or not name.isidentifier() or name.startswith("_"):
                raise place.refused("intake.mapping.identifier", name=name)
            if name.casefold() in seen:
                raise place.refused("intake.mapping.name_twice", name=name)
            seen.add(name.casefold())


def _check_source(source: Source, place: Place) -> None:
    if not source.patterns:
        raise place.refused("intake.mapping.missing", name="file")
    if source.header is False and not source.columns:
        raise place.refused("intake.mapping.columns_needed")
    folded = [column.casefold() for column in source.columns]
    for column in source.columns:
        if folded.count(column.casefold()) > 1:
            raise place.below("columns").refused("intake.mapping.name_twice", name=column)
    if source.quote and (len(source.delimiter) > 1 or source.record_end not in ("", "\n", "\r\n", "\r")):
        raise place.below("quote").refused("intake.mapping.quote_alone")
    if source.thousands == source.decimal:
        raise place.below("thousands").refused("intake.mapping.marks", mark=source.decimal)
    for column, declared in source.types.items():
        if declared.format and not (declared.type in ("date", "timestamp") and is_format(declared.format)):
            raise place.below("types", column).refused("intake.mapping.format", format=declared.format)


def _check_tables(document: Document, contracts: Contracts, top: Place) -> None:
    for table, branches in document.table.items():
        if table not in contracts.tables:
            place = top.below("table", table, 0)
            raise place.refused("intake.mapping.table", name=table, nearest=nearest(table, contracts.tables))
        contract = contracts.tables[table]
        for index, branch in enumerate(branches):
            place = top.below("table", table, index)
            for name in branch.columns:
                if name not in contract.columns:
                    raise place.below("columns", name).refused(
                        "intake.mapping.column",
                        table=table,
                        name=name,
                        nearest=nearest(name, contract.columns),
                    )
            for name in contract.required:
                if name not in branch.columns:
                    raise place.below("columns").refused("intake.mapping.required", table=table, name=name)
            if contract.one_of and not set(contract.one_of) & set(branch.columns):
                names = " / ".join(contract.one_of)
                raise place.below("columns").refused("intake.mapping.required", table=table, name=names)


def _check_sql(document: Document, contracts: Contracts, top: Place) -> Document:
    inspector = Inspector()
    try:
        known = list(document.source)
        for name, relation in document.relation.items():
            inspector.check(relation.sql, known, top.below("relation", name, "sql"), sql_line=1)
            known.append(name)
        tables = {
            table: tuple(
                _check_branch(inspector, branch, known, top.below("table", table, index))
                for index, branch in enumerate(branches)
            )
            for table, branches in document.table.items()
        }
        for index, pair in enumerate(document.reconcile):
            place = top.below("reconcile", index)
            inspector.check(pair.source, known, place.below("source"), sql_line=1)
            inspector.check(pair.model, list(contracts.tables), place.below("model"), sql_line=1)
        return document.model_copy(update={"table": tables})
    finally:
        inspector.close()


def _check_branch(inspector: Inspector, branch: Branch, known: list[str], place: Place) -> Branch:
    """The branch with its lineage alias filled in."""
    bare = branch.model_copy(update={"where": ""})
    tree = inspector.check(bare.select({"x": "1"}), known, place.below("from"))
    if branch.where:
        inspector.check(branch.select({"x": "1"}), known, place.below("where"))
    for name, sql in branch.columns.items():
        inspector.check(bare.select({name: sql}), known, place.below("columns", name))
    alias = branch.lineage or first_alias(tree)
    if not alias:
        raise place.refused("intake.mapping.lineage_needed")
    return branch.model_copy(update={"lineage": alias})
