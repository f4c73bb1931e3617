"""Whether a measure can be broken down by a dimension at all: what cannot be answered is not offered."""

from functools import lru_cache

from dashboard.access.scope import operator
from dashboard.answers.compiler import compile_question
from dashboard.errors import NotUnderstood
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Outline, Question


def meets(measure: str, by: tuple[str, ...], outline: Outline) -> bool:
    """Whether the question of this measure by these dimensions has an answer, whatever the answer is."""
    if any(table not in outline.tables for table in _bare(measure, outline).row(measure).needs):
        return False
    return _meets(measure, by, outline.bare)


def _bare(measure: str, outline: Outline) -> Question:
    return Question((measure,), Period(outline.through, outline.through), own=outline.own)


@lru_cache(maxsize=4096)
def _meets(measure: str, by: tuple[str, ...], outline: Outline) -> bool:
    day = Period(outline.through, outline.through)
    try:
        # Compiled and never run: no scope is wider than a question about nobody's numbers.
        compile_question(Question((measure,), day, by, own=outline.own), operator(), outline)
    except NotUnderstood:
        return False
    return True
