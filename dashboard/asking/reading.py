"""What a sentence was understood as: the parts of a question, the pieces that say them, and doubts."""

from dataclasses import dataclass
from typing import Literal

from dashboard.metrics.bounds import Bound, Top
from dashboard.metrics.conditions import Condition
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Order

Role = Literal[
    "measure", "by", "where", "bound", "period", "against", "top", "sort", "show", "chart", "words", "doubt"
]
DoubtKind = Literal[
    "ambiguous_member", "no_data", "no_measure", "impossible_period", "other_action", "unknown_word",
    "unused_word", "no_dimension", "too_long",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, and what it was understood to say; `others` it might also have named."""

    start: int
    end: int
    role: Role
    means: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A way out of a doubt: what it is called, and the whole sentence with it instead.

    `key` is that of a measure or dimension, for a screen that names it in the reader's language.
    """

    label: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to ask back: what kind of thing it is, the words, and what may have been meant."""

    kind: DoubtKind
    start: int
    end: int
    words: str
    offers: tuple[Offer, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as a question: only what it says; whatever it does not say stands as it was."""

    text: str
    measures: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    bounds: tuple[Bound, ...] = ()
    period: Period | None = None
    against: str | None = None
    top: Top | None = None
    order: tuple[Order, ...] = ()
    show: str = "value"
    chart: str = ""
    pieces: tuple[Piece, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    labels: tuple[tuple[str, str, str], ...] = ()
    """Dimension, key and name of each member that a condition holds."""
