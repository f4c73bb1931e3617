"""Whether a plan pays for performance, fairly and as meant: its measures, each with how many it is of.

A measure is told only of people of whom it may be (`crowd`), and says why where it is not.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from statistics import fmean, median
from types import MappingProxyType
from typing import Literal

from dashboard.pay.association import intraclass, kruskal_wallis, pearson, spearman
from dashboard.pay.crowd import FEWEST, Crowd, crowd, kept_back, merged, part_told
from dashboard.pay.observed import Observed, Watched
from dashboard.pay.plan import Plan

Verdict = Literal["", "good", "look", "act"]
Why = Literal["", "few", "none", "no_edge"]
# Attainment in percentage points by which somebody must be ahead of who was paid more.
AHEAD = Fraction(20, 100)
# Shares of target pay at which classes of the histogram begin, before small ones are put together.
EDGES = tuple(Fraction(one, 100) for one in (0, 25, 50, 75, 90, 100, 110, 125, 150, 200, 300))
_EVEN = (Fraction(95, 100), Fraction(105, 100))


@dataclass(frozen=True, slots=True)
class Finding:
    """One measure: its value (None with a reason), how many people it is of, and what to think of it."""

    key: str
    value: float | None = None
    n: int = 0
    verdict: Verdict = ""
    why: Why = ""
    of: str = ""


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


@dataclass(frozen=True)
class Beside:
    """What is known of people besides their pay: potential of their customers, and who leads them."""

    potential: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    leader: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def health(found: Watched, known: Callable[[str], bool], beside: Beside) -> Health:
    """All measures of one plan, as one may tell them who knows the pay of some."""
    looked = _Look(found, tuple(found.compared), known, beside)
    return Health(
        found,
        len(looked.people),
        Counter(one.excluded for one in found.people if one.excluded),
        tuple(looked.findings()),
        tuple(looked.classes()),
        tuple(pair for pair in looked.inversions() if known(pair[0].payee) and known(pair[1].payee)),
        looked.told_sizes(),
    )


@dataclass(frozen=True)
class _Look:
    found: Watched
    people: tuple[Observed, ...]
    known: Callable[[str], bool]
    beside: Beside

    def findings(self) -> Iterable[Finding]:
        yield from self._performance()
        yield from self._reached()
        yield from self._upside()
        yield from self._spread()
        yield self._bunching()
        yield from self._fairness()
        yield from self._sight()

    def _crowd(self, people: Iterable[Observed]) -> Crowd:
        return crowd((one.payee for one in people), self.known)

    def _of(self, key: str, people: Sequence[Observed], value: Callable[[], float | None]) -> Finding:
        """A measure of these people, if it may be told of them, and says something."""
        if not self._crowd(people).told:
            return Finding(key, n=len(people), why="few")
        told = value()
        return Finding(key, told, len(people), why="none" if told is None else "")

    def _performance(self) -> Iterable[Finding]:
        reached = [float(one.attainment or 0) for one in self.people]
        paid = [float(one.share or 0) for one in self.people]
        for key, of in (("pearson", pearson), ("spearman", spearman)):
            one = self._of(key, self.people, lambda of=of: of(reached, paid))  # type: ignore[misc]
            yield judged(one, lambda r: "good" if r >= 0.8 else "look" if r >= 0.6 else "act")
        pairs = self._of("inversions", self.people, lambda: float(len(self.inversions())))
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

    def _share(self, key: str, inside: Callable[[Observed], bool], people: Sequence[Observed]) -> Finding:
        """The share of these people for whom something is true."""
        part, whole = self._crowd(one for one in people if inside(one)), self._crowd(people)
        if not part_told(part, whole):
            return Finding(key, n=len(people), why="few")
        return Finding(key, part.n / whole.n, whole.n)

    def _reached(self) -> Iterable[Finding]:
        threshold, excellence = edges_of(self.found.plan)
        for key, edge in (("threshold", threshold), ("at_quota", Fraction(1)), ("excellence", excellence)):
            if edge is None:
                yield Finding(key, n=len(self.people), why="no_edge")
                continue
            one = self._share(key, lambda who, edge=edge: (who.attainment or 0) >= edge, self.people)  # type: ignore[misc]
            yield judged(one, _JUDGED[key])

    def _upside(self) -> Iterable[Finding]:
        order = sorted(self.people, key=lambda one: (one.attainment or 0, one.payee))
        tenth = _tenth(len(order))
        whole = self._crowd(order)
        for key, some in (("best", order[-tenth:]), ("last", order[:tenth])):
            told = len(order) >= 2 * tenth and part_told(self._crowd(some), whole)
            value = fmean(float(one.share or 0) for one in some) if told else None
            yield Finding(key, value, len(some), why="" if told else "few")

    def _spread(self) -> Iterable[Finding]:
        paid = [one for one in self.found.people if one.excluded != "unpaid"]
        yield (
            self._of("middle", self.people, lambda: median(float(one.share or 0) for one in self.people))
            if (len(self.people) >= 2 * FEWEST)
            else Finding("middle", n=len(self.people), why="few")
        )
        yield self._share("capped", lambda one: one.capped, paid)
        yield self._share("guaranteed", lambda one: one.guaranteed > 0, paid)
        yield self._share("nothing", lambda one: one.cost == 0, paid)
        order = sorted(paid, key=lambda one: (one.cost, one.payee))
        top = order[-_tenth(len(order)) :]
        total = sum(one.cost for one in order)
        told = len(order) > len(top) and part_told(self._crowd(top), self._crowd(order))
        value = float(sum(one.cost for one in top) / total) if told and total > 0 else None
        yield Finding(
            "top_share", value, len(top), why="" if value is not None else "few" if not told else "none"
        )

    def _bunching(self) -> Finding:
        """How many stand just above quota for one who stands just below."""
        above = [one for one in self.people if 1 <= (one.attainment or 0) <= Fraction(103, 100)]
        below = [one for one in self.people if Fraction(97, 100) <= (one.attainment or 0) < 1]
        whole = self._crowd(self.people)
        if not (part_told(self._crowd(above), whole) and part_told(self._crowd(below), whole)):
            return Finding("bunching", n=len(above) + len(below) if whole.told else 0, why="few")
        if not below:
            return Finding("bunching", n=len(above), why="none")
        one = Finding("bunching", len(above) / len(below), len(above) + len(below))
        return judged(one, lambda ratio: "act" if ratio > 3 else "good")

    def _fairness(self) -> Iterable[Finding]:
        potential = self.beside.potential
        known: dict[str, tuple[Callable[[Observed], float | None], Callable[[float], Verdict]]] = {
            "with_baseline": (lambda one: float(one.baseline) if one.baseline > 0 else None, _near_none),
            "with_potential": (lambda one: potential.get(one.payee), _near_none),
            "with_quota": (lambda one: float(one.quota or 0), _near_none),
            "with_growth": (_growth, lambda r: "good" if r >= 0.5 else "look"),
            "with_gain": (_gain, _near_none),
            "with_tenure": (self._tenure, _near_none),
        }
        for key, (of, judge) in known.items():
            have = [(one, value) for one in self.people if (value := of(one)) is not None]
            found = self._of(
                key,
                [one for one, _ in have],
                lambda have=have: pearson(  # type: ignore[misc]
                    [float(one.attainment or 0) for one, _ in have], [value for _, value in have]
                ),
            )
            yield judged(found, judge)
        yield from self._by_size()
        groups: dict[str, list[float]] = defaultdict(list)
        led = [one for one in self.people if self.beside.leader.get(one.payee)]
        for one in led:
            groups[self.beside.leader[one.payee]].append(float(one.attainment or 0))
        yield judged(
            self._of("managers", led, lambda: intraclass(list(groups.values()))),
            lambda share: "act" if share > 0.3 else "good",
        )

    def _by_size(self) -> Iterable[Finding]:
        sizes = self.told_sizes()
        n = len(self.people)
        if not sizes:
            yield Finding("size_medians", n=n, why="few")
            yield Finding("size_chance", n=n, why="few")
            return
        whole = median(value for size in sizes for value in size)
        apart = Finding("size_medians", max(abs(median(size) - whole) for size in sizes), n)
        yield judged(apart, lambda gap: "good" if gap <= 0.05 else "act")
        chance = kruskal_wallis(sizes)
        one = Finding("size_chance", chance, n, why="none" if chance is None else "")
        yield judged(one, lambda p: "look" if p < 0.05 else "good")

    def told_sizes(self) -> tuple[tuple[float, ...], ...]:
        """Attainments of the smallest fifth, the middle and the largest fifth by quota."""
        order = sorted(self.people, key=lambda one: (one.quota or 0, one.payee))
        fifth = round(len(order) / 5)
        cut = (order[:fifth], order[fifth : len(order) - fifth], order[len(order) - fifth :])
        if not all(self._crowd(some).told for some in cut):
            return ()
        return tuple(tuple(float(one.attainment or 0) for one in some) for some in cut)

    def _tenure(self, one: Observed) -> float | None:
        return None if one.hired is None else float((self.found.window.end - one.hired).days)

    def _sight(self) -> Iterable[Finding]:
        """Of each component its part of all that was paid, and whom it pays alike; and what is one's own."""
        plan, people = self.found.plan, self.found.people
        direct = sum(float(one.weight) for one in plan.component if one.credit != "rollup")
        every = sum(float(one.weight) for one in plan.component)
        yield Finding("own_weight", direct / every if every else None)
        total = sum(float(one.paid) for one in people)
        # Who got something of a component: its part of a known sum would tell what one alone got.
        got = {
            component.key: frozenset(one.payee for one in people if one.parts[component.key].paid)
            for component in plan.component
        }
        hidden, told = kept_back(got, self.known)
        for key, some in got.items():
            whole = sum(float(one.parts[key].paid) for one in people)
            value = whole / total if told and key not in hidden and total > 0 else None
            yield Finding("mix", value, len(some), why="" if value is not None else "few", of=key)
            have = [one for one in self.people if one.parts[key].target > 0]
            if have:
                alike = self._share("alike", lambda one, key=key: _even(one, key), have)  # type: ignore[misc]
                alike = judged(alike, lambda share: "look" if share >= 0.9 else "good")
                yield Finding(alike.key, alike.value, alike.n, alike.verdict, alike.why, key)
        yield self._changed("retro", {one.payee: float(one.adjusted) for one in people}, total)
        yield self._changed("manual", {one.payee: float(one.by_hand) for one in people}, total)

    def _changed(self, key: str, amounts: Mapping[str, float], total: float) -> Finding:
        """Adjustments, by all that was paid."""
        changed = [payee for payee, amount in amounts.items() if amount]
        hidden = bool(changed) and not crowd(changed, self.known).told
        if hidden or not self._crowd(self.found.people).told:
            return Finding(key, n=len(self.found.people), why="few")
        value = sum(amounts.values()) / total if total > 0 else None
        return Finding(key, value, len(amounts), why="none" if value is None else "")

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
        for first, end in merged([self._crowd(some) for some in inside]):
            yield Class(ends[first][0], ends[end - 1][1], sum(map(len, inside[first:end])))


def judged(one: Finding, judge: Callable[[float], Verdict]) -> Finding:
    """The measure with what to think of its value."""
    if one.value is None:
        return one
    return Finding(one.key, one.value, one.n, judge(one.value), one.why, one.of)


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


def _near_none(r: float) -> Verdict:
    return "good" if abs(r) < 0.2 else "look"


def _growth(one: Observed) -> float | None:
    return float(one.credit / one.baseline - 1) if one.baseline > 0 else None


def _gain(one: Observed) -> float | None:
    return float(one.credit - one.baseline) if one.baseline > 0 else None


def _even(one: Observed, component: str) -> bool:
    """Whether a component pays about its target."""
    part = one.parts[component]
    return _EVEN[0] <= Fraction(part.paid) / part.target <= _EVEN[1]


def _tenth(n: int) -> int:
    """A tenth of so many, five at least."""
    return max(FEWEST, math.ceil(n / 10))
