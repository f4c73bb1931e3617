"""One load, from a mapping file to a new publication."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import Failed, Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.contracts import read_contracts
from dashboard.intake.line_segments import write_lines
from dashboard.intake.manifest import DemoPerson, Manifest
from dashboard.intake.mapping import Mapping, read_mapping
from dashboard.intake.marts import build
from dashboard.intake.publication import Origin, describe, publish, require_passed, run_checks
from dashboard.intake.retention import remove_old, sole_writer
from dashboard.intake.sandbox import first_sentence
from dashboard.intake.segments import write_segments
from dashboard.intake.stage import Staged, stage
from dashboard.paths import CONTRACTS
from dashboard.progress import Progress
from dashboard.settings import Company, Settings, read_settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """How a load ended: the publication that is served now, and whether it is a new one."""

    manifest: Manifest
    new: bool


def load(
    mapping_file: Path,
    settings: Settings,
    progress: Progress,
    *,
    kind: str = "company",
    people: Sequence[DemoPerson] = (),
    prepare: Callable[[], None] | None = None,
) -> Loaded:
    """Read the sources that a mapping names, build, check and publish.

    `prepare` makes the sources; it runs while no other load does. What the company decides
    comes from the `settings` file that the mapping names, with the environment before it;
    without one, from this process's settings.

    Raises:
        Refused: the mapping, the data or a check; the old publication stays.
        Failed: the machine (disk, memory, time); the old publication stays.
    """
    with sole_writer(settings.place), _machine(settings):
        if prepare is not None:
            prepare()
        mapping = read_mapping(mapping_file, read_contracts(CONTRACTS))
        company = read_settings(mapping.settings).of_company() if mapping.settings else settings.of_company()
        work = settings.place.work / "load"
        work.mkdir(parents=True)
        before = manifests.current(settings.place)
        try:
            served = _load(mapping, work, company, settings, progress, kind, tuple(people))
        finally:
            shutil.rmtree(settings.place.work, ignore_errors=True)
        remove_old(settings.place, settings, before)
        return Loaded(served, new=served.id != before)


@contextmanager
def _machine(settings: Settings) -> Iterator[None]:
    """Turn what the machine cannot do into a sentence."""
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise Failed("load.out_of_memory", limit=settings.memory_limit) from error
    except duckdb.DataError as error:
        raise Refused("load.does_not_fit", reason=first_sentence(error)) from error
    except (OSError, duckdb.Error) as error:
        raise Failed("load.machine", home=str(settings.place.path), reason=_first_line(error)) from error


def _load(
    mapping: Mapping,
    work: Path,
    company: Company,
    settings: Settings,
    progress: Progress,
    kind: str,
    people: tuple[DemoPerson, ...],
) -> Manifest:
    staged: Staged = stage(mapping, work, company, settings, progress)
    home, today = settings.place, settings.day()
    try:
        lines = build(
            staged.connection, company, today,
            lambda query: write_lines(staged.connection, query, work, home, progress), progress,
        )  # fmt: skip
        segments = lines + write_segments(staged.connection, work, home, progress)
        checks = run_checks(staged.connection)
        require_passed(checks)
        manifest = describe(
            staged.connection, home=home, origin=Origin(kind, mapping.name, people, mapping.kpis),
            load_id=staged.load_id, today=today, company=company, segments=segments, checks=checks,
        )  # fmt: skip
    finally:
        staged.connection.close()
    return publish(home, manifest, work)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def no_publication(settings: Settings) -> bool:
    """Whether nothing has been loaded yet."""
    return manifests.current(settings.place) is None
