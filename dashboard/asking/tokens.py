"""A sentence cut into words, numbers, days and signs, each with where it stands."""

import re
from dataclasses import dataclass
from typing import Literal

from dashboard.metrics.nearest import fold

Kind = Literal["word", "number", "day", "sign"]
_TOKEN = re.compile(
    r"(?P<day>\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b)"
    r"|(?P<number>\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?(?!\w)|\d+[.,]\d+|\d+(?!\w))"
    r"|(?P<word>[^\W_]+(?:[.'’΄ʹ`´·&][^\W_]+)*(?:['’΄ʹ`´](?![\w]))?)"
    r"|(?P<sign><=|>=|!=|<>|\S)",
)
_WITH_UNIT = re.compile(r"(\d+)([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, day or sign of a text; `folded` is what it is compared by."""

    start: int
    end: int
    kind: Kind
    folded: str


def tokens(text: str) -> list[Token]:
    """The tokens of a text; a number with its unit, "50k", is two."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind: Kind = match.lastgroup or "sign"  # type: ignore[assignment]
        plain = fold(match[0]) if kind == "word" else match[0]
        found += _cut(Token(match.start(), match.end(), kind, plain or match[0]))
    return found


def _cut(token: Token) -> list[Token]:
    split = _WITH_UNIT.fullmatch(token.folded) if token.kind == "word" else None
    if not split or len(token.folded) != token.end - token.start or split[2] not in _UNITS:
        return [token]
    middle = token.start + len(split[1])
    return [
        Token(token.start, middle, "number", split[1]),
        Token(middle, token.end, "word", split[2]),
    ]


# What may be written onto a number without a space.
_UNITS = frozenset("k m mn mio bn χιλ εκ εκατ δισ e eur euro ευρω".split())
