"""A sentence as a chain of segments: the cheapest way to read all of it as phrases, names and numbers."""

import re
from dataclasses import dataclass
from typing import Literal

from dashboard.asking.named import Found, Named, Names
from dashboard.asking.tokens import Token
from dashboard.asking.vocabulary import Entry, Vocabulary
from dashboard.asking.wordbook import TYPO

Kind = Literal["phrase", "member", "number", "day", "sign", "unknown"]
_UNKNOWN, _NOISE, _PHRASE, _NUMBER, _SIGN = 6.0, 0.5, 1.0, 0.8, 0.1
_WHOLE, _PART = 1.05, 1.5
_SHORT = {
    re.compile(r"[qtτ]([0-9])"): "quarter",
    re.compile(r"(?:h|εξ)([0-9])"): "halfyear",
    re.compile(r"fy(\d{2}|\d{4})"): "year",
    re.compile(r"w(\d{1,2})"): "week",
    re.compile(r"top(\d{1,4})"): "topn",
    re.compile(r"bottom(\d{1,4})"): "bottomn",
    re.compile(r"(\d{1,2})μην(?:ο|ου)"): "months",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of the sentence: where it stands, and all that it may mean."""

    start: int
    end: int
    kind: Kind
    text: str
    entries: tuple[Entry, ...] = ()
    members: tuple[Named, ...] = ()
    others: tuple[Named, ...] = ()
    whole: bool = True
    cost: float = 0.0

    def get(self, role: str) -> str:
        """What it means in this role; empty if it cannot have it."""
        return next((value for known, value in self.entries if known == role), "")

    @property
    def idle(self) -> bool:
        """Whether nothing is lost if it means nothing."""
        return self.kind == "sign" or any(role in ("noise", "by", "within") for role, _ in self.entries)


def segments(given: list[Token], vocabulary: Vocabulary, names: Names) -> list[Segment]:
    """The segments of a sentence, in its order."""
    far: tuple[float, Segment | None, int] = (1e9, None, -1)
    best = [(0.0, far[1], -1), *(far for _ in given)]
    for at in range(len(given)):
        for end, cost, segment in _candidates(given, at, vocabulary, names):
            if best[at][0] + cost < best[end][0] - 1e-9:
                best[end] = (best[at][0] + cost, segment, at)
    found: list[Segment] = []
    at = len(given)
    while at > 0:
        _, last, at = best[at]
        if last is not None:
            found.append(last)
    return found[::-1]


def _candidates(
    given: list[Token], at: int, vocabulary: Vocabulary, names: Names
) -> list[tuple[int, float, Segment]]:
    token = given[at]
    found = [(at + 1, *_alone(token))]
    for end, cost, entries in vocabulary.phrases(given, at):
        noise = all(role == "noise" for role, _ in entries)
        segment = _over(given, at, end, "phrase", entries=entries, cost=cost)
        found.append((end, (_NOISE if noise else _PHRASE) + cost, segment))
    if token.kind == "word":
        found += [_named(given, at, one) for one in names.at(given, at) if one.whole or one.cost < TYPO]
    return found


def _alone(token: Token) -> tuple[float, Segment]:
    """A token that belongs to nothing else."""
    if token.kind == "word":
        for form, role in _SHORT.items():
            if match := form.fullmatch(token.folded):
                return _PHRASE, _of(token, "phrase", ((role, match[1]),))
        return _UNKNOWN, _of(token, "unknown")
    cost = {"sign": _SIGN}.get(token.kind, _NUMBER)
    return cost, _of(token, token.kind)


def _of(token: Token, kind: Kind, entries: tuple[Entry, ...] = ()) -> Segment:
    return Segment(token.start, token.end, kind, token.folded, entries)


def _named(given: list[Token], at: int, found: Found) -> tuple[int, float, Segment]:
    segment = _over(
        given, at, found.end, "member",
        members=found.members, others=found.others, whole=found.whole, cost=found.cost,
    )  # fmt: skip
    return found.end, (_WHOLE if found.whole else _PART) + found.cost, segment


def _over(given: list[Token], at: int, end: int, kind: Kind, **told: object) -> Segment:
    text = " ".join(token.folded for token in given[at:end])
    return Segment(given[at].start, given[end - 1].end, kind, text, **told)  # type: ignore[arg-type]
