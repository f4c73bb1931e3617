"""A reading in words: each piece with what it was understood as, each doubt as the question back."""

from collections.abc import Iterator

from dashboard.answers.glossary import worded
from dashboard.asking.reading import Doubt, Offer, Reading
from dashboard.metrics import catalogue
from dashboard.metrics.periods import PRESETS
from dashboard.metrics.question import Outline
from dashboard.text import Language, has, say


def understood(reading: Reading, outline: Outline, language: Language) -> Iterator[str]:
    """One line a piece that was understood: its words, and what they mean."""
    for piece in reading.pieces:
        if piece.role in ("words", "doubt"):
            continue
        words = reading.text[piece.start : piece.end]
        means = _means(piece.means, reading, outline, language, words)
        yield f"{say(language, f'asking.role_{piece.role}')}: {words} → {means}"


def _means(means: str, reading: Reading, outline: Outline, language: Language, words: str) -> str:
    known = catalogue.measures(outline.own)
    if means in known:
        return worded(known[means], language, "name")
    if means in PRESETS:
        return say(language, f"period.{means}")
    if has(f"against.{means}_choice"):
        return say(language, f"against.{means}_choice")
    labels = [label for dimension, _, label in reading.labels if dimension == means]
    named = say(language, f"dimension.{means}") if has(f"dimension.{means}") else means
    return f"{named}: {', '.join(labels)}" if labels and words else named


def asked_back(doubt: Doubt, outline: Outline, language: Language) -> str:
    """The question back, with what is offered."""
    sentence = say(language, f"asking.{doubt.kind}", words=doubt.words)
    offers = ", ".join(offered(one, outline, language) for one in doubt.offers)
    return f"{sentence} {say(language, 'asking.offers', offers=offers)}" if offers else sentence


def offered(offer: Offer, outline: Outline, language: Language) -> str:
    """An offer as its reader sees it: a measure or dimension by its name."""
    known = catalogue.measures(outline.own)
    if offer.key in known:
        return worded(known[offer.key], language, "name")
    return say(language, f"dimension.{offer.key}") if has(f"dimension.{offer.key}") else offer.label
