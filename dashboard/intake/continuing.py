"""A day's lines beside those that a publication has already: when that says the same as reading everything.

Nothing is declared for it. A load continues the publication that is served where every file of
lines that it was made of is still there unchanged, every line comes from its own record alone
(`growing`), and everything that says where a line belongs still says so
(`queries/continues`). Where one of these fails, all is read anew, and the reason is told.
"""

import hashlib
import json
from dataclasses import dataclass

import duckdb

from dashboard.errors import Failed, NotUnderstood
from dashboard.intake import manifest as manifests
from dashboard.intake import rollups
from dashboard.intake.before import Discontinued, kept
from dashboard.intake.contracts import Contracts
from dashboard.intake.conversion import literal
from dashboard.intake.files import SourceFile
from dashboard.intake.growing import growing
from dashboard.intake.manifest import FORM, Manifest, Source
from dashboard.intake.mapping import Mapping
from dashboard.intake.segments import KEPT_OF_MODEL
from dashboard.intake.shaping import SHAPED, landing
from dashboard.intake.whole_tables import check_accepted
from dashboard.paths import QUERIES, Home
from dashboard.settings import Company

# Beyond such a part of the lines that are shared all are written anew: every question reads what is fresh.
_FRESH_SHARE = 50
# What the lines are made by, and what is compared of a publication: of another version all is written anew.
_WRITTEN = ("marts", "rollups", "continues")


@dataclass(frozen=True, slots=True)
class Base:
    """The publication that a load continues, and the sources of which it knows files."""

    manifest: Manifest
    growing: tuple[str, ...]

    @property
    def known(self) -> tuple[Source, ...]:
        """The files of lines that need not be read again."""
        return tuple(one for one in self.manifest.sources if one.source in self.growing)

    def unread(self, source: str, files: list[SourceFile]) -> list[SourceFile]:
        """Those of a source's files that are to be read."""
        if source not in self.growing:
            return files
        known = {one.file for one in self.known if one.source == source}
        return [file for file in files if file.name not in known]

    @property
    def targets(self) -> list[str]:
        """What was counted of these sources and their table."""
        return ["sales", *(f"source.{source}" for source in self.growing)]


def basis(mapping: Mapping, contracts: Contracts, company: Company) -> str:
    """What makes of the same records other lines, when it changes: a hash of it."""
    written = [file for folder in _WRITTEN for file in sorted((QUERIES / folder).glob("*.sql"))]
    told = [
        FORM,
        SHAPED,
        KEPT_OF_MODEL,
        duckdb.__version__,
        mapping.text,
        contracts.text,
        company.model_dump(mode="json"),
        [file.read_text(encoding="utf-8") for file in written],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def base_of(
    home: Home, kind: str, mapping: Mapping, basis_now: str, found: dict[str, list[SourceFile]]
) -> Base:
    """The publication that these files continue.

    Raises:
        Discontinued: there is none.
    """
    served = manifests.current(home)
    if served is None:
        raise Discontinued("first")
    try:
        manifest = manifests.read(home, served)
    except (Failed, NotUnderstood) as error:
        raise Discontinued("damaged") from error
    if (manifest.kind, manifest.name, manifest.basis) != (kind, mapping.name, basis_now):
        raise Discontinued("rules")
    sources = growing(mapping)
    if not sources:
        raise Discontinued("joined")
    if sum(one.rows for one in manifest.segments if one.relation == "sales") < rollups.FEWEST_LINES:
        raise Discontinued("small")
    base = Base(manifest, sources)
    there = {(file.source, file.name, file.print.sha256) for files in found.values() for file in files}
    if not {(one.source, one.file, one.sha256) for one in base.known} <= there:
        raise Discontinued("files")
    for source in sources:
        unread = base.unread(source, found[source])
        led = next(file for file in found[source] if file not in unread)
        if (led.columns, led.types) != (found[source][0].columns, found[source][0].types):
            raise Discontinued("columns")
    return base


def set_known_aside(
    connection: duckdb.DuckDBPyConnection, base: Base, found: dict[str, list[SourceFile]]
) -> None:
    """Mark the new lines whose key a known line has.

    Raises:
        Discontinued: read all at once, the known line might be the second of the two.
    """
    table = landing("sales")
    marked = connection.execute(
        "WITH known AS (FROM before.known UNION ALL FROM base.refused_line), "
        f"met AS (SELECT * FROM known WHERE line_id IN (SELECT line_id FROM {table} WHERE _rule IS NULL)) "
        f"UPDATE {table} AS line SET _rule = 'key.duplicate', _field = 'line_id', "
        "_value = line.line_id || ' = ' || met.source_file || ':' || met.source_record "
        "FROM met WHERE met.line_id = line.line_id AND line._rule IS NULL"
    ).fetchone()
    if marked and marked[0] and not _come_last(base, found):
        raise Discontinued("order")


def _come_last(base: Base, found: dict[str, list[SourceFile]]) -> bool:
    if len(base.growing) > 1:
        return False
    files = found[base.growing[0]]
    unread = base.unread(base.growing[0], files)
    return files[len(files) - len(unread) :] == unread


def carry(connection: duckdb.DuckDBPyConnection, base: Base) -> None:
    """Add what was counted and set aside of the known files to what is told of this load."""
    targets = ", ".join(literal(target) for target in base.targets)
    sources = ", ".join(literal(source) for source in base.growing)
    read = f"SELECT file FROM model.source WHERE source IN ({sources})"
    connection.execute(
        "UPDATE model.control_total AS now SET total_in = now.total_in + was.total_in, "
        "accepted = now.accepted + was.accepted, quarantined = now.quarantined + was.quarantined "
        "FROM base.control_total AS was "
        f"WHERE now.target = was.target AND now.measure = was.measure AND now.target IN ({targets})"
    )
    connection.execute(f"INSERT INTO model.quarantine FROM base.quarantine WHERE target IN ({targets})")
    connection.execute("INSERT INTO model.refused_line FROM base.refused_line")
    connection.execute(
        f"INSERT INTO model.source FROM base.source WHERE source IN ({sources}) AND file NOT IN ({read})"
    )
    for target in base.targets:
        check_accepted(connection, target)


def require_unmoved(connection: duckdb.DuckDBPyConnection) -> None:
    """Make sure that the lines that are there would be written as they are.

    Raises:
        Discontinued: the first query of `queries/continues` that finds something.
    """
    for file in sorted((QUERIES / "continues").glob("*.sql")):
        if connection.execute(file.read_text(encoding="utf-8")).fetchone():
            raise Discontinued(file.stem)


def require_few(connection: duckdb.DuckDBPyConnection, base: Base) -> None:
    """Make sure that what is fresh stays small beside what is shared.

    Raises:
        Discontinued: it has grown too large.
    """
    lines = sum(one.rows for one in kept(base.manifest) if one.relation == "sales")
    fresh = connection.execute(
        "SELECT (SELECT count(*) FROM model.sales) + (SELECT count(*) FROM before.carried)"
    ).fetchall()[0][0]
    if fresh * _FRESH_SHARE > lines:
        raise Discontinued("much")
