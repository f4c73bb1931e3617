"""How long something takes: as often as there is time for, then median and 95th percentile."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

FEWEST, MOST, SECONDS = 3, 40, 5.0


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of `n` runs."""

    median: float
    p95: float
    n: int

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def times(run: Callable[[], object], before: Callable[[], object] = lambda: None) -> Times:
    """Run once to warm up, then again and again; `before` each is not counted."""
    before()
    run()
    found: list[float] = []
    until = time.perf_counter() + SECONDS
    while len(found) < FEWEST or (len(found) < MOST and time.perf_counter() < until):
        before()
        began = time.perf_counter()
        run()
        found.append((time.perf_counter() - began) * 1000)
    return summary(found)


def once(run: Callable[[], object]) -> float:
    """Seconds of one run."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def summary(milliseconds: Sequence[float]) -> Times:
    """The nearest-rank percentiles of what was measured."""
    ordered = sorted(milliseconds)
    return Times(round(_rank(ordered, 0.5), 3), round(_rank(ordered, 0.95), 3), len(ordered))


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else float("nan")
