"""Fixed questions that are no KPI: files of `queries/reports`, read once, run with named values.

They carry no facts: what a sale, a quota or a customer is worth goes through `answer` alone.
"""

from functools import cache

from dashboard.answers.statement import Statement
from dashboard.answers.warehouse_shelf import Row, Shelf
from dashboard.paths import QUERIES


def report(name: str, shelf: Shelf, **values: object) -> list[Row]:
    """The rows of `queries/reports/<name>.sql`."""
    return shelf.run(Statement(_text(name), values))


@cache
def _text(name: str) -> str:
    return (QUERIES / "reports" / f"{name}.sql").read_text(encoding="utf-8")
