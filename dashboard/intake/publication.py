"""Publications: build beside the current one, check, switch, roll back.

Nothing that readers look at is touched before the very last step, which replaces one small
file. Whatever an interrupted load leaves belongs to nobody and is swept away by the next one.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.manifest import FORM, Check, DemoPerson, Manifest, Rolled, Segment, Source, Total
from dashboard.intake.retention import sole_writer
from dashboard.intake.segment_files import settle, unsound
from dashboard.paths import QUERIES, Home
from dashboard.settings import Company


def run_checks(connection: duckdb.DuckDBPyConnection) -> tuple[Check, ...]:
    """Every query of `queries/checks`; a check passes when it returns no row."""
    found = []
    for file in sorted((QUERIES / "checks").glob("*.sql")):
        rows = connection.execute(file.read_text(encoding="utf-8")).fetchall()
        first = ", ".join(str(value) for value in rows[0]) if rows else ""
        found.append(Check(name=file.stem, passed=not rows, found=len(rows), first=first))
    return tuple(found)


def require_passed(checks: tuple[Check, ...]) -> None:
    """Refuse a publication of which a check failed; the old one stays in place.

    Raises:
        Refused: naming the first check that failed.
    """
    for check in checks:
        if not check.passed:
            raise Refused(f"check.{check.name}", n=check.found, first=check.first)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a publication is of: a company or the demo, its name, who may try it, its measures and words."""

    kind: str
    name: str
    people: tuple[DemoPerson, ...] = ()
    kpis: str = ""
    aliases: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a publication consists of, and how its checks came out."""

    segments: tuple[Segment, ...]
    rollups: tuple[Rolled, ...]
    checks: tuple[Check, ...]
    marks: dict[str, str]


def describe(
    connection: duckdb.DuckDBPyConnection,
    *,
    home: Home,
    origin: Origin,
    load_id: str,
    today: dt.date,
    company: Company,
    content: Content,
    basis: str,
    base: Manifest | None,
) -> Manifest:
    """The manifest of what has been built on this connection, beside what it shares with its base."""
    now = dt.datetime.now(dt.UTC)
    first, through = _span(connection, today)
    return Manifest(
        id=_next_id(home, now.date()),
        kind=origin.kind,
        name=origin.name,
        created_at=now,
        load_id=load_id,
        today=today,
        first=first,
        through=through,
        company=company,
        levels=_column(
            connection,
            "SELECT level FROM mart.territory_tree WHERE level != '' "
            "GROUP BY level ORDER BY min(depth), level",
        ),
        tables=_column(connection, "SELECT table_name FROM model.provided ORDER BY table_name"),
        quota_layers=_column(
            connection, "SELECT DISTINCT layer FROM mart.quota WHERE measure = 'net_sales' ORDER BY layer"
        ),
        segments=content.segments,
        sources=_sources(connection),
        totals=tuple(
            Total(**row)
            for row in _rows(
                connection,
                "SELECT target, measure, CAST(total_in AS TEXT) AS total_in, "
                "CAST(accepted AS TEXT) AS accepted, CAST(quarantined AS TEXT) AS quarantined "
                "FROM model.control_total ORDER BY ALL",
            )
        ),
        checks=content.checks,
        quarantined=int(str(_rows(connection, "SELECT count(*) AS n FROM model.quarantine")[0]["n"])),
        people=origin.people,
        kpis=origin.kpis,
        aliases=origin.aliases,
        form=FORM,
        basis=basis,
        rollups=content.rollups,
        marks=content.marks,
        last=connection.execute("SELECT max(order_date) FROM mart.sold_day").fetchall()[0][0],
        whole_orders=_orders_whole(connection) and (base is None or base.whole_orders),
        **_paired(connection),
    )  # fmt: skip


def _orders_whole(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether no order lies in two rows of a rollup."""
    return not _column(connection, "SELECT mark FROM mart.split_order LIMIT 1")


def _paired(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What the compiler must know of the days and months that are set against each other."""
    return {
        "month_modes": _column(connection, "SELECT DISTINCT mode FROM mart.month_shift ORDER BY mode"),
        "shifts": tuple(
            connection.execute(
                "SELECT mode, min(to_day - from_day), max(to_day - from_day) FROM mart.day_shift "
                "GROUP BY mode ORDER BY mode"
            ).fetchall()
        ),
    }


def _sources(connection: duckdb.DuckDBPyConnection) -> tuple[Source, ...]:
    sql = "SELECT source, file, sha256, bytes, records, malformed, encoding FROM model.source ORDER BY ALL"
    return tuple(Source(**row) for row in _rows(connection, sql))


def publish(home: Home, manifest: Manifest, work: Path) -> Manifest:
    """Settle the segments and switch readers over.

    A publication that says the same is served instead, where one is kept: the same files loaded
    again change nothing, also when the load before was killed just before its last step.
    """
    settle(work, home, manifest.segments)
    now = manifests.current(home)
    same = [one for one in manifests.listed(home) if one.meaning == manifest.meaning]
    served = min(same, key=lambda one: one.id != now, default=manifest)
    if served is manifest:
        manifests.write(home, manifest)
    if served.id != now:
        manifests.switch(home, served.id)
    return served


def roll_back(home: Home, publication: str) -> Manifest:
    """Serve an earlier publication again.

    Raises:
        NotUnderstood: there is none of that id.
        Refused: its files are not all there, or damaged.
        Failed: its manifest is damaged, or the home directory cannot be written to.
    """
    with sole_writer(home):
        manifest = manifests.read(home, publication)
        gone = unsound(home, manifest.segments)
        if gone:
            raise Refused("load.segments_missing", id=publication, files=", ".join(gone))
        try:
            manifests.switch(home, publication)
        except OSError as error:
            raise manifests.no_home(home, error) from error
        return manifest


def _span(connection: duckdb.DuckDBPyConnection, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last complete day of the data: the last that is not after today."""
    row = connection.execute(
        """WITH happened AS (
            SELECT order_date AS day, TRUE AS complete FROM mart.sold_day
            UNION ALL SELECT created_on, TRUE FROM model.opportunities
            UNION ALL SELECT closed_on, TRUE FROM model.opportunities WHERE outcome IN ('won', 'lost')
            -- Contacts are written down at once: they say how far the data goes only where nothing else does.
            UNION ALL SELECT activity_date, NOT EXISTS (SELECT 1 FROM mart.sold_day)
                AND NOT EXISTS (SELECT 1 FROM model.opportunities) FROM model.activities)
        SELECT min(day), max(day) FILTER (complete AND day <= $today) FROM happened""",
        {"today": today},
    ).fetchone()
    first, last = row or (None, None)
    return first or today, last or today


def _next_id(home: Home, day: dt.date) -> str:
    """One more than the day's last: an id is never given twice, and `current` is kept."""
    taken = [int(known.rpartition(".")[2]) for known in manifests.ids(home) if known.startswith(f"{day}.")]
    return f"{day}.{max(taken, default=0) + 1}"


def _column(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in connection.execute(sql).fetchall())


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, object]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
