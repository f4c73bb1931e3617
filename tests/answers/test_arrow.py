"""An Arrow stream has the types that its columns promise, whatever the values look like."""

import datetime as dt
import io
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pyarrow as pa
import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import Answer, Column, answer
from dashboard.answers.arrow import as_arrow
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.kinds import Kind
from dashboard.metrics.question import ask
from dashboard.paths import ROOT
from dashboard.settings import Company
from tests.answers.built import built

DAY = dt.date(2026, 6, 30)
COLUMNS = {
    "region": (Kind.DIMENSION, pa.string()),
    "day": (Kind.DIMENSION, pa.date32()),
    "fiscal_year": (Kind.DIMENSION, pa.int32()),
    "net_sales": (Kind.MONEY, pa.decimal128(38, 4)),
    "units": (Kind.QUANTITY, pa.float64()),
    "orders": (Kind.COUNT, pa.int64()),
    "attainment": (Kind.RATIO, pa.float64()),
    "latest": (Kind.DATE, pa.date32()),
}


@pytest.fixture(scope="module")
def sold() -> Answer:
    shelf = built({"sales": [{"line_id": "1", "order_date": DAY, "net_amount": 1}]}, Company(), DAY)
    return answer(ask(shelf.outline, measures=["net_sales"]), operator(), cast(Shelf, shelf))


def sent(sold: Answer, *rows: tuple[Any, ...]) -> pa.Table:
    columns = tuple(Column(key, kind, "u") for key, (kind, _) in COLUMNS.items())
    return pa.ipc.open_stream(
        io.BytesIO(as_arrow(replace(sold, columns=columns, rows=rows), "en"))
    ).read_all()


def test_money_is_exact_and_all_else_of_its_kind(sold: Answer) -> None:
    whole = Decimal("12345678901234567890123456789012.3456")
    table = sent(
        sold,
        ("Αττική", DAY, 2026, whole, Decimal("1.25"), 3, Decimal("0.5"), DAY),
        ("=1+1", DAY, 2026, 0.1, 2.2196531791907512, 0, 1 / 3, None),
        (None, None, None, None, None, None, None, None),
    )
    assert table.schema.types == [type for _, type in COLUMNS.values()]
    first, second, unknown = (list(row.values()) for row in table.to_pylist())
    assert first == ["Αττική", DAY, 2026, whole, 1.25, 3, 0.5, DAY]
    assert second == ["=1+1", DAY, 2026, Decimal("0.1000"), 2.2196531791907512, 0, 1 / 3, None]
    assert unknown == ["(unknown)", *[None] * 7]


def test_without_rows_the_types_are_the_same(sold: Answer) -> None:
    assert sent(sold).schema.types == [type for _, type in COLUMNS.values()]


def test_a_process_that_does_without_pandas_sends_it_all_the_same() -> None:
    program = """
import sys
sys.modules["pandas"] = None
from types import SimpleNamespace as Some
import datetime as dt
from dashboard.answers.answer import Column
from dashboard.answers.arrow import as_arrow
from dashboard.metrics.kinds import Kind
found = Some(columns=(Column("orders", Kind.COUNT, "n"),), rows=((1,), (2,)), notes=(), publication="p",
             as_of=dt.date(2026, 1, 1), row_count=2)
assert as_arrow(found, "en") == as_arrow(found, "en")
assert sys.modules["pandas"] is None
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
