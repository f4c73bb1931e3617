"""The parts of a change add up to it, in whatever order they come, and only what moved otherwise is told."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.answers.contributions import (
    MOST,
    MOST_OF_A_GROUP,
    Finding,
    Member,
    Nesting,
    Whole,
    adds_up,
    breakdown,
    chosen,
    finding,
    stand_out,
    together,
)

AMOUNTS = st.decimals(-(10**12), 10**12, places=4)
BASES = st.decimals(0, 10**12, places=4)
SOME = st.decimals(50, 150, places=2)


def whole_of(members: list[Member], *, ratio: bool = False) -> Whole:
    sums = [
        sum((getattr(one, side) for one in members), Decimal(0))
        for side in ("before", "now", "under_before", "under_now")
    ]
    return Whole(*sums, ratio=True) if ratio else Whole(*sums[:2])


@st.composite
def sums(draw: st.DrawFn) -> list[Member]:
    pairs = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=12))
    return [Member(f"m{n}", f"M{n}", *pair) for n, pair in enumerate(pairs)]


@st.composite
def ratios(draw: st.DrawFn) -> list[Member]:
    fours = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS, BASES, BASES), min_size=1, max_size=8))
    members = [Member(f"m{n}", f"M{n}", *four) for n, four in enumerate(fours)]
    whole = whole_of(members, ratio=True)
    assume(whole.known)
    return members


@given(sums(), st.integers(0, 12))
def test_the_parts_of_a_sum_are_its_change(members: list[Member], told: int) -> None:
    whole = whole_of(members)
    assert adds_up(members, whole)
    assert sum(finding(one, whole).contribution for one in members) == whole.change
    found = breakdown("d", [finding(one, whole) for one in members[:told]], members, whole)
    assert sum(one.contribution for one in found.findings) + found.others.contribution == whole.change
    assert found.other_count == max(0, len(members) - told)
    assert together(members) == whole.change


@given(ratios(), st.integers(0, 8))
def test_the_parts_of_a_ratio_are_its_change_and_each_is_rate_and_mix(
    members: list[Member], told: int
) -> None:
    whole = whole_of(members, ratio=True)
    found = [finding(one, whole) for one in members]
    assert sum(one.contribution for one in found) == whole.change
    assert sum(one.expected for one in found) == whole.change
    for one in found:
        assert (one.rate or 0) + (one.mix or 0) == one.contribution
    parted = breakdown("d", found[:told], members, whole)
    assert sum(one.contribution for one in parted.findings) + parted.others.contribution == whole.change


def test_a_ratio_by_hand() -> None:
    """A at 10 of 100 goes to 30 of 150; B at 40 of 100 stays at 20 of 50: 25 % in both years."""
    members = [
        Member("A", "A", Decimal(10), Decimal(30), Decimal(100), Decimal(150)),
        Member("B", "B", Decimal(40), Decimal(20), Decimal(100), Decimal(50)),
    ]
    one, other = (finding(member, whole_of(members, ratio=True)) for member in members)
    assert (one.before, one.now, other.before, other.now) == (
        Fraction(1, 10), Fraction(1, 5), Fraction(2, 5), Fraction(2, 5),
    )  # fmt: skip
    # A's own rate: ten points at a mean weight of 62.5 %. Its mix: 25 points of weight, ten under the whole.
    assert (one.rate, one.mix) == (Fraction(1, 16), Fraction(-1, 40))
    assert (other.rate, other.mix) == (0, Fraction(-3, 80))
    assert one.contribution + other.contribution == 0


def test_what_comes_or_goes_has_no_rate_of_its_own() -> None:
    members = [
        Member("A", "A", Decimal(10), Decimal(10), Decimal(50), Decimal(50)),
        Member("B", "B", Decimal(0), Decimal(20), Decimal(0), Decimal(50)),
    ]
    came = finding(members[1], whole_of(members, ratio=True))
    assert (came.fate, came.before, came.now) == ("new", None, Fraction(2, 5))
    assert came.rate == 0
    assert came.mix == came.contribution == Fraction(3, 40)


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=12), st.integers(0, 300))
def test_nothing_is_told_where_everything_moved_together(before: list[int], percent: int) -> None:
    members = [
        Member(f"m{n}", None, Decimal(one), Decimal(one * percent) / 100) for n, one in enumerate(before)
    ]
    assert stand_out(members, whole_of(members)) == []
    rated = [Member(one.key, None, one.before, one.now, one.before * 3, one.before * 3) for one in members]
    assume(any(before))
    assert stand_out(rated, whole_of(rated, ratio=True)) == []


@given(sums(), st.randoms())
def test_the_order_in_which_members_come_does_not_matter(members: list[Member], chance) -> None:
    whole, mixed = whole_of(members), list(members)
    chance.shuffle(mixed)
    assert stand_out(mixed, whole) == stand_out(members, whole)


@given(st.lists(SOME, min_size=3, max_size=60), st.integers(5, 40), st.integers(0, 60))
def test_the_one_that_moved_otherwise_comes_first(others: list[Decimal], percent: int, at: int) -> None:
    mover = sum(others) * percent / 100
    members = [Member(f"m{n}", None, one, one) for n, one in enumerate(others)]
    members.insert(at, Member("mover", None, mover, mover * 2))
    assert stand_out(members, whole_of(members))[0].key == "mover"
    rated = [Member(one.key, None, one.before, one.now, one.before, one.before) for one in members]
    assert stand_out(rated, whole_of(rated, ratio=True))[0].key == "mover"


@pytest.mark.parametrize(("moved", "told"), [("5.4", 0), ("5.6", 1)])
def test_a_half_of_a_hundredth_of_the_whole_is_told(moved: str, told: int) -> None:
    """One of ten in a thousand that moves by five and a half: 0.9 of it is not what the whole did."""
    members = [Member(f"m{n}", None, Decimal(100), Decimal(100)) for n in range(10)]
    members[3] = Member("m3", None, Decimal(100), Decimal(100) + Decimal(moved))
    assert len(stand_out(members, whole_of(members))) == told


STILL = Whole(Decimal(1000), Decimal(1000))


def at(key: str, contribution: int, weight: int = 10) -> Finding:
    """What has so many thousandths of the whole, which did not change."""
    part, before = Fraction(contribution), Fraction(weight)
    return Finding(key, key, before, part + before, part, Fraction(0), before / 1000, before)


def keys(found: list[tuple[str, Finding]]) -> list[str]:
    return [one.key for _, one in found]


def test_a_handful_over_several_groups() -> None:
    many = [("customer", at(f"c{n}", 900 - n)) for n in range(9)]
    other = [
        ("brand", at("b", 100)),
        ("channel", at("h", 90)),
        ("segment", at("s", 80)),
        ("source", at("o", 7)),
    ]
    more = [("stage", at("e", 70)), ("outcome", at("u", 60))]
    found = chosen(
        [*many, *other, *more], Nesting(), lambda key: {"segment": "customer"}.get(key, key), STILL
    )
    assert keys(found) == ["c0", "c1", "c2", "b", "h", "o"]
    assert len(found) == MOST
    assert sum(key == "customer" for key, _ in found) == MOST_OF_A_GROUP


def test_nothing_is_told_twice() -> None:
    region, shop, town = at("north", -100, 500), at("shop", -90, 200), at("town", -50, 250)
    candidates = [("region", region), ("customer", shop), ("town", town)]
    assert keys(chosen(candidates, Nesting(), str, STILL)) == ["north", "shop", "town"]
    lies = frozenset({(("town", "town"), ("region", "north")), (("customer", "shop"), ("region", "north"))})
    # The town lost as large a part of its sales as the region that it lies in; the shop far more.
    assert keys(chosen(candidates, Nesting(lies), str, STILL)) == ["north", "shop"]
    gone = Nesting(lies, frozenset({("region", "north")}))
    assert keys(chosen(candidates, gone, str, STILL)) == ["shop", "town"]
    twins = [("region", region), ("channel", at("phone", -100, 500))]
    assert keys(chosen(twins, Nesting(), str, STILL)) == ["north"]


def test_the_mirror_of_a_finding_is_none() -> None:
    """One of 100 doubled: everything else fell behind the whole, and did nothing."""
    grown = Whole(Decimal(1000), Decimal(1100))
    mover, other, faller = (
        finding(Member(key, key, Decimal(before), Decimal(now)), grown)
        for key, before, now in (("mover", 100, 200), ("other", 400, 400), ("faller", 200, 150))
    )
    candidates = [("customer", mover), ("brand", other), ("channel", faller)]
    assert all(one.surprise > grown.threshold for _, one in candidates)
    assert keys(chosen(candidates, Nesting(), str, grown)) == ["mover", "faller"]


def test_members_that_are_not_the_whole_are_found() -> None:
    members = [Member("a", None, Decimal(1), Decimal(2)), Member("b", None, Decimal(3), Decimal(4))]
    assert adds_up(members, Whole(Decimal(4), Decimal(6)))
    assert not adds_up(members, Whole(Decimal(4), Decimal(5)))
    assert not adds_up(members, Whole(Decimal(4), Decimal(6), Decimal(1), Decimal(2), ratio=True))
