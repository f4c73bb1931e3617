"""The members that a reader may name, found in a sentence however they are written: in full or in part.

A full name is looked up as it is; of a part, the names that hold its rarest word are gone through. A word
that very many names hold names nobody by itself, so that a sentence costs the same whatever their number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from dashboard.asking.tokens import Token, tokens
from dashboard.asking.vocabulary import articles
from dashboard.asking.wordbook import STEM, Wordbook
from dashboard.metrics.nearest import fold

_LEGAL = frozenset(
    "αε οε εε επε ικε αεβε αβεε ae oe ee epe ike sa ltd llc gmbh inc plc srl eood ood ad bros".split()
)
_WORD = re.compile(r"[^\W_]+(?:[.'’΄ʹ`´·][^\W_]+)*")
_LONGEST = 9
_MANY = 1500  # names that one goes through; what more hold says too little
_SPELLINGS = 64  # ways to read a few words that are tried
_NEAR = 0.13  # so much further away than the nearest is as near: an ending, another alphabet
_SAMPLE = 40
_PEOPLE = ("rep", "manager")


@dataclass(frozen=True, slots=True)
class Named:
    """One member: of which dimension, its key and what it is called."""

    dimension: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """The members that tokens up to `end` may name; `whole` if by a full name, else by words of one.

    `others` bear the same name in dimensions that are less likely meant.
    """

    end: int
    cost: float
    whole: bool
    members: tuple[Named, ...]
    others: tuple[Named, ...] = ()


class Names:
    """The index of one reader's members by their names, the words of these, and their keys."""

    def __init__(self, named: Iterable[tuple[Named, Iterable[str]]], order: Mapping[str, int]) -> None:
        self._order = order
        self._members: list[Named] = []
        self._words_of: list[tuple[str, ...]] = []
        self._full: dict[tuple[str, ...], list[int]] = {}
        self._holding: dict[str, list[int]] = {}
        self._keys: dict[str, list[Named]] = {}
        folded: dict[str, str] = {}
        for member, texts in named:
            if member.key.isalnum():
                self._keys.setdefault(member.key.casefold(), []).append(member)
            for words in dict.fromkeys(_words(text, folded) for text in (member.label, *texts)):
                self._add(member, words)
        self.words = Wordbook(self._holding)
        self.size = len(self._members)

    def _add(self, member: Named, words: tuple[str, ...]) -> None:
        number = len(self._members)
        self._members.append(member)
        self._words_of.append(words)
        self._full.setdefault(words, []).append(number)
        for word in set(words):
            self._holding.setdefault(word, []).append(number)

    def at(self, given: list[Token], start: int) -> list[Found]:
        """The members that are named from a token on, for each place where a name may end."""
        found = [self._keyed(given[start].folded, start)] if given[start].folded in self._keys else []
        heard: list[Mapping[str, float]] = []
        for end in range(start, min(len(given), start + _LONGEST)):
            token = given[end]
            if end > start and (token.folded in _LEGAL or _passed(given, end)):
                if found and token.folded in _LEGAL and found[-1].end == end:
                    found.append(_longer(found[-1]))
                continue
            known = self._heard(token)
            if not known or (end == start and token.kind != "word"):
                break
            heard.append(known)
            one = self._named(heard, end + 1)
            if one is None and self._lost(heard):
                break
            if one is not None:
                found.append(one)
        return found

    def _keyed(self, key: str, start: int) -> Found:
        return Found(start + 1, 0.0, whole=True, members=tuple(self._keys[key]))

    def _heard(self, token: Token) -> Mapping[str, float]:
        """The known words that a token may be."""
        if token.kind == "word":
            return self.words.find(token.folded)
        return {token.folded: 0.0} if token.folded in self._holding else {}

    def _named(self, heard: list[Mapping[str, float]], end: int) -> Found | None:
        """Whom these words name: by a full name, else whoever's name holds all of them."""
        full, part = self._in_full(heard), self._in_part(heard)
        if not full:
            return self._chosen(part, end, whole=False) if part else None
        found = self._chosen(full, end, whole=True)
        if found.cost < STEM or not part or min(part.values()) >= found.cost:
            return found
        # "Παπαδοπούλου" is the customer Παπαδόπουλος of whom one speaks, or the rep of just this name.
        nearer = self._chosen(part, end, whole=False)
        both = dict.fromkeys((*nearer.members, *found.members))
        return Found(end, found.cost, whole=True, members=tuple(both))

    def _in_full(self, heard: list[Mapping[str, float]]) -> dict[int, float]:
        found: dict[int, float] = {}
        ranked = [sorted(words, key=words.__getitem__) for words in heard]
        for spelling in islice(product(*ranked), _SPELLINGS):
            cost = sum(words[word] for words, word in zip(heard, spelling, strict=True))
            for number in self._full.get(spelling, ())[:_SAMPLE]:
                found[number] = min(cost, found.get(number, 99.0))
        return found

    def _in_part(self, heard: list[Mapping[str, float]]) -> dict[int, float]:
        counts = [sum(len(self._holding[word]) for word in words) for words in heard]
        rarest = min(range(len(heard)), key=counts.__getitem__)
        if counts[rarest] > _MANY and len(heard) > 1:
            return {}
        found: dict[int, float] = {}
        for word in heard[rarest]:
            for number in self._holding[word] if counts[rarest] <= _MANY else self._holding[word][:_SAMPLE]:
                cost = self._cost(heard, number)
                if cost is not None:
                    found[number] = cost
        return found

    def _cost(self, heard: list[Mapping[str, float]], number: int) -> float | None:
        """How far the words of a name are from what was heard; None if it does not hold them all."""
        total = 0.0
        for words in heard:
            near = [words[word] for word in self._words_of[number] if word in words]
            if not near:
                return None
            total += min(near)
        return total

    def _lost(self, heard: list[Mapping[str, float]]) -> bool:
        """Whether no longer name can begin so: the words were gone through, and nobody holds them all."""
        return any(sum(len(self._holding[word]) for word in words) <= _MANY for words in heard)

    def _chosen(self, costs: Mapping[int, float], end: int, *, whole: bool) -> Found:
        least = min(costs.values())
        named: dict[Named, float] = {}
        for number, cost in costs.items():
            if cost <= least + _NEAR:
                member = self._members[number]
                named[member] = min(cost, named.get(member, 99.0))
        groups: dict[str, list[Named]] = {}
        for member in self._ranked(named):
            groups.setdefault(self._group(member, whole=whole), []).append(member)
        first, *rest = sorted(groups.values(), key=lambda group: min(named[member] for member in group))
        others = tuple(member for group in rest for member in group)
        return Found(end, least, whole, tuple(first), others)

    def _ranked(self, named: Iterable[Named]) -> list[Named]:
        return sorted(named, key=lambda one: (self._order.get(one.dimension, 99), fold(one.label), one.key))

    def _group(self, member: Named, *, whole: bool) -> str:
        """Among what one chooses: a part of a name may be of any level of the tree, or of anybody's."""
        if whole:
            return member.dimension
        if member.dimension in _PEOPLE:
            return "people"
        tree = self._order[member.dimension] <= self._order["territory"]
        return "tree" if tree else member.dimension

    def begin(self, text: str, limit: int) -> list[Named]:
        """Members of whom a word begins as the text does, for typing on."""
        given = [token for token in tokens(text) if token.kind != "sign"]
        if not given:
            return []
        heard = [self._heard(token) for token in given[:-1]]
        found = dict.fromkeys(islice(self._begun(given[-1], heard), _SAMPLE))
        ranked = self._ranked(found)
        starts = fold(text)
        return sorted(ranked, key=lambda one: not fold(one.label).startswith(starts))[:limit]

    def _begun(self, last: Token, heard: list[Mapping[str, float]]) -> Iterator[Named]:
        tried = 0
        for word in self.words.begin(last.folded, _MANY):
            for number in self._holding[word][: _SAMPLE if not heard else _MANY]:
                tried += 1
                if tried > _MANY * 2:
                    return
                if self._cost(heard, number) is not None:
                    yield self._members[number]

    def near(self, word: str, limit: int) -> list[Named]:
        """Members of whom a word is like this one."""
        found = {
            self._members[number]
            for other in self.words.near(word, limit)
            for number in self._holding[other][:limit]
        }
        return self._ranked(found)[:limit]


def _longer(found: Found) -> Found:
    """The same with the legal form after it."""
    return Found(found.end + 1, found.cost, found.whole, found.members, found.others)


def _passed(given: list[Token], at: int) -> bool:
    """Whether a token between two words of a name says nothing."""
    token = given[at]
    if token.kind == "word":
        return token.folded in articles()
    return token.folded in ("-", "&") and at + 1 < len(given)


def _words(text: str, folded: dict[str, str]) -> tuple[str, ...]:
    """The words of a name, without articles and legal forms if there are others."""
    found = []
    for word in _WORD.findall(text):
        if word not in folded:
            folded[word] = fold(word)
        found.append(folded[word])
    bare = tuple(word for word in found if word not in _LEGAL and word not in articles())
    return bare or tuple(found)
