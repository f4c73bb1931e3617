"""Which numbers of several people may be told: none of fewer than five, and none that gives one away.

A reader who knows the pay of some of the people (their own, that of their own people) could take these off
a sum: the others must then be five at least too. What is kept back may not follow from a total either.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

FEWEST = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people, and how many of them the reader knows nothing of."""

    n: int
    unknown: int

    @property
    def told(self) -> bool:
        """Whether a number of these people tells nothing of one of them."""
        return self.n >= FEWEST and (self.unknown == 0 or self.unknown >= FEWEST)

    def __add__(self, other: "Crowd") -> "Crowd":
        return Crowd(self.n + other.n, self.unknown + other.unknown)


NOBODY = Crowd(0, 0)


def crowd(people: Iterable[str], known: Callable[[str], bool]) -> Crowd:
    """The people of these keys, each once."""
    keys = set(people)
    return Crowd(len(keys), sum(not known(key) for key in keys))


def part_told(part: Crowd, whole: Crowd) -> bool:
    """Whether a part of a whole may be counted: neither it nor what is left is a few people.

    That it is all of them, for people who are not known, would tell it of each.
    """
    rest = Crowd(whole.n - part.n, whole.unknown - part.unknown)
    if not whole.told or (part.n and not part.told) or (rest.n and not rest.told):
        return False
    return part.n == 0 or rest.n > 0 or whole.unknown == 0


def kept_back(
    parts: Mapping[Key, frozenset[str]], known: Callable[[str], bool]
) -> tuple[frozenset[Key], bool]:
    """The parts of a sum that may not be told, and whether the sum itself may be.

    Kept back are those of a few people, and as many of the smallest others as it takes, so that what the
    sum leaves for all of them together is of no few people either. One person may be in several parts.
    """
    there = {key: people for key, people in parts.items() if people}
    whole = crowd(frozenset[str]().union(*there.values()), known)
    hidden = {key for key, people in there.items() if not crowd(people, known).told}
    for key in sorted(there, key=lambda key: (len(there[key]), str(key))):
        if not hidden or crowd(frozenset[str]().union(*(there[one] for one in hidden)), known).told:
            break
        hidden.add(key)
    return frozenset(hidden), whole.told


def total(parts: Iterable[Crowd]) -> Crowd:
    """Several crowds that have nobody in common, as one."""
    return sum(parts, NOBODY)


def merged(classes: Sequence[Crowd]) -> list[tuple[int, int]]:
    """Neighbouring classes put together until each may be told: first place and the one after the last.

    None where they cannot be cut into two at least: one class alone would say the same of everybody.
    """
    found: list[tuple[int, int]] = []
    first, held = 0, NOBODY
    for at, one in enumerate(classes):
        held = held + one
        if held.told:
            found.append((first, at + 1))
            first, held = at + 1, NOBODY
    if found and first < len(classes):
        found[-1] = (found[-1][0], len(classes))
        # What is left was added to a class that may be told; together they must be, too.
        while len(found) > 1 and not total(classes[found[-1][0] : found[-1][1]]).told:
            start, _ = found[-2]
            found[-2:] = [(start, len(classes))]
    return found if len(found) > 1 else []
