"""Whether quotas are fair: attainment must not follow from what somebody was given."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from types import MappingProxyType

from dashboard.pay.association import intraclass, kruskal_wallis, pearson
from dashboard.pay.finding import Finding, Look, Verdict, judged
from dashboard.pay.observed import Observed


@dataclass(frozen=True)
class Beside:
    """What is known of people besides their pay: potential of their customers, and who leads them."""

    potential: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    leader: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Fairness(Look):
    """A plan's people, and what is known of them besides."""

    beside: Beside

    def findings(self) -> Iterable[Finding]:
        """Correlations of attainment, medians by size of quota, and the part of the manager."""
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
            found = self.measured(
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
            self.measured("managers", led, lambda: intraclass(list(groups.values()))),
            lambda share: "act" if share > 0.3 else "good",
        )

    def _by_size(self) -> Iterable[Finding]:
        sizes = self.sizes()
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

    def sizes(self) -> tuple[tuple[float, ...], ...]:
        """Attainments of the smallest fifth, the middle and the largest fifth by quota."""
        order = sorted(self.people, key=lambda one: (one.quota or 0, one.payee))
        fifth = round(len(order) / 5)
        cut = (order[:fifth], order[fifth : len(order) - fifth], order[len(order) - fifth :])
        if not all(self.crowd(some).told for some in cut):
            return ()
        return tuple(tuple(float(one.attainment or 0) for one in some) for some in cut)

    def _tenure(self, one: Observed) -> float | None:
        return None if one.hired is None else float((self.found.window.end - one.hired).days)


def _near_none(r: float) -> Verdict:
    return "good" if abs(r) < 0.2 else "look"


def _growth(one: Observed) -> float | None:
    return float(one.credit / one.baseline - 1) if one.baseline > 0 else None


def _gain(one: Observed) -> float | None:
    return float(one.credit - one.baseline) if one.baseline > 0 else None
