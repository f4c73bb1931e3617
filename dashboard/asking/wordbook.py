"""Known words, found however they are written: as they stand, inflected, by sound, or mistyped.

The same book serves the vocabulary and the names of members, of which there may be many: what is
looked for costs a few hundred look-ups at most, whatever the number of words.
"""

from bisect import bisect_left
from collections.abc import Iterable

from dashboard.asking.sounds import distance, sound_stems, sounds, stem

EXACT, STEM, SOUND, SOUND_STEM, TYPO, TYPOS = 0.0, 0.1, 0.2, 0.3, 0.8, 1.2
_TRANSLITERATED = 0.18  # nearer a word is by sound where it is in the other alphabet
_LETTERS = "aefgijklmnopqrstuvz8hd"
_SHORTEST = 3  # so short a word has no ending
_ONE_FROM, _TWO_FROM = 5, 8
_COMPARED = 400  # words of the same beginning that are compared letter by letter


class Wordbook:
    """Folded words by each of the ways in which one finds them; `rigid` ones are not inflected.

    With `short`, typing errors in words of three and four letters are found too.
    """

    def __init__(
        self, words: Iterable[str], rigid: frozenset[str] = frozenset(), *, short: bool = False
    ) -> None:
        self._short = short
        self._words = frozenset(words)
        self._stems: dict[str, list[str]] = {}
        self._sounds: dict[str, list[str]] = {}
        self._sound_stems: dict[str, list[str]] = {}
        for word in sorted(self._words):
            self._sounds.setdefault(sounds(word)[0], []).append(word)
            if word not in rigid and len(word) > _SHORTEST:
                self._stems.setdefault(stem(word), []).append(word)
                self._sound_stems.setdefault(sound_stems(word)[0], []).append(word)
        self._sorted = sorted(self._sounds)

    def find(self, token: str) -> dict[str, float]:
        """The words that a token may be, with how far it is from each; typing errors as a last resort."""
        found: dict[str, float] = {token: EXACT} if token in self._words else {}
        self._add(found, self._stems.get(stem(token), ()), STEM)
        for key in sounds(token):
            self._hear(found, token, self._sounds.get(key, ()), SOUND)
        for key in sound_stems(token):
            if len(key) >= _SHORTEST:
                words = self._sound_stems.get(key, [])
                if len(key) == _SHORTEST and token.isascii():
                    # So few letters are a beginning of many an English word: "comes" is no κομμάτια.
                    words = [word for word in words if abs(len(sounds(word)[0]) - len(sounds(token)[0])) < 2]
                self._hear(found, token, words, SOUND_STEM)
        return found or self._mistyped(token)

    def begin(self, token: str, limit: int) -> list[str]:
        """Words that begin with what a token sounds like."""
        found: list[str] = []
        for key in sounds(token):
            at = bisect_left(self._sorted, key)
            while at < len(self._sorted) and self._sorted[at].startswith(key) and len(found) < limit:
                found += self._sounds[self._sorted[at]]
                at += 1
        return found[:limit]

    def near(self, token: str, limit: int) -> list[str]:
        """Words that are like a token, for offering; the nearest first."""
        scored = [(distance(key, sounds(token)[0], 3), key) for key in self._alike(sounds(token)[0])]
        return [word for at, key in sorted(scored) if at <= 3 for word in self._sounds[key]][:limit]

    def _mistyped(self, token: str) -> dict[str, float]:
        key = sounds(token)[0]
        if not token.isalpha():
            return {}
        found: dict[str, float] = {}
        if len(key) < _ONE_FROM:
            return self._shortened(key) if self._short and len(token) > 2 else {}
        for other in _edits(key):
            self._add(found, self._sounds.get(other, ()), TYPO)
        if not found and len(key) >= _TWO_FROM:
            for other in self._alike(key):
                if distance(other, key, 2) <= 2:
                    self._add(found, self._sounds[other], TYPOS)
        return {word: cost for word, cost in found.items() if len(sounds(word)[0]) >= _ONE_FROM - 1}

    def _shortened(self, key: str) -> dict[str, float]:
        """A short word with a letter left out: "lst", "ths", "sals"."""
        found: dict[str, float] = {}
        for at in range(1, len(key) + 1):
            for letter in "aeiou":
                self._add(found, self._sounds.get(key[:at] + letter + key[at:], ()), TYPO)
        return found

    def _alike(self, key: str) -> list[str]:
        """Keys that begin as this one does."""
        at = bisect_left(self._sorted, key[:3])
        end = bisect_left(self._sorted, key[:3] + "\uffff")
        return self._sorted[at : min(end, at + _COMPARED)]

    def _hear(self, found: dict[str, float], token: str, words: Iterable[str], cost: float) -> None:
        """Words that sound the same; Greek in Latin letters is meant by its sound."""
        for word in words:
            if cost == SOUND_STEM and token.isascii() and word.isascii():
                continue  # English is not inflected as Greek is
            nearer = _TRANSLITERATED if token.isascii() and not word.isascii() else 0.0
            self._add(found, (word,), cost - nearer)

    @staticmethod
    def _add(found: dict[str, float], words: Iterable[str], cost: float) -> None:
        for word in words:
            if cost < found.get(word, 9):
                found[word] = cost


def is_bent(cost: float) -> bool:
    """Whether a word was found at this distance by its stem."""
    return cost in (STEM, SOUND_STEM) or abs(cost - SOUND_STEM + _TRANSLITERATED) < 1e-9


def _edits(key: str) -> set[str]:
    """All keys that are one typing error away."""
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    return found | {left + letter + right for left, right in cuts for letter in _LETTERS}
