"""Write the marts as immutable, content-named files, so that publications can share them.

One segment a calendar year of sales and one ("core") for everything small: few enough that
planning a question stays cheap, fine enough that a day's lines rewrite one year only
(decision 0002 has the measurements). A segment whose content exists already is not written again.
"""

from pathlib import Path

import duckdb

from dashboard.intake.manifest import Segment
from dashboard.paths import Home
from dashboard.progress import Progress

# What a reader never asks: steps on the way to other marts.
_STEPS = {"territory_slice", "territory_chain", "quota_span"}
_KEPT_OF_MODEL = ("quarantine", "control_total", "source")


def write_segments(
    connection: duckdb.DuckDBPyConnection, work: Path, home: Home, progress: Progress
) -> tuple[Segment, ...]:
    """Write what is new below `work`, and name every segment of this publication."""
    years = [row[0] for row in connection.execute(
        "SELECT DISTINCT year(order_date) FROM mart.sales ORDER BY ALL"
    ).fetchall()]  # fmt: skip
    found = []
    for done, year in enumerate(years):
        progress("load.writing", done, len(years) + 1, name=str(year))
        found.append(_write_sales(connection, work, home, year))
    progress("load.writing", len(years), len(years) + 1, name="core")
    found.append(_write_core(connection, work, home))
    progress("load.writing", len(years) + 1, len(years) + 1, name="")
    return tuple(found)


def settle(work: Path, home: Home, segments: tuple[Segment, ...]) -> None:
    """Move the new segments to where readers look for them."""
    home.segments.mkdir(parents=True, exist_ok=True)
    for segment in segments:
        built = work / segment.file
        if built.exists():
            built.replace(home.segments / segment.file)


def place(segment: Segment, work: Path, home: Home) -> Path:
    """Where a segment lies: among the settled ones, or still in the work directory."""
    settled = home.segments / segment.file
    return settled if settled.exists() else work / segment.file


def _write_sales(connection: duckdb.DuckDBPyConnection, work: Path, home: Home, year: int) -> Segment:
    source = f"(SELECT * FROM mart.sales WHERE year(order_date) = {int(year)})"
    rows, content = _content(connection, source)
    file = f"sales-{year}-{content}.duckdb"
    ordered = f"SELECT * FROM {source} ORDER BY territory_today, order_date, line_id"
    return _write(connection, work, home, file, "sales", str(year), rows, content, {"sales": ordered})


def _write_core(connection: duckdb.DuckDBPyConnection, work: Path, home: Home) -> Segment:
    marts = {
        name: f"FROM mart.{name}"
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart' ORDER BY table_name"
        ).fetchall()
        if name != "sales" and name not in _STEPS
    }
    marts |= {name: f"FROM model.{name}" for name in _KEPT_OF_MODEL}
    marts["sales_shape"] = "FROM mart.sales LIMIT 0"
    rows, parts = 0, []
    for select in marts.values():
        count, content = _content(connection, f"({select})")
        rows += count
        parts.append(content)
    content = _digest(connection, parts)
    return _write(connection, work, home, f"core-{content}.duckdb", "core", "", rows, content, marts)


def _content(connection: duckdb.DuckDBPyConnection, source: str) -> tuple[int, str]:
    """How many rows, and a hash of what they say, whatever their order."""
    row = connection.execute(
        f"""SELECT count(*), md5(concat_ws(' ',
                count(*), coalesce(sum(CAST(hash(line) AS HUGEINT)), 0), coalesce(bit_xor(hash(line)), 0),
                coalesce(any_value(typeof(line)), '')))
            FROM {source} AS line"""
    ).fetchone()
    assert row is not None, "an aggregate always gives a row"
    return row[0], row[1][:20]


def _digest(connection: duckdb.DuckDBPyConnection, parts: list[str]) -> str:
    row = connection.execute("SELECT md5(?)", [" ".join(parts)]).fetchone()
    assert row is not None, "a scalar always gives a row"
    return str(row[0])[:20]


def _write(
    connection: duckdb.DuckDBPyConnection,
    work: Path,
    home: Home,
    file: str,
    relation: str,
    part: str,
    rows: int,
    content: str,
    tables: dict[str, str],
) -> Segment:
    settled, built = home.segments / file, work / file
    if not settled.exists():
        connection.execute(f"ATTACH '{_quoted(built)}' AS segment")
        for name, select in tables.items():
            connection.execute(f"CREATE TABLE segment.{name} AS {select}")
        connection.execute("CHECKPOINT segment")
        connection.execute("DETACH segment")
    size = (settled if settled.exists() else built).stat().st_size
    return Segment(file=file, relation=relation, part=part, rows=rows, content=content, bytes=size)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
