"""What may be told of people together: never of a few, and never so that a few follow from the rest."""

from collections.abc import Iterable
from itertools import combinations, pairwise

import pytest

from dashboard.access.crowd import FEWEST, Crowd, crowd, kept_back, merged, part_told


def nobody(_: str) -> bool:
    return False


def people(first: int, n: int) -> frozenset[str]:
    return frozenset(f"p{at}" for at in range(first, first + n))


def parts(*sizes: int) -> dict[str, frozenset[str]]:
    found, at = {}, 0
    for number, size in enumerate(sizes):
        found[f"plan{number}"] = people(at, size)
        at += size
    return found


@pytest.mark.parametrize(
    ("n", "unknown", "told"),
    [(4, 4, False), (5, 5, True), (4, 0, False), (9, 0, True), (9, 1, False), (9, 4, False), (9, 5, True)],
)
def test_a_number_is_of_five_at_least_who_are_not_known(n: int, unknown: int, told: bool) -> None:
    assert Crowd(n, unknown).told is told


def follows(of: Iterable[str], all_parts: dict[str, frozenset[str]], hidden: frozenset[str]) -> set[str]:
    """Whose sum follows from the total and from all that is told."""
    told = frozenset[str]().union(*(all_parts[key] for key in all_parts if key not in hidden))
    return set(of) - set(told)


@pytest.mark.parametrize("sizes", [(20, 3), (20, 3, 6), (1, 1, 2, 18, 51), (2, 3, 40), (4, 4), (7, 7), (3,)])
def test_what_is_kept_back_does_not_follow_from_the_total(sizes: tuple[int, ...]) -> None:
    given = parts(*sizes)
    hidden, total = kept_back(given, nobody)
    assert {key for key, some in given.items() if len(some) < FEWEST} <= hidden
    left = follows(frozenset[str]().union(*given.values()), given, hidden)
    if total:
        assert not left or len(left) >= FEWEST
    else:
        assert sum(sizes) < FEWEST


def test_enough_people_are_not_kept_back() -> None:
    assert kept_back(parts(5, 6, 7), nobody) == (frozenset(), True)
    assert kept_back(parts(2, 3, 40), nobody)[0] == {"plan0", "plan1"}
    assert kept_back(parts(1, 3, 40), nobody)[0] == {"plan0", "plan1", "plan2"}


def test_one_person_in_two_parts_counts_once() -> None:
    """Three people in both of two plans are three, not six."""
    same = {"a": people(0, 3), "b": people(0, 3), "c": people(3, 30)}
    hidden, total = kept_back(same, nobody)
    assert (hidden, total) == ({"a", "b", "c"}, True)


def test_who_knows_some_learns_nothing_of_the_others() -> None:
    known = people(0, 6).__contains__
    assert not crowd(people(0, 8), known).told
    assert crowd(people(0, 11), known).told
    hidden, total = kept_back({"mine": people(0, 6), "closed": people(6, 2)}, known)
    assert (hidden, total) == ({"mine", "closed"}, False)


def test_a_count_tells_of_neither_side_and_not_of_all() -> None:
    whole = Crowd(20, 20)
    assert [n for n in range(21) if part_told(Crowd(n, n), whole)] == [0, *range(5, 16)]
    assert part_told(Crowd(20, 0), Crowd(20, 0))


@pytest.mark.parametrize("counts", [(1, 2, 3, 9, 0, 1), (5, 5, 1), (0, 0, 30, 2), (4, 4, 4, 4), (3, 3)])
def test_classes_are_put_together_until_each_may_be_told(counts: tuple[int, ...]) -> None:
    found = merged([Crowd(n, n) for n in counts])
    sums = [sum(counts[first:end]) for first, end in found]
    assert all(n >= FEWEST for n in sums)
    assert len(found) != 1
    assert not found or (sum(sums) == sum(counts) and found[0][0] == 0 and found[-1][1] == len(counts))
    assert all(one[1] == other[0] for one, other in pairwise(found))


def test_no_choice_of_what_is_told_gives_a_few_away() -> None:
    """Whatever parts one subtracts from the total, nobody or five at least are left."""
    given = parts(1, 1, 2, 18, 51)
    hidden, _ = kept_back(given, nobody)
    told = [key for key in given if key not in hidden]
    everybody = frozenset[str]().union(*given.values())
    for many in range(len(told) + 1):
        for some in combinations(told, many):
            left = everybody.difference(*(given[key] for key in some))
            assert not left or len(left) >= FEWEST
