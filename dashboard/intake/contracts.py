"""What each source table must look like: `data/contracts/<table>.toml`, one file a table."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.paths import CONTRACTS

Kind = Literal["text", "date", "timestamp", "boolean", "integer", "money", "decimal", "ratio"]
MONEY_DECIMALS = 4
RATIO_DECIMALS = 8


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Frozen):
    """One column of a contract: its type, and what a value must be to be believed."""

    type: Kind
    help: str
    required: bool = False
    decimals: int = Field(MONEY_DECIMALS, ge=0, le=8)
    minimum: float | None = None
    maximum: float | None = None
    values: tuple[str, ...] = ()
    pattern: str = ""
    default: str = ""
    references: str = Field("", pattern=r"^([a-z_]+\.[a-z_]+)?$")

    @property
    def scale(self) -> int:
        """How many decimals a number of this column keeps."""
        return {"money": MONEY_DECIMALS, "ratio": RATIO_DECIMALS, "decimal": self.decimals}.get(self.type, 0)

    @property
    def sql_type(self) -> str:
        """The DuckDB type the model stores."""
        plain = {"text": "VARCHAR", "date": "DATE", "timestamp": "TIMESTAMP", "boolean": "BOOLEAN"}
        if self.type == "integer":
            return "BIGINT"
        return plain.get(self.type) or f"DECIMAL(18,{self.scale})"


class Period(_Frozen):
    """The two columns between which a row holds; the second day is no longer part of it."""

    starts: str
    ends: str


class Tree(_Frozen):
    """The column of a node and the column of the node above it."""

    node: str
    parent: str


class Contract(_Frozen):
    """One table: what a row is, what tells rows apart, and its columns."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    control: str = ""
    one_of: tuple[str, ...] = ()
    no_overlap: tuple[str, ...] = ()
    period: Period | None = None
    tree: Tree | None = None

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Columns that every row must fill."""
        return tuple(name for name, column in self.columns.items() if column.required)

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """Columns whose repetition makes a row a duplicate.

        Of rows that hold for a stretch of time only an exact repetition is one: two rows that say
        different things of the same days are refused, because neither may be guessed to be right.
        """
        return tuple(self.columns) if self.no_overlap else self.key

    def named_columns(self) -> tuple[str, ...]:
        """All column names that the entries of the contract mention."""
        period = (self.period.starts, self.period.ends) if self.period else ()
        tree = (self.tree.node, self.tree.parent) if self.tree else ()
        control = (self.control,) if self.control else ()
        return (*self.key, *self.one_of, *self.no_overlap, *period, *tree, *control)


@dataclass(frozen=True)
class Contracts:
    """All contracts, by table name, and the text they were read from."""

    tables: dict[str, Contract]
    text: str

    def in_order(self) -> list[Contract]:
        """Referenced tables before those that refer to them."""
        ordered: list[str] = []

        def visit(name: str) -> None:
            if name in ordered:
                return
            for column in self.tables[name].columns.values():
                referred = column.references.partition(".")[0]
                if referred and referred != name:
                    visit(referred)
            ordered.append(name)

        for name in sorted(self.tables):
            visit(name)
        return [self.tables[name] for name in ordered]


@cache
def read_contracts() -> Contracts:
    """Every contract; nobody may change what is returned, for it is read once.

    Raises:
        ValueError: a contract that names a column or table that does not exist; contracts are
            part of the product, so that is a mistake of ours and no sentence for a user.
    """
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(CONTRACTS.glob("*.toml"))}
    tables = {name: Contract(name=name, **tomllib.loads(text)) for name, text in texts.items()}
    for contract in tables.values():
        _check(contract, tables)
    return Contracts(tables, "\n".join(f"# {name}\n{text}" for name, text in texts.items()))


def _check(contract: Contract, tables: dict[str, Contract]) -> None:
    for name in contract.named_columns():
        if name not in contract.columns:
            raise ValueError(f"contract {contract.name} names {name}, which is no column of it")
    for name, column in contract.columns.items():
        table, _, target = column.references.partition(".")
        if table and target not in tables[table].columns:
            raise ValueError(f"contract {contract.name}.{name} refers to {column.references}")
