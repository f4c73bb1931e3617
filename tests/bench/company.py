"""The demo company of one size, built for the benchmark: its files, its publication, and what that took."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.access.demo import demo_people
from dashboard.access.person import Person
from dashboard.access.scope import Scope, grant
from dashboard.answers.reports import report
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake import manifest as manifests
from dashboard.intake.demo import MAPPING, generate
from dashboard.intake.demo import people as people_of_demo
from dashboard.intake.load import Loaded, load
from dashboard.progress import silent
from dashboard.settings import Settings
from tests.bench.timing import once

UNTIL = "2026-10-31"
TODAY = "2026-11-01"
SEED = 1
DELTA = 50_000  # lines of a day, and at most a hundredth of all


@dataclass
class Company:
    """A home with one publication. `built` is seconds and megabytes of making it."""

    settings: Settings
    lines: int
    built: dict[str, float] = field(default_factory=dict)

    @property
    def files(self) -> Path:
        """The source files."""
        return self.settings.place.demo

    def warehouse(self) -> Warehouse:
        """The readers' side of it."""
        chosen = self.settings
        return Warehouse(chosen.place, chosen.memory_limit, chosen.threads, chosen.answer_seconds)

    def scopes(self, shelf: Shelf) -> dict[str, tuple[Person, Scope]]:
        """The demo people by role, with what they may see."""
        manifest = shelf.manifest
        places = {str(at): str(name) for at, name in report("workplaces", shelf, day=manifest.today)}
        found = demo_people(manifest.kind, manifest.people, places)
        return {one.role.value: (one, grant(one, shelf, [], self.settings.day())) for one in found}


@contextmanager
def company(home: Path, lines: int) -> Iterator[Company]:
    """Build the company in an empty home, and remove it in the end."""
    os.environ.update(METRON_HOME=str(home), METRON_TODAY=TODAY)
    made = Company(Settings(), lines)
    try:
        _build(made)
        yield made
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _build(made: Company) -> None:
    settings, until = made.settings, Settings(today=UNTIL).day()
    made.files.mkdir(parents=True)
    made.built["generate_s"] = once(lambda: generate(made.files, made.lines, until, SEED, silent))
    made.built["source_mb"] = _megabytes(made.files)
    made.built["load_s"] = once(
        lambda: load(made.files / MAPPING, settings, silent, kind="demo", people=people_of_demo())
    )
    made.built["segments_mb"] = _megabytes(settings.place.segments)
    day = min(DELTA, made.lines // 100)
    _write_a_day(made.files, day)
    added: list[Loaded] = []
    made.built["delta_s"] = once(
        lambda: added.append(
            load(made.files / MAPPING, settings, silent, kind="demo", people=people_of_demo())
        )
    )
    assert added[0].continues, added[0].anew
    made.built["delta_mb"] = _megabytes(settings.place.segments) - made.built["segments_mb"]
    made.built["delta_lines"] = day


def _write_a_day(files: Path, lines: int) -> None:
    """New lines of the last day, copied from its month, in a file of their own."""
    sql = f"""COPY (
        SELECT * REPLACE (
            'D-' || line_id AS line_id, 'D-' || order_id AS order_id, DATE '{UNTIL}' AS order_date
        )
        FROM '{files / "sales.parquet"}'
        WHERE order_date > DATE '{UNTIL}' - 92 ORDER BY hash(line_id) LIMIT {lines}
    ) TO '{files / "sales_added.parquet"}'"""
    with duckdb.connect() as connection:
        connection.execute(sql)


def switching(made: Company, readers: int = 4, switches: int = 10) -> dict[str, float]:
    """Switch to and fro between two publications while others read: how long anybody waits, and failures.

    Four readers ask some hundred times a second each. Of each switch one of them opens the new publication,
    and waits for it; the others go on with the old one.
    """
    home, warehouse = made.settings.place, made.warehouse()
    first = manifests.read(home, manifests.current(home) or "")
    day, _, number = first.id.rpartition(".")
    second = first.model_copy(update={"id": f"{day}.{int(number) + 1}"})
    manifests.write(home, second)
    done, failed, waited = threading.Event(), [], []

    def reading() -> None:
        while not done.is_set():
            try:
                began = time.perf_counter()
                with warehouse.reading(at_once=True) as shelf:
                    report("tree", shelf)
                waited.append(time.perf_counter() - began)
                done.wait(0.01)
            except Exception as error:  # noqa: BLE001 - each is counted
                failed.append(error)

    warehouse.manifest()
    threads = [threading.Thread(target=reading) for _ in range(readers)]
    for thread in threads:
        thread.start()
    taken = []
    try:
        for turn in range(switches):
            wanted = (second, first)[turn % 2]
            began = time.perf_counter()
            manifests.switch(home, wanted.id)
            while warehouse.manifest() != wanted:
                done.wait(0.001)
            taken.append(time.perf_counter() - began)
            done.wait(0.2)
    finally:
        done.set()
        for thread in threads:
            thread.join()
        warehouse.close()
        (home.publications / f"{second.id}.json").unlink()
    # One reader of each switch opens, or the one who looks whether it is served.
    others = sorted(waited, reverse=True)[switches]
    return {
        "opened_ms": max(taken) * 1000,
        "others_ms": others * 1000,
        "requests": len(waited),
        "failed": len(failed),
    }


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
