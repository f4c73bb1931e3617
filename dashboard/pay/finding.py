"""One measure of plan health, and how it is told: of enough people, or with the reason why it is not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.access.crowd import Crowd, part_told
from dashboard.access.crowd import crowd as crowd_of
from dashboard.pay.observed import Observed, Watched

Verdict = Literal["", "good", "look", "act"]
Why = Literal["", "few", "none", "no_edge"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure: its value (None with a reason), how many people it is of, and what to think of it."""

    key: str
    value: float | None = None
    n: int = 0
    verdict: Verdict = ""
    why: Why = ""
    of: str = ""


def judged(one: Finding, judge: Callable[[float], Verdict]) -> Finding:
    """The measure with what to think of its value."""
    if one.value is None:
        return one
    return Finding(one.key, one.value, one.n, judge(one.value), one.why, one.of)


@dataclass(frozen=True)
class Look:
    """One plan's people as a reader looks at them: `people` are those who are compared, `known` says whose
    own pay the reader may see.
    """

    found: Watched
    people: tuple[Observed, ...]
    known: Callable[[str], bool]

    def crowd(self, people: Iterable[Observed]) -> Crowd:
        """These people, and how many of them the reader knows nothing of."""
        return crowd_of((one.payee for one in people), self.known)

    def measured(self, key: str, people: Sequence[Observed], value: Callable[[], float | None]) -> Finding:
        """A measure of these people, if it may be told of them, and says something."""
        if not self.crowd(people).told:
            return Finding(key, n=len(people), why="few")
        told = value()
        return Finding(key, told, len(people), why="none" if told is None else "")

    def share(self, key: str, inside: Callable[[Observed], bool], people: Sequence[Observed]) -> Finding:
        """The share of these people for whom something is true."""
        part, whole = self.crowd(one for one in people if inside(one)), self.crowd(people)
        if not part_told(part, whole):
            return Finding(key, n=len(people), why="few")
        return Finding(key, part.n / whole.n, whole.n)
