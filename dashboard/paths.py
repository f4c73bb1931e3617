"""Where things are: the checkout, and the one directory that holds what is not code."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
DATA = ROOT / "data"
CONTRACTS = DATA / "contracts"
MAPPINGS = DATA / "mappings"
PLANS = DATA / "plans"
ASSETS = ROOT / "assets"


@dataclass(frozen=True, slots=True)
class Home:
    """METRON_HOME: publications, records and work in progress, nothing else."""

    path: Path

    @property
    def segments(self) -> Path:
        """Immutable, content-named DuckDB files that publications share."""
        return self.path / "segments"

    @property
    def publications(self) -> Path:
        """One JSON manifest a publication."""
        return self.path / "publications"

    @property
    def current(self) -> Path:
        """The pointer: a file whose text is the id of the served publication."""
        return self.path / "current"

    @property
    def work(self) -> Path:
        """What a running load builds; whatever is left here belongs to nobody."""
        return self.path / "work"

    @property
    def demo(self) -> Path:
        """The generated source files of the demo company."""
        return self.path / "demo"

    @property
    def records(self) -> Path:
        """The SQLite file of what people write, where no other database is set."""
        return self.path / "records.sqlite"

    @property
    def pay(self) -> Path:
        """What pay runs were calculated from: kept for seven years, whatever becomes of publications."""
        return self.path / "pay"

    @property
    def secret(self) -> Path:
        """The key that signs sessions, made on first use."""
        return self.path / "secret"
