"""What a mapping file says, entry by entry; `mapping` reads and checks it."""

from collections.abc import Mapping as Entries
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.intake.contracts import Kind


class Entry(BaseModel):
    """Anything with entries: unknown ones are refused, known ones never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SourceType(Entry):
    """The declared type of one column of a source, and how its text is written."""

    type: Kind
    format: str = ""


def _spelled_short(value: object) -> object:
    return {"type": value} if isinstance(value, str) else value


class Source(Entry):
    """One set of files with the same columns."""

    file: str = ""
    files: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    record_end: str = ""
    quote: str | None = Field(None, max_length=1)
    header: bool | None = None
    columns: tuple[str, ...] = ()
    decimal: str = Field(".", min_length=1, max_length=1)
    thousands: str = Field("", max_length=1)
    null: tuple[str, ...] = ("",)
    types: dict[str, Annotated[SourceType, BeforeValidator(_spelled_short)]] = {}

    @property
    def patterns(self) -> tuple[str, ...]:
        """The files as written: names or patterns."""
        return ((self.file,) if self.file else ()) + self.files

    @property
    def has_header(self) -> bool:
        """Whether the first record holds the names of the columns."""
        return self.header if self.header is not None else not self.columns


class Relation(Entry):
    """An intermediate relation: SQL over sources and earlier relations."""

    sql: str


class Branch(Entry):
    """One way in which rows come into a table."""

    from_: str = Field(alias="from")
    columns: dict[str, str] = Field(min_length=1)
    lineage: str = ""
    where: str = ""

    def select(self, expressions: Entries[str, str]) -> str:
        """The branch as a query for these named expressions."""
        wanted = ",\n".join(f'(\n{sql}\n) AS "{name}"' for name, sql in expressions.items())
        condition = f"\nWHERE (\n{self.where}\n)" if self.where else ""
        return f"SELECT {wanted}\nFROM {self.from_}{condition}"


class Reconcile(Entry):
    """Two numbers that must agree to the last digit."""

    name: str
    source: str
    model: str


class Document(Entry):
    """A mapping file as it is written."""

    name: str
    settings: str = ""
    kpis: str = ""
    aliases: str = ""
    shapes: str = ""
    shape_key: str = "territory_id"
    root: str = "."
    source: dict[str, Source] = Field(min_length=1)
    relation: dict[str, Relation] = {}
    table: dict[str, tuple[Branch, ...]] = Field(min_length=1)
    reconcile: tuple[Reconcile, ...] = ()


def known_entries(path: tuple[str | int, ...]) -> list[str]:
    """The names of the entries that a mapping may have beside the one at `path`."""
    kinds: dict[str, type[Entry]] = {"source": Source, "relation": Relation, "reconcile": Reconcile}
    kind: type[Entry] = Document
    if len(path) > 1:
        kind = Branch if path[0] == "table" else kinds[str(path[0])]
    if "types" in path[:-1]:
        kind = SourceType
    return [field.alias or name for name, field in kind.model_fields.items()]
