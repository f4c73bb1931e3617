"""From a sentence to its reading: the only way in.

The sentence is cut into segments at the least cost; then each rule of the grammar takes the segments that
it understands, in a fixed order; what nobody took is asked back.
"""

from decimal import Decimal

from dashboard.access.scope import Scope
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.assembly import DEFAULT, LONGEST, assembled
from dashboard.asking.clock import Clock
from dashboard.asking.limits import read_limits
from dashboard.asking.named import Names
from dashboard.asking.names import names
from dashboard.asking.parts import (
    leftover,
    read_absent,
    read_dimensions,
    read_measures,
    read_members,
    read_shows,
)
from dashboard.asking.rankings import read_rankings
from dashboard.asking.reading import Offer, Reading
from dashboard.asking.segments import segments
from dashboard.asking.sentence import Limit, Sentence
from dashboard.asking.times import read_times
from dashboard.asking.tokens import tokens
from dashboard.asking.vocabulary import Vocabulary, instead, vocabulary
from dashboard.metrics import catalogue
from dashboard.metrics.question import Outline

_OFFERED = 5
_ZERO = Decimal(0)


def read(text: str, scope: Scope, shelf: Shelf) -> Reading:
    """What a sentence means for this reader on this publication; it never fails, it doubts."""
    return _read(text, shelf.outline, names(scope, shelf))


def _read(text: str, outline: Outline, known: Names) -> Reading:
    words = vocabulary(outline.levels, outline.own)
    chain = segments(tokens(text[:LONGEST]), words, known)
    clock = Clock(outline.cut, outline.first, outline.through)
    sentence = Sentence(text, chain, clock, dict(catalogue.measures(outline.own)))
    acting = _acting(sentence)
    read_absent(sentence)
    read_times(sentence)
    read_limits(sentence)
    read_rankings(sentence)
    read_shows(sentence)
    read_members(sentence)
    _moves(sentence)
    read_dimensions(sentence)
    read_measures(sentence)
    _missing(sentence, outline)
    _unknown(sentence, words, known, acting=acting)
    return assembled(sentence, acting=acting)


def _acting(sentence: Sentence) -> bool:
    """Whether the sentence is an order to do something, which the ask bar never does."""
    first = sentence.after(-1)
    what = sentence.role(first, "action")
    if not what:
        return False
    of_quota = any(key == "quota" for _, key in sentence.every("measure"))
    if what == "quota" and (not of_quota or sentence.chain[first + 1].text in ("in", "of")):
        return False
    sentence.doubt("other_action", first, about=what)
    return True


def _moves(sentence: Sentence) -> None:
    """ "Customers that fell", without by how much; "growth" otherwise."""
    for at, which in list(sentence.every("change")):
        sentence.take(at, "bound", which)
        subject = any(sentence.role(one, "dimension") or sentence.role(one, "who") for one in range(at))
        beside = sentence.after(at) if sentence.role(sentence.after(at), "measure") else sentence.before(at)
        if sentence.role(beside, "measure") == DEFAULT:
            sentence.take(beside, "measure", "growth")
        sentence.measures.append((at, "growth"))
        if subject:
            sentence.limits.append(Limit(at, "growth", "<" if which == "fall" else ">", _ZERO))


def _missing(sentence: Sentence, outline: Outline) -> None:
    """Measures whose source table was never loaded are no measures here."""
    for at, key in list(sentence.measures):
        row = sentence.known.get(key)
        if row and any(table not in outline.tables for table in row.needs):
            offers = tuple(
                Offer(other, sentence.instead(at, other.replace("_", " ")), key=other)
                for other in instead().get(key, [DEFAULT])
            )
            sentence.measures.remove((at, key))
            sentence.limits = [one for one in sentence.limits if one.column != key]
            sentence.doubt("no_data", at, offers, about=key)


def _unknown(sentence: Sentence, words: Vocabulary, known: Names, *, acting: bool) -> None:
    """Ask back whatever nobody understood."""
    for at, segment in enumerate(sentence.chain):
        if not sentence.free(at) or not leftover(segment):
            continue
        offers: list[Offer] = []
        if segment.kind == "unknown":
            offers += [
                Offer(one.label, sentence.instead(at, one.label)) for one in known.near(segment.text, 3)
            ]
            offers += [Offer(word, sentence.instead(at, word)) for word in words.words.near(segment.text, 3)]
        if acting and segment.kind != "unknown":
            continue
        kind = "unknown_word" if segment.kind == "unknown" else "unused_word"
        sentence.doubt(kind, at, tuple(dict.fromkeys(offers))[:_OFFERED])  # type: ignore[arg-type]
