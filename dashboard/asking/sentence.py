"""A sentence while it is being understood: its segments, what each was taken to mean, what is asked back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from dashboard.asking.clock import Clock
from dashboard.asking.named import Named
from dashboard.asking.reading import Doubt, DoubtKind, Offer, Role
from dashboard.asking.segments import Segment
from dashboard.metrics.bounds import Sign
from dashboard.metrics.kinds import Measure
from dashboard.metrics.periods import Period

# What stands in a sentence only to hold it together.
_IDLE = ("noise", "vs", "range")


@dataclass
class Limit:
    """A bound while it is read, with the segment at which its measure is said."""

    at: int
    column: str
    sign: Sign
    value: Decimal


@dataclass
class Ranking:
    """The first few while they are read."""

    at: int
    n: int | None
    descending: bool
    of: str = ""
    column: str = ""
    change: bool = False
    others: bool = False


@dataclass
class Pick:
    """A member that was named, with its dimension as it was meant there."""

    at: int
    member: Named
    exclude: bool


@dataclass
class Sentence:
    """The chain of segments, and what has been read of it so far, with where each part was said."""

    text: str
    chain: list[Segment]
    clock: Clock
    known: dict[str, Measure]
    taken: dict[int, tuple[Role, str]] = field(default_factory=dict)
    measures: list[tuple[int, str]] = field(default_factory=list)
    by: list[tuple[int, str]] = field(default_factory=list)
    picks: list[Pick] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    ranking: Ranking | None = None
    order: tuple[str, bool] | None = None
    period: Period | None = None
    open_ended: bool = False
    against: str | None = None
    show: str = "value"
    chart: str = ""
    sold: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    def take(self, at: int, role: Role, means: str) -> None:
        """Say what a segment means."""
        self.taken[at] = (role, means)

    def took(self, at: int, role: Role) -> str:
        """What a segment was taken to mean in a role; empty if it was not."""
        taken = self.taken.get(at)
        return taken[1] if taken and taken[0] == role else ""

    def free(self, at: int) -> bool:
        """Whether a segment has not been taken yet."""
        return 0 <= at < len(self.chain) and at not in self.taken

    def role(self, at: int, role: str) -> str:
        """What a free segment means in a role; empty if it cannot have it, or is taken."""
        return self.chain[at].get(role) if self.free(at) else ""

    def every(self, role: str) -> Iterator[tuple[int, str]]:
        """Each free segment that can have a role, with what it means there."""
        for at in range(len(self.chain)):
            value = self.role(at, role)
            if value:
                yield at, value

    def after(self, at: int) -> int:
        """The next segment that says something."""
        at += 1
        while at < len(self.chain) and self.idle(at):
            at += 1
        return at

    def before(self, at: int) -> int:
        """The segment before that says something; -1 if there is none."""
        at -= 1
        while at >= 0 and self.idle(at):
            at -= 1
        return at

    def idle(self, at: int) -> bool:
        """Whether a segment only holds the sentence together."""
        segment = self.chain[at]
        if at in self.taken:
            return False
        if segment.kind == "sign":
            return segment.text not in ("<", ">", "<=", ">=", "=", "%")
        if segment.text == "to":  # an article too, in Latin letters
            return True
        return bool(segment.entries) and all(role == "noise" for role, _ in segment.entries)

    def doubt(
        self, kind: DoubtKind, at: int, offers: tuple[Offer, ...] = (), about: str = "", to: int = -1
    ) -> None:
        """Ask something back about a segment, or about all up to another."""
        last = max(at, to)
        start, end = self.chain[at].start, self.chain[last].end
        for one in range(at, last + 1):
            self.take(one, "doubt", kind)
        self.doubts.append(Doubt(kind, start, end, self.text[start:end], offers, about))

    def instead(self, at: int, words: str, to: int = -1) -> str:
        """The text with other words in place of a segment."""
        last = max(at, to)
        return self.text[: self.chain[at].start] + words + self.text[self.chain[last].end :]
