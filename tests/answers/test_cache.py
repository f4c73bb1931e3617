"""The cache: made once for all who wait, bounded in number and in weight, never keeping a failure."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from dashboard.answers.cache import Cache


def cache(size: int = 3, limit: int = 100) -> Cache[list[int]]:
    return Cache(size, limit, len)


class Maker:
    """Makes results, and remembers for which keys it was asked."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def get(self, kept: Cache[list[int]], key: str, weight: int = 1) -> list[int]:
        def make() -> list[int]:
            self.made.append(key)
            return [0] * weight

        return kept.get(key, make)


def test_one_makes_it_while_the_others_wait() -> None:
    kept, made = cache(), Maker()
    begun, may_end = threading.Event(), threading.Event()

    def slowly() -> list[int]:
        begun.set()
        made.made.append("a")
        may_end.wait()
        return [1]

    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(kept.get, "a", slowly)
        begun.wait()
        others = [pool.submit(made.get, kept, "a") for _ in range(8)]
        # Another key is not held up by the one that is slow.
        assert made.get(kept, "b") == [0]
        may_end.set()
        wait([first, *others])
    assert [one.result() for one in (first, *others)] == [[1]] * 9
    assert made.made == ["a", "b"]


def test_the_least_recently_used_goes_first() -> None:
    kept, made = cache(size=3), Maker()
    for key in "abcadabc":
        made.get(kept, key)
    assert "".join(made.made) == "abcdbc"


def test_heavy_results_push_out_more_than_one() -> None:
    kept, made = cache(size=10, limit=10), Maker()
    for key, weight in (("a", 3), ("b", 3), ("c", 3), ("d", 6)):
        made.get(kept, key, weight)
    made.made.clear()
    for key, weight in (("d", 6), ("c", 3), ("a", 3), ("b", 3)):
        made.get(kept, key, weight)
    assert made.made == ["a", "b"]


def test_what_is_too_heavy_is_given_and_not_kept() -> None:
    kept, made = cache(size=10, limit=10), Maker()
    made.get(kept, "small")
    assert len(made.get(kept, "large", 11)) == 11
    made.made.clear()
    made.get(kept, "small")
    made.get(kept, "large", 11)
    assert made.made == ["large"]


def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    kept, made = cache(), Maker()
    begun, may_end, tries = threading.Event(), threading.Event(), []

    def fail() -> list[int]:
        tries.append(1)
        begun.set()
        may_end.wait()
        raise ValueError("no")

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(kept.get, "a", fail)
        begun.wait()
        waiting = kept._held["a"]
        may_end.set()
        with pytest.raises(ValueError, match="no"):
            first.result()
        with pytest.raises(ValueError, match="no"):
            waiting.result()
    assert made.get(kept, "a") == [0]
    assert made.get(kept, "a") == [0]
    assert (made.made, len(tries)) == (["a"], 1)


def test_a_failure_does_not_take_away_what_another_made_meanwhile() -> None:
    kept, made = cache(size=1), Maker()

    def fail_late() -> list[int]:
        made.get(kept, "b")
        made.get(kept, "a")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", fail_late)
    made.get(kept, "a")
    assert made.made == ["b", "a"]


def test_what_is_pushed_out_while_it_is_made_is_still_given() -> None:
    kept, made = cache(size=1), Maker()
    assert kept.get("a", lambda: [*made.get(kept, "b"), 7]) == [0, 7]
    made.get(kept, "b")
    assert made.made == ["b"]
    assert len(kept._weights) == len(kept._held) == 1
