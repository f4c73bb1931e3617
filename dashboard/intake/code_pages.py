"""Which code page a text that is no UTF-8 was written in, from how it reads.

Greek is looked for first and by its own rules: a few Greek words are too little for a statistic,
and a wrong page turns them into other letters without a word. For the rest, of pages that read
equally well the western one is taken.
"""

import re

from charset_normalizer import from_bytes

_GREEK = ("cp1253", "iso8859_7", "cp737")
_OTHERS = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1257", *_GREEK)
_WORD = re.compile(r"[^\W\d_]+")
_USUAL = frozenset("€«»–—‘’“”„°·•…©®™§±½²³΄\u00a0\u00ad")
_MOST = 0.9


def guess_page(sample: bytes) -> str:
    """The likeliest code page, or nothing."""
    for page in _GREEK:
        if _reads_as_greek(sample.decode(page, "replace")):
            return page
    found = from_bytes(sample, cp_isolation=list(_OTHERS), enable_fallback=False)
    ranked = [
        (match.chaos, -match.coherence, _OTHERS.index(page), page)
        for match in found
        for page in match.could_be_from_charset
        if page in _OTHERS
    ]
    return min(ranked)[-1] if ranked else ""


def is_damaged_utf8(sample: bytes) -> bool:
    """Whether most of what is not ASCII is good UTF-8: then a byte is spoilt, not the encoding another."""
    text = sample.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    return sum(letter > "\x7f" for letter in text) - spoilt > spoilt


def _reads_as_greek(text: str) -> bool:
    """Whether nearly every word beyond ASCII is wholly Greek, with few signs that no text has.

    A final sigma inside a word, or many of the letters with two marks, is Cyrillic read wrongly.
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    strange = sum(not (sign.isascii() or sign.isalpha() or sign in _USUAL) for sign in text)
    greek = [word for word in words if all("\u0370" <= letter <= "\u03ff" for letter in word)]
    odd = sum("ς" in word[:-1] or any(letter in "ΐΰ" for letter in word) for word in greek)
    return bool(words) and len(greek) - odd >= _MOST * (len(words) + strange)
