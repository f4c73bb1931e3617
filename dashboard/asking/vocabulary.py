"""All that may be said besides names of members, in both languages at once: phrases, and what each means."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from dashboard.answers.glossary import worded
from dashboard.asking.tokens import Token, tokens
from dashboard.asking.wordbook import Wordbook
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Measure
from dashboard.metrics.nearest import fold
from dashboard.text import LANGUAGES, Language, has, say

Entry = tuple[str, str]
_WORDS = Path(__file__).parent / "words"
# Words of the grammar, which are not inflected; whatever stands for a thing is.
_RIGID = (
    "by",
    "vs",
    "range",
    "sign",
    "exclude",
    "within",
    "noise",
    "article",
    "who",
    "unit",
    "number",
    "sort",
)
_SIGNS = ("%", "=")
# A phrase said with fewer articles than are written is a little further away than one said in full.
DROPPED, SKIPPED = 0.02, 0.02
KEYED = 0.05  # a key is no name: where one is the name of something else, that is meant
_LONGEST = 9


@dataclass
class _Node:
    """Where one is in a phrase: the words that may follow, and what it means when it ends here."""

    after: "dict[str, _Node]" = field(default_factory=dict)
    entries: dict[Entry, float] = field(default_factory=dict)


class Vocabulary:
    """The phrases of one company: the vocabulary of both languages, its levels and its own measures."""

    def __init__(self, phrases: Iterable[tuple[Entry, str, float]]) -> None:
        self._top = _Node()
        rigid: set[str] = set()
        supple: set[str] = set()
        for entry, text, far in phrases:
            for words, cost in _variants(text):
                self._add(words, entry, cost + far)
                (rigid if entry[0] in _RIGID else supple).update(words)
        self.words = Wordbook(rigid | supple, frozenset(rigid - supple), short=True)

    def _add(self, words: tuple[str, ...], entry: Entry, cost: float) -> None:
        node = self._top
        for word in words:
            node = node.after.setdefault(word, _Node())
        node.entries[entry] = min(cost, node.entries.get(entry, 9))

    def phrases(self, given: list[Token], at: int) -> Iterator[tuple[int, float, tuple[Entry, ...]]]:
        """Each phrase that begins with a token: where it ends, how far off it is, its meanings."""
        states = [(self._top, 0.0)]
        for end in range(at, min(len(given), at + _LONGEST)):
            token = given[end]
            found = self._find(token)
            after = [
                (node.after[word], cost + more)
                for node, cost in states
                for word, more in found.items()
                if word in node.after
            ]
            if after:
                yield from _ends(end + 1, after)
            if end > at and _skipped(given, end):
                after += [(node, cost + SKIPPED) for node, cost in states]
            states = _best(after)
            if not states:
                return

    def _find(self, token: Token) -> Mapping[str, float]:
        if token.kind == "word":
            return self.words.find(token.folded)
        return {token.folded: 0.0}


def _ends(end: int, states: list[tuple[_Node, float]]) -> Iterator[tuple[int, float, tuple[Entry, ...]]]:
    costs: dict[Entry, float] = {}
    for node, cost in states:
        for entry, more in node.entries.items():
            costs[entry] = min(cost + more, costs.get(entry, 9))
    if costs:
        least = min(costs.values())
        yield end, least, tuple(entry for entry, cost in costs.items() if cost <= least + 1e-9)


def _best(states: list[tuple[_Node, float]]) -> list[tuple[_Node, float]]:
    """Each place once, at the least cost."""
    costs: dict[int, tuple[_Node, float]] = {}
    for node, cost in states:
        if cost < costs.get(id(node), (node, 9.0))[1]:
            costs[id(node)] = (node, cost)
    return list(costs.values())


def _skipped(given: list[Token], at: int) -> bool:
    """Whether a token within a phrase says nothing: an article, or the hyphen of a compound."""
    token = given[at]
    if token.kind == "word":
        return token.folded in articles()
    tight = at + 1 < len(given) and given[at - 1].end == token.start and token.end == given[at + 1].start
    return tight and token.folded == "-"


def _variants(text: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """A phrase as it is written, without its signs, and without the articles inside."""
    written = tokens(text)
    full = tuple(token.folded for token in written if token.folded not in ("-", "#"))
    bare = tuple(token.folded for token in written if token.kind != "sign" or token.folded in _SIGNS)
    inside = tuple(word for at, word in enumerate(bare) if at in (0, len(bare) - 1) or word not in articles())
    yield full, 0.0
    if bare and bare != full:
        yield bare, 0.0
    if inside != bare:
        yield inside, DROPPED


@cache
def tables(language: Language) -> Mapping[str, Mapping[str, list[str]]]:
    """The file of one language, as it is written."""
    return tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def instead() -> Mapping[str, list[str]]:
    """What is offered instead of what no data holds."""
    return tomllib.loads((_WORDS / "instead.toml").read_text(encoding="utf-8"))


@cache
def articles() -> frozenset[str]:
    """Words that may stand anywhere within a phrase."""
    return frozenset(fold(word) for language in LANGUAGES for word in tables(language)["article"]["article"])


@lru_cache(maxsize=16)
def vocabulary(levels: tuple[str, ...], own: tuple[Measure, ...]) -> Vocabulary:
    """The vocabulary of a company with these levels and own measures."""
    return Vocabulary(_phrases(levels, own))


def _phrases(levels: tuple[str, ...], own: tuple[Measure, ...]) -> Iterator[tuple[Entry, str, float]]:
    yield from _catalogued(levels, own)
    for language in LANGUAGES:
        for role, entries in tables(language).items():
            for value, phrases in entries.items():
                if role == "article" or (role == "level" and value not in levels):
                    continue
                for phrase in phrases:
                    yield ("dimension" if role == "level" else role, value), phrase, 0.0


def _catalogued(levels: tuple[str, ...], own: tuple[Measure, ...]) -> Iterator[tuple[Entry, str, float]]:
    """Every measure and dimension by the names that it has on the screens, and by its key."""
    for key, row in catalogue.measures(own).items():
        yield ("measure", key), key.replace("_", " "), KEYED
        yield from ((("measure", key), worded(row, language, "name"), 0.0) for language in LANGUAGES)
    for key in catalogue.dimensions(levels):
        yield ("dimension", key), key.replace("_", " "), KEYED
        if has(f"dimension.{key}"):
            yield from (
                (("dimension", key), say(language, f"dimension.{key}"), 0.0) for language in LANGUAGES
            )
