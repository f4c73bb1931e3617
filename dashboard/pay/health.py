"""Whether a plan pays for performance, fairly and as meant: its measures, each with how many it is of.

A measure is told only of people of whom it may be (`crowd`), and says why where it is not.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from statistics import fmean, median
from types import MappingProxyType

from dashboard.access.crowd import FEWEST, merged, part_told
from dashboard.pay.association import pearson, spearman
from dashboard.pay.finding import Finding, Look, Verdict, judged
from dashboard.pay.health_components import Components
from dashboard.pay.health_fairness import Beside, Fairness
from dashboard.pay.observed import Observed, Watched
from dashboard.pay.plan import Plan

# Attainment in percentage points by which somebody must be ahead of who was paid more.
AHEAD = Fraction(20, 100)
# Shares of target pay at which classes of the histogram begin, before small ones are put together.
EDGES = tuple(Fraction(one, 100) for one in (0, 25, 50, 75, 90, 100, 110, 125, 150, 200, 300))


@dataclass(frozen=True, slots=True)
class Class:
    """So many people are paid from `low` up to, and without, `high` of target pay; None: open."""

    low: Fraction | None
    high: Fraction | None
    count: int


@dataclass(frozen=True)
class Health:
    """A plan's measures over a window; `excluded` counts who is compared with nobody, by the reason.

    `inverted` are pairs of those whom the reader knows: who was ahead, and who was paid more all the same.
    `sizes` are the attainments of small, middle and large territories, where they may be told.
    """

    watched: Watched
    n: int
    excluded: Mapping[str, int]
    findings: tuple[Finding, ...]
    classes: tuple[Class, ...] = ()
    inverted: tuple[tuple[Observed, Observed], ...] = ()
    sizes: tuple[tuple[float, ...], ...] = ()


def health(found: Watched, known: Callable[[str], bool], beside: Beside) -> Health:
    """All measures of one plan, as one may tell them who knows the pay of some."""
    people = tuple(found.compared)
    pay, fairness = Pay(found, people, known), Fairness(found, people, known, beside)
    return Health(
        found,
        len(people),
        Counter(one.excluded for one in found.people if one.excluded),
        (*pay.findings(), *fairness.findings(), *Components(found, people, known).findings()),
        tuple(pay.classes()),
        tuple(pair for pair in pay.inversions() if known(pair[0].payee) and known(pair[1].payee)),
        fairness.sizes(),
    )


class Pay(Look):
    """A plan's people, what they reached and what they were paid."""

    def findings(self) -> Iterable[Finding]:
        """Whether pay follows performance, how many reach what, and how pay is spread."""
        yield from self._performance()
        yield from self._reached()
        yield from self._upside()
        yield from self._spread()
        yield self._bunching()

    def _performance(self) -> Iterable[Finding]:
        reached = [float(one.attainment or 0) for one in self.people]
        paid = [float(one.share or 0) for one in self.people]
        for key, of in (("pearson", pearson), ("spearman", spearman)):
            one = self.measured(key, self.people, lambda of=of: of(reached, paid))  # type: ignore[misc]
            yield judged(one, lambda r: "good" if r >= 0.8 else "look" if r >= 0.6 else "act")
        pairs = self.measured("inversions", self.people, lambda: float(len(self.inversions())))
        yield judged(pairs, lambda n: "act" if n else "good")

    def inversions(self) -> list[tuple[Observed, Observed]]:
        """Who was clearly ahead of somebody and got a smaller share of target pay, the widest gap first."""
        found = [
            (ahead, behind)
            for ahead, behind in permutations(self.people, 2)
            if (ahead.attainment or 0) - (behind.attainment or 0) >= AHEAD
            and (ahead.share or 0) < (behind.share or 0)
        ]
        return sorted(
            found,
            key=lambda pair: (
                (pair[0].attainment or 0) - (pair[1].attainment or 0), pair[0].payee, pair[1].payee
            ),
            reverse=True,
        )  # fmt: skip

    def _reached(self) -> Iterable[Finding]:
        threshold, excellence = edges_of(self.found.plan)
        for key, edge in (("threshold", threshold), ("at_quota", Fraction(1)), ("excellence", excellence)):
            if edge is None:
                yield Finding(key, n=len(self.people), why="no_edge")
                continue
            one = self.share(key, lambda who, edge=edge: (who.attainment or 0) >= edge, self.people)  # type: ignore[misc]
            yield judged(one, _JUDGED[key])

    def _upside(self) -> Iterable[Finding]:
        order = sorted(self.people, key=lambda one: (one.attainment or 0, one.payee))
        tenth = _tenth(len(order))
        whole = self.crowd(order)
        for key, some in (("best", order[-tenth:]), ("last", order[:tenth])):
            told = len(order) >= 2 * tenth and part_told(self.crowd(some), whole)
            value = fmean(float(one.share or 0) for one in some) if told else None
            yield Finding(key, value, len(some), why="" if told else "few")

    def _spread(self) -> Iterable[Finding]:
        paid = [one for one in self.found.people if one.excluded != "unpaid"]
        yield (
            self.measured("middle", self.people, lambda: median(float(one.share or 0) for one in self.people))
            if (len(self.people) >= 2 * FEWEST)
            else Finding("middle", n=len(self.people), why="few")
        )
        yield self.share("capped", lambda one: one.capped, paid)
        yield self.share("guaranteed", lambda one: one.guaranteed > 0, paid)
        yield self.share("nothing", lambda one: one.cost == 0, paid)
        order = sorted(paid, key=lambda one: (one.cost, one.payee))
        top = order[-_tenth(len(order)) :]
        total = sum(one.cost for one in order)
        told = len(order) > len(top) and part_told(self.crowd(top), self.crowd(order))
        value = float(sum(one.cost for one in top) / total) if told and total > 0 else None
        yield Finding(
            "top_share", value, len(top), why="" if value is not None else "few" if not told else "none"
        )

    def _bunching(self) -> Finding:
        """How many stand just above quota for one who stands just below."""
        above = [one for one in self.people if 1 <= (one.attainment or 0) <= Fraction(103, 100)]
        below = [one for one in self.people if Fraction(97, 100) <= (one.attainment or 0) < 1]
        whole = self.crowd(self.people)
        if not (part_told(self.crowd(above), whole) and part_told(self.crowd(below), whole)):
            return Finding("bunching", n=len(self.people), why="few")
        if not below:
            return Finding("bunching", n=len(above), why="none")
        one = Finding("bunching", len(above) / len(below), len(above) + len(below))
        return judged(one, lambda ratio: "act" if ratio > 3 else "good")

    def classes(self) -> Iterable[Class]:
        """How many are paid which share of target pay; small classes are put together."""
        ends: list[tuple[Fraction | None, Fraction | None]] = list(
            zip((None, *EDGES[1:]), (*EDGES[1:], None), strict=True)
        )
        inside = [
            [
                one
                for one in self.people
                if (low is None or (one.share or 0) >= low) and (high is None or (one.share or 0) < high)
            ]
            for low, high in ends
        ]
        for first, end in merged([self.crowd(some) for some in inside]):
            yield Class(ends[first][0], ends[end - 1][1], sum(map(len, inside[first:end])))


def edges_of(plan: Plan) -> tuple[Fraction | None, Fraction | None]:
    """The attainments at which the leading table begins to pay, and at which its last step begins.

    None where it pays from the first unit, or has no step above quota.
    """
    for component in sorted(plan.component, key=lambda one: -one.weight):
        table = component.table
        if table is None or table.over != "attainment":
            continue
        steps = [(Fraction(one.at), one.value) for one in table.points] or [
            (Fraction(one.from_), one.value) for one in table.bands
        ]
        pays = next((at for at, value in steps if value > 0), Fraction(0))
        last = steps[-1][0]
        return (pays if pays > 0 else None), (last if last > 1 else None)
    return None, None


_JUDGED: Mapping[str, Callable[[float], Verdict]] = MappingProxyType(
    {
        "threshold": lambda share: "good" if share >= 0.85 else "look",
        "at_quota": lambda share: "act" if share <= 0.5 else "good" if share < 0.8 else "look",
        "excellence": lambda share: "good" if 0.05 <= share <= 0.15 else "look",
    }
)


def _tenth(n: int) -> int:
    """A tenth of so many, five at least."""
    return max(FEWEST, math.ceil(n / 10))
