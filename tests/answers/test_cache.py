"""The cache: made once for all who wait, bounded in number and in weight, never keeping a failure."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from dashboard.answers.cache import Cache
from dashboard.answers.lanes import Job
from dashboard.answers.statement import Statement
from dashboard.errors import Failed

Rows = list[int]


@dataclass
class Kitchen:
    """Begins jobs and remembers which; those of `slow` wait until they are served."""

    weights: dict[str, int] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    begun: list[str] = field(default_factory=list)
    waiting: dict[str, Job[Rows]] = field(default_factory=dict)
    before: Callable[[str], None] = lambda _: None

    def begin(self, job: Job[Rows]) -> None:
        name = job.statement.sql
        self.begun.append(name)
        if name in self.slow:
            self.waiting[name] = job
        else:
            self.before(name)
            job.close([0] * self.weights.get(name, 1))

    def serve(self, name: str, error: Exception | None = None) -> None:
        self.waiting.pop(name).close(None if error else [1], error)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def cache(kitchen: Kitchen, size: int = 3, limit: int = 100) -> Cache[Rows]:
    return Cache(kitchen.begin, size, limit, len)


def get(kept: Cache[Rows], name: str) -> Rows:
    job = kept.take(Statement(name, {}))
    try:
        return job.done.result(timeout=0)
    finally:
        kept.give_back(job)


def test_one_is_begun_for_all_who_wait(kitchen: Kitchen) -> None:
    kept = cache(kitchen)
    kitchen.slow.add("a")
    together = threading.Barrier(8)

    def take(_: int) -> Job[Rows]:
        together.wait()
        return kept.take(Statement("a", {}))

    with ThreadPoolExecutor(8) as pool:
        jobs = list(pool.map(take, range(8)))
    # Another key is not held up by the one that is slow.
    assert get(kept, "b") == [0]
    kitchen.serve("a")
    assert [one.done.result(timeout=0) for one in jobs] == [[1]] * 8
    assert kitchen.begun == ["a", "b"]


def test_the_least_recently_used_goes_first(kitchen: Kitchen) -> None:
    kept = cache(kitchen, size=3)
    for name in "abcadabc":
        get(kept, name)
    assert "".join(kitchen.begun) == "abcdbc"


def test_heavy_results_push_out_more_than_one(kitchen: Kitchen) -> None:
    kept = cache(kitchen, size=10, limit=10)
    kitchen.weights = {"a": 3, "b": 3, "c": 3, "d": 6}
    for name in "abcd":
        get(kept, name)
    kitchen.begun.clear()
    for name in "dcab":
        get(kept, name)
    assert kitchen.begun == ["a", "b"]


def test_what_is_too_heavy_is_given_and_not_kept(kitchen: Kitchen) -> None:
    kept = cache(kitchen, size=10, limit=10)
    kitchen.weights = {"large": 11}
    get(kept, "small")
    assert len(get(kept, "large")) == 11
    kitchen.begun.clear()
    get(kept, "small")
    get(kept, "large")
    assert kitchen.begun == ["large"]


def test_a_failure_reaches_all_who_wait_and_is_not_kept(kitchen: Kitchen) -> None:
    kept = cache(kitchen)
    kitchen.slow.add("a")
    jobs = [kept.take(Statement("a", {})) for _ in range(3)]
    kitchen.serve("a", ValueError("no"))
    for job in jobs:
        with pytest.raises(ValueError, match="no"):
            job.done.result(timeout=0)
    kitchen.slow.clear()
    assert get(kept, "a") == get(kept, "a") == [0]
    assert kitchen.begun == ["a", "a"]


def test_a_failure_is_forgotten_before_anybody_is_told(kitchen: Kitchen) -> None:
    kept = cache(kitchen)
    kitchen.slow.add("a")
    job, asked_again = kept.take(Statement("a", {})), []
    job.done.add_done_callback(lambda _: asked_again.append(kept.take(Statement("a", {}))))
    kitchen.serve("a", ValueError("no"))
    assert asked_again[0] is not job


def test_what_cannot_begin_is_told_and_not_kept(kitchen: Kitchen) -> None:
    def full(_: str) -> None:
        raise Failed("ask.too_many_wait")

    kept = cache(kitchen)
    kitchen.before = full
    with pytest.raises(Failed, match="too_many_wait"):
        get(kept, "a")
    kitchen.before = lambda _: None
    assert get(kept, "a") == [0]


def test_a_failure_does_not_take_away_what_another_made_meanwhile(kitchen: Kitchen) -> None:
    kept = cache(kitchen, size=1)
    kitchen.slow.add("a")
    late = kept.take(Statement("a", {}))
    failing = kitchen.waiting.pop("a")
    kitchen.slow.clear()
    get(kept, "b")
    get(kept, "a")
    failing.close(None, ValueError("no"))
    assert late is failing
    get(kept, "a")
    assert kitchen.begun == ["a", "b", "a"]


def test_what_is_pushed_out_while_it_is_made_is_still_given(kitchen: Kitchen) -> None:
    kept = cache(kitchen, size=1)
    kitchen.slow.add("a")
    job = kept.take(Statement("a", {}))
    get(kept, "b")
    kitchen.serve("a")
    assert job.done.result(timeout=0) == [1]
    get(kept, "b")
    assert kitchen.begun == ["a", "b"]
    assert len(kept._weights) == len(kept._held) == 1


def test_who_leaves_ends_only_what_nobody_else_waits_for(kitchen: Kitchen) -> None:
    kept = cache(kitchen)
    kitchen.slow.update("a")
    first, second = (kept.take(Statement("a", {})) for _ in range(2))
    assert first is second
    kept.give_back(first)
    assert first.ended is None, "another still waits"
    kept.give_back(second)
    assert second.ended is not None
    # Whoever asks now does not get what was given up, even before it has come to its end.
    anew = kept.take(Statement("a", {}))
    assert anew is not second
    second.close(None, second.ended)
    kitchen.serve("a")
    assert anew.done.result(timeout=0) == [1]


def test_what_is_done_stays_when_its_readers_have_gone(kitchen: Kitchen) -> None:
    kept = cache(kitchen)
    assert get(kept, "a") == get(kept, "a")
    assert kitchen.begun == ["a"]
