"""Publications: build beside the current one, check, switch; list, roll back, remove the old.

Nothing that readers look at is touched before the very last step, which replaces one small
file. Whatever an interrupted load leaves in the work directory belongs to nobody and is
swept away by the next one.
"""

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import NotUnderstood, Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.manifest import Check, DemoPerson, Manifest, Segment, Source, Total
from dashboard.intake.segments import settle
from dashboard.paths import QUERIES, Home
from dashboard.settings import Company, Settings


@contextmanager
def sole_writer(home: Home) -> Iterator[None]:
    """Only one load, rollback or removal at a time; also sweeps what a killed one left.

    Raises:
        Refused: another one is running.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    with (home.path / "load.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("load.another_runs", home=str(home.path)) from error
        shutil.rmtree(home.work, ignore_errors=True)
        yield


def run_checks(connection: duckdb.DuckDBPyConnection) -> tuple[Check, ...]:
    """Every query of `queries/checks`; a check passes when it returns no row."""
    found = []
    for file in sorted((QUERIES / "checks").glob("*.sql")):
        rows = connection.execute(file.read_text(encoding="utf-8")).fetchall()
        found.append(Check(name=file.stem, passed=not rows, found=len(rows)))
    return tuple(found)


def require_passed(checks: tuple[Check, ...]) -> None:
    """Refuse a publication of which a check failed; the old one stays in place.

    Raises:
        Refused: naming the first check that failed.
    """
    for check in checks:
        if not check.passed:
            raise Refused(f"check.{check.name}", n=check.found)


def describe(
    connection: duckdb.DuckDBPyConnection,
    *,
    home: Home,
    kind: str,
    name: str,
    load_id: str,
    today: dt.date,
    company: Company,
    segments: tuple[Segment, ...],
    checks: tuple[Check, ...],
    people: tuple[DemoPerson, ...],
) -> Manifest:
    """The manifest of what has been built on this connection."""
    now = dt.datetime.now(dt.UTC)
    first, through = _span(connection, today)
    return Manifest(
        id=_next_id(home, now.date()),
        kind=kind,
        name=name,
        created_at=now,
        load_id=load_id,
        today=today,
        first=first,
        through=through,
        company=company,
        levels=_column(
            connection,
            "SELECT level FROM mart.territory_tree WHERE level != '' GROUP BY level ORDER BY min(depth), level",
        ),
        tables=_column(connection, "SELECT table_name FROM model.provided ORDER BY table_name"),
        quota_layers=_column(connection, "SELECT DISTINCT layer FROM mart.quota ORDER BY layer"),
        segments=segments,
        sources=tuple(
            Source(**row)
            for row in _rows(connection, "SELECT source, file, sha256, bytes, records, malformed, encoding "
                             "FROM model.source ORDER BY ALL")
        ),
        totals=tuple(
            Total(**row)
            for row in _rows(
                connection,
                "SELECT target, measure, CAST(total_in AS TEXT) AS total_in, CAST(accepted AS TEXT) AS accepted, "
                "CAST(quarantined AS TEXT) AS quarantined FROM model.control_total ORDER BY ALL",
            )
        ),
        checks=checks,
        quarantined=int(str(_rows(connection, "SELECT count(*) AS n FROM model.quarantine")[0]["n"])),
        people=people,
    )  # fmt: skip


def publish(home: Home, manifest: Manifest, work: Path) -> Manifest:
    """Settle the segments and switch readers over; if nothing changed, the current one stays."""
    now = manifests.current(home)
    if now is not None and manifests.read(home, now).meaning == manifest.meaning:
        return manifests.read(home, now)
    settle(work, home, manifest.segments)
    manifests.write(home, manifest)
    manifests.switch(home, manifest.id)
    return manifest


def roll_back(home: Home, publication: str) -> Manifest:
    """Serve an earlier publication again.

    Raises:
        NotUnderstood: there is none of that id.
        Refused: its files are not all there.
    """
    with sole_writer(home):
        try:
            manifest = manifests.read(home, publication)
        except FileNotFoundError as error:
            raise NotUnderstood("load.no_publication", id=publication) from error
        missing = [part.file for part in manifest.segments if not (home.segments / part.file).exists()]
        if missing:
            raise Refused("load.segments_missing", id=publication, files=", ".join(missing))
        manifests.switch(home, publication)
        return manifest


def remove_old(home: Home, settings: Settings) -> None:
    """Remove publications beyond the keeping rule, and segments that no publication refers to."""
    kept = []
    now = manifests.current(home)
    oldest = dt.datetime.now(dt.UTC) - dt.timedelta(days=settings.keep_days)
    for position, manifest in enumerate(manifests.listed(home)):
        if position < settings.keep_at_least or manifest.created_at >= oldest or manifest.id == now:
            kept.append(manifest)
        else:
            (home.publications / f"{manifest.id}.json").unlink()
    wanted = {segment.file for manifest in kept for segment in manifest.segments}
    for file in home.segments.glob("*.duckdb"):
        if file.name not in wanted:
            file.unlink()


def _span(connection: duckdb.DuckDBPyConnection, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last complete day of the data: the last that is not after today."""
    row = connection.execute(
        """WITH happened AS (
            SELECT order_date AS day FROM model.sales
            UNION ALL SELECT created_on FROM model.opportunities
            UNION ALL SELECT closed_on FROM model.opportunities WHERE outcome IN ('won', 'lost'))
        SELECT min(day), max(day) FILTER (WHERE day <= $today) FROM happened""",
        {"today": today},
    ).fetchone()
    first, last = row or (None, None)
    return first or today, last or today


def _next_id(home: Home, day: dt.date) -> str:
    taken = (
        {file.stem for file in home.publications.glob(f"{day}.*.json")}
        if home.publications.exists()
        else set()
    )
    number = 1
    while f"{day}.{number}" in taken:
        number += 1
    return f"{day}.{number}"


def _column(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in connection.execute(sql).fetchall())


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, object]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
