"""The manifest: what one publication is made of, and what a reader must know before asking.

A publication is a small JSON file over immutable segments (DuckDB files named by their
content). Segments are shared between publications; a manifest is never changed.
"""

import datetime as dt
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dashboard.metrics.periods import FiscalCalendar
from dashboard.metrics.question import Outline
from dashboard.paths import Home
from dashboard.settings import Company


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Segment(_Part):
    """One immutable file: the relation it holds (or "core"), which part, how much, and its content's hash."""

    file: str
    relation: str
    part: str
    rows: int
    content: str
    bytes: int


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
    """One check of `queries/checks` and how it came out."""

    name: str
    passed: bool
    found: int


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

    @property
    def outline(self) -> Outline:
        """What a question must know of this publication."""
        return Outline(
            cut=FiscalCalendar(
                self.company.fiscal_year_first_month,
                self.company.fiscal_year_named_by,
                self.company.first_weekday,
            ),
            levels=self.levels,
            tables=frozenset(self.tables),
            quota_layers=self.quota_layers,
            first=self.first,
            through=self.through,
            currency=self.company.currency,
        )

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes two publications say the same: the content, not when or under which number."""
        return (
            self.kind, self.name, self.company, self.tables, self.through,
            tuple((part.relation, part.part, part.content) for part in self.segments),
        )  # fmt: skip


def read(home: Home, publication: str) -> Manifest:
    """The manifest of this publication.

    Raises:
        FileNotFoundError: there is none of that id.
    """
    return Manifest.model_validate_json((home.publications / f"{publication}.json").read_bytes())


def listed(home: Home) -> list[Manifest]:
    """All publications, the newest first."""
    files = home.publications.glob("*.json") if home.publications.exists() else ()
    found = [Manifest.model_validate_json(file.read_bytes()) for file in files]
    return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)


def current(home: Home) -> str | None:
    """The id of the publication that readers are served, or None before the first load."""
    try:
        return home.current.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def write(home: Home, manifest: Manifest) -> None:
    """Put a new manifest in its place, whole or not at all."""
    home.publications.mkdir(parents=True, exist_ok=True)
    replace_file(home.publications / f"{manifest.id}.json", manifest.model_dump_json(indent=1))


def switch(home: Home, publication: str) -> None:
    """Point readers to this publication, in one step of the file system."""
    replace_file(home.current, publication + "\n")


def replace_file(path: Path, text: str) -> None:
    """Write a file so that a reader (or a power cut) sees the old one or the new one, never a part."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
