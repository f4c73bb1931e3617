"""The saved view that somebody has opened, beside what they made of it."""

from dataclasses import dataclass

from dashboard.pages.address import Address
from dashboard.records.views import Kept, Version


@dataclass(frozen=True, slots=True)
class Opened:
    """A view in the version that was opened; `address` is its own, as far as it is there for its reader.

    `lost` says what the view or the link asks for and its reader does not get; `changes` is whether its
    reader may change it, `dirty` whether something else than the view is looked at. `remade` says which
    measures of its author's are not what they were: here, where it is dirty, else since the version before.
    """

    kept: Kept
    version: Version
    address: Address
    lost: tuple[str, ...] = ()
    changes: bool = False
    dirty: bool = False
    remade: str = ""

    @property
    def key(self) -> str:
        """What an address says of it."""
        return f"{self.kept.id}.{self.version.number}"

    @property
    def newer(self) -> bool:
        """Whether it was saved again since."""
        return self.version.number < self.kept.version.number
