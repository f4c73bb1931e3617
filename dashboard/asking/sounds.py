"""How words sound, and what is left of them without endings: one key for Greek and greeklish.

Greek letters have one sound here; Latin ones, as people write Greek with them, may have several.
"""

import re
from functools import lru_cache
from itertools import product

_KEPT = 65_536
_GREEK = {
    "αι": "e", "ει": "i", "οι": "i", "υι": "i", "ου": "u", "ευ": "ef", "αυ": "af", "μπ": "v", "ντ": "d",
    "γκ": "g", "γγ": "g", "τζ": "j",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "8", "ι": "i", "κ": "k",
    "λ": "l", "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "i",
    "φ": "f", "χ": "h", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LATIN: dict[str, tuple[str, ...]] = {
    "ai": ("e",), "ei": ("i",), "oi": ("i",), "yi": ("i",), "ui": ("i",), "ou": ("u",), "eu": ("ef",),
    "ey": ("ef",), "ev": ("ef",), "au": ("af",), "ay": ("af",), "mp": ("v",), "nt": ("d",), "gk": ("g",),
    "gg": ("g",), "tz": ("j",), "ch": ("h",), "ph": ("f",), "th": ("8", "ti"),
    "x": ("h", "ks"), "h": ("i", "h"), "u": ("u", "i"), "b": ("v",), "c": ("k",), "q": ("k",), "w": ("o",),
    "y": ("i",), "9": ("8",),
}  # fmt: skip
_UNITS = re.compile("|".join(sorted({*_GREEK, *_LATIN}, key=len, reverse=True)) + "|.", re.DOTALL)
_BRANCHES = 8
_DOUBLE = re.compile(r"(.)\1+")
# Endings of nouns, adjectives and names; the last ones first, and an ι that stands before them after that.
_ENDINGS = re.compile(r"(?:ουσ|εωσ|εισ|εων|ων|ου|οσ|ον|οι|εσ|ασ|ησ|ισ|υσ|α|ο|η|ε|ω|ι)$")
_SOUND_ENDINGS = re.compile(r"(?:eos|eon|us|is|on|os|es|as|u|i|a|o|e)$")
_SHORTEST = 3


@lru_cache(_KEPT)
def sounds(word: str) -> tuple[str, ...]:
    """The keys that a folded word may be heard as, the likeliest first."""
    if not any(letter.isalpha() for letter in word):
        return (word,)
    heard = [_heard(unit) for unit in _UNITS.findall(word.replace("ς", "σ"))]
    found: dict[str, None] = {}
    for parts in product(*heard) if _ways(heard) <= _BRANCHES else [[way[0] for way in heard]]:
        found[_DOUBLE.sub(r"\1", "".join(parts))] = None
    return tuple(found)


def _heard(unit: str) -> tuple[str, ...]:
    return (_GREEK[unit],) if unit in _GREEK else _LATIN.get(unit, (unit,))


def _ways(heard: list[tuple[str, ...]]) -> int:
    ways = 1
    for one in heard:
        ways *= len(one)
    return ways


@lru_cache(_KEPT)
def stem(word: str) -> str:
    """A folded word without its ending, Greek or English; a short one as it is."""
    if word.isascii():
        return _english(word)
    return _cut(word, _ENDINGS, "ι", "ματ")


@lru_cache(_KEPT)
def sound_stems(word: str) -> tuple[str, ...]:
    """The keys without their endings, in the order of `sounds`."""
    return tuple(dict.fromkeys(_cut(key, _SOUND_ENDINGS, "i", "mat") for key in sounds(word)))


def _cut(word: str, endings: re.Pattern[str], between: str, neuter: str) -> str:
    found = endings.search(word)
    short = word[: found.start()] if found else word
    short = short.removesuffix(between)
    if short.endswith(neuter) and len(short) > len(neuter) + 1:
        short = short[:-2]
    return short if len(short) >= _SHORTEST else word


def _english(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def distance(one: str, other: str, most: int) -> int:
    """How many letters are to be put in, left out, replaced or swapped; more than `most` is `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
