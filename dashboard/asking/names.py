"""The members that a reader may name, found in a sentence however they are written: in full or in part.

One index a publication and scope, built once; the indexes together hold a bounded number of names.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.members import members
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.tokens import Token, tokens
from dashboard.asking.vocabulary import articles
from dashboard.asking.wordbook import Wordbook
from dashboard.intake.alias_file import aliases_of
from dashboard.metrics import catalogue
from dashboard.metrics.nearest import fold
from dashboard.metrics.question import Outline

KEPT_NAMES = 400_000
# Which dimension is meant where a name stands in several: places and people before what there are many of.
_FIRST = (
    "city", "channel", "segment", "brand", "category", "rep", "manager", "customer", "product", "industry",
    "stage", "source",
)  # fmt: skip
_PEOPLE = ("rep", "manager")
_LEGAL = frozenset(
    "αε οε εε επε ικε αεβε αβεε ae oe ee epe ike sa ltd llc gmbh inc plc srl eood ood ad bros".split()
)
_LONGEST = 9
_OFFERED = 1000


@dataclass(frozen=True, slots=True)
class Named:
    """One member: of which dimension, its key and what it is called."""

    dimension: str
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """The members that tokens up to `end` may name; `whole` if by a full name, else by words of one."""

    end: int
    cost: float
    whole: bool
    members: tuple[Named, ...]
    others: tuple[Named, ...] = ()


class Names:
    """The index of one reader's members by the words of their names."""

    def __init__(self, named: Mapping[Named, Iterable[str]], order: Mapping[str, int]) -> None:
        self._order = order
        self._variants: list[tuple[Named, int]] = []
        self._holding: dict[str, list[int]] = {}
        for member, texts in named.items():
            for words in dict.fromkeys(_words(text) for text in (member.label, *texts)):
                if words:
                    for word in words:
                        self._holding.setdefault(word, []).append(len(self._variants))
                    self._variants.append((member, len(words)))
        self.words = Wordbook(self._holding)
        self.size = len(self._variants)

    def at(self, given: list[Token], start: int) -> list[Found]:
        """The members that are named from a token on, for each place where a name may end."""
        found: list[Found] = []
        costs: dict[int, float] | None = None
        words = 0
        for end in range(start, min(len(given), start + _LONGEST)):
            token = given[end]
            if end > start and (token.folded in _LEGAL or _passed(given, end)):
                if found and token.folded in _LEGAL and found[-1].end == end:
                    found.append(Found(end + 1, found[-1].cost, *_rest(found[-1])))
                continue
            if token.kind == "sign" or (end == start and token.kind != "word"):
                break
            costs, words = self._narrow(costs, token), words + 1
            if not costs:
                break
            found.append(self._found(end + 1, costs, words))
        return found

    def _narrow(self, costs: dict[int, float] | None, token: Token) -> dict[int, float]:
        """The names that hold this word too."""
        found: dict[int, float] = {}
        known = self.words.find(token.folded) if token.kind == "word" else {token.folded: 0.0}
        for word, more in known.items():
            for one in self._holding.get(word, ()):
                before = 0.0 if costs is None else costs.get(one)
                if before is not None and before + more < found.get(one, 99):
                    found[one] = before + more
        return found

    def _found(self, end: int, costs: dict[int, float], words: int) -> Found:
        full = {one: cost for one, cost in costs.items() if self._variants[one][1] == words}
        chosen = full or costs
        least = min(chosen.values())
        near = [one for one, cost in chosen.items() if cost <= least + 0.13]
        named: dict[Named, float] = {}
        for one in near:
            member = self._variants[one][0]
            named[member] = min(chosen[one], named.get(member, 9))
        groups: dict[str, list[Named]] = {}
        for member in self._ranked(named):
            groups.setdefault(self._group(member, whole=bool(full)), []).append(member)
        first, *rest = sorted(groups.values(), key=lambda group: min(named[member] for member in group))
        others = tuple(member for group in rest for member in group)
        return Found(end, least, bool(full), tuple(first), others)

    def _ranked(self, named: Iterable[Named]) -> list[Named]:
        return sorted(named, key=lambda one: (self._order.get(one.dimension, 99), fold(one.label), one.key))

    def _group(self, member: Named, *, whole: bool) -> str:
        """Among what one chooses: a part of a name may be of any level of the tree, or of anybody's."""
        if whole:
            return member.dimension
        if member.dimension in _PEOPLE:
            return "people"
        return "tree" if self._order[member.dimension] <= self._order["territory"] else member.dimension

    def begin(self, text: str, limit: int) -> list[Named]:
        """Members of whom a word begins as the text does, for typing on."""
        given = [token for token in tokens(text) if token.kind != "sign"]
        if not given:
            return []
        costs: dict[int, float] | None = None
        for token in given[:-1]:
            costs = self._narrow(costs, token)
        begun = {
            one
            for word in self.words.begin(given[-1].folded, _OFFERED)
            for one in self._holding[word][:_OFFERED]
            if costs is None or one in costs
        }
        ranked = self._ranked({self._variants[one][0] for one in begun})
        starts = fold(text)
        return sorted(ranked, key=lambda one: not fold(one.label).startswith(starts))[:limit]

    def near(self, word: str, limit: int) -> list[Named]:
        """Members of whom a word is like this one."""
        found = {
            self._variants[one][0]
            for other in self.words.near(word, limit)
            for one in self._holding[other][:limit]
        }
        return self._ranked(found)[:limit]


def _rest(found: Found) -> tuple[bool, tuple[Named, ...], tuple[Named, ...]]:
    return found.whole, found.members, found.others


def _passed(given: list[Token], at: int) -> bool:
    """Whether a token between two words of a name says nothing."""
    token = given[at]
    if token.kind == "word":
        return token.folded in articles()
    return token.folded in ("-", "&") and at + 1 < len(given)


def _words(text: str) -> tuple[str, ...]:
    found = tuple(token.folded for token in tokens(text) if token.kind in ("word", "number"))
    bare = tuple(word for word in found if word not in _LEGAL and word not in articles())
    return bare or found


class _Shelf:
    """The indexes that are kept, the latest used last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Names] = OrderedDict()
        self._lock = threading.Lock()

    def names(self, scope: Scope, shelf: Shelf) -> Names:
        key = (shelf.manifest.id, shelf.manifest.created_at, scope.limits)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = _index(scope, shelf)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > 1 and sum(one.size for one in self._kept.values()) > KEPT_NAMES:
                self._kept.popitem(last=False)
        return made


_SHELF = _Shelf()


def names(scope: Scope, shelf: Shelf) -> Names:
    """The index of the members that this reader may see on this publication."""
    return _SHELF.names(scope, shelf)


def _index(scope: Scope, shelf: Shelf) -> Names:
    outline = shelf.outline
    aliases = aliases_of(shelf.manifest.aliases)
    named: dict[Named, list[str]] = {}
    placed: set[str] = set()
    order = _order(outline)
    for dimension in order:
        row = catalogue.dimension(dimension, outline.levels)
        others = aliases.get(row.group if row.group == "territory" else dimension, {})
        for key, label in members(row, scope, shelf).items():
            if row.group == "territory":
                if key in placed:
                    continue
                placed.add(key)
            named[Named(dimension, key, label)] = [*others.get(label, []), key]
    return Names(named, {key: at for at, key in enumerate(order)})


def _order(outline: Outline) -> list[str]:
    """Levels from the top, territories last among them, then everything else."""
    levels = [level for level in outline.levels if level != "territory"]
    return [*levels, "territory", *_FIRST]
