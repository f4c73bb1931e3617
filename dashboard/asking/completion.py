"""What may come next while a sentence is typed: measures, dimensions, members, periods, the best first.

Words are offered in the language of whoever types, and in Greek where the sentence begins so; names of
members are data and stand as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from dashboard.access.scope import Scope
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.assembly import LONGEST
from dashboard.asking.named import Names
from dashboard.asking.names import names
from dashboard.asking.read import read
from dashboard.asking.reading import Reading
from dashboard.asking.sounds import sounds
from dashboard.asking.tokens import Token, tokens
from dashboard.asking.vocabulary import Entry, Phrase, Vocabulary, vocabulary
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.nearest import fold
from dashboard.metrics.periods import PRESETS
from dashboard.text import Language

Kind = Literal["measure", "by", "where", "period", "against", "show"]
SHOWN = 8
_TRIED = 16
_WORDS = 3  # as many words before the cursor may be the beginning of one name
_FEWEST = 2  # letters from which members are looked for
_KINDS: dict[str, Kind] = {
    "measure": "measure", "dimension": "by", "period": "period", "against": "against", "show": "show",
}  # fmt: skip
_USUAL = {
    "measure": ("net_sales", "attainment", "gross_margin", "growth", "active_customers"),
    "dimension": ("region", "territory", "rep", "customer", "brand", "category", "channel", "fiscal_month"),
    "period": ("this_year", "ytd", "last_month", "last_quarter", "last_year", "rolling_12_months"),
    "against": ("last_year", "quota", "foreseen_sales"),
}


@dataclass(frozen=True, slots=True)
class Completion:
    """One way on: what it is called, and the sentence with it, with the cursor after it."""

    label: str
    kind: Kind
    text: str
    cursor: int


def complete(
    text: str, cursor: int, scope: Scope, shelf: Shelf, language: Language
) -> tuple[Completion, ...]:
    """What fits at the cursor, at most `SHOWN`."""
    cursor = min(max(cursor, 0), len(text), LONGEST)
    words = vocabulary(shelf.outline.levels, shelf.outline.own)
    before = [token for token in tokens(text[:cursor]) if token.kind != "sign"]
    if before and not before[0].folded.isascii():
        language = "el"
    typing = bool(before) and before[-1].end == cursor
    found = (
        _begun(text, cursor, before, words, names(scope, shelf), language)
        if typing
        else _next(text, cursor, words, read(text[:cursor], scope, shelf), before, language)
    )
    first: dict[str, Completion] = {}
    for one in islice(found, _TRIED):
        first.setdefault(fold(one.label), one)
    unknown = {one: _unknown(read(one.text, scope, shelf)) for one in first.values()}
    least = min(unknown.values(), default=0)
    return tuple(one for one, words in unknown.items() if words == least)[:SHOWN]


def _unknown(reading: Reading) -> int:
    """How many of a sentence's words are not understood: a way on leaves none that was before it."""
    return sum(doubt.kind in ("unknown_word", "unused_word") for doubt in reading.doubts)


def _begun(
    text: str, cursor: int, before: list[Token], words: Vocabulary, known: Names, language: Language
) -> Iterator[Completion]:
    """Names that begin with the last words; the more words they begin with, the better."""
    due, spoken = _due(before[:-1], words), words.of(language)
    for count in range(min(_WORDS, len(before)), 0, -1):
        start = before[-count].start
        fragment = text[start:cursor]
        sought = fold(fragment)
        phrases = [one for folded, one in spoken if _begins(folded, sought)]
        meant: dict[Entry, Phrase] = {}
        for one in sorted(phrases, key=lambda one: _order(one, due)):
            meant.setdefault(one.entry, one)
        offers = [_with(text, start, cursor, one.text, _KINDS[one.entry[0]]) for one in meant.values()]
        named = known.begin(fragment, SHOWN) if len(sought) >= _FEWEST else []
        members = [_with(text, start, cursor, one.label, "where") for one in named]
        room = SHOWN - min(len(members), SHOWN // 2)
        yield from (*offers[:room], *members, *offers[room:])


def _begins(folded: str, sought: str) -> bool:
    if folded.startswith(sought):
        return folded != sought
    if folded.isascii():
        return False
    heard = sounds(sought)[0]
    return len(heard) > 1 and sounds(folded)[0].startswith(heard)


def _order(phrase: Phrase, due: str) -> tuple[bool, int, bool, int]:
    """Nearest first: what is due there, in the order of the kinds, by the name on the screens."""
    role = phrase.entry[0]
    return role != due, list(_KINDS).index(role), not phrase.named, len(phrase.text)


def _due(before: list[Token], words: Vocabulary) -> str:
    """What follows the last words: a dimension after "by", a comparison after "against"."""
    for at in range(max(0, len(before) - _WORDS), len(before)):
        for end, _, entries in words.phrases(before, at):
            if end == len(before) and ("by", "by") in entries:
                return "dimension"
            if end == len(before) and ("vs", "vs") in entries:
                return "against"
    return "measure"


def _next(
    text: str, cursor: int, words: Vocabulary, reading: Reading, given: list[Token], language: Language
) -> Iterator[Completion]:
    """What a sentence lacks: something to measure, then by what, then when."""
    due = _due(given, words)
    lacking = {"measure": not reading.measures, "dimension": not reading.by, "period": reading.period is None}
    roles = [due] if due != "measure" else [role for role, lacks in lacking.items() if lacks]
    for role in roles:
        for value in _USUAL[role]:
            phrase = words.called(_meaning(role, value), language)
            if phrase and not (role == "dimension" and value in reading.by):
                by = "ανά " if language == "el" else "by "
                label = f"{by}{phrase}" if role == "dimension" and due != role else phrase
                yield _with(text, cursor, cursor, label, _KINDS[role])


def _meaning(role: str, value: str) -> Entry:
    return ("period" if value in PRESETS else "measure" if value in MEASURES else role, value)


def _with(text: str, start: int, end: int, label: str, kind: Kind) -> Completion:
    after = text[end:]
    space = "" if after.startswith(" ") else " "
    return Completion(label, kind, f"{text[:start]}{label}{space}{after}", start + len(label) + 1)
