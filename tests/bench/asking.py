"""The ask bar among very many names: a sentence answered, a key stroke completed, the index of names."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from dashboard.access.scope import Scope
from dashboard.answers.answer import answer
from dashboard.answers.readers import Reader, reading_as
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.completion import complete
from dashboard.asking.names import Directory
from dashboard.asking.question import question
from dashboard.asking.read import read
from tests.bench.timing import once

_TABLES = ("customers", "territories", "alignments", "sales")
_OWNED = """SELECT a.territory_id, sum(s.net_amount) FROM sales AS s
    JOIN alignments AS a USING (customer_id) GROUP BY ALL"""
# Each sentence with what one would write by hand who knew the keys of its members already.
SENTENCES = {
    "net sales by territory": (_OWNED,),
    "top 10 customers by net sales this year": (
        """SELECT c.name, sum(s.net_amount) AS net FROM sales AS s JOIN customers AS c USING (customer_id)
        WHERE s.order_date >= DATE '2026-01-01' GROUP BY ALL ORDER BY net DESC LIMIT 10""",
    ),
    "πωλήσεις του Παπαδόπουλος Διανομή 0 Α.Ε. φέτος": (
        """SELECT sum(net_amount) FROM sales
        WHERE customer_id = 'C000000' AND order_date >= DATE '2026-01-01'""",
    ),
    "sales of papadopulos dianomi 14": (),  # in Latin letters and mistyped: nothing that one would write
}
# Sentences as far as they are typed; the cursor is at the end.
TYPED = ("π", "παπ", "παπαδοπουλος διαν", "net sales of παπαδ", "net sales by ", "top 10 cust")


def index(scope: Scope, shelf: Shelf) -> float:
    """Milliseconds of making the index of all names that somebody may see."""
    return once(lambda: Directory().names(scope, shelf)) * 1000


def answered(text: str, scope: Scope, shelf: Shelf) -> Callable[[], object]:
    """A sentence read and answered, as a request of its own; a doubt would end it."""

    def run() -> object:
        with reading_as(Reader()):
            found = read(text, scope, shelf)
            assert not found.doubts, (text, found.doubts)
            return answer(question(found, shelf.outline), scope, shelf)

    return run


def understood(text: str, scope: Scope, shelf: Shelf) -> Callable[[], object]:
    """A sentence read, and no more."""
    return lambda: read(text, scope, shelf)


def typed(text: str, scope: Scope, shelf: Shelf) -> Callable[[], object]:
    """What is offered once so much has been typed."""
    return lambda: complete(text, len(text), scope, shelf)


def by_hand(files: Path) -> duckdb.DuckDBPyConnection:
    """The company's files as tables of a DuckDB in memory."""
    connection = duckdb.connect(config={"threads": 2})
    for table in _TABLES:
        connection.execute(f"CREATE TABLE {table} AS FROM read_csv('{files / table}.csv')")
    return connection
