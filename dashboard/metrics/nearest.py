""" "Did you mean": the known name that comes closest to what was written."""

import difflib
import re
import unicodedata
from collections.abc import Iterable


def fold(text: str) -> str:
    """A word without accents, case, final sigma or stray spaces, for comparing."""
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s\-–/_,]+", " ", re.sub(r"[’'΄ʹ`´.·]", "", plain)).strip()


# As many names as one reads while typing on.
SHOWN = 20
# Where in a name a text stands: at its beginning, at that of a word, within one, or nowhere.
BEGINS, BEGINS_A_WORD, WITHIN, ELSEWHERE = range(4)


def rank(sought: str, name: str) -> int:
    """How well a folded name answers a folded text, the best first."""
    if sought not in name:
        return ELSEWHERE
    if name.startswith(sought):
        return BEGINS
    return BEGINS_A_WORD if f" {sought}" in name else WITHIN


def nearest(name: str, known: Iterable[str]) -> str:
    """The closest known name; without a close one, the first few names there are."""
    names = {fold(word): word for word in known}
    close = difflib.get_close_matches(fold(name), names, n=1, cutoff=0.5)
    if close:
        return names[close[0]]
    return ", ".join(sorted(names.values())[:6])
