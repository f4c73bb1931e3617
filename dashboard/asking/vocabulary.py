"""All that may be said besides names of members, in both languages at once: phrases, and what each means."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from dashboard.answers.glossary import worded
from dashboard.asking.tokens import Token, tokens
from dashboard.asking.wordbook import Wordbook, is_bent
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Measure
from dashboard.metrics.nearest import fold
from dashboard.metrics.periods import PRESETS
from dashboard.text import LANGUAGES, Language, has, say

Entry = tuple[str, str]
_WORDS = Path(__file__).parent / "words"
# Words of the grammar, which are not inflected; whatever stands for a thing is.
_RIGID = ("by", "vs", "range", "exclude", "within", "noise", "article", "who", "unit", "number", "sort")
_OFFERED = ("measure", "dimension", "period", "against", "show")
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


# A place in a phrase, how far the words so far are from it, and whether one of them is inflected.
_State = tuple[_Node, float, bool]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it is written, and what it means; `named` if that is what the screens call it.

    `language` is whose word it is; a key is nobody's.
    `far` is how far it is from what it means: where a phrase means two things, the nearer is meant.
    """

    entry: Entry
    text: str
    far: float = 0.0
    named: bool = False
    language: Language | None = None

    @property
    def folded(self) -> str:
        """The phrase as it is compared."""
        return fold(self.text)


class Vocabulary:
    """The phrases of one company: the vocabulary of both languages, its levels and its own measures."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._top = _Node()
        rigid: set[str] = set()
        supple: set[str] = set()
        self.spoken: list[tuple[str, Phrase]] = []
        for phrase in phrases:
            role = phrase.entry[0]
            if role in _OFFERED and not phrase.far:
                self.spoken.append((phrase.folded, phrase))
            for words, cost in _variants(phrase.text):
                self._add(words, phrase.entry, cost + phrase.far)
                (rigid if role in _RIGID else supple).update(words)
        self.words = Wordbook(rigid | supple, frozenset(rigid - supple), short=True)

    def _add(self, words: tuple[str, ...], entry: Entry, cost: float) -> None:
        node = self._top
        for word in words:
            node = node.after.setdefault(word, _Node())
        node.entries[entry] = min(cost, node.entries.get(entry, 9))

    def phrases(self, given: list[Token], at: int) -> Iterator[tuple[int, float, tuple[Entry, ...]]]:
        """Each phrase that begins with a token: where it ends, how far off it is, its meanings."""
        states: list[_State] = [(self._top, 0.0, False)]
        for end in range(at, min(len(given), at + _LONGEST)):
            token = given[end]
            found = self._find(token)
            after = [
                (node.after[word], cost + more, bent or is_bent(more))
                for node, cost, bent in states
                for word, more in found.items()
                if word in node.after
            ]
            if after:
                yield from _ends(end + 1, after)
            if end > at and _skipped(given, end):
                after += [(node, cost + SKIPPED, bent) for node, cost, bent in states]
            states = _best(after)
            if not states:
                return

    def called(self, entry: Entry, language: Language) -> str:
        """What it is called on the screens in this language; empty if it has no name there."""
        return next((one.text for _, one in self.of(language) if one.entry == entry), "")

    def of(self, language: Language) -> list[tuple[str, Phrase]]:
        """What is offered to somebody who reads this language, folded and as it is written."""
        return [(folded, one) for folded, one in self.spoken if one.language in (None, language)]

    def _find(self, token: Token) -> Mapping[str, float]:
        if token.kind == "word":
            return self.words.find(token.folded)
        return {token.folded: 0.0}


def _ends(end: int, states: list[_State]) -> Iterator[tuple[int, float, tuple[Entry, ...]]]:
    costs: dict[Entry, float] = {}
    for node, cost, bent in states:
        for entry, more in node.entries.items():
            if bent and entry[0] in _RIGID:
                continue
            costs[entry] = min(cost + more, costs.get(entry, 9))
    if costs:
        least = min(costs.values())
        yield end, least, tuple(entry for entry, cost in costs.items() if cost <= least + 1e-9)


def _best(states: list[_State]) -> list[_State]:
    """Each place once, at the least cost."""
    costs: dict[int, _State] = {}
    for state in states:
        if state[1] < costs.get(id(state[0]), (state[0], 9.0, False))[1]:
            costs[id(state[0])] = state
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


@cache
def singulars() -> frozenset[str]:
    """What one member of each dimension is called: the first of its phrases."""
    return frozenset(
        fold(phrases[0])
        for language in LANGUAGES
        for role in ("dimension", "level")
        for phrases in tables(language)[role].values()
    )


@lru_cache(maxsize=16)
def vocabulary(levels: tuple[str, ...], own: tuple[Measure, ...]) -> Vocabulary:
    """The vocabulary of a company with these levels and own measures."""
    return Vocabulary(_phrases(levels, own))


def _phrases(levels: tuple[str, ...], own: tuple[Measure, ...]) -> Iterator[Phrase]:
    yield from _catalogued(levels, own)
    for language in LANGUAGES:
        for role, entries in tables(language).items():
            for value, phrases in entries.items():
                if role == "article" or (role == "level" and value not in levels):
                    continue
                entry = ("dimension" if role == "level" else role, value)
                yield from (Phrase(entry, text, language=language) for text in phrases)


def _catalogued(levels: tuple[str, ...], own: tuple[Measure, ...]) -> Iterator[Phrase]:
    """Every measure, dimension and period by the names that it has on the screens, and by its key."""
    for key, row in catalogue.measures(own).items():
        yield Phrase(("measure", key), key.replace("_", " "), KEYED)
        yield from (
            Phrase(("measure", key), worded(row, one, "name"), named=True, language=one) for one in LANGUAGES
        )
    for key in catalogue.dimensions(levels):
        yield Phrase(("dimension", key), key.replace("_", " "), KEYED)
        if has(f"dimension.{key}"):
            yield from (
                Phrase(("dimension", key), say(one, f"dimension.{key}"), named=True, language=one)
                for one in LANGUAGES
            )
    for key in PRESETS:
        yield from (
            Phrase(("period", key), say(one, f"period.{key}"), named=True, language=one) for one in LANGUAGES
        )
