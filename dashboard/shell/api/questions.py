"""From a request to a question: by its parts, or by a sentence that leaves no doubt."""

from dataclasses import dataclass, replace

from dashboard.access.scope import Scope
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.question import question as spoken
from dashboard.asking.read import read
from dashboard.asking.reading import Reading
from dashboard.asking.worded import asked_back, offered, understood
from dashboard.metrics.question import Layout, Outline, Question, ask, period_of
from dashboard.shell.api.problems import Refusal
from dashboard.shell.api.words import SAID_IN_WORDS, Asked, Doubt, Offer
from dashboard.text import Language


class Doubted(Exception):
    """A sentence that was not understood to its end: nothing is guessed, it is asked back."""

    def __init__(self, doubts: list[Doubt], lines: list[str]) -> None:
        super().__init__(len(doubts))
        self.doubts, self.lines = doubts, lines


@dataclass(frozen=True, slots=True)
class Meant:
    """A question, and how its words were understood where there were any."""

    question: Question
    lines: list[str] | None = None


def meant(asked: Asked, scope: Scope, shelf: Shelf, language: Language) -> Meant:
    """The question of a request.

    Raises:
        NotUnderstood: a word that is not known, or parts that do not go together.
        Refusal: both words and parts.
        Doubted: something of the sentence is to be asked back.
    """
    if not asked.words.strip():
        return Meant(_by_parts(asked, shelf.outline))
    beside = sorted(SAID_IN_WORDS & {name for name in asked.model_fields_set if getattr(asked, name)})
    if beside:
        raise Refusal(422, "api.words_and_parts", fields=", ".join(beside))
    found = read(asked.words, scope, shelf)
    lines = list(understood(found, shelf.outline, language))
    if found.doubts:
        raise Doubted(_doubts(found, shelf.outline, language), lines)
    days = period_of(asked.period, shelf.outline, asked.incomplete, found.by)
    question = spoken(found, shelf.outline, days, asked.against)
    return Meant(replace(question, limit=asked.limit, offset=asked.offset), lines)


def _by_parts(asked: Asked, outline: Outline) -> Question:
    layout = Layout(
        across=asked.across, subtotals=asked.subtotals, shows=asked.shows, sort=asked.sort,
        limit=asked.limit, offset=asked.offset, bounds=asked.bounds, top=asked.top,
    )  # fmt: skip
    return ask(
        outline, measures=asked.measures, by=asked.by, where=asked.where,
        period=period_of(asked.period, outline, asked.incomplete, [*asked.by, *asked.across]),
        against=asked.against, alignment=asked.alignment, layout=layout,
    )  # fmt: skip


def _doubts(found: Reading, outline: Outline, language: Language) -> list[Doubt]:
    return [
        Doubt(
            kind=one.kind, words=one.words, start=one.start, end=one.end,
            detail=asked_back(one, outline, language),
            offers=[Offer(label=offered(way, outline, language), words=way.text) for way in one.offers],
        )
        for one in found.doubts
    ]  # fmt: skip
