"""Who made a number change: the exact part of each member, and the few that did not move with the rest.

Pure arithmetic in fractions. The parts of a dimension add up to the change to the last digit, be it
of a sum or of a ratio of sums; what nobody in particular brought is the part of the others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from decimal import Context, Decimal
from fractions import Fraction
from heapq import nlargest
from typing import Literal

# How far from moving like the whole a member must be, as a share of the larger of the two totals.
STANDS_OUT = Fraction(1, 200)
# What of a member's change another must have brought to be told in its place.
THE_SAME = Fraction(4, 5)
MOST, MOST_OF_A_GROUP = 6, 3
_CLOSE, _NEAR = 24, 0.999
_WIDE = Context(prec=100)
_ONE = Decimal(1)
Fate = Literal["", "new", "lost"]


@dataclass(frozen=True, slots=True)
class Member:
    """One member on both sides: what is summed, and for a ratio also what it is divided by."""

    key: str
    label: str | None
    before: Decimal
    now: Decimal
    under_before: Decimal = _ONE
    under_now: Decimal = _ONE


@dataclass(frozen=True, slots=True)
class Whole:
    """The same of all members together."""

    before: Decimal
    now: Decimal
    under_before: Decimal = _ONE
    under_now: Decimal = _ONE
    _: KW_ONLY
    ratio: bool = False

    @property
    def known(self) -> bool:
        """Whether there is a number on both sides."""
        return bool(self.under_before and self.under_now)

    @property
    def was(self) -> Fraction:
        """The number before."""
        return Fraction(self.before) / Fraction(self.under_before)

    @property
    def value(self) -> Fraction:
        """The number now."""
        return Fraction(self.now) / Fraction(self.under_now)

    @property
    def change(self) -> Fraction:
        """What is to be explained."""
        return self.value - self.was

    @property
    def threshold(self) -> Fraction:
        """How far from moving like the whole a member must be to be told."""
        return max(abs(self.was), abs(self.value)) * STANDS_OUT


@dataclass(frozen=True, slots=True)
class Finding:
    """What one member (or all others) brought.

    `expected` is what it would have brought, had it moved like the whole: the change by its `weight`
    before, its share of the sum or of the divisor. `spread` is how much of the number it is, times how
    much the others are of it: one member of two has as much as the other. `rate` and `mix` are the two
    parts of a ratio's contribution. A value is None where a ratio has no divisor.
    """

    key: str
    label: str | None
    before: Fraction | None
    now: Fraction | None
    contribution: Fraction
    expected: Fraction
    weight: Fraction
    spread: Fraction
    rate: Fraction | None = None
    mix: Fraction | None = None
    fate: Fate = ""

    @property
    def surprise(self) -> Fraction:
        """How far it is from having moved like the whole."""
        return abs(self.contribution - self.expected)

    @property
    def rank(self) -> Fraction:
        """The surprise times the root of what it is of the member's `spread`, squared.

        Of two that are as far from the whole the small one did more: what is large is seldom still.
        """
        return self.surprise**3 / max(self.spread, self.surprise) if self.surprise else Fraction(0)

    def told_by(self, part: Fraction) -> bool:
        """Whether a part that something else had in it is as good as all of it."""
        return part * self.contribution > 0 and abs(part) >= THE_SAME * abs(self.contribution)

    def moved_like(self, contribution: Fraction, weight: Fraction, within: Fraction) -> bool:
        """Whether it moved like what brought so much with such a weight, give or take."""
        return bool(weight) and abs(self.contribution - contribution * self.weight / weight) <= within


Found = tuple[str, Finding]
# A dimension and the key of a member.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Nesting:
    """Which members lie in which (fine, coarse), and the coarse ones whose change is that of one in them."""

    inside: frozenset[tuple[Place, Place]] = frozenset()
    explained: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What one dimension tells: its findings, the largest first, and all others together."""

    dimension: str
    findings: tuple[Finding, ...]
    others: Finding
    other_count: int


def adds_up(members: Iterable[Member], whole: Whole) -> bool:
    """Whether the members are the whole, on both sides: else their changes are not the change."""
    found = list(members)
    pairs = [(whole.before, [one.before for one in found]), (whole.now, [one.now for one in found])]
    if whole.ratio:
        pairs += [
            (whole.under_before, [one.under_before for one in found]),
            (whole.under_now, [one.under_now for one in found]),
        ]
    return all(total == _sum(parts) for total, parts in pairs)


def finding(member: Member, whole: Whole) -> Finding:
    """The member's part in the change."""
    return _rated(member, whole) if whole.ratio else _summed(member, whole)


def stand_out(members: Iterable[Member], whole: Whole) -> list[Finding]:
    """The members that did not move with the rest, the most surprising first; few, though exactly."""
    # Exact fractions of a hundred thousand members would take seconds: those that come near will do.
    rough = _rough_ratio(whole) if whole.ratio else _rough_sum(whole)
    enough = float(whole.threshold) * _NEAR
    near = [(rank, one.key, one) for one in members for surprise, rank in (rough(one),) if surprise > enough]
    told = [finding(one, whole) for _, _, one in nlargest(_CLOSE, near, key=lambda one: one[:2])]
    return sorted((one for one in told if one.surprise > whole.threshold), key=order)


def order(one: Finding) -> tuple[Fraction, Fraction, str]:
    """The most surprising first, of two alike the one that brought more; whatever order they came in."""
    return -one.rank, -abs(one.contribution), one.key


def chosen(
    candidates: Sequence[Found], nesting: Nesting, group: Callable[[str], str], whole: Whole
) -> list[Found]:
    """A handful over several groups of dimensions, the most surprising first, and nothing twice.

    What a finer member explains gives way to it; of two that have the same numbers the first stays.
    """
    found: list[Found] = []
    for dimension, one in candidates:
        full = sum(group(of) == group(dimension) for of, _ in found) >= MOST_OF_A_GROUP
        place = dimension, one.key
        if full or place in nesting.explained:
            continue
        if not any(_the_same(one, place, told, (of, told.key), nesting, whole) for of, told in found):
            found.append((dimension, one))
    return found[:MOST]


def _the_same(one: Finding, place: Place, told: Finding, of: Place, nesting: Nesting, whole: Whole) -> bool:
    """Whether a member says what another has said: it moved like the other that it lies in, or like the rest.

    Where one alone moved, all that it has no part in fell behind the whole: that is its mirror.
    """
    if (one.before, one.now, one.contribution) == (told.before, told.now, told.contribution):
        return True
    if (place, of) in nesting.inside and one.moved_like(told.contribution, told.weight, whole.threshold):
        return True
    return one.moved_like(whole.change - told.contribution, 1 - told.weight, whole.threshold)


def breakdown(dimension: str, told: Sequence[Finding], members: Sequence[Member], whole: Whole) -> Breakdown:
    """The findings of one dimension with what is left to the others, so that all add up to the change."""
    keys = {one.key for one in told}
    rest = [one for one in members if one.key not in keys]
    left = Member(
        "", None, *(_sum(getattr(one, side) for one in rest) for side in ("before", "now")),
        *(_sum(getattr(one, side) for one in rest) for side in ("under_before", "under_now")),
    )  # fmt: skip
    return Breakdown(dimension, tuple(told), finding(left, whole), len(rest))


def _summed(one: Member, whole: Whole) -> Finding:
    before, now = Fraction(one.before), Fraction(one.now)
    weight = before / whole.was if whole.was else Fraction(0)
    return Finding(
        one.key, one.label, before, now, now - before, weight * whole.change, weight,
        _spread(abs(before) + abs(now), abs(whole.was) + abs(whole.value)), fate=fate(one.before, one.now),
    )  # fmt: skip


def _rated(one: Member, whole: Whole) -> Finding:
    """Of a ratio: what its own rate and what its weight in the whole brought, halfway between both sides.

    A member's weight is its share of the divisor; a heavier weight brings as much as its rate lies above
    the whole's. What has a rate on one side only came or went, which is weight.
    """
    weights = [
        Fraction(part) / Fraction(total)
        for part, total in ((one.under_before, whole.under_before), (one.under_now, whole.under_now))
    ]
    shares = [
        Fraction(part) / Fraction(total)
        for part, total in ((one.before, whole.under_before), (one.now, whole.under_now))
    ]
    rates = [share / weight if weight else None for share, weight in zip(shares, weights, strict=True)]
    middle = (whole.was + whole.value) / 2
    contribution = shares[1] - shares[0] - (weights[1] - weights[0]) * middle
    rate = Fraction(0)
    if rates[0] is not None and rates[1] is not None:
        rate = (rates[1] - rates[0]) * (weights[0] + weights[1]) / 2
    return Finding(
        one.key, one.label, rates[0], rates[1], contribution, weights[0] * whole.change, weights[0],
        _spread(sum(map(abs, shares)), abs(whole.was) + abs(whole.value)),
        rate, contribution - rate, fate(one.under_before, one.under_now),
    )  # fmt: skip


def fate(before: Decimal, now: Decimal) -> Fate:
    """Whether a member came or went: there is something on one side only."""
    if before and not now:
        return "lost"
    return "new" if now and not before else ""


def _rough_sum(whole: Whole) -> Callable[[Member], tuple[float, float]]:
    was, total = float(whole.was), float(abs(whole.was) + abs(whole.value))
    growth = float(whole.change) / was if was else 0.0

    def rough(one: Member) -> tuple[float, float]:
        before, now = float(one.before), float(one.now)
        return _ranked(abs(now - before * (1 + growth)), abs(before) + abs(now), total)

    return rough


def _rough_ratio(whole: Whole) -> Callable[[Member], tuple[float, float]]:
    before, now = float(whole.under_before), float(whole.under_now)
    middle, change = float((whole.was + whole.value) / 2), float(whole.change)
    total = float(abs(whole.was) + abs(whole.value))

    def rough(one: Member) -> tuple[float, float]:
        was, share = float(one.before) / before, float(one.now) / now
        weight = float(one.under_before) / before
        moved = float(one.under_now) / now - weight
        surprise = abs(share - was - moved * middle - weight * change)
        return _ranked(surprise, abs(was) + abs(share), total)

    return rough


def _ranked(surprise: float, size: float, total: float) -> tuple[float, float]:
    """The surprise, and what `Finding.rank` is."""
    spread = size * (1 - size / total) / 2 if total else 0.0
    return surprise, surprise**3 / max(spread, surprise) if surprise else 0.0


def _spread(size: Fraction | int, total: Fraction) -> Fraction:
    """Of both sides together, halved."""
    return size * (1 - size / total) / 2 if total else Fraction(0)


def together(members: Iterable[Member]) -> Fraction:
    """What several members of a sum brought."""
    found = list(members)
    return Fraction(_sum(one.now for one in found)) - Fraction(_sum(one.before for one in found))


def _sum(parts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for one in parts:
        total = _WIDE.add(total, one)
    return total
