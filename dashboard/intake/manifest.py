"""The manifest: what one publication is made of, and what a reader must know before asking.

A publication is a small JSON file over immutable segments (DuckDB files named by their
content). Segments are shared between publications; a manifest is never changed.
"""

import datetime as dt
import os
import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.errors import Failed, NotUnderstood
from dashboard.intake.kpi_file import read_kpis
from dashboard.metrics.kinds import Measure
from dashboard.metrics.nearest import nearest
from dashboard.metrics.periods import FiscalCalendar
from dashboard.metrics.question import Outline
from dashboard.paths import Home
from dashboard.settings import Company

# How publications are laid out; raise it when what is asked of one cannot be answered by an earlier one, or
# when rows lie in another order.
FORM = 9
UNFINISHED = ".new"  # how the name of a file ends that is not whole yet
_ID = re.compile(r"\d{4}-\d\d-\d\d\.\d+")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Segment(_Part):
    """One immutable file: the relation it holds, which part, how much, and its content's hash.

    The relation "core" is all that is small, and its part a mart that is large for one of these.
    """

    file: str
    relation: str
    part: str
    rows: int
    content: str
    bytes: int

    @property
    def of_year(self) -> tuple[str, int] | None:
        """The relation and the year of whose lines it holds all but fresh ones; None of what is not split."""
        named = self.part if self.relation == "days" else f"{self.relation}-{self.part}"
        relation, _, year = named.rpartition("-")
        return (relation, int(year)) if year.isdigit() else None


class Total(_Part):
    """One control total: what came in is what was accepted plus what went to quarantine."""

    target: str
    measure: str
    total_in: str
    accepted: str
    quarantined: str


class Source(_Part):
    """One file that was read."""

    source: str
    file: str
    sha256: str
    bytes: int
    records: int
    malformed: int
    encoding: str


class Check(_Part):
    """One check of `queries/checks` and how it came out, with the first row that it found."""

    name: str
    passed: bool
    found: int
    first: str = ""


class Rolled(_Part):
    """One rollup: how many rows it has, and whether the publication keeps it."""

    relation: str
    rows: int
    kept: bool


class DemoPerson(_Part):
    """Someone who may sign in by one click while this publication is served."""

    email: str
    name: str
    role: str


class Manifest(_Part):
    """One publication."""

    id: str
    kind: str
    name: str
    created_at: dt.datetime
    load_id: str
    today: dt.date
    first: dt.date
    through: dt.date
    company: Company
    levels: tuple[str, ...]
    tables: tuple[str, ...]
    quota_layers: tuple[str, ...]
    segments: tuple[Segment, ...]
    sources: tuple[Source, ...]
    totals: tuple[Total, ...]
    checks: tuple[Check, ...]
    quarantined: int
    people: tuple[DemoPerson, ...] = ()
    kpis: str = ""
    aliases: str = ""
    form: int = 1
    # What decides how records become lines, hashed; a load may continue a publication of the same.
    basis: str = ""
    # A publication that was made before there were rollups has none, and is answered from its lines.
    rollups: tuple[Rolled, ...] = ()
    whole_orders: bool = False
    month_modes: tuple[str, ...] = ()
    shifts: tuple[tuple[str, int, int], ...] = ()
    # The latest day of which there are sales; a publication of before does not tell it.
    last: dt.date | None = None
    # What marts that are not made of lines were made of, hashed: who continues this one can leave them.
    marks: dict[str, str] = {}

    @property
    def outline(self) -> Outline:
        """What a question must know of this publication."""
        return Outline(
            cut=cut_of(self.company),
            levels=self.levels,
            tables=frozenset(self.tables),
            quota_layers=self.quota_layers,
            first=self.first,
            through=self.through,
            currency=self.company.currency,
            lead_days=self.company.lead_days,
            own=_own(self.kpis),
            rollups=tuple((one.relation, one.rows) for one in self.rollups if one.kept),
            years=tuple(self.years.items()),
            whole_orders=self.whole_orders,
            month_modes=self.month_modes,
            shifts=self.shifts,
            last=self.last,
        )

    @property
    def years(self) -> dict[str, tuple[int, ...]]:
        """The years of each relation that is split by them."""
        found: dict[str, tuple[int, ...]] = {}
        for relation, year in filter(None, (one.of_year for one in self.segments)):
            found[relation] = (*found.get(relation, ()), year)
        return found

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes two publications say the same: the content, not when or under which number."""
        return (
            self.form, self.basis, self.kind, self.name, self.company, self.people, self.kpis,
            self.aliases, self.tables, self.through,
            tuple((part.relation, part.part, part.content) for part in self.segments),
        )  # fmt: skip


@cache
def _own(kpis: str) -> tuple[Measure, ...]:
    """The company's own measures; read once, for each question needs them."""
    return read_kpis(kpis, "kpis")


def cut_of(company: Company) -> FiscalCalendar:
    """How the company cuts time."""
    return FiscalCalendar(
        company.fiscal_year_first_month,
        company.fiscal_year_named_by,
        company.first_weekday,
        company.fiscal_calendar,
        company.fiscal_year_anchor,
    )


def read(home: Home, publication: str) -> Manifest:
    """The manifest of this publication.

    Raises:
        NotUnderstood: there is none of that id.
        Failed: it is there, and it cannot be read.
    """
    if not _ID.fullmatch(publication):
        # An id comes from a command line or a file: no name may climb out of the folder.
        raise _unknown(home, publication)
    try:
        found = Manifest.model_validate_json((home.publications / f"{publication}.json").read_bytes())
    except FileNotFoundError as error:
        raise _unknown(home, publication) from error
    except (OSError, ValidationError) as error:
        raise _unreadable(home, publication, error) from error
    if found.id != publication:
        raise _unreadable(home, publication, found.id)
    return found


def listed(home: Home) -> list[Manifest]:
    """All publications that can be read, the newest first."""
    return sorted(_each(home)[0], key=lambda one: (one.created_at, one.id), reverse=True)


def damaged(home: Home) -> list[Failed]:
    """What is wrong with each publication whose manifest cannot be read."""
    return _each(home)[1]


def ids(home: Home) -> list[str]:
    """The ids of all publications that have a manifest, readable or not."""
    return sorted(file.stem for file in home.publications.glob("*.json") if _ID.fullmatch(file.stem))


def current(home: Home) -> str | None:
    """The id of the publication that readers are served, or None before the first load.

    Raises:
        Failed: the pointer is there, and it cannot be read.
    """
    try:
        return home.current.read_bytes().decode("utf-8", "replace").strip() or None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise no_home(home, error) from error


def write(home: Home, manifest: Manifest) -> None:
    """Put a new manifest in its place, whole or not at all; one that is there is never changed.

    Raises:
        FileExistsError: there is a publication of this id.
    """
    home.publications.mkdir(parents=True, exist_ok=True)
    file = home.publications / f"{manifest.id}.json"
    if file.exists():
        raise FileExistsError(f"{file} is there already")
    replace_file(file, manifest.model_dump_json(indent=1))


def switch(home: Home, publication: str) -> None:
    """Point readers to this publication, in one step of the file system."""
    replace_file(home.current, publication + "\n")


def replace_file(path: Path, text: str) -> None:
    """Write a file so that a reader (or a power cut) sees the old one or the new one, never a part."""
    beside = path.with_name(path.name + UNFINISHED)
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
    keep(beside)
    beside.replace(path)
    keep(path.parent)


def keep(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk itself, so that a power cut does not take it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def no_home(home: Home, error: OSError) -> Failed:
    """What to say where the home directory cannot be used."""
    return Failed("load.no_home", home=str(home.path), reason=error.strerror or str(error))


def _each(home: Home) -> tuple[list[Manifest], list[Failed]]:
    found: list[Manifest] = []
    wrong: list[Failed] = []
    for publication in ids(home):
        try:
            found.append(read(home, publication))
        except NotUnderstood:
            continue  # removed since the names were read
        except Failed as error:
            wrong.append(error)
    return found, wrong


def _unknown(home: Home, publication: str) -> NotUnderstood:
    known = ids(home)
    if not known:
        return NotUnderstood("load.nothing_published")
    return NotUnderstood("load.no_publication", id=publication, nearest=nearest(publication, known))


def _unreadable(home: Home, publication: str, reason: object) -> Failed:
    if isinstance(reason, ValidationError):
        first = reason.errors()[0]
        reason = " ".join(str(part) for part in (*first["loc"], first["msg"]))
    file = str(home.publications / f"{publication}.json")
    return Failed("load.unreadable_manifest", id=publication, file=file, reason=str(reason))
