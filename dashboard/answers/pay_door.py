"""The door to what pay is calculated from: closed to every scope but one that holds nothing back.

The queries are files of `queries/pay`; a person's own statement never comes through here.
"""

from functools import cache
from typing import TYPE_CHECKING

from dashboard.access.scope import Scope
from dashboard.answers.compiler_credit import credit_query
from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Row, Shelf
from dashboard.errors import Denied
from dashboard.paths import QUERIES

if TYPE_CHECKING:
    import pyarrow as pa


def pay_rows(name: str, shelf: Shelf, scope: Scope, **values: object) -> list[Row]:
    """The rows of `queries/pay/<name>.sql`; `credit` reads others besides.

    Raises:
        Denied: the scope holds something back.
    """
    return shelf.run(_statement(name, scope, values))


def pay_table(name: str, shelf: Shelf, scope: Scope, **values: object) -> "pa.Table":
    """The same as columns, for relations of millions of rows.

    Raises:
        Denied: the scope holds something back.
    """
    return shelf.table(_statement(name, scope, values))


def _statement(name: str, scope: Scope, values: dict[str, object]) -> Statement:
    if not scope.everything:
        raise Denied("payrun.not_everything", person=scope.person)
    return Statement(_text(name), values)


@cache
def _text(name: str) -> str:
    if name == "credit":
        return credit_query()
    return (QUERIES / "pay" / f"{name}.sql").read_text(encoding="utf-8")
