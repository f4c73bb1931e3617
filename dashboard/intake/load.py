"""One load, from a mapping file to a new publication."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import Failed, Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.before import Discontinued, kept
from dashboard.intake.continuing import Base, base_of, basis, require_few, require_unmoved
from dashboard.intake.contracts import read_contracts
from dashboard.intake.ideas import check_parameters, find_ideas
from dashboard.intake.line_segments import Lines, write_fresh_lines, write_lines
from dashboard.intake.manifest import DemoPerson, Manifest, Source
from dashboard.intake.mapping import Mapping, read_mapping
from dashboard.intake.marts import Built, build
from dashboard.intake.publication import Content, Origin, describe, publish, require_passed, run_checks
from dashboard.intake.retention import remove_old, sole_writer
from dashboard.intake.rollups import weigh
from dashboard.intake.sandbox import first_sentence
from dashboard.intake.segment_files import content_of
from dashboard.intake.segments import write_segments
from dashboard.intake.stage import Found, stage
from dashboard.progress import Progress
from dashboard.records import contacts
from dashboard.records.contacts import Made
from dashboard.records.store import open_records
from dashboard.settings import Company, Settings, read_settings

_OUTLINED = "1"  # what is made of the same shapes and places; raise it when that changes


@dataclass(frozen=True, slots=True)
class Loaded:
    """How a load ended: the publication that is served now, and whether it is a new one.

    Either it `continues` a publication, beside whose lines only the `added` files of lines were
    read, or everything was read `anew`, which is the key of the reason.
    Territories `without_outline` are those that the map cannot draw, for geometry gave up on them.
    """

    manifest: Manifest
    new: bool
    continues: str = ""
    anew: str = ""
    added: tuple[Source, ...] = ()
    read: tuple[Source, ...] = ()
    without_outline: tuple[str, ...] = ()


def load(
    mapping_file: Path,
    settings: Settings,
    progress: Progress,
    *,
    kind: str = "company",
    people: Sequence[DemoPerson] = (),
    prepare: Callable[[], None] | None = None,
    full: bool = False,
) -> Loaded:
    """Read the sources that a mapping names, build, check and publish.

    Files of lines that the served publication was made of are not read again where nothing else
    has changed (`continuing`), unless a `full` load is wanted. `prepare` makes the sources; it runs
    while no other load does. What the company decides comes from the `settings` file that the
    mapping names, with the environment before it; without one, from this process's settings.

    Raises:
        Refused: the mapping, the data or a check; the old publication stays.
        Failed: the machine (disk, memory, time); the old publication stays.
    """
    with sole_writer(settings.place), _machine(settings):
        if prepare is not None:
            prepare()
        contracts = read_contracts()
        mapping = read_mapping(mapping_file, contracts)
        company = read_settings(mapping.settings).of_company() if mapping.settings else settings.of_company()
        check_parameters(company.ideas)
        work = settings.place.work / "load"
        before = manifests.current(settings.place)
        job = _Job(
            mapping,
            work,
            company,
            settings,
            progress,
            kind,
            tuple(people),
            basis(mapping, contracts, company),
            _contacts(settings),
        )
        try:
            loaded = _load(job, full)
        finally:
            shutil.rmtree(settings.place.work, ignore_errors=True)
        remove_old(settings.place, settings, before)
        return loaded


def _contacts(settings: Settings) -> list[Made]:
    """What people wrote down of their contacts; nobody has where there are no records yet."""
    if not settings.records_url and not settings.place.records.exists():
        return []
    records = open_records(settings)
    try:
        with records.reading() as connection:
            return contacts.made(connection)
    finally:
        records.close()


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


@dataclass(frozen=True, slots=True)
class _Job:
    """What one load works with; `basis` decides how records become lines."""

    mapping: Mapping
    work: Path
    company: Company
    settings: Settings
    progress: Progress
    kind: str
    people: tuple[DemoPerson, ...]
    basis: str
    contacts: list[Made]


def _load(job: _Job, full: bool) -> Loaded:
    """Add what is new to the publication that is served, or read everything where that cannot be done."""
    if full:
        return _build(job, None, "wanted")
    home = job.settings.place
    try:
        return _build(job, lambda found: base_of(home, job.kind, job.mapping, job.basis, found), "")
    except Discontinued as why:
        shutil.rmtree(job.work)
        return _build(job, None, why.reason)


def _build(job: _Job, continued: Callable[[Found], Base] | None, anew: str) -> Loaded:
    home, today, progress = job.settings.place, job.settings.day(), job.progress
    staged = stage(job.mapping, job.work, job.company, job.settings, progress, continued)
    connection, base = staged.connection, staged.base
    before = manifests.current(home)

    def write(query: str) -> Lines:
        if base is None:
            return write_lines(connection, query, job.work, home, progress)
        require_unmoved(connection)
        require_few(connection, base)
        return write_fresh_lines(connection, query, job.work, home)

    try:
        marks = base.manifest.marks if base else None
        built = build(connection, job.company, today, write, progress, job.contacts, marks)
        find_ideas(connection, job.company)
        without = _outline(connection, job.mapping, built)
        rollups = weigh(connection, base.manifest.rollups if base else ())
        shared = kept(base.manifest, built.stayed) if base else ()
        written = write_segments(
            connection, rollups, built, shared, job.work, home, progress, base is not None
        )
        segments = (*shared, *built.lines.segments, *written)
        checks = run_checks(connection)
        require_passed(checks)
        manifest = describe(
            connection, home=home,
            origin=Origin(job.kind, job.mapping.name, job.people, job.mapping.kpis, job.mapping.aliases),
            load_id=staged.load_id, today=today, company=job.company,
            content=Content(segments, rollups, checks, built.marks), basis=job.basis,
            base=base.manifest if base else None,
        )  # fmt: skip
    finally:
        connection.close()
    served = publish(home, manifest, job.work)
    if base is None:
        return Loaded(served, served.id != before, anew=anew, read=served.sources, without_outline=without)
    known = set(base.known)
    read = tuple(one for one in served.sources if one not in known)
    added = tuple(one for one in read if one.source in base.growing)
    return Loaded(served, served.id != before, base.manifest.id, "", added, read, without)


def _outline(connection: duckdb.DuckDBPyConnection, mapping: Mapping, built: Built) -> tuple[str, ...]:
    def told() -> str:
        stand = content_of(connection, {name: f"mart.{name}" for name in ("customer_place", "territory")})
        return hashlib.sha256(repr((stand, mapping.shapes, _OUTLINED)).encode()).hexdigest()[:20]

    if built.stays(connection, "territory_outline", told):
        return ()
    # Geometry takes a fifth of a second to import and memory for good: whoever only reads goes without.
    from dashboard.intake.outlines import make_outlines  # noqa: PLC0415

    without = make_outlines(connection, mapping.shapes)
    if without:
        built.marks.pop("territory_outline", None)  # the next load must say it again
    return without


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def no_publication(settings: Settings) -> bool:
    """Whether nothing has been loaded yet."""
    return manifests.current(settings.place) is None
