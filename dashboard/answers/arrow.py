"""An answer as an Arrow stream: columns with their types, money exact.

The types follow from the columns, never from the values, so that an answer without rows has the
same schema as one with many.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from importlib.abc import MetaPathFinder
from threading import Lock
from typing import TYPE_CHECKING, Any

from dashboard.answers.answer import Answer, Column
from dashboard.answers.export import notes, written
from dashboard.metrics.kinds import Kind
from dashboard.text import Language, say

if TYPE_CHECKING:
    import pyarrow as pa

_ONCE = Lock()


def as_arrow(answer: Answer, language: Language) -> bytes:
    """The rows as one record batch; what else is known of them stands in the metadata of the schema."""
    pa = library()
    fields = [pa.field(one.key, _type(one), metadata={"unit": one.unit}) for one in answer.columns]
    schema = pa.schema(fields, metadata=_told(answer, language))
    columns = [
        pa.array([_value(row[at], one, language) for row in answer.rows], field.type)
        for at, (one, field) in enumerate(zip(answer.columns, fields, strict=True))
    ]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    return bytes(sink.getvalue().to_pybytes())


@contextmanager
def _without_pandas() -> Iterator[None]:
    """Let pandas not be found, where a None among the modules says that it is not wanted.

    PyArrow asks for it once, and would take the None for pandas. DuckDB asks at each value, and is
    answered soonest by the None.
    """
    if sys.modules.get("pandas", sys) is not None:
        yield
        return
    nowhere = _Nowhere()
    sys.meta_path.insert(0, nowhere)
    del sys.modules["pandas"]
    try:
        yield
    finally:
        sys.modules["pandas"] = None  # type: ignore[assignment]  # typeshed knows modules only
        sys.meta_path.remove(nowhere)


class _Nowhere(MetaPathFinder):
    """Says of pandas that it is not installed."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Where a module is: of any other, whoever comes next says so."""
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)


def library() -> Any:
    """PyArrow, which has been told that there is no pandas: loaded when first wanted, for it takes 40 MB."""
    with _ONCE:
        return _loaded()


@cache
def _loaded() -> Any:
    import pyarrow as pa  # noqa: PLC0415 - see above

    with _without_pandas():
        pa.array([0])
    return pa


def _type(column: Column) -> "pa.DataType":
    pa = library()
    if column.kind is Kind.DIMENSION:
        return (
            pa.date32() if column.key == "day" else pa.int32() if column.key == "fiscal_year" else pa.string()
        )
    return {
        Kind.MONEY: pa.decimal128(38, 4),
        Kind.COUNT: pa.int64(),
        Kind.DATE: pa.date32(),
    }.get(column.kind, pa.float64())


def _value(value: object, column: Column, language: Language) -> object:
    if value is None:
        text = column.kind is Kind.DIMENSION and column.key not in ("day", "fiscal_year")
        return say(language, "ask.unknown") if text else None
    if column.kind is Kind.MONEY:
        return Decimal(str(written(value, column, language)))
    return float(str(value)) if column.kind in (Kind.RATIO, Kind.QUANTITY) else value


def _told(answer: Answer, language: Language) -> dict[str, str]:
    return {
        "publication": answer.publication,
        "as_of": answer.as_of.isoformat(),
        "row_count": str(answer.row_count),
        "notes": json.dumps(notes(answer, language), ensure_ascii=False),
    }
